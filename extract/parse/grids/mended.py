"""Commas lost or misread in narrow columns of figures: `950`, `13/50`, `9:38` among `12,50`, `9,00`.

Digits are never touched. A cell is mended only where at least three and most cells of its column have the same number of
decimals, its own digits fit that form, and, for a lost comma, the number as read is far out of the column's range. Each is
left in doubt with what was read; arithmetic may prove it (DOMAIN 11, "Tables read by vie").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TypeVar

from extract.model import Doubt
from extract.parse.grids.grid import Grid, GridRow
from extract.parse.values import read_cell, read_decimal
from extract.records import Result, Score

_PROPER = re.compile(r"\d{1,3}[.,](?P<decimals>\d{1,4})\s?%?")
_MISREAD = re.compile(r"(?P<whole>\d{1,3})\s?[/:;'’ ]\s?(?P<decimals>\d{1,4})(?P<percent>\s?%?)")
_LOST = re.compile(r"(?P<digits>\d{2,6})(?P<percent>\s?%?)")
_FEWEST, _SHARE = 3, 0.6
_MANY = 5  # figures of one form that make another form odd
_ALL = 0.8  # or so many cells that have the form once they are mended
_FAR = 5  # a lost comma makes a number ten to ten thousand times too large
_MENDABLE = frozenset(
    ["score", "points", "points_max", "self_points", "appraised_points", "survey_points", "percent"]
)

_Scored = TypeVar("_Scored", Result, Score)


@dataclass(frozen=True, slots=True)
class _Form:
    """How a column's figures are printed: decimals, and the largest of those printed so."""

    places: int
    largest: Decimal


def mend(grid: Grid) -> Grid:
    """The grid with separators put back where its columns prove them."""
    columns = [[row.cells[at] for row in grid.rows] for at in range(grid.width)]
    forms = [_form(column) for column in columns]
    common = _common([form for form in forms if form])
    mended = [_mend(*pair, common) for pair in zip(columns, forms, strict=True)]
    if grid.groups > 1:
        mended = [_whole_lost(cells, form) for cells, form in zip(mended, forms, strict=True)]
    odd = [_odd(*pair) for pair in zip(columns, forms, strict=True)]
    rows = tuple(
        _row(row, [column[position] for column in mended], [column[position] for column in odd])
        for position, row in enumerate(grid.rows)
    )
    return replace(grid, rows=rows)


def _odd(cells: Sequence[str], form: _Form | None) -> list[bool]:
    """For each cell whether it has more decimals than nearly all others of its column, so that a digit is too many."""
    proper = [len(match["decimals"]) for cell in cells if (match := _PROPER.fullmatch(cell))]
    if form is None or proper.count(form.places) < max(_MANY, _ALL * len(proper)):
        return [False] * len(cells)
    found = [_PROPER.fullmatch(cell) for cell in cells]
    return [match is not None and len(match["decimals"]) > form.places for match in found]


def _whole_lost(cells: Sequence[str], form: _Form | None) -> list[str]:
    """The cells without those of which only the decimals were read (`97` among `5,63`, `6,71`): they say nothing."""
    proper = sorted(f.value for cell in cells if _PROPER.fullmatch(cell) and (f := read_cell(cell)))
    if form is None or not proper:
        return list(cells)
    far = _FAR * proper[len(proper) // 2]
    return ["" if _is_decimals(cell, form.places) and int(cell) > far else cell for cell in cells]


def _is_decimals(cell: str, places: int) -> bool:
    return places > 1 and cell.isdecimal() and len(cell) == places


def _common(forms: Sequence[_Form]) -> _Form | None:
    """The form of a table whose columns, two or more, all have the same number of decimals."""
    if len(forms) < 2 or len({form.places for form in forms}) > 1:  # noqa: PLR2004
        return None
    return _Form(forms[0].places, max(form.largest for form in forms))


def _row(row: GridRow, cells: Sequence[str], odd: Sequence[bool]) -> GridRow:
    changed = tuple(at for at, cell in enumerate(cells) if cell != row.cells[at] or odd[at])
    if not changed:
        return row
    return replace(row, cells=tuple(cells), mended=tuple((at, row.cells[at]) for at in changed))


def _form(cells: Sequence[str]) -> _Form | None:
    proper = [match for cell in cells if (match := _PROPER.fullmatch(cell))]
    if len(proper) < _FEWEST:
        return None
    (places, _), *_ = Counter(len(match["decimals"]) for match in proper).most_common()
    values = [figure.value for match in proper if (figure := read_cell(match[0]))]
    return _Form(places, max(values))


def _mend(cells: Sequence[str], own: _Form | None, common: _Form | None) -> list[str]:
    """A column's cells in its own form, or in that of all other columns, if nearly all cells take it."""
    form = own or common
    if form is None:
        return list(cells)
    mended = [_mended(cell, form) for cell in cells]
    filled = [cell for cell in mended if any(map(str.isdecimal, cell))]
    fitting = sum(bool(_PROPER.fullmatch(cell)) for cell in filled)
    proper = sum(bool(_PROPER.fullmatch(cell)) for cell in cells)
    sound = proper >= max(_FEWEST, _SHARE * len(filled)) or fitting >= _ALL * len(filled)
    return mended if sound else list(cells)


def _mended(cell: str, form: _Form) -> str:
    places, largest = form.places, form.largest
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
        _doubt(field.name, raw, row.cells[at])
        for at, raw in row.mended
        if (figure := read_cell(row.cells[at]))
        for field in fields(record)
        if field.name in _MENDABLE and getattr(record, field.name) == figure.value
    )
    return replace(record, doubts=record.doubts + found) if found else record


def _doubt(field: str, raw: str, cell: str) -> Doubt:
    """A separator that was put back, or, where nothing was, a figure that does not look like its column's others."""
    return Doubt(field, "failed_check") if raw == cell else Doubt(field, "repaired_number", (raw,))
