"""Tables without cell marks: lines that end in equally many figures, made into a grid by their order and their head's words.

Three near lines or more with as many figures at their ends are a table; what stands before the figures is the name (a line
that begins small goes on with the name before). Heads are words in reading order: as many column headings as figures, or
names of indexes (bodies) among which the figures are shared out evenly, else the figures' own looks decide. Figures that
are not all there (a lost cell) leave a row out rather than shift it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import TextLine
from extract.parse.grids.grid import Grid, GridRow, caption_above
from extract.parse.grids.groups import grouped
from extract.parse.numbers import Figure, read_cell
from extract.parse.passage import join

_FIGURE = re.compile(
    r"(?:[+-]?\d{1,4}(?:[.,]\d{1,4})?(?:\s?/\s?\d{1,4}(?:[.,]\d{1,4})?)?\s?%?|[-–x])"
)
_TAIL = re.compile(rf"(?<!\S){_FIGURE.pattern}(?:\s+{_FIGURE.pattern})*\s*$")
_NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,4}|[A-ZĐa-zđ](?=[.)]))[.)]?\s+(?=\D)"
)
_ENDS = re.compile(r"[.;:]\s*$")
#: Rows of plain text; of lines whose stray marks were taken out.
_NEAR = 60  # lines from one part of a table to the next, blank ones too
_SURE, _SURE_BARRED = 0.85, 0.65
_YEAR_NAME = re.compile(r"(?i)\bnăm$")  # a caption that ends in its year
_HEADED = re.compile(r"\W*(?:S?TT|Số TT)\b")
_BARS = re.compile(r"[|_¦\[\]ˆ{}]+")
_ENOUGH = 0.3  # share of the rows that must have the head's number of figures
_FEWEST_ROWS, _FEWEST_HEADED = 3, 2  # rows that make a table; of several figures under a head
_MOST_HEAD_LINES = 6
_RANKED = re.compile(r"\b(?:xep|hang|vi thu)\b")
_MOST_NAME_WORDS, _SHORT = 30, 6
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


@dataclass(frozen=True, slots=True)
class Cut:
    """A line as number, name and the figures at its end."""

    number: str
    name: str
    figures: tuple[str, ...]
    line: TextLine


@dataclass(frozen=True, slots=True)
class HeadWord:
    """A word of a head: what is printed, and whether it heads names, values, an index or a body."""

    text: str
    kind: str


def find_plain_grids(
    lines: Sequence[TextLine],
    dictionaries: Dictionaries,
    taken: frozenset[tuple[int | None, int]] = frozenset(),
) -> tuple[Grid, ...]:
    """Every table without cell marks among the body's lines but those `taken` (page, line) by tables with marks."""
    free = [line if (line.page, line.number) not in taken else None for line in lines]
    grids: list[Grid] = []
    for first, cuts in _blocks(free):
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
    head, above = _head(lines, first, dictionaries)
    width = _width(cuts, sum(word.kind == "value" for word in head))
    groups = len(_groups(head))
    if groups > 1 and width % groups:
        width = _grouped_width(cuts, groups) or width
    rows = [row for cut in cuts if len((row := _fitted(cut, width, groups)).figures) == width]
    headings = _headings(head, above, width, rows)
    if not headings or len(rows) < (_FEWEST_ROWS if width == 1 else _FEWEST_HEADED):
        return None
    barred = any("|" in cut.line.text for cut in cuts)
    caption = caption_above([line for line in lines[: first - len(above)] if line])
    sure = _SURE_BARRED if barred else _SURE
    last = first + len(cuts)
    return Grid(headings, _grid_rows(rows), caption, first, len(above), sure, last, groups)


def _grid_rows(rows: Sequence[Cut]) -> tuple[GridRow, ...]:
    return tuple(GridRow((c.number, c.name, *c.figures), join([c.line])) for c in rows)


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


def _text(line: TextLine | None) -> str:
    """A line's words without stray cell marks; nothing for a line that a table took."""
    return " ".join(_BARS.sub(" ", line.text).split()) if line else ""


