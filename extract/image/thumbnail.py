"""A page small enough to be looked at beside two dozen others: for the report."""

from __future__ import annotations

import cv2

from extract.image.tone import grey
from extract.ingest import Pixels

_WIDE, _TALL = 240, 360  # pixels; headings can be told, lines cannot be read
_QUALITY = 60  # of JPEG: about 6 kB a page


def thumbnail(page: Pixels) -> bytes:
    """The page in grey as a JPEG picture of at most 240 x 360 pixels."""
    tall, wide = page.shape[:2]
    scale = min(1.0, _WIDE / wide, _TALL / tall)
    size = (max(1, round(wide * scale)), max(1, round(tall * scale)))
    small = cv2.resize(grey(page), size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
    return data.tobytes()
