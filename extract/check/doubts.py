"""Rows with more doubts: a row of which nothing is doubted stays the same object."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from extract.model import Doubt
from extract.records import Row

_AnyRow = TypeVar("_AnyRow", bound=Row)


def doubted(row: _AnyRow, doubts: Iterable[Doubt]) -> _AnyRow:
    """The row with these doubts behind its own."""
    more = tuple(doubts)
    return replace(row, doubts=(*row.doubts, *more)) if more else row
