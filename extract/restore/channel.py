"""What a word was probably read from: a channel's cost tables, and the candidates of a token through the word trie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from extract.restore.artifact import Artifact
from extract.restore.kernels import DEEPEST, FOUND_MOST, MODES, loops
from extract.restore.lexicon import Lexicon

F32 = npt.NDArray[np.float32]
I32 = npt.NDArray[np.int32]

CHANNEL_WEIGHT = 0.8  # best between .7 and 1 on held-out pages
_BOUNDS = (
    20.0,
    30.0,
)  # nats of channel and weighted unigram; the second try is for badly damaged tokens
_SLACK = 8.0  # as good as 12
_MOST = 24  # candidates kept: 99.6 % of the right words are among them
_OTHER = 1  # the number of any letter that no page showed
_LONGEST = 24  # longer tokens are no syllables


@dataclass(frozen=True, slots=True)
class Candidates:
    """Words that a token may stand for: ids, case modes (0 small, 1 Title, 2 CAPITALS), channel costs in nats."""

    words: I32
    modes: I32
    costs: F32


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
    easiest: tuple[float, ...]  # the least cost of each chunk, for any true letter
    inserts: tuple[float, ...]
    _known: dict[str, Candidates] = field(default_factory=dict)

    def candidates(self, token: str) -> Candidates:
        """The likeliest words, cheapest first (channel and unigram together); none for a long token."""
        known = self._known.get(token)
        if known is None:
            known = self._search(token)
            self._known[token] = known
        return known

    def cost(self, read: str, true: str) -> float:
        """The channel cost in nats of reading `true` (with its case) as `read`, by the plain recurrence."""
        chunks = self._chunks(read)
        return _direct_cost(self, chunks, self.lexicon.letter_numbers(true))

    def _search(self, token: str) -> Candidates:
        if len(token) > _LONGEST:
            return Candidates(np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.float32))
        chunks = self._chunks(token)
        rest = _rest(chunks.tolist(), self.easiest, self.inserts)
        found, costs = np.empty(FOUND_MOST, np.int32), np.empty(FOUND_MOST, np.float32)
        rows = np.empty((DEEPEST + 1, len(chunks)), np.float32)
        stack = np.empty((3, DEEPEST + 2), np.int32)
        trie, search = self.lexicon, loops()["search"]
        count = 0
        for bound in _BOUNDS:
            count = search(
                chunks, rest, self.dense, self.insert, self.pair_starts, self.pair_ops,
                self.pair_costs, trie.child_starts, trie.letters, trie.node_words, trie.cheapest,
                trie.own, trie.size, bound, _SLACK, found, costs, rows, stack,
            ) or 0  # fmt: skip
            if count:
                break
        return _best(found[:count] // MODES, found[:count] % MODES, costs[:count], trie.own)

    def _chunks(self, token: str) -> I32:
        n = len(token)
        chunks = np.zeros((n + 1, 4), np.int32)
        for at in range(n):
            chunks[at, 1] = self.numbers.get(token[at], _OTHER)
            for size in (2, 3):
                if at + size <= n:
                    chunks[at, size] = self.numbers.get(token[at : at + size], 0)
        return chunks


def _rest(chunks: list[list[int]], easiest: Sequence[float], inserts: Sequence[float]) -> F32:
    """The least that reading the letters from j on can cost, for any word."""
    rest = [0.0] * len(chunks)
    for at in range(len(chunks) - 2, -1, -1):
        steps = [inserts[chunks[at][1]] + rest[at + 1]]
        steps += [easiest[chunks[at][k]] + rest[at + k] for k in (1, 2, 3) if chunks[at][k]]
        rest[at] = min(steps)
    return np.array(rest, np.float32)


def _best(words: I32, modes: I32, costs: F32, own: F32) -> Candidates:
    """The cheapest of each word, the cheapest words first."""
    order = np.lexsort((modes, words, costs * CHANNEL_WEIGHT + own[words])).tolist()
    ids = words.tolist()
    first: dict[int, int] = {}
    for at in order:
        first.setdefault(ids[at], at)
    keep = list(first.values())[:_MOST]
    return Candidates(words[keep], modes[keep], costs[keep])


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
        tuple(dense.min(axis=1).tolist()),
        tuple(insert.tolist()),
    )


_TABLES = ("dense", "insert", "pair_starts", "pair_ops", "pair_costs")
