# ruff: noqa: PLR0917 compiled functions take arrays, not records
"""The search for the best sequence of candidates over the trigram model, and how likely each candidate is in all sequences together.

A beam: a hypothesis is its last word and the index of its last bigram; those that share the last word share the bigram look-ups.
Ties fall to the lower candidate number, so the result never depends on anything but its input. Compiled by numba, whose functions are kept in
the user's cache folder: fixed signatures, so one compilation each; where no cache folder can be written they compile at every start.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
import platformdirs
from numba import config

from extract.restore.artifact import BINS, LOWEST, WIDEST

Function = TypeVar("Function", bound=Callable[..., object])


def _cache_home() -> Path | None:
    homes = (Path(platformdirs.user_cache_dir("vanban")), Path(tempfile.gettempdir()) / "vanban")
    return next((home for home in homes if _can_write(home)), None)


def _can_write(home: Path) -> bool:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(home, os.W_OK) and home.stat().st_uid == os.getuid()


_SETTINGS = vars(config)
_HOME = _cache_home()
if not _SETTINGS["CACHE_DIR"] and _HOME is not None:
    _SETTINGS["CACHE_DIR"] = str(_HOME / "numba")
_CACHED = bool(_SETTINGS["CACHE_DIR"])


def compiled(signature: str) -> Callable[[Function], Function]:
    """Compile a function for one signature, or load it from the cache."""

    def _decorate(function: Function) -> Function:
        made = numba.njit(signature, cache=_CACHED, error_model="numpy", nogil=True)(function)
        return cast("Function", made)

    return _decorate


def inlined(function: Function) -> Function:
    """A helper that is compiled into its callers; has no cache of its own."""
    return cast("Function", numba.njit(error_model="numpy", nogil=True)(function))


# What the trigram model says, as both passes over a lattice ask it: the index of a bigram, and what a word costs behind one.

I32 = npt.NDArray[np.int32]
U16 = npt.NDArray[np.uint16]
U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]

#: The model's tables as numba types, in the order of `extract.restore.artifact.Tables`.
MODEL = "u1[::1], u1[::1], i4[::1], u2[::1], u1[::1], u1[::1], i4[::1], u2[::1], u1[::1]"
OFFSET = 80  # what is added to a back-off weight's twelfths of a nat in its byte


@inlined
def find(words: U16, low: int, high: int, word: int) -> int:
    """The first index in the sorted range whose word is not below `word`."""
    while low < high:
        middle = (low + high) // 2
        if words[middle] < word:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def bigram_of(starts2: I32, words2: U16, last: int, word: int) -> int:
    """The index of a bigram; -1 where the model kept none."""
    high = starts2[last + 1]
    at = find(words2, starts2[last], high, word)
    return at if at < high and words2[at] == word else -1


@inlined
def cost_of(
    state: int, last: int, bigram: int, word: int,
    p1: U8, b1: U8, p2: U8, b2: U8, starts3: I32, words3: U16, p3: U8,
) -> float:  # fmt: skip
    """Twelfths of a nat that `word` costs after the bigram `state` (or -1) whose last word is `last`."""
    left_out = 0
    if state >= 0:
        high = starts3[state + 1]
        at = find(words3, starts3[state], high, word)
        if at < high and words3[at] == word:
            return float(p3[at])
        left_out = OFFSET - b2[state]
    if bigram >= 0:
        return float(left_out + p2[bigram])
    return float(left_out + OFFSET - b1[last] + p1[word])


# The search for the best sequence of candidates: a beam over the trigram model, and how sure it is of each word.
#
# A hypothesis is its last word and the index of its last bigram; those that share the last word share the bigram look-ups.
# Ties fall to the lower candidate number, so the result never depends on anything but its input.

_NAT = np.float32(1 / 12)
_LATER = -2  # a bigram that was not looked up yet


@inlined
def _limit(scores: F32, count: int, beam: int, threshold: float, bins: I32) -> float:
    """The score up to which hypotheses live: at most `threshold` above the best, and about `beam` of them."""
    best = scores[0]
    for at in range(1, count):
        best = min(best, scores[at])
    bins[:] = 0
    for at in range(count):
        bins[min(BINS, int((scores[at] - best) / threshold * BINS))] += 1
    inside, last = bins[0], 1
    while last < BINS and inside + bins[last] <= beam:
        inside += bins[last]
        last += 1
    return float(best + threshold * last / BINS)


@inlined
def _extend(
    candidate: int, word: int, cost: float, alive: int, threshold: float, best: F32,
    score: F32, last: I32, state: I32, count: int,
    new_score: F32, new_state: I32, new_back: I32, new_taken: I32,
    p1: U8, b1: U8, starts2: I32, words2: U16, p2: U8, b2: U8, starts3: I32, words3: U16, p3: U8,
) -> int:  # fmt: skip
    """Append one candidate behind all hypotheses, the best of each last word alone; gives the new count."""
    group_last, group, bigram = -1, -1, -1
    for h in range(alive):
        if last[h] != group_last:
            group_last, group, bigram = last[h], -1, _LATER
        total = score[h] + cost
        if total > best[0] + threshold:
            continue
        if bigram == _LATER:
            bigram = bigram_of(starts2, words2, group_last, word)
        total += _NAT * cost_of(
            state[h], group_last, bigram, word, p1, b1, p2, b2, starts3, words3, p3
        )
        if group < 0:
            group, count = count, count + 1
            new_score[group] = np.float32(1e30)
        if total < new_score[group]:
            new_score[group], new_state[group] = total, bigram
            new_back[group], new_taken[group] = h, candidate
        best[0] = min(best[0], total)
    return count


@inlined
def _lowest(score: F32, count: int) -> int:
    best = 0
    for h in range(1, count):
        if score[h] < score[best]:
            best = h
    return best


@inlined
def _trace(back: I32, taken: I32, h: int, chosen: I32) -> None:
    """Follow the hypotheses back from the last position's number `h`."""
    for at in range(chosen.shape[0] - 1, -1, -1):
        chosen[at] = taken[at, h]
        h = back[at, h]


