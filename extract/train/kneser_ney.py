"""An interpolated Kneser-Ney trigram model, pruned by what each n-gram adds, stored as sorted ranges of small integers.

Discounts .6, .75, .8 times an n-gram's mean weight; lower orders count continuations (Chen and Goodman 1998). An n-gram
is kept for T(h) p log(p / p_backoff) (Stolcke 1998), and only if it was seen three times. Log probabilities are stored
in twelfths of a nat, so one byte holds 0 to -21.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.restore.model.ngrams import BOW_OFFSET, STEPS_A_NAT, Tables
from extract.train.counting import Counted, Keys

Floats = npt.NDArray[np.float64]
_DISCOUNTS = (0.6, 0.75, 0.8)
_LEAST_SEEN = 3
_UNIFORM = 1e-3  # share of the unigram mass spread over all words


@dataclass(frozen=True, slots=True)
class Order:
    """N-grams of one order: keys, context keys, last words, interpolated probabilities and contexts' mass left."""

    keys: Keys
    context: Keys
    probability: Floats
    context_weight: Floats


def train(bigrams: Counted, trigrams: Counted, size: int, keep: tuple[int, int]) -> Tables:
    """The pruned model of a vocabulary of `size` words, with about `keep` bigrams and trigrams."""
    v = np.uint64(size)
    type_weight = trigrams.weighted / trigrams.seen
    continued = _continuations(bigrams.keys, trigrams.keys % (v * v), type_weight)
    starts = bigrams.keys // v == 0  # nothing stands before a sentence's start: use its counts
    continued[starts] = np.maximum(continued[starts], bigrams.weighted[starts] * 0.1)
    one = _unigrams(bigrams, continued, size)
    two = _interpolate(
        bigrams.keys, continued, bigrams, _DISCOUNTS[1], one[(bigrams.keys % v).astype(np.int64)], v
    )
    lower = two.probability[np.searchsorted(bigrams.keys, trigrams.keys % (v * v))]
    three = _interpolate(trigrams.keys, trigrams.weighted, trigrams, _DISCOUNTS[2], lower, v)
    kept3 = _best(three, lower, trigrams.seen, keep[1])
    needed = np.unique(trigrams.keys[kept3] // v)
    one_of_two = one[(bigrams.keys % v).astype(np.int64)]
    kept2 = _best(two, one_of_two, bigrams.seen, keep[0])
    kept2 |= np.isin(bigrams.keys, needed, assume_unique=True)
    return _pack(
        one,
        (bigrams.keys[kept2], two.probability[kept2]),
        (trigrams.keys[kept3], three.probability[kept3]),
        v,
    )


def _continuations(keys: Keys, tails: Keys, weights: Floats) -> Floats:
    counts = np.bincount(np.searchsorted(keys, tails), weights=weights, minlength=len(keys))
    return np.asarray(counts, np.float64)


def _unigrams(bigrams: Counted, continued: Floats, size: int) -> Floats:
    mean = bigrams.weighted / bigrams.seen
    mass = np.bincount(
        (bigrams.keys % np.uint64(size)).astype(np.int64), weights=mean, minlength=size
    )
    assert len(continued) == len(mean)
    return np.asarray((1 - _UNIFORM) * mass / mass.sum() + _UNIFORM / size, np.float64)


def _interpolate(
    keys: Keys, counts: Floats, counted: Counted, discount: float, lower: Floats, v: np.uint64
) -> Order:
    contexts, at = np.unique(keys // v, return_inverse=True)
    taken = np.minimum(discount * counted.weighted / counted.seen, counts)
    total = np.maximum(np.bincount(at, weights=counts), 1e-9)
    spare = np.bincount(at, weights=taken) / total
    probability = (counts - taken) / total[at] + spare[at] * lower
    return Order(keys, contexts, np.maximum(probability, 1e-12), total[at])


def _best(order: Order, lower: Floats, seen: Floats, keep: int) -> npt.NDArray[np.bool_]:
    gain = order.context_weight * order.probability * np.log(order.probability / lower)
    gain[seen < _LEAST_SEEN] = -np.inf
    keep = min(keep, int((gain > 0).sum()))
    least = np.partition(gain, -keep)[-keep] if keep else np.inf
    return np.asarray(gain >= least)


def _pack(
    one: Floats, two: tuple[Keys, Floats], three: tuple[Keys, Floats], v: np.uint64
) -> Tables:
    first, last = (two[0] // v).astype(np.int64), (two[0] % v).astype(np.int64)
    bow1 = _backoff(first, two[1], one[last], len(one))
    contexts = np.searchsorted(two[0], three[0] // v)
    lower = _backed_off(three[0] % (v * v), two, one, bow1, v)
    bow2 = _backoff(contexts, three[1], lower, len(two[0]))
    return Tables(
        p1=_quantise(one),
        b1=_quantise_bow(bow1),
        starts2=_starts(first, len(one)),
        words2=last.astype(np.uint16),
        p2=_quantise(two[1]),
        b2=_quantise_bow(bow2),
        starts3=_starts(contexts, len(two[0])),
        words3=(three[0] % v).astype(np.uint16),
        p3=_quantise(three[1]),
    )


def _backoff(context: npt.NDArray[np.int64], kept: Floats, lower: Floats, size: int) -> Floats:
    left = 1 - np.bincount(context, weights=kept, minlength=size)
    free = 1 - np.bincount(context, weights=lower, minlength=size)
    return np.clip(left, 1e-4, 1) / np.clip(free, 1e-4, None)


def _backed_off(
    keys: Keys, two: tuple[Keys, Floats], one: Floats, bow1: Floats, v: np.uint64
) -> Floats:
    at = np.minimum(np.searchsorted(two[0], keys), len(two[0]) - 1)
    below = bow1[(keys // v).astype(np.int64)] * one[(keys % v).astype(np.int64)]
    return np.where(two[0][at] == keys, two[1][at], below)


def _starts(context: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.int32]:
    counts = np.bincount(context, minlength=size)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def _quantise(probability: Floats) -> npt.NDArray[np.uint8]:
    return np.clip(np.rint(-np.log(probability) * STEPS_A_NAT), 0, 255).astype(np.uint8)


def _quantise_bow(weight: Floats) -> npt.NDArray[np.uint8]:
    return np.clip(np.rint(np.log(weight) * STEPS_A_NAT) + BOW_OFFSET, 0, 255).astype(np.uint8)
