"""Lines whose start was not read: Tesseract takes the numbers of items for a column of their own, and drops it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extract.image import CleanPage
from extract.model import Region
from extract.ocr.hocr import ReadLine
from extract.ocr.sheet import Sheet

_INK = 128
_NEAR, _FAR = 0.04, 0.5  # inches to the left of a line where the number of an item stands
_HIGH = 0.06  # inches of inked rows that are a figure
_NARROW = 0.03  # inches of inked columns: less is a speck or a rule


def lost_starts(page: CleanPage, sheet: Sheet, lines: Sequence[ReadLine]) -> int:
    """How many lines of the body have ink before them that no line covers."""
    left = np.asarray(sheet.pixels < _INK)
    for line in lines:
        left[line.rect.y0 : line.rect.y1, line.rect.x0 : line.rect.x1] = False
    bands = [
        (strip.y, strip.y + strip.rect.height)
        for strip in sheet.strips
        if page.blocks[strip.block].region is Region.BODY
    ]
    return sum(
        _is_number(left, line, page.dpi)
        for line in lines
        if any(y0 <= line.rect.y0 and line.rect.y1 <= y1 for y0, y1 in bands)
    )


def _is_number(
    left: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], line: ReadLine, dpi: float
) -> bool:
    """Whether something of the size of a figure stands before a line."""
    rect = line.rect
    start, end = max(0, rect.x0 - round(_FAR * dpi)), max(0, rect.x0 - round(_NEAR * dpi))
    part = left[rect.y0 : rect.y1, start:end]
    high = int(part.any(axis=1).sum()) >= _HIGH * dpi
    return high and int(part.any(axis=0).sum()) >= _NARROW * dpi
