"""Tables with a year in each row ("2022 | 85,9 | 30/63"): a result of the document's own body for each year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.parse.grids.columns import Column, cell_figure, first
from extract.parse.grids.grid import Grid, GridRow
from extract.parse.grids.mended import doubted
from extract.parse.score_tables.bodies import main_figure
from extract.parse.score_tables.place import Place, TableRows
from extract.records import Result

_YEAR = re.compile(r"(?:[Nn]ăm\s+)?(?P<year>(?:19|20)\d\d)")


def year_column(grid: Grid) -> int | None:
    """The position of a column of years among the first two, None where there is none."""
    for at in range(min(2, grid.width)):
        cells = grid.column(at)
        if len(cells) > 1 and all(map(_YEAR.fullmatch, cells)):
            return at
    return None


def read_years_down(grid: Grid, columns: Sequence[Column], name: Column, place: Place) -> TableRows:
    """Results of a table with years down; nothing where no index is spoken of."""
    if place.setting.mention is None:
        return TableRows()
    rest = [c for c in columns if c.index != name.index and c.role != "number"]
    rows = [_result(row, rest, name, place) for row in grid.rows]
    return TableRows(tuple(row for row in rows if row))


def _result(row: GridRow, columns: Sequence[Column], name: Column, place: Place) -> Result | None:
    year = _YEAR.fullmatch(row.cells[name.index])
    score, unit = main_figure(columns, row)
    rank = cell_figure(row.cells, first(columns, "rank"))
    if not year or (score is None and rank is None):
        return None
    record = Result(
        index_family=place.family,
        index_year=int(year["year"]),
        score=score.value if score else None,
        score_max=score.of if score and unit == "point" else None,
        score_unit=unit,
        rank=int(rank.value) if rank and rank.whole else None,
        rank_of=int(rank.of) if rank and rank.whole and rank.of is not None else None,
        at=row.at.evidence("results.table", place.sure),
    )
    return doubted(record, row)
