"""A second opinion on words that the trigrams leave open: how well each fits the words on both sides, up to twenty away.

The log-bilinear model of Mnih and Kavukcuoglu (2013): the vectors of the words around, each weighed by a vector of its
place, are summed, and a word's score is its own vector times that sum. It was trained on such places alone, with the
trigrams' costs given (`extract.train.rescoring`), so a score adds to these costs.

Between a word's neighbours the trigrams are also too sure of it and too kind to rare words: beside them what the channel says counts
more, and a rare word costs more, as far as a kind of damage shows it (`RescoringWeights`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.restore.decoding.sequence import Solved
from extract.restore.model import artifact
from extract.restore.model.lexicon import NUMBER_ID, STOP_ID, UNKNOWN_ID
from extract.restore.model.ngrams import STEPS_A_NAT

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]
NEAR = 7.0  # nats: what the trigrams put further behind the chosen word stays there
ARRAYS = ("options", "around", "places", "own")  # in the file as steps, one size of step for each
_NO_WORDS = 1 + max(STOP_ID, NUMBER_ID, UNKNOWN_ID)


class RescoringWeights(NamedTuple):
    """What counts beside the trigrams' own nats: how well a word fits, how much more of its channel cost, its rarity."""

    fit: float
    channel: float
    rarity: float


@dataclass(frozen=True, slots=True)
class Rescorer:
    """Vectors by word id, as an option (`options`) and as one of the words around; of the places from -reach to reach."""

    options: F32
    around: F32  # the last row, of zeros, stands beyond the ends
    places: F32  # that of the word itself is zero
    own: F32  # nats by word id
    rarity: F32  # nats by word id: what it costs without any context

    def bonus(self, solved: Solved, weights: RescoringWeights) -> F32:
        """Nats by option that it is better than the chosen word; 0 where none or only one word is near.

        `solved` was weighed without a bonus: what the model did not give of a weight is the channel's.
        """
        bonus = np.zeros(len(solved.words), np.float32)
        sizes = np.diff(solved.starts)
        near = (solved.words >= _NO_WORDS) & (
            solved.weights < np.repeat(solved.weights[solved.chosen] + np.float32(NEAR), sizes)
        )
        is_open = np.add.reduceat(near, solved.starts[:-1], dtype=np.int32) > 1
        is_open &= solved.words[solved.chosen] >= _NO_WORDS
        if is_open.any():
            rows = np.flatnonzero(near & np.repeat(is_open, sizes))
            of_row = np.repeat(np.cumsum(is_open) - 1, sizes)[rows]
            positions = np.flatnonzero(is_open)
            words = solved.words[rows]
            sums = self._sums(solved.words[solved.chosen], positions)
            read = solved.weights[rows] - solved.model[rows] / np.float32(STEPS_A_NAT)
            bonus[rows] = np.float32(weights.fit) * self._scores(words, sums, of_row)
            bonus[rows] -= np.float32(weights.channel) * read
            bonus[rows] -= np.float32(weights.rarity) * self.rarity[words]
            bonus[rows] -= bonus[solved.chosen[positions]][of_row]
        return bonus

    def _sums(self, words: npt.NDArray[np.int32], positions: I64) -> F32:
        """The weighed sum of the words around each position."""
        reach = len(self.places) // 2
        padded = np.pad(words, reach, constant_values=len(self.around) - 1)
        sums = np.zeros((len(positions), self.around.shape[1]), np.float32)
        for at, place in enumerate(self.places):
            if at != reach:
                sums += self.around[padded[positions + at]] * place
        return sums

    def _scores(self, words: npt.NDArray[np.int32], sums: F32, of_row: I64) -> F32:
        fit = np.einsum("ij,ij->i", self.options[words], sums[of_row])
        return np.asarray(self.own[words] + fit, np.float32)


def load(model: artifact.Artifact) -> Rescorer | None:
    """The rescorer that lies beside a model (`restore.rescore.bin`); `None` where there is none of the same words."""
    file = rescorer_file(model.path)
    made = artifact.read(file) if file.exists() else None
    if made is None or made.facts["words"] != words_hash(model):
        return None
    options, around, places, own = (
        made.arrays[name].astype(np.float32) * step
        for name, step in zip(ARRAYS, made.arrays["steps"], strict=True)
    )
    rarity = model.arrays["p1"].astype(np.float32) / np.float32(STEPS_A_NAT)
    return Rescorer(options, np.pad(around, ((0, 1), (0, 0))), places, own, rarity)


def rescorer_file(model: Path) -> Path:
    """Where the rescorer of a model lies."""
    return model.with_suffix(".rescore.bin")


def words_hash(model: artifact.Artifact) -> str:
    """The hash of a model's words: vectors are of use with the same ones only."""
    return hashlib.sha256(model.arrays["words"].tobytes()).hexdigest()
