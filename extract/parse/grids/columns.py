"""What each column of a score table holds: its role by the words of its heading (list `score_columns`), then by its values.

A heading may also name an index ("PAR Index"), an area or other component, a body or a year; columns under the same outer
heading belong together. "Điểm TĐ" is the maximum (tối đa) or the appraised points (thẩm định): the column that is nowhere
below another is the maximum. "Chỉ số" above names is a column of indexes, above figures the value itself.

Commas lost or misread in a column (`950`, `13/50`, `9:38` among `12,50`, `9,00`) are put back, digits never touched: only where at least
three and most cells have the same number of decimals, the own digits fit that form and, for a lost comma, the number as read
is far out of the range. Each is left in doubt with what was read; arithmetic may prove it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.parse.grids import EMPTY, Grid, GridRow
from extract.parse.grids.heads import Roles, roles_of
from extract.parse.grids.solver import Solution, agreed, contradicted, solve
from extract.parse.ratings.bodies import IndexNames, index_names, last
from extract.parse.values import Figure, read_cell, read_decimal

_FEWEST, _SHARE = 3, 0.6  # rows that prove something, figures that prove decimals


#: Roles whose cells are figures of a rated body.
VALUES = frozenset({"points", "percent", "appraised", "survey", "self", "value"})
_NAMES = frozenset({"body", "criterion", "index"})
#: Roles of columns that no relation of figures is sought in.
UNSOLVED = frozenset({"number", "count", "note", "empty"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_PERCENT_SIGN = re.compile(r"%|phan tram")
_MOST = 0.5  # a column is of a kind when more than half of its filled cells are


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: position, heading, the outer heading it shares with others, role, and what it is about."""

    index: int
    heading: str
    group: str
    role: str
    year: int | None
    family: str | None
    figures: bool  # most of its filled cells are figures
    percent: bool  # its cells or its heading show a percent sign


def read_columns(grid: Grid, dictionaries: Dictionaries) -> tuple[TableColumn, ...]:
    """The columns of a grid, left to right."""
    return read_solved(grid, dictionaries)[0]


def read_solved(
    grid: Grid, dictionaries: Dictionaries
) -> tuple[tuple[TableColumn, ...], Solution | None]:
    """The columns of a grid, and the answer of its arithmetic where that was asked for."""
    roles = roles_of(dictionaries)
    names = index_names(dictionaries)
    columns = tuple(_column(grid, index, roles, names) for index in range(grid.width))
    settled = tuple(_settled(column, columns, grid) for column in columns)
    return _solved(_topped(settled, grid), grid)


def _topped(columns: tuple[TableColumn, ...], grid: Grid) -> tuple[TableColumn, ...]:
    """The columns of a table of criteria; the first of figures is the maximum where no head says so but all others lie below it.

    What stands between a maximum so found and the appraised points is what bodies gave themselves.
    """
    figures = [c for c in columns if c.figures and c.role not in UNSOLVED]
    roles = {c.role for c in columns}
    if len(figures) < 2 or roles & {"max", "rank", "body", "index", "lost"}:  # noqa: PLR2004
        return columns
    top, *rest = figures
    if top.role not in ("points", "value") or any(c.group or c.percent or c.year for c in figures):
        return columns
    if not all(_lies_below(grid, top, column) for column in rest):
        return columns
    last = rest[-1].index
    given = {top.index: "max", last: "points" if rest[-1].role == "value" else rest[-1].role}
    given |= {c.index: "self" for c in rest[:-1] if c.role == "value"}
    return tuple(replace(c, role=given.get(c.index, c.role)) for c in columns)


def _lies_below(grid: Grid, top: TableColumn, column: TableColumn) -> bool:
    """Whether points lie below a maximum in every row, most of it reached, and are printed finer than it."""
    cells = [(cell_figure(row.cells, top), cell_figure(row.cells, column)) for row in grid.rows]
    pairs = [(most, got) for most, got in cells if most and got]
    whole = sum(most.whole for most, _ in pairs), sum(got.whole for _, got in pairs)
    if len(pairs) < _FEWEST or len(pairs) < len(grid.rows) or whole[0] <= whole[1]:
        return False
    below = all(0 <= got.value <= most.value for most, got in pairs)
    return below and sum(2 * got.value >= most.value for most, got in pairs) > _MOST * len(pairs)


def _solved(
    columns: tuple[TableColumn, ...], grid: Grid
) -> tuple[tuple[TableColumn, ...], Solution | None]:
    """The columns of a table of one index and year, those of figures with the roles that arithmetic gives them where words don't."""
    figures = [c for c in columns if c.figures and c.role not in UNSOLVED]
    if any(c.group or c.family or c.year for c in figures):
        return _undecided(columns), None
    cells = [[cell_figure(row.cells, c) for row in grid.rows] for c in figures]
    twice = {name for name, n in Counter(c.heading for c in figures).items() if n > 1}
    told = ["" if c.heading in twice else "percent" if c.percent else c.role for c in figures]
    if all(c.heading for c in figures) and not twice and not contradicted(told, cells):
        return _undecided(columns), None
    answer = solve(cells, told) or solve(
        cells
    )  # words that no answer bears out mean something else
    if answer is None:
        return _undecided(columns), None
    points = (
        "appraised" if "self" in answer.roles else "points"
    )  # beside what bodies gave themselves
    found = (points if role == "points" else role for role in answer.roles)
    given = {c.index: agreed(word, r) for c, word, r in zip(figures, told, found, strict=True)}
    return tuple(replace(c, role=given.get(c.index, c.role)) for c in columns), answer


