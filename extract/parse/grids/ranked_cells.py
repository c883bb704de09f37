"""Cells that hold a figure and its rank, `84,10 (3/19)`: a column of such cells is two, the figures and their ranks."""

from __future__ import annotations

from dataclasses import replace

from extract.parse.grids.grid import FIGURE_AND_RANK, Grid, GridRow

_MOST = 0.6  # of a column's filled cells
_RANK = "Xếp hạng"


def with_ranks_apart(grid: Grid) -> Grid:
    """The grid with each column of figures and ranks as two columns."""
    double = [at for at in range(grid.width) if _is_double(grid.column(at))]
    if not double:
        return grid
    headings: list[tuple[str, ...]] = []
    for at, parts in enumerate(grid.headings):
        headings += [parts, (*parts, _RANK)] if at in double else [parts]
    rows = tuple(_row(row, double) for row in grid.rows)
    return replace(grid, headings=tuple(headings), rows=rows)


def _is_double(cells: tuple[str, ...]) -> bool:
    return bool(cells) and sum(
        bool(FIGURE_AND_RANK.fullmatch(cell)) for cell in cells
    ) >= _MOST * len(cells)


def _row(row: GridRow, double: list[int]) -> GridRow:
    cells: list[str] = []
    for at, cell in enumerate(row.cells):
        both = FIGURE_AND_RANK.fullmatch(cell) if at in double else None
        cells += (
            [cell] if at not in double else [both["figure"], both["rank"]] if both else [cell, ""]
        )
    moved = tuple((at + sum(d < at for d in double), text) for at, text in row.mended)
    return replace(row, cells=tuple(cells), mended=moved)
