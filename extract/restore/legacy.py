"""Texts typed in the codes before Unicode (TCVN3, VNI, VPS, windows-1258, VIQR), and UTF-8 that was taken for windows-1252."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from extract.legacy_letters import TONED, from_1258, from_tcvn3, from_vni, from_vps, latin
from extract.restore.lexicon import Lexicon, fold_tone, is_syllable
from extract.restore.lines import Edit
from extract.restore.toneless import among_capitals, opening, opens_word

# VIQR, letters with their marks typed behind them (RFC 1456): `Co^.ng ho`a` is Cộng hòa.
#
# A syllable has one tone, so a point or question mark behind a second one is punctuation. In what is no syllable once it is
# decoded (addresses, foreign words, abbreviations) these two are no tones at all.

_QUALITY = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VOWEL = r"(?:[aA][\^(]?|[eE]\^?|[oO][\^+*]?|[uU][+*]?|[iIyY])"
_VIQR_STEP = re.compile(rf"(?P<bar>dd|D[dD])|(?P<vowel>{_VOWEL})(?P<tone>['`?~.]?)|\\(?P<plain>.)")
_FOREIGN_STEP = re.compile(rf"(?P<bar>\bdd|DD)|(?P<vowel>{_VOWEL})(?P<tone>['`~]?)|\\(?P<plain>.)")
#: a run of letters with the marks inside and behind it
VIQR_TOKEN = re.compile(r"[A-Za-z][A-Za-z'`?~.^(+*\\]*")
_SIGN = re.compile(r"[aeoAEO]\^|[aA]\(|[oOuU][+*]|dd|D[dD]|[aeiouyAEIOUY]['`~]")
_IN_SIGNS = ("^", "(", "+", "*", "'", "`", "~", "dd", "Dd", "DD")  # one of them is in every sign
_SENTENCE_MARKS = ".?"


def viqr_signs(text: str) -> int:
    """How many signs of VIQR a text has: letters with a mark behind them."""
    return len(_SIGN.findall(text)) if any(part in text for part in _IN_SIGNS) else 0


def from_viqr(word: str, capitals: bool) -> str:  # noqa: ARG001, FBT001 the decoders share one signature
    """A word in VIQR with what follows it.

    >>> from_viqr("ddu+o+`ng", False), from_viqr("na`y.", False), from_viqr("tha.nh", False)
    ('đường', 'này.', 'thạnh')
    """
    body, tail = word, ""
    while body and body[-1] in _SENTENCE_MARKS and not _is_tone(body, tail):
        body, tail = body[:-1], body[-1] + tail
    whole = _decoded(body)
    if not _is_legal(whole.strip("'`~^(+*")) and body not in {"dd", "DD"}:
        whole = unicodedata.normalize("NFC", _FOREIGN_STEP.sub(_letter, body))
    return whole + tail


def _decoded(word: str) -> str:
    return unicodedata.normalize("NFC", _VIQR_STEP.sub(_letter, word))


def _letter(match: re.Match[str]) -> str:
    if match["plain"]:
        return match["plain"]
    if match["bar"]:
        return "đ" if match["bar"] == "dd" else "Đ"
    vowel = "".join(_QUALITY.get(sign, sign) for sign in match["vowel"])
    return vowel + _TONES.get(match["tone"], "")


def _is_tone(word: str, behind: str) -> bool:
    """Whether the mark at the word's end is the tone of its syllable; `behind`: marks that stand behind it."""
    if (len(word) == len("U.") and word[0].isupper()) or behind == ".." or word.endswith("..."):
        return False
    with_it, without = _decoded(word), _decoded(word[:-1])
    return _is_legal(with_it) and not _has_tone(without)


def _is_legal(word: str) -> bool:
    return is_syllable(fold_tone(word.lower()))


def _has_tone(word: str) -> bool:
    return not _TONE_MARKS.isdisjoint(unicodedata.normalize("NFD", word))


_TONE_MARKS = frozenset(_TONES.values())


# UTF-8 that a program took for windows-1252 or Latin-1: `Cá»™ng hÃ²a` is Cộng hòa.
#
# Two or three characters in a row that are one letter's bytes become that letter. Of the bytes that windows-1252 lacks, that of
# Đ is certain by what is left (`Ä`); the no-break space inside à often became a space (`Ã `). Others that got lost leave their word as it stands.
# ftfy does this for all languages, at 0.04 s a start and two packages; one table is enough for Vietnamese.

_NEXT = "".join(sorted({shown(n) for n in range(0x80, 0xC0) for shown in (latin, chr)}))
_LETTERS = "".join(map(chr, (*range(0xC0, 0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA))))


