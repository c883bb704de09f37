"""A pen that writes figures: strokes of a shape, bent, slanted and spaced as one hand does it, as ink on a field of black.

The shapes are allographs of our own (`allographs.json`) or the pen paths of real people (UCI, pen-based recognition of
handwritten digits, CC BY 4.0: eight points a figure).
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]  # 255 where the pen was
Points = NDArray[np.float64]
Shape = Sequence[Points]  # a figure's strokes, 1 high, x to the right, y down
Shapes = Callable[[str, random.Random], Callable[[], Shape]]  # how one hand shapes a figure

SIZE = 80  # pixels of a figure's height
_AROUND = 0.6  # of a figure's height around the text on its field
_PER_SPAN = 6  # points drawn between two of a stroke's
_SAME_HAND = 0.85  # share of figures that a hand writes in its usual way
_JOINED = 0.04  # share of figures that are joined to the next


def allographs() -> dict[str, list[list[Points]]]:
    """The ways to write each figure."""
    found = json.loads(Path(__file__).with_name("allographs.json").read_text(encoding="utf-8"))
    del found["_head"]
    return {
        figure: [[np.array(stroke, float) for stroke in way] for way in ways]
        for figure, ways in found.items()
    }


def usual(ways: dict[str, list[list[Points]]]) -> Shapes:
    """Hands that have a usual way for each figure and leave it now and then."""

    def habits(figure: str, rng: random.Random) -> Callable[[], Shape]:
        known = ways[figure]
        own = rng.choice(known)
        return lambda: own if rng.random() < _SAME_HAND else rng.choice(known)

    return habits


@dataclass(slots=True)
class Hand:
    """How somebody writes; every habit comes from one seeded generator."""

    rng: random.Random
    shapes: Shapes
    slant: float = field(init=False)
    width: float = field(init=False)
    unrest: float = field(init=False)
    pen: float = field(init=False)
    gap: float = field(init=False)
    bob: float = field(init=False)
    ways: dict[str, Callable[[], Shape]] = field(init=False)

    def __post_init__(self) -> None:
        """Take on the habits."""
        rng = self.rng
        self.slant, self.width = rng.gauss(0.15, 0.18), rng.uniform(0.45, 0.85)
        self.unrest, self.pen = rng.uniform(0.005, 0.045), rng.uniform(3, 11)
        self.gap, self.bob = rng.uniform(-0.02, 0.3), rng.uniform(0, 0.08)
        self.ways = {figure: self.shapes(figure, rng) for figure in "0123456789"}

    def written(self, text: str) -> Ink:
        """The figures of a text."""
        x, strokes = _AROUND, []
        for figure in text:
            made, wide = self._figure(figure)
            bob = self.rng.gauss(0, self.bob)
            made = [np.add(stroke, (x, bob + _AROUND)) for stroke in made]
            if strokes and self.rng.random() < _JOINED:
                strokes.append(np.vstack([strokes[-1][-1], made[0][0]]))
            strokes += made
            x += wide + self.gap * self.rng.uniform(0.5, 1.5)
        field_ = np.zeros((round(SIZE * (1 + 2 * _AROUND)), round((x + _AROUND) * SIZE)), np.uint8)
        for stroke in strokes:
            self._draw(field_, stroke)
        return field_

    def _figure(self, figure: str) -> tuple[list[Points], float]:
        """The strokes of a figure from x = 0, and its width, both in heights of a figure."""
        shape = self.ways[figure]()
        noise = np.random.default_rng(self.rng.getrandbits(32))
        scale = (self.rng.gauss(1, 0.08) * self.width, self.rng.gauss(1, 0.07))
        turn = self.rng.gauss(0, 0.06)
        spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        bent = [stroke + noise.normal(0, self.unrest, stroke.shape) for stroke in shape]
        made = [(_smooth(stroke) * scale - 0.5) @ spin + 0.5 for stroke in bent]
        left, right = (float(f([f(stroke[:, 0]) for stroke in made])) for f in (np.min, np.max))
        return [np.subtract(stroke, (left, 0)) for stroke in made], right - left

    def _draw(self, field_: Ink, stroke: Points) -> None:
        at = stroke.copy()
        at[:, 0] += self.slant * (0.5 + _AROUND - at[:, 1])
        thick = max(1, round(self.pen * self.rng.uniform(0.85, 1.15)))
        eighths = np.round(at * SIZE * 8).astype(np.int32)
        cv2.polylines(field_, [eighths], False, 255, thick, cv2.LINE_AA, 3)


def _smooth(points: Points) -> Points:
    """A Catmull-Rom line through points."""
    if len(points) < 3:
        return points
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, _PER_SPAN, endpoint=False)[:, None]
    return np.vstack([*_spans(ends, t), points[-1:]])


def _spans(ends: Points, t: Points) -> Iterator[Points]:
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        cubic = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        yield (2 * b + (c - a) * t + cubic) / 2
