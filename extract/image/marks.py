"""What lies on a page beside its text: seals, stamps, signatures in coloured ink, pencilled figures, each with its place and form.

Found at half the resolution, on red and blue ink apart: a seal's ring by Hough's transform, a frame by the ink along its four
sides, large strokes as a signature; what remains hangs together as words of a stamp. What they say is read by `extract.ocr`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import InkMark, Rect, Shape
from extract.image.tone import Tints, smaller
from extract.ingest import Pixels

_RING_DPI = 50.0  # a seal is 60 to 85 pixels wide then
_RADIUS = (0.5, 0.9)  # inches: seals measure 30 to 42 mm across
_RING_SIDE = 0.7  # inches of what may be a ring; over the edge of a page as high, but narrower
_RING_SEEN = 0.4  # of the ring's way over the page that bears ink
_OFF = 0.08  # inches that the middle first found may be off
_RIM = 1.03  # of the radius: what lies within belongs to the seal
_FRAME = (0.5, 0.2)  # inches of a frame's longer and shorter side, at least
_FRAME_MOST = 4.0  # inches
_LINE = 0.03  # inches that the line of a frame reaches inwards
_SECOND = 0.12  # inches within a frame in which a second one stands
_FRAME_FILL = 0.5  # most of its box that bears ink
_COARSE_DPI = 100.0
_COARSE_INK = 200  # of a coarse pixel's grey: thin lines hang together still
_SIDE_SEEN = 0.7  # of each side of a frame that bears ink
_STROKE = 0.4  # inches across and down of a stroke that is no letter
_LONG_STROKE = 1.2  # inches
_STROKE_FILL = 0.35  # ink in its box: more is no pen
_GAP = (0.14, 0.05)  # inches across and down between letters of one stamp
_WORDS = (0.3, 0.07)  # inches: less is a speck or a figure
_HIGHEST = 1.6  # inches of words together
_MOST_FILL = 0.6  # ink in its box: a stain has more
_LEAST_INK = 0.006  # square inches
_PALE = 2  # pixels
_LETTERS = 4  # pieces of ink that are words, at least
_LETTER = (0.05, 0.4)  # inches: smaller is a mark over a letter, higher no letter


def find_marks(tints: Tints, dpi: float) -> tuple[InkMark, ...]:
    """The marks in coloured ink of a straight page, rings and frames first; `dpi` is the page's."""
    found: list[InkMark] = []
    for colour, layer in (("red", tints.red), ("blue", tints.blue)):
        found += _Layer(layer.copy(), colour, dpi / tints.factor, tints.factor).marks()
    order = list(Shape)
    return tuple(sorted(found, key=lambda m: (order.index(m.shape), m.rect.y0, m.rect.x0)))


def find_frames(binary: Pixels, dpi: float, tables: Sequence[Rect] = ()) -> tuple[InkMark, ...]:
    """Black frames around a few words on a binary page (ink 0), outside tables."""
    by = max(1, round(dpi / _COARSE_DPI))
    ink = np.where(np.asarray(smaller(binary, by)) < _COARSE_INK, 255, 0).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    found = []
    for number in np.flatnonzero(_may_frame(stats, dpi / by)):
        x, y, width, height, _ = stats[number].tolist()
        rect, whole = (
            Rect(x, y, x + width, y + height),
            Rect(by * x, by * y, by * (x + width), by * (y + height)),
        )
        frame = find_frame((labels[rect.slices] == number).astype(np.uint8) * 255, dpi / by)
        if frame is not None and not any(_meet(whole, table) for table in tables):
            inside = without_frame(ink[rect.slices], frame, dpi / by)
            found.append(InkMark(whole, "black", Shape.FRAME, frame.tilt, inside))
    return tuple(found)


