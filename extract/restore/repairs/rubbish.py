"""Letters that the wrong model read from specks at a line's end (`văn bản. . oe`): dropped where nearly certain, always listed.

Of the words that a poor copy gains, 98 of 100 stand at the end of a line, are one to three letters long and of few forms
(`a`, `oe`, `oo`). A token of such a form goes where a mark stands alone before it, where the sentence ended and it cannot
open the next, or where no word is read so, and only if the model pays for it between its neighbours. Digits, points (`a)`)
and a line's only words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from extract.restore.decoding.damage import Damage
from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.digit_words import NUMBERED
from extract.restore.edits import Edit
from extract.restore.model.lexicon import STOP_ID, UNKNOWN_ID, Lexicon
from extract.restore.model.ngrams import Tables
from extract.unaccent import unaccent

FILE = Path(__file__).parents[2] / "data" / "specks.tsv"
_TOKEN = re.compile(r"\S+")
_RUBBISH = re.compile(r"[^\w()/&\"“]*(?P<form>[^\W\d_]{1,4})[^\w()/&]*")  # `a)` is a point's letter
_LONE = re.compile(r"[.,;:_~°='\"“”‘’©*<>^]+")  # no dash or bar: those stand alone in right text
_OWN_MARK = re.compile(r"[.;:,!?]")
_ENDS = frozenset(".;:!?")
_PAID = 1.5  # the least that the model pays for rubbish between its neighbours
_SEEN_OFTEN = 8  # a form that is rubbish without a sign beside it
_SURE = 0.97


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
    """Finds what specks were read as, by the forms that they are read as (with how often they were seen)."""

    forms: Mapping[str, int]
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
        if _form(_last_with_letters(line)) not in self.forms:
            return None  # as of nearly every line
        tokens = tokens_of(line, words)
        dropped = self.dropped(tokens, following)
        if not dropped:
            return None
        start = _kept_end(tokens[: dropped[-1]])
        return Edit(start, len(line.rstrip()), "", "channel", _SURE)

    def dropped(self, tokens: Sequence[Token], following: str) -> list[int]:
        """The indexes of the rubbish at a line's end, the last first; `following` is the next line's first word."""
        found: list[int] = []
        at = last_letters(tokens, len(tokens))
        while at is not None and self._is_rubbish(tokens, at, following):
            found.append(at)
            at = last_letters(tokens, at)
        return found

    def _is_rubbish(self, tokens: Sequence[Token], at: int, following: str) -> bool:
        """Whether a token at the line's end is nearly certainly none of its words."""
        token, start = tokens[at], last_letters(tokens, at)
        if token.form not in self.forms or len(token.words) != 1 or start is None:
            return False
        before, marks = tokens[start], [t.text for t in tokens[start + 1 : at]]
        if len(token.form) == 1 and _is_counting(before):
            return False  # `điểm . a`
        end = before.text[-1] if _OWN_MARK.fullmatch(before.text[-1]) else ""
        if marks and not end and _OWN_MARK.fullmatch(marks[0]):
            marks, end = marks[1:], marks[0]
        lone = any(map(_LONE.fullmatch, marks))
        if not (lone or self._is_odd(token.form) or _is_no_opening(token.form, end)):
            return False
        paid = self._paid(before, token.words[0].text, following, stop=end in _ENDS)
        return paid >= _PAID

    def _is_odd(self, form: str) -> bool:
        """Whether specks are often read so and no word is."""
        return self.forms[form] >= _SEEN_OFTEN and self.lexicon.id_of(form) is None

    def _paid(self, before: Token, word: str, following: str, *, stop: bool) -> float:
        """The nats that the model pays for a word between its neighbours."""
        first = STOP_ID if stop else self._id(before.words[-1].text if before.words else "")
        middle, last = self._id(word), self._id(following) if following else STOP_ID
        bigram = self.tables.bigram
        return bigram(first, middle) + bigram(middle, last) - bigram(first, last)

    def _id(self, word: str) -> int:
        known = self.lexicon.id_of(word)
        return UNKNOWN_ID if known is None else known


def tokens_of(line: str, words: Sequence[Decoded]) -> list[Token]:
    """The line's tokens with the decoded words that begin in each."""
    tokens = []
    for match in _TOKEN.finditer(line):
        start, end = match.span()
        inside = tuple(word for word in words if start <= word.piece.start < end)
        tokens.append(Token(start, end, match.group(), _form(match.group()), inside))
    return tokens


def _form(token: str) -> str:
    """The letters of a token that may be rubbish."""
    form = _RUBBISH.fullmatch(token)
    return form["form"] if form else ""


def _last_with_letters(line: str) -> str:
    return next((t for t in reversed(_TOKEN.findall(line)) if any(map(str.isalnum, t))), "")


def _is_no_opening(form: str, end: str) -> bool:
    """Whether a form cannot go on behind a mark: a small letter alone, or small letters behind a full stop."""
    return form.islower() and end in _ENDS and (len(form) == 1 or end == ".")


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
    if (
        after
        and _OWN_MARK.fullmatch(after[0].text)
        and not _OWN_MARK.fullmatch(tokens[at].text[-1])
    ):
        return after[0].end
    return tokens[at].end


def _first(words: Sequence[Decoded]) -> str:
    """The first word of a line that the wrong model read."""
    return words[0].text if words and words[0].damage is Damage.WRONG_MODEL else ""


def rubbish(lexicon: Lexicon, tables: Tables, file: Path = FILE) -> Rubbish:
    """With the forms that `benchmarks/specks.py` counted."""
    rows = [row.split("\t") for row in file.read_text("utf-8").splitlines() if row[:1] != "#"]
    return Rubbish({form: int(seen) for form, seen in rows}, lexicon, tables)
