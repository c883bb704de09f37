"""Tables with a body, an index or a year in each row: totals and ranks are results, components are scores."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.fold import fold
from extract.parse.criteria import OWN_PARTS, points_of
from extract.parse.grids import Grid, GridRow, said_maximum
from extract.parse.grids.columns import TableColumn, cell_figure, first
from extract.parse.grids.heads import trimmed
from extract.parse.grids.repairs import doubted
from extract.parse.ratings.bodies import last
from extract.parse.ratings.setting import TableRows, TableScope, completed, settled
from extract.parse.values import Figure
from extract.records import Result, Score

# Tables with a body in each row: totals and ranks are results, components are scores. Columns under one outer heading belong to
# one index (or one year, the last of which counts). A caption that names an area makes the whole table scores of that area and
# no results. Rows of the highest, the mean and the lowest are none; running numbers are no ranks.

_FOOTER = re.compile(
    r"\W*(?:chi so |gia tri |diem |muc |ty le )?(?:cao nhat|thap nhat|trung binh|binh quan|trung vi|tong cong|tong so|toan tinh|ca nuoc)\b|\W*(?:cong|tong)\W*$"
)
#: What stands in the row of a body that has no rank.
_UNRATED = re.compile(r"(?:khong|chua) (?:xep (?:hang|loai)|danh gia|cham diem)\W*")
_SPECKS = " .:;,'’‘`\"|_*~=-–—"
_NUMBER_LENGTH = 3  # longest misread running number and its blank
_LEVELS = ("par_index", "cchc")  # the index of provinces, that of the bodies below them
_LIKELIEST = ("points", "appraised", "value", "percent")


@dataclass(frozen=True, slots=True)
class Slice:
    """Columns that speak of one index in one year; `component` names the part of an index they hold."""

    columns: tuple[TableColumn, ...]
    family: str | None
    year: int | None
    component: str | None = None
    by_percent: bool = False  # maxima differ, so the percent is what bodies are ranked by


def read_bodies_down(
    grid: Grid, columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> TableRows:
    """Results and scores of a table with bodies down."""
    slices = tuple(_slices(grid, columns, name, place))
    results: list[Result] = []
    scores: list[Score] = []
    for row in grid.rows:
        entity = completed(
            _clean(row.cells[name.index], place), " ".join(grid.headings[name.index]), place
        )
        if not entity or entity.isdecimal() or _FOOTER.match(fold(entity)):
            continue
        for part in slices:
            if part.component is not None:
                scores += _score(part, row, entity, place, len(scores) + 1)
            else:
                results += _result(part, row, entity, place, columns)
    return TableRows(tuple(_with_former(_of_one_level(results))), tuple(scores))


def _of_one_level(results: Sequence[Result]) -> Sequence[Result]:
    """Bodies of one table are of one level: `Thành phố Hòa Bình` among districts is a town, not the province."""
    families = Counter(row.index_family for row in results if row.index_family in _LEVELS)
    if len(families) < len(_LEVELS):
        return results
    usual = families.most_common(1)[0][0]
    return [
        replace(row, index_family=usual) if row.index_family in _LEVELS else row for row in results
    ]


def _clean(cell: str, place: TableScope) -> str:
    """A body's name without specks and a misread running number before it ("l4 Sở Y tế")."""
    name = cell.strip(_SPECKS)
    head = place.names.bodies.heads.search(name)
    return name[head.start() :] if head and 0 < head.start() <= _NUMBER_LENGTH else name


