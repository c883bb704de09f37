"""The one log-linear scorer: features with learned weights, their sum in nats, the chance that it stands for; and the files of weights.

Features and weights are told by short texts (`number 14`, `left1 điều`); the one without a name is the bias. What each weighs was learned by
the programs of `benchmarks/` and stands in `extract/data/`, a feature a line, lines of `#` above them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

DATA = Path(__file__).parent / "data"


def table_rows(file: Path) -> list[list[str]]:
    """The cells of each line of a small TSV file of ours that is neither blank nor a comment."""
    lines = file.read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0] != "#"]


def load_weights(file: Path) -> dict[str, float]:
    """The weights of a file, by feature. `ValueError` for a row that is none."""
    return {feature: float(nats) for feature, nats in table_rows(file)}


def log_odds(features: Iterable[str], weights: Mapping[str, float]) -> float:
    """What the features weigh together; one that was not learned weighs nothing.

    >>> log_odds(["", "odd", "new"], {"": -2.0, "odd": 1.5})
    -0.5
    """
    return sum(weights.get(feature, 0.0) for feature in features)


def chance_of(nats: float) -> float:
    """The chance of log odds.

    >>> chance_of(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-nats))


def written_weights(weights: Mapping[str, float], head: str, least: float) -> str:
    r"""The text of such a file under a head of `#` lines: the bias, and those of `least` nats or more.

    >>> written_weights({"b": -2.346, "a": 0.01, "": 1.0}, "# Learned.", 0.1)
    '# Learned.\n\t1.0\nb\t-2.35\n'
    """
    found = ((feature, round(nats, 2)) for feature, nats in sorted(weights.items()))
    kept = (f"{name}\t{nats}\n" for name, nats in found if not name or abs(nats) >= least)
    return f"{head}\n" + "".join(kept)
