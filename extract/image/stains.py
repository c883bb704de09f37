"""Stains and folds: shade whose edges are slopes, and lines of shade across the whole sheet. Print has steep edges and keeps margins.

Measured on a picture of some 500 pixels, where no stroke is wide. Ten real pages with the ring of a cup have slopes on .6 % of it at least, and folds
of 79 to 86 greys; 81 scanned pages (shaded cells, seals, photographs among them) at most .05 %, and lines of 11 greys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.tone import grey, smaller
from extract.ingest import Pixels

_STROKE = 6  # pixels of the small picture that no stroke is as wide as
_FAR = 8, 21  # how much smaller still, and what of that is wider than a stain's edge
_SHADE = 20, 120  # greys that a stain is darker than the sheet, at least and at most
_SLOPE = 6, 20  # greys that it changes by from a pixel to the next but one
_STAINED = 0.002  # share of the small picture that is such a slope
_MARGINS = (
    (0.02, 0.06),
    (0.94, 0.98),
)  # shares of a sheet's width between which nothing is printed
_EDGE = 0.05  # share of its height at the ends that a scanner shades
_FOLD = 30  # greys that a fold is darker by in both margins
_LEAST = 200  # pixels of the sides of a picture that may have folds
_AROUND, _ASKEW = (
    0.02,
    0.004,
)  # share of the height that tells what is usual, and by which one end lies higher
_FINER, _A4 = 2, 11.69
_STROKES = 0.07  # inches of a square that no stroke fills
_STRIPS = 16  # that a fold is evened in, each by itself
_REACH = 0.01  # share of the height beside a fold that may be darker
_DARKEST, _THROUGH = 0.4, 0.92  # shares of the light that a fold leaves, at least and at most


@dataclass(frozen=True, slots=True)
class Fold:
    """A fold across a picture, or down it: at which share of its height, or width."""

    at: float
    down: bool = False


def is_stained(small: Pixels) -> bool:
    """Whether shade that falls off gently lies on the sheet; `small`: the page in grey, 500 pixels long."""
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_STROKE, _STROKE), np.uint8))
    far = cv2.medianBlur(np.asarray(smaller(small, _FAR[0]), np.uint8), _FAR[1])
    shade = cv2.subtract(cv2.resize(far, small.shape[::-1]), paper)
    slope = cv2.morphologyEx(paper, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    at = cv2.bitwise_and(cv2.inRange(shade, *_SHADE), cv2.inRange(slope, *_SLOPE))
    return cv2.countNonZero(at) > _STAINED * small.size


def folds_of(small: Pixels) -> tuple[Fold, ...]:
    """The folds across a page and down it; `small`: in grey, 1000 pixels long."""
    if min(small.shape) < _LEAST:
        return ()
    turned = np.ascontiguousarray(small.T)
    across = [Fold(at / len(small)) for at in _lines(small)]
    return (*across, *(Fold(at / len(turned), down=True) for at in _lines(turned)))


def _lines(page: Pixels) -> Iterator[int]:
    """The rows that are darker than those around them in both margins, and all the way between."""
    both = np.minimum(*(_dip(page, *margin) for margin in _MARGINS))
    edge = round(_EDGE * len(page))
    both[:edge] = both[len(page) - edge :] = 0
    edges = np.flatnonzero(np.diff(both > _FOLD, prepend=False, append=False))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if (_shares(page[start - edge : end + edge]).min(axis=0) < _THROUGH).all():
            yield (start + end) // 2


def _dip(page: Pixels, start: float, end: float) -> NDArray[np.uint8]:
    """How much darker each row is between two shares of the width than is usual, or one a little higher or lower."""
    height, width = page.shape
    margin = page[:, round(start * width) : round(end * width)]
    light = cv2.resize(margin, (1, height), interpolation=cv2.INTER_AREA)
    usual = cv2.medianBlur(light, round(_AROUND * height) | 1)
    near = np.ones((2 * round(_ASKEW * height) + 1, 1), np.uint8)
    return np.asarray(cv2.dilate(cv2.subtract(usual, light), near), np.uint8)[:, 0]


def unstained(pixels: Pixels) -> Pixels:
    """The page as light everywhere as its lightest parts: divided by what is paper in a square that no stroke fills."""
    small = np.asarray(smaller(pixels, _FINER), np.uint8)
    side = round(_STROKES * max(small.shape) / _A4) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    paper = cv2.resize(cv2.blur(paper, (side, side)), pixels.shape[1::-1])
    return np.asarray(cv2.divide(pixels, np.maximum(paper, 1), scale=255.0), np.uint8)


def unfolded(pixels: Pixels, folds: tuple[Fold, ...]) -> Pixels:
    """The page with the shade of its folds evened."""
    even = pixels.copy()
    for fold in folds:
        _even(even.swapaxes(0, 1) if fold.down else even, fold.at)
    return even


def _even(picture: Pixels, at: float) -> None:
    """Divide the rows about a fold by the light that is left there, in each strip by itself."""
    height, width = picture.shape[:2]
    middle, reach = round(at * height), round(_REACH * height)
    rows = picture[max(0, middle - reach) : middle + reach + 1]
    share = cv2.resize(_shares(grey(np.ascontiguousarray(rows))), (width, len(rows)))
    even = rows / share.reshape(*share.shape, *[1] * (picture.ndim - 2))
    rows[:] = np.minimum(even, 255).astype(np.uint8)


def _shares(rows: Pixels) -> NDArray[np.float32]:
    """The share of the usual light that each row has in each of some strips beside each other."""
    strips = np.array_split(rows, _STRIPS, axis=1)
    light = np.stack([np.median(strip, axis=1) for strip in strips], axis=1)
    usual = np.maximum(np.percentile(light, 90, axis=0), 1)
    return np.asarray(np.clip(light / usual, _DARKEST, 1.0), np.float32)
