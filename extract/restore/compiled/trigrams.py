# ruff: noqa: PLR0917 compiled functions take arrays, not records
"""What the trigram model says, as both passes over a lattice ask it: the index of a bigram, and what a word costs behind one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extract.restore.compiled.jit import inlined

I32 = npt.NDArray[np.int32]
U16 = npt.NDArray[np.uint16]
U8 = npt.NDArray[np.uint8]
F32 = npt.NDArray[np.float32]

#: The model's tables as numba types, in the order of `extract.restore.model.ngrams.Tables`.
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
