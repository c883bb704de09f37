"""Words that lost the space between them: every way to part a token, and which parting its neighbours like best."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from extract.restore.artifact import Tables
from extract.restore.channel import CHANNEL_WEIGHT, Channel, Memory, Reach
from extract.restore.lexicon import Lexicon
from extract.restore.sequence import F32, Solved, lattice
from extract.restore.tokens import STAYS, STOP, Choices, Kind, Piece, fixed, is_marked

# Words that a poor copy ran together (`tinvé`, `QUANLY`, `choca`): every way to part a token that the vocabulary explains.
#
# A part is read nearly clean. A mark between letters may be a speck before a part (`Biéu's6`) or a horn in it (`nu’éc`).
# Which way is right, or whether the token is one word, say its neighbours (`parting.py`).

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
    options: Choices
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
        options = Choices(found.words[kept], found.modes[kept], costs)
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


# Which tokens of a poor copy are several words: those whose parts make a likelier line with their neighbours than the token as one word.
#
# A token that its word explains badly is decoded between its neighbours, as one word and in each way to part it. What the best way
# is cheaper, and eight more signs, are weighed in nats, as learned from 240 copied pages of training text (`benchmarks/joined.py`).
# Names of data fields (`phanLoai`), whose parts all begin large, stay whole; so do foreign names, and foreign words that come again.

_SHORTEST, _LONG = 3, 14  # letters of a token; more count as so many
_DEAR = 6.0  # nats: a token that its word explains for less is that word
_NUMBERS = "01234579"  # at a token's end they are no vowels as 6 and 8 are: `vaothang1` keeps its 1
_SIDE = 2  # positions on either side: the nearer with all its options, the other as it was decoded
_CLEAR = 4.0  # nats between both readings of a token that says that its document joins words
_FEW = 150  # words: of fewer nothing is known
SUREST = 0.95  # of a parted word: of 402 on copies that the line made certain 384 were right
_Opens = Callable[[int, Piece], bool | None]
_Places = Sequence[tuple[int, Piece] | None]


class JoinWeights(NamedTuple):
    """What speaks for several words, in nats of the language model; learned but for `name`, since training text has few persons."""

    base: float = 13.9
    letter: float = 2.9
    rarity: float = -2.8  # for each nat that a word of the split costs behind the one before
    unknown: float = 5.3  # the token as one word is none
    capitals: float = 9.0
    again: float = -5.7  # the document has the token twice
    plain: float = -1.8  # letters that every language has: it may be a foreign word
    name: float = -12.0  # of such letters, with a capital inside a sentence; learned: -3.2
    joined: float = 3.2  # for each nat of the share of joined tokens


WEIGHTS = JoinWeights()


class JoinToken(NamedTuple):
    """A token that may be several words: its position, whether it stands inside a sentence, the options around it and its own, the word that it was decoded to, whether it stays as read."""

    at: int
    piece: Piece
    inside: bool
    around: tuple[Choices, Choices, Choices, Choices]
    options: Choices
    word: int
    stays: bool


class Split(NamedTuple):
    """The best way to part a token, how much cheaper the line is so (nats), the words, and what each costs behind the one before."""

    way: Way
    gain: float
    words: tuple[int, ...]
    rarity: float


class Sign(NamedTuple):
    """What is known of a token and its best split: each member is worth the weight of its name; `gain` is nats itself."""

    gain: float
    letter: float
    rarity: float
    unknown: float
    capitals: float
    again: float
    plain: float
    name: float
    joined: float

    def sum(self, weights: JoinWeights) -> float:
        """What speaks for several words, in nats."""
        return (
            self.gain
            + weights.base
            + math.fsum(a * b for a, b in zip(self[1:], weights[1:], strict=True))
        )


def parted(found: Iterable[tuple[JoinToken, Split, Sign]]) -> dict[int, list[Piece]]:
    """Of the positions whose token is several words its parts."""
    return {
        token.at: list(pieces(token.piece, [part.cut for part in split.way]))
        for token, split, sign in found
        if sign.sum(WEIGHTS) > 0
    }


@dataclass(frozen=True, slots=True)
class Parting:
    """Finds the tokens of a document that may be several words, by its first solution."""

    run_together: RunTogether

    def signs(
        self, solved: Solved, costs: F32, options: Sequence[Choices], places: _Places, opens: _Opens
    ) -> Iterator[tuple[JoinToken, Split, Sign]]:
        """The tokens that may be several words, with their best split and what is known of both.

        `costs` are those of the solved options; `opens` says whether a piece of a line opens a sentence, `None` where no
        wrong model read the line.
        """
        tokens = list(_tokens(solved, costs, options, places, opens))
        splits = self._splits(tokens)
        if not splits:
            return
        words = [place[1].text for place in places if place is not None]
        clear = sum(split.gain > _CLEAR for split in splits.values())
        joined = math.log((clear + 1) / (sum(len(word) > 1 for word in words) + _FEW))
        counts = Counter(words)
        for token in tokens:
            split = splits.get(token.at)
            if split is not None and not _is_identifier(token.piece.text, split.way):
                yield (
                    token,
                    split,
                    _sign(token, split, again=counts[token.piece.text] > 1, joined=joined),
                )

    def _splits(self, tokens: Sequence[JoinToken]) -> dict[int, Split]:
        """Of the tokens that can be parted the best way between their neighbours, by position."""
        self.run_together.learn(dict.fromkeys(token.piece.text for token in tokens))
        tried: list[tuple[JoinToken, Way]] = []
        for token in tokens:
            ways = self.run_together.ways(token.piece.text)
            tried += [(token, way) for way in ((), *ways) if ways]
        found: dict[int, Split] = {}
        whole = 0.0
        for (token, way), (cost, words) in zip(tried, self._decoded(tried), strict=True):
            if not way:
                whole = cost
            elif token.at not in found or whole - cost > found[token.at].gain:
                rarity = self.run_together.tables.chain(words) / len(words)
                found[token.at] = Split(way, whole - cost, words, rarity)
        return found

    def _decoded(
        self, tried: Sequence[tuple[JoinToken, Way]]
    ) -> Iterator[tuple[float, tuple[int, ...]]]:
        """Each token between its neighbours, as one word or parted: what all cost together (nats), and its words."""
        if not tried:
            return
        tables, start = self.run_together.tables, 0
        room = lattice([options for one in tried for options in _line(*one)], tables)
        chosen = room.path()
        words, costs = room.words[chosen].tolist(), room.costs[chosen].tolist()
        for _, way in tried:
            end = start + (len(way) or 1) + 2 * _SIDE
            cost = math.fsum(costs[start:end]) + tables.chain(words[start:end])
            yield cost, tuple(words[start + _SIDE : end - _SIDE])
            start = end


def _tokens(
    solved: Solved, costs: F32, options: Sequence[Choices], places: _Places, opens: _Opens
) -> Iterator[JoinToken]:
    starts, chosen = solved.starts.tolist(), solved.chosen.tolist()
    for at, (place, cost) in enumerate(zip(places, costs[solved.chosen].tolist(), strict=True)):
        if place is None or cost < _DEAR or not _may_be_several(place[1]):
            continue
        opening = opens(*place)
        if opening is None:
            continue
        before = options[at - 1] if at else STOP
        behind = options[at + 1] if at + 1 < len(options) else STOP
        first, _, word, _, last = solved.around[at : at + 2 * _SIDE + 1].tolist()
        around = (fixed(first), before, behind, fixed(last))
        stays = options[at].modes.item(chosen[at] - starts[at]) == STAYS
        yield JoinToken(at, place[1], not opening, around, options[at], word=word, stays=stays)


def _line(token: JoinToken, way: Way) -> Iterator[Choices]:
    first, before, behind, last = token.around
    inner = [part.options for part in way] or [token.options]
    yield from (first, before, *inner, behind, last)


def _sign(token: JoinToken, split: Split, *, again: bool, joined: float) -> Sign:
    text = token.piece.text
    plain = text.isascii() and text.isalpha()
    name = plain and token.inside and text.istitle()
    length, capitals = min(len(text), _LONG), text.isupper()
    shape = {"again": again, "plain": plain, "name": name, "joined": joined}
    return Sign(split.gain, length, split.rarity, token.stays, capitals, **shape)


def _may_be_several(piece: Piece) -> bool:
    text = piece.text
    if piece.kind is not Kind.WORD or len(text) < _SHORTEST or is_marked(text):
        return False
    return not text[0].isdigit() and text[-1] not in _NUMBERS


def _is_identifier(text: str, way: Way) -> bool:
    """Whether capitals begin all parts but the first of plain letters: `quyHoach` is right as it stands, `cAptinh` is not."""
    if not (text.isascii() and text.isalpha()) or text.isupper():
        return False
    return all(text[part.cut[0]].isupper() for part in way[1:])


# Words that lost the space between them (`hóahồ sơ`): a marked token that no word is falls into two or three syllables.
#
# Only tokens with a marked letter are parted, so `camera` and `Canada` stay whole; of several ways the one of the commonest
# syllables wins, and only where the channel does not explain the token as one word for less.

_SHORTEST_GLUED, _LONGEST_GLUED = 5, 18  # letters of a token
_LEAST = 2  # letters of a part
_MOST_PARTS = 3
_SPACE_GLUED = 5.0  # nats that a lost space costs


@dataclass(frozen=True, slots=True)
class Glued:
    """Parts tokens by the vocabulary; remembers what it parted."""

    lexicon: Lexicon
    channel: Channel
    _known: Memory[str, tuple[str, ...]] = field(default_factory=Memory)

    def parts(self, piece: Piece) -> list[Piece]:
        """The piece, or the syllables that it glues, the later ones marked as `glued`."""
        text = piece.text
        if (
            not is_marked(text)
            or not _SHORTEST_GLUED <= len(text) <= _LONGEST_GLUED
            or not text.isalpha()
        ):
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
        return _SPACE_GLUED * (len(way) - 1) + sum(float(self.lexicon.own[at]) for at in ids if at)


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
