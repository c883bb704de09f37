"""The sheet an engine reads: a page's blocks one below the other in reading order, so that columns are never mixed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.image import CleanPage, Rect
from extract.ingest import Pixels
from extract.ocr.cell_lines import CellText, cell_pixels, cell_rows

_GAP = 0.12  # inches between blocks
_PAD = 0.04  # inches of white kept above and below ink
_LEAST_ROWS = 0.03  # inches of inked rows that can be a letter: less is a speck
_INK = 128


@dataclass(frozen=True, slots=True)
class Strip:
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
    rows: tuple[tuple[Strip, ...], ...]

    @property
    def strips(self) -> tuple[Strip, ...]:
        """All pieces, row by row."""
        return tuple(strip for row in self.rows for strip in row)

    def row_at(self, y: int) -> tuple[Strip, ...]:
        """The row of pieces that a line of the sheet falls on."""
        tops = [min(strip.y for strip in row) for row in self.rows]
        return self.rows[max(0, bisect_right(tops, y) - 1)]


def nearest(row: Sequence[Strip], x: float) -> Strip:
    """The piece of a row that lies at x, else the one nearest to it."""
    return min(row, key=lambda strip: max(strip.x - x, 0, x - strip.x - strip.rect.width))


def compose(page: CleanPage) -> Sheet:
    """The sheet of a page: the page itself where it is one block."""
    if len(page.blocks) == 1 and not page.blocks[0].cells:
        block = page.blocks[0]
        return Sheet(page.pixels, ((Strip(0, block.rect, block.rect.y0, block.rect.x0),),))
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


def _stack(page: CleanPage) -> Iterator[tuple[Strip, ...]]:
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
            yield (Strip(index, rect, y, _gap(page)),)
            y += rect.height + _gap(page)


def _beside(page: CleanPage, block: int, texts: Sequence[CellText], y: int) -> Iterator[Strip]:
    """Texts of cells side by side on one base line."""
    base = y + max(text.base - text.rect.y0 for text in texts)
    x = _gap(page)
    for text in texts:
        yield Strip(block, text.rect, base - (text.base - text.rect.y0), x, text)
        x += text.rect.width


def _paste(page: CleanPage, strip: Strip, sheet: Pixels) -> None:
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
