"""Tables as grids: neighbouring lines of cells, their head rows told from their data, each column with its whole heading, cells and rows that hold more than figures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extract.fold import GAP, fold
from extract.model import Region, TextLine
from extract.parse.passage import Passage, join
from extract.parse.values import read_cell, read_decimal

# A row is one line, its cells joined by " | ". Head rows stand before the first row of figures; an empty head cell takes its
# left neighbour's text (a merged cell), a head row repeated on the next page is dropped, "(1) (2) (3)=(1)+(2)" too. A table
# without a head that goes on after a page's end takes that of the table before it, if it is as wide.

_BAR = re.compile(rf"{GAP}\|\s*")
_SEVERAL = re.compile(
    r"\d[\d.,/]{0,20}%?\s+\d[\d.,/]{0,20}%?$|[^\W\d]\s+(?:\d{3,4}|\d+[.,]\d+|\d+[.,]\d+/\d+)$"
)
_BROKEN_SHARE = 0.2
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A figure between pieces of rules and specks: "10,50 —", "[8,5".
_SPECKS = re.compile(r"^[\s\[\](){}—–_~=*'`¦]*(\d[\d.,/]*\s?%?)[\s\[\](){}—–_~=*'`¦]*$")
#: A figure and its rank in one cell: "84,10 (3/19)".
FIGURE_AND_RANK = re.compile(
    r"(?P<figure>\d{1,4}(?:[.,]\d{1,4})?\s?(?:%|điểm)?)\s*[(\[]\s*(?:(?:[Xx]ếp\s)?(?:[Tt]hứ|[Hh]ạng)\s)?(?P<rank>\d{1,3}(?:\s?/\s?\d{1,3})?)\s*[)\]]"
)
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Za-z])\)?(?:\s*=.*)?")
#: Captions: lines in capitals, marks of headings and tables, short lines. At most this many are looked at.
_CAPTION_LINES = 8
_CAPTION_LENGTH = 100
EMPTY = frozenset(
    {"", "-", "–", "—", "x", "X", "/", ".", "...", "KĐG", "kđg", "Không", "Không có", "0/0"}
)


@dataclass(frozen=True, slots=True)
class OfferedRepair:
    """Figures that may stand in a column instead of what was read, and the relations that fail with that."""

    column: int
    values: tuple[str, ...]
    proof: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its cells, as many as the grid is wide, the line it was read from, cells whose separator was put back.

    `mended` holds the column and what was read there; `proposed` what arithmetic offers instead of a figure.
    """

    cells: tuple[str, ...]
    at: Passage
    mended: tuple[tuple[int, str], ...] = ()
    proposed: tuple[OfferedRepair, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: headings of its columns (outer to inner, doubles dropped), data rows, the caption above it."""

    headings: tuple[tuple[str, ...], ...]
    rows: tuple[GridRow, ...]
    caption: Passage | None
    first: int  # position of its first line among the body's lines
    head: int = 0  # lines of its head above that line
    sure: float = 0.93  # probability that a row is right; cells under known headings
    last: int = 0  # about the position of its last line
    groups: int = (
        0  # how many bodies or indexes share its columns of figures, where the head says so
    )

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.headings)

    def column(self, index: int) -> tuple[str, ...]:
        """The filled data cells of a column."""
        return tuple(row.cells[index] for row in self.rows if row.cells[index] not in EMPTY)


def find_grids(lines: Sequence[TextLine]) -> tuple[Grid, ...]:
    """Every table among the body's lines."""
    grids: list[Grid] = []
    for first, block in _blocks(lines):
        rows = _rows(block)
        head = _head_length(rows)
        grid = Grid(_headings(rows[:head]), tuple(rows[head:]), caption_above(lines[:first]), first)
        grids.append(_continued(grid, grids[-1] if grids else None))
    return tuple(replace(grid, rows=tuple(_data(grid))) for grid in grids)


def is_broken(grid: Grid) -> bool:
    """Whether the marks are not those of cells: several figures stand in one cell in a fifth of the rows or more."""
    broken = sum(any(map(_SEVERAL.search, row.cells)) for row in grid.rows)
    return broken > 0 and broken >= _BROKEN_SHARE * len(grid.rows)


def is_row(line: TextLine) -> bool:
    """Whether a line is a table's row of at least two cells."""
    return " | " in f" {line.text} " and len(_cells(line.text)) > 1


def _cells(text: str) -> list[str]:
    return [_SPECKS.sub(r"\1", cell) for cell in _BAR.split(" ".join(text.split()))]


def _blocks(lines: Sequence[TextLine]) -> Iterator[tuple[int, list[TextLine]]]:
    block: list[TextLine] = []
    first = 0
    for position, line in enumerate(lines):
        if is_row(line):
            first = first if block else position
            block.append(line)
        elif block and (line.text.strip() or line.region is Region.MARGIN):
            yield first, block
            block = []
    if block:
        yield first, block


def _rows(block: Sequence[TextLine]) -> list[GridRow]:
    cells = [_cells(line.text) for line in block]
    width = Counter(map(len, cells)).most_common(1)[0][0]
    width = max(width, len(cells[0]))
    return [
        GridRow(tuple((row + [""] * width)[:width]), join([line]))
        for row, line in zip(cells, block, strict=True)
    ]


def _head_length(rows: Sequence[GridRow]) -> int:
    for position, row in enumerate(rows):
        if _is_data(row):
            return position
    return len(rows)


def _is_data(row: GridRow) -> bool:
    """A row with a figure beside its first cell that is no year and no column number."""
    if is_column_numbers(row):
        return False
    cells = [cell for cell in row.cells[1:] if not _YEAR.fullmatch(cell)]
    return any(read_cell(cell) is not None or FIGURE_AND_RANK.fullmatch(cell) for cell in cells)


def is_column_numbers(row: GridRow) -> bool:
    """Whether the row only numbers the columns: (1) (2) (3)=(1)+(2), or A B 1 2 3."""
    filled = [cell for cell in row.cells if cell]
    if len(filled) < 3 or not all(map(_COLUMN_NUMBER.fullmatch, filled)):  # noqa: PLR2004
        return False
    numbers = [int(n) for cell in filled for n in re.findall(r"^\(?(\d+)", cell)]
    return len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _headings(head: Sequence[GridRow]) -> tuple[tuple[str, ...], ...]:
    """For each column the texts of its head cells, outer to inner."""
    rows = [row for row in head if not is_column_numbers(row)]
    if not rows:
        return ()
    if len(rows) > 1 and _is_broken_line(rows[0].cells):
        lines = zip(*(row.cells for row in rows), strict=True)
        return tuple((" ".join(filter(None, parts)),) for parts in lines)
    outer = [_filled(row.cells) for row in rows[:-1]]
    columns = zip(*outer, _inner(rows[-1].cells, alone=not outer), strict=True)
    return tuple(_without_doubles(column) for column in columns)


def _is_broken_line(cells: Sequence[str]) -> bool:
    """Whether the first row of a head spans no columns: each cell is one heading's first line, what follows its others."""
    return all(cells) and all(one != other for one, other in pairwise(cells))


def _filled(cells: Sequence[str]) -> list[str]:
    filled: list[str] = []
    for cell in cells:
        filled.append(cell or (filled[-1] if filled else ""))
    return filled


def _inner(cells: Sequence[str], *, alone: bool) -> list[str]:
    return _filled(cells) if alone and sum(map(bool, cells)) > len(cells) // 2 else list(cells)


def _without_doubles(parts: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for part in parts:
        if part and part not in kept:
            kept.append(part)
    return tuple(kept)


def _continued(grid: Grid, before: Grid | None) -> Grid:
    """A headless table takes the headings and caption of the one before it, if as wide; a damaged head its headings."""
    if not grid.rows:
        return grid
    width = len(grid.rows[0].cells)
    if before is None or before.width != width:
        return grid if grid.headings else replace(grid, headings=((),) * width)
    if not grid.headings:
        return replace(grid, headings=before.headings, caption=before.caption)
    pairs = list(zip(grid.headings, before.headings, strict=True))
    alike = sum(own == old for own, old in pairs if own)
    if 2 * alike >= sum(map(bool, grid.headings)) and alike:
        return replace(grid, headings=before.headings)
    return grid


def _data(grid: Grid) -> Iterator[GridRow]:
    """The data rows: repeated heads and column numbers dropped, a row broken in two joined again."""
    names = {fold(part) for heading in grid.headings for part in heading}
    kept: list[GridRow] = []
    for row in grid.rows:
        filled = [cell for cell in row.cells if cell]
        if is_column_numbers(row) or all(fold(cell) in names for cell in filled):
            continue
        # one cell of words that begins small, without number and figures, goes on with the row before
        if kept and len(filled) == 1 and filled[0][0].islower() and not row.cells[0]:
            kept[-1] = _joined(kept[-1], row)
        else:
            kept.append(row)
    yield from kept


def _joined(row: GridRow, rest: GridRow) -> GridRow:
    cells = tuple(
        f"{cell} {more}".strip() for cell, more in zip(row.cells, rest.cells, strict=False)
    )
    cells += row.cells[len(cells) :]
    return GridRow(cells, join([*row.at.lines, *rest.at.lines]))


def caption_above(lines: Sequence[TextLine]) -> Passage | None:
    """The caption lines at the end of the lines above a table."""
    above: list[TextLine] = []
    for line in reversed(lines[-2 * _CAPTION_LINES :]):
        text = line.text.strip()
        if not text:
            continue
        if is_row(line) or len(above) == _CAPTION_LINES or not _is_caption(text):
            break
        above.append(line)
    return join(above[::-1]) if above else None


def _is_caption(text: str) -> bool:
    return text.isupper() or (len(text) <= _CAPTION_LENGTH and not text.endswith((".", ";", ",")))


# A row of maxima (`Điểm tối đa | 10 | 15 | 20`) below the head of a table of bodies: it says what its columns can reach at
# most. It is moved into the headings (`Cải cách thể chế (15)`), where other tables print the same, so that nobody takes it for
# a body.

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


# Cells that hold a figure and its rank, `84,10 (3/19)`: a column of such cells is two, the figures and their ranks.

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


# Rows of tables whose figures stand in groups, one for each body or index, parted by marks of which some were lost. `để thực
# hiện các | ;„„ 19 | 719 45 | 8/20 6`: as many parts behind the name as the head has groups. A part that holds fewer figures
# than its group has columns leaves cells empty where its other words stand; it never shifts the figures beside it.

_MARK = re.compile(rf"{GAP}[|¦]\s*")
_WORD = re.compile(r"\S+")


def grouped(
    text: str, groups: int, each: int, figure: re.Pattern[str]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The figures of a row, "" where one was not read, and the words that stand there in the first group.

    `None` where the marks do not tell the groups apart.

    >>> grouped("cap 32 | 671 36", 2, 2, re.compile("[0-9]+"))
    (('', '32', '671', '36'), ('cap',))
    """
    parts = _MARK.split(text.strip(" |¦"))
    if groups < 2 or len(parts) < groups:  # noqa: PLR2004
        return None
    cells = [
        _group_cells(part, each, figure, first=at == 0) for at, part in enumerate(parts[-groups:])
    ]
    if any(cell is None for cell in cells):
        return None
    row = tuple(figure for cell in cells if cell for figure in cell)
    if sum(map(bool, row)) <= len(row) // 2:
        return None
    words = _WORD.findall(parts[-groups])[-each:]
    return row, tuple(word for word in words if not figure.fullmatch(word))


def _group_cells(
    part: str, each: int, figure: re.Pattern[str], *, first: bool
) -> Sequence[str] | None:
    """The cells of one group: its last words, each a figure or unread; the first group may stand behind the name."""
    words = _WORD.findall(part)
    if len(words) < each or (len(words) > each and not first):
        return None
    return [word if figure.fullmatch(word) else "" for word in words[-each:]]