@compiled(
    f"void(i4[::1], i4[::1], f4[::1], i4, f8, i4[::1], i4[:,:,::1], i4[:,::1], f4[:,::1], {MODEL})"
)
def decode(
    starts: I32, words: I32, costs: F32, beam: int, threshold: float, chosen: I32,
    trail: I32, states: I32, scores: F32,
    p1: U8, b1: U8, starts2: I32, words2: U16, p2: U8, b2: U8, starts3: I32, words3: U16, p3: U8,
) -> None:  # fmt: skip
    """Write to `chosen` the candidate that the best sequence takes at each position.

    Position i has the candidates `starts[i]` to `starts[i + 1]` with their word ids and costs (nats, best first).
    `trail` (2 by positions by twice the beam), `states` (6 by `WIDEST` times that) and `scores` (3 by the same) are room to work in.
    """
    positions, room = starts.shape[0] - 1, 2 * beam
    back, taken = trail[0], trail[1]
    last, state, bins = states[0], states[1], states[2, : BINS + 1]
    new_state, new_back, new_taken = states[3], states[4], states[5]
    score, new_score, best = scores[0], scores[1], scores[2]
    alive, score[0], last[0], state[0] = 1, 0.0, 0, -1
    for at in range(positions):
        count, best[0] = 0, np.float32(1e30)
        for candidate in range(starts[at], min(starts[at + 1], starts[at] + WIDEST)):
            count = _extend(
                candidate, words[candidate], costs[candidate], alive, threshold, best,
                score, last, state, count, new_score, new_state, new_back, new_taken,
                p1, b1, starts2, words2, p2, b2, starts3, words3, p3,
            )  # fmt: skip
        limit = _limit(new_score, count, beam, threshold, bins)
        alive = 0
        for h in range(count):
            if new_score[h] <= limit and alive < room:
                back[at, alive], taken[at, alive] = new_back[h], new_taken[h]
                score[alive], state[alive] = new_score[h] - best[0], new_state[h]
                last[alive] = words[new_taken[h]]
                alive += 1
    _trace(back, taken, _lowest(score, alive), chosen)


@compiled(f"void(i4[::1], i4[::1], f4[::1], i4[::1], i4[::1], i4[::1], i4[::1], f4[::1], {MODEL})")
def weigh(
    starts: I32, words: I32, costs: F32, chosen: I32, before: I32, around: I32, model: I32, weights: F32,
    p1: U8, b1: U8, starts2: I32, words2: U16, p2: U8, b2: U8, starts3: I32, words3: U16, p3: U8,
) -> None:  # fmt: skip
    """Write to `weights` the cost of each candidate (nats) between the chosen words around it, the model's part (twelfths) to `model`.

    `around` (positions + 4 zeros) takes the chosen words; `before` is what it was when `model` was written last, so that
    only what has other neighbours now is asked again.
    """
    positions = starts.shape[0] - 1
    for at in range(positions):
        around[at + 2] = words[chosen[at]]
    for at in range(positions):
        if starts[at + 1] - starts[at] == 1:
            weights[starts[at]] = 0.0
            continue
        a, b, d, e = around[at], around[at + 1], around[at + 3], around[at + 4]
        same_left = before[at] == a and before[at + 1] == b
        if not (same_left and before[at + 3] == d and before[at + 4] == e):
            state = bigram_of(starts2, words2, a, b)
            last = bigram_of(starts2, words2, d, e) if at + 2 < positions else -1
            for candidate in range(starts[at], starts[at + 1]):
                c = words[candidate]
                left = bigram_of(starts2, words2, b, c)
                total = cost_of(state, b, left, c, p1, b1, p2, b2, starts3, words3, p3)
                if at + 1 < positions:
                    right = bigram_of(starts2, words2, c, d)
                    total += cost_of(left, c, right, d, p1, b1, p2, b2, starts3, words3, p3)
                    if at + 2 < positions:
                        total += cost_of(right, d, last, e, p1, b1, p2, b2, starts3, words3, p3)
                model[candidate] = total
        for candidate in range(starts[at], starts[at + 1]):
            weights[candidate] = costs[candidate] + _NAT * float(model[candidate])