def _may_frame(stats: cv2.typing.MatLike, dpi: float) -> NDArray[np.bool_]:
    """Which pieces have the size of a frame, and little ink in it."""
    sides, area = np.sort(stats[:, 2:4], axis=1) / dpi, stats[:, 4]
    fits = (sides[:, 0] >= _FRAME[1]) & (sides[:, 1] >= _FRAME[0]) & (sides[:, 1] <= _FRAME_MOST)
    fits[0] = False
    return np.asarray(fits & (area < _FRAME_FILL * stats[:, 2] * stats[:, 3]))


def _meet(one: Rect, other: Rect) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


@dataclass(frozen=True, slots=True)
class _Layer:
    """Ink of one colour (255), taken away as it is told what it is; `factor`: pixels of the page for one here."""

    ink: Pixels
    colour: str
    dpi: float
    factor: int

    def marks(self) -> Iterator[InkMark]:
        """All marks of the layer."""
        if not self.ink.any():
            return
        yield from self._rings()
        yield from self._frames()
        yield from self._strokes()
        yield from self._words()

    def _mark(
        self, rect: Rect, shape: Shape, tilt: float = 0.0, ink: Pixels | None = None
    ) -> InkMark:
        by = self.factor
        whole = Rect(rect.x0 * by, rect.y0 * by, rect.x1 * by, rect.y1 * by)
        return InkMark(whole, self.colour, shape, tilt, ink)

    def _rings(self) -> Iterator[InkMark]:
        """Seals, and what lies over the page's edge of those across several sheets."""
        for x, y, radius in _rings(self.ink, self.dpi):
            reach = _RIM * radius
            cv2.circle(self.ink, (round(x), round(y)), round(reach), 0, -1)
            height, width = self.ink.shape
            rect = Rect(
                max(0, round(x - reach)),
                max(0, round(y - reach)),
                min(width, round(x + reach)),
                min(height, round(y + reach)),
            )
            yield self._mark(rect, Shape.RING)

    def _frames(self) -> Iterator[InkMark]:
        """Rectangles drawn around little text; what is inside goes with them."""
        whole = cv2.morphologyEx(self.ink, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        for rect, piece in _pieces(np.asarray(whole, np.uint8)):
            if max(rect.width, rect.height) < _FRAME[0] * self.dpi:
                continue
            frame = find_frame(piece, self.dpi)
            if frame is not None:
                inside = without_frame(self.ink[rect.slices], frame, self.dpi)
                self.ink[rect.slices] = 0
                yield self._mark(rect, Shape.FRAME, frame.tilt, inside)

    def _strokes(self) -> Iterator[InkMark]:
        """What a pen drew: large and thin."""
        for rect, stroke in _pieces(self.ink):
            large = min(rect.width, rect.height) > _STROKE * self.dpi
            long = max(rect.width, rect.height) > _LONG_STROKE * self.dpi
            thin = np.count_nonzero(stroke) < _STROKE_FILL * rect.width * rect.height
            if (large or long) and thin:
                self.ink[rect.slices][stroke > 0] = 0
                yield self._mark(rect, Shape.STROKES)

    def _words(self) -> Iterator[InkMark]:
        """Letters that stand together."""
        across, down = (max(1, round(2 * gap * self.dpi)) | 1 for gap in _GAP)
        joined = cv2.dilate(self.ink, np.ones((down, across), np.uint8))
        for wide, piece in _pieces(np.asarray(joined, np.uint8)):
            ink = np.where(piece > 0, self.ink[wide.slices], 0).astype(np.uint8)
            near = _around(ink)
            ink = ink[near.slices]
            if self._is_mark(ink):
                x, y = wide.x0 + near.x0, wide.y0 + near.y0
                rect = Rect(x, y, x + near.width, y + near.height)
                shape = Shape.WORDS if self._is_print(ink) else Shape.STROKES
                yield self._mark(rect, shape, _tilt(ink), ink)

    def _is_mark(self, ink: Pixels) -> bool:
        """Whether ink is more than a speck and no stain."""
        (height, width), area = ink.shape, np.count_nonzero(ink)
        fits = width >= _WORDS[0] * self.dpi and _WORDS[1] <= height / self.dpi <= _HIGHEST
        full = area > _MOST_FILL * width * height
        return bool(fits and area >= _LEAST_INK * self.dpi * self.dpi and not full)

    def _is_print(self, ink: Pixels) -> bool:
        """Whether ink falls into letters: several pieces, none larger than a short word."""
        _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
        sides = stats[1:, 2:4] / self.dpi
        letters = (sides.max(axis=1) >= _LETTER[0]).sum()
        return bool(letters >= _LETTERS and sides[:, 1].max() <= _LETTER[1])


def _around(ink: Pixels) -> Rect:
    """The rectangle around ink, a rim of paler ink with it."""
    x, y, width, height = cv2.boundingRect(ink)
    high, wide = ink.shape
    return Rect(
        max(0, x - _PALE),
        max(0, y - _PALE),
        min(wide, x + width + _PALE),
        min(high, y + height + _PALE),
    )


def _pieces(ink: Pixels) -> Iterator[tuple[Rect, Pixels]]:
    """What hangs together, each with its own ink, in reading order."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    for number, (x, y, width, height, _) in enumerate(stats[1:].tolist(), 1):
        rect = Rect(x, y, x + width, y + height)
        yield rect, (labels[rect.slices] == number).astype(np.uint8) * 255


Ring = tuple[
    float, float, float
]  # x, y, radius in pixels; the middle may lie beyond the page's edge
Floats = NDArray[np.float64]


def _rings(ink: Pixels, dpi: float) -> Iterator[Ring]:
    """Middle and radius of each seal, in pixels."""
    near = cv2.dilate(ink, np.ones((5, 5), np.uint8))
    for rect, _ in _pieces(np.asarray(near, np.uint8)):
        at_edge = rect.x0 == 0 or rect.x1 == ink.shape[1]
        side = max(rect.width, rect.height) if at_edge else min(rect.width, rect.height)
        if side < _RING_SIDE * dpi:
            continue
        ring = _ring(ink, rect, dpi)
        if ring is not None:
            yield ring


def _ring(ink: Pixels, rect: Rect, dpi: float) -> Ring | None:
    """The ring of a seal in a part of the page."""
    scale = _RING_DPI / dpi
    low, high = (round(radius * _RING_DPI) for radius in _RADIUS)
    part = ink[rect.slices]
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    pad = high + 4
    small = cv2.copyMakeBorder(small, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    found = cv2.HoughCircles(
        small, cv2.HOUGH_GRADIENT, 1, 200, param1=100, param2=18, minRadius=low, maxRadius=high
    )
    for x, y, radius in () if found is None else found.reshape(-1, 3)[:1].tolist():
        ring = rect.x0 + (x - pad) / scale, rect.y0 + (y - pad) / scale, radius / scale
        return _settled(ink, ring, dpi)
    return None


def _settled(ink: Pixels, ring: Ring, dpi: float) -> Ring | None:
    """A ring moved to where most of its way bears ink, as wide as its outermost circle; `None` where too little does."""
    x, y, radius = ring
    steps = np.arange(-_OFF, _OFF + 0.001, _OFF / 4) * dpi
    radii = np.arange(0.9 * radius, 1.15 * radius, 1.0)
    seen = {
        (x + across, y + down): _seen(ink, (x + across, y + down), radii)
        for across in steps
        for down in steps
    }
    middle = max(seen, key=lambda place: float(seen[place].max()))
    if seen[middle].max() < _RING_SEEN:
        return None
    outermost = np.flatnonzero(seen[middle] >= _RING_SEEN / 2)[-1]
    return (*middle, float(radii[outermost]))


def _seen(ink: Pixels, middle: tuple[float, float], radii: Floats) -> Floats:
    """For circles round a point the share of their way over the page that bears ink."""
    angles = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    xs = np.round(middle[0] + radii[:, None] * np.cos(angles)).astype(np.intp)
    ys = np.round(middle[1] + radii[:, None] * np.sin(angles)).astype(np.intp)
    inside = (xs >= 0) & (xs < ink.shape[1]) & (ys >= 0) & (ys < ink.shape[0])
    on = ink[np.where(inside, ys, 0), np.where(inside, xs, 0)] > 0
    return np.asarray((on & inside).sum(axis=1) / np.maximum(1, inside.sum(axis=1)))


@dataclass(frozen=True, slots=True)
class MarkFrame:
    """A rectangle of lines: its corners in pixels, and degrees that it falls to the right."""

    corners: Floats
    tilt: float


def find_frame(piece: Pixels, dpi: float) -> MarkFrame | None:
    """The frame that a piece of ink (255) is; `None` where it is none."""
    box = cv2.minAreaRect(cv2.findNonZero(piece))
    _, size, angle = box
    short, long = sorted(size)
    if short < _FRAME[1] * dpi or not _FRAME[0] * dpi <= long <= _FRAME_MOST * dpi:
        return None
    corners = np.asarray(cv2.boxPoints(box), np.float64)
    if _outlined(piece, corners, dpi) < _SIDE_SEEN:
        return None
    tilt = angle if size[0] >= size[1] else angle - 90
    return MarkFrame(corners, float((tilt + 45) % 90 - 45))


def without_frame(ink: Pixels, frame: MarkFrame, dpi: float) -> Pixels:
    """What stands in a frame, without its lines: those of a second one inside it go as well."""
    insets = [step * dpi for step in np.arange(0.0, _SECOND, 0.01)]
    seen = [_outlined(ink, _inset(frame.corners, inset), dpi) for inset in insets]
    last = max((at for at, share in enumerate(seen) if share >= _SIDE_SEEN), default=0)
    inside = np.zeros_like(ink)
    hole = _inset(frame.corners, insets[last] + _LINE * dpi)
    cv2.fillConvexPoly(inside, np.round(hole).astype(np.int32), 255)
    return np.asarray(cv2.bitwise_and(ink, inside), np.uint8)


def _inset(corners: Floats, by: float) -> Floats:
    """Corners moved towards each other along the sides."""
    after, before = np.roll(corners, -1, axis=0) - corners, np.roll(corners, 1, axis=0) - corners
    sides = (
        side / np.maximum(1, np.linalg.norm(side, axis=1, keepdims=True))
        for side in (after, before)
    )
    return np.asarray(corners + by * sum(sides))


def _outlined(ink: Pixels, corners: Floats, dpi: float) -> float:
    """The share of a rectangle's poorest side that bears ink."""
    thick = cv2.dilate(ink, np.ones((2 * round(0.02 * dpi) + 1,) * 2, np.uint8))
    sides = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    return min(_along(np.asarray(thick, np.uint8), one, other) for one, other in sides)


def _along(ink: Pixels, one: cv2.typing.MatLike, other: cv2.typing.MatLike) -> float:
    """The share of the way between two points that bears ink."""
    way = np.round(one + (other - one) * np.linspace(0.02, 0.98, 60)[:, None]).astype(int)
    xs, ys = (
        np.clip(way[:, axis], 0, side - 1) for axis, side in enumerate((ink.shape[1], ink.shape[0]))
    )
    return float(np.count_nonzero(ink[ys, xs])) / len(xs)


def _tilt(ink: Pixels) -> float:
    """Degrees that words fall to the right; 0 where they are as high as wide."""
    (_, size, angle) = cv2.minAreaRect(cv2.findNonZero(ink))
    if min(size) * 2 > max(size):
        return 0.0
    tilt = angle if size[0] >= size[1] else angle - 90
    return float(tilt if abs(tilt) <= 45 else 0.0)  # noqa: PLR2004 - half a right angle
