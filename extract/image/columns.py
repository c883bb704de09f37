"""Two-column zones: agency beside motto at the head of a page, recipients beside signature at its end.

A zone is a run of rows that a strip of white, the gutter, divides, with lines of text on both sides of it. Rivers of white
in justified text do not run through three lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.image.page import Rect

Ink = NDArray[np.bool_]
Amounts = NDArray[np.int32]

_GUTTER = 0.10  # inches of white that divide two columns; at 0.06 rivers in prose pass for gutters (10 pages: CER 2.7 to 3.7)
_LEFTMOST, _RIGHTMOST = 0.28, 0.66  # share of the width where gutters lie
_STEP = 0.02  # inches between the gutters tried
_LEAST_ROWS = 0.20  # inches of inked rows on each side: two lines of small type
_SPECKS = 3  # pixels of ink in a row that are no text
_SNAP = 0.22  # inches within which the white between two lines is sought: a line and its marks
_PAUSE = 0.55  # inches of white after which the right column of a header is another text (within headers up to 0.35)
_TITLE_PAUSE = 0.30  # the same where what follows stands nearer to the middle of the page: a title
_OFF_AXIS = 0.08  # share of the page's width that a title's middle lies left of the motto's
_BREAK = 0.25  # inches of white across both columns of an ending, above which is text that a gap runs through by chance
_WHITE = 0.14  # inches of white that end a column once the other has ended


@dataclass(frozen=True, slots=True)
class Zone:
    """Rows y0 <= y < y1 that fall into two columns at x."""

    y0: int
    y1: int
    x: int


def find_zone(
    ink: Ink, dpi: float, rows: tuple[int, int], fits: Callable[[Zone], bool] = lambda _: True
) -> Zone | None:
    """Of the two-column zones between two rows that fit the one with most text on its poorer side, if there is any."""
    best, most = None, 0.0
    amounts = _amounts(ink)
    for wide in _candidates(amounts, dpi, rows):
        zone = _snapped(amounts[-1], wide, round(_SNAP * dpi))
        poorer = min(np.count_nonzero(side) for side in _inked(amounts, zone))
        if poorer < _LEAST_ROWS * dpi or poorer + dpi / 4 <= most or not fits(zone):
            continue
        rank = poorer + min(_clear_width(ink, zone), dpi) / 4
        if rank > most:
            best, most = zone, rank
    return best


def _amounts(ink: Ink) -> Amounts:
    """The ink of each row left of each column: columns + 1 x rows, so that one column's are one run of memory."""
    return np.pad(np.cumsum(ink.T, axis=0, dtype=np.int32), ((1, 0), (0, 0)))


