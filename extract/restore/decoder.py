"""Decodes a stretch of lines as one sequence: damaged lines by their channel, the others as context that stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.restore.artifact import Tables
from extract.restore.candidates import Light, Stripped, WrongModel
from extract.restore.context import Expected, UnitWords, read_alike, without_guesses
from extract.restore.digit_words import DigitWords, NumberPlace
from extract.restore.joined import SUREST, Glued, JoinToken, Parting, Sign, Split, parted
from extract.restore.lexicon import NUMBER_WORD, STOP_WORD, Lexicon, model_tokens, token_name
from extract.restore.lines import (
    DamagedLine,
    following,
    is_speck,
    may_be_name,
    opens,
    stands_alone,
    stands_inside,
)
from extract.restore.person_names import PersonNames
from extract.restore.sequence import (
    THRESHOLD,
    Decoded,
    Lattice,
    Rescorer,
    RescoringWeights,
    Solved,
    decoded_words,
    lattice,
)
from extract.restore.tokens import (
    NUMBER,
    STOP,
    TITLE,
    UNKNOWN,
    Choices,
    Damage,
    Kind,
    Piece,
    fixed,
    is_heading,
    is_marked,
    is_no_word,
    is_plain,
    is_small_line,
)

# What each position of some lines may stand for: damaged words by their channel, all else as the context that it is.

Place = tuple[int, Piece] | None  # line and piece of a position; no place: context alone
_SPECIAL = {STOP_WORD: STOP, NUMBER_WORD: NUMBER}
_NAME_THETA = (
    2.0  # nats more for a capital inside a sentence: costs a point of mending, spares names
)


class Proposed(NamedTuple):
    """Options by position, and where each position stands."""

    options: list[Choices]
    places: list[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
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
        options: list[Choices] = []
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
        options: list[Choices] = []
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
    ) -> Choices:
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

    def _as_read(self, token: str) -> Choices:
        if token in _SPECIAL:
            return _SPECIAL[token]
        same = self.lexicon.ids.get(token)
        return UNKNOWN if same is None else fixed(same)


_BARE = frozenset({Damage.STRIPPED, Damage.WRONG_MODEL})
_COMMON = 150  # words that every document repeats: no bonus
_BONUS = {Damage.WRONG_MODEL: 1.0, Damage.LIGHT: 0.8, Damage.STRIPPED: 0.4}
# How well a word fits: flat from .5 to .6 of a nat on readings with the wrong model and on light damage (1 mends no more and harms
# more), from .6 to .8 on stripped text. Channel and rarity were fitted at 11,000 open places of readings; elsewhere they gain nothing.
_WEIGHTS = {
    Damage.WRONG_MODEL: RescoringWeights(0.5, 0.25, 0.25),
    Damage.STRIPPED: RescoringWeights(0.7, 0.0, 0.0),
    Damage.LIGHT: RescoringWeights(0.5, 0.0, 0.0),
}
_SURE = 0.97  # chance of a word that counts for the document: others would amplify their own errors
_LIGHT_ROOM = 18.0  # the beam must keep the observed word that a candidate has to beat


class _Start(NamedTuple):
    """A first solution, the bonus by option for what the document repeats, the beam's threshold (nats)."""

    first: Solved
    bonus: npt.NDArray[np.float32]
    threshold: float


class _Laid(NamedTuple):
    """What was proposed for a stretch, its options with what neighbours expect, and as names are weighted, and a first solution of these."""

    proposed: Proposed
    options: list[Choices]
    weighted: list[Choices]
    room: Lattice
    start: _Start


