"""Marks of items in their order: one that neither follows the one before nor opens a list was misread, or a row is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.records import Assignment

_LETTERS = [
    "a",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "x",
    "y",
]
_ROMAN = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
]
_PRINTED = re.compile(r"\W*(?:Điều\s+)?\w{1,4}\s?[.)]")
_NUMBER = re.compile(r"(?:Điều\s+)?(?<!\d)(?P<n>\d+)$")


def place_of(mark: str) -> tuple[str, int] | None:
    """The kind of a mark and its place in the order of its kind, from 1; `None` for marks of other kinds.

    >>> place_of("đ"), place_of("IV"), place_of("Điều 3"), place_of("1.2")
    (('letter', 5), ('roman', 4), ('number', 3), None)
    """
    number = _NUMBER.match(mark)
    if number:
        return "number", int(number["n"])
    if mark in _LETTERS:
        return "letter", _LETTERS.index(mark) + 1
    return ("roman", _ROMAN.index(mark) + 1) if mark in _ROMAN else None


def order_notes(rows: Sequence[Assignment]) -> Iterator[str]:
    """For each row what its mark is to that before: first, follows, same item, printed again, jump, alone (of its kind) or none."""
    before: Assignment | None = None
    for row in rows:
        yield _note(before, row)
        before = row


def _note(before: Assignment | None, row: Assignment) -> str:
    here = place_of(row.item_no or "")
    if here is None:
        return "none"
    if here[1] == 1:
        return "first"
    there = place_of(before.item_no or "") if before else None
    if before is None or there is None or there[0] != here[0]:
        return "alone"
    if here == there:
        again = before.at.line_start != row.at.line_start and _PRINTED.match(row.at.raw)
        return "printed again" if again else "same item"
    return "follows" if here[1] == there[1] + 1 else "jump"
