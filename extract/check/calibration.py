"""How sure a cell is: the weights of its signs, fitted on own documents, added up to a probability.

`extract/data/calibration.tsv` has a line a sign: its weight (in logits of being wrong), and how many cells had it and how many
of those were wrong when it was fitted. `benchmarks/calibrate.py` writes it; a sign that is not in it weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "calibration.tsv"
_LEAST, _MOST = 0.001, 0.98  # no fit on some thousand cells knows more


@cache
def weights(path: Path = FILE) -> Mapping[str, float]:
    """The weight of each sign."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: float(row[1]) for row in rows[1:]}


def chance_wrong(found: Iterable[str], by_sign: Mapping[str, float]) -> float:
    """The probability, 0.001 to 0.98, that a cell with these signs is wrong.

    >>> chance_wrong(["all", "odd"], {"all": -2.0, "odd": 2.0})
    0.5
    """
    logit = sum(by_sign.get(sign, 0.0) for sign in found)
    return min(_MOST, max(_LEAST, 1 / (1 + math.exp(-logit))))
