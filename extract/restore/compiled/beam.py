# ruff: noqa: PLR0917 compiled functions take arrays, not records
"""The search for the best sequence of candidates: a beam over the trigram model, and how sure it is of each word.

A hypothesis is its last word and the index of its last bigram; those that share the last word share the bigram look-ups.
Ties fall to the lower candidate number, so the result never depends on anything but its input.
"""

from __future__ import annotations

import numpy as np

from extract.restore.compiled.jit import compiled, inlined
from extract.restore.compiled.kernels import BINS, WIDEST
from extract.restore.compiled.trigrams import F32, I32, MODEL, U8, U16, bigram_of, cost_of

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
