"""Letters that the wrong model read from specks at a line's end (`văn bản. . oe`): dropped where nearly certain, always listed.

Of the words that a poor copy gains, 98 of 100 stand at the end of a line, are one to three letters long and of few forms
(`a`, `oe`, `oo`). What says that a token is one of them: a mark that stands alone before it, the end of a sentence, how often
the form was read from specks, and what the model pays for the token between its neighbours. Digits, points (`a)`), the
first words of a line and what no sign but the model speaks against are never dropped.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from extract.restore.decoded import Decoded
from extract.restore.digit_words import NUMBERED
from extract.restore.edits import Edit
from extract.restore.gate import Damage
from extract.restore.lexicon import STOP_ID, UNKNOWN_ID, Lexicon
from extract.restore.ngrams import Tables
from extract.unaccent import unaccent

FILE = Path(__file__).parent.parent / "data" / "specks.tsv"
_TOKEN = re.compile(r"\S+")
_RUBBISH = re.compile(r"[^\w()/&\"“]*(?P<form>[^\W\d_]{1,4})[^\w()/&]*")  # `a)` is a point's letter
_LONE = re.compile(r"[.,;:_~°='\"“”‘’©*<>^]+")  # no dash or bar: those stand alone in right text
_ENDS = re.compile(r"[.;:!?]$")
_OWN_MARK = re.compile(r"[.;:,!?]")
_NATS = (-4.0, 14.0)  # beyond, what the model pays says no more
# of 233 dropped from held-out copies every one was rubbish, and of 847 lines of good scans that end in such a form none
_CERTAIN, _POSSIBLE = 0.85, 0.5
_SEEN_OFTEN = 5  # a form that is rubbish without a sign beside it
_SURE = 0.97


class Signs(NamedTuple):
    """What speaks for a token being rubbish; `odd`, which has no weight: a common form of rubbish that is no word."""

    base: float
    lone: float  # a mark that stands alone before it
    ended: float  # a sentence ends before it
    form: float  # logarithm of how often specks were read so
    long: float
    capital: float
    mark_behind: float
    paid: float  # nats that the model pays for it between its neighbours
    odd: bool


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a line: where it stands, its letters if it may be rubbish, its decoded words."""

    start: int
    end: int
    text: str
    form: str
    words: tuple[Decoded, ...]


