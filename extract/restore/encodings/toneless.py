"""Capitals that a code lacks: TCVN3 has none with a tone, so `Á`, `ĐỊA` and `XÃ` are typed small, and the place says which they are.

A word whose own letters don't tell stands in capitals where the nearest words that do, on both sides within its sentence, are
capitals. One that begins with a tone has a capital where a sentence, a line of its own or a name begins; the names are
those that official text and news write large in nine of ten places (`Ủy ban` in 10,671 of 10,872, `Á` in 1,654 of 1,714).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from extract.legacy_letters import TONED, from_tcvn3, to_tcvn3
from extract.restore.model.lexicon import fold_tone, is_syllable

#: Names whose capital has a tone, some told from common words by a word beside them (`|`: `ấn tượng`, `ánh sáng`).
_NAMED = (
    "|Ủy ban nhân", "|Ủy ban Mặt", "|Ủy ban Thường", "|Ủy ban Kiểm", "|Ủy ban Dân", "|Ủy ban Quốc", "|Ủy ban Đoàn", "|Ủy hội",
    "|Ấn Độ", "|Ấn - ", "|Ấn-", "|Ả Rập", "|Ả-rập", "|Ảrập", "|Úc", "|Ái Quốc",
    "|Ất Sửu", "|Ất Hợi", "|Ất Dậu", "|Ất Mùi", "|Ất Tỵ", "|Ất Tị", "|Ất Mão",
)  # fmt: skip
#: Last syllables of persons' names that are words when they are small, but not before these; and what stands before them in names.
_GIVEN = ("Ánh", "Ái", "Ẩn", "Ấn", "Út", "Ý", "Ích", "Ước")
_NO_NAMES = (
    "định", "tượng", "chỉ", "hành", "kiến", "thức", "nghĩa", "muốn", "tính", "mơ", "đoán", "lượng", "sáng", "mắt", "ngại", "mộ", "lợi", "nấp",
)  # fmt: skip
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")  # fmt: skip
_MIDDLE = ("Thị", "Văn", "Ngọc", "Nguyệt", "Xuân", "Hồng", "Như", "Thúy", "Thùy", "Tuyết")
_ANY_COMMITTEE = ("các", "những", "một", "mỗi", "nhiều")  # `các ủy ban` are common words
_SMALL_ASIA = ("hậu", "quân", "khôi", "kim", "phiện", "sừng", "thần")  # `á hậu`
_LETTER = r"[^\W\d_]|[\u00a1-\u00ff]"  # of TCVN3, some of whose letters show as signs
_FIRST = re.compile(_LETTER)
_CODE = re.compile(r"(?<!\S)\S*[\d/]\S*")  # `15/QĐ-UBND`
_STOP = re.compile(r"[.;:!?|\t]")
_BARE = re.compile(r"[\s\d.)*+•–-]*$")  # nothing but a bullet or a number
_OPENED = re.compile(r"[.!?][\s\"“]+$|^\s*(?:[-+*•–]|\d+[.)])\s*$")
_ENDED = re.compile(r"[.;:!?]\W*$|^\W*$")  # the next line opens a sentence
_LEAST_LINES, _LEAST_OPEN = 6, 0.9
_LONG = 6  # letters of a foreign word in capitals (`INTERNET`); shorter ones without a syllable's form are abbreviations


def _pattern(named: str) -> str:
    before, behind = (re.escape(to_tcvn3(part)) for part in named.split("|"))
    ends = "" if named.endswith((" ", "-")) else f"(?!{_LETTER})"
    return (f"(?<={before})" if before else "") + behind + ends


def _without(words: Sequence[str], look: str) -> str:
    return "".join(look.format(re.escape(to_tcvn3(word))) for word in words)


_NAMES = re.compile(
    "|".join(
        (
            *map(_pattern, _NAMED),
            _without(_ANY_COMMITTEE, "(?<!{} )") + _pattern("|Ủy ban"),
            _pattern("|Á") + _without(_SMALL_ASIA, "(?! {})"),
        )
    )
)

_GIVEN_NAME = re.compile(
    f"(?:{'|'.join(map(to_tcvn3, _GIVEN))})(?!{_LETTER})" + _without(_NO_NAMES, "(?! {})")
)
_FAMILY = re.compile(
    rf"(?<!\S)(?:{'|'.join(map(to_tcvn3, _SURNAMES))})(?: [A-Z\u00a1-\u00a7]\S*)? $"
    rf"|(?<!\S)(?:{'|'.join(map(to_tcvn3, _MIDDLE))}) $"
)
_LONGEST_NAME = 24  # characters before a last syllable


def opens_word(line: str, at: int, *, opens: bool) -> bool:
    """Whether the word at an offset of a TCVN3 line has a capital: a sentence or a name begins; `opens`: a sentence begins with the line."""
    if _NAMES.match(line, at) or _ends_name(line, at):
        return True
    before = line[:at]
    return _OPENED.search(before) is not None or (opens and _BARE.match(before) is not None)


def _ends_name(line: str, at: int) -> bool:
    return bool(
        _GIVEN_NAME.match(line, at) and _FAMILY.search(line[max(0, at - _LONGEST_NAME) : at])
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
