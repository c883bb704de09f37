"""Where the trigrams leave a word of a text open: the words it may be taken for, and the places between the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.restore.artifact import Tables
from extract.restore.candidates import WrongModel
from extract.restore.channel import Channel
from extract.restore.lexicon import UNKNOWN_ID, Lexicon
from extract.restore.sequence import Lattice

# What each word of the vocabulary may be taken for: words of its skeleton, and what the wrong model's channel makes of it.
#
# The second by chance: a word's letters are misread as the channel says, and what restoration would propose for that token are
# the options, several times for each word.

I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]
VARIANTS = 32  # misreadings of a word
_NEAR = 12.0  # nats of channel and frequency: an option further behind the likeliest one never wins


@dataclass(frozen=True, slots=True)
class Confusions:
    """The options of word w in variant v are `options[starts[n]:starts[n + 1]]`, n = w * variants + v.

    `right` is the word's own number among them, -1 where it is none of them.
    """

    variants: int
    starts: I32
    options: I32
    costs: F32
    right: I32


Found = tuple[list[int], list[float]]  # options and their costs


def same_skeleton(lexicon: Lexicon) -> Confusions:
    """Words of one skeleton, commonest first, at no cost; the special tokens are alone."""
    group_of = {word: group for group in lexicon.by_skeleton.values() for word in group}
    groups = [list(group_of.get(word, (word,))) for word in range(len(lexicon.words))]
    return _packed([(group, [0.0] * len(group)) for group in groups], 1)


class Misreader:
    """Draws what the wrong model may read for a word, letter by letter."""

    def __init__(self, channel: Channel, seed: int) -> None:
        self._lexicon = channel.lexicon
        self._random = np.random.default_rng(seed)
        self._chances = np.cumsum(np.exp(-channel.dense.astype(np.float64)), axis=0)
        self._chunks = {number: chunk for chunk, number in channel.numbers.items()} | {0: ""}

    def read(self, word: str) -> str:
        """The word misread; as it stands where it has a letter of no vocabulary."""
        if not all(letter in self._lexicon.alphabet for letter in word.lower()):
            return word
        chances = self._chances
        drawn = (
            int(np.searchsorted(chances[:, letter], self._random.random() * chances[-1, letter]))
            for letter in self._lexicon.letter_numbers(word)
        )
        return "".join(self._chunks.get(number, "") for number in drawn)


def misread(channel: Channel, seed: int, variants: int = VARIANTS) -> Confusions:
    """What tokens that the channel makes of each word may stand for; the special tokens are alone."""
    lexicon, model = channel.lexicon, WrongModel(channel)
    misreader = Misreader(channel, seed)
    found: list[Found] = []
    for word, text in enumerate(lexicon.words):
        tokens = ["" if word <= UNKNOWN_ID else misreader.read(text) for _ in range(variants)]
        model.learn(filter(None, tokens))
        found += [_proposed(token, model) or ([word], [0.0]) for token in tokens]
    return _packed(found, variants)


def _proposed(token: str, model: WrongModel) -> Found | None:
    """The options of a token that are not far behind the likeliest; `None` without any."""
    options = model.propose(token, small_line=True)
    known = options.words > UNKNOWN_ID
    words, costs = options.words[known], options.costs[known]
    if not token or not len(words):
        return None
    prices = costs + model.channel.lexicon.own[words]
    near = prices < prices.min() + _NEAR
    return words[near].tolist(), costs[near].tolist()


def _packed(found: list[Found], variants: int) -> Confusions:
    starts = np.cumsum([0, *(len(options) for options, _ in found)]).astype(np.int32)
    words = (at // variants for at in range(len(found)))
    right = [
        options.index(word) if word in options else -1
        for word, (options, _) in zip(words, found, strict=True)
    ]
    return Confusions(
        variants,
        starts,
        np.array([word for options, _ in found for word in options], np.int32),
        np.array([cost for _, costs in found for cost in costs], np.float32),
        np.array(right, np.int32),
    )


# Where the trigrams leave a word of a text open: between the words around it, it and another that it may be taken for cost nearly the same.
#
# Such places are what the rescorer learns from and what it is asked about; at all others the trigrams are left alone.

I64 = npt.NDArray[np.int64]
U16 = npt.NDArray[np.uint16]
NEAR = 6.0  # nats: of words further behind hardly one is right


@dataclass(frozen=True, slots=True)
class Places:
    """Open places of a text: where; their options (`starts[i]` to `starts[i + 1]`) and these options' costs (nats); the right one's number."""

    at: I64
    starts: I64
    options: I32
    costs: F32
    right: I32


def open_places(text: U16, confusions: Confusions, tables: Tables, seed: int) -> Places:
    """The places of a text (word ids) where the right word and another are within `NEAR` of the cheapest, all other words being right."""
    room, right = _lattice(text, confusions, tables, seed)
    return _kept(room.starts, room.words, room.weigh(right).weights, right)


def misread_places(
    text: U16, confusions: Confusions, tables: Tables, seed: int
) -> tuple[U16, Places]:
    """What decoding makes of a text that was misread at random, and the same places of it: between what was decoded, right or wrong."""
    room, right = _lattice(text, confusions, tables, seed)
    solved = room.weigh(room.path())
    decoded = room.words[solved.chosen].astype(np.uint16)
    return decoded, _kept(room.starts, room.words, solved.weights, right)


def _lattice(text: U16, confusions: Confusions, tables: Tables, seed: int) -> tuple[Lattice, I32]:
    """The options of each word in a variant drawn at random, and which of all of them is right, -1 where none is."""
    variant = np.random.default_rng(seed).integers(confusions.variants, size=len(text))
    number = text.astype(np.int64) * confusions.variants + variant
    first, own = confusions.starts[number], confusions.right[number]
    sizes = confusions.starts[number + 1] - first
    starts = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
    entries = np.repeat(first - starts[:-1], sizes) + np.arange(starts[-1])
    room = Lattice(starts, confusions.options[entries], confusions.costs[entries], tables)
    return room, np.where(own < 0, -1, starts[:-1] + own).astype(np.int32)


def _kept(starts: I32, options: I32, weights: F32, right: I32) -> Places:
    sizes = np.diff(starts)
    costs = weights - np.repeat(np.minimum.reduceat(weights, starts[:-1]), sizes)
    near = costs < NEAR
    is_open = (right >= 0) & near[right]
    is_open &= np.add.reduceat(near, starts[:-1], dtype=np.int32) > 1
    kept = near & np.repeat(is_open, sizes)
    before = np.concatenate(([0], np.cumsum(kept)))
    at = np.flatnonzero(is_open)
    own = before[right[at]] - before[starts[at]]
    begins = np.concatenate((before[starts[at]], before[-1:]))
    return Places(at, begins, options[kept], costs[kept], own.astype(np.int32))


def joined(parts: Sequence[tuple[int, Places]]) -> Places:
    """The places of several pieces of one text, each given with where its piece begins."""
    places = [part for _, part in parts]
    ends = np.cumsum([0, *(len(part.options) for part in places)])
    begins = [part.starts[:-1] + end for part, end in zip(places, ends, strict=False)]
    return Places(
        np.concatenate([begin + part.at for begin, part in parts]),
        np.concatenate([*begins, ends[-1:]]),
        np.concatenate([part.options for part in places]),
        np.concatenate([part.costs for part in places]),
        np.concatenate([part.right for part in places]),
    )
