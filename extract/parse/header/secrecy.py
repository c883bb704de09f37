"""Marks of secrecy that the head of a document does not show: typed in an old code, or of a letter inside the file (promise S5).

A file may hold letters that are no part of their own, since nothing but a number or a new page tells where they begin. A
mark to the letter, alone on its line near such a place, counts for the whole file: a paper withheld without need costs a
look, one let out cannot be called back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.legacy_letters import from_1258, from_tcvn3, from_vni, from_vps
from extract.model import TextLine
from extract.parse.header.code import read_code_line
from extract.parse.header.words import HeaderWords
from extract.parse.passage import join
from extract.restore.encodings.viqr import from_viqr

_CODES = (from_tcvn3, from_vni, from_vps, from_1258, from_viqr)
_ABOVE, _BELOW = 8, 16  # filled lines from a letter's number; a head has at most 24 lines


def mark_of(line: TextLine, words: HeaderWords) -> str | None:
    """The mark ("secrecy:mat") that a line was read or typed as, whatever restoration made of it."""
    raw = line.raw.strip()
    value = words.mark(raw) if raw.isupper() else None
    if value is None or not value.startswith("secrecy"):
        return in_old_code(raw, words)
    return value


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
    """The first mark near the number of a letter or the top of a page, and its value."""
    filled = [line for line in lines if line.text.strip()]
    marks = [(at, value) for at, line in enumerate(filled) if (value := _capital_mark(line, words))]
    if not marks:
        return None
    places = list(_places(filled, words))
    near = (found for found in marks if any(a <= found[0] < b for a, b in places))
    at, value = next(near, (-1, ""))
    return (filled[at], value.removeprefix("secrecy:")) if value else None


def _capital_mark(line: TextLine, words: HeaderWords) -> str | None:
    value = mark_of(line, words)
    if value is None and line.text.strip().isupper():
        value = words.mark(line.text)
    return value if value and value.startswith("secrecy") else None


def _places(lines: Sequence[TextLine], words: HeaderWords) -> Iterator[tuple[int, int]]:
    """Where a letter's mark may stand: index of the first line, and of the one behind the last."""
    for at, (before, line) in enumerate(pairwise(lines), 1):
        if before.page != line.page:
            yield at, at + _BELOW
    for at, line in enumerate(lines):
        if read_code_line(join([line]), words.groups) is not None:
            yield at - _ABOVE, at + _BELOW
