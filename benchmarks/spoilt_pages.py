"""Page images as cameras, books and copiers spoil them, always in the same way: askew on a table, bulging, bent towards a gutter, pale."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.ingest import Pixels

_DARK = 60  # grey of the table that a page is photographed on
_BULGE = 0.02  # of the width: how far the middle of a line rises
_GUTTER, _FOLD = (
    0.06,
    0.25,
)  # of the width: how far a line falls at the gutter, and how far from it that begins
_TONER, _GRAIN = 0.15, 4  # share of the ink that is left, greys of noise
_SALT = 0.015  # share of pixels
_CUP, _RIM = 0.2, 0.015  # of the width: half a cup's and the width of its rim
_TEA, _CREASE = 0.4, 0.4  # share of the light that tea and a fold take
_SHADED = 25  # pixels that the shade of a fold reaches
_LOUD = 40  # greys of noise
_PULL, _LENS = 11, 1.6  # pixels
_THROUGH, _SOFTER = (
    0.35,
    1.5,
)  # share of the back's print that shines through paper, pixels by which that softens it
_DASH, _DASH_GAP = 1 / 24, 1 / 32  # inches
_RULE = 0.45  # inches: longer than any stroke of a letter
_A4 = 11.69  # inches down
_SHADE = 0.5  # of the light that is lost in the gutter


def photographed(sheet: Pixels) -> Pixels:
    """The page as a picture of a sheet that lies askew on a table under a lamp."""
    height, width = sheet.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    off = np.array([[0.08, 0.05], [0.05, 0.06], [0.06, 0.05], [0.05, 0.07]], np.float32)
    seen = corners * np.float32(0.88) + off * np.array([width, height], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    size, ground = (width, height), (_DARK, _DARK, _DARK)
    photo = cv2.warpPerspective(sheet, matrix, size, flags=cv2.INTER_CUBIC, borderValue=ground)
    lamp = np.linspace(1.0, 0.75, width, dtype=np.float32)[None, :, None]
    return np.asarray(photo * lamp, np.uint8)


def bulging(sheet: Pixels) -> Pixels:
    """The page as a picture of a sheet that bulges, more at its head than at its foot."""
    x, y = _places(sheet)
    rise = _BULGE * np.sin(np.pi * x) * (1 - y / 2)
    return _drawn_higher(sheet, rise)


def from_a_book(sheet: Pixels) -> Pixels:
    """The page as scanned out of a book: at its left edge lines bend, above up and below down, and it is dark there."""
    x, y = _places(sheet)
    rise = _GUTTER * np.exp(-x / _FOLD) * (1 - 1.5 * y)
    light = 1 - _SHADE * np.exp(-x / 0.05)
    return np.asarray(_drawn_higher(sheet, rise) * light[..., None], np.uint8)


def faint(sheet: Pixels) -> Pixels:
    """The page with an eighth of its toner, on paper that is grainy."""
    grain = _chance(sheet).standard_normal(sheet.shape[:2])[..., None] * _GRAIN
    return np.asarray(np.clip(250 - (255.0 - sheet) * _TONER + grain, 0, 255), np.uint8)


def negative(sheet: Pixels) -> Pixels:
    """The page in negative, its black not quite black."""
    return np.asarray(30 + (255.0 - sheet) * 0.8, np.uint8)


def speckled(sheet: Pixels) -> Pixels:
    """The page with dark and light pixels strewn over it."""
    chance = _chance(sheet).random(sheet.shape[:2])[..., None]
    return np.where(chance < _SALT, 0, np.where(chance > 1 - _SALT, 255, sheet)).astype(np.uint8)


def shone_through(sheet: Pixels) -> Pixels:
    """The page on thin paper, its own text mirrored on the back, half a line lower."""
    back = cv2.GaussianBlur(np.roll(sheet[:, ::-1], sheet.shape[0] // 100, 0), (0, 0), _SOFTER)
    return np.asarray(np.clip(sheet - _THROUGH * (255.0 - back), 0, 255), np.uint8)


def stained(sheet: Pixels) -> Pixels:
    """The page folded above its middle, on which a cup of tea stood."""
    x, y = _places(sheet)
    off = np.hypot(x - 0.45, (y - 0.55) * sheet.shape[0] / sheet.shape[1]) - _CUP
    tea = _TEA * np.exp(-np.square(off / _RIM)) + 0.1 * (off < 0)
    fold = 1 - _CREASE * np.exp(-np.square((y - 0.4) * sheet.shape[0] / 3))
    return np.asarray(sheet * ((1 - tea) * fold)[..., None], np.uint8)


def moved(sheet: Pixels) -> Pixels:
    """The page pulled while it was scanned."""
    return np.asarray(cv2.blur(sheet, (_PULL, 1)), np.uint8)


def unfocused(sheet: Pixels) -> Pixels:
    """The page under a lens out of focus."""
    return np.asarray(cv2.GaussianBlur(sheet, (0, 0), _LENS), np.uint8)


def two_up(sheet: Pixels) -> Pixels:
    """The page twice side by side, the sheet dark where it is folded between them."""
    both = np.hstack([sheet, sheet])
    off = (np.arange(both.shape[1]) - sheet.shape[1]) / _SHADED
    return np.asarray(both * (1 - _SHADE * np.exp(-np.square(off)))[None, :, None], np.uint8)


def noisy(sheet: Pixels) -> Pixels:
    """The page under noise that hides thin strokes."""
    grain = _chance(sheet).standard_normal(sheet.shape[:2])[..., None] * _LOUD
    return np.asarray(np.clip(60 + sheet * 0.6 + grain, 0, 255), np.uint8)


def _chance(sheet: Pixels) -> np.random.Generator:
    return np.random.default_rng(sheet.shape[0])


Floats = NDArray[np.float64]


def _places(sheet: Pixels) -> tuple[Floats, Floats]:
    """Each pixel's place, 0 to 1 across and down."""
    height, width = sheet.shape[:2]
    y, x = np.mgrid[:height, :width]
    return x / width, y / height


def _drawn_higher(sheet: Pixels, rise: Floats) -> Pixels:
    """The page with each point higher by so much of its width."""
    height, width = sheet.shape[:2]
    y, x = np.mgrid[:height, :width].astype(np.float32)
    rows = (y + rise * width).astype(np.float32)
    white = (255, 255, 255)
    return np.asarray(cv2.remap(sheet, x, rows, cv2.INTER_CUBIC, borderValue=white), np.uint8)


def dashed(sheet: Pixels) -> Pixels:
    """The page with its rules across in dashes."""
    height, width = sheet.shape[:2]
    dpi = height / _A4
    dark = (sheet if sheet.ndim == 2 else sheet.min(axis=2)) < 160
    opened = cv2.morphologyEx(
        dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, round(_RULE * dpi)), np.uint8)
    )
    rule = cv2.dilate(opened, np.ones((5, 1), np.uint8)) > 0
    gap = np.arange(width) % ((_DASH + _DASH_GAP) * dpi) > _DASH * dpi
    spoilt = sheet.copy()
    spoilt[rule & gap] = 255
    return spoilt
