"""The sheet an engine reads: a page's blocks one below the other in reading order, so that columns are never mixed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image import CleanPage, PageBlock, Rect
from extract.ingest import Pixels

# The text of a table's cells, set in rows that an engine reads as it reads prose.
#
# Cells are centred: one of two lines beside one of a single line gives an engine no common base line, and it loses commas,
# marks and whole figures between them. Here the lines of a row's cells stand side by side on one base line, as far apart as
# words, first all first lines, then all second ones; cells whose lines touch follow one by one; rules and the white between columns are left behind. Measured on the number
# tables of four real documents, digit strings right: as the page has them 0.6, side by side 0.2 inch apart 0.69, 0.14 inch
# 0.92, 0.08 inch 0.99, each cell by itself 0.97.

_INK = 128
_INSET = 0.02  # inches off each side of a cell, where its rules leave their rims
PAD = 0.045  # inches of white kept at both sides of ink: 0.09 between cells
_MARK = 0.09  # inches: lower rows of ink are marks of the line beside them
_NEAR = 0.06  # inches that marks stand off their line at most
_TALL = 0.3  # inches: higher rows of ink are lines that touch
_LEAST = 0.015  # inches of inked rows or columns: less is a speck
_RIM_LONG, _RIM_THIN = 0.15, 0.035  # inches of the rest of a rule at a cell's edge
_SPECK, _APART = 0.025, 0.08  # inches: a larger speck may be a stop; nearer ink may be its letter
_MOST_PIECES = 3000  # of ink in a cell; a dirtier one is left as it is


@dataclass(frozen=True, slots=True)
class CellText:
    """A line of a cell, or all its lines where they touch: its place on the page, and the row its letters stand on."""

    cell: int
    rect: Rect
    base: int


def cell_rows(page: CleanPage, block: PageBlock) -> Iterator[Sequence[CellText]]:
    """What is to be read side by side, from top to bottom and left to right."""
    rows: dict[int, list[list[CellText]]] = {}
    for at, cell in enumerate(block.cells):
        rows.setdefault(cell.row, []).append(list(_texts(page, at, cell.rect)))
    for row in sorted(rows):
        for beside in zip_longest(*rows[row]):
            found = [text for text in beside if text is not None]
            lines = [text for text in found if not _touch(text, page.dpi)]
            if lines:
                yield lines
            yield from ([text] for text in found if _touch(text, page.dpi))


def _touch(text: CellText, dpi: float) -> bool:
    return text.rect.height > _TALL * dpi


def cell_pixels(page: CleanPage, block: PageBlock, text: CellText) -> Pixels:
    """The pixels of a cell's text without the rests of rules and specks."""
    inner = _inside(block.cells[text.cell].rect, page.dpi)
    x, y = text.rect.x0 - inner.x0, text.rect.y0 - inner.y0
    clean = _without_dirt(page.pixels[inner.slices], page.dpi)
    return clean[y : y + text.rect.height, x : x + text.rect.width]


def _inside(rect: Rect, dpi: float) -> Rect:
    by = round(_INSET * dpi)
    return Rect(rect.x0 + by, rect.y0 + by, rect.x1 - by, rect.y1 - by)


