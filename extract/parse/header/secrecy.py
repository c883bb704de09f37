"""Marks of secrecy on any page of a document: as `extract.secret_marks` tells them, or typed in an old code (promise S5).

A file may hold letters that are no part of their own, so a mark anywhere counts for the whole file. One in an old code, where
every line of capitals reads like many things, counts near a letter's number or at the top of a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.legacy_letters import from_1258, from_tcvn3, from_vni, from_vps
from extract.model import TextLine
from extract.parse.header.code import read_code_line
from extract.parse.header.words import HeaderWords
from extract.parse.passage import join
from extract.restore.encodings.legacy import from_viqr
from extract.secret_marks import GRAVITY, marks_in, only_mark

_CODES = (from_tcvn3, from_vni, from_vps, from_1258, from_viqr)
_ABOVE, _BELOW = 8, 16  # filled lines from a letter's number; a head has at most 24 lines


def head_marks(lines: Sequence[TextLine], words: HeaderWords) -> dict[int, str | None]:
    """The marks ("secrecy:mat", "suspected:mat") that lines were read or typed as, whatever restoration made of them, by index.

    `None`: the line is a word of its neighbour's title, and no mark.
    """
    filled = [i for i, line in enumerate(lines) if line.raw.strip()]
    told = {filled[at]: mark for at, mark in marks_in([lines[i].raw for i in filled], only_mark)}
    found: dict[int, str | None] = {}
    for i in filled:
        value = told[i].worded if i in told else _typed_mark(lines[i], words)
        if value or only_mark(lines[i].raw):
            found[i] = value
    return found


def _typed_mark(line: TextLine, words: HeaderWords) -> str | None:
    """A mark in a user's own words, or in an old code."""
    raw = line.raw.strip()
    value = words.mark(raw) if raw.isupper() and only_mark(raw) is None else None
    return value if value and value.startswith("secrecy") else in_old_code(raw, words)


def in_old_code(raw: str, words: HeaderWords) -> str | None:
    """The mark that a line says in TCVN3, VNI, VPS, windows-1258 or VIQR, in which a text so short is not decoded.

    Fonts of TCVN3 draw small letters as capitals, so the case says nothing here.
    """
    typed = raw.split()
    if not any(_may_be(typed, mark) for mark in words.secrecy_of.get(len(typed), ())):
        return None  # decoding every line of a document took a quarter of its parsing
    for decode in _CODES:
        read = " ".join(decode(word, True) for word in typed)
        if read != raw and read.upper() in words.secrecy:
            return words.secrecy[read.upper()]
    return None


def _may_be(typed: Sequence[str], mark: str) -> bool:
    """Whether as many words may say a mark in some code: all codes keep a word's first letter if it has no marks."""
    return all(
        word[0].upper() == own[0] or not own[0].isascii()
        for word, own in zip(typed, mark.split(), strict=True)
    )


def inner_mark(lines: Sequence[TextLine], words: HeaderWords) -> tuple[TextLine, str] | None:
    """The gravest mark on any line, as read or as restored, and the line that bears it."""
    filled = [line for line in lines if line.text.strip()]
    found = {
        *((at, mark.value) for at, mark in marks_in([line.raw for line in filled])),
        *((at, mark.value) for at, mark in marks_in([line.text for line in filled])),
        *_typed(filled, words),
    }
    if not found:
        return None
    at, value = min(found, key=lambda mark: (GRAVITY.index(mark[1]), mark[0]))
    return filled[at], value


def _typed(lines: Sequence[TextLine], words: HeaderWords) -> Iterator[tuple[int, str]]:
    """Marks in an old code, or in a user's own words, near the number of a letter or the top of a page."""
    marks = [(at, value) for at, line in enumerate(lines) if (value := _typed_mark(line, words))]
    places = list(_places(lines, words)) if marks else []
    for at, value in marks:
        if any(start <= at < end for start, end in places):
            yield at, value.removeprefix("secrecy:")


def _places(lines: Sequence[TextLine], words: HeaderWords) -> Iterator[tuple[int, int]]:
    """Where a letter's mark may stand: index of the first line, and of the one behind the last."""
    for at, (before, line) in enumerate(pairwise(lines), 1):
        if before.page != line.page:
            yield at, at + _BELOW
    for at, line in enumerate(lines):
        if read_code_line(join([line]), words.groups) is not None:
            yield at - _ABOVE, at + _BELOW
