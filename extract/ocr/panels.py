"""What signing software prints on a page, in tiny type: who signed, for whom, when. It leaves the lines that it was read among.

Its words stay with the page's text, as lines of its margin, which parsers pass over; together they are a region.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image import CleanPage, PageBlock, Rect, grey
from extract.model import (
    Box,
    Line,
    Page,
    PageRegion,
    Region,
    RegionKind,
    Word,
    around,
)
from extract.ocr.assemble import make_line, set_in_lines
from extract.ocr.engine import Engine
from extract.ocr.noise import panel_labels

_TINY = 0.75  # of the page's usual height of words
_FEWEST = 20  # words that tell what is usual
_ROWS = 1.6  # heights of its words between two rows of a panel
_BESIDE = 4.0  # heights between words of a row
_LARGER = 2.0  # times: type of 6 points is read as 12
_WHITE = 24  # pixels around it
_WIDER = 8  # heights that a row may go on to the right of what was read
_MOST_ROWS = 12  # heights above and below
_LABELS = 2  # different labels that make a panel
_CERTAIN = frozenset(
    {"nguoi ky", "ky boi", "duoc ky boi", "ky so boi", "thoi gian ky", "thoi diem ky"}
)


def with_panels(tidy: CleanPage, page: Page, engine: Engine) -> Page:
    """The page with its panels as regions; the same page where it has none."""
    for words in _panels(page):
        page = _apart(page, words, _reread(tidy, words, engine))
    return page


def with_layer_panels(page: Page) -> Page:
    """The same of a page whose letters a text layer holds: nothing is read again."""
    for words in _panels(page):
        page = _apart(page, words, words)
    return page


def _panels(page: Page) -> list[list[Word]]:
    """The words of each panel; most pages have no label of one among their small words."""
    tiny = _tiny(page)
    if not panel_labels("\n".join(map(_text, set_in_lines(tiny)))):
        return []
    found = []
    for words in _clusters(tiny):
        labels = panel_labels("\n".join(map(_text, set_in_lines(words))))
        if len(labels) >= _LABELS or labels & _CERTAIN:
            found.append(words)
    return found


def _reread(tidy: CleanPage, words: Sequence[Word], engine: Engine) -> list[Word]:
    """The words of a panel read once more, larger, with its lines that were not read at all; the same where that is worse."""
    if tidy.straight is None:
        return list(words)
    rect = _grown(tidy, words)
    part = grey(tidy.straight[rect.slices])
    large = cv2.resize(part, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
    framed = cv2.copyMakeBorder(large, _WHITE, _WHITE, _WHITE, _WHITE, cv2.BORDER_REPLICATE)
    pixels = np.asarray(framed, np.uint8)
    high, wide = pixels.shape
    block = PageBlock(Region.BODY, Rect(0, 0, wide, high))
    back = np.diag([1 / wide, 1 / high, 1.0])
    read = engine.read(CleanPage(tidy.number, pixels, tidy.dpi * _LARGER, (block,), back))
    again = [_placed(tidy, word, rect, (wide, high)) for line in read.lines for word in line.words]
    return again if _worth(again) > _worth(words) else list(words)


def _placed(tidy: CleanPage, word: Word, rect: Rect, size: tuple[int, int]) -> Word:
    """A word of the larger picture with its box on the page as it came."""
    box = word.box or Box(0, 0, 1, 1)
    x0, x1 = (round((x * size[0] - _WHITE) / _LARGER) + rect.x0 for x in (box.x0, box.x1))
    y0, y1 = (round((y * size[1] - _WHITE) / _LARGER) + rect.y0 for y in (box.y0, box.y1))
    return replace(word, box=tidy.original(Rect(x0, y0, x1, y1)))


def _worth(words: Sequence[Word]) -> float:
    """How many letters of words are right, as far as their reader believes."""
    return sum((word.confidence or 0.0) * len(word.text) for word in words)


def _grown(tidy: CleanPage, words: Sequence[Word]) -> Rect:
    """Where a panel stands on the clean page: its words, and rows of ink as near as they are to each other."""
    box = around([word.box for word in words if word.box])
    assert box is not None, "words of a panel have boxes"
    x0, y0 = (max(0, round(at)) for at in tidy.place(box.x0, box.y0))
    x1, y1 = (round(at) for at in tidy.place(box.x1, box.y1))
    high = max(4, round(median(map(_height, words)) * tidy.pixels.shape[0]))
    x0, x1 = max(0, x0 - high), min(tidy.pixels.shape[1], x1 + _WIDER * high)
    rows = (tidy.pixels[:, x0:x1] == 0).any(axis=1)
    top, low = _reach(rows[:y0][::-1], high), _reach(rows[y1:], high)
    return Rect(x0, max(0, y0 - top - high // 2), x1, min(len(rows), y1 + low + high // 2))


def _reach(rows: NDArray[np.bool_], high: int) -> int:
    """How far rows of ink go on without a gap wider than a row."""
    inked = np.flatnonzero(rows[: _MOST_ROWS * high])
    reach = -1
    for row in inked.tolist():
        if row - reach > high:
            break
        reach = row
    return reach + 1


def _tiny(page: Page) -> list[Word]:
    words = [
        w for line in page.lines if line.region is not Region.TABLE for w in line.words if w.box
    ]
    if len(words) < _FEWEST:
        return []
    limit = _TINY * median(map(_height, words))
    return [word for word in words if _height(word) < limit]


def _clusters(words: Sequence[Word]) -> list[list[Word]]:
    """Words that stand near each other, from row to row."""
    clusters: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.y0 if word.box else 0.0):
        near = [cluster for cluster in clusters if any(_near(word, other) for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in near]
        clusters.append([*(other for cluster in near for other in cluster), word])
    return clusters


def _near(one: Word, other: Word) -> bool:
    a, b = one.box, other.box
    assert a is not None
    assert b is not None
    high = max(_height(one), _height(other))
    across = max(a.x0 - b.x1, b.x0 - a.x1)
    down = max(a.y0 - b.y1, b.y0 - a.y1)
    return across <= _BESIDE * high and down <= _ROWS * high


def _height(word: Word) -> float:
    return word.box.y1 - word.box.y0 if word.box else 0.0


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _apart(page: Page, words: Sequence[Word], again: Sequence[Word]) -> Page:
    """The page whose lines lack a panel's words; as read again they stand in lines of their own at its end."""
    box = around([word.box for word in again if word.box])
    assert box is not None, "words of a panel have boxes"
    sure = [word.confidence for word in again if word.confidence is not None]
    lines = set_in_lines(again)
    text = "\n".join(map(_text, lines))
    region = PageRegion(
        RegionKind.SIGNATURE_PANEL,
        box,
        "black",
        text,
        round(sum(sure) / len(sure), 3) if sure else None,
    )
    own = tuple(make_line(line, Region.MARGIN) for line in lines)
    left = without_words(page, [*words, *inside(page, box)])
    return replace(left, lines=(*left.lines, *own), regions=(*left.regions, region))


def without_words(page: Page, words: Sequence[Word]) -> Page:
    """The page without some of its words; lines that held nothing else go, tables know where their rows are still."""
    gone = {id(word) for word in words}
    kept: list[Line] = []
    moved: dict[int, int] = {}
    for at, line in enumerate(page.lines):
        moved[at] = len(kept)
        kept += _rest(line, gone)
    tables = tuple(replace(table, first_line=moved[table.first_line]) for table in page.tables)
    return replace(page, lines=tuple(kept) or (Line(""),), tables=tables)


def _rest(line: Line, gone: set[int]) -> Iterator[Line]:
    left = [word for word in line.words if id(word) not in gone]
    if len(left) == len(line.words):
        yield line
    elif left:
        yield make_line(left, line.region)


def inside(page: Page, box: Box) -> list[Word]:
    """The words whose middle lies in a box, those of tables left aside."""
    return [
        word
        for line in page.lines
        if line.region is not Region.TABLE
        for word in line.words
        if word.box and _holds(box, word.box)
    ]


def _holds(box: Box, other: Box) -> bool:
    x, y = (other.x0 + other.x1) / 2, (other.y0 + other.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1
