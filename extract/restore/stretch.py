"""Decodes a stretch of lines as one sequence: damaged lines by their channel, the others as context that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extract.restore import tokens
from extract.restore.gate import Damage, is_marked
from extract.restore.glued import Glued
from extract.restore.lexicon import Lexicon
from extract.restore.light import Light
from extract.restore.ngrams import Tables
from extract.restore.options import NUMBER, STAYS, STOP, UNKNOWN, Options, fixed, with_case
from extract.restore.pieces import Kind, Piece, cut
from extract.restore.reader import Told
from extract.restore.sequence import Solved, lattice
from extract.restore.stripped import Stripped
from extract.restore.tokens import model_tokens, token_name
from extract.restore.wrong_model import WrongModel

_SPECIAL = {tokens.STOP: STOP, tokens.NUMBER: NUMBER}
_COMMON = 150  # words that every document repeats: no bonus
_BONUS = {Damage.WRONG_MODEL: 0.5, Damage.LIGHT: 0.8, Damage.STRIPPED: 0.0}
_NAME_THETA = (
    2.0  # nats more for a capital inside a sentence: costs a point of mending, spares names
)
_LIGHT_ROOM = 18.0  # the beam must keep the observed word that a candidate has to beat
_RUNNERS_UP, _LEAST_CHANCE, _CERTAIN = 3, 0.02, 0.98


@dataclass(frozen=True, slots=True)
class DamagedLine:
    """A line to decode: its NFC text, its damage, and what the reader says of each piece of a lightly damaged line."""

    text: str
    damage: Damage
    told: tuple[Told, ...] = ()  # by piece; empty: not lightly damaged


@dataclass(frozen=True, slots=True)
class Decoded:
    """A piece of a line and what it was decoded to."""

    line: int
    piece: Piece
    text: str
    chance: float  # uncalibrated
    runners_up: tuple[str, ...]
    damage: Damage
    options: Options
    weights: npt.NDArray[np.float32]  # cost of each option between its neighbours (nats)
    choice: int

    def cost_of(self, word: int) -> float:
        """What another word would cost here beyond the chosen one, in nats; infinite where it is no option."""
        found = np.flatnonzero(self.options.words == word)
        return (
            float(self.weights[found].min() - self.weights[self.choice]) if len(found) else np.inf
        )


@dataclass(frozen=True, slots=True)
class Engine:
    """The model and the three ways to propose."""

    lexicon: Lexicon
    tables: Tables
    wrong_model: WrongModel
    stripped: Stripped
    light: Light
    glued: Glued

    def decode(self, lines: Sequence[DamagedLine]) -> list[Decoded]:
        """Every word piece of the damaged lines, decoded; nothing where no line is damaged."""
        if all(line.damage is Damage.NONE for line in lines):
            return []
        options, places = self._options(lines)
        solved = self._solve(lines, options)
        return [
            decoded
            for at, place in enumerate(places)
            if place is not None
            for decoded in [self._decoded(*place, lines[place[0]].damage, options[at], solved, at)]
        ]

    def _options(
        self, lines: Sequence[DamagedLine]
    ) -> tuple[list[Options], list[tuple[int, Piece] | None]]:
        options: list[Options] = []
        places: list[tuple[int, Piece] | None] = []
        for index, line in enumerate(lines):
            small = _is_small(line.text)
            if _opens(line.text):
                options.append(STOP)
                places.append(None)
            for number, piece in enumerate(cut(line.text)):
                if piece.stop:
                    options.append(STOP)
                    places.append(None)
                for part in self._parts(line, piece):
                    found = self._of_piece(line, number, part, small_line=small)
                    options += found
                    free = part.kind is Kind.WORD and line.damage is not Damage.NONE
                    places += [(index, part)] if free else [None] * len(found)
        return options, places

    def _parts(self, line: DamagedLine, piece: Piece) -> list[Piece]:
        free = piece.kind is Kind.WORD and line.damage is not Damage.NONE
        return self.glued.parts(piece) if free else [piece]

    def _of_piece(
        self, line: DamagedLine, number: int, piece: Piece, *, small_line: bool
    ) -> list[Options]:
        """One set of options for a word; a number or code gives the model what it heard in training, as context."""
        if piece.kind is not Kind.WORD or line.damage is Damage.NONE:
            return [self._as_read(token) for token in model_tokens(piece.text)]
        if line.damage is not Damage.LIGHT and is_marked(piece.text):
            return [self._as_read(token_name(piece.text.lower()))]  # neither damage leaves a mark
        if line.damage is Damage.WRONG_MODEL:
            return [self.wrong_model.propose(piece.text, small_line=small_line)]
        if line.damage is Damage.STRIPPED:
            return [self.stripped.propose(piece.text, small_line=small_line)]
        told = line.told[number]
        if _may_be_name(line.text, piece):
            told = Told(told.theta + _NAME_THETA, told.others)
        return [self.light.propose(piece.text, told, small_line=small_line)]

    def _as_read(self, token: str) -> Options:
        if token in _SPECIAL:
            return _SPECIAL[token]
        same = self.lexicon.ids.get(token)
        return UNKNOWN if same is None else fixed(same)

    def _solve(self, lines: Sequence[DamagedLine], options: list[Options]) -> Solved:
        damages = {line.damage for line in lines} - {Damage.NONE}
        weight = max(_BONUS[damage] for damage in damages)
        options_of = lattice(options, self.tables)
        if Damage.LIGHT in damages:
            read = np.array([option.words[0] for option in options], np.int32)
            most = max((told.theta for line in lines for told in line.told), default=0.0)
            bonus = self._bonus(read, weight)
            return options_of.weigh(options_of.path(bonus, _LIGHT_ROOM + most), bonus)
        chosen = options_of.path()
        if not weight:
            return options_of.weigh(chosen)
        bonus = self._bonus(options_of.words[chosen], weight)
        return options_of.weigh(options_of.path(bonus), bonus)

    def _bonus(self, words: npt.NDArray[np.int32], weight: float) -> npt.NDArray[np.float32]:
        counts = np.bincount(words, minlength=len(self.lexicon.words))
        bonus = (weight * np.log(np.maximum(counts, 1))).astype(np.float32)
        bonus[np.argsort(self.lexicon.own, kind="stable")[:_COMMON]] = 0
        bonus[:3] = 0
        return bonus

    def _decoded(
        self, line: int, piece: Piece, damage: Damage, options: Options, solved: Solved, at: int
    ) -> Decoded:
        choice = int(solved.chosen[at])
        number = choice - int(solved.starts[at])
        text, chance = self._text(piece, options, number), float(solved.chances[choice])
        runners: tuple[str, ...] = ()
        if chance < _CERTAIN:
            chances = solved.chances[solved.span(at)]
            order = [int(n) for n in np.argsort(-chances, kind="stable")[: _RUNNERS_UP + 1]]
            runners = tuple(
                self._text(piece, options, n)
                for n in order
                if n != number and chances[n] >= _LEAST_CHANCE
            )
        weights = solved.weights[solved.span(at)]
        return Decoded(line, piece, text, chance, runners, damage, options, weights, number)

    def _text(self, piece: Piece, options: Options, number: int) -> str:
        mode = int(options.modes[number])
        if mode == STAYS:
            return piece.text
        return with_case(self.lexicon.words[int(options.words[number])], mode)


def _may_be_name(line: str, piece: Piece) -> bool:
    """Whether a capital begins the word where no sentence begins."""
    inside = not piece.stop and line[: piece.start].strip(' -+*•("“') != ""
    return inside and piece.text[:1].isupper() and piece.text[1:].islower()


def _is_small(text: str) -> bool:
    return sum(c.islower() for c in text) > sum(c.isupper() for c in text)


def _opens(text: str) -> bool:
    """Whether the line begins something new: it is blank, a bullet or an item."""
    start = text.strip()[:3]
    return not start or start[0] in "-+*•–—" or (len(start) > 1 and start[1] in ".)")
