"""The blocks of a page in reading order: header columns, body, ruled tables, recipients and signature.

Works on a map of the ink at 100 dpi; a page of one block is read as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.grid import RuledGrid, find_grids
from extract.image.page import PageBlock, Rect
from extract.ingest import Pixels
from extract.model import Region

# Two-column zones: agency beside motto at the head of a page, recipients beside signature at its end.
#
# A zone is a run of rows that a strip of white, the gutter, divides, with lines of text on both sides of it. Rivers of white
# in justified text do not run through three lines.

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
class ColumnZone:
    """Rows y0 <= y < y1 that fall into two columns at x."""

    y0: int
    y1: int
    x: int


def find_zone(
    ink: Ink, dpi: float, rows: tuple[int, int], fits: Callable[[ColumnZone], bool] = lambda _: True
) -> ColumnZone | None:
    """Of the two-column zones between two rows that fit the one with most text on its poorer side, if there is any."""
    best, most = None, 0.0
    part = ink[rows[0] : rows[1]]
    amounts = _amounts(part)
    for wide in _candidates(amounts, dpi):
        zone = _snapped(amounts[-1], wide, round(_SNAP * dpi))
        on_page = replace(zone, y0=zone.y0 + rows[0], y1=zone.y1 + rows[0])
        poorer = min(np.count_nonzero(side) for side in _inked(amounts, zone))
        if poorer < _LEAST_ROWS * dpi or poorer + dpi / 4 <= most or not fits(on_page):
            continue
        rank = poorer + min(_clear_width(part, zone), dpi) / 4
        if rank > most:
            best, most = on_page, rank
    return best


def _amounts(ink: Ink) -> Amounts:
    """The ink of each row left of each column: columns + 1 x rows, so that one column's are one run of memory."""
    return np.pad(np.cumsum(ink.T, axis=0, dtype=np.int32), ((1, 0), (0, 0)))


