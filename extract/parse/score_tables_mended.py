"""Commas lost or misread in narrow columns of figures: `950`, `13/50`, `9:38` among `12,50`, `9,00`.

Digits are never touched. A cell is mended only where at least three and most cells of its column have the same number of
decimals, its own digits fit that form, and, for a lost comma, the number as read is far out of the column's range. Each is
left in doubt with what was read; arithmetic may prove it (DOMAIN 11, "Tables read by vie").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import TypeVar

from extract.model import Doubt
from extract.parse.numbers import read_cell, read_decimal
from extract.parse.score_tables_grid import Grid, GridRow
from extract.records import Result, Score

_PROPER = re.compile(r"\d{1,3}[.,](?P<decimals>\d{1,4})\s?%?")
_MISREAD = re.compile(r"(?P<whole>\d{1,3})\s?[/:;'’ ]\s?(?P<decimals>\d{1,4})(?P<percent>\s?%?)")
_LOST = re.compile(r"(?P<digits>\d{2,6})(?P<percent>\s?%?)")
_FEWEST, _SHARE = 3, 0.6
_FAR = 5  # a lost comma makes a number ten to ten thousand times too large
_MENDABLE = frozenset(
    ["score", "points", "points_max", "self_points", "appraised_points", "survey_points", "percent"]
)

_Scored = TypeVar("_Scored", Result, Score)


def mend(grid: Grid) -> Grid:
    """The grid with separators put back where its columns prove them."""
    mended = [_mend_column([row.cells[at] for row in grid.rows]) for at in range(grid.width)]
    rows = tuple(
        _row(row, [column[position] for column in mended]) for position, row in enumerate(grid.rows)
    )
    return replace(grid, rows=rows)


def _row(row: GridRow, cells: Sequence[str]) -> GridRow:
    changed = tuple(at for at, cell in enumerate(cells) if cell != row.cells[at])
    if not changed:
        return row
    return replace(row, cells=tuple(cells), mended=tuple((at, row.cells[at]) for at in changed))


def _mend_column(cells: Sequence[str]) -> list[str]:
    proper = [match for cell in cells if (match := _PROPER.fullmatch(cell))]
    filled = sum(any(map(str.isdecimal, cell)) for cell in cells)
    if len(proper) < max(_FEWEST, _SHARE * filled):
        return list(cells)
    (places, _), *_ = Counter(len(match["decimals"]) for match in proper).most_common()
    values = [figure.value for match in proper if (figure := read_cell(match[0]))]
    return [_mended(cell, places, max(values)) for cell in cells]


def _mended(cell: str, places: int, largest: Decimal) -> str:
    misread = _MISREAD.fullmatch(cell)
    if misread and len(misread["decimals"]) == places:
        return f"{misread['whole']},{misread['decimals']}{misread['percent']}"
    lost = _LOST.fullmatch(cell)
    if lost and len(lost["digits"]) > places and int(lost["digits"]) > _FAR * largest:
        digits = lost["digits"]
        value = read_decimal(f"{digits[:-places]},{digits[-places:]}")
        if value is not None and value <= 2 * largest:
            return f"{digits[:-places]},{digits[-places:]}{lost['percent']}"
    return cell


def doubted(record: _Scored, row: GridRow) -> _Scored:
    """The record with a doubt for each of its figures that stands in a mended cell."""
    found = tuple(
        Doubt(field.name, "repaired_number", (raw,))
        for at, raw in row.mended
        if (figure := read_cell(row.cells[at]))
        for field in fields(record)
        if field.name in _MENDABLE and getattr(record, field.name) == figure.value
    )
    return replace(record, doubts=record.doubts + found) if found else record