def _blocks(lines: Sequence[TextLine | None]) -> Iterator[tuple[int, list[Cut]]]:
    """Runs of lines with figures at their ends, broken names joined, with the position of the first."""
    block: list[Cut] = []
    first, waiting = 0, ""
    for position, line in enumerate(lines):
        text = _text(line)
        cut = _cut(line, _with_name(waiting, text)) if line else None
        if cut:
            first = first if block else position
            block.append(cut)
            waiting = ""
        elif block and (line is None or (text and not _goes_on(text, waiting))):
            yield first, block
            block, waiting = [], ""
        elif block and text and text[0].islower():
            block[-1] = _longer(block[-1], text)
        elif text:
            waiting = text
    if block:
        yield first, block


def _with_name(waiting: str, text: str) -> str:
    """A row's text with the line of its name above it; a number may stand in the middle of a name of several lines."""
    number = _NUMBER.match(text) if waiting else None
    rest = text[number.end() :] if number else text
    if not waiting or not rest[:1].islower():
        return text
    return f"{number[0] if number else ''}{waiting} {rest}".strip()


def _cut(line: TextLine, text: str) -> Cut | None:
    """The line as a row, None where it does not end in figures."""
    tail = _TAIL.search(text)
    if not tail or not tail.start():
        return None
    number = _NUMBER.match(text)
    name = text[number.end() if number else 0 : tail.start()].strip()
    figures = tuple(match[0].strip() for match in _FIGURE.finditer(tail[0]))
    if (
        not any(map(str.isalpha, name))
        or len(name.split()) > _MOST_NAME_WORDS
        or _ENDS.search(name)
        or _YEAR_NAME.search(name)
    ):
        return None
    return Cut(number["number"] if number else "", name, figures, line)


def _grouped_width(cuts: Sequence[Cut], groups: int) -> int:
    """The commonest number of figures that all groups can share."""
    counts = Counter(len(cut.figures) for cut in cuts if len(cut.figures) % groups == 0)
    return counts.most_common(1)[0][0] if counts else 0


