# ruff: noqa: PLR0917 compiled functions take arrays, not records
"""How likely each candidate is in all sequences together: the forward-backward algorithm over the trigram model.

A state is a pair of neighbouring candidates. Only products and sums: what a candidate and what a step of the model's scale is
worth (exponentials) is given, so that every machine finds the same bits.
"""

from __future__ import annotations

import numpy as np

from extract.restore.compiled.jit import compiled, inlined
from extract.restore.compiled.kernels import LOWEST
from extract.restore.compiled.trigrams import F32, I32, MODEL, U8, U16, bigram_of, cost_of

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
