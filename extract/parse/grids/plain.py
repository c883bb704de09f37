"""Tables without cell marks: lines that end in equally many figures, made into a grid by their order and their head's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import TextLine
from extract.parse.grids import Grid, GridRow, caption_above, grouped, names_maxima
from extract.parse.grids.cuts import (
    ENDS,
    FIGURE,
    GRADE,
    NUMBER,
    CutLine,
    HeadWord,
    crossed_head,
    head_words,
    runs,
    text_of,
)
from extract.parse.grids.solver import solve
from extract.parse.passage import join
from extract.parse.values import Figure, read_cell

# Heads of tables without cell marks: their words in reading order, what each heads, columns of notes at their end.

_MOST_HEAD_LINES, _MOST_NOTED_LINES = 6, 3
# of a head whose cells stand one below the other; words of one line of it
_MOST_TALL_LINES, _CELL_WORDS = 24, 8
_NUMBERED = re.compile(r"\W*(?:S?TT|Số TT)\b")
_CAPTION = re.compile(
    r"\W*(?:ket qua|bang|bieu|danh sach|tong hop|phu luc|chi so|diem|ty le|muc do|so sanh|xep loai|xep hang|thu hang)\b.*\b(?:cua|nam (?:19|20)\d\d|theo|cac)\b"
)
_FIRST_ROW = re.compile(r"\s(?:1|I|A)[.)]?\s")
#: Words of broken heads ("Điểm Điểm tự Điểm / chuẩn đánh giá thẩm") in the order such columns stand.
_BROKEN_HEAD = (
    ("Điểm tối đa", re.compile(r"\b(?:toi|da|chuan)\b")),
    ("Điểm tự đánh giá", re.compile(r"\btu\b")),
    ("Điểm thẩm định", re.compile(r"\btham\b")),
    ("Điểm điều tra XHH", re.compile(r"\b(?:xhh|dieu tra|khao sat)\b")),
    ("Tổng điểm", re.compile(r"\btong\b")),
    ("Tỷ lệ (%)", re.compile(r"\b(?:ty|ti)\b|%|\bchi so\b")),
    ("Xếp hạng", re.compile(r"\b(?:xep|thu hang|hang)\b")),
)


def head_above(
    lines: Sequence[TextLine | None], first: int, dictionaries: Dictionaries
) -> tuple[tuple[HeadWord, ...], tuple[str, ...]]:
    """The head's words in reading order, and the lines above the rows that hold them (blank ones too)."""
    above = _tall_head(lines, first)
    found = bool(above)
    for line in reversed(lines[max(0, first - _MOST_HEAD_LINES) : first] if not found else ()):
        text = text_of(line)
        if line is None or (found and not _is_upper_head(text, dictionaries)):
            break
        above.insert(0, text)
        found = found or _opens_head(text, dictionaries)
    if not found:
        return (), ()
    words = head_words(" ".join(above), dictionaries, years=True)
    return _ranked(words, dictionaries), tuple(above)


def _tall_head(lines: Sequence[TextLine | None], first: int) -> list[str]:
    """The lines of a head whose cells stand one below the other, from `STT` on; none where there is no such head."""
    above: list[str] = []
    for line in reversed(lines[max(0, first - _MOST_TALL_LINES) : first]):
        text = text_of(line)
        if line is None or len(text.split()) > _CELL_WORDS or ENDS.search(text):
            return []
        above.insert(0, text)
        if _NUMBERED.match(text):
            return above if len(above) > _MOST_HEAD_LINES else []
    return []


def _ranked(words: tuple[HeadWord, ...], dictionaries: Dictionaries) -> tuple[HeadWord, ...]:
    """The words, the first marked where it heads ranks and names follow (`Hạng Địa phương ... Điểm`)."""
    roles = _column_roles(dictionaries)
    leads = len(words) > 1 and roles.get(fold(words[0].text)) == "rank"
    again = any(roles.get(fold(word.text)) == "rank" for word in words[1:])
    if not leads or again or words[1].kind != "name":
        return words
    return (replace(words[0], ranks=True), *words[1:])


