"""Capitals that a code lacks: TCVN3 has none with a tone, so `Á`, `ĐỊA` and `XÃ` are typed small, and the place says which they are.

A word whose own letters don't tell stands in capitals where the nearest words that do, on both sides within its sentence, are
capitals. One that begins with a tone has a capital where a sentence, a line of its own or a name begins; the names are
those that official text and news write large in nine of ten places (`Ủy ban` in 10,671 of 10,872, `Á` in 1,654 of 1,714).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from extract.dictionaries import load
from extract.legacy_letters import TONED, from_tcvn3, to_tcvn3
from extract.restore.lexicon import fold_tone, is_syllable

_LETTER = r"[^\W\d_]|[\u00a1-\u00ff]"  # of TCVN3, some of whose letters show as signs
_FIRST = re.compile(_LETTER)
_CODE = re.compile(r"(?<!\S)\S*[\d/]\S*")  # `15/QĐ-UBND`
_STOP = re.compile(r"[.;:!?|\t]")
_BARE = re.compile(r"[\s\d.)*+•–-]*$")  # nothing but a bullet or a number
_OPENED = re.compile(r"[.!?][\s\"“]+$|^\s*(?:[-+*•–]|\d+[.)])\s*$")
_ENDED = re.compile(r"[.;:!?]\W*$|^\W*$")  # the next line opens a sentence
_LEAST_LINES, _LEAST_OPEN = 6, 0.9
_LONG = 6  # letters of a foreign word in capitals (`INTERNET`); shorter ones without a syllable's form are abbreviations


def _words(kind: str) -> list[str]:
    rows = load().rows("toned_capitals")
    return [to_tcvn3(row["words"]) for row in rows if row["kind"] == kind]


def _named(words: str) -> str:
    """Words as a whole, or with what follows a hyphen."""
    return re.escape(words) + ("" if words.endswith("-") else f"(?!{_LETTER})")


def _without(kind: str, look: str) -> str:
    return "".join(look.format(re.escape(word)) for word in _words(kind))


@cache
def _names() -> re.Pattern[str]:
    committee, asia = map(_named, _words("alone"))
    common = (
        _without("any_committee", "(?<!{} )") + committee,
        asia + _without("no_asia", "(?! {})"),
    )
    return re.compile("|".join((*map(_named, _words("named")), *common)))


@cache
def _given_name() -> re.Pattern[str]:
    given = "|".join(_words("given"))
    return re.compile(f"(?:{given})(?!{_LETTER})" + _without("no_name", "(?! {})"))


@cache
def _family() -> re.Pattern[str]:
    surnames, middle = "|".join(_words("surname")), "|".join(_words("middle"))
    return re.compile(rf"(?<!\S)(?:{surnames})(?: [A-Z\u00a1-\u00a7]\S*)? $|(?<!\S)(?:{middle}) $")


_LONGEST_NAME = 24  # characters before a last syllable


def opens_word(line: str, at: int, *, opens: bool) -> bool:
    """Whether the word at an offset of a TCVN3 line has a capital: a sentence or a name begins; `opens`: a sentence begins with the line."""
    if _names().match(line, at) or _ends_name(line, at):
        return True
    before = line[:at]
    return _OPENED.search(before) is not None or (opens and _BARE.match(before) is not None)


def _ends_name(line: str, at: int) -> bool:
    return bool(
        _given_name().match(line, at) and _family().search(line[max(0, at - _LONGEST_NAME) : at])
    )


def opening(lines: Sequence[str]) -> list[bool]:
    """Whether a sentence begins with each TCVN3 line: behind a mark that ends one, or where nearly every line begins large."""
    behind = [True] + [_ENDED.search(line) is not None for line in lines[:-1]]
    firsts = [_case_of_first(line) for line, ended in zip(lines, behind, strict=True) if not ended]
    known = [first for first in firsts if first is not None]
    each = len(known) >= _LEAST_LINES and sum(known) >= _LEAST_OPEN * len(known)
    return [each or ended for ended in behind]


def _case_of_first(line: str) -> bool | None:
    """Whether a line's first letter is a capital; `None` where its tone hides it."""
    found = _FIRST.search(line)
    letter = from_tcvn3(found.group(), capitals=False) if found else ""
    return None if letter in TONED or not letter else letter.isupper()


def among_capitals(
    line: str, words: Sequence[re.Match[str]], decode: Callable[[str, bool], str]
) -> list[bool]:
    """Of the words of a line, whether they stand among capitals."""
    cases = [_case(decode(word.group(), False)) for word in words]
    parted = [_STOP.search(line, a.end(), b.start()) is not None for a, b in pairwise(words)]
    before = _nearest(cases, parted)
    behind = reversed(list(_nearest(cases[::-1], parted[::-1])))
    whole = _more_large(_CODE.sub("", line))
    return [
        min(near) > 0
        if (near := [case for case in both if case])
        else whole > _more_large(word.group())
        for word, *both in zip(words, before, behind, strict=True)
    ]


def _more_large(text: str) -> int:
    """How many more capitals than small letters of ASCII a text has."""
    plain = [letter for letter in text if letter.isascii()]
    return sum(map(str.isupper, plain)) - sum(map(str.islower, plain))


def _nearest(cases: Sequence[int], parted: Sequence[bool]) -> Iterator[int]:
    """Of each word the case of the nearest word before it whose case is known; 0 where its sentence has none."""
    last = 0
    for case, ends in zip(cases, (*parted, True), strict=False):
        yield last
        last = 0 if ends else case or last


def _case(word: str) -> int:
    """1 for a decoded word in capitals, -1 for one with small letters, 0 for what doesn't tell: one letter, an abbreviation."""
    sure = [letter for letter in word if letter not in TONED]
    if any(map(str.islower, sure)):
        return -1
    is_word = is_syllable(fold_tone(word.lower())) or len(word) >= _LONG
    return int(len(sure) > 1 and is_word)
