"""Short numbers that may be a word: the wrong model reads `ở` as 6 and `là` as 14, one syllable in 250 on good scans.

A number of one to three digits may be what the channel proposes for it. Learned weights of its features decide once its
neighbours are known, and the path is searched anew with what they decided; what they leave open among small words the path may decide, where
it is nearly certain. Such a change is always listed (rule `numeric`) and never more than .8 sure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from extract.dictionaries import load
from extract.fold import unaccent
from extract.restore.artifact import Tables
from extract.restore.channel import CHANNEL_WEIGHT, Channel, Memory
from extract.restore.lexicon import NUMBER_ID, UNKNOWN_ID, Lexicon
from extract.restore.sequence import Solved
from extract.restore.tokens import SMALL, STAYS, TITLE, Choices, Kind, Piece
from extract.weights import DATA, load_weights, log_odds

# Words that a number follows, by their skeletons: what stands behind them is no speck and no word that was read as a number.


@cache
def numbered() -> frozenset[str]:
    """Words that a number, or a letter, follows, without marks."""
    return frozenset(map(unaccent, load().column("counting_words", "word")))


# What tells a word that was read as a short number from a number: the decoder's nats, the words and marks on both sides, their case.
#
# Each sign is a short text (`number 14`, `left1 điều`); what it weighs was learned from misread text by `benchmarks/digit_words.py`.

# where the classes of a sign begin, in nats
_MARGIN = tuple(range(-12, 16))
_READ = (2.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0)
_PAYS = (-6.0, -4.5, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.5, 6.0)
_QUOTES, _LONGEST_GAP = re.compile("[“”„‘’'«»]"), 3
_REACH = 2  # words on each side
_ROOM = 2  # what stands before the first of the chosen words


class NumberPlace(NamedTuple):
    """A short number: its line's number, text and pieces, itself, the next line, its position in what is solved and its options, itself first."""

    row: int
    line: str
    pieces: Sequence[Piece]
    piece: Piece
    following: str
    at: int
    options: Choices

    @property
    def number(self) -> int:
        """Which of the line's pieces it is."""
        return bisect_right([piece.start for piece in self.pieces], self.piece.start) - 1


@dataclass(frozen=True, slots=True)
class NumberSigns:
    """Tells the signs of a short number by the vocabulary and the language model."""

    lexicon: Lexicon
    tables: Tables

    def of(self, place: NumberPlace, solved: Solved) -> Iterator[str]:
        """The signs of a number that was solved, each once."""
        weights = solved.weights[solved.span(place.at)]
        best = 1 + int(weights[1:].argmin())
        word = place.options.words.item(best)
        yield f"number {place.piece.text}"
        yield f"digits {len(place.piece.text)}"
        yield f"word {self.lexicon.words[word]}"
        yield f"margin {bisect_right(_MARGIN, float(weights[0] - weights[best]))}"
        read = place.options.costs.item(best) + self.lexicon.own.item(word)
        yield f"read {bisect_right(_READ, read)}"
        around, middle = solved.around, place.at + _ROOM
        for far in range(1, _REACH + 1):
            yield f"left{far} {self.lexicon.words[around.item(middle - far)]}"
            yield f"right{far} {self.lexicon.words[around.item(middle + far)]}"
        left, right = around.item(middle - 1), around.item(middle + 1)
        pays = self.tables.bigram(left, NUMBER_ID) - self.tables.bigram(left, word)
        yield f"left pays {bisect_right(_PAYS, pays)}"
        pays = self.tables.bigram(NUMBER_ID, right) - self.tables.bigram(word, right)
        yield f"right pays {bisect_right(_PAYS, pays)}"
        yield from _surface(place, self.lexicon.words[word])


