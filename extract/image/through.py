"""Print of the back that shines through: pieces of ink paler and softer than the page's own letters, all over the page.

On paper the depths of letters gather at one value; where the back shines through they gather at two, with hardly any between. Pale stamps,
pencil and seals do so as well, but stand in one part of the page, and have edges as sharp as the print's. Measured on ten real pages with the
next one's print behind them: a tenth to two thirds of the pieces are pale, in 7 to 12 of 12 bands, their edges .6 to .75 as steep as print's;
of 81 scanned pages one has so many pale pieces in more than 4 bands, and none has them soft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import Rect
from extract.image.tone import grey, smaller
from extract.ingest import Pixels

_SIDE = 2000  # pixels of the longer side that is enough to tell depths
_A4 = 11.69  # inches of it, about
_COARSER, _GROUND = 8, 21  # how the ground is found, as where pale print is stretched
_INK = 30  # greys darker than the ground: paler print behind a page is not read
_HIGH, _WIDE = (0.05, 0.25), (0.03, 1.5)  # inches of letters and of words grown together
_BANDS = 12  # of the page, one below the other
_STEP = 8  # greys of a bin of depths
_FIRST, _LAST = 6, 28  # bins between which two kinds of depths may part
_VALLEY = 0.25  # of the smaller of two heaps: the most that lies between them
_PALE = 0.08, 0.85  # share of the pieces that are pale
_SPREAD = 6  # bands that have some
_SAMPLE = 150  # pieces whose edges are looked at
_SOFT = 0.85  # of the steepness of print's edges
_DEEPEST = 80  # percentile of the depths of what shines through: 95 takes thin print with it (SER .0320; .0230, and .0228 at 60)


@dataclass(frozen=True, slots=True)
class InkPiece:
    """A piece of ink of a letter's size: the band it lies in, how much darker than the ground it gets, where it is in the picture."""

    band: int
    depth: int
    rect: Rect


def through_of(picture: Pixels) -> float:
    """How many greys the print of the back is darker than the paper; 0.0 where none shines through."""
    pieces = list(_pieces(picture))
    split = _split(np.array([piece.depth for piece in pieces], np.intp))
    pale = [piece for piece in pieces if piece.depth < split]
    if not _PALE[0] * len(pieces) < len(pale) < _PALE[1] * len(pieces):
        return 0.0
    if len({piece.band for piece in pale}) < _SPREAD:
        return 0.0
    dark = [piece for piece in pieces if piece.depth >= split]
    if _steepness(picture, pale) > _SOFT * _steepness(picture, dark):
        return 0.0
    return float(np.percentile([piece.depth for piece in pale], _DEEPEST))


def _pieces(picture: Pixels) -> Iterator[InkPiece]:
    """The page's pieces of ink of a letter's size."""
    by = max(1, round(max(picture.shape) / _SIDE))
    page = grey(np.asarray(smaller(picture, by), np.uint8))
    coarse = cv2.medianBlur(np.asarray(smaller(page, _COARSER), np.uint8), _GROUND)
    deep = np.asarray(cv2.subtract(cv2.resize(coarse, page.shape[::-1]), page), np.uint8)
    for depth, (x, y, width, height) in _letters(deep, max(page.shape) / _A4):
        rect = Rect(x * by, y * by, (x + width) * by, (y + height) * by)
        yield InkPiece(y * _BANDS // len(page), depth, rect)


def _letters(deep: Pixels, dpi: float) -> Iterator[tuple[int, list[int]]]:
    """The greatest depth and the box of each piece that has a letter's size."""
    ink = deep > _INK
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8))
    depths = np.zeros(count, np.uint8)
    np.maximum.at(depths, np.asarray(labels, np.int32)[ink], deep[ink])
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    fits = (height > _HIGH[0] * dpi) & (height < _HIGH[1] * dpi)
    fits &= (width > _WIDE[0] * dpi) & (width < _WIDE[1] * dpi)
    yield from zip(depths[fits].tolist(), stats[fits, :4].tolist(), strict=True)


def _split(depths: NDArray[np.intp]) -> int:
    """The depth that parts two kinds of pieces; 0 where there is one kind."""
    count = np.bincount(depths // _STEP, minlength=256 // _STEP)
    smooth = np.convolve(count, (0.25, 0.5, 0.25), "same")
    heaps = [min(smooth[:at].max(), smooth[at + 1 :].max()) for at in range(_FIRST, _LAST)]
    between = smooth[_FIRST:_LAST]
    best = int(np.argmax(heaps - between))
    parted = heaps[best] > 0 and between[best] <= _VALLEY * heaps[best]
    return (_FIRST + best) * _STEP + _STEP // 2 if parted else 0


def _steepness(picture: Pixels, pieces: list[InkPiece]) -> float:
    """The usual share of their contrast by which the edges of pieces fall within two pixels."""
    return float(np.median([_edge(picture, piece) for piece in pieces[:: _every(pieces)]]))


def _every(pieces: list[InkPiece]) -> int:
    return max(1, len(pieces) // _SAMPLE)


def _edge(picture: Pixels, piece: InkPiece) -> float:
    part = grey(np.ascontiguousarray(picture[piece.rect.slices]))
    falls = cv2.morphologyEx(part, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    return float(falls.max() / max(1, int(part.max()) - int(part.min())))