@dataclass(frozen=True, slots=True)
class Rubbish:
    """Finds what specks were read as, by the forms that they are read as (and how often) and the weights of the signs (logits)."""

    forms: Mapping[str, int]
    weights: tuple[float, ...]
    lexicon: Lexicon
    tables: Tables

    def edits(self, lines: Sequence[str], decoded: Sequence[Decoded]) -> Iterator[tuple[int, Edit]]:
        """Line indexes and deletions for lines that the wrong model read (an empty text: any other line)."""
        words = {line: tuple(of_line) for line, of_line in groupby(decoded, lambda word: word.line)}
        for at, line in enumerate(lines):
            if line and at in words:
                found = self._edit(line, words[at], _first(words.get(at + 1, ())))
                if found is not None:
                    yield at, found

    def _edit(self, line: str, words: Sequence[Decoded], following: str) -> Edit | None:
        tokens = tokens_of(line, words)
        at, keep, sure = len(tokens), len(tokens), 0.0
        while (before := last_letters(tokens, at)) is not None:
            at, chance = before, self._chance(tokens, before, following)
            if chance < _POSSIBLE:
                break
            if chance >= _CERTAIN:  # and then so is what stands behind it
                keep, sure = at, max(sure, chance)
        if keep == len(tokens):
            return None
        start = _kept_end(tokens[:keep])
        return Edit(start, len(line.rstrip()), "", "channel", min(sure, _SURE))

    def _chance(self, tokens: Sequence[Token], at: int, following: str) -> float:
        """How likely a token is rubbish; 0 where it must not be asked."""
        signs = self.signs(tokens, at, following)
        if signs is None or not (signs.lone or (signs.ended and not signs.capital) or signs.odd):
            return 0.0  # a capital behind a sentence's end may open the next
        logit = sum(map(operator.mul, self.weights, signs[:-1]))
        return 1 / (1 + math.exp(-logit))

    def signs(self, tokens: Sequence[Token], at: int, following: str) -> Signs | None:
        """What speaks for a token at the line's end being rubbish; `None` where it is a line's first word or no such form."""
        token = tokens[at]
        start = last_letters(tokens, at)
        if not token.form or len(token.words) != 1 or start is None:
            return None
        before, marks = tokens[start], [t.text for t in tokens[start + 1 : at]]
        if len(token.form) == 1 and _is_counting(before):
            return None  # `điểm . a`
        ended = bool(_ENDS.search(before.text))
        if marks and not ended and _OWN_MARK.fullmatch(marks[0]):
            marks, ended = marks[1:], True
        seen, known = self.forms.get(token.form, 0), self.lexicon.id_of(token.form) is not None
        return Signs(
            1.0,
            float(any(map(_LONE.fullmatch, marks))),
            float(ended),
            math.log1p(seen),
            float(len(token.form) > len("oe")),
            float(not token.form.islower()),
            float(at + 1 < len(tokens) and not tokens[at + 1].form),
            self._paid(before, token.words[0].text, following, stop=ended),
            odd=seen >= _SEEN_OFTEN and not known,
        )

    def _paid(self, before: Token, word: str, following: str, *, stop: bool) -> float:
        """The nats that the model pays for a word between its neighbours."""
        first = STOP_ID if stop else self._id(before.words[-1].text if before.words else "")
        middle, last = self._id(word), self._id(following) if following else STOP_ID
        bigram = self.tables.bigram
        paid = bigram(first, middle) + bigram(middle, last) - bigram(first, last)
        return min(max(paid, _NATS[0]), _NATS[1])

    def _id(self, word: str) -> int:
        known = self.lexicon.id_of(word)
        return UNKNOWN_ID if known is None else known


def tokens_of(line: str, words: Sequence[Decoded]) -> list[Token]:
    """The line's tokens with the decoded words that begin in each."""
    tokens = []
    for match in _TOKEN.finditer(line):
        start, end = match.span()
        inside = tuple(word for word in words if start <= word.piece.start < end)
        form = _RUBBISH.fullmatch(match.group())
        tokens.append(Token(start, end, match.group(), form["form"] if form else "", inside))
    return tokens


def _is_counting(token: Token) -> bool:
    texts = (token.text, *(word.text for word in token.words[-1:]))
    return any(unaccent(text).lower() in NUMBERED for text in texts)


def last_letters(tokens: Sequence[Token], end: int) -> int | None:
    """The last token before `end` that has letters or digits."""
    for at in range(end - 1, -1, -1):
        if any(map(str.isalnum, tokens[at].text)):
            return at
    return None


def _kept_end(tokens: Sequence[Token]) -> int:
    """Where the text ends that stays: behind its last word, and behind one mark that may be the sentence's own."""
    at = last_letters(tokens, len(tokens))
    assert at is not None  # a line's first word is never rubbish
    after = tokens[at + 1 : at + 2]
    if after and _OWN_MARK.fullmatch(after[0].text) and not _ENDS.search(tokens[at].text):
        return after[0].end
    return tokens[at].end


def _first(words: Sequence[Decoded]) -> str:
    """The first word of a line that the wrong model read."""
    return words[0].text if words and words[0].damage is Damage.WRONG_MODEL else ""


def rubbish(lexicon: Lexicon, tables: Tables, file: Path = FILE) -> Rubbish:
    """As counted and fitted by `benchmarks/specks.py`."""
    rows = [row.split("\t") for row in file.read_text("utf-8").splitlines() if row[:1] != "#"]
    forms = {name: int(value) for kind, name, value in rows if kind == "form"}
    weights = {name: float(value) for kind, name, value in rows if kind == "weight"}
    return Rubbish(forms, tuple(weights[name] for name in Signs._fields[:-1]), lexicon, tables)
