"""What is stamped in colour on the upper half of a page: marks of secrecy are red, and leave with the seals otherwise (S5)."""

from __future__ import annotations

import cv2
import numpy as np

from extract.image.page import Block, CleanPage, Rect
from extract.image.resolution import page_dpi, reading_scale, scaled
from extract.image.tone import grey, grown, tints_of
from extract.ingest import PageImage, Pixels
from extract.model import Region

_WIDEST, _HIGHEST = 2.5, 0.5  # inches: more is a seal, not a word
_LEAST = 0.06  # inches: lower is a speck
_FRAME_FILL = 0.25  # ink in its box: a frame has less, a bold word 0.4 and more
_FRAME = 0.6  # inches: a thin letter is narrower
_MARGIN = 0.3  # inches of white around what is cut out
_NARROWEST = 0.3  # inches of letters together: less is no mark


def stamped(page: PageImage) -> CleanPage | None:
    """The coloured letters of the upper half as a page of their own; `None` where there are none."""
    if page.pixels.ndim == 2:  # noqa: PLR2004
        return None
    dpi = page_dpi(page)
    scale = reading_scale(page.pixels, dpi)
    whole = scaled(page.pixels, scale)
    upper = np.ascontiguousarray(whole[: whole.shape[0] // 2])
    tints = tints_of(upper)
    if tints is None:
        return None
    mask = grown(tints, upper.shape)
    letters = _letters(mask, dpi * scale)
    if sum(box.width for box in letters) < _NARROWEST * dpi * scale:
        return None
    return _cut(page.number, np.where(mask, grey(upper), 255), letters, whole.shape, dpi * scale)


def _letters(mask: Pixels, dpi: float) -> list[Rect]:
    """The boxes of coloured marks that have the size of letters or, grown together, of a word; no frames."""
    _, _, found, _ = cv2.connectedComponentsWithStats(mask)
    boxes = (
        (Rect(x, y, x + width, y + height), area)
        for x, y, width, height, area in found[1:].tolist()
    )
    return [box for box, area in boxes if _is_letters(box, area, dpi)]


def _is_letters(box: Rect, area: int, dpi: float) -> bool:
    fits = _LEAST * dpi <= box.height <= _HIGHEST * dpi and box.width <= _WIDEST * dpi
    return fits and (box.width < _FRAME * dpi or area > _FRAME_FILL * box.width * box.height)


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
    back = np.diag([1 / shape[1], 1 / shape[0], 1.0])
    back[:2, 2] = -left / shape[1], -top / shape[0]
    block = Block(Region.BODY, Rect(0, 0, width, height))
    return CleanPage(number, pixels, dpi, (block,), back)