def _candidates(amounts: Amounts, dpi: float, rows: tuple[int, int]) -> Iterator[Zone]:
    """For each place of a gutter, the runs of rows that it is white in; of gutters with one run the middle one."""
    width = len(amounts) - 1
    half = max(1, round(_GUTTER * dpi / 2))
    found: dict[tuple[int, int], list[int]] = {}
    for x in range(round(_LEFTMOST * width), round(_RIGHTMOST * width), max(1, round(_STEP * dpi))):
        white = amounts[x + half] == amounts[x - half]
        for y0, y1 in _runs(white[rows[0] : rows[1]]):
            if y1 - y0 > 2 * _LEAST_ROWS * dpi:
                found.setdefault((rows[0] + y0, rows[0] + y1), []).append(x)
    for (y0, y1), places in found.items():
        yield Zone(y0, y1, places[len(places) // 2])


def _runs(flags: Ink) -> Iterator[tuple[int, int]]:
    """Start and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _inked(amounts: Amounts, zone: Zone) -> tuple[Ink, Ink]:
    """The rows with text of the left and of the right column."""
    left, all_of_it = (amounts[x, zone.y0 : zone.y1] for x in (zone.x, -1))
    return left > _SPECKS, all_of_it - left > _SPECKS


def _clear_width(ink: Ink, zone: Zone) -> int:
    """Pixels without ink around the gutter: of equal zones the one with the widest gutter is the true one."""
    inked = np.asarray(ink[zone.y0 : zone.y1].any(axis=0))
    left = np.flatnonzero(inked[: zone.x])
    right = np.flatnonzero(inked[zone.x :])
    before = zone.x - int(left[-1]) if left.size else 0
    return 2 * min(before, int(right[0]) if right.size else 0)


def _snapped(inked: Amounts, zone: Zone, reach: int) -> Zone:
    """The zone's ends moved inwards to the whitest row near them, so that no line of text is cut."""
    if zone.y1 - zone.y0 <= 2 * reach:
        return zone
    amount = inked[zone.y0 : zone.y1]
    first = int(np.argmin(amount[:reach]))
    last = len(amount) - int(np.argmin(amount[::-1][:reach]))
    return Zone(zone.y0 + first, zone.y0 + last, zone.x)


def trimmed_below(ink: Ink, zone: Zone, dpi: float) -> Zone:
    """The zone without what one column goes on with after a gap when the other has ended: a title below a header."""
    left, right = _inked(_amounts(ink), zone)
    last = _resumption(ink, zone, dpi)
    return Zone(zone.y0, zone.y0 + _end(left[:last], right[:last], _WHITE * dpi), zone.x)


def _resumption(ink: Ink, zone: Zone, dpi: float) -> int:
    """The white row before the right column goes on after a pause: the title or the addressees below a header."""
    left, right = _inked(_amounts(ink), zone)
    side = ink[zone.y0 : zone.y1, zone.x :]
    for y0, y1 in _runs(~right):
        if y0 == 0 or y1 == len(right) or y1 - y0 <= _TITLE_PAUSE * dpi:
            continue
        after = next(_runs(right[y1:]))[1] + y1
        shift = _middle(side[:y0]) - _middle(side[y1:after])
        if y1 - y0 > _PAUSE * dpi or shift > _OFF_AXIS * ink.shape[1]:
            return y1 - int(np.argmin(left[y0:y1][::-1])) - 1
    return len(right)


def _middle(part: Ink) -> float:
    """The column half-way between the first and the last that bears ink."""
    columns = np.flatnonzero(part.any(axis=0))
    return float(columns[0] + columns[-1]) / 2 if columns.size else 0.0


def trimmed_above(ink: Ink, zone: Zone, dpi: float) -> Zone:
    """The same from below: a short last line of the body above recipients, lines of it with a gap by chance."""
    left, right = _inked(_amounts(ink), zone)
    first = _after_break(left, right, dpi)
    last = _end(left[first:][::-1], right[first:][::-1], _WHITE * dpi)
    return Zone(zone.y1 - last, zone.y1, zone.x)


def _after_break(left: Ink, right: Ink, dpi: float) -> int:
    """The row after the last white across both columns that has text of both above and below it; 0 without any."""
    least = _LEAST_ROWS * dpi / 2
    cuts = (
        y1
        for y0, y1 in _runs(~(left | right))
        if y1 - y0 > _BREAK * dpi
        and all(
            side[part].sum() >= least for side in (left, right) for part in (np.s_[:y0], np.s_[y1:])
        )
    )
    return max(cuts, default=0)


def _end(left: Ink, right: Ink, white: float) -> int:
    """The row after which nothing belongs to the zone, seen from its other end."""
    shorter = min(_last(left), _last(right))
    longer = left if _last(left) > _last(right) else right
    gap = 0
    for row in range(shorter + 1, len(longer)):
        gap = 0 if longer[row] else gap + 1
        if gap > white:
            return row - gap + 1
    return _last(longer) + 1


def _last(rows: Ink) -> int:
    found = np.flatnonzero(rows)
    return int(found[-1]) if found.size else 0


def halves(zone: Zone, width: int) -> tuple[Rect, Rect]:
    """The left and the right column of a zone."""
    return Rect(0, zone.y0, zone.x, zone.y1), Rect(zone.x, zone.y0, width, zone.y1)
