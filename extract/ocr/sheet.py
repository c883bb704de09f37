"""The sheet an engine reads: a page's blocks one below the other in reading order, so that columns are never mixed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from extract.image import Block, CleanPage, GridCell, Rect
from extract.ingest import Pixels


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
    strips = _stack(page)
    height = max(strip.y + strip.rect.height for strip in strips) + _gap(page)
    pixels = np.full((height, page.pixels.shape[1]), 255, np.uint8)
    for strip in strips:
        cut = strip.rect
        part = page.pixels[cut.y0 : cut.y1, cut.x0 : cut.x1]
        pixels[strip.y : strip.y + cut.height, strip.x : strip.x + cut.width] = part
    return Sheet(pixels, tuple(strips))


def _gap(page: CleanPage) -> int:
    """White between strips: about a line of text."""
    return max(4, round(page.dpi * 0.12))


def _stack(page: CleanPage) -> list[Strip]:
    strips: list[Strip] = []
    y, gap = 0, _gap(page)
    for index, block in enumerate(page.blocks):
        for cell, rect in _pieces(block):
            x = rect.x0 if cell is None else round(page.dpi)
            strips.append(Strip(index, cell, rect, x, y))
            y += rect.height + gap
    return strips


def _pieces(block: Block) -> list[tuple[int | None, Rect]]:
    if not block.cells:
        return [(None, block.rect)]
    cells: list[GridCell] = list(block.cells)
    return [(index, cell.rect) for index, cell in enumerate(cells)]
