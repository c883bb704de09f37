"""What a word was probably read from: a channel's cost tables, and the candidates of a token through the word trie."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.restore.compiled.kernels import DEEPEST, loops
from extract.restore.model.artifact import Artifact
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.memory import Memory

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

CHANNEL_WEIGHT = 0.8  # best between .7 and 1 on held-out pages
_OTHER = 1  # the number of any letter that no page showed
_LONGEST = 24  # longer tokens are no syllables
_AT_ONCE = 1000  # tokens searched for in one call


class Reach(NamedTuple):
    """How far the search goes: nats behind the best candidate, of channel and weighted unigram, and candidates kept."""

    slack: float = 8.0  # for the wrong model as good as 12
    most: int = 24  # 99.6 % of the right words are among them
    bounds: tuple[float, float] = (20.0, 30.0)  # the second try is for badly damaged tokens


# The right model reads a letter as itself so often that another word is seldom within 8 nats of the word as read.
WRONG_MODEL, _RIGHT_MODEL = Reach(), Reach(12.0, 48)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Words that a token may stand for: ids, case modes (0 small, 1 Title, 2 CAPITALS), channel costs in nats."""

    words: I32
    modes: I32
    costs: F32


_NONE = Candidates(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32))


@dataclass(frozen=True, slots=True)
class Channel:
    """A learned channel over a lexicon; remembers the tokens it was asked for."""

    lexicon: Lexicon
    numbers: dict[str, int]
    dense: F32
    insert: F32
    pair_starts: I32
    pair_ops: I32
    pair_costs: F32
    easiest: F32  # the least cost of each chunk, for any true letter
    paired: npt.NDArray[np.uint8]  # whether a letter may be read as one with the letter before it
    reach: Reach = WRONG_MODEL
    _known: Memory[str, Candidates] = field(default_factory=Memory)

    def candidates(self, token: str) -> Candidates:
        """The likeliest words, cheapest first (channel and unigram together); none for a long token."""
        known = self._known.get(token)
        return self.learn([token])[token] if known is None else known

    def learn(self, tokens: Iterable[str]) -> Mapping[str, Candidates]:
        """Find the candidates of many tokens at once, which costs half of what one by one does; those that were new."""
        found = dict.fromkeys((token for token in tokens if token not in self._known), _NONE)
        short = [token for token in found if len(token) <= _LONGEST]
        for start in range(0, len(short), _AT_ONCE):
            some = short[start : start + _AT_ONCE]
            found.update(zip(some, self._search(some), strict=True))
        self._known.add(found)
        return found

    def cost(self, read: str, true: str) -> float:
        """The channel cost in nats of reading `true` (with its case) as `read`, by the plain recurrence."""
        chunks = self._chunks(read)
        return _direct_cost(self, chunks, self.lexicon.letter_numbers(true))

    def _search(self, tokens: Sequence[str]) -> Iterator[Candidates]:
        chunks = [self._chunks(token) for token in tokens]
        sizes = [len(of_token) for of_token in chunks]
        trie, letters, longest = self.lexicon, 2 * self.lexicon.size, max(sizes)
        slack, most, bounds = self.reach
        found = np.empty((len(tokens), 2, most), np.int32)
        costs, counts = np.empty(found.shape, np.float32), np.empty(len(tokens), np.int32)
        steps = np.empty((letters, 4, longest + 1), np.float32)
        rows = np.empty((3, DEEPEST + 1, longest + 1), np.float32)
        stack, known = np.empty((3, DEEPEST + 2), np.int32), np.empty(letters, np.uint8)
        loops()["search"](
            self.dense, self.insert, self.easiest, self.pair_starts, self.pair_ops, self.pair_costs, self.paired,
            trie.child_starts, trie.letters, trie.node_words, trie.cheapest, trie.own,
            np.concatenate(chunks), np.cumsum([0, *sizes], dtype=np.int32), *bounds, slack, CHANNEL_WEIGHT,
            found, costs, counts, steps, rows, stack, known,
        )  # fmt: skip
        for (words, modes), (of_words, _), count in zip(found, costs, counts.tolist(), strict=True):
            yield Candidates(words[:count], modes[:count], of_words[:count])

    def _chunks(self, token: str) -> I32:
        n = len(token)
        chunks = np.zeros((n + 1, 4), np.int32)
        for at in range(n):
            chunks[at, 1] = self.numbers.get(token[at], _OTHER)
            for size in (2, 3):
                if at + size <= n:
                    chunks[at, size] = self.numbers.get(token[at : at + size], 0)
        return chunks


def _direct_cost(channel: Channel, chunks: I32, letters: list[int]) -> float:
    n, size = len(chunks), 2 * channel.lexicon.size
    rows = np.full((len(letters) + 1, n), np.inf)
    rows[0] = np.concatenate(([0.0], np.cumsum(channel.insert[chunks[:-1, 1]])))
    for depth, letter in enumerate(letters):
        for j in range(n):
            steps = [rows[depth, j] + channel.dense[0, letter]]
            steps += [
                rows[depth, j - k] + channel.dense[chunks[j - k, k], letter]
                for k in (1, 2, 3)
                if j >= k and chunks[j - k, k]
            ]
            if j:
                steps.append(rows[depth + 1, j - 1] + channel.insert[chunks[j - 1, 1]])
            if depth and j:
                key = letters[depth - 1] * size + letter
                ops = slice(channel.pair_starts[key], channel.pair_starts[key + 1])
                fits = channel.pair_ops[ops] == chunks[j - 1, 1]
                steps += [rows[depth - 1, j - 1] + c for c in channel.pair_costs[ops][fits]]
            rows[depth + 1, j] = min(steps)
    return float(rows[-1, -1])


def load(artifact: Artifact, name: str, lexicon: Lexicon) -> Channel:
    """The channel `name` ("eng", "vie") of the artifact."""
    arrays = {key: artifact.arrays[f"{name}.{key}"] for key in _TABLES}
    chunks = artifact.text(f"{name}.chunks").split("\n")
    numbers = {chunk: at for at, chunk in enumerate(chunks)}
    dense = arrays["dense"].astype(np.float32)
    insert = arrays["insert"].astype(np.float32)
    return Channel(
        lexicon,
        numbers,
        dense,
        insert,
        arrays["pair_starts"].astype(np.int32),
        arrays["pair_ops"].astype(np.int32),
        arrays["pair_costs"].astype(np.float32),
        dense.min(axis=1),
        _paired(arrays["pair_starts"]),
        _RIGHT_MODEL if name == "vie" else WRONG_MODEL,
    )


def _paired(starts: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Of each letter, whether any pair ends with it."""
    counts = np.diff(starts.astype(np.int32))
    letters = math.isqrt(len(counts))
    ends: npt.NDArray[np.int32] = counts.reshape(letters, letters).max(axis=0)
    return (ends > 0).astype(np.uint8)


_TABLES = ("dense", "insert", "pair_starts", "pair_ops", "pair_costs")