@lru_cache(maxsize=4)
def _column_roles(dictionaries: Dictionaries) -> Mapping[str, str]:
    return {fold(e["wording"]): e["role"] for e in dictionaries.rows("score_columns")}


def note_widths(lines: Sequence[TextLine | None], dictionaries: Dictionaries) -> list[int]:
    """For each line how many figures stand before its note: below a head whose last column holds notes, else 0."""
    widths, width = [], 0
    for position, line in enumerate(lines):
        text = text_of(line)
        if line is None or (text.isupper() and not any(map(str.isdecimal, text))):
            width = 0
        elif _NUMBERED.match(text):
            head = " ".join(map(text_of, lines[position : position + _MOST_NOTED_LINES]))
            width = _figures_before_notes(head_words(_up_to_row(head), dictionaries))
        widths.append(width)
    return widths


def _up_to_row(head: str) -> str:
    """The head's words up to the first row's number."""
    row = _FIRST_ROW.search(head)
    return head[: row.start()] if row else head


def _figures_before_notes(words: Sequence[HeadWord]) -> int:
    kinds = [word.kind for word in words]
    noted = kinds[-1:] == ["note"] and kinds.count("note") == 1 and "name" in kinds
    return kinds.count("value") if noted else 0


def _is_upper_head(text: str, dictionaries: Dictionaries) -> bool:
    """Whether a line right above the head belongs to it: words of columns, no caption."""
    if not text or text.isupper() or NUMBER.match(text) or ENDS.search(text):
        return False
    if _CAPTION.match(fold(text)) or _is_phrase(text):
        return False
    words = head_words(text, dictionaries)
    named = sum(len(word.text) for word in words if word.kind in ("place", "family"))
    several = sum(word.kind in ("place", "family") for word in words) > 1
    return any(word.kind == "value" for word in words) or (several and 2 * named > len(text))


def _is_phrase(text: str) -> bool:
    """Whether a line reads on as a caption does: of several words only the first has a capital; each heading has its own."""
    words = text.split()
    return len(words) > _CELL_WORDS - 2 and sum(word[:1].isupper() for word in words) <= 1


def _opens_head(text: str, dictionaries: Dictionaries) -> bool:
    words = head_words(text, dictionaries)
    kinds = [word.kind for word in words]
    if kinds[:2] == ["number", "index"] and (kinds.count("place") > 1 or "value" in kinds):
        return True
    return len(words) > 1 and "name" in kinds


def broken_head(above: Sequence[str], width: int) -> tuple[str, ...]:
    """The columns of a head whose words stand crosswise, where as many are known as rows have figures."""
    folded = fold(" ".join(above))
    found = tuple(text for text, pattern in _BROKEN_HEAD if pattern.search(folded))
    return found if len(found) == width else ()


# Three near lines or more with as many figures at their ends are a table; what stands before the figures is the name (a line
# that begins small goes on with the name before). Heads are words in reading order: as many column headings as figures, or
# names of indexes (bodies) among which the figures are shared out evenly, else the figures' own looks decide. Figures that are
# not all there (a lost cell) leave a row out rather than shift it.

_NEAR = 60  # lines from one part of a table to the next, blank ones too
_SURE, _SURE_BARRED = 0.85, 0.65  # of rows of plain text; of lines whose stray marks were taken out
_ENOUGH = 0.3  # share of the rows that must have the head's number of figures
_FEWEST_ROWS, _FEWEST_HEADED = 3, 2  # rows that make a table; of several figures under a head
_JUDGED = 4  # figures of an appraised row: maximum, self-given, given, percent
_SLACK = Decimal("0.06")  # a unit of a percent printed with one decimal, rounded
_RANKED = re.compile(r"\b(?:xep|hang|vi thu)\b")
_GRADE, _GRADES = re.compile(GRADE), "Xếp loại"


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
    cuts: Sequence[CutLine],
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
    return Grid(headings, found, caption, first, len(above), sure=sure, last=last, groups=groups)


def _grid_rows(rows: Sequence[CutLine], *, noted: bool = False) -> tuple[GridRow, ...]:
    return tuple(
        GridRow((c.number, c.name, *c.figures, *([c.note] if noted else [])), join([c.line]))
        for c in rows
    )


