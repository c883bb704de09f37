"""What a page has suffered, measured before it is cleaned: contrast, polarity, lone specks, noise, show-through, stains, folds, blur."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.blur import Blur, blur_of
from extract.image.page import Rect
from extract.image.stains import Fold, folds_of, is_stained
from extract.image.tone import grey, smaller
from extract.ingest import Pixels

# Print of the back that shines through: pieces of ink paler and softer than the page's own letters, all over the page.
#
# On paper the depths of letters gather at one value; where the back shines through they gather at two, with hardly any between. Pale stamps,
# pencil and seals do so as well, but stand in one part of the page, and have edges as sharp as the print's. Measured on ten real pages with the
# next one's print behind them: a tenth to two thirds of the pieces are pale, in 7 to 12 of 12 bands, their edges .6 to .75 as steep as print's;
# of 81 scanned pages one has so many pale pieces in more than 4 bands, and none has them soft.

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


# What a page has suffered, measured before it is cleaned: contrast, polarity, lone specks, noise, show-through, stains, folds, blur.
#
# Measured on a thumbnail and on some bands of the page, since clean pages must not pay for it. Ten real pages have a contrast of
# 142 to 255, no light strokes and lone specks in at most 1 of 4,000 pixels; a fifth of the toner leaves 50, one in a hundred pixels salted 70.

_SIDE_CONDITION = 1000  # pixels of the thumbnail's longer side, about 85 dpi
_MARGIN = 0.06  # black scanner edges lie here
_COARSER_CONDITION, _GROUND_CONDITION = (
    3,
    9,
)  # by how much smaller the ground is found, and pixels of it that no stroke is as wide as
_INKED = 0.001  # share of the thumbnail that is inked at least
_BANDS_CONDITION, _ROWS = 8, 48  # parts of the page at its own resolution
_LONE = 60  # greys that a lone pixel differs by from all around it
_RING = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)

_FAINT = 115  # contrast below which ink would be taken for paper (`extract.image.tone`)
_LEAST = 12  # contrast below which there is nothing but the grain of paper
_ABOVE_NOISE = 5.0  # times the noise that ink stands out by
_DARK = 110  # grey of the ground of a page in negative, at most
_DARKER = 0.7  # of the grey of the sheet: what it lies on
_LIGHTER = 2.0  # times as far as dark strokes that light ones stand out in a negative
_SPECKLED = 0.0008  # share of lone pixels from which they are noise
_PALE_CONDITION, _DEEP = (
    30,
    (0.5, 0.6),
)  # greys of pale ink at least; shares of the contrast it ends at, and dark ink begins
_MUCH_PALE = 1.4  # times the dark ink: then the back may shine through. It does from 1.6, three of four other pages have less


Counts = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Condition:
    """Measures of a page: greys between ink and ground, whether ink is the lighter, share of lone pixels, noise of the ground, greys of the back's print, stains, folds, blur."""

    contrast: float
    inverted: bool = False
    specks: float = 0.0
    noise: float = 0.0
    through: float = 0.0
    stained: bool = False
    folds: tuple[Fold, ...] = ()
    blur: Blur | None = None

    @property
    def is_faint(self) -> bool:
        """Whether there is ink, but so pale that it would pass for paper."""
        return max(_LEAST, _ABOVE_NOISE * self.noise) < self.contrast < _FAINT

    @property
    def is_speckled(self) -> bool:
        """Whether lone pixels are noise."""
        return self.specks > _SPECKLED


def condition_of(picture: Pixels) -> Condition:
    """The measures of a page's picture, grey or RGB."""
    whole = grey(
        np.asarray(smaller(picture, max(1, round(max(picture.shape) / _SIDE_CONDITION))), np.uint8)
    )
    small = _inner(whole)
    if min(small.shape) <= _COARSER_CONDITION * _GROUND_CONDITION:
        return Condition(255.0)
    coarse = cv2.medianBlur(
        np.asarray(smaller(small, _COARSER_CONDITION), np.uint8), _GROUND_CONDITION
    )
    ground = cv2.resize(coarse, small.shape[::-1])
    rows, noise = _bands(picture), _noise(small)
    lone = float(np.mean([np.count_nonzero(_lone(band)) / band.size for band in rows]))
    depths = _counts(cv2.subtract(ground, small))
    dark = _reach(depths)
    if float(np.median(coarse[::2, ::2])) < _DARK:
        light = _reach(_counts(cv2.subtract(small, ground)))
        if light > max(_LEAST, _LIGHTER * dark):
            return Condition(light, True, lone, noise)
    blur = blur_of(rows[::2], lambda: _bands(picture.swapaxes(0, 1)))
    pale = blur is None and _much_is_pale(depths, dark)
    through = through_of(picture) if pale else 0.0
    stained = is_stained(np.asarray(smaller(small, 2), np.uint8)) and not _lies_on_dark(whole)
    return Condition(
        dark, False, lone, noise, through, stained=stained, folds=folds_of(whole), blur=blur
    )


def _lies_on_dark(whole: Pixels) -> bool:
    """Whether the sheet lies on something darker, whose light is not its own."""
    edges = np.concatenate([whole[0], whole[-1], whole[:, 0], whole[:, -1]])
    return bool(np.median(edges) < _DARKER * np.median(whole[::4, ::4]))


def _much_is_pale(depths: Counts, contrast: float) -> bool:
    """Whether there is more pale ink than the edges of dark ink are."""
    pale, dark = (round(share * contrast) for share in _DEEP)
    return float(depths[_PALE_CONDITION:pale].sum()) > _MUCH_PALE * float(depths[dark:].sum())


def _inner(page: Pixels) -> Pixels:
    height, width = page.shape
    across, down = int(width * _MARGIN), int(height * _MARGIN)
    return np.ascontiguousarray(page[down : height - down or None, across : width - across or None])


def _counts(difference: cv2.typing.MatLike) -> Counts:
    """How many pixels have each difference."""
    return np.asarray(cv2.calcHist([difference], [0], None, [256], [0, 256]).ravel(), np.float32)


def _reach(counts: Counts) -> float:
    """The difference that so many pixels have as are inked at least."""
    above = np.cumsum(counts[::-1])[::-1]
    return float(np.flatnonzero(above >= _INKED * above[0])[-1])


def _noise(small: Pixels) -> float:
    """The usual difference of a pixel from its surroundings, as a standard deviation."""
    rough = cv2.absdiff(small, cv2.blur(small, (3, 3)))[::2, ::2]
    return 1.6 * float(np.median(rough))


def _bands(picture: Pixels) -> list[Pixels]:
    """Some bands of the page in grey, its edges left out."""
    edge = int(_MARGIN * picture.shape[1])
    picture = picture[:, edge : picture.shape[1] - edge or None]
    starts = (np.linspace(0.1, 0.9, _BANDS_CONDITION) * max(0, len(picture) - _ROWS)).astype(int)
    return [grey(np.ascontiguousarray(picture[at : at + _ROWS])) for at in starts.tolist()]


def _lone(page: Pixels) -> NDArray[np.bool_]:
    """Where a pixel is much darker, or much lighter, than each of its eight neighbours."""
    darker = cv2.subtract(cv2.erode(page, _RING), page)
    lighter = cv2.subtract(page, cv2.dilate(page, _RING))
    return np.asarray(cv2.max(darker, lighter) > _LONE)
