"""Seals, signatures and frames in black: ink that hangs together over more than a line of text, taken out of a binary page.

In grey scans a seal is paler than type: what is dark as type stays, so that letters under a seal's rim are not lost. With
a seal's ring goes what is written inside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import InkMark, Rect, Shape
from extract.ingest import Pixels

_LEAST = 0.45  # inches across and down of what is no type: three lines that grew together
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
        if min(width, height) >= _LEAST * dpi * scale:
            x0, y0 = (max(0, int((side - 1) / scale)) for side in (x, y))
            x1, y1 = int((x + width + 1) / scale), int((y + height + 1) / scale)
            yield Rect(x0, y0, min(x1, binary.shape[1]), min(y1, binary.shape[0]))


def _blots_in(binary: Pixels, part: Rect, dpi: float) -> Iterator[tuple[Rect, Mask]]:
    """The blots in a part of the page, each with its pixels."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(255 - binary[part.slices])
    large = (stats[:, 2:4].min(axis=1) >= _LEAST * dpi).nonzero()[0]
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
