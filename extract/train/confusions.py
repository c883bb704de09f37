"""What each word of the vocabulary may be taken for: words of its skeleton, and what the wrong model's channel makes of it.

The second by chance: a word's letters are misread as the channel says, and what restoration would propose for that token are
the options, several times for each word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.restore.decoding.candidates import WrongModel
from extract.restore.model.channel import Channel
from extract.restore.model.lexicon import UNKNOWN_ID, Lexicon

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
