"""Weights of signs by logistic regression: Newton's steps on the signs that are common enough, held near nought by a penalty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating]
_STEPS, _ENOUGH = 15, 1e-3


def weights_of(
    samples: Sequence[tuple[Sequence[str], bool]], *, fewest: int, penalty: float
) -> dict[str, float]:
    """What each sign seen `fewest` times adds to the logarithm of the odds (nats); `""` stands for all samples.

    >>> found = weights_of([(["wet"], True), ([], False)] * 20, fewest=5, penalty=1.0)
    >>> found["wet"] > 1 > 0 > found[""]
    True
    """
    counts = Counter(sign for signs, _ in samples for sign in signs)
    names = ["", *sorted(sign for sign, count in counts.items() if count >= fewest)]
    table = _table([signs for signs, _ in samples], names)
    true = np.array([label for _, label in samples], np.float32)
    held = np.full(len(names), penalty, np.float32)
    held[0] = 0
    return dict(zip(names, newton(table, true, held).tolist(), strict=True))


def newton(table: Floats, true: Floats, held: Floats, counts: Floats | float = 1.0) -> Floats:
    """The weight of each column: `true` by row, how strongly each weight is held near nought, how often each row counts."""
    weights = np.zeros(table.shape[1], table.dtype)
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (counts * (chances - true)) + held * weights
        bend = (table * (counts * chances * (1 - chances))[:, None]).T @ table
        step = np.linalg.solve(bend + np.diag(held + table.dtype.type(1e-6)), slope)
        weights -= step
        if float(np.abs(step).max()) < _ENOUGH:
            break
    return weights


def _table(samples: Iterable[Iterable[str]], names: Sequence[str]) -> npt.NDArray[np.float32]:
    at = {name: number for number, name in enumerate(names)}
    rows = list(samples)
    table = np.zeros((len(rows), len(names)), np.float32)
    table[:, 0] = 1
    for row, signs in enumerate(rows):
        table[row, [at[sign] for sign in signs if sign in at]] = 1
    return table