def _surface(place: NumberPlace, word: str) -> Iterator[str]:
    """The signs of the marks and the case beside the number."""
    line, pieces, piece, number = place.line, place.pieces, place.piece, place.number
    before = pieces[number - 1] if number else None
    after = pieces[number + 1] if number + 1 < len(pieces) else None
    yield f"before {_mark(line[before.end : piece.start]) if before else 'line'}"
    yield f"opens {_case(before.text) if before else 'line'}"
    yield f"after {_mark(line[piece.end : after.start if after else None])}"
    closes = _case(after.text) if after else f"line {_case(place.following)}"
    yield f"closes {closes}"
    yield f"closes {word} {closes}"
    yield f"numbers {sum(other.text[0].isdigit() for other in pieces) > 1}"


def _mark(gap: str) -> str:
    """What stands between two words, quotation marks as one; nothing for a space."""
    return "" if gap == " " else _QUOTES.sub('"', gap[:_LONGEST_GAP])


def _case(text: str) -> str:
    first = text[:1]
    if not first.isalpha():
        return "digit" if first.isdigit() else "mark" if first else "none"
    if first.islower():
        return "small"
    return "CAPITALS" if len(text) > 1 and text.isupper() else "Capital"


FILE = DATA / "digit_words.tsv"
CERTAIN = 0.9  # the least chance at which a number becomes a word
LEAST = 3.5  # nats: of 672 right numbers of misread held-out text none becomes a word so, of 2,268 words 70 %; at 3.0 4 and 76 %
_LEFT_OPEN = 0.0  # nats from which the path may decide what the signs leave open: among small words, where it is certain
_USUAL = re.compile(
    r"6|1[0-8]|[58]6|46"
)  # what marked vowels and l, r, t before them are read as most
_DECIDED = 30.0  # nats: the other way is closed
_NUMBER = re.compile(r"(?P<digits>[1-9]\d{0,2}|0)[,.;:]*")
_BEFORE, _AFTER = frozenset(" ("), frozenset(" )\"”'")  # behind a quotation mark it counts: “6 rõ”
_READ_SO = 11.0  # nats of channel and frequency: no word further off was ever read as a number
# What a word costs on the first path, on which its neighbours are found: a given number is one of many that the model hears as <num>,
# which is worth 4.5 nats for a 6 and 5.5 for a 14.
_PRICE, _PRICES = -1.5, {"6": -2.5, **dict.fromkeys(("14", "16", "18", "46", "56", "86"), -5.0)}
# `C4 nhân`: á and ã are read as 4; nats that the label (`B4`) is cheaper
_LABEL, _LABEL_PRICE = re.compile(r"[B-Z]4"), 0.0
_NEAR = 2  # a space, or a quotation mark and a space