def _fitted(cut: Cut, width: int, groups: int = 0) -> Cut:
    """A row with one figure too many whose first is a plain number: it belongs to the name ("xã Bảo Lâm 1").

    A row with too few, where marks tell its groups apart: unread figures are empty.
    """
    if len(cut.figures) < width and groups > 1 and width % groups == 0:
        found = grouped(cut.line.text, groups, width // groups, _FIGURE)
        return replace(cut, figures=found[0], name=_without(cut.name, found[1])) if found else cut
    if len(cut.figures) != width + 1 or not cut.figures[0].isdecimal():
        return cut
    return Cut(cut.number, f"{cut.name} {cut.figures[0]}", cut.figures[1:], cut.line)


def _without(name: str, unread: Sequence[str]) -> str:
    """The name without the words that stand for unread figures."""
    words = name.split()
    for word in unread:
        if word in words:
            words.remove(word)
    return " ".join(words)


def _goes_on(text: str, waiting: str) -> bool:
    """Whether a line without figures is a broken name: small letters, or one short line that may open the next name."""
    if _ENDS.search(text) or len(text.split()) > _MOST_NAME_WORDS:
        return False
    if text.isupper() or _HEADED.match(text):
        return False
    return text[0].islower() or (not waiting and len(text.split()) <= _SHORT)


def _longer(cut: Cut, text: str) -> Cut:
    return Cut(cut.number, f"{cut.name} {text}", cut.figures, cut.line)


def _head(
    lines: Sequence[TextLine | None], first: int, dictionaries: Dictionaries
) -> tuple[tuple[HeadWord, ...], tuple[str, ...]]:
    """The head's words in reading order, and the lines above the rows that hold them (blank ones too)."""
    above: list[str] = []
    found = False
    for line in reversed(lines[max(0, first - _MOST_HEAD_LINES) : first]):
        text = _text(line)
        if line is None or (found and not _is_upper_head(text, dictionaries)):
            break
        above.insert(0, text)
        found = found or _opens_head(text, dictionaries)
    if not found:
        return (), ()
    return _head_words(" ".join(above), dictionaries), tuple(above)


def _is_upper_head(text: str, dictionaries: Dictionaries) -> bool:
    """Whether a line right above the head belongs to it: words of columns, no caption."""
    if not text or text.isupper() or _NUMBER.match(text) or _ENDS.search(text):
        return False
    words = _head_words(text, dictionaries)
    named = sum(len(word.text) for word in words if word.kind in ("place", "family"))
    several = sum(word.kind in ("place", "family") for word in words) > 1
    return any(word.kind == "value" for word in words) or (several and 2 * named > len(text))


def _opens_head(text: str, dictionaries: Dictionaries) -> bool:
    words = _head_words(text, dictionaries)
    return len(words) > 1 and any(word.kind == "name" for word in words)


def _head_words(text: str, dictionaries: Dictionaries) -> tuple[HeadWord, ...]:
    folded = fold(text)
    pattern, kinds = _vocabulary(_entries(dictionaries))
    return tuple(
        HeadWord(text[match.start() : match.end()], kinds[match[0].replace(" ", "")])
        for match in pattern.finditer(folded)
    )


def _entries(dictionaries: Dictionaries) -> tuple[tuple[str, str], ...]:
    names = {"number": "number", "body": "name", "criterion": "name", "index": "index"}
    columns = [
        (fold(e["wording"]), names.get(e["role"], "value"))
        for e in dictionaries.rows("score_columns")
    ]
    known = [(fold(e["wording"]), "value") for e in dictionaries.lists.get("areas", ())]
    families = [
        (fold(e["wording"]), "family")
        for e in dictionaries.rows("index_families")
        if e["strength"] == "strong"
    ]
    places = [(fold(e["name"]), "place") for e in dictionaries.lists.get("provinces", ())]
    return (*columns, *families, *known, *places)


@cache
def _vocabulary(entries: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    words = sorted({word for word, _ in entries}, key=lambda word: (-len(word), word))
    kinds = {word.replace(" ", ""): kind for word, kind in reversed(entries)}
    # recognised heads lose the blanks between their words ("Noidung")
    loose = "|".join(" ?".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![a-z0-9])(?:{loose})(?![a-z0-9])"), kinds


def _headings(
    head: Sequence[HeadWord], above: Sequence[str], width: int, rows: Sequence[Cut]
) -> tuple[tuple[str, ...], ...]:
    """A heading for the number, the name and each figure; none where the head says nothing."""
    names = next((word.text for word in head if word.kind in ("name", "index")), "")
    values = [word.text for word in head if word.kind == "value"]
    if names and len(values) + 1 == width and any(word.kind == "index" for word in head[1:]):
        values = [
            word.text for word in head if word.kind in ("value", "index") and word.text != names
        ]
    groups = _groups(head)
    looks = _looks(rows, width, ranked=bool(_RANKED.search(fold(" ".join(above)))))
    columns: list[tuple[str, ...]]
    if len(groups) > 1 and width % len(groups) == 0:
        each = width // len(groups)
        columns = [(groups[at // each], looks[at]) for at in range(width)]
    elif len(values) == width:
        columns = [(value,) for value in values]
    else:
        columns = [(text,) for text in _broken(above, width) or (_told(looks) if head else ())]
    return (("STT",), (names,), *columns) if columns else ()


def _groups(head: Sequence[HeadWord]) -> list[str]:
    """The indexes or the places that the columns are grouped by."""
    families = [word.text for word in head if word.kind == "family"]
    return families if len(families) > 1 else [word.text for word in head if word.kind == "place"]


def _told(looks: Sequence[str]) -> Sequence[str]:
    """The looks, if they tell the columns apart: several columns of points need a percent that proves them."""
    return looks if looks.count("Điểm") < 2 or "Tỷ lệ (%)" in looks else ()  # noqa: PLR2004


def _broken(above: Sequence[str], width: int) -> tuple[str, ...]:
    folded = fold(" ".join(above))
    found = tuple(text for text, pattern in _BROKEN_HEAD if pattern.search(folded))
    return found if len(found) == width else ()


def _looks(rows: Sequence[Cut], width: int, *, ranked: bool) -> list[str]:
    """What each column of figures looks like: a share, a rank (where the head speaks of one), points, a count."""
    columns = [[read_cell(row.figures[at]) for row in rows] for at in range(width)]
    shared = any(_is_share([figure for figure in column if figure]) for column in columns)
    whole = "Xếp hạng" if ranked else "Điểm" if shared else "Số lượng"
    return [_look([figure for figure in column if figure], whole) for column in columns]


def _is_share(figures: Sequence[Figure]) -> bool:
    return 2 * sum(figure.percent for figure in figures) > len(figures) > 0


def _look(figures: Sequence[Figure], whole: str) -> str:
    if _is_share(figures):
        return "Tỷ lệ (%)"
    return whole if figures and all(figure.whole for figure in figures) else "Điểm"
