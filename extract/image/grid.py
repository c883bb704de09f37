"""Ruled tables: rules, solid or of dashes, by morphology; the white between them as cells, edges gathered into rows and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import GridCell, Rect
from extract.ingest import Pixels

# Rules of dashes and dots, and worn ones: thin pieces of ink in a straight row from one rule that crosses it to another.
#
# Dots to fill in, underlines and the marks above letters are rows of thin pieces as well, but white parts them from the rules
# beside them, while a rule of a table goes on to the rules that it meets, no wider gap before them than within it.

_THIN = 0.032  # inches: higher pieces of ink are letters
_GAP = 0.09  # inches of white between two dashes of a rule
_PART = 0.2  # inches of dashes one after the other
_HOLE = 0.18  # inches that letters may take out of a rule by touching it
_SHORTEST = 0.45  # inches of a whole rule
_LEAST_GAPS = 3
# inches: thin ink so near thick ink is part of its letter; what a quick look takes for a row
_BESIDE, _LOOK = 0.1, 0.35
_FILLED = 0.25  # share of a rule that is ink
_OFF = 0.008  # inches that its pixels lie off the straight line through them, on average
_MOST = 0.13  # inches to a rule that is met; less where dashes and gaps are short
_WIDTH = 5  # pixels of a drawn rule: it covers its dashes

Flags = NDArray[np.bool_]
Span = tuple[tuple[int, int], tuple[int, int]]  # the two ends of a rule, x and y


@dataclass(frozen=True, slots=True)
class DashRow:
    """A row of dashes: where its first pixel lies, what it climbs a pixel, which of its columns are inked."""

    x: int
    y: float
    slope: float
    inked: Flags

    def at(self, x: int) -> tuple[int, int]:
        """The point of the row at a column of the page."""
        return x, round(self.y + self.slope * (x - self.x))

    def span(self, reach: int) -> Span:
        """From one end to the other and a little further."""
        return self.at(self.x - reach), self.at(self.x + len(self.inked) - 1 + reach)


def dashed(ink: Pixels, across: Pixels, down: Pixels, dpi: float) -> Pixels:
    """The dashed rules of a page, drawn; `ink`, and the solid rules `across` and `down`: 255, else 0."""
    rules = _grown(across | down, 3, 3)
    bare = np.asarray(cv2.bitwise_and(ink, 255 - rules), np.uint8)
    upright = list(_rows(np.asarray(cv2.transpose(bare), np.uint8), down.T, dpi))
    # on most pages nothing runs down that a row could go from and to: then rows need not be sought
    level = list(_rows(bare, across, dpi)) if upright or _are_apart(down, dpi) else []
    if not level and not upright:
        return np.zeros_like(ink)
    reach = round(_MOST * dpi)
    # where all rules are dashed each needs the others
    posts = _drawn((row.span(reach) for row in upright), down.T).T
    lines = _drawn(_met(level, down | posts, dpi), across)
    posts = _drawn(_met(upright, (across | lines).T, dpi), down.T).T
    return posts | _drawn(_met(level, down | posts, dpi), across)


def _are_apart(posts: Pixels, dpi: float) -> bool:
    """Whether the outermost columns of rules are as far apart as the shortest rule is long."""
    columns = np.flatnonzero(cv2.reduce(posts, 0, cv2.REDUCE_MAX))
    return bool(columns.size and columns[-1] - columns[0] >= _SHORTEST * dpi)


def _rows(ink: Pixels, solid: Pixels, dpi: float) -> Iterator[DashRow]:
    """The rows of thin pieces and solid rules that may be one rule, whatever they meet."""
    for y0, y1 in _bands(ink, dpi):
        thin = _thin(ink[y0:y1], dpi)
        row = _grown(thin, 3, 1)
        row = _lengthwise(
            cv2.MORPH_OPEN, _lengthwise(cv2.MORPH_CLOSE, row, _GAP * dpi), _PART * dpi
        )
        if not row.any():
            continue
        mask = thin | solid[y0:y1]
        row = _lengthwise(cv2.MORPH_CLOSE, row | solid[y0:y1], _HOLE * dpi)
        count, _, stats, _ = cv2.connectedComponentsWithStats(row)
        for x, y, width, height, _ in stats[1:count].tolist():
            if width >= _SHORTEST * dpi:
                yield from _row(x, y0 + y, mask[y : y + height, x : x + width], dpi)


def _bands(ink: Pixels, dpi: float) -> Iterator[tuple[int, int]]:
    """Where a quick look sees rows of dashes: thin ink, not beside ink that is high, so far as the shortest rule."""
    tall = np.ones((round(_THIN * dpi) + 1, 1), np.uint8)
    high = np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, tall), np.uint8)
    thin = np.asarray(ink & (255 - _grown(high, 3, round(_BESIDE * dpi))), np.uint8)
    row = _lengthwise(cv2.MORPH_CLOSE, _grown(thin, 3, 1), 1.5 * _GAP * dpi)
    seen = cv2.erode(row, np.ones((1, round(_LOOK * dpi)), np.uint8)).any(axis=1)
    pad = round(2 * _THIN * dpi)
    near = _grown(np.asarray(seen, np.uint8)[:, None], 2 * pad + 1, 1)[:, 0]
    edges = np.flatnonzero(np.diff(near, prepend=0, append=0))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _thin(ink: Pixels, dpi: float) -> Pixels:
    """The pieces of a band of ink that are thin, and whole."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    top, height = stats[:count, cv2.CC_STAT_TOP], stats[:count, cv2.CC_STAT_HEIGHT]
    thin = (height <= _THIN * dpi) & (top > 0) & (top + height < len(ink))
    inked = np.flatnonzero(ink)
    pieces = np.zeros(ink.size, np.uint8)
    pieces[inked] = np.where(thin, 255, 0).astype(np.uint8)[labels.ravel()[inked]]
    return pieces.reshape(ink.shape)