def _shown(letter: str) -> list[str]:
    """The ways in which a letter's UTF-8 bytes may show."""
    ways = [""]
    for byte in letter.encode("utf-8"):
        ways = [way + shown for way in ways for shown in dict.fromkeys((latin(byte), chr(byte)))]
    return ways


_TABLE = {shown: letter for letter in _LETTERS + _NEXT for shown in _shown(letter)}
LEADS = re.compile(r"[ÂÃÄÅÆËáâ]")  # how each such letter begins
_LETTER = rf"[ÂÃÄÅÆË][{re.escape(_NEXT)}]|[áâ][{re.escape(_NEXT)}]{{2}}"
_MOJIBAKE_STEP = re.compile(rf"{_LETTER}|Ä(?=[A-Za-zÃáâ])|Ã[ ]?(?=\s|$)")
_AGAIN = re.compile(_LETTER)  # taken for windows-1252 more than once
_LOST = {"Ä": "Đ", "Ã": "à", "Ã ": "à"}
MOJIBAKE_TOKEN = re.compile(rf"[A-Za-z{re.escape(_NEXT)}\u00c0-\u024f]+(?:(?<=Ã)[ ](?=[ ]))?")


def from_utf8(word: str, capitals: bool) -> str:  # noqa: ARG001, FBT001 the decoders share one signature
    """A word of UTF-8 seen through windows-1252.

    >>> from_utf8("Cá»™ng", False), from_utf8("hÃ²a", False), from_utf8("“Mã”", False)
    ('Cộng', 'hòa', '“Mã”')
    """
    while (once := _AGAIN.sub(_byte_letter, word)) != word and _AGAIN.search(once):
        word = once
    return _MOJIBAKE_STEP.sub(_byte_letter, word)


def _byte_letter(match: re.Match[str]) -> str:
    shown = match.group()
    return _TABLE.get(shown) or _LOST.get(shown, shown)


# Texts typed in the codes before Unicode (TCVN3, VNI, VPS, windows-1258, VIQR), and UTF-8 that was taken for windows-1252; rule `legacy`.
#
# Each paragraph is decoded as each code and as it stands; a code wins where nine in ten of the words it changes become
# syllables, a fifth more than before, and where it changes one word in five. A short paragraph follows the document.


class LegacyCode(NamedTuple):
    """A code: its name in `documents.encoding`, what its words look like, how one is decoded (true: among capitals), and what a text must have for one to be changed."""

    name: str
    token: re.Pattern[str]
    decode: Callable[[str, bool], str]
    sign: re.Pattern[str]


_OLD_LETTERS = re.compile(r"[A-Za-z\u00a1-\u00ff\u0100-\u024f\u1ea0-\u1ef9]+")
_SHOWN = re.compile(r"[A-Za-z\u0080-\u024f\u02c6\u02dc\u1ea0-\u1ef9‘’“”–—‚„…†‡•‰‹›™€]+")
_MARKED, _ANY = re.compile(r"[^\x00-\x7f]"), re.compile("")
_CODES = (
    LegacyCode("tcvn3", _OLD_LETTERS, from_tcvn3, _MARKED),
    LegacyCode("vni", _OLD_LETTERS, from_vni, _MARKED),
    LegacyCode("windows_1258", _OLD_LETTERS, from_1258, _MARKED),
    LegacyCode("unicode", MOJIBAKE_TOKEN, from_utf8, LEADS),
    LegacyCode("mixed", _SHOWN, from_vps, _MARKED),  # the contract has no name for VPS
    LegacyCode("viqr", VIQR_TOKEN, from_viqr, _ANY),
)
_VIQR = _CODES[-1]
_LEAST_WORDS, _LEAST_LEGAL, _LEAST_MARGIN, _LEAST_SHARE = 12, 0.85, 0.2, 0.2
_SIGNS_A_MARK = 5  # signs of VIQR for a marked letter of a foreign name
_SAMPLE = 20_000  # characters of a line that are looked at to tell its code
_SURE = 0.98
_COMMONER = 3.0  # nats: `hưu.` is no hựu, but `thi.` before a name is thị


@dataclass(frozen=True, slots=True)
class Decoding:
    """The edits that decode each line, and the codes that were found."""

    edits: tuple[tuple[Edit, ...], ...]
    encodings: frozenset[str]


def decode_legacy(lines: Sequence[str], lexicon: Lexicon) -> Decoding:
    """The decoding of a document, paragraph by paragraph; a short one follows the document where that helps it."""
    samples = [_sample(line[:_SAMPLE]) for line in lines]
    whole = _best(samples, _LEAST_WORDS)
    edits: list[tuple[Edit, ...]] = []
    found = set()
    for paragraph in _paragraphs(lines):
        here = samples[paragraph.start : paragraph.stop]
        code = _best(here, _LEAST_WORDS)
        if code is None and whole is not None and _best(here, 1) == whole:
            code = whole
        if code is None:
            edits += [()] * len(paragraph)
            continue
        of_code = lines[paragraph.start : paragraph.stop]
        for line, opens in zip(of_code, opening(of_code), strict=True):
            edits.append(tuple(_edits(line, code, lexicon, opens=opens)))
        found.add(code.name)
    return Decoding(tuple(edits), frozenset(found))


