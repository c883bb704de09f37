"""Score tables: which way they run (bodies, criteria or indexes down), and the rows of tables with a criterion in each row.

A table is read only where its headings, caption or names say that it holds scores; one of budgets, tasks or targets gives
nothing. Criteria: figures of several bodies may stand side by side (their names in the outer headings), or of several years
(the last counts). Levels come from the numbering (I, 1, 1.1, a). A total is a row called so, or after the index itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.fold import fold
from extract.parse.criteria import (
    OWN_PARTS,
    Areas,
    areas,
    is_total,
    levels,
    mark_rank,
    points_of,
    without_mark,
)
from extract.parse.grids import (
    Grid,
    GridRow,
    find_grids,
    is_broken,
    is_row,
    with_maxima,
    with_ranks_apart,
)
from extract.parse.grids.columns import VALUES, TableColumn, first, mend, read_solved
from extract.parse.grids.plain import find_plain_grids
from extract.parse.grids.repairs import doubted, with_proposals
from extract.parse.grids.stacked import find_stacked_grids
from extract.parse.outline import Context
from extract.parse.passage import join
from extract.parse.ratings.bodies import Mention, last, years
from extract.parse.ratings.sentences import SentenceVocabulary, read_groups
from extract.parse.ratings.setting import (
    IndexContext,
    RatingNames,
    TableRows,
    TableScope,
    make_names,
    make_reader,
    name_of,
    owner_named,
    place_named,
    setting_at,
    settled,
    subject_setting,
)
from extract.parse.score_tables.bodies import (
    read_bodies_down,
    read_indexes_down,
    read_years_down,
    year_column,
)
from extract.records import Result, Score

_ABOVE = 6  # lines above a table that may state the result it explains


@dataclass(slots=True)
class Spoken:
    """The index named last in the text before a table; asked for tables in reading order, it looks at each line once."""

    context: Context
    names: RatingNames
    reader: SentenceVocabulary
    _looked: int = 0  # lines
    _mention: Mention | None = None

    def above(self, grid: Grid) -> Mention | None:
        """The mention, or `None`; not to be asked for a table that stands before one already asked for."""
        for line in reversed(self.context.lines[self._looked : grid.first]):
            mention = last(self.names.strong.find(fold(line.text)))
            if mention and "|" not in line.text:
                self._mention = mention
                break
        self._looked = max(self._looked, grid.first)
        return self._mention

    def rated_above(self, grid: Grid, mention: Mention | None) -> str | None:
        """The body whose result the lines right above a table state: the table's figures are parts of it."""
        first = grid.first - grid.head
        above = self.context.lines[max(0, first - _ABOVE) : first]
        lines = [line for line in above if line.text.strip() and not is_row(line)]
        if mention is None or not lines:
            return None
        groups = [
            group
            for group in read_groups(join(lines), self.reader, mention)
            if group.mention and group.mention.family == mention.family
        ]
        body = groups[-1].body if groups else None
        return name_of(body, self.context.header) if body else None


_MOST = 0.5
_NAME_ROLES = ("body", "criterion", "index", "text")
_TARGET_CAPTION = re.compile(
    r"\b(?:chi tieu|muc tieu|phan dau|ke hoach giao|thang diem|bo tieu chi)\b"
)

#: "Kết quả lĩnh vực X trong chỉ số ...": the table is of area X alone.
_AREA_OF = re.compile(r"\b(?:linh vuc|noi dung|tieu chi|chi so thanh phan|nhom tieu chi)[ :]+\W?")


def read_score_tables(context: Context, grids: Sequence[Grid]) -> TableRows:
    """The rows of every score table among the document's tables (`find_tables`), in reading order."""
    names, known = make_names(context.dictionaries), areas(context.dictionaries)
    subject = subject_setting(context, names)
    rows = TableRows()
    before: TableScope | None = None
    spoken = Spoken(context, names, make_reader(context.dictionaries))
    for grid in grids:
        before = _place(grid, spoken, subject, before, known)
        rows = rows.plus(_with_lines(_read(grid, before), grid, context))
    return rows


def _with_lines(rows: TableRows, grid: Grid, context: Context) -> TableRows:
    """The rows with the lines of their table."""
    if not rows.results and not rows.scores:
        return rows
    return replace(rows, lines=lines_of(grid, context))


def lines_of(grid: Grid, context: Context) -> frozenset[tuple[int | None, int]]:
    """The lines (page, number) of a table, its head among them."""
    body = [line for row in grid.rows for line in row.at.lines]
    head = context.lines[grid.first - grid.head : grid.first]
    return frozenset((line.page, line.number) for line in (*body, *head))


def find_tables(context: Context) -> list[Grid]:
    """Tables with cell marks and without, in reading order; stray marks of a rule that was not found are no cells."""
    marked = [grid for grid in find_grids(context.lines) if not is_broken(grid)]
    marked += find_stacked_grids(context.lines)
    lines = (line for grid in marked for row in grid.rows for line in row.at.lines)
    taken = frozenset((line.page, line.number) for line in lines)
    plain = find_plain_grids(context.lines, context.dictionaries, taken)
    found = (with_ranks_apart(with_maxima(mend(grid))) for grid in (*marked, *plain))
    return sorted(found, key=lambda grid: grid.first)


