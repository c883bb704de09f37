"""Pictures small enough to stand in a page of HTML, large enough to read."""

from __future__ import annotations

import base64
import io

import cv2
from PIL import Image

from extract.ingest import Pixels

_WIDTH, _HEIGHT = 1240, 1754  # A4 at 150 dpi: small type is legible, a page takes some 150 kB
_QUALITY = 70


def webp(pixels: Pixels) -> bytes:
    """Grey or RGB pixels as WebP, reduced to fit A4 at 150 dpi."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _WIDTH / min(width, height), _HEIGHT / max(width, height))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    buffer = io.BytesIO()
    Image.fromarray(small).save(buffer, "WEBP", quality=_QUALITY, method=4)
    return buffer.getvalue()


def data_uri(picture: bytes) -> str:
    """A WebP picture as an address that holds it."""
    return "data:image/webp;base64," + base64.b64encode(picture).decode("ascii")
