"""Small files of learned weights: a sign and its nats in each row, lines of `#` above them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data"


def load(file: Path) -> dict[str, float]:
    """The weights of a file, by sign. `ValueError` for a row that is none."""
    rows = (row.rpartition("\t") for row in file.read_text("utf-8").splitlines())
    return {sign: float(nats) for sign, _, nats in rows if sign[:1] != "#" and nats[:1] != "#"}


def written(weights: Mapping[str, float], head: str, least: float) -> str:
    r"""The text of such a file under a head of `#` lines: the sign without a name, and those of `least` nats or more.

    >>> written({"b": -2.346, "a": 0.01, "": 1.0}, "# Learned.", 0.1)
    '# Learned.\n\t1.0\nb\t-2.35\n'
    """
    rows = ((sign, round(nats, 2)) for sign, nats in sorted(weights.items()))
    kept = (f"{sign}\t{nats}\n" for sign, nats in rows if not sign or abs(nats) >= least)
    return f"{head}\n" + "".join(kept)
