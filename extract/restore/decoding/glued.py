"""Words that lost the space between them (`hóahồ sơ`): a marked token that no word is falls into two or three syllables.

Only tokens with a marked letter are parted, so `camera` and `Canada` stay whole; of several ways the one of the commonest
syllables wins, and only where the channel does not explain the token as one word for less.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from extract.restore.decoding.damage import is_marked
from extract.restore.decoding.pieces import Piece
from extract.restore.model.channel import Channel
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.memory import Memory

_SHORTEST, _LONGEST = 5, 18  # letters of a token
_LEAST = 2  # letters of a part
_MOST_PARTS = 3
_SPACE = 5.0  # nats that a lost space costs


@dataclass(frozen=True, slots=True)
class Glued:
    """Parts tokens by the vocabulary; remembers what it parted."""

    lexicon: Lexicon
    channel: Channel
    _known: Memory[str, tuple[str, ...]] = field(default_factory=Memory)

    def parts(self, piece: Piece) -> list[Piece]:
        """The piece, or the syllables that it glues, the later ones marked as `glued`."""
        text = piece.text
        if not is_marked(text) or not _SHORTEST <= len(text) <= _LONGEST or not text.isalpha():
            return [piece]
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._part(text)
        return list(_pieces(piece, known)) if len(known) > 1 else [piece]

    def _part(self, text: str) -> tuple[str, ...]:
        if self.lexicon.id_of(text) is not None or not _is_cased(text):
            return (text,)
        ways = [way for way in _ways(text) if all(map(self._is_syllable, way))]
        if not ways:
            return (text,)
        best = min(ways, key=self._cost)
        found = self.channel.candidates(text)
        whole = found.costs + self.lexicon.own[found.words]
        return best if self._cost(best) < min(whole.tolist(), default=99.0) else (text,)

    def _is_syllable(self, part: str) -> bool:
        known = self.lexicon.id_of(part)
        return known is not None and self.lexicon.is_syllable(known)

    def _cost(self, way: tuple[str, ...]) -> float:
        ids = [self.lexicon.id_of(part) for part in way]
        return _SPACE * (len(way) - 1) + sum(float(self.lexicon.own[at]) for at in ids if at)


def _is_cased(text: str) -> bool:
    """Whether the token is small, capitalised or all capitals: `VănHóa` is for no rule to say."""
    return text[1:].islower() or text.isupper()


def _ways(text: str) -> Iterator[tuple[str, ...]]:
    """Every way to cut a token into two or three parts."""
    inner = range(_LEAST, len(text) - _LEAST + 1)
    for count in range(1, _MOST_PARTS):
        for cuts in combinations(inner, count):
            ends = (0, *cuts, len(text))
            if all(b - a >= _LEAST for a, b in pairwise(ends)):
                yield tuple(text[a:b] for a, b in pairwise(ends))


def _pieces(piece: Piece, parts: tuple[str, ...]) -> Iterator[Piece]:
    start = piece.start
    for number, part in enumerate(parts):
        end = start + len(part)
        stop = piece.stop and number == 0
        yield Piece(start, end, part, piece.kind, stop, glued=number > 0)
        start = end
