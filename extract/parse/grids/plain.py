"""Tables without cell marks: lines that end in equally many figures, made into a grid by their order and their head's words.

Three near lines or more with as many figures at their ends are a table; what stands before the figures is the name (a line
that begins small goes on with the name before). Heads are words in reading order: as many column headings as figures, or
names of indexes (bodies) among which the figures are shared out evenly, else the figures' own looks decide. Figures that
are not all there (a lost cell) leave a row out rather than shift it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import TextLine
from extract.parse.grids.cuts import FIGURE, GRADE, Cut, runs
from extract.parse.grids.grid import Grid, GridRow, caption_above
from extract.parse.grids.groups import grouped
from extract.parse.grids.head_words import HeadWord, crossed_head
from extract.parse.grids.maxima import names_maxima
from extract.parse.grids.plain_heads import broken_head, head_above, note_widths
from extract.parse.grids.proof import with_blank
from extract.parse.numbers import Figure, read_cell
from extract.parse.passage import join

_NEAR = 60  # lines from one part of a table to the next, blank ones too
_SURE, _SURE_BARRED = 0.85, 0.65  # of rows of plain text; of lines whose stray marks were taken out
_ENOUGH = 0.3  # share of the rows that must have the head's number of figures
_FEWEST_ROWS, _FEWEST_HEADED = 3, 2  # rows that make a table; of several figures under a head
_RANKED = re.compile(r"\b(?:xep|hang|vi thu)\b")
_GRADE = re.compile(GRADE)


def find_plain_grids(
    lines: Sequence[TextLine],
    dictionaries: Dictionaries,
    taken: frozenset[tuple[int | None, int]] = frozenset(),
) -> tuple[Grid, ...]:
    """Every table without cell marks among the body's lines but those `taken` (page, line) by tables with marks."""
    free = [line if (line.page, line.number) not in taken else None for line in lines]
    grids: list[Grid] = []
    for first, cuts in runs(free, note_widths(free, dictionaries)):
        if len(cuts) >= _FEWEST_HEADED:
            grid = _grid(free, first, cuts, dictionaries)
            if grid is None and grids and first - grids[-1].last < _NEAR:
                grids[-1] = _longer_grid(grids[-1], cuts)
            grids += [grid] if grid else []
    return tuple(grids)


def _grid(
    lines: Sequence[TextLine | None],
    first: int,
    cuts: Sequence[Cut],
    dictionaries: Dictionaries,
) -> Grid | None:
    """The grid of a run of lines, None where its head says nothing or its rows are too few."""
    head, above = head_above(lines, first, dictionaries)
    width = _width(cuts, sum(word.kind == "value" and not word.ranks for word in head))
    groups = len(_groups(head))
    if groups > 1 and width % groups:
        width = _grouped_width(cuts, groups) or width
    rows = [row for cut in cuts if len((row := _fitted(cut, width, groups)).figures) == width]
    crossed = crossed_head(above, width, dictionaries)
    headings = (("STT",), (_names(head),), *crossed)
    headings = headings if crossed else _headings(head, above, width, rows)
    notes = next((word.text for word in head if word.kind == "note"), "")
    if not headings or len(rows) < (_FEWEST_ROWS if width == 1 else _FEWEST_HEADED):
        return None
    barred = any("|" in cut.line.text for cut in cuts)
    caption = caption_above([line for line in lines[: first - len(above)] if line])
    sure = _SURE_BARRED if barred else _SURE
    last = first + len(cuts)
    noted = bool(notes) and any(row.note for row in rows)
    headings = (*headings, (notes,)) if noted else headings
    found = _grid_rows(rows, noted=noted)
    return Grid(headings, found, caption, first, len(above), sure, last, groups)


def _grid_rows(rows: Sequence[Cut], *, noted: bool = False) -> tuple[GridRow, ...]:
    return tuple(
        GridRow((c.number, c.name, *c.figures, *([c.note] if noted else [])), join([c.line]))
        for c in rows
    )


