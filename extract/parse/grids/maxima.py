"""A row of maxima (`Điểm tối đa | 10 | 15 | 20`) below the head of a table of bodies: it says what its columns can reach at most.

It is moved into the headings (`Cải cách thể chế (15)`), where other tables print the same, so that nobody takes it for a body.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extract.fold import GAP, fold
from extract.parse.grids.grid import Grid, GridRow
from extract.parse.numbers import read_cell, read_decimal

_ROW = re.compile(
    r"\W*(?:(?:so )?diem )?(?:toi da|chuan|cao nhat co the)(?: (?:theo|cua) [a-z ]{2,30})?\W*|\W*thang diem(?: toi da)?\W*"
)
_FEWEST = 2  # figures: one may stand anywhere
_SAID = re.compile(
    rf"{GAP}[(\[](?:[Đđ]iểm )?(?:[Tt]ối đa:? ?)?(\d{{2,3}}(?:[.,]\d{{1,2}})?|\d(?= ?đ)) ?(?:đ|điểm)?[)\]]$"
    rf"|{GAP}/ ?(\d{{1,3}}(?:[.,]\d{{1,2}})?) ?(?:đ|điểm)?$"
    rf"|{GAP}\(tối đa (\d)\)$"
)


def said_maximum(heading: str) -> tuple[str, Decimal | None]:
    """A column's name and the maximum that its heading states, if any.

    >>> said_maximum("Cải cách TTHC (30đ)"), said_maximum("Cải cách TTHC (tối đa 8)"), said_maximum("Quý (2)")
    (('Cải cách TTHC', Decimal('30')), ('Cải cách TTHC', Decimal('8')), ('Quý (2)', None))
    """
    said = _SAID.search(heading)
    if said is None:
        return heading, None
    return heading[: said.start()], read_decimal(next(filter(None, said.groups())))


def with_maxima(grid: Grid) -> Grid:
    """The grid without its row of maxima; each stands in its column's heading."""
    at = next((n for n, row in enumerate(grid.rows[:2]) if _is_maxima(row)), None)
    if at is None:
        return grid
    headings = tuple(
        _topped(parts, cell) for parts, cell in zip(grid.headings, grid.rows[at].cells, strict=True)
    )
    return replace(grid, headings=headings, rows=(*grid.rows[:at], *grid.rows[at + 1 :]))


def names_maxima(name: str) -> bool:
    """Whether a row of this name holds maxima.

    >>> names_maxima("Điểm tối đa"), names_maxima("Thang điểm"), names_maxima("Sở Tư pháp")
    (True, True, False)
    """
    return bool(_ROW.fullmatch(fold(name)))


def _is_maxima(row: GridRow) -> bool:
    figures = sum(read_cell(cell) is not None for cell in row.cells[1:])
    named = any(map(names_maxima, row.cells[:2]))
    return named and figures >= _FEWEST


def _topped(parts: tuple[str, ...], cell: str) -> tuple[str, ...]:
    figure = read_cell(cell)
    if figure is None or figure.percent or not parts or said_maximum(parts[-1])[1] is not None:
        return parts
    return (*parts[:-1], f"{parts[-1]} (tối đa {cell.strip()})")
