"""Small files of learned numbers: weights of signs, and the rising line from a decoder's chance to a probability that means something."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Small files of learned weights: a sign and its nats in each row, lines of `#` above them.

DATA = Path(__file__).parents[2] / "data"


def load_weights(file: Path) -> dict[str, float]:
    """The weights of a file, by sign. `ValueError` for a row that is none."""
    rows = (row.rpartition("\t") for row in file.read_text("utf-8").splitlines())
    return {sign: float(nats) for sign, _, nats in rows if sign[:1] != "#" and nats[:1] != "#"}


def written_weights(weights: Mapping[str, float], head: str, least: float) -> str:
    r"""The text of such a file under a head of `#` lines: the sign without a name, and those of `least` nats or more.

    >>> written({"b": -2.346, "a": 0.01, "": 1.0}, "# Learned.", 0.1)
    '# Learned.\n\t1.0\nb\t-2.35\n'
    """
    rows = ((sign, round(nats, 2)) for sign, nats in sorted(weights.items()))
    kept = (f"{sign}\t{nats}\n" for sign, nats in rows if not sign or abs(nats) >= least)
    return f"{head}\n" + "".join(kept)


# From a decoder's chance to a probability that means something: a rising line through points measured on held-out text.
#
# The points lie beside the artifact in a small text file (`restore.calibration.tsv`), so that a new fit changes nothing else.
# Without that file a chance stands for itself, which is a few points too sure.

Points = tuple[tuple[float, float], ...]  # chance, share of right words, both rising
_HEAD = (
    "# Of words changed at a chance, the share that was right on held-out texts, by kind of damage.\n"
    "# Written by vanban train or benchmarks/confidence.py; do not edit by hand.\n"
    "damage\tchance\tshare\n"
)


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


def calibration(points: Sequence[tuple[float, float]]) -> Calibration:
    """Through these points; without any, a chance stands for itself."""
    known = [(0.0, 0.0), *(points or ((1.0, 1.0),))]
    return Calibration(tuple(x for x, _ in known), tuple(y for _, y in known))


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
    rows = (f"{damage}\t{x}\t{y}\n" for damage, of in sorted(points.items()) for x, y in of)
    return _HEAD + "".join(rows)


def load(model: Path) -> dict[str, Points]:
    """The points beside a model, by kind of damage; none where no file is there. `ValueError` names a file that is no such list."""
    file = calibration_file(model)
    if not file.exists():
        return {}
    text = file.read_text(encoding="utf-8")
    points: dict[str, Points] = {}
    try:
        head, *rows = (line.split("\t") for line in text.splitlines() if line[:1] != "#")
        assert head == ["damage", "chance", "share"]
        for damage, chance, share in rows:
            points[damage] = (*points.get(damage, ()), (float(chance), float(share)))
    except (AssertionError, ValueError) as error:
        raise ValueError(f"{file.name} is no list of calibration points") from error
    return points