def _slices(
    grid: Grid, columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> Iterator[Slice]:
    """The table's columns, told apart by index, year and component."""
    rest = [
        c
        for c in columns
        if c.index != name.index and c.role not in ("number", "text", "empty", "note", "count")
    ]
    components = {c.index: label for c in rest if (label := _component(c, place, rest))}
    main = [c for c in rest if c.index not in components]
    if place.area and not components:
        yield Slice(tuple(main), place.family, place.setting.index_year, place.area)
        return
    for family in dict.fromkeys(c.family for c in main):
        of_index = [c for c in main if c.family == family]
        for year, part in _by_year(of_index, place.setting.index_year):
            yield Slice(part, family, year, by_percent=_maxima_differ(grid, part))
    for label in dict.fromkeys(components.values()):
        own = tuple(c for c in rest if components.get(c.index) == label)
        yield Slice(own, place.family, place.setting.index_year, label)


def _by_year(
    columns: Sequence[TableColumn], spoken: int | None
) -> Iterator[tuple[int | None, tuple[TableColumn, ...]]]:
    """The columns of each year; those without one are of the year spoken of behind all others, else of the last."""
    years = [c.year for c in columns if c.year]
    last = max(years, default=None)
    undated = spoken if last is None or (spoken and spoken > last) else last
    dated = [(c.year or undated, c) for c in columns]
    for year in dict.fromkeys(year for year, _ in dated):
        yield year, tuple(c for of, c in dated if of == year)


def _component(
    column: TableColumn, place: TableScope, columns: Sequence[TableColumn]
) -> str | None:
    """The name of the index's part that a column holds, None for totals, ranks and the like."""
    label = column.group if column.role != "value" and column.group else column.heading
    if column.role in ("survey", "self", "appraised", "max") and not column.group:
        return None
    if not column.figures or not label or column.family:
        return None
    if place.areas.find(fold(label)):
        return label
    totals = any(c.role in ("points", "percent", "rank") for c in columns if c is not column)
    return label if column.role == "value" and totals and trimmed(label) not in _TOTALS else None


_TOTALS = frozenset({"", "chi so", "tong", "chi so chung", "gia tri"})


def _result(
    part: Slice, row: GridRow, entity: str, place: TableScope, columns: Sequence[TableColumn]
) -> Iterator[Result]:
    """The row's result under one index, none where it has neither score nor rank."""
    score, unit = main_figure(part.columns, row, by_percent=part.by_percent)
    rank = cell_figure(row.cells, first(part.columns, "rank"))
    if score is None and rank is None and not any(map(_UNRATED.fullmatch, map(fold, row.cells))):
        return
    if not any(c.role == "rank" for c in part.columns) and any(c.role == "rank" for c in columns):
        rank = cell_figure(row.cells, first([c for c in columns if c.family is None], "rank"))
    of = int(rank.of) if rank and rank.of is not None else None
    record = Result(
        index_family=settled(part.family or place.family, entity, of, place.names),
        index_year=part.year or place.setting.index_year,
        entity=entity,
        score=score.value if score else None,
        score_max=_maximum(part.columns, row, score, unit),
        score_unit=unit,
        rank=int(rank.value) if rank and rank.value == int(rank.value) else None,
        rank_of=of,
        rank_change=_change(part.columns, row, "rank_change"),
        rank_prev=_whole(cell_figure(row.cells, first(part.columns, "former_rank"))),
        score_prev=_decimal(cell_figure(row.cells, first(part.columns, "former"))),
        score_change=_decimal(cell_figure(row.cells, first(part.columns, "score_change"))),
        grade=_text(part.columns, row, "grade"),
        at=row.at.evidence("results.table", place.sure),
    )
    yield doubted(record, row)


def _maxima_differ(grid: Grid, columns: Sequence[TableColumn]) -> bool:
    """Whether maxima differ and ranks, where there are any, do not follow the points: they then follow the percent."""
    top, rank = first(columns, "max"), first(columns, "rank")
    if top is None or len(set(grid.column(top.index))) < 2:  # noqa: PLR2004
        return False
    points = first([c for c in columns if c.figures and not c.percent], *_LIKELIEST)
    pairs = [(cell_figure(row.cells, rank), cell_figure(row.cells, points)) for row in grid.rows]
    known = sorted((r.value, -p.value) for r, p in pairs if r and p)
    return not known or [p for _, p in known] != sorted(p for _, p in known)


def main_figure(
    columns: Sequence[TableColumn], row: GridRow, *, by_percent: bool = False
) -> tuple[Figure | None, str | None]:
    """The figure that bodies are ranked by and its unit."""
    filled = [c for c in columns if c.figures]
    shares = [c for c in filled if c.percent]
    column = first(shares if by_percent and shares else filled, *_LIKELIEST)
    figure = cell_figure(row.cells, column)
    if figure is None or column is None:
        return None, None
    return figure, "percent" if figure.percent or column.percent else "point"


def _maximum(
    columns: Sequence[TableColumn], row: GridRow, score: Figure | None, unit: str | None
) -> Decimal | None:
    if score is None or unit == "percent":
        return None
    top = cell_figure(row.cells, first(columns, "max"))
    printed = score.of if score.of is not None else _decimal(top)
    if printed is not None:
        return printed
    main = first([c for c in columns if c.figures], *_LIKELIEST)
    said = said_maximum(main.heading)[1] if main else None
    return said if said is not None and score.value <= said else None


def _change(columns: Sequence[TableColumn], row: GridRow, role: str) -> int | None:
    figure = cell_figure(row.cells, first(columns, role))
    known = figure is not None and figure.whole and (figure.signed or figure.value == 0)
    return int(figure.value) if figure and known else None


def _whole(figure: Figure | None) -> int | None:
    return int(figure.value) if figure and figure.whole else None


def _decimal(figure: Figure | None) -> Decimal | None:
    return figure.value if figure else None


def _text(columns: Sequence[TableColumn], row: GridRow, role: str) -> str | None:
    column = first(columns, role)
    return row.cells[column.index] or None if column and not column.figures else None


def _score(
    part: Slice, row: GridRow, entity: str, place: TableScope, order: int
) -> Iterator[Score]:
    criterion, top = said_maximum(part.component or "")
    points = points_of(part.columns, row.cells)
    if points.points is None:
        return
    if points.maximum is None and top is not None and points.points <= top:
        points = replace(points, maximum=top)
    record = Score(
        entity=entity,
        index_family=settled(part.family, entity, None, place.names) if part.family else None,
        index_year=part.year or place.setting.index_year,
        level="area",
        order=order,
        criterion=criterion,
        area_key="other" if part.family in OWN_PARTS else place.areas.key(criterion),
        **points.columns(),
        at=row.at.evidence("scores.table", points.sure(place.sure)),
    )
    yield doubted(record, row)


def _with_former(results: Sequence[Result]) -> Iterator[Result]:
    """Of several years of one index in one row the last counts; the one before gives the former score and rank."""
    grouped: dict[tuple[str | None, str | None], list[Result]] = {}
    for result in results:
        grouped.setdefault((result.entity, result.index_family), []).append(result)
    for rows in grouped.values():
        ordered = sorted(rows, key=lambda row: row.index_year or 0)
        if len({row.index_year for row in ordered}) == len(ordered) > 1:
            last, former = ordered[-1], ordered[-2]
            yield replace(last, score_prev=former.score, rank_prev=former.rank)
        else:
            yield from rows


# Tables with an index in each row ("PAR INDEX | 88,15% | 10/63"): a result of the document's own body for each. Several years
# stand side by side; the last counts, the one before gives the former score and rank. Bodies across take their name from the
# outer heading.

_OUTSIDE = ("number", "text", "empty", "note", "count")


def read_indexes_down(
    grid: Grid, columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> TableRows:
    """Results of a table with indexes down."""
    rest = [c for c in columns if c.index != name.index and c.role not in _OUTSIDE]
    named = dict.fromkeys(c.group for c in rest if place.names.bodies.is_body(c.group))
    bodies: list[str | None] = [*named] or [None]
    rows = [
        result
        for row in grid.rows
        for body in bodies
        for result in _index_result(
            row, [c for c in rest if body is None or c.group == body], body, name, place
        )
    ]
    return TableRows(tuple(rows))


def _index_result(
    row: GridRow,
    columns: Sequence[TableColumn],
    body: str | None,
    name: TableColumn,
    place: TableScope,
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
        score_prev=former.value if former else None,
        at=row.at.evidence("results.table", place.sure),
    )
    yield doubted(record, row)


def _figures(
    row: GridRow, columns: Sequence[TableColumn]
) -> tuple[Figure | None, Figure | None, str]:
    column = first([c for c in columns if c.figures], "points", "appraised", "value", "percent")
    score = cell_figure(row.cells, column)
    rank = cell_figure(row.cells, first(columns, "rank"))
    percent = bool(score and (score.percent or (column and column.role == "percent")))
    return score, rank, "percent" if percent else "point"


# Tables with a year in each row ("2022 | 85,9 | 30/63"): a result of the document's own body for each year.

_YEAR = re.compile(r"(?:[Nn][ăa]m\s+)?(?P<year>(?:19|20)\d\d)")


def year_column(grid: Grid) -> int | None:
    """The position of a column of years among the first two, None where there is none."""
    for at in range(min(2, grid.width)):
        cells = grid.column(at)
        if len(cells) > 1 and all(map(_YEAR.fullmatch, cells)):
            return at
    return None


def read_years_down(
    grid: Grid, columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> TableRows:
    """Results of a table with years down; nothing where no index is spoken of."""
    if place.setting.mention is None:
        return TableRows()
    rest = [c for c in columns if c.index != name.index and c.role != "number"]
    rows = [_year_result(row, rest, name, place) for row in grid.rows]
    return TableRows(tuple(row for row in rows if row))


def _year_result(
    row: GridRow, columns: Sequence[TableColumn], name: TableColumn, place: TableScope
) -> Result | None:
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