def _place(
    grid: Grid, spoken: Spoken, subject: IndexContext, before: TableScope | None, known: Areas
) -> TableScope:
    """The table's surroundings; a caption that names nothing leaves those of the table before."""
    context, names = spoken.context, spoken.names
    area = _caption_area(grid, known, names)
    caption = grid.caption.folded if grid.caption else ""
    if before and not area and not names.weak.find(caption) and not years(caption):
        return replace(before, sure=grid.sure)
    setting = _setting(grid, spoken, subject)
    owner = owner_named(grid.caption, names) if grid.caption else None
    owner = owner or spoken.rated_above(grid, setting.mention)
    if owner is None and grid.caption:
        owner = place_named(grid.caption.text, context.header)
    return TableScope(context, names, known, setting, area, owner=owner, sure=grid.sure)


def _read(grid: Grid, place: TableScope) -> TableRows:
    columns, answer = read_solved(grid, place.context.dictionaries)
    grid = with_proposals(grid, columns, answer)
    years_at = year_column(grid)
    if years_at is not None and _holds_scores(columns, place):
        return read_years_down(grid, columns, columns[years_at], place)
    direction = _direction(grid, columns, place)
    if direction is None:
        return TableRows()
    name, way = direction
    readers = {
        "body": read_bodies_down,
        "criterion": read_criteria_down,
        "index": read_indexes_down,
    }
    return readers[way](grid, columns, name, place)


def _direction(
    grid: Grid, columns: Sequence[TableColumn], place: TableScope
) -> tuple[TableColumn, str] | None:
    """The column of names and what it names: body, criterion or index."""
    named = first([c for c in columns if not c.figures], *_NAME_ROLES)
    if named is None or not _holds_scores(columns, place):
        return None
    cells = grid.column(named.index)
    indexes = [bool(place.names.strong.find(fold(cell))) for cell in cells]
    if _share(indexes) and named.role != "body":
        return named, "index"
    if named.role == "body" or _share(list(map(place.names.bodies.is_body, cells))):
        return named, "body"
    if named.role == "text" and {"rank", "points"} <= {column.role for column in columns}:
        return named, "body"  # names alone (`Bến Lức`): criteria are not ranked
    scored = named.role in ("criterion", "index") or _share(
        [place.areas.key(c) != "other" for c in cells]
    )
    return (named, "criterion") if scored else None


def _share(answers: Sequence[bool]) -> bool:
    return bool(answers) and sum(answers) > _MOST * len(answers)


def _holds_scores(columns: Sequence[TableColumn], place: TableScope) -> bool:
    """Whether headings or caption speak of points, ranks or an index; bare shares and counts are none."""
    roles = {column.role for column in columns}
    if "unknown" in roles or not any(column.heading for column in columns):
        return False
    pairs = ({"max", "points"}, {"grade", "points"})
    strong = roles & {"appraised", "survey", "self", "rank"} or any(pair <= roles for pair in pairs)
    if "count" in roles and not strong:
        return False
    about = any(c.family for c in columns) or place.setting.mention or place.area
    return bool(strong or (about and roles & {*VALUES, "max"}))


def _setting(grid: Grid, spoken: Spoken, subject: IndexContext) -> IndexContext:
    """Index and year of a table: its caption's, else those of the text above, of the subject."""
    names = spoken.names
    caption = fold(grid.caption.text) if grid.caption else ""
    mention = last(names.weak.find(caption))
    said = years(caption)
    outer = setting_at((), spoken.above(grid), subject, names)
    year = mention.year if mention and mention.year else (said[-1] if said else outer.index_year)
    return IndexContext(mention or outer.mention, year)


def _caption_area(grid: Grid, known: Areas, names: RatingNames) -> str | None:
    """The area of a table of one area: its caption names it and no index, or calls it a part of the index."""
    if grid.caption is None:
        return None
    folded = grid.caption.folded
    if not names.strong.find(folded):
        found = known.find(folded)
        return grid.caption.text[found[0] : found[1]] if found else None
    part = _AREA_OF.search(folded)
    found = known.find(folded[part.end() :]) if part else None
    if part is None or found is None or found[0]:
        return None
    return grid.caption.text[part.end() : part.end() + found[1]]


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
    totals = [_is_total(text, place) for text in texts]
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


def _is_total(text: str, place: TableScope) -> bool:
    """A row called a total, or called nothing but the index."""
    folded = fold(text)
    found = place.names.strong.find(folded)
    if is_total(text) or not found:
        return is_total(text)
    rest = folded[: found[0].start] + folded[found[-1].end :]
    return not re.sub(r"\W|chi so|nam|\d|diem|ket qua", "", rest)


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
        # `Sở tự chấm`, `Sở Nội vụ thẩm định`: whose points these are
        if not _JUDGES.search(fold(text)) and place.names.bodies.is_body(text):
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
