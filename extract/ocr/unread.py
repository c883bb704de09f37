"""What a pen filled in by hand in blue, in cells of a table and on dotted lines: not read, so it is said where something stands."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.image import CleanPage, GridCell, Rect
from extract.model import Box, Page

UNREAD = "blue ink that was not read: "  # how the note of a page on one such place begins
_DOTS = re.compile(r"[.…_]{4,}")


def with_unread(tidy: CleanPage, read: Page) -> Page:
    """The page as read, with a note on each place that a blue pen filled in."""
    cells = [
        f"row {cell.row + 1}, column {cell.column + 1} of table {number}"
        for number, block in enumerate((b for b in tidy.blocks if b.cells), start=1)
        for cell in block.cells
        if any(_holds(cell, stroke) for stroke in tidy.pen)
    ]
    strokes = [tidy.original(stroke) for stroke in tidy.pen]
    lines = [
        f"line {number}"
        for number, line in enumerate(read.lines, start=1)
        for word in line.words
        if word.box and _DOTS.search(word.text) and any(_meet(word.box, box) for box in strokes)
    ]
    places = [f"{UNREAD}{place}" for place in (*cells, *dict.fromkeys(lines))]
    return replace(read, notes=(*read.notes, *places))


def _holds(cell: GridCell, stroke: Rect) -> bool:
    x, y = (stroke.x0 + stroke.x1) / 2, (stroke.y0 + stroke.y1) / 2
    return cell.rect.x0 <= x < cell.rect.x1 and cell.rect.y0 <= y < cell.rect.y1


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap; writing may stand a little above its dots."""
    reach = one.y1 - one.y0 + 0.01
    across = one.x0 < other.x1 and other.x0 < one.x1
    return across and one.y0 - reach < other.y1 and other.y0 < one.y1 + reach
