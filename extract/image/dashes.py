"""Rules of dashes and dots, and worn ones: thin pieces of ink in a straight row from one rule that crosses it to another.

Dots to fill in, underlines and the marks above letters are rows of thin pieces as well, but white parts them from the rules
beside them, while a rule of a table goes on to the rules that it meets, no wider gap before them than within it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ingest import Pixels

_THIN = 0.032  # inches: higher pieces of ink are letters
_GAP = 0.09  # inches of white between two dashes of a rule
_PART = 0.2  # inches of dashes one after the other
_HOLE = 0.18  # inches that letters may take out of a rule by touching it
_SHORTEST = 0.45  # inches of a whole rule
_LEAST_GAPS = 3
_BESIDE, _LOOK = (
    0.1,
    0.35,
)  # inches: thin ink so near thick ink is part of its letter; what a quick look takes for a row
_FILLED = 0.25  # share of a rule that is ink
_OFF = 0.008  # inches that its pixels lie off the straight line through them, on average
_MOST = 0.13  # inches to a rule that is met; less where dashes and gaps are short
_WIDTH = 5  # pixels of a drawn rule: it covers its dashes

Flags = NDArray[np.bool_]
Span = tuple[tuple[int, int], tuple[int, int]]  # the two ends of a rule, x and y


@dataclass(frozen=True, slots=True)
class Row:
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


def _rows(ink: Pixels, solid: Pixels, dpi: float) -> Iterator[Row]:
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


def _row(x: int, y: int, mask: Pixels, dpi: float) -> Iterator[Row]:
    """The row of these pixels, where they are enough and in a straight line; one column of pixels has no slope."""
    inked = np.asarray(mask.any(axis=0))
    if np.count_nonzero(inked) < 2 or inked.all() or inked.mean() < _FILLED:  # noqa: PLR2004
        return
    down, along = np.nonzero(mask)
    slope, base = np.polyfit(along, down, 1)
    if float(np.abs(down - (slope * along + base)).mean()) <= _OFF * dpi:
        yield Row(x, y + float(base), float(slope), inked)


def _met(rows: Iterable[Row], crossing: Pixels, dpi: float) -> Iterator[Span]:
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
