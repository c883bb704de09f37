"""What is written between two printed words, cut out, alone and of one size, as the network takes it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from extract.image import Rect
from extract.ingest import Pixels
from extract.ocr.hand.network import FIGURES, Floats

_INK = 0.35  # of the way from paper to the darkest ink
_PAPER, _DARK = 85, 1  # percentiles of a strip's grey
_LEAST_CONTRAST = 25.0  # greys between paper and ink: less is paper alone
_MARGIN = 0.06  # of the height of the ink, above and below
_NARROWEST, _WIDEST = 8, 192  # columns
_REACH = 1.0  # em above and below the middle of the line that is looked at
_BESIDE = 0.25  # em to the left and right
_BAND = 0.62  # em above and below the middle where at least half of a stroke's height lies


@dataclass(frozen=True, slots=True)
class Gap:
    """Columns x0 <= x < x1 of the page between two printed words, the middle row of their line, the size of type (pixels)."""

    x0: int
    x1: int
    middle: int
    em: float

    @property
    def rect(self) -> Rect:
        """What is cut out: a little more than the gap, for strokes that reach over."""
        beside, reach = round(_BESIDE * self.em), round(_REACH * self.em)
        top = max(0, self.middle - reach)
        return Rect(max(0, self.x0 - beside), top, self.x1 + beside, self.middle + reach)

    def moved(self, across: int, down: int) -> Gap:
        """The gap so many pixels to the right and down."""
        return Gap(self.x0 + across, self.x1 + across, self.middle + down, self.em)


def strip_of(page: Pixels, gap: Gap) -> Floats | None:
    """The writing in a gap as a strip; `None` where the page has nothing there."""
    part = page[gap.rect.slices]
    if min(part.shape) < _NARROWEST:
        return None
    return normal(_alone(part, gap))


def normal(grey: Pixels) -> Floats:
    """A piece of a grey page at 32 rows, its ink from top to bottom; paper 0, ink 1."""
    ink = _inked(grey)
    rows = np.flatnonzero((ink > _INK).any(axis=1))
    if rows.size:
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        margin = max(1, round(_MARGIN * (bottom - top)))
        ink = ink[max(0, top - margin) : bottom + margin]
    width = round(ink.shape[1] * FIGURES.rows / ink.shape[0])
    size = (min(max(width, _NARROWEST), _WIDEST), FIGURES.rows)
    how = cv2.INTER_AREA if ink.shape[0] >= FIGURES.rows else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, size, interpolation=how), np.float32)


def _inked(grey: Pixels) -> Floats:
    """How much of each pixel is ink."""
    paper, dark = np.percentile(grey, (_PAPER, _DARK))
    share = (paper - grey.astype(np.float32)) / max(paper - dark, _LEAST_CONTRAST)
    return np.asarray(np.clip(share, 0, 1), np.float32)


def _alone(part: Pixels, gap: Gap) -> Pixels:
    """The piece without what belongs to the printed words beside it and to the lines above and below."""
    ink = (_inked(part) > _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    x, y, width, height = (stats[:, side] for side in range(4))
    across = gap.rect.x0 + x + width / 2
    middle, band = gap.middle - gap.rect.y0, _BAND * gap.em
    inside = np.minimum(y + height, middle + band) - np.maximum(y, middle - band)
    other = (across < gap.x0) | (across > gap.x1) | (inside < height / 2)
    other[0] = False
    grown = cv2.dilate(other[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    kept = cv2.dilate(((labels > 0) & ~other[labels]).astype(np.uint8), np.ones((3, 3), np.uint8))
    paper = np.uint8(np.percentile(part, _PAPER))
    return np.where((grown > 0) & (kept == 0), paper, part)
