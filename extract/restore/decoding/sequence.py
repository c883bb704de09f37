"""The best sequence of options for a stretch of text, and the weight of every option beside its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.restore.compiled.kernels import WIDEST, loops
from extract.restore.decoding.options import Options
from extract.restore.model.ngrams import Tables

I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]
_BEAM, THRESHOLD = 24, 8.0  # a beam of 60 gains nothing
_TEMPERATURE = 1.3  # the artifact's calibration comes after it


@dataclass(frozen=True, slots=True)
class Solved:
    """The chosen option of each position; for every option its cost beside the chosen neighbours (nats) and its chance."""

    chosen: I32
    starts: I32
    words: I32
    weights: F32
    chances: F32
    around: I32  # the chosen words, with room at both ends
    model: I32  # the part of the weights that the language model gave (twelfths of a nat)

    def span(self, at: int) -> slice:
        """The options of position `at`."""
        return slice(self.starts[at], self.starts[at + 1])


@dataclass(frozen=True, slots=True)
class Lattice:
    """All options of a stretch, position after position."""

    starts: I32
    words: I32
    costs: F32
    tables: Tables

    def path(self, bonus: F32 | None = None, threshold: float = THRESHOLD) -> I32:
        """The chosen option of each position; `bonus` (nats by option) makes words cheaper that the document uses."""
        chosen = np.zeros(len(self.starts) - 1, np.int32)
        costs = self.costs if bonus is None else self.costs - bonus
        room = 2 * _BEAM
        trail = np.zeros((2, len(chosen), room), np.int32)
        states = np.zeros((6, WIDEST * room), np.int32)
        scores = np.zeros((3, WIDEST * room), np.float32)
        loops()["decode"](
            self.starts, self.words, costs, _BEAM, threshold, chosen, trail, states, scores, *self.tables.arrays()
        )  # fmt: skip
        return chosen

    def weigh(self, chosen: I32, bonus: F32 | None = None, before: Solved | None = None) -> Solved:
        """How every option compares with the chosen one; quicker where most of them were chosen `before` too."""
        weights = np.empty(len(self.words), np.float32)
        around = np.zeros(len(chosen) + 4, np.int32)
        known = np.full(len(around), -1, np.int32) if before is None else before.around
        model = np.zeros(len(self.words), np.int32) if before is None else before.model.copy()
        costs = self.costs if bonus is None else self.costs - bonus
        loops()["weigh"](
            self.starts, self.words, costs, chosen, known, around, model, weights, *self.tables.arrays()
        )  # fmt: skip
        chances = _chances(self.starts, weights)
        return Solved(chosen, self.starts, self.words, weights, chances, around, model)


def lattice(options: Sequence[Options], tables: Tables) -> Lattice:
    """The options side by side."""
    starts = np.zeros(len(options) + 1, np.int32)
    np.cumsum([len(option.words) for option in options], out=starts[1:])
    words = np.concatenate([option.words for option in options])
    return Lattice(starts, words, np.concatenate([option.costs for option in options]), tables)


def _chances(starts: I32, weights: F32) -> F32:
    """A softmax over the options of each position."""
    sizes = np.diff(starts)
    least = np.repeat(np.minimum.reduceat(weights, starts[:-1]), sizes)
    shares = np.exp((least - weights) / _TEMPERATURE)
    totals = np.repeat(np.add.reduceat(shares, starts[:-1]), sizes)
    return np.asarray(shares / totals, np.float32)