@dataclass(frozen=True, slots=True, kw_only=True)
class WordDecoder:
    """The model, what proposes words for each position, and what else speaks for one of them."""

    lexicon: Lexicon
    tables: Tables
    proposer: Proposer
    names: PersonNames
    units: UnitWords
    parting: Parting
    expected: Expected
    rescorer: Rescorer | None = None

    def decode(self, lines: Sequence[DamagedLine]) -> list[Decoded]:
        """Every word piece of the damaged lines, decoded; nothing where no line is damaged."""
        if all(line.damage is Damage.NONE for line in lines):
            return []
        damages = [line.damage for line in lines]
        laid = self._laid(lines, self.proposer.options(lines))
        if Damage.WRONG_MODEL in damages and (parts := parted(self._joined(lines, laid))):
            laid = self._laid(lines, self.proposer.in_parts(lines, laid.proposed, parts))
        (narrow, places), room = laid.proposed, laid.room
        chosen, bonus = self._path(lines, laid)
        solved = room.posterior(room.weigh(chosen, bonus, laid.start.first), bonus)
        solved, where = read_alike(solved, places, damages)
        if Damage.WRONG_MODEL in damages:  # of stripped text it would change 20 words, for no gain
            where |= [p is not None and damages[p[0]] is Damage.WRONG_MODEL for p in places]
        if where.any():
            solved = room.likeliest(solved, where, bonus)
        if Damage.LIGHT in damages:
            solved = without_guesses(narrow, laid.options, solved)
        return list(decoded_words(places, damages, laid.weighted, solved, self.lexicon))

    def _laid(self, lines: Sequence[DamagedLine], proposed: Proposed) -> _Laid:
        """The options side by side, and a first solution of them."""
        options, places = proposed
        damages = [line.damage for line in lines]
        light = Damage.LIGHT in damages
        wide = self.expected.widened(options, places, damages) if light else options
        weighted = self.names.weighted(wide, places, damages)
        room = lattice(weighted, self.tables)
        return _Laid(proposed, wide, weighted, room, self._start(lines, room, wide))

    def _joined(
        self, lines: Sequence[DamagedLine], laid: _Laid
    ) -> Iterator[tuple[JoinToken, Split, Sign]]:
        """The tokens that may be words run together."""

        def _begins(line: int, piece: Piece) -> bool | None:
            if lines[line].damage is not Damage.WRONG_MODEL:
                return None
            return piece.stop or not stands_inside(lines[line].text, piece)

        return self.parting.signs(
            laid.start.first, laid.room.costs, laid.options, laid.proposed.places, _begins
        )

    def short_numbers(self, lines: Sequence[DamagedLine]) -> tuple[list[NumberPlace], Solved]:
        """The short numbers that may be words, and what the trigrams alone make of the lines around them."""
        proposed = self.proposer.options(lines)
        room = lattice(proposed.options, self.tables)
        return _numbers(lines, *proposed), room.weigh(room.path())

    def joined(self, lines: Sequence[DamagedLine]) -> Iterator[tuple[int, JoinToken, Split, Sign]]:
        """The tokens that may be words run together, with their lines and what is known of each."""
        laid = self._laid(lines, self.proposer.options(lines))
        at_line = [-1 if place is None else place[0] for place in laid.proposed.places]
        for token, split, sign in self._joined(lines, laid):
            yield at_line[token.at], token, split, sign

    def changed(self, lines: Sequence[DamagedLine]) -> list[tuple[int, bool]]:
        """For every word piece of the lightly damaged lines its line, and whether decoding would change it."""
        if all(line.damage is not Damage.LIGHT for line in lines):
            return []
        options, places = self.proposer.options(lines)
        room = lattice(options, self.tables)
        chosen, *_ = self._light_path(lines, room, options)
        stays = (chosen == room.starts[:-1]).tolist()  # there the first option is the piece as read
        return [
            (place[0], place[1].glued or not stays[at])
            for at, place in enumerate(places)
            if place is not None and lines[place[0]].damage is Damage.LIGHT
        ]

    def _start(
        self, lines: Sequence[DamagedLine], room: Lattice, options: Sequence[Choices]
    ) -> _Start:
        damages = {line.damage for line in lines} - {Damage.NONE}
        if Damage.LIGHT in damages:
            chosen, bonus, threshold = self._light_path(lines, room, options)
            return _Start(room.weigh(chosen, bonus), bonus, threshold)
        chosen = room.path()
        first = room.weigh(chosen)
        sure = room.words[chosen[first.chances[chosen] >= _SURE]]
        bonus = self._bonus(sure, max(_BONUS[damage] for damage in damages))[room.words]
        return _Start(first, bonus, THRESHOLD)

    def _path(
        self, lines: Sequence[DamagedLine], laid: _Laid
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """The chosen options, and the bonus by option that their choice counts with."""
        damages = {line.damage for line in lines} - {Damage.NONE}
        room, (first, bonus, threshold) = laid.room, laid.start
        bonus = bonus.copy()
        if self.rescorer is not None:
            fit = self.rescorer.bonus(first, min(_WEIGHTS[damage] for damage in damages))
            bonus += np.where(_titled(laid.weighted), 0, fit) if Damage.LIGHT in damages else fit
        for at, (one, two) in enumerate(zip(laid.options, laid.weighted, strict=True)):
            if one is not two:
                bonus[room.starts[at] : room.starts[at + 1]] = 0
        bare = [line.text if line.damage in _BARE else "" for line in lines]
        for row, worth in self.units.bonus(first, laid.options, laid.proposed.places, bare):
            bonus[row] += worth
        if Damage.WRONG_MODEL in damages:
            numbers = _numbers(lines, laid.options, laid.proposed.places)
            bonus += self.proposer.digit_words.bonus(numbers, first)
        return room.path(bonus, threshold), bonus

    def _light_path(
        self, lines: Sequence[DamagedLine], room: Lattice, options: Sequence[Choices]
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32], float]:
        """The options chosen by the trigrams alone where most words are right as read, the bonus that counted, and the beam's threshold."""
        read = np.array([option.words[0] for option in options], np.int32)
        bonus = self._bonus(read, _BONUS[Damage.LIGHT])[room.words]
        light = (line for line in lines if line.damage is Damage.LIGHT)
        threshold = _LIGHT_ROOM + max(
            (told.theta for line in light for told in line.told), default=0.0
        )
        return room.path(bonus, threshold), bonus, threshold

    def _bonus(self, words: npt.NDArray[np.int32], weight: float) -> npt.NDArray[np.float32]:
        counts = np.bincount(words, minlength=len(self.lexicon.words))
        bonus = (weight * np.log(np.maximum(counts, 1))).astype(np.float32)
        bonus[np.argsort(self.lexicon.own, kind="stable")[:_COMMON]] = 0
        bonus[:3] = 0
        return bonus


def _titled(options: Sequence[Choices]) -> npt.NDArray[np.bool_]:
    """Of each option, whether its word begins with a capital: names are not the rescorer's (`Cổng Thông tin` had become Công)."""
    titled = [option.modes[-1] == TITLE for option in options]
    return np.repeat(titled, [len(option.modes) for option in options])


def _numbers(
    lines: Sequence[DamagedLine],
    options: Sequence[Choices],
    places: Sequence[tuple[int, Piece] | None],
) -> list[NumberPlace]:
    """The short numbers that may be words: what has options and is no word."""
    found = []
    for at, place in enumerate(places):
        if place is not None and place[1].kind is Kind.NUMBER:
            index, piece = place
            line, after = lines[index], following(lines, index)
            found.append(
                NumberPlace(index, line.text, line.pieces, piece, after, at=at, options=options[at])
            )
    return found
