"""From a decoder's chance to a probability that means something: a rising line through points measured on held-out text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """Points (chance, share of right words), both rising, the first at (0, 0); between them the line is straight."""

    chances: tuple[float, ...]
    shares: tuple[float, ...]

    def __call__(self, chance: float) -> float:
        """The share of right words among those with that chance."""
        at = bisect_right(self.chances, chance)
        if at == len(self.chances):
            return self.shares[-1]
        x0, x1, y0, y1 = (
            self.chances[at - 1],
            self.chances[at],
            self.shares[at - 1],
            self.shares[at],
        )
        return y0 + (y1 - y0) * (chance - x0) / (x1 - x0)


def calibration(points: Sequence[Sequence[float]]) -> Calibration:
    """From the artifact's facts; without points, a chance stands for itself."""
    known = [(0.0, 0.0), *((float(x), float(y)) for x, y in points or ((1.0, 1.0),))]
    return Calibration(tuple(x for x, _ in known), tuple(y for _, y in known))
