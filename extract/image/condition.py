"""What a page has suffered, measured before it is cleaned: contrast, polarity, lone specks, noise, show-through, stains, folds, blur."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import Rect
from extract.image.stains import Fold, folds_of, is_stained
from extract.image.tone import grey, smaller
from extract.ingest import Pixels

# Blur: how gently the steepest edges of a page rise, along lines and across them, and the filter that undoes it.
#
# A page that moved is a mean of so many pixels in one direction: its edges are several times as steep in the other, and its spectrum has a notch at each
# multiple of one by that length. Out of focus all edges rise alike. Measured on ten real pages, moved by 9 pixels (edges .11 to .31 as steep as in
# the other direction; of 5 to 20 pixels the length is found exactly on all) and out of focus by 1.8 (edges rise by .21 to .31 of the contrast in a
# pixel). 81 scanned pages have .65 at least, and .46.

_SHARE = 0.001  # of the pixels: the steepest edges
_INK = 0.005  # of the pixels that are ink at least
_LEAST = 40  # greys of contrast: less is noise
_MOVED = 0.45  # of the steepness in the other direction
_SOFT = 0.37  # of the contrast that the steepest edges rise by in a pixel at most
# a rise of so much of the contrast in a pixel is sharp; of the pixels, so many are: a page with little on it
_STEEP, _FEW = 0.7, 5e-5
_LENGTHS = np.arange(3, 40)  # pixels
_NOTCHED = 4.0  # how deep the notches of a page that moved are together: without, 2.3 at most; moved, from 6
_SPAN = 1024  # pixels of a row whose spectrum is taken
_NOISE = {
    "moved": 0.005,
    "soft": 0.02,
}  # power of noise by that of ink, which an exact inverse would drown in
_TAPS = {"moved": 60, "soft": 12}  # pixels to either side that the inverse reaches

Kernel = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Blur:
    """Pixels by which a page moved, `across` or `down` it, or its deviation in pixels out of focus."""

    across: int = 0
    down: int = 0
    soft: float = 0.0

    def __str__(self) -> str:
        """What it is, for a note."""
        if self.soft:
            return f"out of focus by {self.soft:.1f} pixels: sharpened"
        moved = f"{self.across} pixels across" if self.across else f"{self.down} pixels down"
        return f"moved by {moved}: sharpened"


def blur_of(rows: Sequence[Pixels], columns: Callable[[], Sequence[Pixels]]) -> Blur | None:
    """The blur of a page, in grey, by some bands of its rows, and of its columns, turned; `None` of a sharp one."""
    rises = [
        _above([cv2.absdiff(band[:, 1:], band[:, :-1]) for band in rows]),
        _above([cv2.absdiff(band[1:], band[:-1]) for band in rows]),
    ]
    along, across = map(_reach, rises)
    contrast = _contrast(rows)
    if contrast < _LEAST:
        return None
    sharp = [rise[int(_STEEP * contrast)] >= _FEW for rise in rises]
    if along < _MOVED * across and not sharp[0]:
        return Blur(across=length) if (length := _length(rows)) else None
    if across < _MOVED * along and not sharp[1]:
        return Blur(down=length) if (length := _length(columns())) else None
    if any(sharp) or max(along, across) > _SOFT * contrast:
        return None
    return Blur(soft=contrast / (max(along, across) * np.sqrt(2 * np.pi)))


def _reach(rises: NDArray[np.float32]) -> int:
    """What the steepest edges rise by, of the share of pixels for each rise."""
    return int(np.flatnonzero(rises >= _SHARE)[-1])


def _contrast(bands: Sequence[Pixels]) -> int:
    """The greys between paper and ink."""
    above = _above(bands)
    paper, ink = (int(np.flatnonzero(above >= share)[-1]) for share in (0.5, 1 - _INK))
    return paper - ink


def _above(parts: Sequence[cv2.typing.MatLike]) -> NDArray[np.float32]:
    """The share of pixels that are as light as each grey."""
    counts = sum(cv2.calcHist([part], [0], None, [256], [0, 256]).ravel() for part in parts)
    return np.asarray(np.cumsum(np.asarray(counts)[::-1])[::-1] / np.sum(counts))


def _length(bands: Sequence[Pixels]) -> int:
    """The number of pixels that rows are means of, by the notches of their spectrum; 0 where it has none."""
    span = min(_SPAN, bands[0].shape[1])
    rows = np.vstack([band[:, :span] for band in bands]).astype(np.float32)
    rows = (rows - rows.mean(axis=1, keepdims=True)) * np.hanning(span)
    power = np.log(np.square(np.abs(np.fft.rfft(rows, axis=1))).mean(axis=0) + 1)
    depths = [_notches(power, span, int(length)) for length in _LENGTHS]
    best = int(np.argmax(depths))
    return int(_LENGTHS[best]) if depths[best] > _NOTCHED else 0


def _notches(power: NDArray[np.float64], span: int, length: int) -> float:
    """How much less power there is at the multiples of one by a length than between them."""
    multiples = np.arange(1, (length + 1) // 2) * span / length
    at = np.arange(len(power))
    low = np.interp(multiples, at, power)
    sides = (np.interp(multiples + off * span / length, at, power) for off in (-0.5, 0.5))
    return float((sum(sides) / 2 - low).mean() * np.sqrt(len(multiples)))


def sharpened(pixels: Pixels, blur: Blur) -> Pixels:
    """The page filtered by the inverse of its blur."""
    if blur.soft:
        at = np.arange(-4 * round(blur.soft), 4 * round(blur.soft) + 1)
        bell = np.exp(-np.square(at / blur.soft) / 2)
        across = down = _inverse(bell, "soft")
    else:
        across, down = (
            _inverse(np.ones(max(1, length)), "moved") for length in (blur.across, blur.down)
        )
    return np.asarray(cv2.sepFilter2D(pixels, -1, across, down), np.uint8)


def _inverse(kernel: NDArray[np.float64], kind: str) -> Kernel:
    """Wiener's inverse of a kernel, as a kernel."""
    if len(kernel) == 1:
        return np.ones(1, np.float32)
    spread = np.pad(kernel / kernel.sum(), (0, _SPAN - len(kernel)))
    seen = np.fft.rfft(np.roll(spread, -(len(kernel) // 2)))
    undone = np.fft.irfft(np.conj(seen) / (np.square(np.abs(seen)) + _NOISE[kind]), _SPAN)
    taps = np.roll(undone, _TAPS[kind])[: 2 * _TAPS[kind] + 1]
    return np.asarray(taps / taps.sum(), np.float32)


# Print of the back that shines through: pieces of ink paler and softer than the page's own letters, all over the page.
#
# On paper the depths of letters gather at one value; where the back shines through they gather at two, with hardly any between. Pale stamps,
# pencil and seals do so as well, but stand in one part of the page, and have edges as sharp as the print's. Measured on ten real pages with the
# next one's print behind them: a tenth to two thirds of the pieces are pale, in 7 to 12 of 12 bands, their edges .6 to .75 as steep as print's;
# of 81 scanned pages one has so many pale pieces in more than 4 bands, and none has them soft.

_SIDE = 2000  # pixels of the longer side that is enough to tell depths
_A4 = 11.69  # inches of it, about
_COARSER, _GROUND = 8, 21  # how the ground is found, as where pale print is stretched
_INK_CONDITION = 30  # greys darker than the ground: paler print behind a page is not read
_HIGH, _WIDE = (0.05, 0.25), (0.03, 1.5)  # inches of letters and of words grown together
_BANDS = 12  # of the page, one below the other
_STEP = 8  # greys of a bin of depths
_FIRST, _LAST = 6, 28  # bins between which two kinds of depths may part
_VALLEY = 0.25  # of the smaller of two heaps: the most that lies between them
_PALE = 0.08, 0.85  # share of the pieces that are pale
_SPREAD = 6  # bands that have some
_SAMPLE = 150  # pieces whose edges are looked at
_SOFT_CONDITION = 0.85  # of the steepness of print's edges
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
    if _steepness(picture, pale) > _SOFT_CONDITION * _steepness(picture, dark):
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
    ink = deep > _INK_CONDITION
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


# Measured on a thumbnail and on some bands of the page, since clean pages must not pay for it. Ten real pages have a contrast of
# 142 to 255, no light strokes and lone specks in at most 1 of 4,000 pixels; a fifth of the toner leaves 50, one in a hundred pixels salted 70.

_SIDE_CONDITION = 1000  # pixels of the thumbnail's longer side, about 85 dpi
_MARGIN = 0.06  # black scanner edges lie here
# by how much smaller the ground is found, and pixels of it that no stroke is as wide as
_COARSER_CONDITION, _GROUND_CONDITION = 3, 9
_INKED = 0.001  # share of the thumbnail that is inked at least
_BANDS_CONDITION, _ROWS = 8, 48  # parts of the page at its own resolution
_LONE = 60  # greys that a lone pixel differs by from all around it
_RING = np.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], np.uint8)

_FAINT = 115  # contrast below which ink would be taken for paper (`extract.image.tone`)
_LEAST_CONDITION = 12  # contrast below which there is nothing but the grain of paper
_ABOVE_NOISE = 5.0  # times the noise that ink stands out by
_DARK = 110  # grey of the ground of a page in negative, at most
_DARKER = 0.7  # of the grey of the sheet: what it lies on
_LIGHTER = 2.0  # times as far as dark strokes that light ones stand out in a negative
_SPECKLED = 0.0008  # share of lone pixels from which they are noise
# greys of pale ink at least; shares of the contrast it ends at, and dark ink begins
_PALE_CONDITION, _DEEP = 30, (0.5, 0.6)
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
        return max(_LEAST_CONDITION, _ABOVE_NOISE * self.noise) < self.contrast < _FAINT

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
    dark = _reach_condition(depths)
    if float(np.median(coarse[::2, ::2])) < _DARK:
        light = _reach_condition(_counts(cv2.subtract(small, ground)))
        if light > max(_LEAST_CONDITION, _LIGHTER * dark):
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


def _reach_condition(counts: Counts) -> float:
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
