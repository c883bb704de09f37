"""Tables of which each cell is a line of its own, as text copied out of a PDF has them: told by their running numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.fold import fold
from extract.model import TextLine
from extract.parse.grids import Grid, GridRow, caption_above
from extract.parse.passage import join
from extract.parse.values import read_cell

_WIDTHS = range(3, 9)  # cells of a row
_FEWEST_ROWS = 3
_MOST_WORDS = 14  # of a cell
_NUMBERED = frozenset({"stt", "tt", "so tt", "so thu tu"})
_SURE = 0.85  # as of rows of plain text


def find_stacked_grids(lines: Sequence[TextLine]) -> tuple[Grid, ...]:
    """Every such table among the lines; a cell of two lines ends it, for then nothing says whose it is."""
    grids: list[Grid] = []
    at = 0
    while at < len(lines):
        grid = _grid_at(lines, at) if _number(lines[at]) == 1 else None
        grids += [grid] if grid else []
        at = grid.last if grid else at + 1
    return tuple(grids)


def _grid_at(lines: Sequence[TextLine], first: int) -> Grid | None:
    """The table whose first row begins here: its numbers come again and again after as many lines."""
    for width in _WIDTHS:
        rows = list(_rows(lines, first, width))
        if len(rows) >= _FEWEST_ROWS:
            head = _head(lines, first, width)
            headings = tuple((text,) for text in head) or ((),) * width
            caption = caption_above(lines[: first - len(head)])
            last = first + len(rows) * width
            rows[-1] = _ended(rows)
            return Grid(headings, tuple(rows), caption, first, len(head), sure=_SURE, last=last)
    return None


def _rows(lines: Sequence[TextLine], first: int, width: int) -> Iterator[GridRow]:
    for number, start in enumerate(range(first, len(lines) - width + 1, width), 1):
        part = lines[start : start + width]
        cells = tuple(" ".join(line.text.split()) for line in part)
        if _number(part[0]) != number or not all(0 < len(c.split()) <= _MOST_WORDS for c in cells):
            return
        yield GridRow(cells, join(part))


def _ended(rows: Sequence[GridRow]) -> GridRow:
    """The last row up to the first cell that is no figure where all above it are: the text below the table is none of its cells."""
    *above, last = rows
    columns = zip(*(row.cells for row in above), strict=True)
    figures = [all(map(read_cell, column)) for column in columns]
    odd = (at for at, cell in enumerate(last.cells) if figures[at] and read_cell(cell) is None)
    end = next(odd, len(figures))
    cells = (*last.cells[:end], *("" for _ in figures[end:]))
    return GridRow(cells, join(last.at.lines[:end]))


def _head(lines: Sequence[TextLine], first: int, width: int) -> tuple[str, ...]:
    """The headings, where as many lines stand above the first row as it has cells, the first of them that of the numbers."""
    above = [" ".join(line.text.split()) for line in lines[max(0, first - width) : first]]
    return tuple(above) if above and fold(above[0]).strip(" .") in _NUMBERED else ()


def _number(line: TextLine) -> int:
    text = line.text.strip().rstrip(".)")
    return int(text) if text.isdecimal() and len(text) <= 3 else 0  # noqa: PLR2004 - a running number