def _grown(ink: Pixels, down: int, across: int) -> Pixels:
    return np.asarray(cv2.dilate(ink, np.ones((down, across), np.uint8)), np.uint8)


def _lengthwise(how: int, ink: Pixels, length: float) -> Pixels:
    """Closed or opened along the rows; by an odd number of pixels, an even one moves the ink."""
    brush = np.ones((1, 2 * round(length / 2) + 1), np.uint8)
    return np.asarray(cv2.morphologyEx(ink, how, brush), np.uint8)


def _row(x: int, y: int, mask: Pixels, dpi: float) -> Iterator[DashRow]:
    """The row of these pixels, where they are enough and in a straight line; one column of pixels has no slope."""
    inked = np.asarray(mask.any(axis=0))
    if np.count_nonzero(inked) < 2 or inked.all() or inked.mean() < _FILLED:  # noqa: PLR2004
        return
    down, along = np.nonzero(mask)
    slope, base = np.polyfit(along, down, 1)
    if float(np.abs(down - (slope * along + base)).mean()) <= _OFF * dpi:
        yield DashRow(x, y + float(base), float(slope), inked)


def _met(rows: Iterable[DashRow], crossing: Pixels, dpi: float) -> Iterator[Span]:
    """The part of each row from the first rule that it meets to the last."""
    for row in rows:
        (x0, y0), (x1, y1) = row.span(round(_MOST * dpi))
        left, right = max(0, x0), min(crossing.shape[1], x1 + 1)
        crossed = np.asarray(
            crossing[max(0, min(y0, y1) - 2) : max(y0, y1) + 3, left:right].any(axis=0)
        )
        inked = np.zeros(right - left, bool)
        inked[row.x - left : row.x - left + len(row.inked)] = row.inked
        met = left + _meetings(inked, crossed, dpi)
        if met.size and met[-1] - met[0] >= _SHORTEST * dpi:
            yield row.at(int(met[0])), row.at(int(met[-1]))


def _meetings(inked: Flags, crossed: Flags, dpi: float) -> NDArray[np.intp]:
    """Where rules cross a row of dashes, no farther from it than a dash and a gap: the dash that touches a rule is no thin piece."""
    there = np.flatnonzero(inked)
    crossings = np.concatenate(([0], np.cumsum(crossed)))
    gaps = (np.diff(there) - 1)[crossings[there[1:]] == crossings[there[:-1] + 1]]
    gaps = gaps[gaps > 0]
    if len(gaps) < _LEAST_GAPS:
        return np.empty(0, np.intp)
    dashes = np.diff(np.flatnonzero(np.diff(inked, prepend=False, append=False)))[::2]
    reach = 1 + round(min(float(np.median(gaps)) + float(np.median(dashes)), _MOST * dpi))
    near = _grown(inked.astype(np.uint8)[None], 1, 2 * reach + 1)[0]
    return np.flatnonzero(crossed & (near > 0))


def _drawn(spans: Iterable[Span], like: Pixels) -> Pixels:
    """Rules as wide as this, on a page of this size."""
    drawn = np.zeros(like.shape, np.uint8)
    for start, end in spans:
        cv2.line(drawn, start, end, 255, _WIDTH)
    return drawn


# Ruled tables: long straight rules by morphology, the white between them as cells, edges gathered into rows and columns.
#
# Measured in a study: this finds all 159 cells of four real ruled tables, in 0.05 s a page.

