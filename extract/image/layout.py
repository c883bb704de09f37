"""The blocks of a page in reading order: header columns, body, ruled tables, recipients and signature.

Works on a map of the ink at 100 dpi; a page of one block is read as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import cv2
import numpy as np

from extract.image.columns import Ink, Zone, find_zone, halves, trimmed_above, trimmed_below
from extract.image.grid import Grid, find_grids
from extract.image.page import Block, Rect
from extract.ingest import Pixels
from extract.model import Region

_MAP_DPI = 100.0
_GRID_DPI = 150.0
_EDGE = 0.025  # share of the page at its edges where scanners leave black
_HEADER_SPAN = 0.45  # a header lies in this share of the page, from the top
_HEADER_START = 0.15
_FIRST_ROW = 20  # pixels of ink in a row that are text
_FIRST_LINE = 0.1  # inches that a header may begin below the page's first text
_BELOW_ENDING = 3  # lines that may follow recipients and signature: page number, foot line
_LEAST_INK = 12  # pixels of the map that make a body worth reading


def find_tables(binary: Pixels, dpi: float) -> tuple[Grid, ...]:
    """The ruled tables of a binary page (ink 0), in pixels of that page."""
    page = Rect(0, 0, binary.shape[1], binary.shape[0])
    return tuple(_scaled_grid(grid, dpi / _GRID_DPI, page) for grid in _grids(binary, dpi))


def find_blocks(
    binary: Pixels, dpi: float, tables: Sequence[Grid] | None = None
) -> tuple[Block, ...]:
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
    return blocks or (Block(Region.BODY, page),)


def _padded(zone: Zone, scale: float, height: int) -> Zone:
    """A zone of the map in pixels of the page, a row of the map more at each end."""
    return Zone(
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


def _grids(binary: Pixels, dpi: float) -> tuple[Grid, ...]:
    scale = _GRID_DPI / dpi
    ink = cv2.resize(255 - binary, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return find_grids((np.asarray(ink) > 80).astype(np.uint8) * 255, _GRID_DPI)  # noqa: PLR2004


def _scaled_grid(grid: Grid, factor: float, page: Rect) -> Grid:
    cells = (replace(cell, rect=_scaled(cell.rect, factor, page)) for cell in grid.cells)
    return Grid(_scaled(grid.rect, factor, page), tuple(cells))


def _scaled(rect: Rect, factor: float, page: Rect) -> Rect:
    x0, y0, x1, y1 = (round(side * factor) for side in (rect.x0, rect.y0, rect.x1, rect.y1))
    return Rect(x0, y0, min(x1, page.x1), min(y1, page.y1))


Columns = tuple[Region, Region]
_HEADER: Columns = (Region.HEADER_LEFT, Region.HEADER_RIGHT)
_ENDING: Columns = (Region.RECIPIENTS, Region.SIGNATURE)


def _zones(ink: Ink) -> Iterator[tuple[Columns, Zone]]:
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


def _header(ink: Ink) -> Zone | None:
    """The header: of the zones that open the page's text the best, else of those that begin high enough."""
    height = ink.shape[0]
    rows = np.flatnonzero(ink.sum(axis=1) > _FIRST_ROW)
    first = int(rows[0]) if rows.size else 0
    highest = _HEADER_START * height
    zone = _zone_above(ink, min(first + _FIRST_LINE * _MAP_DPI, highest))
    zone = zone or _zone_above(ink, highest)
    return zone and trimmed_below(ink, zone, _MAP_DPI)


def _zone_above(ink: Ink, latest: float) -> Zone | None:
    """The best zone of the page's head that begins above a row."""
    rows = (0, round(_HEADER_SPAN * ink.shape[0]))
    return find_zone(ink, _MAP_DPI, rows, lambda zone: zone.y0 <= latest)


def _lines_below(ink: Ink) -> list[int]:
    """For each row, and the one after the last, the lines that begin below it."""
    inked = ink.mean(axis=1) > 0.01  # noqa: PLR2004
    begins = np.diff(inked.astype(np.int8)) == 1
    return [*np.cumsum(begins[::-1])[::-1].tolist(), 0, 0]


def _ordered(
    binary: Pixels, zones: Sequence[tuple[Columns, Zone]], grids: Sequence[Grid]
) -> Iterator[Block]:
    """Zones and tables from top to bottom, the body between them."""
    height, width = binary.shape
    taken: list[tuple[int, int, list[Block]]] = []
    for regions, zone in zones:
        rects = halves(zone, width)
        taken.append(
            (zone.y0, zone.y1, [Block(*pair) for pair in zip(regions, rects, strict=True)])
        )
    taken += [
        (grid.rect.y0, grid.rect.y1, [Block(Region.TABLE, grid.rect, grid.cells)]) for grid in grids
    ]
    y = 0
    for y0, y1, blocks in sorted(taken, key=lambda item: item[0]):
        yield from _body(binary, y, y0)
        yield from blocks
        y = max(y, y1)
    yield from _body(binary, y, height)


def _body(binary: Pixels, y0: int, y1: int) -> Iterator[Block]:
    """The body between two rows, where there is ink."""
    part = binary[y0:y1]
    if y1 > y0 and np.count_nonzero(part == 0) > _LEAST_INK:
        yield Block(Region.BODY, Rect(0, y0, part.shape[1], y1))
