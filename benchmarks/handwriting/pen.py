"""A pen that writes figures: strokes of allographs, bent, slanted and spaced as one hand does it, as ink on a field of black."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Ink = NDArray[np.uint8]  # 255 where the pen was
Points = NDArray[np.float64]

SIZE = 80  # pixels of a figure's height
ABOVE = 0.45  # of a figure's height above it on the field, and below
LEFT = 0.6  # the same before the first figure
_PER_SPAN = 8  # points drawn between two of a stroke's
_NARROW_ONE = 0.55  # width of a 1 beside other figures
_SAME_HAND = 0.8  # share of figures that a hand writes in its usual way


def _allographs() -> dict[str, list[list[Points]]]:
    found = json.loads(Path(__file__).with_name("allographs.json").read_text(encoding="utf-8"))
    del found["_head"]
    return {
        figure: [[np.array(stroke, float) for stroke in way] for way in ways]
        for figure, ways in found.items()
    }


ALLOGRAPHS = _allographs()


@dataclass(slots=True)
class Hand:
    """How somebody writes; every habit comes from one seeded generator."""

    rng: random.Random
    slant: float = field(init=False)
    width: float = field(init=False)
    unrest: float = field(init=False)
    pen: float = field(init=False)
    gap: float = field(init=False)
    bob: float = field(init=False)
    ways: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Take on the habits."""
        rng = self.rng
        self.slant, self.width = rng.gauss(0.12, 0.18), rng.uniform(0.42, 0.8)
        self.unrest, self.pen = rng.uniform(0.015, 0.07), rng.uniform(3, 9)
        self.gap, self.bob = rng.uniform(-0.05, 0.28), rng.uniform(0, 0.08)
        self.ways = {figure: rng.randrange(len(ways)) for figure, ways in ALLOGRAPHS.items()}

    def written(self, text: str) -> tuple[Ink, float]:
        """The figures of a text, and the column where they end."""
        x, strokes = LEFT, []
        for figure in text:
            made, width = self._figure(figure)
            bob = self.rng.gauss(0, self.bob)
            strokes += [np.add(stroke, (x, bob)) for stroke in made]
            x += width + self.gap * self.rng.uniform(0.5, 1.5) * self.width
        field_ = np.zeros((round(SIZE * (1 + 2 * ABOVE)), round((x + 0.8) * SIZE) + 20), np.uint8)
        for stroke in strokes:
            self._draw(field_, stroke)
        return field_, x * SIZE

    def _figure(self, figure: str) -> tuple[list[Points], float]:
        """The strokes of a figure from x = 0, and its width, both in heights of a figure."""
        rng, ways = self.rng, ALLOGRAPHS[figure]
        way = ways[self.ways[figure]] if rng.random() < _SAME_HAND else rng.choice(ways)
        wide = rng.gauss(1, 0.08) * self.width * (_NARROW_ONE if figure == "1" else 1)
        scale = (wide, rng.gauss(1, 0.06))
        noise = np.random.default_rng(rng.getrandbits(32))
        bent = (stroke + noise.normal(0, self.unrest, stroke.shape) for stroke in way)
        return [_smooth(stroke) * scale for stroke in bent], wide

    def _draw(self, field_: Ink, stroke: Points) -> None:
        at = stroke.copy()
        at[:, 0] += self.slant * (0.5 - at[:, 1])
        at = np.add(at * SIZE, (0, SIZE * ABOVE))
        thick = max(1, round(self.pen * self.rng.uniform(0.85, 1.15)))
        eighths = np.round(at * 8).astype(np.int32)
        cv2.polylines(field_, [eighths], False, 255, thick, cv2.LINE_AA, 3)


def _smooth(points: Points) -> Points:
    """A Catmull-Rom line through points."""
    if len(points) < 3:
        return points
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, _PER_SPAN, endpoint=False)[:, None]
    spans = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        spans.append(
            (
                2 * b
                + (c - a) * t
                + (2 * a - 5 * b + 4 * c - d) * t**2
                + (3 * b - a - 3 * c + d) * t**3
            )
            / 2
        )
    return np.vstack([*spans, points[-1:]])
