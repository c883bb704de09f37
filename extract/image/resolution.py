"""Resolution: what a page has, and what it should be read at (promise I5: never trust a stated dpi alone)."""

from __future__ import annotations

import cv2
import numpy as np

from extract.ingest import PageImage, Pixels

_A4_SIDES = (8.27, 11.69)  # inches
# Resolution to read at, by the resolution a page has up to a limit. Measured on 10 pages: 300 dpi brought down to 200
# CER 3.15 to 2.88 with less time; 150 dpi CER 3.4 at 150 and at 300, 2.7 at 200; 100 to 300 dpi, tables' CER 17 to 4.7.
_READ_AT = ((130.0, 300.0), (170.0, 200.0), (230.0, None), (float("inf"), 200.0))
_MOST_PIXELS = 40e6  # beyond it a page is reduced before work (promise W2)


def page_dpi(page: PageImage) -> float:
    """Stated resolution, else the one at which the page would be A4."""
    if page.dpi is not None:
        return page.dpi
    short, long = sorted(page.pixels.shape[:2])
    return float(max(50.0, min(short / _A4_SIDES[0], long / _A4_SIDES[1])))


def reading_scale(pixels: Pixels, dpi: float) -> float:
    """The factor to scale a page by before it is read: coarse ones up, fine ones down, else 1.0."""
    area = float(pixels.shape[0] * pixels.shape[1])
    scale = (next(wanted for most, wanted in _READ_AT if dpi <= most) or dpi) / dpi
    return float(min(scale, (_MOST_PIXELS / area) ** 0.5))


def scaled(pixels: Pixels, scale: float) -> Pixels:
    """Pixels scaled, cubic when enlarged, by area when reduced."""
    if scale == 1.0:
        return pixels
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(
        cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8
    )
