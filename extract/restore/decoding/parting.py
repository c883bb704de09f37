"""Which tokens of a poor copy are several words: those whose parts make a likelier line with their neighbours than the token as one word.

A token that its word explains badly is decoded between its neighbours, as one word and in each way to part it. What the best way
is cheaper, and eight more signs, are weighed in nats, as learned from 240 copied pages of training text (`benchmarks/joined.py`).
Names of data fields (`phanLoai`), whose parts all begin large, stay whole; so do foreign names, and foreign words that come again.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.restore.decoding.damage import is_marked
from extract.restore.decoding.options import STAYS, STOP, Options, fixed
from extract.restore.decoding.pieces import Kind, Piece
from extract.restore.decoding.run_together import RunTogether, Way, pieces
from extract.restore.decoding.sequence import F32, Solved, lattice

_SHORTEST, _LONG = 3, 14  # letters of a token; more count as so many
_DEAR = 6.0  # nats: a token that its word explains for less is that word
_NUMBERS = "01234579"  # at a token's end they are no vowels as 6 and 8 are: `vaothang1` keeps its 1
_SIDE = 2  # positions on either side: the nearer with all its options, the other as it was decoded
_CLEAR = 4.0  # nats between both readings of a token that says that its document joins words
_FEW = 150  # words: of fewer nothing is known
SUREST = 0.95  # of a parted word: of 402 on copies that the line made certain 384 were right
_Opens = Callable[[int, Piece], bool | None]
_Places = Sequence[tuple[int, Piece] | None]


class Weights(NamedTuple):
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


WEIGHTS = Weights()


class Token(NamedTuple):
    """A token that may be several words: its position, whether it stands inside a sentence, the options around it and its own, the word that it was decoded to, whether it stays as read."""

    at: int
    piece: Piece
    inside: bool
    around: tuple[Options, Options, Options, Options]
    options: Options
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

    def sum(self, weights: Weights) -> float:
        """What speaks for several words, in nats."""
        return (
            self.gain
            + weights.base
            + math.fsum(a * b for a, b in zip(self[1:], weights[1:], strict=True))
        )


def parted(found: Iterable[tuple[Token, Split, Sign]]) -> dict[int, list[Piece]]:
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
        self, solved: Solved, costs: F32, options: Sequence[Options], places: _Places, opens: _Opens
    ) -> Iterator[tuple[Token, Split, Sign]]:
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

    def _splits(self, tokens: Sequence[Token]) -> dict[int, Split]:
        """Of the tokens that can be parted the best way between their neighbours, by position."""
        self.run_together.learn(dict.fromkeys(token.piece.text for token in tokens))
        tried: list[tuple[Token, Way]] = []
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
        self, tried: Sequence[tuple[Token, Way]]
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
    solved: Solved, costs: F32, options: Sequence[Options], places: _Places, opens: _Opens
) -> Iterator[Token]:
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
        yield Token(at, place[1], not opening, around, options[at], word, stays)


def _line(token: Token, way: Way) -> Iterator[Options]:
    first, before, behind, last = token.around
    inner = [part.options for part in way] or [token.options]
    yield from (first, before, *inner, behind, last)


def _sign(token: Token, split: Split, *, again: bool, joined: float) -> Sign:
    text = token.piece.text
    plain = text.isascii() and text.isalpha()
    name = plain and token.inside and text.istitle()
    length, capitals = min(len(text), _LONG), text.isupper()
    return Sign(split.gain, length, split.rarity, token.stays, capitals, again, plain, name, joined)


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
