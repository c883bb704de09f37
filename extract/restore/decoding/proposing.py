"""What each position of some lines may stand for: damaged words by their channel, all else as the context that it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from extract.restore.decoding.damage import Damage, is_marked
from extract.restore.decoding.damaged_line import (
    DamagedLine,
    following,
    is_speck,
    may_be_name,
    opens,
    stands_alone,
)
from extract.restore.decoding.digit_words import DigitWords
from extract.restore.decoding.glued import Glued
from extract.restore.decoding.headings import is_heading, is_small_line
from extract.restore.decoding.labels import is_no_word, is_plain
from extract.restore.decoding.light import Light
from extract.restore.decoding.options import NUMBER, STOP, UNKNOWN, Options, fixed
from extract.restore.decoding.parting import SUREST
from extract.restore.decoding.pieces import Kind, Piece
from extract.restore.decoding.stripped import Stripped
from extract.restore.decoding.wrong_model import WrongModel
from extract.restore.model import tokens
from extract.restore.model.lexicon import Lexicon
from extract.restore.model.tokens import model_tokens, token_name

Place = tuple[int, Piece] | None  # line and piece of a position; no place: context alone
_SPECIAL = {tokens.STOP: STOP, tokens.NUMBER: NUMBER}
_NAME_THETA = (
    2.0  # nats more for a capital inside a sentence: costs a point of mending, spares names
)


class Proposed(NamedTuple):
    """Options by position, and where each position stands."""

    options: list[Options]
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Proposer:
    """The vocabulary and the ways to propose, by damage."""

    lexicon: Lexicon
    wrong_model: WrongModel
    stripped: Stripped
    light: Light
    glued: Glued
    digit_words: DigitWords

    def options(self, lines: Sequence[DamagedLine]) -> Proposed:
        """What each position of the lines may stand for: words, numbers and the ends of sentences."""
        self._learn(lines)
        options: list[Options] = []
        places: list[Place] = []
        for index, line in enumerate(lines):
            bare = line.damage is Damage.STRIPPED
            free, small = line.damage is not Damage.NONE, is_small_line(line.text)
            if opens(line.text):
                options.append(STOP)
                places.append(None)
            for number, piece in enumerate(line.pieces):
                if piece.stop and not is_speck(line, number):
                    options.append(STOP)
                    places.append(None)
                if free and piece.kind is Kind.WORD:
                    if bare and is_plain(line.text, piece):  # as nearly all
                        options.append(self.stripped.propose(piece.text))
                        places.append((index, piece))
                        continue
                    low = small and not (piece.text.isupper() and is_heading(line.pieces, number))
                    for part in self._unglued(line.damage, piece):
                        options.append(self._of_word(line, number, part, small_line=low))
                        places.append((index, part))
                elif line.damage is Damage.WRONG_MODEL and (
                    found := self.digit_words.propose(
                        line.text, line.pieces, number, following(lines, index)
                    )
                ):
                    core, proposed = found
                    marks = [STOP] * len(model_tokens(piece.text[len(core.text) :]))
                    options += [proposed, *marks]
                    places += [(index, core), *([None] * len(marks))]
                elif piece.kind is Kind.NUMBER:
                    options.append(NUMBER)
                    places.append(None)
                else:  # a code or a right word gives the model what it heard in training
                    context = [self._as_read(token) for token in model_tokens(piece.text)]
                    options += context
                    places += [None] * len(context)
        return Proposed(options, places)

    def in_parts(
        self, lines: Sequence[DamagedLine], whole: Proposed, parts: Mapping[int, list[Piece]]
    ) -> Proposed:
        """The same with the parts of words run together in place of the tokens at these positions."""
        self.wrong_model.learn(part.text for of_token in parts.values() for part in of_token)
        options: list[Options] = []
        places: list[Place] = []
        for at, (option, place) in enumerate(zip(*whole, strict=True)):
            if place is None or at not in parts:
                options.append(option)
                places.append(place)
                continue
            line = lines[place[0]]
            small = is_small_line(line.text)
            for part in parts[at]:
                of_part = self._of_word(line, 0, part, small_line=small)
                options.append(replace(of_part, surest=min(of_part.surest, SUREST)))
                places.append((place[0], part))
        return Proposed(options, places)

    def _learn(self, lines: Sequence[DamagedLine]) -> None:
        """Let the channels search for all words at once."""
        for damage, proposer in (
            (Damage.WRONG_MODEL, self.wrong_model),
            (Damage.LIGHT, self.light),
        ):
            of_kind = (line.pieces for line in lines if line.damage is damage)
            words = (p.text for pieces in of_kind for p in pieces if p.kind is Kind.WORD)
            proposer.learn(dict.fromkeys(words))

    def _unglued(self, damage: Damage, piece: Piece) -> list[Piece]:
        return [piece] if damage is Damage.WRONG_MODEL else self.glued.parts(piece)

    def _of_word(
        self, line: DamagedLine, number: int, piece: Piece, *, small_line: bool
    ) -> Options:
        if line.damage is Damage.LIGHT:
            told = line.told[number]
            inside = may_be_name(line.text, piece)
            if inside or (len(piece.text) == 1 and not stands_alone(line.text, piece)):
                told = told._replace(theta=told.theta + _NAME_THETA)
            return self.light.propose(piece.text, told, small_line=small_line, inside=inside)
        if is_marked(piece.text) or is_no_word(line.text, piece, small_line=small_line):
            return self._as_read(token_name(piece.text.lower()))  # neither damage leaves a mark
        if line.damage is Damage.WRONG_MODEL:
            named = may_be_name(line.text, piece)
            return self.wrong_model.propose(piece.text, small_line=small_line, named=named)
        return self.stripped.propose(piece.text, small_line=small_line)

    def _as_read(self, token: str) -> Options:
        if token in _SPECIAL:
            return _SPECIAL[token]
        same = self.lexicon.ids.get(token)
        return UNKNOWN if same is None else fixed(same)
