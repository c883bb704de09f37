"""The best sequence of options for a stretch of text, and the weight of every option beside its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.restore.ngrams import Tables
from extract.restore.options import Options

_BEAM, _THRESHOLD = 24, 8.0  # a beam of 60 gains nothing


@dataclass(frozen=True, slots=True)
class Solved:
    """The chosen option of each position, and the cost (nats) of each option between the chosen neighbours."""

    chosen: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    words: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float32]

    def choice(self, at: int) -> int:
        """The number of the chosen option among those of position `at`."""
        return int(self.chosen[at] - self.starts[at])

    def weights_at(self, at: int) -> npt.NDArray[np.float32]:
        """The costs of the options of position `at`."""
        return self.weights[self.starts[at] : self.starts[at + 1]]


def solve(
    options: Sequence[Options],
    tables: Tables,
    bonus: npt.NDArray[np.float32] | None = None,
    threshold: float = _THRESHOLD,
) -> Solved:
    """Decode one stretch; `bonus` (nats by word id) makes words cheaper that the document is known to use."""
    from extract.restore.beam import decode, weigh  # noqa: PLC0415 compiles: only damaged text pays

    starts = np.zeros(len(options) + 1, np.int32)
    np.cumsum([len(option.words) for option in options], out=starts[1:])
    words = np.concatenate([option.words for option in options])
    costs = np.concatenate([option.costs for option in options])
    if bonus is not None:
        costs = costs - bonus[words]
    chosen = np.zeros(len(options), np.int32)
    model = tables.arrays()
    decode(starts, words, costs, _BEAM, threshold, chosen, *model)
    weights = np.empty(len(words), np.float32)
    weigh(starts, words, costs, chosen, weights, *model)
    return Solved(chosen, starts, words, weights)