def _longer_grid(grid: Grid, cuts: Sequence[Cut]) -> Grid:
    """The grid with the rows of a part that stands below without a head of its own."""
    width = grid.width - 2
    fitted = (_fitted(cut, width, grid.groups) for cut in cuts)
    rows = [row for row in fitted if len(row.figures) == width]
    more = max(len(cuts), 1)
    return replace(grid, rows=(*grid.rows, *_grid_rows(rows)), last=grid.last + _NEAR // 2 + more)


def _width(cuts: Sequence[Cut], headed: int) -> int:
    """How many figures a row has: as many as the head has columns for, where enough rows have them, else the commonest."""
    counts = Counter(len(cut.figures) for cut in cuts)
    return headed if counts[headed] >= _ENOUGH * len(cuts) else counts.most_common(1)[0][0]


def _grouped_width(cuts: Sequence[Cut], groups: int) -> int:
    """The commonest number of figures that all groups can share."""
    counts = Counter(len(cut.figures) for cut in cuts if len(cut.figures) % groups == 0)
    return counts.most_common(1)[0][0] if counts else 0


def _fitted(cut: Cut, width: int, groups: int = 0) -> Cut:
    """A row with one figure too many whose first is a plain number: it belongs to the name ("xã Bảo Lâm 1").

    A row with too few, where marks tell its groups apart: unread figures are empty.
    """
    if len(cut.figures) == width - 1 and names_maxima(cut.name):  # nobody has the highest rank
        return replace(cut, figures=(*cut.figures, ""))
    if len(cut.figures) < width and groups > 1 and width % groups == 0:
        found = grouped(cut.line.text, groups, width // groups, FIGURE)
        return replace(cut, figures=found[0], name=_without(cut.name, found[1])) if found else cut
    if len(cut.figures) < width:
        return replace(cut, figures=with_blank(cut.figures, width))
    if len(cut.figures) != width + 1 or not cut.figures[0].isdecimal():
        return cut
    return replace(cut, name=f"{cut.name} {cut.figures[0]}", figures=cut.figures[1:])


def _without(name: str, unread: Sequence[str]) -> str:
    """The name without the words that stand for unread figures."""
    words = name.split()
    for word in unread:
        if word in words:
            words.remove(word)
    return " ".join(words)


def _headings(
    head: Sequence[HeadWord], above: Sequence[str], width: int, rows: Sequence[Cut]
) -> tuple[tuple[str, ...], ...]:
    """A heading for the number, the name and each figure; none where the head says nothing."""
    names = _names(head)
    values = [word.text for word in _parted(head, width)]
    if names and len(values) + 1 == width and any(word.kind == "index" for word in head[1:]):
        values = [
            word.text for word in head if word.kind in ("value", "index") and word.text != names
        ]
    kinds = [word.kind for word in head]
    named = next((at for at, kind in enumerate(kinds) if kind in ("name", "index")), 0)
    if len(values) + 1 == width and kinds.count("family") == 1 and "family" in kinds[named:]:
        values = [word.text for word in head if word.kind in ("value", "family")]
    first = head[0].text if head and head[0].ranks else "STT"
    if first != "STT":
        values = values[1:]
    groups = _groups(head)
    looks = _looks(rows, width, ranked=bool(_RANKED.search(fold(" ".join(above)))))
    columns: list[tuple[str, ...]]
    if len(groups) > 1 and width % len(groups) == 0:
        each = width // len(groups)
        columns = [(groups[at // each], looks[at]) for at in range(width)]
    elif len(values) == width:
        columns = [(value,) for value in values]
    else:
        columns = [(text,) for text in broken_head(above, width) or (_told(looks) if head else ())]
    return ((first,), (names,), *columns) if columns else ()


def _names(head: Sequence[HeadWord]) -> str:
    """The heading of the column of names."""
    return next((word.text for word in head if word.kind in ("name", "index")), "")


def _parted(head: Sequence[HeadWord], width: int) -> list[HeadWord]:
    """The words that head figures; where one is missing, a heading that may be two is two."""
    values = [word for word in head if word.kind == "value"]
    several = [at for at, word in enumerate(values) if word.parts and not word.ranks]
    if len(values) + 1 != width or len(several) != 1:
        return values
    at = several[0]
    return [*values[:at], *(HeadWord(t, "value") for t in values[at].parts), *values[at + 1 :]]


def _groups(head: Sequence[HeadWord]) -> list[str]:
    """The indexes or the places that the columns are grouped by."""
    families = [word.text for word in head if word.kind == "family"]
    return families if len(families) > 1 else [word.text for word in head if word.kind == "place"]


def _told(looks: Sequence[str]) -> Sequence[str]:
    """The looks, if they tell the columns apart: several columns of points need a percent that proves them."""
    return looks if looks.count("Điểm") < 2 or "Tỷ lệ (%)" in looks else ()  # noqa: PLR2004


def _looks(rows: Sequence[Cut], width: int, *, ranked: bool) -> list[str]:
    """What each column of figures looks like: a share, a rank (where the head speaks of one), points, a count."""
    cells = [[row.figures[at] for row in rows] for at in range(width)]
    columns = [list(map(read_cell, column)) for column in cells]
    shared = any(_is_share([figure for figure in column if figure]) for column in columns)
    whole = "Xếp hạng" if ranked else "Điểm" if shared else "Số lượng"
    return [
        "Xếp loại" if any(map(_GRADE.fullmatch, cell)) else _look([f for f in column if f], whole)
        for cell, column in zip(cells, columns, strict=True)
    ]


def _is_share(figures: Sequence[Figure]) -> bool:
    return 2 * sum(figure.percent for figure in figures) > len(figures) > 0


def _look(figures: Sequence[Figure], whole: str) -> str:
    if _is_share(figures):
        return "Tỷ lệ (%)"
    return whole if figures and all(figure.whole for figure in figures) else "Điểm"
