"""Where a page bears words in blue, of a pen above all: they leave it with the seals before it is read, and what is lost must be known.

Red ink is a seal's; blue and violet lie on the other side of grey in Lab.
"""

from __future__ import annotations

import cv2
import numpy as np

from extract.image.page import Rect
from extract.image.tone import coloured
from extract.ingest import Pixels

_BLUE = (
    116  # of b in Lab, 128 being grey: pens have 60 to 105, print and yellowed paper 120 and more
)
_WORD = 0.12  # inches between strokes of one word
_HIGH = (0.06, 0.6)  # inches: less is a speck, more a signature
_LEAST = 0.004  # square inches of ink: a figure 1 has 0.006
_MOST_FILL = 0.6  # of its rectangle: more is a coloured ground


def pen_strokes(page: Pixels, dpi: float) -> tuple[Rect, ...]:
    """The rectangles of words in blue ink, from the top; none on a grey page or one that is blue all over."""
    mask = None if page.ndim == 2 else coloured(page)  # noqa: PLR2004
    if mask is None:
        return ()
    blue = cv2.inRange(cv2.cvtColor(page, cv2.COLOR_RGB2LAB)[..., 2], 0, _BLUE)
    strokes = cv2.bitwise_and(np.asarray(blue, np.uint8), mask)
    joined = cv2.dilate(strokes, np.ones((1, max(1, round(_WORD * dpi))), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    ink = np.bincount(labels[strokes > 0], minlength=len(stats))
    return tuple(
        Rect(x, y, x + width, y + height)
        for (x, y, width, height, _), area in zip(stats[1:].tolist(), ink[1:].tolist(), strict=True)
        if _HIGH[0] * dpi <= height <= _HIGH[1] * dpi
        and _LEAST * dpi * dpi <= area <= _MOST_FILL * width * height
    )
