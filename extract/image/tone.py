"""Paper and ink: grey, the background evened out, seals and blue ink taken out, Sauvola's binary page.

Measured (notes of a study on 33 real pages): whole pages read best as a Sauvola binary page (CER 5.0 against 5.9 with
Tesseract's own), Otsu never; taking coloured ink out helps recipients and signatures (CER 13.8 to 11.6).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import Rect
from extract.ingest import PageImage, Pixels

_CHROMA = (
    22  # Lab distance from grey: seals and blue ink lie above, yellowed paper and JPEG noise below
)
# of max(R, G, B) under a seal: black type stays below, seal ink lies above
_SEAL_DARK, _SEAL_LIGHT = 70, 150
_PALER = np.clip((np.arange(256.0) - _SEAL_DARK) * 255 / (_SEAL_LIGHT - _SEAL_DARK), 0, 255).astype(
    np.uint8
)
_FAR = np.square(np.arange(256.0) - 128).astype(
    np.float32
)  # squared distance from grey on one axis of Lab
_MUCH = 0.03  # of a rectangle that bears coloured ink: figures cover a tenth of theirs
_SEAL_SHARE = 0.35  # more colour than this is a cast of the whole page, not a seal
_WINDOW_INCHES = 0.2
_K = 0.2
_COARSER = 4
_TINTED_AT = 2  # colour is found at half the resolution
# Of a and b in Lab, 0 being grey: stamps' red, rose and violet-red ink, pens' and stamps' blue and violet.
_BLUE, _BLUER = 12, 0.8
_RED, _REDDER = 12, 1.2  # browner is a stain
_RANGE = 128.0  # Sauvola's dynamic range of the standard deviation of 8-bit images


def grey(pixels: Pixels) -> Pixels:
    """Luminance of a page, height x width."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return pixels
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Tints:
    """Where ink has colour (255, elsewhere 0), at a resolution `factor` times lower than the page's: all of it, red and blue."""

    coloured: Pixels
    red: Pixels
    blue: Pixels
    factor: int = _TINTED_AT


def tints_of(pixels: Pixels) -> Tints | None:
    """The coloured ink of a page; `None` where nothing has colour, or so much that the whole page is tinted."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return None
    _, red, blue = cv2.split(cv2.cvtColor(smaller(pixels, _TINTED_AT), cv2.COLOR_RGB2LAB))
    far = np.asarray(cv2.add(cv2.LUT(red, _FAR), cv2.LUT(blue, _FAR))) > _CHROMA * _CHROMA
    if not 0 < np.count_nonzero(far) < _SEAL_SHARE * far.size:
        return None
    a, b = (np.asarray(axis, np.int16) - 128 for axis in (red, blue))
    is_blue = far & (b < -_BLUE) & (-b > _BLUER * a)
    is_red = far & ~is_blue & (a > _RED) & (b < _REDDER * a)
    return Tints(_as_mask(far), _as_mask(is_red), _as_mask(is_blue))


def is_coloured(tints: Tints, rect: Rect) -> bool:
    """Whether what stands in a rectangle of the page is coloured ink, which is pale where it was taken out."""
    by = tints.factor
    part = tints.coloured[rect.y0 // by : rect.y1 // by, rect.x0 // by : rect.x1 // by]
    return bool(part.size and np.count_nonzero(part) > _MUCH * part.size)


def _as_mask(where: NDArray[np.bool_]) -> Pixels:
    return where.astype(np.uint8) * np.uint8(255)


def without_colour(pixels: Pixels, tints: Tints | None) -> Pixels:
    """Grey page with seals and blue ink made pale; a page without colour, or all in colour, as `grey` gives it."""
    plain = grey(pixels)
    if tints is None:
        return plain
    red, green, blue = cv2.split(pixels)
    pale = cv2.LUT(cv2.max(cv2.max(red, green), blue), _PALER)
    return np.asarray(cv2.max(plain, cv2.bitwise_and(pale, grown(tints, plain.shape))), np.uint8)


def grown(tints: Tints, shape: tuple[int, ...]) -> Pixels:
    """255 where ink has colour on a page of this shape, 2 pixels more so that the rim of a stroke is in it."""
    wide = cv2.dilate(tints.coloured, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(wide, shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8)


def flattened(page: Pixels) -> Pixels:
    """The page divided by its background, so that paper is white everywhere; height x width."""
    height, width = page.shape
    small = smaller(page, 8)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 21)
    background = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(page, np.maximum(background, 1), scale=255.0), dtype=np.uint8)


def sauvola(page: Pixels, dpi: float) -> Pixels:
    """Ink 0 and paper 255 by Sauvola and Pietikäinen (2000), means by box filters over 0.2 inch.

    threshold = mean * (1 + k * (deviation / range - 1)), found at a quarter of the resolution, where it is smooth still.
    """
    height, width = page.shape
    side = max(3, round(_WINDOW_INCHES * dpi / _COARSER)) | 1
    mean = _box_mean(page, side)
    square = _box_mean(cv2.multiply(page, page, dtype=cv2.CV_16U), side)
    deviation = np.sqrt(np.maximum(square - mean * mean, 0))
    threshold = mean * (1 - _K + deviation * (_K / _RANGE))
    fine = cv2.resize(threshold.astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.compare(page, fine, cv2.CMP_GT), dtype=np.uint8)


def _box_mean(values: cv2.typing.MatLike, side: int) -> NDArray[np.float32]:
    small = smaller(values, _COARSER).astype(np.float32)
    mean = cv2.boxFilter(small, cv2.CV_32F, (side, side), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(mean, dtype=np.float32)


def smaller(values: cv2.typing.MatLike, by: int) -> cv2.typing.MatLike:
    """The means of squares of `by` pixels; the rest at the right and lower edge, less than a square, left out.

    OpenCV is several times as quick where the factor is a whole number.
    """
    height, width = values.shape[:2]
    size = max(1, width // by), max(1, height // by)
    whole = values[: max(1, height // by * by), : max(1, width // by * by)]
    return cv2.resize(whole, size, interpolation=cv2.INTER_AREA)


# Resolution: what a page has, and what it should be read at (promise I5: never trust a stated dpi alone).

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


# A page small enough to be looked at beside two dozen others: for the report.

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


# Whether a page bears anything to read: the share of dark pixels inside its margins.
#
# Measured on 33 real pages: the emptiest has 1.8 % ink; blank pages with specks, holes and show-through 0.000 %.

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
