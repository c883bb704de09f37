"""Quarter turns: a page whose text lines run down instead of across.

The cheap test looks at the rows and columns of a thumbnail: lines of text make rows uneven. Which of the two ways a page
lies, and whether it stands on its head, only the letters tell: `extract.ocr.orient`.
"""

from __future__ import annotations

import cv2
import numpy as np

from extract.ingest import Pixels

_SIDE = 600  # pixels of the thumbnail's longer side
_LEAST = 16  # pixels of its shorter side: a thinner strip, or a speck, holds no lines to compare
_CLEARLY = 2.0  # columns this much sharper than rows mean that lines run down


def lies_sideways(page: Pixels) -> bool:
    """Whether the lines of a grey page run down instead of across."""
    scale = min(1.0, _SIDE / max(page.shape))
    if min(page.shape) * scale < _LEAST:
        return False
    small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (255 - small[_margins(small.shape)]).astype(np.float32)
    rows = np.square(np.diff(ink.mean(axis=1))).mean()
    columns = np.square(np.diff(ink.mean(axis=0))).mean()
    return bool(columns > _CLEARLY * rows and columns > 1.0)


def _margins(shape: tuple[int, ...]) -> tuple[slice, slice]:
    down, across = shape[0] // 16, shape[1] // 16
    return slice(down, shape[0] - down), slice(across, shape[1] - across)
