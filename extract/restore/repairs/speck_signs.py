"""What tells specks from a word at a line's end: the letters, the reading, what the language model pays, the place, the page.

Each sign is a short text (`letters oe`, `paid 3`); what it weighs was learned from copies by `benchmarks/specks.py`. A sign of the
place counts otherwise behind a cut than at it (`within paid 3`): there what stands before is specks too.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.options import STAYS
from extract.restore.decoding.pieces import SYMBOLS
from extract.restore.model.lexicon import NUMBER_ID, STOP_ID, UNKNOWN_ID, Lexicon
from extract.restore.model.ngrams import Tables

LONGEST = 5  # letters: in 137 copies no specks were read as more
ENDS = frozenset(".;:!?")
OWN_MARKS = ENDS | {","}
WITHIN = "within "  # before a sign of a place farther out than the cut
_TOKEN = re.compile(r"\S+")
_LETTERS = re.compile(rf"[^\W_]|[{SYMBOLS.replace('|', '')}]")
_BULLETS = frozenset("-+–—*•|")  # a bar parts cells
_FEW = 5  # lines that tell little
_LAST = 3  # tokens of a line among which a lone mark tells of specks
_USUAL = 0.85  # of the lines end before the page's right edge
# where the classes of a sign begin: nats, characters, shares of the lines
_FITS = (0.3, 0.7, 1.2, 2.0, 3.0, 4.0)
_PAID = (-2.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.5, 8.0, 10.0, 12.0)
_JOINED = (-6.0, -4.0, -2.5, -1.0, -0.1, 0.3, 1.5)
_EDGE = (-8, -4, -1, 2, 5, 9, 14, 20, 30, 45)
_DIRT = (0.01, 0.03, 0.06, 0.12, 0.2, 0.35, 0.55)


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two spaces: its place in the line, its letters and digits, the decoded words that begin in it."""

    start: int
    end: int
    text: str
    letters: str
    words: tuple[Decoded, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a document that the wrong model read, as tokens (other lines have none); see `sheet`."""

    lines: tuple[tuple[Token, ...], ...]
    edge: int  # characters before the right edge of the text
    dirt: float  # the share of lines that a lone mark begins, and of those that end with one, or nearly

    def following(self, line: int) -> Token | None:
        """The next line's first word."""
        after = self.lines[line + 1] if line + 1 < len(self.lines) else ()
        return next((token for token in after if token.letters), None)


@dataclass(frozen=True, slots=True)
class Ending:
    """A word at a line's end and what is around it: the word before, lone marks on both sides, the next line's first word."""

    token: Token
    before: Token | None
    marks: tuple[str, ...]
    behind: str
    following: Token | None
    to_edge: int
    dirt: float

    @property
    def mark(self) -> str:
        """The mark that ends the text before the word, be it alone."""
        own = self.before.text[-1] if self.before else ""
        if own and not own.isalnum():
            return own
        first = self.marks[0][:1] if self.marks else ""
        return first if first in OWN_MARKS else ""


def sheet(texts: Sequence[str], words: Sequence[Sequence[Decoded]]) -> Sheet:
    """The tokens of lines and their decoded words; an empty text stands for a line that is not asked about."""
    lines = tuple(tuple(_tokens(text, decoded)) for text, decoded in zip(texts, words, strict=True))
    several = [line for line in lines if len(line) > 1]
    ends = sorted(line[-1].end for line in lines if line)
    lone = sum(any(map(_is_lone, line[-_LAST:])) + _is_lone(line[0]) for line in several)
    edge = ends[int(len(ends) * _USUAL)] if ends else 0
    return Sheet(lines, edge, lone / (len(several) + _FEW))


def _tokens(text: str, words: Sequence[Decoded]) -> Iterator[Token]:
    number = 0
    for match in _TOKEN.finditer(text):
        (start, end), first = match.span(), number
        while number < len(words) and words[number].piece.start < end:
            number += 1
        letters = "".join(_LETTERS.findall(match.group()))
        yield Token(start, end, match.group(), letters, tuple(words[first:number]))


def _is_lone(token: Token) -> bool:
    return not token.letters and token.text not in _BULLETS


def ending(page: Sheet, line: int, at: int) -> Ending:
    """The token `at` of a line as its end: what stands behind it is taken for specks."""
    tokens = page.lines[line]
    inner = at - 1
    while inner >= 0 and not tokens[inner].letters:
        inner -= 1
    behind = tokens[at + 1].text if at + 1 < len(tokens) and not tokens[at + 1].letters else ""
    return Ending(
        tokens[at], tokens[inner] if inner >= 0 else None,
        tuple(token.text for token in tokens[inner + 1 : at]), behind,
        page.following(line), page.edge - tokens[at].start, page.dirt,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signs:
    """Tells the signs of a word at a line's end, and of its place, by the vocabulary and the language model."""

    lexicon: Lexicon
    tables: Tables

    def own(self, place: Ending) -> Iterator[str]:
        """The signs of the word itself: its letters, marks and reading; each once."""
        letters, text = place.token.letters, place.token.text
        yield f"letters {letters}"
        framed = f"^{letters}$"
        yield from {f"pair {framed[at : at + 2]}": 0 for at in range(len(framed) - 1)}
        yield f"length {len(letters)}"
        yield f"known {self.lexicon.id_of(letters) is not None}"
        yield f"opens {_class(text[0])}"
        yield f"closes {_class(text[-1])}"
        yield f"behind {_class(place.behind[:1])}"
        words = place.token.words
        if len(words) == 1:
            word = words[0]
            cost = float(word.options.costs[word.choice]) / len(letters)
            kept = word.options.modes.item(word.choice) == STAYS
            yield "fit none" if kept else f"fit {bisect_right(_FITS, cost)}"
        else:
            yield f"words {len(words)}"

    def around(self, place: Ending) -> Iterator[str]:
        """The signs of its place: marks, edge, page, and what the model pays for it between its neighbours."""
        yield f"ends {_class(place.mark)}"
        yield f"marks {''.join(_class(mark[0]) for mark in place.marks[:-3:-1])}"
        yield f"following {_kind(place.following)}"
        yield f"edge {bisect_right(_EDGE, place.to_edge)}"
        yield f"dirt {bisect_right(_DIRT, place.dirt)}"
        before, after = place.before, self._first(place.following)
        first = STOP_ID if before is None or place.mark in ENDS else self._last(before)
        middle, bigram = self._first(place.token), self.tables.bigram
        joined = bigram(first, after)
        paid = bigram(first, middle) + bigram(middle, after) - joined
        yield f"paid {bisect_right(_PAID, paid)}"
        yield f"joined {bisect_right(_JOINED, joined - self.tables.unigram(after))}"

    def _first(self, token: Token | None) -> int:
        return STOP_ID if token is None else self._id(token, 0)

    def _last(self, token: Token) -> int:
        return self._id(token, -1)

    def _id(self, token: Token, number: int) -> int:
        """The word that a token begins or ends with, as the model knows it."""
        if not token.words:
            return NUMBER_ID if any(map(str.isdigit, token.letters)) else UNKNOWN_ID
        known = self.lexicon.id_of(token.words[number].text)
        return UNKNOWN_ID if known is None else known


def _class(mark: str) -> str:
    """A mark as one of its kind; nothing for a letter or no mark."""
    if not mark or mark.isalnum():
        return ""
    if mark in ".,;:)":
        return mark
    kinds = {"_": "_~=°*^<>»«", "-": "-–—", "'": "'‘’\"“”`"}
    return next((kind for kind, marks in kinds.items() if mark in marks), "x")


def _kind(token: Token | None) -> str:
    """How the next line begins."""
    if token is None:
        return "none"
    first = token.letters[0]
    return "digit" if first.isdigit() else "capital" if first.isupper() else "small"
