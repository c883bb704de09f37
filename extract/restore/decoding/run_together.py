"""Words that a poor copy ran together (`tinvé`, `QUANLY`, `choca`): every way to part a token that the vocabulary explains.

A part is read nearly clean. A mark between letters may be a speck before a part (`Biéu's6`) or a horn in it (`nu’éc`).
Which way is right, or whether the token is one word, say its neighbours (`parting.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from typing import NamedTuple

import numpy as np

from extract.restore.decoding.options import Options
from extract.restore.decoding.pieces import Piece
from extract.restore.model.channel import CHANNEL_WEIGHT, Channel, Reach
from extract.restore.model.memory import Memory
from extract.restore.model.ngrams import Tables

_LONGEST, _LONGEST_PART = 40, 9  # letters
# nats and words of a part's search: five times as quick as a token's, and a part that it does not find is not nearly clean
_REACH = Reach(6.0, 6, (13.0, 13.0))
_CLEAN = 7.0  # nats, weighted: the most that a part's reading may cost
_SPACE, _LONE = 2.0, 3.0  # nats of a lost space; of a part of one letter
_WAYS = 4  # that are kept of a token
_SPECKS = "'’‘`°"
Cut = tuple[int, int]  # where a part starts and ends


class Part(NamedTuple):
    """A part of a token: where it lies, the words that it may be, and what the cheapest costs without context (nats)."""

    cut: Cut
    options: Options
    price: float


Way = tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class RunTogether:
    """Parts tokens by the wrong model's channel; remembers how."""

    channel: Channel
    tables: Tables
    _known: Memory[str, tuple[Way, ...]] = field(default_factory=Memory)

    def learn(self, tokens: Iterable[str]) -> None:
        """Let the channel search for the parts of tokens at once."""
        new = [text for text in tokens if text not in self._known and len(text) <= _LONGEST]
        self.channel.learn(text[a:b] for text in new for _, a, b in _spans(text))

    def ways(self, text: str) -> tuple[Way, ...]:
        """The cheapest ways to part a token into words, without context; none for a token that has none."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._ways(text) if len(text) <= _LONGEST else ()
        return known

    def _ways(self, text: str) -> tuple[Way, ...]:
        self.learn([text])
        best: list[list[tuple[float, Way]]] = [[] for _ in range(len(text) + 1)]
        best[0] = [(0.0, ())]
        for before, start, end in _spans(text):
            part = self._part(text, (start, end)) if best[before] else None
            if part is not None:
                longer = [(price + part.price, (*way, part)) for price, way in best[before]]
                best[end] = nsmallest(_WAYS, [*best[end], *longer], key=lambda one: one[0])
        return tuple(way for _, way in best[-1] if len(way) > 1)

    def _part(self, text: str, cut: Cut) -> Part | None:
        found = self.channel.candidates(text[slice(*cut)])
        costs = found.costs * np.float32(CHANNEL_WEIGHT)
        is_syllable = self.channel.lexicon.is_syllable
        kept = [
            at
            for at, (word, cost) in enumerate(
                zip(found.words.tolist(), costs.tolist(), strict=True)
            )
            if cost <= _CLEAN and is_syllable(word)
        ]
        if not kept:
            return None
        costs = costs[kept] + np.float32(_SPACE + _LONE * (cut[1] - cut[0] == 1))
        options = Options(found.words[kept], found.modes[kept], costs)
        prices = zip(options.words.tolist(), costs.tolist(), strict=True)
        return Part(cut, options, min(cost + self.tables.unigram(word) for word, cost in prices))


def run_together(channel: Channel, tables: Tables) -> RunTogether:
    """What parts tokens by a channel: a narrow search of it is enough, for parts are nearly clean."""
    return RunTogether(replace(channel, reach=_REACH, _known=Memory()), tables)


def _spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a part may lie: behind so many letters, where its first letter is (behind a speck), where it ends."""
    for before in range(len(text)):
        start = before + (before > 0 and text[before] in _SPECKS)
        for end in range(start + 1, min(len(text), start + _LONGEST_PART) + 1):
            yield before, start, end


def pieces(piece: Piece, cuts: Sequence[Cut]) -> Iterator[Piece]:
    """The parts as pieces, all but the first marked as `glued` (a speck before a word goes with it)."""
    end = 0
    for number, (start, after) in enumerate(cuts):
        yield Piece(
            piece.start + end, piece.start + after, piece.text[start:after], piece.kind,
            piece.stop and number == 0, glued=number > 0,
        )  # fmt: skip
        end = after
