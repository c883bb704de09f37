"""Tables with a criterion in each row: scores rows for the criteria, a result for the total.

Figures of several bodies may stand side by side (their names in the outer headings), or of several years (the last counts).
Levels come from the numbering (I, 1, 1.1, a). A total is a row called so, or after the index itself; it is no criterion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.fold import fold
from extract.parse.criteria import OWN_PARTS, is_total, levels, mark_rank, points_of, without_mark
from extract.parse.grids.columns import TableColumn
from extract.parse.grids.grid import Grid, GridRow
from extract.parse.grids.mended import doubted
from extract.parse.ratings.setting import settled
from extract.parse.score_tables.model import TableRows, TableScope
from extract.records import Result, Score

_JUDGES = re.compile(r"\b(?:tu (?:cham|danh gia|dg)|tham dinh|cham(?: diem)?)\b")
_OUTSIDE = ("number", "text", "empty", "note", "count", "reason", "grade")


@dataclass(frozen=True, slots=True)
class Across:
    """Columns that hold one body's figures (None: the document's own) of one year."""

    columns: tuple[TableColumn, ...]
    entity: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A row of the table with its level and the area it belongs to."""

    row: GridRow
    name: str
    level: str
    area_key: str
    total: bool


def read_criteria_down(
    grid: Grid, columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> TableRows:
    """Results and scores of a table with criteria down."""
    lines = tuple(_lines(grid, columns, name, place))
    parts = tuple(_across(columns, name, place))
    results = [
        r for line in lines if line.total for part in parts for r in _result(line, part, place)
    ]
    criteria = [line for line in lines if not line.total]
    pairs = [(line, part) for part in parts for line in criteria]
    scores = [s for line, part in pairs for s in _score(line, part, place)]
    return TableRows(tuple(results), tuple(_numbered(scores)))


def _lines(
    grid: Grid, columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> Iterator[CriterionRow]:
    numbers = next((c for c in columns if c.role == "number"), None)
    rows = [row for row in grid.rows if row.cells[name.index]]
    marks = [_mark(row, numbers, name) for row in rows]
    texts = [without_mark(row.cells[name.index]) for row in rows]
    totals = [_is_total(text, mark, place) for text, mark in zip(texts, marks, strict=True)]
    kept = [mark for mark, total in zip(marks, totals, strict=True) if not total]
    words = [text for text, total in zip(texts, totals, strict=True) if not total]
    found = iter(levels([mark_rank(mark) for mark in kept], words, place.areas, place.family))
    area = "other"
    for row, text, total in zip(rows, texts, totals, strict=True):
        level = "area" if total else next(found)
        own = "other" if place.family in OWN_PARTS else place.areas.key(text)
        area = own if level == "area" else area
        yield CriterionRow(row, text, level, own if area == "other" else area, total)


def _mark(row: GridRow, numbers: TableColumn | None, name: TableColumn) -> str:
    if numbers and row.cells[numbers.index]:
        return row.cells[numbers.index].strip(" .)")
    text = row.cells[name.index]
    return text[: len(text) - len(without_mark(text))].strip(" .)")


def _is_total(text: str, mark: str, place: TableScope) -> bool:
    """A row called a total, or called nothing but the index."""
    folded = fold(text)
    if is_total(text):
        return True
    found = place.names.strong.find(folded)
    rest = (
        re.sub(
            r"\W|chi so|nam|\d|diem|ket qua", "", folded[: found[0].start] + folded[found[-1].end :]
        )
        if found
        else "-"
    )
    return not rest and (not mark or bool(found))


def _across(
    columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> Iterator[Across]:
    """The figures' columns by body, or of the last year."""
    rest = [c for c in columns if c.index != name.index and c.role not in _OUTSIDE]
    bodies = {c.index: _body(c, place) for c in rest}
    shared = tuple(c for c in rest if not bodies[c.index] and c.role == "max")
    if any(bodies.values()):
        for body in dict.fromkeys(filter(None, bodies.values())):
            own = tuple(c for c in rest if bodies[c.index] == body)
            yield Across((*_last_year(own), *shared), body, _year(own))
        return
    last = _last_year(rest)
    if last:
        yield Across(tuple(last), place.owner, _year(last))


def _body(column: TableColumn, place: TableScope) -> str | None:
    """The body that a column's outer heading, or its own, names."""
    for text in (column.group, column.heading):
        if _JUDGES.search(
            fold(text)
        ):  # `Sở tự chấm`, `Sở Nội vụ thẩm định`: whose points these are
            continue
        if place.names.bodies.is_body(text):
            return text
    return None


def _last_year(columns: Sequence[TableColumn]) -> list[TableColumn]:
    years = [c.year for c in columns if c.year]
    return [c for c in columns if c.year in (None, max(years))] if years else list(columns)


def _year(columns: Sequence[TableColumn]) -> int | None:
    years = [c.year for c in columns if c.year]
    return max(years) if years else None


def _result(line: CriterionRow, part: Across, place: TableScope) -> Iterator[Result]:
    points = points_of(part.columns, line.row.cells)
    main = [c for c in part.columns if c.role in ("points", "value", "percent", "appraised")]
    percent = bool(main) and all(c.percent for c in main)
    if points.points is None and points.rank is None:
        return
    record = Result(
        index_family=settled(place.family, part.entity, points.rank_of, place.names),
        index_year=part.year or place.setting.index_year,
        entity=part.entity,
        score=points.points,
        score_max=points.maximum,
        score_unit="percent" if percent else "point",
        rank=points.rank,
        rank_of=points.rank_of,
        at=line.row.at.evidence("results.table", place.sure),
    )
    yield doubted(record, line.row)


def _score(line: CriterionRow, part: Across, place: TableScope) -> Iterator[Score]:
    points = points_of(part.columns, line.row.cells)
    if points.points is None:
        return
    record = Score(
        entity=part.entity,
        index_family=settled(place.family, part.entity, points.rank_of, place.names),
        index_year=part.year or place.setting.index_year,
        level=line.level,
        criterion=line.name,
        area_key=line.area_key,
        **points.columns(),
        at=line.row.at.evidence("scores.table", points.sure(place.sure)),
    )
    yield doubted(record, line.row)


def _numbered(scores: Sequence[Score]) -> Iterator[Score]:
    for order, score in enumerate(scores, 1):
        yield replace(score, order=order)