def _without_dirt(cell: Pixels, dpi: float) -> Pixels:
    """A cell's pixels without what is long, thin and at its edge, and without specks that stand alone."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((cell < _INK).astype(np.uint8))
    x, y, width, height = (stats[:, side] for side in range(4))
    edge = (x == 0) | (y == 0) | (x + width == cell.shape[1]) | (y + height == cell.shape[0])
    thin = np.minimum(width, height) <= _RIM_THIN * dpi
    rim = edge & thin & (np.maximum(width, height) >= _RIM_LONG * dpi)
    dirt = rim | _lone_specks(np.asarray(stats, np.float64), dpi)
    dirt[0] = False
    return np.where(dirt[labels], np.uint8(255), cell)


def _lone_specks(stats: NDArray[np.float64], dpi: float) -> NDArray[np.bool_]:
    """Which pieces of ink (the first is the paper) are as small as a stop and stand apart from all others.

    They would widen a figure by the white between, and a word read over two cells be cut in the wrong place.
    """
    left, top, width, height = (stats[:, side] for side in range(4))
    lone = np.maximum(width, height) <= _SPECK * dpi
    if len(stats) > _MOST_PIECES:
        return np.zeros_like(lone)
    for at in np.flatnonzero(lone):
        across = np.maximum(left - left[at] - width[at], left[at] - left - width)
        down = np.maximum(top - top[at] - height[at], top[at] - top - height)
        far = np.maximum(across, down)
        far[[0, at]] = np.inf
        lone[at] = far.min() > _APART * dpi
    return np.asarray(lone)


def _texts(page: CleanPage, at: int, rect: Rect) -> Iterator[CellText]:
    """The lines of a cell; all of them as one where some touch."""
    inner = _inside(rect, page.dpi)
    if inner.width <= 0 or inner.height <= 0:
        return
    ink = np.asarray(_without_dirt(page.pixels[inner.slices], page.dpi) < _INK)
    bands = _lines(np.asarray(ink.any(axis=1)), page.dpi)
    if any(y1 - y0 > _TALL * page.dpi for y0, y1 in bands):
        bands = [(bands[0][0], bands[-1][1])]
    pad = round(PAD * page.dpi)
    for y0, y1 in bands:
        columns = np.flatnonzero(ink[y0:y1].any(axis=0))
        left = max(0, int(columns[0]) - pad) + inner.x0
        right = min(inner.width, int(columns[-1]) + 1 + pad) + inner.x0
        base = y0 + _base(ink[y0:y1].sum(axis=1)) + inner.y0
        yield CellText(at, Rect(left, y0 + inner.y0, right, y1 + inner.y0), base)


Band = tuple[int, int]


def _lines(inked: NDArray[np.bool_], dpi: float) -> list[Band]:
    """Start and end of each line of text, marks that stand off a line with it."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    bands = _with_marks(runs, _MARK * dpi, _NEAR * dpi)
    return [band for band in bands if band[1] - band[0] >= _LEAST * dpi]


def _with_marks(runs: list[Band], low: float, near: float) -> list[Band]:
    """Runs of rows, those too low to be letters joined to the nearer of their neighbours."""
    at = 0
    while at < len(runs):
        gaps = {
            first: runs[first + 1][0] - runs[first][1]
            for first in (at - 1, at)
            if 0 <= first < len(runs) - 1
        }
        first = min(gaps, key=lambda one: gaps[one], default=None)
        if first is not None and runs[at][1] - runs[at][0] < low and gaps[first] <= near:
            runs[first : first + 2] = [(runs[first][0], runs[first + 1][1])]
            at = first
        else:
            at += 1
    return runs


def _base(amount: NDArray[np.int64]) -> int:
    """The row below which ink falls off most steeply in the lower half of a line."""
    fall = amount - np.append(amount[1:], 0)
    half = len(amount) // 2
    return half + int(np.argmax(fall[half:]))


_GAP = 0.12  # inches between blocks
_PAD = 0.04  # inches of white kept above and below ink
_LEAST_ROWS = 0.03  # inches of inked rows that can be a letter: less is a speck


