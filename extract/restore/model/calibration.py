"""From a decoder's chance to a probability that means something: a rising line through points measured on held-out text.

The points lie beside the artifact in a small text file (`restore.calibration.tsv`), so that a new fit changes nothing else.
Without that file a chance stands for itself, which is a few points too sure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extract.weights import table_rows

Points = tuple[tuple[float, float], ...]  # chance, share of right words, both rising
_HEAD = (
    "# Of words changed at a chance, the share that was right on held-out texts, by kind of damage.\n"
    "# Written by vanban train or benchmarks/confidence.py; do not edit by hand.\n"
    "damage\tchance\tshare\n"
)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Chances and shares of right words, both rising from (0, 0); between them the line is straight."""

    chances: npt.NDArray[np.float64]
    shares: npt.NDArray[np.float64]

    def __call__(self, chance: float) -> float:
        """The share of right words among those with that chance."""
        return float(np.interp(chance, self.chances, self.shares))


def calibration(points: Points) -> Calibration:
    """Through these points; without any, a chance stands for itself."""
    return Calibration(*np.array([(0.0, 0.0), *(points or ((1.0, 1.0),))]).T.copy())


def calibration_file(model: Path) -> Path:
    """Where the points of a model lie.

    >>> calibration_file(Path("restore.bin")).name
    'restore.calibration.tsv'
    """
    return model.with_suffix(".calibration.tsv")


def written(points: Mapping[str, Points]) -> str:
    """The text of such a file; the points by kind of damage.

    >>> print(written({"stripped": ((0.5, 0.25), (0.99, 1.0))}).split("share")[2])
    <BLANKLINE>
    stripped	0.5	0.25
    stripped	0.99	1.0
    <BLANKLINE>
    """
    lines = (f"{damage}\t{x}\t{y}\n" for damage, of in sorted(points.items()) for x, y in of)
    return _HEAD + "".join(lines)


def load(model: Path) -> dict[str, Points]:
    """The points beside a model, by kind of damage; none where no file is there. `ValueError` names a file that is no such list."""
    file = calibration_file(model)
    if not file.exists():
        return {}
    points: dict[str, Points] = {}
    try:
        head, *of_points = table_rows(file)
        assert head == ["damage", "chance", "share"]
        for damage, chance, share in of_points:
            points[damage] = (*points.get(damage, ()), (float(chance), float(share)))
    except (AssertionError, ValueError) as error:
        raise ValueError(f"{file.name} is no list of calibration points") from error
    return points