def _longer_grid(grid: Grid, cuts: Sequence[CutLine]) -> Grid:
    """The grid with the rows of a part that stands below without a head of its own."""
    width = grid.width - 2
    fitted = (_fitted(cut, width, grid.groups) for cut in cuts)
    rows = [row for row in fitted if len(row.figures) == width]
    more = max(len(cuts), 1)
    return replace(grid, rows=(*grid.rows, *_grid_rows(rows)), last=grid.last + _NEAR // 2 + more)


def _width(cuts: Sequence[CutLine], headed: int) -> int:
    """How many figures a row has: as many as the head has columns for, where enough rows have them, else the commonest."""
    counts = Counter(len(cut.figures) for cut in cuts)
    return headed if counts[headed] >= _ENOUGH * len(cuts) else counts.most_common(1)[0][0]


def _grouped_width(cuts: Sequence[CutLine], groups: int) -> int:
    """The commonest number of figures that all groups can share."""
    counts = Counter(len(cut.figures) for cut in cuts if len(cut.figures) % groups == 0)
    return counts.most_common(1)[0][0] if counts else 0


def _fitted(cut: CutLine, width: int, groups: int = 0) -> CutLine:
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


def _explains(given: Figure | None, top: Figure | None, percent: Figure | None) -> bool:
    if given is None or top is None or percent is None or not top.value:
        return False
    return abs(given.value * 100 / top.value - percent.value) <= _SLACK


def with_blank(figures: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Figures of which one is missing, with a blank where it was: `10 6 60,00` is a maximum, what was given, their percent.

    A body gives itself no points for a survey, so the cell between the two is empty; without the proof nothing is moved.

    >>> with_blank(("10", "6", "60,00"), 4), with_blank(("10", "6", "5"), 4)
    (('10', '', '6', '60,00'), ('10', '6', '5'))
    """
    if len(figures) != _JUDGED - 1 or width != _JUDGED:
        return figures
    top, given, percent = map(read_cell, figures)
    return (figures[0], "", *figures[1:]) if _explains(given, top, percent) else figures


def _without(name: str, unread: Sequence[str]) -> str:
    """The name without the words that stand for unread figures."""
    words = name.split()
    for word in unread:
        if word in words:
            words.remove(word)
    return " ".join(words)


def _headings(
    head: Sequence[HeadWord], above: Sequence[str], width: int, rows: Sequence[CutLine]
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
        columns = [(text,) for text in broken_head(above, width)]
        if not columns and _is_proved(rows, width):
            grades = ((look,) if look == _GRADES else () for look in looks)
            return ((first,), (names,), *grades)
        columns = columns or [(text,) for text in (_told(looks) if head else ())]
    return ((first,), (names,), *columns) if columns else ()


def _is_proved(rows: Sequence[CutLine], width: int) -> bool:
    """Whether the figures of the rows themselves say what they are."""
    columns = ([read_cell(row.figures[at]) for row in rows] for at in range(width))
    return solve([column for column in columns if any(column)]) is not None


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


def _looks(rows: Sequence[CutLine], width: int, *, ranked: bool) -> list[str]:
    """What each column of figures looks like: a share, a rank (where the head speaks of one), points, a count."""
    cells = [[row.figures[at] for row in rows] for at in range(width)]
    columns = [list(map(read_cell, column)) for column in cells]
    shared = any(_is_share([figure for figure in column if figure]) for column in columns)
    whole = "Xếp hạng" if ranked else "Điểm" if shared else "Số lượng"
    return [
        _GRADES if any(map(_GRADE.fullmatch, cell)) else _look([f for f in column if f], whole)
        for cell, column in zip(cells, columns, strict=True)
    ]


def _is_share(figures: Sequence[Figure]) -> bool:
    return 2 * sum(figure.percent for figure in figures) > len(figures) > 0


def _look(figures: Sequence[Figure], whole: str) -> str:
    if _is_share(figures):
        return "Tỷ lệ (%)"
    return whole if figures and all(figure.whole for figure in figures) else "Điểm"
