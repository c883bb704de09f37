"""A piece of a line and what it was decoded to, with what else it may have been."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from extract.restore.decoding.damage import Damage
from extract.restore.decoding.options import STAYS, Options, numbers_of, with_case
from extract.restore.decoding.pieces import Piece
from extract.restore.decoding.sequence import Solved
from extract.restore.model.lexicon import Lexicon

_RUNNERS_UP, _CERTAIN = 3, 0.98
_LEAST_CHANCE = float(np.float32(0.02))  # chances come in that precision
_Place = tuple[int, Piece] | None  # line and piece of a position; no place: context alone


class Decoded(Struct, frozen=True, gc=False):
    """A piece of a line and what it was decoded to: position `at` of what was solved together."""

    line: int
    piece: Piece
    text: str
    chance: float  # uncalibrated
    runners_up: tuple[str, ...]
    damage: Damage
    options: Options
    choice: int
    solved: Solved
    at: int

    @property
    def weights(self) -> npt.NDArray[np.float32]:
        """The cost of each option between its neighbours (nats)."""
        return self.solved.weights[self.solved.span(self.at)]

    def cost_of(self, word: int) -> float:
        """What another word would cost here beyond the chosen one, in nats; infinite where it is no option."""
        found = numbers_of(self.options, word)
        if not found:
            return math.inf
        weights = self.weights
        return float(min(weights[at] for at in found) - weights[self.choice])


def decoded_words(
    places: Sequence[_Place],
    damages: Sequence[Damage],
    options: Sequence[Options],
    solved: Solved,
    lexicon: Lexicon,
) -> Iterator[Decoded]:
    """The solved positions that have a place, in order; `damages` by line."""
    starts, chosen = solved.starts.tolist(), solved.chosen.tolist()
    chances, words = solved.chances[solved.chosen].tolist(), solved.words[solved.chosen].tolist()
    for at, place in enumerate(places):
        if place is None:
            continue
        line, piece = place
        here, choice, chance = options[at], chosen[at] - starts[at], chances[at]
        mode = here.modes.item(choice)
        text = piece.text if mode == STAYS else with_case(lexicon.words[words[at]], mode)
        runners = (
            ()
            if chance >= _CERTAIN
            else _runners_up(piece, here, choice, solved.chances[solved.span(at)].tolist(), lexicon)
        )
        yield Decoded(line, piece, text, chance, runners, damages[line], here, choice, solved, at)


def _runners_up(
    piece: Piece, options: Options, choice: int, chances: Sequence[float], lexicon: Lexicon
) -> tuple[str, ...]:
    likely = [n for n, chance in enumerate(chances) if chance >= _LEAST_CHANCE]
    order = sorted(likely, key=lambda n: -chances[n])[: _RUNNERS_UP + 1]
    return tuple(_text(piece, options, n, lexicon) for n in order if n != choice)


def _text(piece: Piece, options: Options, number: int, lexicon: Lexicon) -> str:
    mode = options.modes.item(number)
    if mode == STAYS:
        return piece.text
    return with_case(lexicon.words[options.words.item(number)], mode)
