"""From a decoder's chance to a probability that means something: a rising line through points measured on held-out text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Points (chance, share of right words), both rising; between them, and down to (0, 0), the line is straight."""

    points: tuple[tuple[float, float], ...]

    def __call__(self, chance: float) -> float:
        """The share of right words among those with that chance."""
        points = ((0.0, 0.0), *self.points)
        at = bisect_right([x for x, _ in points], chance)
        if at == len(points):
            return points[-1][1]
        (x0, y0), (x1, y1) = points[at - 1], points[at]
        return y0 + (y1 - y0) * (chance - x0) / (x1 - x0)


def calibration(points: Sequence[Sequence[float]]) -> Calibration:
    """From the artifact's facts; without points, a chance stands for itself."""
    return Calibration(tuple((float(x), float(y)) for x, y in points) or ((1.0, 1.0),))
