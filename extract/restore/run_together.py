"""Words that the wrong model ran together on a poor copy (`tinvé`, `lao'déng`), where no one word explains the token.

A token falls into two parts where both are read nearly clean and cost less, with the lost space, than the token as one
word or as it stands. A mark between letters may be a speck (`Biéu's6`) or a horn (`nu’éc`): the channel says which.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.restore.channel import CHANNEL_WEIGHT, Channel
from extract.restore.pieces import Piece
from extract.restore.wrong_model import keep_cost

_SHORTEST, _LONGEST = 5, 16  # letters of a token
_LEAST = 2  # letters of a part
# nats: a token that one word explains so well is that word; on held-out pages 9 of 10 tokens above were two words, 2 of 10 below
_EXPLAINED = 12.0
_CLEAN = 3.0  # nats: the most that a part's reading may cost
_SPACE = 3.0  # nats that a lost space costs
_CONTEXT = 3.0  # nats that two words cost less in a text than alone
_SPECKS = "'’‘`°"
Cut = tuple[int, int]  # where the first part ends, and where the second begins


@dataclass(frozen=True, slots=True)
class RunTogether:
    """Parts tokens by the wrong model's channel; remembers where."""

    channel: Channel
    _known: dict[str, Cut | None] = field(default_factory=dict)

    def parts(self, piece: Piece) -> list[Piece]:
        """The piece, or its two words, the second marked as `glued` (a speck between them goes with it)."""
        text = piece.text
        if not _SHORTEST <= len(text) <= _LONGEST or not text[1:].islower() or _is_foreign(text):
            return [piece]
        if text not in self._known:
            self._known[text] = self._cut(text)
        cut = self._known[text]
        if cut is None:
            return [piece]
        end, start = cut
        first = piece._replace(end=piece.start + end, text=text[:end])
        second = piece._replace(start=piece.start + end, text=text[start:], stop=False, glued=True)
        return [first, second]

    def _cut(self, text: str) -> Cut | None:
        read, whole = self._best(text)
        if read <= _EXPLAINED:
            return None
        ways = [(self._price(text, cut), cut) for cut in _cuts(text)]
        price, cut = min(ways, default=(99.0, (0, 0)))
        return cut if price < min(whole, keep_cost(text)) + _CONTEXT else None

    def _price(self, text: str, cut: Cut) -> float:
        one, two = self._best(text[: cut[0]]), self._best(text[cut[1] :])
        if max(one[0], two[0]) > _CLEAN:
            return 99.0
        return _SPACE + one[1] + two[1]

    def _best(self, part: str) -> tuple[float, float]:
        """What the cheapest syllable costs: its reading alone, and with its rarity."""
        found, lexicon = self.channel.candidates(part), self.channel.lexicon
        costs = zip(found.words.tolist(), found.costs.tolist(), strict=True)
        prices = (
            (cost * CHANNEL_WEIGHT + float(lexicon.own[word]), cost * CHANNEL_WEIGHT)
            for word, cost in costs
            if lexicon.is_syllable(word)
        )
        price, read = min(prices, default=(99.0, 99.0))
        return read, price


def _is_foreign(text: str) -> bool:
    """Whether it may well be a foreign name: a capital, and letters that every language has."""
    return text[0].isupper() and text.isascii() and text.isalpha()


def _cuts(text: str) -> Iterator[Cut]:
    for at in range(_LEAST, len(text) - _LEAST + 1):
        if text[at] in _SPECKS and len(text) - at > _LEAST:
            yield at, at + 1
        elif text[at - 1] not in _SPECKS:
            yield at, at