# How likely each candidate is in all sequences together: the forward-backward algorithm over the trigram model.
#
# A state is a pair of neighbouring candidates. Only products and sums: what a candidate and what a step of the model's scale is
# worth (exponentials) is given, so that every machine finds the same bits.

_LEAST = np.float32(1e-6)  # share of all ways up to a state, below which no way goes on from it


@inlined
def _size(starts: I32, at: int) -> int:
    """The candidates of a position; before the first one stands the beginning alone."""
    return int(starts[at + 1] - starts[at]) if at >= 0 else 1


@inlined
def _forward(
    at: int, starts: I32, words: I32, shares: F32, steps: F32,
    states: I32, joints: I32, bigrams: I32, ahead: F32, edges: F32,
    p1: U8, b1: U8, starts2: I32, words2: U16, p2: U8, b2: U8, starts3: I32, words3: U16, p3: U8,
) -> None:  # fmt: skip
    """Fill the states of one position: the share of all ways up to it that each is worth."""
    a, b, c = _size(starts, at - 2), _size(starts, at - 1), _size(starts, at)
    for i in range(b):
        here, is_known = states[at] + i * c, False
        last = words[starts[at - 1] + i] if at > 0 else 0
        for h in range(a):
            before = states[at - 1] + h * b + i
            was = ahead[before] if at > 0 else np.float32(1.0)
            if was < _LEAST:
                continue
            if not is_known:
                is_known = True
                for j in range(c):
                    bigrams[here + j] = bigram_of(starts2, words2, last, words[starts[at] + j])
            state = bigrams[before] if at > 0 else -1
            edge = joints[at] + (h * b + i) * c
            for j in range(c):
                cost = cost_of(
                    state, last, bigrams[here + j], words[starts[at] + j],
                    p1, b1, p2, b2, starts3, words3, p3,
                )  # fmt: skip
                edges[edge + j] = shares[starts[at] + j] * steps[int(cost) - LOWEST]
                ahead[here + j] += was * edges[edge + j]
    _scale(ahead, states[at], states[at + 1])


@inlined
def _backward(at: int, starts: I32, states: I32, joints: I32, edges: F32, behind: F32) -> None:
    """Fill the states of the position before: the share of all ways from it on that each is worth."""
    a, b, c = _size(starts, at - 2), _size(starts, at - 1), _size(starts, at)
    for pair in range(a * b):
        total, here = np.float32(0.0), states[at] + pair % b * c
        for j in range(c):
            total += edges[joints[at] + pair * c + j] * behind[here + j]
        behind[states[at - 1] + pair] = total
    _scale(behind, states[at - 1], states[at])


@inlined
def _scale(values: F32, start: int, end: int) -> None:
    total = np.float32(0.0)
    for at in range(start, end):
        total += values[at]
    for at in range(start, end):
        values[at] /= total


@compiled(
    f"void(i4[::1], i4[::1], f4[::1], f4[::1], i4[::1], i4[::1], i4[::1], f4[:,::1], f4[::1], f4[::1], {MODEL})"
)
def posterior(
    starts: I32, words: I32, shares: F32, steps: F32,
    states: I32, joints: I32, bigrams: I32, ways: F32, edges: F32, chances: F32,
    p1: U8, b1: U8, starts2: I32, words2: U16, p2: U8, b2: U8, starts3: I32, words3: U16, p3: U8,
) -> None:  # fmt: skip
    """Add to `chances` (zeros) the chance of each candidate over all sequences of candidates.

    Position i has the candidates `starts[i]` to `starts[i + 1]`, worth `shares` of the best of them, whatever stands around;
    `steps` is what n twelfths of a nat of the model are worth, from `LOWEST` on. Its pairs with the candidates before stand at
    `states[i]`, the triples with those before these at `joints[i]`: `bigrams`, `ways` (2 by pairs) and `edges` (triples), zeros, are room to work in.
    """
    positions, ahead, behind = starts.shape[0] - 1, ways[0], ways[1]
    for at in range(positions):
        _forward(
            at, starts, words, shares, steps, states, joints, bigrams, ahead, edges,
            p1, b1, starts2, words2, p2, b2, starts3, words3, p3,
        )  # fmt: skip
    behind[states[positions - 1] :] = np.float32(1.0)
    for at in range(positions - 1, -1, -1):
        c, total = _size(starts, at), np.float32(0.0)
        for state in range(states[at], states[at + 1]):
            both = ahead[state] * behind[state]
            chances[starts[at] + (state - states[at]) % c] += both
            total += both
        for candidate in range(starts[at], starts[at + 1]):
            chances[candidate] /= total
        if at > 0:
            _backward(at, starts, states, joints, edges, behind)
