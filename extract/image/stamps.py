"""What is stamped in colour on the upper half of a page: marks of secrecy are red, and leave with the seals otherwise (S5)."""

from __future__ import annotations

import cv2
import numpy as np

from extract.image.page import Block, CleanPage, Rect
from extract.image.resolution import page_dpi, reading_scale, scaled
from extract.image.tone import coloured, grey
from extract.ingest import PageImage, Pixels
from extract.model import Region

_SIDE = 0.6  # inches: wider or higher is a frame or a seal, no letter
_LEAST = 0.06  # inches: lower is a speck
_MARGIN = 0.3  # inches of white around what is cut out
_LETTERS = 3  # fewer are no mark


def stamped(page: PageImage) -> CleanPage | None:
    """The coloured letters of the upper half as a page of their own; `None` where there are none."""
    if page.pixels.ndim == 2:  # noqa: PLR2004
        return None
    dpi = page_dpi(page)
    scale = reading_scale(page.pixels, dpi)
    whole = scaled(page.pixels, scale)
    upper = np.ascontiguousarray(whole[: whole.shape[0] // 2])
    mask = coloured(upper)
    letters = _letters(mask, dpi * scale) if mask is not None else []
    if len(letters) < _LETTERS:
        return None
    return _cut(page.number, np.where(mask, grey(upper), 255), letters, whole.shape, dpi * scale)


def _letters(mask: Pixels, dpi: float) -> list[Rect]:
    """The boxes of coloured marks that have the size of letters."""
    _, _, found, _ = cv2.connectedComponentsWithStats(mask)
    boxes = [Rect(x, y, x + width, y + height) for x, y, width, height, _ in found[1:].tolist()]
    least, most = _LEAST * dpi, _SIDE * dpi
    return [box for box in boxes if least <= box.height <= most and box.width <= most]


def _cut(
    number: int, ink: Pixels, letters: list[Rect], shape: tuple[int, ...], dpi: float
) -> CleanPage:
    """The letters alone on white, with a margin, at their places relative to each other."""
    x, y = min(box.x0 for box in letters), min(box.y0 for box in letters)
    margin = round(_MARGIN * dpi)
    width = max(box.x1 for box in letters) - x + 2 * margin
    height = max(box.y1 for box in letters) - y + 2 * margin
    pixels = np.full((height, width), 255, np.uint8)
    left, top = margin - x, margin - y
    for box in letters:
        pixels[box.y0 + top : box.y1 + top, box.x0 + left : box.x1 + left] = ink[
            box.y0 : box.y1, box.x0 : box.x1
        ]
    back = np.array(
        [[1 / shape[1], 0, -left / shape[1]], [0, 1 / shape[0], -top / shape[0]]], dtype=np.float64
    )
    block = Block(Region.BODY, Rect(0, 0, width, height))
    return CleanPage(number, pixels, dpi, (block,), back)
