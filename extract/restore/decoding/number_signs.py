"""What tells a word that was read as a short number from a number: the decoder's nats, the words and marks on both sides, their case.

Each sign is a short text (`number 14`, `left1 điều`); what it weighs was learned from misread text by `benchmarks/digit_words.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.restore.decoding.options import Options
from extract.restore.decoding.pieces import Piece
from extract.restore.decoding.sequence import Solved
from extract.restore.model.lexicon import NUMBER_ID, Lexicon
from extract.restore.model.ngrams import Tables

# where the classes of a sign begin, in nats
_MARGIN = tuple(range(-12, 16))
_READ = (2.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 12.0)
_PAYS = (-6.0, -4.5, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0, 4.5, 6.0)
_QUOTES, _LONGEST_GAP = re.compile("[“”„‘’'«»]"), 3
_REACH = 2  # words on each side
_ROOM = 2  # what stands before the first of the chosen words


class Place(NamedTuple):
    """A short number: its line's number, text and pieces, itself, the next line, its position in what is solved and its options, itself first."""

    row: int
    line: str
    pieces: Sequence[Piece]
    piece: Piece
    following: str
    at: int
    options: Options

    @property
    def number(self) -> int:
        """Which of the line's pieces it is."""
        return bisect_right([piece.start for piece in self.pieces], self.piece.start) - 1


@dataclass(frozen=True, slots=True)
class NumberSigns:
    """Tells the signs of a short number by the vocabulary and the language model."""

    lexicon: Lexicon
    tables: Tables

    def of(self, place: Place, solved: Solved) -> Iterator[str]:
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


def _surface(place: Place, word: str) -> Iterator[str]:
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