def _paragraphs(lines: Sequence[str]) -> Iterator[range]:
    start = 0
    for end, line in enumerate(lines, 1):
        if end == len(lines) or not line.strip():
            yield range(start, end)
            start = end


class _Sample(NamedTuple):
    """What is looked at of a line: its text, its words with other letters than ASCII, how many signs of VIQR it has."""

    text: str
    marked: list[str]
    signs: int


def _sample(text: str) -> _Sample:
    plain = text.isascii()
    marked = [] if plain else [word for word in _OLD_LETTERS.findall(text) if not word.isascii()]
    return _Sample(text, marked, viqr_signs(text))


def _best(samples: Sequence[_Sample], least: int) -> LegacyCode | None:
    """The code that the lines are in, `None` for Unicode."""
    signs, count = sum(s.signs for s in samples), sum(len(s.marked) for s in samples)
    if max(signs, count) < least:
        return None
    marked = Counter(chain.from_iterable(s.marked for s in samples))
    before = _legal(marked)
    codes = [_VIQR] if signs >= max(least, _SIGNS_A_MARK * count) else []
    if not codes and count >= least and before <= 1 - _LEAST_MARGIN:
        codes = list(_CODES[:-1])
    if not codes:
        return None
    least_changed = max(
        least, _LEAST_SHARE * sum(len(_OLD_LETTERS.findall(s.text)) for s in samples)
    )
    scores = [
        (_score(code, _tokens(code, samples, marked), least_changed), -at)
        for at, code in enumerate(codes)
    ]
    share, at = max(scores, default=(0.0, 0))
    return codes[-at] if share >= max(_LEAST_LEGAL, before + _LEAST_MARGIN) else None


def _tokens(code: LegacyCode, samples: Sequence[_Sample], marked: Counter[str]) -> Counter[str]:
    """The tokens that a code may change, and others of the same texts; VIQR alone changes plain letters."""
    if code.token is _OLD_LETTERS:
        return marked
    texts = (s.text for s in samples if code.sign.search(s.text))
    found = Counter(chain.from_iterable(map(code.token.findall, texts)))
    if code is _VIQR:
        return found
    return Counter({token: n for token, n in found.items() if not token.isascii()})


def _score(code: LegacyCode, tokens: Counter[str], least: float) -> float:
    """The share of syllables among the words that a code changes; 0 where these are less than `least`."""
    changed = Counter[str]()
    for token, n in tokens.items():
        word = code.decode(token, token.isupper())
        if word != token:
            changed[word] += n
    return _legal(changed) if changed.total() >= least else 0.0


def _legal(words: Counter[str]) -> float:
    """The share of syllables, punctuation at their ends aside; 0 of nothing."""
    right = sum(n for word, n in words.items() if _is_legal_syllable(word))
    return right / words.total() if words else 0.0


@lru_cache(maxsize=65536)
def _is_legal_syllable(word: str) -> bool:
    return is_syllable(fold_tone(word.strip("().,;:?!“”‘’–—…").lower()))


def _edits(line: str, code: LegacyCode, lexicon: Lexicon, *, opens: bool) -> Iterator[Edit]:
    matches = list(code.token.finditer(line))
    large = among_capitals(line, matches, code.decode)
    for match, capitals in zip(matches, large, strict=True):
        word = match.group()
        true = code.decode(word, capitals)
        if code is _VIQR and _ENDS.match(line, match.end()):
            true = _without_a_tone(word, true, lexicon)
        if (
            code.name == "tcvn3"
            and true[:1] in TONED
            and opens_word(line, match.start(), opens=opens)
        ):
            true = true[:1].upper() + true[1:]
        if true != word:
            yield Edit(match.start(), match.end(), true, "legacy", _SURE)


def _without_a_tone(word: str, true: str, lexicon: Lexicon) -> str:
    """At a sentence's end a mark is the tone of the last syllable where that makes it a commoner one."""
    other = from_viqr(word[:-1], capitals=False) + word[-1]
    costs = [_cost(text.rstrip("?."), lexicon) for text in (true, other)]
    return other if costs[1] + _COMMONER < costs[0] else true


def _cost(word: str, lexicon: Lexicon) -> float:
    known = lexicon.id_of(word)
    return 99.0 if known is None else float(lexicon.own[known])


_ENDS = re.compile(r"\W*(?:\s+[A-Z\d]|$)")
