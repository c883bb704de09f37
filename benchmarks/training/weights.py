"""Learned weights of signs: logistic regression, the cuts at the ends of lines, and how often words stand small."""

from __future__ import annotations

import math
import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.restore.lexicon import folded, is_syllable
from extract.restore.specks import WITHIN

# Weights of signs by logistic regression: Newton's steps on the signs that are common enough, held near nought by a penalty.

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


# Weights of the signs of what is cut off lines' ends: the likeliest cuts of all lines, by L-BFGS, held near nought by a penalty.
#
# A line's cut before a word costs the sum of that word's weights and of the words' behind it: a doubtful word between two
# that are plainly specks goes with them. Each cut has the share of its exponential among all cuts of its line, none among
# them (J. Nocedal, Math. Comp. 35, 1980, for the steps).

_CUT_STEPS, _KEPT, _CUT_ENOUGH, _HALVINGS = 200, 8, 0.05, 20
_HARMLESS = -60.0  # nats of what is no cut

CutFloats = npt.NDArray[np.float64]


class Word(NamedTuple):
    """The signs of a word itself, and of its place."""

    own: Sequence[str]
    around: Sequence[str]


class End(NamedTuple):
    """The words at a line's end, the last first, and how many of them may be what is to be cut off."""

    words: Sequence[Word]
    cut: frozenset[int]


def weights_of_cuts(ends: Sequence[End], *, fewest: int, penalty: float) -> dict[str, float]:
    """What each sign seen `fewest` times adds to the nats of a cut; `""` stands for each word.

    >>> word, specks = Word(["wet"], []), Word([], [])
    >>> found = weights_of_cuts([End([word, word], frozenset({2})), End([specks], frozenset({0}))] * 9, fewest=5, penalty=0.1)
    >>> found["wet"] > 0 > found[""]
    True
    """
    counts = Counter(sign for end in ends for word in end.words for sign in _all(word))
    names = ["", *sorted(sign for sign, count in counts.items() if count >= fewest)]
    problem = _Problem(ends, names)
    held = np.full(len(names), penalty)
    held[0] = 0.01

    def _cost(weights: CutFloats) -> tuple[float, CutFloats]:
        likely, slope = problem.likely(weights)
        return 0.5 * float(held @ weights**2) - likely, held * weights - slope

    return dict(zip(names, lowest(_cost, np.zeros(len(names))).tolist(), strict=True))


def _all(word: Word) -> list[str]:
    return [*word.own, *word.around, *(WITHIN + sign for sign in word.around)]


class _Problem:
    """The ends as numbers: of each word the numbers of its signs, by the line and how far from its end it stands."""

    def __init__(self, ends: Sequence[End], names: Sequence[str]) -> None:
        at = {name: number for number, name in enumerate(names)}
        self.shape = (len(ends), max(len(end.words) for end in ends))
        cells = [
            (line * self.shape[1] + depth, word)
            for line, end in enumerate(ends)
            for depth, word in enumerate(end.words)
        ]
        self.own = _numbered([(cell, ["", *word.own]) for cell, word in cells], at)
        self.around = _numbered([(cell, word.around) for cell, word in cells], at)
        self.within = _numbered(
            [(cell, [WITHIN + s for s in word.around]) for cell, word in cells], at
        )
        self.is_word = np.zeros(self.shape, bool)
        self.is_word.ravel()[[cell for cell, _ in cells]] = True
        self.right = np.zeros((self.shape[0], self.shape[1] + 1), bool)
        for line, end in enumerate(ends):
            self.right[line, list(end.cut)] = True

    def likely(self, weights: CutFloats) -> tuple[float, CutFloats]:
        """The logarithm of the chance of the right cuts, and its slope."""
        own, around, within = (
            np.bincount(cells, weights[signs], self.is_word.size).reshape(self.shape)
            for cells, signs in (self.own, self.around, self.within)
        )
        deeper = np.cumsum(own + within, axis=1)
        nats = np.zeros(self.right.shape)
        nats[:, 1:] = np.where(self.is_word, deeper - within + around, _HARMLESS)
        chances = np.exp(nats - nats.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        right = np.where(self.right, chances, 0.0)
        hit = np.maximum(right.sum(axis=1, keepdims=True), 1e-300)
        pull = np.where(self.is_word, (right / hit - chances)[:, 1:], 0.0)
        behind = pull[:, ::-1].cumsum(axis=1)[:, ::-1]
        slope = np.zeros(len(weights))
        for (cells, signs), part in zip(
            (self.own, self.around, self.within), (behind, pull, behind - pull), strict=True
        ):
            slope += np.bincount(signs, part.ravel()[cells], len(weights))
        return float(np.log(hit).sum()), slope


def _numbered(
    cells: Sequence[tuple[int, Sequence[str]]], at: dict[str, int]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    pairs = [(cell, at[sign]) for cell, signs in cells for sign in signs if sign in at]
    both = np.array(pairs, np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def lowest(cost: Callable[[CutFloats], tuple[float, CutFloats]], start: CutFloats) -> CutFloats:
    """Where a smooth function (its value and slope) is lowest, near enough."""
    at = start
    value, slope = cost(at)
    known: deque[tuple[CutFloats, CutFloats]] = deque(maxlen=_KEPT)
    for _ in range(_CUT_STEPS):
        step = _direction(slope, known)
        for _ in range(_HALVINGS):
            new, new_slope = cost(at + step)
            if new <= value + 1e-4 * float(step @ slope):
                break
            step = step / 2
        else:
            return at
        if float(step @ (new_slope - slope)) > 0:
            known.append((step, new_slope - slope))
        gain, at, value, slope = value - new, at + step, new, new_slope
        if gain < _CUT_ENOUGH:
            return at
    return at


def _direction(slope: CutFloats, known: Sequence[tuple[CutFloats, CutFloats]]) -> CutFloats:
    """Downhill, as the last steps bend it."""
    way = -slope
    if not known:
        return way / max(1.0, float(np.linalg.norm(slope)))
    shares = []
    for step, turn in reversed(known):
        share = float(step @ way) / float(step @ turn)
        way = way - share * turn
        shares.append(share)
    step, turn = known[-1]
    way = way * (float(step @ turn) / float(turn @ turn))
    for (step, turn), share in zip(known, reversed(shares), strict=True):
        way = way + step * (share - float(turn @ way) / float(step @ turn))
    return way


# How often each word stands small, and how often with a capital, between two small words of a text.

_BETWEEN = re.compile(r"(?<=[^\W\dA-ZĐ_] )(?=([^\W\d_]+) ([^\W\d_]))")
FEWEST, LEAST = 20, 3.0  # times a word stands; nats


def small_and_capital(texts: Iterable[str]) -> Counter[str]:
    """Times of words between small words, by the word as it stands."""
    found = (match for text in texts for match in _BETWEEN.finditer(text))
    return Counter(folded_as_is(match[1]) for match in found if match[2].islower())


def folded_as_is(word: str) -> str:
    """The word with its tone mark in the older place, its first capital kept."""
    small = folded(word)
    return small.capitalize() if word[:1].isupper() else small


def usually_small(counts: Mapping[str, int]) -> dict[str, float]:
    """By syllable, the logarithm of how many times oftener it stands small, where that is `LEAST` nats or more."""
    nats = {
        word: math.log((count + 0.5) / (counts.get(word.capitalize(), 0) + 1))
        for word, count in counts.items()
        if count >= FEWEST and word.islower() and is_syllable(word)
    }
    return {word: value for word, value in nats.items() if value >= LEAST}
