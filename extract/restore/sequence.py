"""The best sequence of options for a stretch of text, its chance, what each piece was decoded to; and a second opinion on it."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from extract.restore.artifact import (
    HIGHEST,
    LOWEST,
    STEPS_A_NAT,
    WIDEST,
    Artifact,
    Tables,
    loops,
    read_artifact,
)
from extract.restore.lexicon import NUMBER_ID, STOP_ID, UNKNOWN_ID, Lexicon
from extract.restore.tokens import STAYS, Choices, Damage, Piece, numbers_of, with_case

# The best sequence of options for a stretch of text, the weight of every option beside its neighbours, and its chance over all sequences.

I64 = npt.NDArray[np.int64]
I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]
_BEAM, THRESHOLD = 24, 8.0  # a beam of 60 gains nothing
# Of the options those within so many nats of the chosen one have a say in how sure it is, and so many at most: at 8 nats a
# tenth of the errors stood among those said to be quite certain, 17 nats and 12 options cost twice as much for the same.
_NEAR, _NEAREST = np.float32(14.0), 6
STEPS = np.exp(np.arange(LOWEST, HIGHEST, dtype=np.float32) / np.float32(-STEPS_A_NAT))
_TEMPERATURE = 1.3  # of a first look at each position alone: it is too sure where neighbours are wrong together


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
        """How every option compares with the chosen one between its neighbours; quicker where most were chosen `before` too."""
        weights = np.empty(len(self.words), np.float32)
        around = np.zeros(len(chosen) + 4, np.int32)
        known = np.full(len(around), -1, np.int32) if before is None else before.around
        model = np.zeros(len(self.words), np.int32) if before is None else before.model.copy()
        costs = self.costs if bonus is None else self.costs - bonus
        loops()["weigh"](
            self.starts, self.words, costs, chosen, known, around, model, weights, *self.tables.arrays()
        )  # fmt: skip
        chances = _chances(self.starts, weights)
        return Solved(chosen, self.starts, self.words, weights, chances, around=around, model=model)

    def posterior(self, solved: Solved, bonus: F32 | None = None) -> Solved:
        """The same with the chances over all sequences: of the options that come near the chosen one, 0 of the others."""
        near = _near(solved)
        costs = (self.costs if bonus is None else self.costs - bonus)[near.options]
        best = np.repeat(np.minimum.reduceat(costs, near.starts[:-1]), np.diff(near.starts))
        room, triples = near.pairs.item(-1), near.triples.item(-1)
        found = np.zeros(len(costs), np.float32)
        loops()["posterior"](
            near.starts, self.words[near.options], np.exp(best - costs), STEPS, near.pairs, near.triples,
            np.zeros(room, np.int32), np.zeros((2, room), np.float32), np.zeros(triples, np.float32),
            found, *self.tables.arrays(),
        )  # fmt: skip
        chances = np.zeros(len(self.words), np.float32)
        chances[near.options] = found
        return replace(solved, chances=chances)

    def likeliest(self, solved: Solved, where: npt.NDArray[np.bool_], bonus: F32 | None) -> Solved:
        """The same with the likeliest option chosen at the positions `where`: fewest words are wrong so, if not the best line."""
        sizes = np.diff(solved.starts)
        position = np.repeat(np.arange(len(sizes)), sizes)
        best = np.lexsort((-solved.chances, position))[solved.starts[:-1]]
        chosen = np.where(where, best, solved.chosen).astype(np.int32)
        return replace(self.weigh(chosen, bonus, solved), chances=solved.chances)


class _Near(NamedTuple):
    """The options near the chosen ones, position after position; where those of a position, its pairs and its triples start."""

    options: I64
    starts: I32
    pairs: I32
    triples: I32


def _near(solved: Solved) -> _Near:
    """Of each position the chosen option and those that come nearest to it."""
    sizes = np.diff(solved.starts)
    behind = solved.weights - np.repeat(solved.weights[solved.chosen], sizes)
    behind[
        solved.chosen
    ] = -np.inf  # it has a say, whatever was weighed otherwise since it was chosen
    near = np.flatnonzero(behind < _NEAR)
    position = np.repeat(np.arange(len(sizes)), sizes)[near]
    order = np.lexsort((behind[near], position))
    counts = np.bincount(position)
    rank = np.arange(len(near)) - np.repeat(np.cumsum(counts) - counts, counts)
    counts = np.minimum(counts, _NEAREST)
    pairs = counts * np.concatenate(([1], counts[:-1]))
    triples = pairs * np.concatenate(([1], [1], counts[:-2]))[: len(pairs)]
    starts = (_starts(part) for part in (counts, pairs, triples))
    return _Near(near[order][rank < _NEAREST], *starts)


def _starts(sizes: npt.NDArray[np.signedinteger]) -> I32:
    return np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)


def lattice(options: Sequence[Choices], tables: Tables) -> Lattice:
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


# A piece of a line and what it was decoded to, with what else it may have been.

_RUNNERS_UP, _CERTAIN = 3, 0.98
_LEAST_CHANCE = float(np.float32(0.02))  # chances come in that precision
_Place = tuple[int, Piece] | None  # line and piece of a position; no place: context alone


class Decoded(Struct, frozen=True, gc=False):
    """A piece of a line and what it was decoded to: position `at` of what was solved together."""

    line: int
    piece: Piece
    text: str
    chance: float  # uncalibrated
    runners_up: tuple[str, ...]
    damage: Damage
    options: Choices
    choice: int
    solved: Solved
    at: int

    @property
    def weights(self) -> npt.NDArray[np.float32]:
        """The cost of each option between its neighbours (nats)."""
        return self.solved.weights[self.solved.span(self.at)]

    def cost_of(self, word: int) -> float:
        """What another word would cost here beyond the chosen one, in nats; infinite where it is no option."""
        found = numbers_of(self.options, word)
        if not found:
            return math.inf
        weights = self.weights
        return float(min(weights[at] for at in found) - weights[self.choice])


def decoded_words(
    places: Sequence[_Place],
    damages: Sequence[Damage],
    options: Sequence[Choices],
    solved: Solved,
    lexicon: Lexicon,
) -> Iterator[Decoded]:
    """The solved positions that have a place, in order; `damages` by line."""
    starts, chosen = solved.starts.tolist(), solved.chosen.tolist()
    chances, words = solved.chances[solved.chosen].tolist(), solved.words[solved.chosen].tolist()
    for at, place in enumerate(places):
        if place is None:
            continue
        line, piece = place
        here, choice, chance = options[at], chosen[at] - starts[at], chances[at]
        mode = here.modes.item(choice)
        text = piece.text if mode == STAYS else with_case(lexicon.words[words[at]], mode)
        runners = (
            ()
            if chance >= _CERTAIN
            else _runners_up(piece, here, choice, solved.chances[solved.span(at)].tolist(), lexicon)
        )
        yield Decoded(
            line,
            piece,
            text,
            chance,
            runners,
            damage=damages[line],
            options=here,
            choice=choice,
            solved=solved,
            at=at,
        )


def _runners_up(
    piece: Piece, options: Choices, choice: int, chances: Sequence[float], lexicon: Lexicon
) -> tuple[str, ...]:
    likely = [n for n, chance in enumerate(chances) if chance >= _LEAST_CHANCE]
    order = sorted(likely, key=lambda n: -chances[n])[: _RUNNERS_UP + 1]
    return tuple(_text(piece, options, n, lexicon) for n in order if n != choice)


def _text(piece: Piece, options: Choices, number: int, lexicon: Lexicon) -> str:
    mode = options.modes.item(number)
    if mode == STAYS:
        return piece.text
    return with_case(lexicon.words[options.words.item(number)], mode)


# A second opinion on words that the trigrams leave open: how well each fits the words on both sides, up to twenty away.
#
# The log-bilinear model of Mnih and Kavukcuoglu (2013): the vectors of the words around, each weighed by a vector of its
# place, are summed, and a word's score is its own vector times that sum. It was trained on such places alone, with the
# trigrams' costs given (`extract.train.rescoring`), so a score adds to these costs.
#
# Between a word's neighbours the trigrams are also too sure of it and too kind to rare words: beside them what the channel says counts
# more, and a rare word costs more, as far as a kind of damage shows it (`RescoringWeights`).

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


def load_rescorer(model: Artifact) -> Rescorer | None:
    """The rescorer that lies beside a model (`restore.rescore.bin`); `None` where there is none of the same words."""
    file = rescorer_file(model.path)
    made = read_artifact(file) if file.exists() else None
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


def words_hash(model: Artifact) -> str:
    """The hash of a model's words: vectors are of use with the same ones only."""
    return hashlib.sha256(model.arrays["words"].tobytes()).hexdigest()
