"""What is on a page beside its print: stains and folds, seals and frames in black, what a pen or a pencil left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import InkMark, Rect, Shape
from extract.image.tone import Tints, grey, smaller
from extract.ingest import Pixels

# Stains and folds: shade whose edges are slopes, and lines of shade across the whole sheet. Print has steep edges and keeps margins.
#
# Measured on a picture of some 500 pixels, where no stroke is wide. Ten real pages with the ring of a cup have slopes on .6 % of it at least, and folds
# of 79 to 86 greys; 81 scanned pages (shaded cells, seals, photographs among them) at most .05 %, and lines of 11 greys.

_STROKE = 6  # pixels of the small picture that no stroke is as wide as
_FAR = 8, 21  # how much smaller still, and what of that is wider than a stain's edge
_SHADE = 20, 120  # greys that a stain is darker than the sheet, at least and at most
_SLOPE = 6, 20  # greys that it changes by from a pixel to the next but one
_STAINED = 0.002  # share of the small picture that is such a slope
# shares of a sheet's width between which nothing is printed
_MARGINS = (0.02, 0.06), (0.94, 0.98)
_EDGE = 0.05  # share of its height at the ends that a scanner shades
_FOLD = 30  # greys that a fold is darker by in both margins
_LEAST = 200  # pixels of the sides of a picture that may have folds
# share of the height that tells what is usual, and by which one end lies higher
_AROUND, _ASKEW = 0.02, 0.004
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


# Seals, signatures and frames in black: ink that hangs together over more than a line of text, taken out of a binary page.
#
# In grey scans a seal is paler than type: what is dark as type stays, so that letters under a seal's rim are not lost. With
# a seal's ring goes what is written inside it.

_LEAST_BLOTS = 0.45  # inches across and down of what is no type: three lines that grew together
_MOST_FILL = 0.4  # ink in its box: a picture or a black edge has more
_PALER = 0.2  # of the way from the grey of type to white: paler ink is a seal's
_TYPE = (0.03, 0.40)  # inches down of letters and words that stay
_COARSE_DPI = 100.0  # the same pixels as at full resolution on ten pages, 35 not 51 ms
_COARSE_INK = 224  # an eighth of a coarse pixel: thin strokes hang together still
_RING_DPI = 50.0
_RADIUS = (0.5, 0.9)  # inches: seals measure 30 to 42 mm across
_NOTHING = -1.0  # a grey that no ink is as dark as
_RIM = 1.06  # of the radius: what lies within belongs to the seal

Mask = NDArray[np.bool_]


Ring = tuple[float, float, float]  # x, y, radius in pixels of the page
Cleaned = tuple[Pixels, tuple[InkMark, ...]]


def without_blots(binary: Pixels, flat: Pixels, dpi: float, tables: Sequence[Rect] = ()) -> Cleaned:
    """The binary page (ink 0) without large strokes outside tables, and these; `flat`: the same page in grey."""
    blots = [blot for part in _suspects(binary, dpi) for blot in _blots_in(binary, part, dpi)]
    blots = [(rect, blot) for rect, blot in blots if not _in_table(rect, tables)]
    if not blots:
        return binary, ()
    limit = _type_limit(flat, binary)
    cleaned, marks = binary.copy(), []
    for rect, blot in blots:
        part = rect.slices
        dark = np.asarray(blot & (flat[part] <= limit))
        cleaned[part][blot & ~_like_type(dark, dpi)] = 255
        spared = limit if dark.sum() < blot.sum() / 2 else _NOTHING
        rings = list(_rings(blot, rect, dpi))
        for ring in rings:
            _clear_inside(cleaned, flat, ring, spared)
        colour = "black" if spared < 0 else "grey"
        marks += [InkMark(_around(ring, binary), colour, Shape.RING) for ring in rings]
        marks += [] if rings else [InkMark(rect, colour, Shape.STROKES)]
    return cleaned, tuple(marks)


def _around(ring: Ring, page: Pixels) -> Rect:
    x, y, radius = ring
    height, width = page.shape
    x0, y0 = max(0, round(x - radius)), max(0, round(y - radius))
    return Rect(x0, y0, min(width, round(x + radius)), min(height, round(y + radius)))


def _suspects(binary: Pixels, dpi: float) -> Iterator[Rect]:
    """Where blots may be: what hangs together at a coarse resolution, which takes a tenth of the time."""
    scale = min(1.0, _COARSE_DPI / dpi)
    small = cv2.resize(binary, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < _COARSE_INK).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) >= _LEAST_BLOTS * dpi * scale:
            x0, y0 = (max(0, int((side - 1) / scale)) for side in (x, y))
            x1, y1 = int((x + width + 1) / scale), int((y + height + 1) / scale)
            yield Rect(x0, y0, min(x1, binary.shape[1]), min(y1, binary.shape[0]))


def _blots_in(binary: Pixels, part: Rect, dpi: float) -> Iterator[tuple[Rect, Mask]]:
    """The blots in a part of the page, each with its pixels."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(255 - binary[part.slices])
    large = (stats[:, 2:4].min(axis=1) >= _LEAST_BLOTS * dpi).nonzero()[0]
    for number in large[large > 0].tolist():
        x, y, width, height, area = stats[number].tolist()
        if area < _MOST_FILL * width * height:
            mask = np.asarray(labels[y : y + height, x : x + width] == number)
            yield Rect(part.x0 + x, part.y0 + y, part.x0 + x + width, part.y0 + y + height), mask