_RULE_ACROSS, _RULE_DOWN = 0.45, 0.25  # inches: longer than any letter or stroke of a seal
_BREAK = 0.05  # inches of a gap in a rule that is mended
_LEAST_SIDE = 0.12  # inches of the smallest cell: a line of small type
_LEAST_TABLE = (1.0, 0.3)  # inches across and down
_SAME_EDGE = 0.08  # inches within which edges of cells are one rule
_LEAST_CELLS = 4


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """A ruled table: its outer rectangle and its cells, row by row."""

    rect: Rect
    cells: tuple[GridCell, ...]


def find_grids(ink: Pixels, dpi: float) -> tuple[RuledGrid, ...]:
    """The ruled tables of a page, from top to bottom; `ink`: 255 where there is ink, else 0."""
    rules = _rules(ink, dpi)
    count, _, stats, _ = cv2.connectedComponentsWithStats(rules)
    rects = (Rect(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count])
    large = [
        r for r in rects if r.width > _LEAST_TABLE[0] * dpi and r.height > _LEAST_TABLE[1] * dpi
    ]
    grids = (
        RuledGrid(rect, _cells(rules, rect, dpi)) for rect in sorted(large, key=lambda r: r.y0)
    )
    return tuple(_outermost([grid for grid in grids if _is_table(grid)]))


def _rules(ink: Pixels, dpi: float) -> Pixels:
    """Rules as 255: what survives an opening by a long thin line, small breaks mended, and rows of dashes between those."""
    across = _lines(ink, (round(_RULE_ACROSS * dpi), 1), (round(_BREAK * dpi), 1), (1, 3))
    down = _lines(ink, (1, round(_RULE_DOWN * dpi)), (1, round(_BREAK * dpi)), (3, 1))
    return np.asarray(across | down | dashed(ink, across, down, dpi), dtype=np.uint8)


def _lines(
    ink: Pixels, length: tuple[int, int], gap: tuple[int, int], slack: tuple[int, int]
) -> Pixels:
    thick = cv2.dilate(ink, np.ones(slack[::-1], np.uint8))
    opened = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones(length[::-1], np.uint8))
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones(gap[::-1], np.uint8))
    return np.asarray(closed, dtype=np.uint8)


def _cells(rules: Pixels, rect: Rect, dpi: float) -> tuple[GridCell, ...]:
    """The white pieces inside a frame of rules; the frame is closed where the page breaks the table."""
    inside = rules[rect.y0 : rect.y1, rect.x0 : rect.x1].copy()
    cv2.rectangle(inside, (0, 0), (rect.width - 1, rect.height - 1), 255, 1)
    count, _, stats, _ = cv2.connectedComponentsWithStats(255 - inside, connectivity=4)
    least = _LEAST_SIDE * dpi
    white = [
        Rect(int(x), int(y), int(x + w), int(y + h))
        for x, y, w, h, area in stats[1:count]
        if min(w, h) >= least and area >= 0.5 * w * h
    ]
    return tuple(_numbered(white, rect, _SAME_EDGE * dpi))


def _numbered(white: Sequence[Rect], frame: Rect, tolerance: float) -> Iterator[GridCell]:
    """Cells with rows, columns and spans, by the edges they share."""
    tops, bottoms = (
        _edges([r.y0 for r in white], tolerance),
        _edges([r.y1 for r in white], tolerance),
    )
    lefts, rights = (
        _edges([r.x0 for r in white], tolerance),
        _edges([r.x1 for r in white], tolerance),
    )
    made = (
        GridCell(
            Rect(r.x0 + frame.x0, r.y0 + frame.y0, r.x1 + frame.x0, r.y1 + frame.y0),
            _index(tops, r.y0),
            _index(lefts, r.x0),
            max(1, 1 + _index(bottoms, r.y1) - _index(tops, r.y0)),
            max(1, 1 + _index(rights, r.x1) - _index(lefts, r.x0)),
        )
        for r in white
    )
    yield from sorted(made, key=lambda cell: (cell.row, cell.column))


def _edges(values: Sequence[int], tolerance: float) -> list[float]:
    """Values gathered: one for all that lie within the tolerance of their neighbour."""
    groups: list[list[int]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _index(edges: Sequence[float], value: int) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _is_table(grid: RuledGrid) -> bool:
    rows, columns = {cell.row for cell in grid.cells}, {cell.column for cell in grid.cells}
    return len(grid.cells) >= _LEAST_CELLS and len(rows) > 1 and len(columns) > 1


def _outermost(grids: Sequence[RuledGrid]) -> Iterator[RuledGrid]:
    """Grids that do not lie inside another."""
    for grid in grids:
        if not any(other is not grid and _holds(other.rect, grid.rect) for other in grids):
            yield grid


def _holds(outer: Rect, inner: Rect) -> bool:
    across = outer.x0 <= inner.x0 and inner.x1 <= outer.x1
    return across and outer.y0 <= inner.y0 and inner.y1 <= outer.y1
