"""Pictures small enough to stand in a page of HTML, large enough to read."""

from __future__ import annotations

import base64
import io

import cv2
import numpy as np
from PIL import Image

from extract.ingest import PageImage, Pixels

_WIDTH, _HEIGHT = 1240, 1754  # A4 at 150 dpi: small type is legible, a page takes some 150 kB
_QUALITY = 70
_COLOURED = 3  # dimensions of pixels with colours


def as_shown(image: PageImage) -> Pixels:
    """The page as a person sees it: with what was left out of the pixels that were read."""
    if not image.beside.patches:
        return image.pixels
    pixels = image.pixels if image.pixels.ndim == _COLOURED else np.dstack([image.pixels] * 3)
    whole, (down, across) = pixels.copy(), pixels.shape[:2]
    for box, patch in image.beside.patches:
        coloured = patch if patch.ndim == _COLOURED else np.dstack([patch] * 3)
        top, left = max(0, round(box.y0 * down)), max(0, round(box.x0 * across))
        place = whole[top : top + len(patch), left : left + patch.shape[1]]
        place[:] = coloured[: place.shape[0], : place.shape[1]]
    return whole


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
