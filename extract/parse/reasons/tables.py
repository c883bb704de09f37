"""Reasons in tables: a column "Lý do trừ điểm" or "Điểm trừ" beside the criteria gives an item of lost points a row.

The text is the reason's, else the criterion's. Points of a column of deductions were lost; a deduction of nothing is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.parse.context import Context
from extract.parse.criteria.levels import is_total, without_mark
from extract.parse.grids.columns import Column, cell_figure, first, read_columns
from extract.parse.grids.grid import EMPTY, Grid
from extract.records import Reason

_CONFIDENCE = 0.8
_SCORED = frozenset({"max", "points", "appraised", "self", "lost"})


def read_table_reasons(context: Context, grids: Sequence[Grid]) -> Iterator[Reason]:
    """The lost points of every score table among the document's tables, in reading order, not yet numbered."""
    for grid in grids:
        yield from _reasons(grid, context)


def _reasons(grid: Grid, context: Context) -> Iterator[Reason]:
    columns = read_columns(grid, context.dictionaries)
    lost, why = first([c for c in columns if c.figures], "lost"), first(columns, "reason")
    name = first([c for c in columns if not c.figures], "criterion", "index", "text", "lost")
    if (lost is None and why is None) or not _SCORED & {column.role for column in columns}:
        return
    for row in grid.rows:
        if name and is_total(row.cells[name.index]):
            continue
        figure = cell_figure(row.cells, lost)
        points = abs(figure.value) if figure else None
        said = row.cells[why.index] if why else ""
        if lost is None and _is_full(row.cells, columns):
            continue
        text = said if said not in EMPTY else without_mark(row.cells[name.index]) if name else ""
        if not text or not (points or said not in EMPTY):
            continue
        yield Reason(
            kind="lost_point",
            text=text,
            points=points if points != Decimal(0) else None,
            points_role="lost" if points else None,
            at=row.at.evidence("reasons.table", _CONFIDENCE),
        )


def _is_full(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether all points were won: what stands in the column of reasons then tells why, not why not."""
    top = cell_figure(cells, first(columns, "max"))
    won = cell_figure(cells, first(columns, "points", "appraised", "self"))
    return top is not None and won is not None and top.value == won.value