def _candidates(amounts: Amounts, dpi: float) -> Iterator[ColumnZone]:
    """For each place of a gutter, the runs of rows that it is white in; of gutters with one run the middle one."""
    width, rows = len(amounts) - 1, amounts.shape[1]
    half, step = max(1, round(_GUTTER * dpi / 2)), max(1, round(_STEP * dpi))
    columns = np.arange(round(_LEFTMOST * width), round(_RIGHTMOST * width), step)
    left, right = (amounts[columns + side] for side in (-half, half))
    # the runs of all columns at once, one column behind the other, a row without white between them
    white = np.pad(left == right, ((0, 0), (0, 1))).ravel()
    starts, ends = np.flatnonzero(np.diff(white, prepend=False)).reshape(-1, 2).T
    long = ends - starts > 2 * _LEAST_ROWS * dpi
    found: dict[tuple[int, int], list[int]] = {}
    for start, end in zip(starts[long].tolist(), ends[long].tolist(), strict=True):
        column, y0 = divmod(start, rows + 1)
        found.setdefault((y0, y0 + end - start), []).append(int(columns[column]))
    for (y0, y1), places in found.items():
        yield ColumnZone(y0, y1, places[len(places) // 2])


def _runs(flags: Ink) -> Iterator[tuple[int, int]]:
    """Start and end of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _inked(amounts: Amounts, zone: ColumnZone) -> tuple[Ink, Ink]:
    """The rows with text of the left and of the right column."""
    left, all_of_it = (amounts[x, zone.y0 : zone.y1] for x in (zone.x, -1))
    return left > _SPECKS, all_of_it - left > _SPECKS


def _sides(ink: Ink, zone: ColumnZone) -> tuple[Ink, Ink]:
    """The same of one zone alone."""
    rows = ink[zone.y0 : zone.y1]
    left, right = (np.count_nonzero(s, axis=1) for s in (rows[:, : zone.x], rows[:, zone.x :]))
    return left > _SPECKS, right > _SPECKS


def _clear_width(ink: Ink, zone: ColumnZone) -> int:
    """Pixels without ink around the gutter: of equal zones the one with the widest gutter is the true one."""
    inked = np.asarray(ink[zone.y0 : zone.y1].any(axis=0))
    left = np.flatnonzero(inked[: zone.x])
    right = np.flatnonzero(inked[zone.x :])
    before = zone.x - int(left[-1]) if left.size else 0
    return 2 * min(before, int(right[0]) if right.size else 0)


def _snapped(inked: Amounts, zone: ColumnZone, reach: int) -> ColumnZone:
    """The zone's ends moved inwards to the whitest row near them, so that no line of text is cut."""
    if zone.y1 - zone.y0 <= 2 * reach:
        return zone
    amount = inked[zone.y0 : zone.y1]
    first = int(np.argmin(amount[:reach]))
    last = len(amount) - int(np.argmin(amount[::-1][:reach]))
    return ColumnZone(zone.y0 + first, zone.y0 + last, zone.x)


def trimmed_below(ink: Ink, zone: ColumnZone, dpi: float) -> ColumnZone:
    """The zone without what one column goes on with after a gap when the other has ended: a title below a header."""
    left, right = _sides(ink, zone)
    last = _resumption(ink, zone, dpi)
    return ColumnZone(zone.y0, zone.y0 + _end(left[:last], right[:last], _WHITE * dpi), zone.x)


def _resumption(ink: Ink, zone: ColumnZone, dpi: float) -> int:
    """The white row before the right column goes on after a pause: the title or the addressees below a header."""
    left, right = _sides(ink, zone)
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


def trimmed_above(ink: Ink, zone: ColumnZone, dpi: float) -> ColumnZone:
    """The same from below: a short last line of the body above recipients, lines of it with a gap by chance."""
    left, right = _sides(ink, zone)
    first = _after_break(left, right, dpi)
    last = _end(left[first:][::-1], right[first:][::-1], _WHITE * dpi)
    return ColumnZone(zone.y1 - last, zone.y1, zone.x)


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


def halves(zone: ColumnZone, width: int) -> tuple[Rect, Rect]:
    """The left and the right column of a zone."""
    return Rect(0, zone.y0, zone.x, zone.y1), Rect(zone.x, zone.y0, width, zone.y1)


_MAP_DPI = 100.0  # of the map of the ink
_GRID_DPI = 150.0  # rules are thin: below this they break
_EDGE = 0.025  # share of the page at its edges where scanners leave black
_HEADER_SPAN = 0.45  # a header lies in this share of the page, from the top
_HEADER_START = 0.15
_FIRST_ROW = 20  # pixels of ink in a row that are text
_FIRST_LINE = 0.1  # inches that a header may begin below the page's first text
_BELOW_ENDING = 3  # lines that may follow recipients and signature: page number, foot line
_LEAST_INK = 12  # pixels of the map that make a body worth reading


def find_tables(binary: Pixels, dpi: float) -> tuple[RuledGrid, ...]:
    """The ruled tables of a binary page (ink 0), in pixels of that page."""
    page = Rect(0, 0, binary.shape[1], binary.shape[0])
    return tuple(_scaled_grid(grid, dpi / _GRID_DPI, page) for grid in _grids(binary, dpi))


def find_blocks(
    binary: Pixels, dpi: float, tables: Sequence[RuledGrid] | None = None
) -> tuple[PageBlock, ...]:
    """The blocks of a binary page (ink 0), in its pixels; one body block at least. `tables`: those already found."""
    grids = find_tables(binary, dpi) if tables is None else tables
    height, width = binary.shape
    ink = _ink_map(binary, dpi)
    scale = ink.shape[0] / height
    page = Rect(0, 0, width, height)
    for grid in grids:
        ink[round(grid.rect.y0 * scale) : round(grid.rect.y1 * scale)] = True
    zones = [(regions, _padded(zone, scale, height)) for regions, zone in _zones(ink)]
    blocks = tuple(_ordered(binary, zones, grids))
    return blocks or (PageBlock(Region.BODY, page),)


def _padded(zone: ColumnZone, scale: float, height: int) -> ColumnZone:
    """A zone of the map in pixels of the page, a row of the map more at each end."""
    return ColumnZone(
        max(0, round((zone.y0 - 1) / scale)),
        min(height, round((zone.y1 + 1) / scale)),
        round(zone.x / scale),
    )


def _ink_map(binary: Pixels, dpi: float) -> Ink:
    """Ink at 100 dpi, specks and the page's edges taken out."""
    scale = min(1.0, _MAP_DPI / dpi)
    ink = 255 - cv2.medianBlur(binary, 3)
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    marked = np.asarray(small) > 48  # noqa: PLR2004 - a fifth of a pixel: thin strokes of small type stay
    down, across = (round(side * _EDGE) for side in marked.shape)
    inner = np.zeros_like(marked)
    inner[down:-down, across:-across] = marked[down:-down, across:-across]
    return inner


def _grids(binary: Pixels, dpi: float) -> tuple[RuledGrid, ...]:
    scale = _GRID_DPI / dpi
    ink = cv2.resize(255 - binary, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return find_grids((np.asarray(ink) > 80).astype(np.uint8) * 255, _GRID_DPI)  # noqa: PLR2004


def _scaled_grid(grid: RuledGrid, factor: float, page: Rect) -> RuledGrid:
    cells = (replace(cell, rect=_scaled(cell.rect, factor, page)) for cell in grid.cells)
    return RuledGrid(_scaled(grid.rect, factor, page), tuple(cells))


def _scaled(rect: Rect, factor: float, page: Rect) -> Rect:
    x0, y0, x1, y1 = (round(side * factor) for side in (rect.x0, rect.y0, rect.x1, rect.y1))
    return Rect(x0, y0, min(x1, page.x1), min(y1, page.y1))


Columns = tuple[Region, Region]
_HEADER: Columns = (Region.HEADER_LEFT, Region.HEADER_RIGHT)
_ENDING: Columns = (Region.RECIPIENTS, Region.SIGNATURE)


def _zones(ink: Ink) -> Iterator[tuple[Columns, ColumnZone]]:
    """The header's and the ending's zone, where the page has them."""
    height = ink.shape[0]
    header = _header(ink)
    top = 0
    if header is not None:
        yield _HEADER, header
        top = header.y1
    below = _lines_below(ink)
    ending = find_zone(ink, _MAP_DPI, (top, height), lambda zone: below[zone.y1] <= _BELOW_ENDING)
    if ending is not None:
        yield _ENDING, trimmed_above(ink, ending, _MAP_DPI)


def _header(ink: Ink) -> ColumnZone | None:
    """The header: of the zones that open the page's text the best, else of those that begin high enough."""
    height = ink.shape[0]
    rows = np.flatnonzero(ink.sum(axis=1) > _FIRST_ROW)
    first = int(rows[0]) if rows.size else 0
    highest = _HEADER_START * height
    zone = _zone_above(ink, min(first + _FIRST_LINE * _MAP_DPI, highest))
    zone = zone or _zone_above(ink, highest)
    return zone and trimmed_below(ink, zone, _MAP_DPI)


def _zone_above(ink: Ink, latest: float) -> ColumnZone | None:
    """The best zone of the page's head that begins above a row."""
    rows = (0, round(_HEADER_SPAN * ink.shape[0]))
    return find_zone(ink, _MAP_DPI, rows, lambda zone: zone.y0 <= latest)


def _lines_below(ink: Ink) -> list[int]:
    """For each row, and the one after the last, the lines that begin below it."""
    inked = ink.mean(axis=1) > 0.01  # noqa: PLR2004
    begins = np.diff(inked.astype(np.int8)) == 1
    return [*np.cumsum(begins[::-1])[::-1].tolist(), 0, 0]


def _ordered(
    binary: Pixels, zones: Sequence[tuple[Columns, ColumnZone]], grids: Sequence[RuledGrid]
) -> Iterator[PageBlock]:
    """Zones and tables from top to bottom, the body between them."""
    height, width = binary.shape
    taken: list[tuple[int, int, list[PageBlock]]] = []
    for regions, zone in zones:
        rects = halves(zone, width)
        taken.append(
            (zone.y0, zone.y1, [PageBlock(*pair) for pair in zip(regions, rects, strict=True)])
        )
    taken += [
        (grid.rect.y0, grid.rect.y1, [PageBlock(Region.TABLE, grid.rect, grid.cells)])
        for grid in grids
    ]
    y = 0
    for y0, y1, blocks in sorted(taken, key=lambda item: item[0]):
        yield from _body(binary, y, y0)
        yield from blocks
        y = max(y, y1)
    yield from _body(binary, y, height)


def _body(binary: Pixels, y0: int, y1: int) -> Iterator[PageBlock]:
    """The body between two rows, where there is ink."""
    part = binary[y0:y1]
    if y1 > y0 and np.count_nonzero(part == 0) > _LEAST_INK:
        yield PageBlock(Region.BODY, Rect(0, y0, part.shape[1], y1))