def _in_table(rect: Rect, tables: Sequence[Rect]) -> bool:
    return any(rect.y0 < table.y1 and table.y0 < rect.y1 for table in tables)


def _type_limit(flat: Pixels, binary: Pixels) -> float:
    """The grey up to which ink is as dark as the page's type."""
    type_grey = float(np.median(flat[binary == 0]))
    return type_grey + _PALER * (255 - type_grey)


def _like_type(dark: Mask, dpi: float) -> Mask:
    """Of dark pixels those that hang together as letters do."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark.astype(np.uint8))
    low, high = (side * dpi for side in _TYPE)
    fits = (stats[:, 3] >= low) & (stats[:, 3] <= high) & (stats[:, 2] <= 4 * high)
    fits[0] = False
    return np.asarray(fits[labels])


def _rings(blot: Mask, rect: Rect, dpi: float) -> Iterator[Ring]:
    """The ring of a seal, where a blot has one."""
    scale = _RING_DPI / dpi
    low, high = (round(radius * _RING_DPI) for radius in _RADIUS)
    small = cv2.resize(
        blot.astype(np.uint8) * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
    )
    small = cv2.copyMakeBorder(small, 9, 9, 9, 9, cv2.BORDER_CONSTANT, value=0)
    found = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 1, 200, param1=100, param2=18, minRadius=low, maxRadius=high
    )
    for x, y, radius in () if found is None else found.reshape(-1, 3)[:1].tolist():
        yield rect.x0 + (x - 9) / scale, rect.y0 + (y - 9) / scale, radius / scale


def _clear_inside(cleaned: Pixels, flat: Pixels, ring: Ring, limit: float) -> None:
    """Take out what lies wholly inside a ring, but what is as dark as type."""
    x, y, radius = ring
    reach = _RIM * radius
    left, top = max(0, int(x - reach)), max(0, int(y - reach))
    part = np.s_[top : int(y + reach) + 1, left : int(x + reach) + 1]
    _, labels, stats, _ = cv2.connectedComponentsWithStats(255 - cleaned[part])
    across = np.maximum(abs(stats[:, 0] + left - x), abs(stats[:, 0] + stats[:, 2] + left - x))
    down = np.maximum(abs(stats[:, 1] + top - y), abs(stats[:, 1] + stats[:, 3] + top - y))
    inside = np.hypot(across, down) <= reach
    inside[0] = False
    cleaned[part][np.asarray(inside[labels]) & (flat[part] > limit)] = 255


# What a pen or a pencil left beside print: words in blue, and the number at the top right corner of a sheet.

# Where a page bears words in blue, of a pen above all: they leave it with the seals before it is read, and what is lost must be known.
#
# Red ink is a seal's; blue and violet lie on the other side of grey in Lab.

_WORD = 0.12  # inches between strokes of one word
_HIGH = (0.06, 0.6)  # inches: less is a speck, more a signature
_LEAST_PENCIL = 0.004  # square inches of ink: a figure 1 has 0.006
_MOST_FILL_PENCIL = 0.6  # of its rectangle: more is a coloured ground


def pen_strokes(tints: Tints, dpi: float) -> tuple[Rect, ...]:
    """The rectangles of words in blue ink, from the top; `dpi` is the page's."""
    by, fine = tints.factor, dpi / tints.factor
    joined = cv2.dilate(tints.blue, np.ones((1, max(1, round(_WORD * fine))), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    ink = np.bincount(labels[tints.blue > 0], minlength=len(stats))
    return tuple(
        Rect(by * x, by * y, by * (x + width), by * (y + height))
        for (x, y, width, height, _), area in zip(stats[1:].tolist(), ink[1:].tolist(), strict=True)
        if _HIGH[0] * fine <= height <= _HIGH[1] * fine
        and _LEAST_PENCIL * fine * fine <= area <= _MOST_FILL_PENCIL * width * height
    )


# A number pencilled at the top right corner of a sheet: paler than print, thin, of the size of handwritten figures.
#
# Archives number the sheets of a file so, in soft black pencil (Thông tư 05/2025/TT-BNV and those before it).

_CORNER = (0.26, 0.085)  # shares of the page's width and height, from the top right
_EDGE_PENCIL = 0.03  # inches at the edges of the page, where scanners leave shade
_INK = 10  # greys below white: 150 dpi scans of pencil have 12 to 60, paper 0 to 6
_PALER_PENCIL = 0.62  # of the way from white to the page's type that pencil is dark at most
_PENCIL_HIGH = (0.09, 0.42)  # inches of a figure
_WIDE = 0.4  # inches of figures that touch
_FILL = 0.55  # ink in its box: more is a speck or a letter
_NEAR = 0.12  # inches between figures of one number
_LONGEST = 1.0  # inches of a number


def find_pencil(flat: Pixels, binary: Pixels, dpi: float) -> InkMark | None:
    """The pencilled number of a flattened grey page; `binary`: the same page, ink 0."""
    across, down = (
        round(share * side) for share, side in zip(_CORNER, flat.shape[::-1], strict=True)
    )
    left = flat.shape[1] - across
    edge = round(_EDGE_PENCIL * dpi)
    corner = flat[edge:down, left : flat.shape[1] - edge]
    if min(corner.shape) < _PENCIL_HIGH[1] * dpi:
        return None
    figures = _figures(corner, _type_grey(flat, binary), dpi)
    if not figures:
        return None
    x0, y0 = min(r.x0 for r in figures), min(r.y0 for r in figures)
    x1, y1 = max(r.x1 for r in figures), max(r.y1 for r in figures)
    return InkMark(Rect(left + x0, edge + y0, left + x1, edge + y1), "grey", Shape.PENCIL)


def _type_grey(flat: Pixels, binary: Pixels) -> float:
    ink = flat[binary == 0]
    return float(np.median(ink)) if ink.size else 0.0


def _figures(corner: Pixels, type_grey: float, dpi: float) -> list[Rect]:
    """The row of figures with most ink, in pixels of the corner."""
    soft = np.asarray(smaller(corner, 2), np.uint8)
    ink = (soft < 255 - _INK).astype(np.uint8)
    joined = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    darkest = 255 - _PALER_PENCIL * (255 - type_grey)
    found = [
        Rect(2 * x, 2 * y, 2 * (x + width), 2 * (y + height))
        for number, (x, y, width, height, _) in enumerate(stats[1:].tolist(), 1)
        if _PENCIL_HIGH[0] * dpi <= 2 * height <= _PENCIL_HIGH[1] * dpi
        and 2 * width <= _WIDE * dpi
        and _is_pale(soft, (labels == number) & (ink > 0), darkest, width * height)
    ]
    return _row(found, dpi)


def _is_pale(
    soft: Pixels, where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], darkest: float, box: int
) -> bool:
    """Whether strokes are paler than type, and thin."""
    strokes = soft[where]
    thin = len(strokes) <= _FILL * box
    return thin and float(np.percentile(strokes, 25)) >= darkest


def _row(figures: Sequence[Rect], dpi: float) -> list[Rect]:
    """Of figures that stand side by side those of the largest row."""
    rows: list[list[Rect]] = []
    for figure in sorted(figures, key=lambda rect: rect.x0):
        near = (row for row in rows if _follows(row[-1], figure, dpi))
        row = next(near, None)
        if row is None:
            rows.append([figure])
        else:
            row.append(figure)
    fitting = [row for row in rows if row[-1].x1 - row[0].x0 <= _LONGEST * dpi]
    return max(fitting, key=lambda row: sum(r.width * r.height for r in row), default=[])


def _follows(left: Rect, right: Rect, dpi: float) -> bool:
    level = min(left.y1, right.y1) - max(left.y0, right.y0)
    return right.x0 - left.x1 <= _NEAR * dpi and level >= 0.4 * min(left.height, right.height)