@dataclass(frozen=True, slots=True)
class SheetStrip:
    """A rectangle of the page put on the sheet with its top left corner at `x`, `y`: a block, or the text of a cell."""

    block: int
    rect: Rect
    y: int
    x: int = 0
    text: CellText | None = None

    @property
    def cell(self) -> int | None:
        """The cell that it is the text of."""
        return None if self.text is None else self.text.cell

    def on_page(self, rect: Rect) -> Rect:
        """Where on the page a rectangle of the sheet came from."""
        across, down = self.rect.x0 - self.x, self.rect.y0 - self.y
        return Rect(rect.x0 + across, rect.y0 + down, rect.x1 + across, rect.y1 + down)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pixels to read, and the pieces they were made of: rows from top to bottom, of a table side by side."""

    pixels: Pixels
    rows: tuple[tuple[SheetStrip, ...], ...]

    @property
    def strips(self) -> tuple[SheetStrip, ...]:
        """All pieces, row by row."""
        return tuple(strip for row in self.rows for strip in row)

    def row_at(self, y: int) -> tuple[SheetStrip, ...]:
        """The row of pieces that a line of the sheet falls on."""
        tops = [min(strip.y for strip in row) for row in self.rows]
        return self.rows[max(0, bisect_right(tops, y) - 1)]


def nearest(row: Sequence[SheetStrip], x: float) -> SheetStrip:
    """The piece of a row that lies at x, else the one nearest to it."""
    return min(row, key=lambda strip: max(strip.x - x, 0, x - strip.x - strip.rect.width))


def compose(page: CleanPage) -> Sheet:
    """The sheet of a page: the page itself where it is one block."""
    if len(page.blocks) == 1 and not page.blocks[0].cells:
        block = page.blocks[0]
        return Sheet(page.pixels, ((SheetStrip(0, block.rect, block.rect.y0, block.rect.x0),),))
    rows = tuple(_stack(page))
    strips = [strip for row in rows for strip in row]
    height = max((strip.y + strip.rect.height for strip in strips), default=0) + _gap(page)
    width = max((strip.x + strip.rect.width for strip in strips), default=0) + _gap(page)
    pixels = np.full((height, width), 255, np.uint8)
    for strip in strips:
        _paste(page, strip, pixels)
    return Sheet(pixels, rows)


def _gap(page: CleanPage) -> int:
    """White between strips: about a line of text."""
    return max(4, round(page.dpi * _GAP))


def _stack(page: CleanPage) -> Iterator[tuple[SheetStrip, ...]]:
    """The blocks that bear ink from top to bottom, flush left: what stands apart passes for a column of its own."""
    y = 0
    for index, block in enumerate(page.blocks):
        if block.cells:
            for texts in cell_rows(page, block):
                row = tuple(_beside(page, index, texts, y))
                yield row
                y = max(strip.y + strip.rect.height for strip in row) + _gap(page)
            continue
        rect = _inked(page, block.rect)
        if rect is not None:
            yield (SheetStrip(index, rect, y, _gap(page)),)
            y += rect.height + _gap(page)


def _beside(page: CleanPage, block: int, texts: Sequence[CellText], y: int) -> Iterator[SheetStrip]:
    """Texts of cells side by side on one base line."""
    base = y + max(text.base - text.rect.y0 for text in texts)
    x = _gap(page)
    for text in texts:
        yield SheetStrip(block, text.rect, base - (text.base - text.rect.y0), x, text)
        x += text.rect.width


def _paste(page: CleanPage, strip: SheetStrip, sheet: Pixels) -> None:
    """Put a piece on the sheet."""
    block, text = page.blocks[strip.block], strip.text
    part = page.pixels[strip.rect.slices] if text is None else cell_pixels(page, block, text)
    sheet[strip.y : strip.y + part.shape[0], strip.x : strip.x + part.shape[1]] = part


def _inked(page: CleanPage, rect: Rect) -> Rect | None:
    """The part of a block that bears ink, a little white around it; `None` where nothing does."""
    part = page.pixels[rect.y0 : rect.y1, rect.x0 : rect.x1]
    rows = np.flatnonzero((part < _INK).sum(axis=1) > 1)
    if rows.size < _LEAST_ROWS * page.dpi:
        return None
    pad = round(_PAD * page.dpi)
    top, bottom = rect.y0 + int(rows[0]) - pad, rect.y0 + int(rows[-1]) + 1 + pad
    columns = np.flatnonzero((part < _INK).sum(axis=0) > 1)
    if not columns.size:
        return None
    left, right = rect.x0 + int(columns[0]) - pad, rect.x0 + int(columns[-1]) + 1 + pad
    return Rect(max(rect.x0, left), max(rect.y0, top), min(rect.x1, right), min(rect.y1, bottom))
