"""Figures that lost their comma (`1275` for `12,75`): seen beside their row and their column, never put back in silence.

Neither a sum nor a maximum contradicts `45` as the maximum of `3,0`; but a row whose points are a quarter of the maximum or less,
where the same digits with a comma fit, and a column of decimals in which one figure is whole and far above the others, are worth
a look. The figure stays as read, what it may have been is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import TypeVar

from extract.check.doubts import doubted
from extract.model import Doubt
from extract.records import Result, Score

_FEW_ROWS = 3  # fewer make no column
_FAR = 4  # times what stands beside it
_NEAR = 2
_HALF = 0.5  # of a column's figures have a comma
_Rated = TypeVar("_Rated", Result, Score)
SCORE_COLUMNS = ("points", "points_max", "self_points", "appraised_points", "survey_points")
RESULT_COLUMNS = ("score", "score_prev")


@dataclass(frozen=True, slots=True)
class _Column:
    """The middle of a column of decimals (None for whole figures or few rows), and whether any figure has a comma."""

    middle: Decimal | None
    commas: bool


def check_commas(rows: Sequence[_Rated], columns: Sequence[str]) -> tuple[_Rated, ...]:
    """The rows, each with a doubt for a whole figure that fits its neighbours only with a comma."""
    seen = {name: _column(rows, name) for name in columns}
    return tuple(_checked(row, seen) for row in rows)


def _column(rows: Sequence[_Rated], name: str) -> _Column:
    known = [value for row in rows if (value := getattr(row, name)) is not None]
    decimals = sum(value != int(value) for value in known)
    usual = len(known) >= _FEW_ROWS and decimals >= _HALF * len(known)
    return _Column(median(known) if usual else None, commas=decimals > 0)


def _checked(row: _Rated, seen: Mapping[str, _Column]) -> _Rated:
    known = {doubt.field for doubt in row.doubts}
    doubts = (
        Doubt(name, "conflict", tuple(f"{value:f}" for value in found))
        for name, column in seen.items()
        if name not in known and (found := _found(row, name, column))
    )
    return doubted(row, doubts)


def _found(row: Result | Score, name: str, column: _Column) -> tuple[Decimal, ...]:
    """What a figure of the row may have been, beside the row's points and its column."""
    value = getattr(row, name)
    if value is None:
        return ()
    beside = None
    if isinstance(row, Score) and name == "points_max" and column.commas:
        beside = row.points
    return tuple(dict.fromkeys((*_meant(value, beside), *_meant(value, column.middle))))


def _meant(value: Decimal, beside: Decimal | None) -> Iterator[Decimal]:
    """The values with a comma between two digits that are of the size of what stands beside it."""
    text = f"{value:f}"
    if not beside or "." in text or value < _FAR * beside:
        return
    for at in range(1, len(text)):
        meant = Decimal(f"{text[:at]}.{text[at:]}")
        if beside / _NEAR <= meant <= beside * _NEAR:
            yield meant