@dataclass(frozen=True, slots=True)
class DigitWords:
    """Proposes words for short numbers through the wrong model's channel, and decides; remembers what it proposed."""

    channel: Channel
    signs: NumberSigns
    weights: Mapping[str, float]
    _known: Memory[str, tuple[Choices, ...]] = field(default_factory=Memory)

    def propose(
        self, line: str, pieces: Sequence[Piece], number: int, following: str
    ) -> tuple[Piece, Choices] | None:
        """The line's piece at `number` without the marks behind it, and its options, itself first; `None` where it can be no word.

        `following` is the next line.
        """
        piece = pieces[number]
        if _LABEL.fullmatch(piece.text):
            core = piece if _follows(line, pieces, number, following) else None
        else:
            core = _core(piece) if _is_between(line, pieces, number) else None
        options = () if core is None else self._options(core.text)
        return (core, options[0]) if core is not None and options else None

    def nats(self, place: NumberPlace, solved: Solved) -> float:
        """What speaks for a word: the logarithm of the odds."""
        signs = self.signs.of(place, solved)
        return self.weights[""] + log_odds(signs, self.weights)

    def bonus(self, places: Iterable[NumberPlace], solved: Solved) -> npt.NDArray[np.float32]:
        """Nats by option that close the way which each short number does not go."""
        bonus = np.zeros(len(solved.words), np.float32)
        for place in places:
            nats = self.nats(place, solved)
            if nats >= LEAST:
                bonus[solved.starts[place.at]] = -_DECIDED
            elif nats < _LEFT_OPEN or not _is_among_words(place):
                bonus[solved.starts[place.at]] = _DECIDED
        return bonus

    def _options(self, text: str) -> tuple[Choices, ...]:
        """The options of a number or a label; none where no word is read so."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tuple(self._proposed(text))
        return known

    def _proposed(self, text: str) -> Iterator[Choices]:
        found, lexicon, number = self.channel.candidates(text), self.channel.lexicon, text.isdigit()
        mode, itself = (SMALL, NUMBER_ID) if number else (TITLE, UNKNOWN_ID)
        least = len(text) * (not number)
        keep = [
            at
            for at, word in enumerate(found.words.tolist())
            if found.modes[at] == mode
            and lexicon.is_syllable(word)
            and len(lexicon.words[word]) >= least
        ]
        words, costs = found.words[keep], found.costs[keep] * CHANNEL_WEIGHT
        if keep and (not number or (costs + lexicon.own[words]).min() <= _READ_SO):
            price = _PRICES.get(text, _PRICE) if number else _LABEL_PRICE
            yield Choices(
                np.concatenate(([itself], words)).astype(np.int32),
                np.concatenate(([STAYS], np.full(len(keep), mode))).astype(np.int32),
                np.concatenate(([0.0], costs + price)).astype(np.float32),
            )


def _core(piece: Piece) -> Piece | None:
    """A short number without the marks of the sentence that stand behind it."""
    match = _NUMBER.fullmatch(piece.text)
    if match is None:
        return None
    digits = match["digits"]
    return Piece(piece.start, piece.start + len(digits), digits, piece.kind, piece.stop)


def _is_between(line: str, pieces: Sequence[Piece], number: int) -> bool:
    """Whether a number stands by itself within a sentence: `6 nước` may open a line, `6. Nước` counts."""
    piece = pieces[number]
    before, behind = line[max(0, piece.start - 1) : piece.start], line[piece.end : piece.end + 1]
    if piece.kind is not Kind.NUMBER or not {*before} <= _BEFORE or not {*behind} <= _AFTER:
        return False
    after = pieces[number + 1] if number + 1 < len(pieces) else None
    if number == 0:
        small = after is not None and after.text[:1].islower()
        return small and behind == " " and piece.text.isdigit()
    return after is None or "(" not in line[piece.end : after.start]  # `14 (mười bốn)`


def _is_among_words(place: NumberPlace) -> bool:
    """Whether small words stand on both sides of a usual number, and none that counts before it."""
    if not place.number or not _USUAL.fullmatch(place.piece.text) or place.piece.stop:
        return False
    before = place.pieces[place.number - 1]
    near = before.kind is Kind.WORD and place.piece.start - before.end <= _NEAR
    counts = unaccent(before.text).lower() in numbered() and before.text != "Nam"  # Việt Nam ở
    return near and not counts and _follows(place.line, place.pieces, place.number, place.following)


def _follows(line: str, pieces: Sequence[Piece], number: int, following: str) -> bool:
    """Whether a small word goes on behind the number, be it in the next line."""
    piece = pieces[number]
    if number + 1 == len(pieces):
        return not line[piece.end :].strip() and following[:1].islower()
    after = pieces[number + 1]
    near = line[piece.end] == " " and after.start - piece.end <= _NEAR and not after.stop
    near = near and "(" not in line[piece.end : after.start]  # `14 (mười bốn)`
    return near and after.kind is Kind.WORD and after.text[:1].islower()


def digit_words(channel: Channel, tables: Tables) -> DigitWords:
    """With the weights that `benchmarks/digit_words.py` learned."""
    return DigitWords(channel, NumberSigns(channel.lexicon, tables), load_weights(FILE))
