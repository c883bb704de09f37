"""Tables with an index in each row ("PAR INDEX | 88,15% | 10/63"): a result of the document's own body for each.

Several years stand side by side; the last counts, the one before gives the former score and rank. Bodies across take their
name from the outer heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.fold import fold
from extract.parse.grids.columns import Column, cell_figure, first
from extract.parse.grids.grid import Grid, GridRow
from extract.parse.grids.mended import doubted
from extract.parse.numbers import Figure
from extract.parse.ratings.index import last
from extract.parse.ratings.setting import settled
from extract.parse.score_tables.place import Place, TableRows
from extract.records import Result

_OUTSIDE = ("number", "text", "empty", "note", "count")


def read_indexes_down(
    grid: Grid, columns: Sequence[Column], name: Column, place: Place
) -> TableRows:
    """Results of a table with indexes down."""
    rest = [c for c in columns if c.index != name.index and c.role not in _OUTSIDE]
    named = dict.fromkeys(c.group for c in rest if place.names.bodies.is_body(c.group))
    bodies: list[str | None] = [*named] or [None]
    rows = [
        result
        for row in grid.rows
        for body in bodies
        for result in _result(
            row, [c for c in rest if body is None or c.group == body], body, name, place
        )
    ]
    return TableRows(tuple(rows))


def _result(
    row: GridRow, columns: Sequence[Column], body: str | None, name: Column, place: Place
) -> Iterator[Result]:
    mention = last(place.names.strong.find(fold(row.cells[name.index])))
    if mention is None:
        return
    years = sorted({c.year for c in columns if c.year})
    now = [c for c in columns if not years or c.year in (None, years[-1])]
    then = [c for c in columns if len(years) > 1 and c.year == years[-2]]
    score, rank, unit = _figures(row, now)
    if score is None and rank is None:
        return
    former, former_rank, _ = _figures(row, then)
    of = int(rank.of) if rank and rank.of is not None else None
    change = cell_figure(row.cells, first(now, "rank_change"))
    record = Result(
        index_family=settled(mention.family, body or place.owner, of, place.names),
        index_year=mention.year or (years[-1] if years else place.setting.index_year),
        entity=body or place.owner,
        score=score.value if score else None,
        score_max=score.of if score and unit == "point" else None,
        score_unit=unit if score else None,
        rank=int(rank.value) if rank and rank.whole else None,
        rank_of=of,
        rank_change=int(change.value) if change and change.signed and change.whole else None,
        rank_prev=int(former_rank.value) if former_rank and former_rank.whole else None,
        score_prev=_value(former),
        at=row.at.evidence("results.table", place.sure),
    )
    yield doubted(record, row)


def _figures(row: GridRow, columns: Sequence[Column]) -> tuple[Figure | None, Figure | None, str]:
    column = first([c for c in columns if c.figures], "points", "appraised", "value", "percent")
    score = cell_figure(row.cells, column)
    rank = cell_figure(row.cells, first(columns, "rank"))
    percent = bool(score and (score.percent or (column and column.role == "percent")))
    return score, rank, "percent" if percent else "point"


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure else None
