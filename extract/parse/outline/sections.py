"""Section numerals as engines misread them before headings in capitals: `Il.`, `H.`, `11.` for `II.`, `1.` for `I.`.

What a damaged numeral is worth is told by its strokes, and it counts only where it continues its row. `1. MỤC TIÊU` opens
numbers or Roman numerals: the next heading in capitals that bears a mark decides, `2.` against `II.`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.model import TextLine
from extract.roman import roman_value

#: What strokes of capitals are read as: `H` for two of them, `l`, `1`, `|` or `!` for one.
_STROKES = {"l": "I", "1": "I", "|": "I", "!": "I", "H": "II", "Y": "V"}
_NUMERAL = re.compile(r"(?P<label>[IVXHYl1|!]{1,5})\s?[.,)]\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,2}\s?[.,)]\s+(?=\S)")
_OPENS = re.compile(r"\s*[\dIVXHYl|!]")
_FEWEST_LETTERS = 2  # of a heading


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral before a heading in capitals: its value, where the heading begins, whether it is as it should be."""

    ordinal: int
    offset: int
    sound: bool


def numeral_at(text: str) -> Numeral | None:
    """The numeral that a heading in capitals begins with, by its strokes.

    >>> [found.ordinal for text in ("H. CHI TIÊU", "1V. CHI TIÊU", "II. CHI TIÊU") if (found := numeral_at(text))]
    [2, 4, 2]
    >>> numeral_at("H. Chi tiêu"), numeral_at("2. CHI TIÊU")
    (None, None)
    """
    match = _NUMERAL.match(text)
    if not match or not _is_heading(text[match.end() :]):
        return None
    label = match["label"]
    ordinal = roman_value("".join(_STROKES.get(sign, sign) for sign in label))
    return Numeral(ordinal, match.end(), bool(roman_value(label))) if ordinal else None


def misread_ones(lines: Sequence[TextLine]) -> frozenset[int]:
    """The indexes of lines that open with a misread `I.`, for `II.` comes next among the headings."""
    found: set[int] = set()
    one: int | None = None
    for at, line in enumerate(lines):
        if not _OPENS.match(line.text):
            continue
        text = " ".join(line.text.split())
        numeral = numeral_at(text)
        if numeral and numeral.ordinal == 2 and one is not None:  # noqa: PLR2004
            found.add(one)
        if numeral or _is_numbered_heading(text):
            one = at if numeral and numeral.ordinal == 1 and not numeral.sound else None
    return frozenset(found)


def _is_numbered_heading(text: str) -> bool:
    match = _NUMBER.match(text)
    return match is not None and _is_heading(text[match.end() :])


def _is_heading(rest: str) -> bool:
    return rest.upper() == rest and sum(map(str.isalpha, rest)) >= _FEWEST_LETTERS
