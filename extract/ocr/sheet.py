"""The sheet an engine reads: a page's blocks one below the other in reading order, so that columns are never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from extract.image import CleanPage, Rect
from extract.ingest import Pixels

_GAP = 0.12  # inches between blocks
_INSET = 0.02  # inches off each side of a cell, where its rules leave their rims
_PAD = 0.04  # inches of white kept above and below ink
_LEAST_ROWS = 0.03  # inches of inked rows that can be a letter: less is a speck
_INK = 128


@dataclass(frozen=True, slots=True)
class Strip:
    """A block's rectangle on the page, put on the sheet with its top left corner at `x`, `y`."""

    block: int
    rect: Rect
    y: int
    x: int = 0

    def on_page(self, rect: Rect) -> Rect:
        """Where on the page a rectangle of the sheet came from."""
        across, down = self.rect.x0 - self.x, self.rect.y0 - self.y
        return Rect(rect.x0 + across, rect.y0 + down, rect.x1 + across, rect.y1 + down)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pixels to read, and the pieces they were made of, from top to bottom."""

    pixels: Pixels
    strips: tuple[Strip, ...]


def compose(page: CleanPage) -> Sheet:
    """The sheet of a page: the page itself where it is one block."""
    if len(page.blocks) == 1 and not page.blocks[0].cells:
        block = page.blocks[0]
        return Sheet(page.pixels, (Strip(0, block.rect, block.rect.y0, block.rect.x0),))
    strips = tuple(_stack(page))
    height = max((strip.y + strip.rect.height for strip in strips), default=0) + _gap(page)
    width = max((strip.x + strip.rect.width for strip in strips), default=0) + _gap(page)
    pixels = np.full((height, width), 255, np.uint8)
    for strip in strips:
        _paste(page, strip, pixels)
    return Sheet(pixels, strips)


def _gap(page: CleanPage) -> int:
    """White between strips: about a line of text."""
    return max(4, round(page.dpi * _GAP))


def _stack(page: CleanPage) -> Iterator[Strip]:
    """The blocks that bear ink from top to bottom, flush left: what stands apart passes for a column of its own."""
    y = 0
    for index, block in enumerate(page.blocks):
        rect = _inked(page, block.rect)
        if rect is not None:
            yield Strip(index, rect, y, _gap(page))
            y += rect.height + _gap(page)


def _paste(page: CleanPage, strip: Strip, sheet: Pixels) -> None:
    """Put a block on the sheet; of a table the insides of its cells, so that no rule is read as a letter."""
    inset = round(_INSET * page.dpi)
    cells = page.blocks[strip.block].cells
    for cut in [_shrunk(cell.rect, inset) for cell in cells] or [strip.rect]:
        y0, y1 = max(cut.y0, strip.rect.y0), min(cut.y1, strip.rect.y1)
        x0, x1 = max(cut.x0, strip.rect.x0), min(cut.x1, strip.rect.x1)
        y, x = strip.y + y0 - strip.rect.y0, strip.x + x0 - strip.rect.x0
        if y1 > y0 and x1 > x0:
            sheet[y : y + y1 - y0, x : x + x1 - x0] = page.pixels[y0:y1, x0:x1]


def _shrunk(rect: Rect, by: int) -> Rect:
    return Rect(rect.x0 + by, rect.y0 + by, rect.x1 - by, rect.y1 - by)


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
