"""The language model's tables: sorted ranges of 16-bit words with 8-bit log probabilities, mapped from the artifact.

A bigram's index is the state of the search: its range in the trigram table holds every word that was kept behind it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
U16 = npt.NDArray[np.uint16]
I32 = npt.NDArray[np.int32]
STEPS_A_NAT = 12.0  # a stored byte is -12 log p, so 0 to 255 is 0 to -21 nats
BOW_OFFSET = 80.0  # a back-off weight's byte is 12 log b + 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The trigram model: unigrams by word id, bigrams in CSR form by first word, trigrams by bigram index."""

    p1: U8
    b1: U8
    starts2: I32
    words2: U16
    p2: U8
    b2: U8
    starts3: I32
    words3: U16
    p3: U8

    def arrays(self) -> tuple[U8, U8, I32, U16, U8, U8, I32, U16, U8]:
        """The tables in the order in which the compiled functions take them."""
        return (
            self.p1, self.b1, self.starts2, self.words2, self.p2, self.b2, self.starts3, self.words3, self.p3
        )  # fmt: skip

    def unigram(self, word: int) -> float:
        """What a word costs without context, in nats."""
        return float(self.p1[word]) / STEPS_A_NAT

    def bigram(self, first: int, second: int) -> float:
        """What `second` costs behind `first`, in nats."""
        at = self._pair(first, second)
        if at is not None:
            return float(self.p2[at]) / STEPS_A_NAT
        back_off = (float(self.b1[first]) - BOW_OFFSET) / STEPS_A_NAT
        return self.unigram(second) - back_off

    def chain(self, words: Sequence[int]) -> float:
        """What the words cost one behind the other, nothing before them, in nats."""
        total, state = int(self.p1[words[0]]), None
        for last, word in pairwise(words):
            pair = self._pair(last, word)
            total += self._behind(state, last, word, pair)
            state = pair
        return total / STEPS_A_NAT

    def _behind(self, state: int | None, last: int, word: int, pair: int | None) -> int:
        """What a word costs behind the bigram `state`, whose last word is `last`, in steps; `pair` is its own bigram."""
        left_out = 0
        if state is not None:
            start, end = int(self.starts3[state]), int(self.starts3[state + 1])
            at = bisect_left(self.words3, word, start, end)
            if at < end and self.words3[at] == word:
                return int(self.p3[at])
            left_out = int(BOW_OFFSET) - int(self.b2[state])
        if pair is not None:
            return left_out + int(self.p2[pair])
        return left_out + int(BOW_OFFSET) - int(self.b1[last]) + int(self.p1[word])

    def has_pair(self, first: int, second: int) -> bool:
        """Whether the model kept the pair."""
        return self._pair(first, second) is not None

    def _pair(self, first: int, second: int) -> int | None:
        start, end = int(self.starts2[first]), int(self.starts2[first + 1])
        at = bisect_left(self.words2, second, start, end)
        return at if at < end and self.words2[at] == second else None
