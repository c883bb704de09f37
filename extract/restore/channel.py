"""What a word was probably read from: a channel's cost tables, the candidates of a token through the word trie, and what kin letters share."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from extract.restore.artifact import DEEPEST, Artifact, loops
from extract.restore.lexicon import Lexicon

# What was found out about tokens, kept while it is little.

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 20_000  # tokens: those of a book of eighty thousand words, some 20 MB


class Memory(dict[Key, Value]):
    """A dictionary that begins anew when it would hold more than `MOST` entries.

    A worker restores thousands of poor pages in a night, and each has garbled tokens that never come again. What it forgets
    is found out again, with the same result. Let no caller rely on finding what it has just put in: another thread may have
    made room meanwhile.

    >>> memory = Memory({"a": 1})
    >>> memory.add({"b": 2}); memory
    {'a': 1, 'b': 2}
    """

    def __setitem__(self, key: Key, value: Value) -> None:
        """Remember one."""
        self._make_room(1)
        super().__setitem__(key, value)

    def add(self, found: Mapping[Key, Value]) -> None:
        """Remember several at once."""
        self._make_room(len(found))
        super().update(found)

    def _make_room(self, more: int) -> None:
        if len(self) + more > MOST:
            self.clear()


# What a word was probably read from: a channel's cost tables, and the candidates of a token through the word trie.

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


def load_channel(artifact: Artifact, name: str, lexicon: Lexicon) -> Channel:
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
        pair_ops=arrays["pair_ops"].astype(np.int32),
        pair_costs=arrays["pair_costs"].astype(np.float32),
        easiest=dense.min(axis=1),
        paired=_paired(arrays["pair_starts"]),
        reach=_RIGHT_MODEL if name == "vie" else WRONG_MODEL,
    )


def _paired(starts: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Of each letter, whether any pair ends with it."""
    counts = np.diff(starts.astype(np.int32))
    letters = math.isqrt(len(counts))
    ends: npt.NDArray[np.int32] = counts.reshape(letters, letters).max(axis=0)
    return (ends > 0).astype(np.uint8)


_TABLES = ("dense", "insert", "pair_starts", "pair_ops", "pair_costs")


# What a channel learned of one letter holds for its kin: where pages showed `ứ` read as `ii` and never `ừ`, it may be read so too.
#
# A few hundred pages show rare letters too seldom. The four tones above a letter look alike, so none of them costs more than
# the likeliest of the four and `_TWIN` nats; and a small letter with a mark may vanish (`cht` for `chức`) for `LOST` nats at
# most, however seldom that was seen. Both were chosen on held-out readings: of 1,775 wrong syllables 51 are right by it.
# Some vowels lose all but their tone (`thé` for `thứ`): each is read now and then as the others of its tone are (`_TONE_SHARE`; flat
# from .004 to .008 on held-out readings, where of 2,294 wrong words 30 are right by it).

_TWIN, LOST = 2.5, 6.0
_TONE_SHARE = 0.005
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_ABOVE = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309"))  # grave, acute, tilde, hook


def with_kin(channel: Channel) -> Channel:
    """The channel, no letter much dearer than its kin."""
    dense, size, alphabet = channel.dense.copy(), channel.lexicon.size, channel.lexicon.alphabet
    for family in _families(alphabet):
        for case in (0, size):
            kin = np.array(family) + case
            dense[:, kin] = np.minimum(dense[:, kin], _cheapest(channel.dense[:, kin]))
    marked = [at for at, letter in enumerate(alphabet) if _parts(letter) != letter]
    dense[0, marked] = np.minimum(dense[0, marked], np.float32(LOST))
    for vowels in _of_one_tone(alphabet):
        for case in (0, size):
            kin = np.array(vowels) + case
            dense[:, kin] = _with_share_of_all(dense[:, kin])
    return replace(channel, dense=dense, easiest=dense.min(axis=1), _known=Memory())


def _cheapest(costs: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(costs.min(axis=1, keepdims=True) + np.float32(_TWIN), np.float32)


def _with_share_of_all(costs: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """The costs by letter (columns) when to each letter's chances comes a share of what the letters together are read as."""
    chances = np.exp(-costs.astype(np.float64))
    together = chances.mean(axis=1, keepdims=True)
    return np.asarray(-np.log(chances + _TONE_SHARE * together), np.float32)


def _of_one_tone(alphabet: str) -> Sequence[list[int]]:
    """The numbers of the letters with each tone mark that any of them has."""
    parts = [_parts(letter) for letter in alphabet]
    found = ([at for at, marks in enumerate(parts) if tone in marks] for tone in _TONES)
    return [vowels for vowels in found if vowels]


def _families(alphabet: str) -> Sequence[list[int]]:
    """The numbers of letters that differ by a tone above them alone."""
    found: dict[str, list[int]] = {}
    for at, letter in enumerate(alphabet):
        parts = _parts(letter)
        without = parts.translate(_ABOVE)
        if without != parts:
            found.setdefault(without, []).append(at)
    return list(found.values())


def _parts(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)