def _undecided(columns: tuple[TableColumn, ...]) -> tuple[TableColumn, ...]:
    """The columns, those of points that nothing tells apart as unknown."""
    open_ = [c for c in columns if c.figures and not c.percent and c.role in ("points", "value")]
    alike = len({(c.heading, c.group, c.year, c.family) for c in open_}) < len(open_)
    if not alike or first(columns, "max"):
        return columns
    return tuple(replace(c, role="unknown") if c in open_ else c for c in columns)


def _column(grid: Grid, index: int, roles: Roles, names: IndexNames) -> TableColumn:
    parts = grid.headings[index]
    cells = grid.column(index)
    figures = [read_cell(cell) for cell in cells]
    numeric = _most([figure is not None for figure in figures])
    heading, whole = (parts[-1] if parts else ""), " ".join(parts)
    role = roles.whole.get(fold(whole)) or next(
        (said for part in reversed(parts) if (said := roles.of(part))), None
    )
    mention = last(names.find(fold(whole)))
    years = [int(year) for year in _YEAR.findall(whole)]
    percent = bool(_PERCENT_SIGN.search(fold(heading))) or _most(
        [figure is not None and figure.percent for figure in figures]
    )
    if role is None and index == 0 and _is_running(figures):
        role = "number"
    role = _by_values(role, figures, cells, fold(heading), numeric=numeric)
    year = (
        years[-1] if years and role not in _CHANGES else None
    )  # that of a change is the one before
    return TableColumn(
        index, heading, " ".join(parts[:-1]), role, year,
        family=mention.family if mention else None, figures=numeric, percent=percent,
    )  # fmt: skip


def _is_running(figures: Sequence[Figure | None]) -> bool:
    """Whether the first column counts the rows, whatever is read above it."""
    known = [figure.value for figure in figures if figure and figure.whole]
    return len(known) >= _FEWEST and {b - a for a, b in pairwise(known)} == {1}


_CHANGES = frozenset({"rank_change", "score_change"})
_COMPARES = re.compile(r"(?:so (?:voi|sanh)|tang|giam|chenh lech|bien dong|thay doi)\b")


def _by_values(
    role: str | None,
    figures: Sequence[Figure | None],
    cells: Sequence[str],
    heading: str,
    *,
    numeric: bool,
) -> str:
    """The role as the cells allow it: names are no figures and figures are no names."""
    if not cells:
        return "empty"
    known = [figure for figure in figures if figure]
    signed = [figure.signed for figure in known]
    if role not in _CHANGES and any(signed) and (_COMPARES.match(heading) or all(signed)):
        role = "rank_change"  # `So với năm 2022` above `+2`
    if numeric and (role in _NAMES or role is None):
        return "value"
    if role == "rank_change" and any(
        f and f.signed and (f.percent or not f.whole) for f in figures
    ):
        return "score_change"  # `Tăng/giảm so với năm 2022` above `+2,5`
    if not numeric and (role is None or role in VALUES):
        return "text" if role is None or not any(figures) else role
    return role or "text"


def _most(answers: Sequence[bool]) -> bool:
    return bool(answers) and sum(answers) > _MOST * len(answers)


def _settled(column: TableColumn, columns: Sequence[TableColumn], grid: Grid) -> TableColumn:
    """A column decided by its values: "Điểm TĐ" (the maximum is nowhere below another figure), a rank without a head."""
    if column.role == "value" and _is_unheaded_rank(column, columns, grid):
        return replace(column, role="rank")
    if column.role != "max_or_appraised":
        return column
    others = [c.index for c in columns if c.role in VALUES]
    above = all(_above(row.cells, column.index, others) for row in grid.rows)
    known = any(c.role == "max" for c in columns)
    return replace(column, role="max" if above and others and not known else "appraised")


def _is_unheaded_rank(column: TableColumn, columns: Sequence[TableColumn], grid: Grid) -> bool:
    """Whole numbers beside decimals under one outer heading whose inner heading was lost: ranks."""
    mates = [
        c for c in columns if c is not column and _outer(c, grid) == _outer(column, grid) != ""
    ]
    decimal = any(not _all_whole(grid.column(mate.index)) for mate in mates)
    return (
        decimal and len(grid.headings[column.index]) == 1 and _all_whole(grid.column(column.index))
    )


def _outer(column: TableColumn, grid: Grid) -> str:
    parts = grid.headings[column.index]
    return parts[0] if parts else ""


def _all_whole(cells: Sequence[str]) -> bool:
    figures = [figure for cell in cells if (figure := read_cell(cell))]
    return bool(figures) and all(figure.whole for figure in figures)


def _above(cells: Sequence[str], index: int, others: Sequence[int]) -> bool:
    top = read_cell(cells[index])
    rest = [figure for other in others if (figure := read_cell(cells[other]))]
    return top is None or all(top.value >= figure.value for figure in rest)


def first(columns: Sequence[TableColumn], *roles: str) -> TableColumn | None:
    """The first column that has the first of the roles that any has."""
    return next((c for role in roles for c in columns if c.role == role), None)


def cell_figure(cells: Sequence[str], column: TableColumn | None) -> Figure | None:
    """The figure of a row in a column, None where it is empty or no figure."""
    if column is None or cells[column.index] in EMPTY:
        return None
    return read_cell(cells[column.index])


_PROPER = re.compile(r"\d{1,3}[.,](?P<decimals>\d{1,4})\s?%?")
_MISREAD = re.compile(r"(?P<whole>\d{1,3})\s?[/:;'’ ]\s?(?P<decimals>\d{1,4})(?P<percent>\s?%?)")
_LOST = re.compile(r"(?P<digits>\d{2,6})(?P<percent>\s?%?)")
_MANY = 5  # figures of one form that make another form odd
_ALL = 0.8  # or so many cells that have the form once they are mended
_FAR = 5  # a lost comma makes a number ten to ten thousand times too large


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
    found = map(_PROPER.fullmatch, cells)
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
