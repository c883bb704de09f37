"""The sheet an engine reads: a page's blocks one below the other in reading order, so that columns are never mixed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from extract.image import Block, CleanPage, Rect
from extract.ingest import Pixels


_GAP = 0.12  # inches between blocks
_CELL_GAP = 0.06  # inches between cells: less than a blank line, so that a column stays one text
_CELL_LEFT = 0.5  # inches from the left where cells stand
_INSET = 0.02  # inches off each side of a cell, where its rules leave their rims
_PAD = 0.04  # inches of white kept above and below ink
_LEAST_ROWS = 0.03  # inches of inked rows that can be a letter: less is a speck
_INK = 128


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of the page on the sheet: `rect` on the page, its top left corner at (x, y) of the sheet."""

    block: int
    cell: int | None
    rect: Rect
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Pixels to read, and the pieces they were made of, from top to bottom."""

    pixels: Pixels
    strips: tuple[Strip, ...]


def compose(page: CleanPage) -> Sheet:
    """The sheet of a page: the page itself where it is one block."""
    if len(page.blocks) == 1 and not page.blocks[0].cells:
        block = page.blocks[0]
        return Sheet(page.pixels, (Strip(0, None, block.rect, block.rect.x0, block.rect.y0),))
    strips = tuple(_stack(page))
    height = max((strip.y + strip.rect.height for strip in strips), default=0) + _gap(page)
    pixels = np.full((height, page.pixels.shape[1] + round(page.dpi)), 255, np.uint8)
    for strip in strips:
        cut = strip.rect
        part = page.pixels[cut.y0 : cut.y1, cut.x0 : cut.x1]
        pixels[strip.y : strip.y + cut.height, strip.x : strip.x + cut.width] = part
    return Sheet(pixels, strips)


def _gap(page: CleanPage) -> int:
    """White between strips: about a line of text."""
    return max(4, round(page.dpi * _GAP))


def _stack(page: CleanPage) -> Iterator[Strip]:
    """Pieces from top to bottom; a table's go column by column, so that a column of numbers is read as one."""
    y = 0
    for index, block in enumerate(page.blocks):
        for cell, rect in _pieces(block):
            inner = _inked(page, rect, 0 if cell is None else round(_INSET * page.dpi))
            if inner is not None:
                x = inner.x0 if cell is None else round(_CELL_LEFT * page.dpi)
                yield Strip(index, cell, inner, x, y)
                y += inner.height + (_gap(page) if cell is None else round(_CELL_GAP * page.dpi))


def _pieces(block: Block) -> list[tuple[int | None, Rect]]:
    if not block.cells:
        return [(None, block.rect)]
    order = sorted(range(len(block.cells)), key=lambda at: (block.cells[at].column, block.cells[at].row))
    return [(index, block.cells[index].rect) for index in order]


def _inked(page: CleanPage, rect: Rect, inset: int) -> Rect | None:
    """The rows of a piece that bear ink, a little white around them; `None` where nothing does."""
    x0, x1, top, bottom = rect.x0 + inset, rect.x1 - inset, rect.y0 + inset, rect.y1 - inset
    rows = np.flatnonzero((page.pixels[top:bottom, x0:x1] < _INK).sum(axis=1) > 1)
    if rows.size < _LEAST_ROWS * page.dpi:
        return None
    pad = round(_PAD * page.dpi)
    return Rect(x0, max(top, top + int(rows[0]) - pad), x1, min(bottom, top + int(rows[-1]) + 1 + pad))
