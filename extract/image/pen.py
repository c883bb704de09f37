"""Where a page bears words in blue, of a pen above all: they leave it with the seals before it is read, and what is lost must be known.

Red ink is a seal's; blue and violet lie on the other side of grey in Lab.
"""

from __future__ import annotations

import cv2
import numpy as np

from extract.image.page import Rect
from extract.image.tone import Tints

_WORD = 0.12  # inches between strokes of one word
_HIGH = (0.06, 0.6)  # inches: less is a speck, more a signature
_LEAST = 0.004  # square inches of ink: a figure 1 has 0.006
_MOST_FILL = 0.6  # of its rectangle: more is a coloured ground


def pen_strokes(tints: Tints, dpi: float) -> tuple[Rect, ...]:
    """The rectangles of words in blue ink, from the top; `dpi` is the page's."""
    by, fine = tints.factor, dpi / tints.factor
    joined = cv2.dilate(tints.blue, np.ones((1, max(1, round(_WORD * fine))), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    ink = np.bincount(labels[tints.blue > 0], minlength=len(stats))
    return tuple(
        Rect(by * x, by * y, by * (x + width), by * (y + height))
        for (x, y, width, height, _), area in zip(stats[1:].tolist(), ink[1:].tolist(), strict=True)
        if _HIGH[0] * fine <= height <= _HIGH[1] * fine
        and _LEAST * fine * fine <= area <= _MOST_FILL * width * height
    )
