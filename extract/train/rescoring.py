# ruff: noqa: PLR0917 compiled functions take arrays, not records
"""The rescorer's file: open places of the training text are found piece by piece, the vectors learned from them in one pass.

Each piece is searched with trigrams that were counted without it. Its right words are taken for others of their skeleton; a part of
the pieces is misread at random and decoded too, so that what stands around a place errs as it does in use. Official text counts twice there.
A second pass learns the texts by heart (on held-out pieces it mends less), and so does a list of word pairs in place of vectors.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from extract.restore.artifact import Tables, pack, read_artifact
from extract.restore.channel import load_channel
from extract.restore.lexicon import load_lexicon
from extract.restore.sequence import ARRAYS, words_hash
from extract.train.counting import TextKind
from extract.train.ngram_model import FOLDS, PIECES, TextPart, pieces, tables_without
from extract.train.open_places import (
    Confusions,
    Places,
    joined,
    misread,
    misread_places,
    open_places,
    same_skeleton,
)

Progress = Callable[[str], None]

# Learns the vectors of `extract.restore.sequence`: logistic regression over the options of open places, by AdaGrad.
#
# One descent a place: the chance of each option is a softmax of what the trigrams say and of the model's score. A quarter of the
# words around is left out at random and three in a hundred are exchanged for another of their skeleton, for the decoder errs too.

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]
WIDTH, REACH = 64, 20
_RATE, _LEFT_OUT, _EXCHANGED = np.float32(0.07), 0.25, 0.03
_SPREAD = 0.1  # of the vectors at the start
_CERTAIN = 0.01  # a smaller error teaches nothing
_MOST_OPTIONS = 64
_COMMONEST = 3  # of a skeleton: what a word is exchanged for
_fast = numba.njit(fastmath=True)


@dataclass(frozen=True, slots=True)
class Vectors:
    """The model: vectors of words as options and as words around, of places, and one number a word."""

    options: F32
    around: F32
    places: F32
    own: F32

    def arrays(self) -> tuple[F32, F32, F32, F32]:
        """In the order in which the compiled functions take them."""
        return self.options, self.around, self.places, self.own


def start(size: int, seed: int) -> Vectors:
    """Small random vectors for `size` words; a place counts the less the further off it is."""
    random = np.random.default_rng(seed)
    far = np.maximum(np.abs(np.arange(-REACH, REACH + 1)), 1)
    options, around = (random.normal(0, _SPREAD, (size, WIDTH)).astype(np.float32) for _ in "12")
    places = np.repeat((far**-0.5)[:, None], WIDTH, axis=1).astype(np.float32)
    return Vectors(options, around, places, np.zeros(size, np.float32))


def learn(text: U16, found: Places, twins: Confusions, seed: int) -> tuple[Vectors, float]:
    """The vectors after one pass over the places in random order, and the share of them that were decided wrongly on the way."""
    vectors = start(len(twins.starts) - 1, seed)
    squares = tuple(np.full_like(array, square) for array, square in zip(vectors.arrays(), (0.1, 0.1, 1, 1), strict=True))  # fmt: skip
    inside = (found.at > REACH) & (found.at < len(text) - REACH)
    random = np.random.default_rng(seed)
    order = random.permutation(np.flatnonzero(inside))
    wrong = _descend(
        order, text, found.at, found.starts, found.options, found.costs, found.right,
        twins.starts, twins.options, random, *vectors.arrays(), *squares,
    )  # fmt: skip
    vectors.places[REACH] = 0
    return vectors, wrong / max(len(order), 1)


@_fast
def _words_around(
    text: U16, at: int, starts: I32, words: I32, around: I32, random: np.random.Generator
) -> None:  # pragma: no cover compiled
    """Write to `around` the words at each place, some of them exchanged, -1 where one is left out."""
    for j in range(2 * REACH + 1):
        word = np.int32(text[at - REACH + j])
        if j == REACH or random.random() < _LEFT_OUT:
            around[j] = -1
        elif random.random() < _EXCHANGED:
            size = min(_COMMONEST, starts[word + 1] - starts[word])
            around[j] = words[starts[word] + random.integers(0, size)]
        else:
            around[j] = word


@_fast
def _sum(around: I32, of_around: F32, of_places: F32, total: F32) -> None:  # pragma: no cover
    total[:] = 0
    for j in range(len(around)):
        if around[j] >= 0:
            vector, place = of_around[around[j]], of_places[j]
            for d in range(len(total)):
                total[d] += vector[d] * place[d]


@_fast
def _errors(
    options: I32, costs: F32, right: int, total: F32, of_options: F32, own: F32, errors: F32
) -> int:  # pragma: no cover
    """Write to `errors` each option's chance, less one for the right one; gives the best option's number."""
    best = 0
    for k in range(len(options)):
        vector, score = of_options[options[k]], own[options[k]] - costs[k]
        for d in range(len(total)):
            score += vector[d] * total[d]
        errors[k] = score
        if score > errors[best]:
            best = k
    top, mass = errors[best], np.float32(0)
    for k in range(len(options)):
        errors[k] = np.exp(errors[k] - top)
        mass += errors[k]
    for k in range(len(options)):
        errors[k] = errors[k] / mass - (k == right)
    return best


@_fast
def _step(vector: F32, squares: F32, error: F32, factor: F32) -> None:  # pragma: no cover
    """One step of AdaGrad down the slope `error` times `factor`."""
    for d in range(len(vector)):
        slope = error * factor[d]
        squares[d] += slope * slope
        vector[d] -= _RATE * slope / np.sqrt(squares[d])


@_fast
def _step_around(
    around: I32, slope: F32, of_around: F32, of_places: F32, squares: F32, place_squares: F32
) -> None:  # pragma: no cover
    """The same for the words around and their places, by the slope of their sum."""
    for j in range(len(around)):
        if around[j] < 0:
            continue
        vector, place = of_around[around[j]], of_places[j]
        squared, place_squared = squares[around[j]], place_squares[j]
        for d in range(len(slope)):
            one, two = slope[d] * place[d], slope[d] * vector[d]
            squared[d] += one * one
            place_squared[d] += two * two
            vector[d] -= _RATE * one / np.sqrt(squared[d])
            place[d] -= _RATE * two / np.sqrt(place_squared[d])


@_fast
def _descend(
    order: I64, text: U16, ats: I64, begins: I64, all_options: I32, all_costs: F32, rights: I32,
    starts: I32, words: I32, random: np.random.Generator,
    of_options: F32, of_around: F32, of_places: F32, own: F32,
    option_squares: F32, around_squares: F32, place_squares: F32, own_squares: F32,
) -> int:  # fmt: skip  # pragma: no cover
    """Learn from each place in order; gives how many were decided wrongly."""
    around = np.empty(2 * REACH + 1, np.int32)
    total, slope = np.empty(WIDTH, np.float32), np.empty(WIDTH, np.float32)
    errors = np.empty(_MOST_OPTIONS, np.float32)
    wrong = 0
    for number in order:
        options = all_options[begins[number] : begins[number + 1]]
        costs = all_costs[begins[number] : begins[number + 1]]
        _words_around(text, ats[number], starts, words, around, random)
        _sum(around, of_around, of_places, total)
        best = _errors(options, costs, rights[number], total, of_options, own, errors)
        wrong += best != rights[number]
        slope[:] = 0
        for k in range(len(options)):
            if abs(errors[k]) >= _CERTAIN:
                word = options[k]
                for d in range(WIDTH):
                    slope[d] += errors[k] * of_options[word, d]
                _step(of_options[word], option_squares[word], errors[k], total)
                own_squares[word] += errors[k] * errors[k]
                own[word] -= _RATE * errors[k] / np.sqrt(own_squares[word])
        if errors[rights[number]] <= -_CERTAIN:
            _step_around(around, slope, of_around, of_places, around_squares, place_squares)
    return wrong


Part = tuple[int, Places]  # where a piece begins in what is learned from, and its places
_MISREAD = (0.6, 0.25)  # of official text and of other: the share of pieces that are misread
_TIMES = (2, 1)  # how often their places are learned from
_STEPS = 127  # a number's steps on either side of zero


class _Fold(NamedTuple):
    """What was found in a fold of the texts: open places, and where the decoded text differs from the right one."""

    parts: list[Part]
    decoded: list[tuple[int, U16]]


@dataclass(frozen=True, slots=True)
class _Search:
    """What finds the open places of one fold of the texts; pickled to a process of its own."""

    texts: Mapping[TextKind, U16]
    twins: Confusions
    misreadings: Confusions
    words: int
    keep: tuple[int, int]
    seed: int

    def __call__(self, fold: int) -> _Fold:
        """The open places of right text and of what decoding makes of a share of it, misread."""
        tables = tables_without(fold, self.texts, self.words, self.keep)
        found = _Fold(list(self._right(fold, tables)), [])
        for piece, times in self._drawn(fold):
            read, places = misread_places(piece.ids, self.misreadings, tables, piece.number)
            found.decoded.append((piece.begin, read))
            found.parts.extend([(self._size() + piece.begin, places)] * times)
        return found

    def _right(self, fold: int, tables: Tables) -> Iterator[Part]:
        for kind in self.texts:
            for piece in pieces(self.texts, kind):
                if piece.number % FOLDS == fold:
                    yield piece.begin, open_places(piece.ids, self.twins, tables, piece.number)

    def _drawn(self, fold: int) -> Iterator[tuple[TextPart, int]]:
        """The pieces that are misread, and how often they are learned from."""
        for number, kind in enumerate(self.texts):
            share, times = _MISREAD[not kind.official], _TIMES[not kind.official]
            lot = np.random.default_rng((self.seed, number, fold)).permutation(PIECES)
            for piece in pieces(self.texts, kind):
                if piece.number % FOLDS == fold and lot[piece.number] < share * PIECES:
                    yield piece, times

    def _size(self) -> int:
        return sum(map(len, self.texts.values()))


def rescorer(
    texts: Mapping[TextKind, U16], model: Path, keep: tuple[int, int], seed: int, progress: Progress
) -> bytes:
    """The bytes of the file for a trained model, from the word ids of each kind of text; `keep`: the model's n-grams."""
    made = read_artifact(model)
    words = load_lexicon(made)
    twins, misreadings = same_skeleton(words), misread(load_channel(made, "eng", words), seed)
    search = _Search(texts, twins, misreadings, words=len(words.words), keep=keep, seed=seed)
    text = np.concatenate([*texts.values()])
    decoded, parts = text.copy(), list[Part]()
    with ProcessPoolExecutor(min(FOLDS, os.cpu_count() or 1)) as processes:
        for fold, found in enumerate(processes.map(search, range(FOLDS))):
            parts += found.parts
            for begin, read in found.decoded:
                decoded[begin : begin + len(read)] = read
            progress(f"words that the trigrams leave open: quarter {fold + 1} of {FOLDS} searched")
    places = joined(parts)
    vectors, wrong = learn(np.concatenate((text, decoded)), places, twins, seed)
    progress(f"{wrong:.1%} of {len(places.at)} of them decided wrongly while learning")
    facts = {name: made.facts[name] for name in ("corpora", "seed")}
    return packed(vectors, facts | {"words": words_hash(made), "places": len(places.at)})


def packed(vectors: Vectors, facts: dict[str, object]) -> bytes:
    """The file's bytes: each array as whole steps of its own size."""
    arrays = [getattr(vectors, name) for name in ARRAYS]
    steps = [max(float(np.abs(array).max()), 1e-6) / _STEPS for array in arrays]
    whole = {
        name: np.rint(array / step).astype(np.int8)
        for name, array, step in zip(ARRAYS, arrays, steps, strict=True)
    }
    return pack(facts, {**whole, "steps": np.array(steps, np.float32)})
