"""Score tables: which way they run, and the rows of results.csv and scores.csv that they give.

Bodies down (columns are totals, indexes or areas), criteria down (one body, or bodies across), indexes down. A table is read
only where its headings, caption or names say that it holds scores; a table of budgets, tasks or targets gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.fold import fold
from extract.parse.criteria import Areas, areas
from extract.parse.grids.columns import VALUES, TableColumn, first, read_columns
from extract.parse.grids.grid import (
    Grid,
    find_grids,
    is_broken,
    is_row,
    with_maxima,
    with_ranks_apart,
)
from extract.parse.grids.mended import mend
from extract.parse.grids.plain import find_plain_grids
from extract.parse.outline import Context
from extract.parse.passage import join
from extract.parse.ratings.bodies import Mention, last, years
from extract.parse.ratings.sentences import SentenceVocabulary, read_groups
from extract.parse.ratings.setting import (
    IndexContext,
    RatingNames,
    make_names,
    make_reader,
    name_of,
    owner_named,
    place_named,
    setting_at,
    subject_setting,
)
from extract.parse.score_tables.bodies import (
    read_bodies_down,
    read_indexes_down,
    read_years_down,
    year_column,
)
from extract.parse.score_tables.criteria import read_criteria_down
from extract.parse.score_tables.model import TableRows, TableScope

# What the text before a table speaks of: the index named last, and the body whose result the table explains.

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


# Score tables: which way they run, and the rows of results.csv and scores.csv that they give.
#
# Bodies down (columns are totals, indexes or areas), criteria down (one body, or bodies across), indexes down. A table is read
# only where its headings, caption or names say that it holds scores; a table of budgets, tasks or targets gives nothing.

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
    columns = read_columns(grid, place.context.dictionaries)
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
    if (
        _share([bool(place.names.strong.find(fold(cell))) for cell in cells])
        and named.role != "body"
    ):
        return named, "index"
    if named.role == "body" or _share(list(map(place.names.bodies.is_body, cells))):
        return named, "body"
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
