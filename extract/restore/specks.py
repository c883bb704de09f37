"""Words and figures that the wrong model read from specks at a line's end (`văn bản. . oe`, `7 a`): cut off where nearly sure."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.fold import unaccent
from extract.restore.artifact import Tables
from extract.restore.digit_words import numbered
from extract.restore.lexicon import NUMBER_ID, STOP_ID, UNKNOWN_ID, Lexicon
from extract.restore.lines import DamagedLine, Edit
from extract.restore.sequence import Decoded
from extract.restore.tokens import STAYS, SYMBOLS, Damage, is_initial, is_roman
from extract.weights import DATA, load_weights, log_odds

# What tells specks from a word at a line's end: the letters, the reading, what the language model pays, the place, the page.
#
# Each sign is a short text (`letters oe`, `paid 3`); what it weighs was learned from copies by `benchmarks/specks.py`. A sign of the
# place counts otherwise behind a cut than at it (`within paid 3`): there what stands before is specks too.

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
class LineToken:
    """What stands between two spaces: its place in the line, its letters and digits, the decoded words that begin in it."""

    start: int
    end: int
    text: str
    letters: str
    words: tuple[Decoded, ...]


@dataclass(frozen=True, slots=True)
class SpeckSheet:
    """The lines of a document that the wrong model read, as tokens (other lines have none); see `sheet`."""

    lines: tuple[tuple[LineToken, ...], ...]
    edge: int  # characters before the right edge of the text
    dirt: float  # the share of lines that a lone mark begins, and of those that end with one, or nearly

    def following(self, line: int) -> LineToken | None:
        """The next line's first word."""
        after = self.lines[line + 1] if line + 1 < len(self.lines) else ()
        return next((token for token in after if token.letters), None)


@dataclass(frozen=True, slots=True)
class Ending:
    """A word at a line's end and what is around it: the word before, lone marks on both sides, the next line's first word."""

    token: LineToken
    before: LineToken | None
    marks: tuple[str, ...]
    behind: str
    following: LineToken | None
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


def sheet(texts: Sequence[str], words: Sequence[Sequence[Decoded]]) -> SpeckSheet:
    """The tokens of lines and their decoded words; an empty text stands for a line that is not asked about."""
    lines = tuple(tuple(_tokens(text, decoded)) for text, decoded in zip(texts, words, strict=True))
    several = [line for line in lines if len(line) > 1]
    ends = sorted(line[-1].end for line in lines if line)
    lone = sum(any(map(_is_lone, line[-_LAST:])) + _is_lone(line[0]) for line in several)
    edge = ends[int(len(ends) * _USUAL)] if ends else 0
    return SpeckSheet(lines, edge, lone / (len(several) + _FEW))


def _tokens(text: str, words: Sequence[Decoded]) -> Iterator[LineToken]:
    number = 0
    for match in _TOKEN.finditer(text):
        (start, end), first = match.span(), number
        while number < len(words) and words[number].piece.start < end:
            number += 1
        letters = "".join(_LETTERS.findall(match.group()))
        yield LineToken(start, end, match.group(), letters, tuple(words[first:number]))


def _is_lone(token: LineToken) -> bool:
    return not token.letters and token.text not in _BULLETS


def ending(page: SpeckSheet, line: int, at: int) -> Ending:
    """The token `at` of a line as its end: what stands behind it is taken for specks."""
    tokens = page.lines[line]
    inner = at - 1
    while inner >= 0 and not tokens[inner].letters:
        inner -= 1
    behind = tokens[at + 1].text if at + 1 < len(tokens) and not tokens[at + 1].letters else ""
    return Ending(
        tokens[at], tokens[inner] if inner >= 0 else None,
        tuple(token.text for token in tokens[inner + 1 : at]), behind,
        page.following(line), to_edge=page.edge - tokens[at].start, dirt=page.dirt,
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

    def _first(self, token: LineToken | None) -> int:
        return STOP_ID if token is None else self._id(token, 0)

    def _last(self, token: LineToken) -> int:
        return self._id(token, -1)

    def _id(self, token: LineToken, number: int) -> int:
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


def _kind(token: LineToken | None) -> str:
    """How the next line begins."""
    if token is None:
        return "none"
    first = token.letters[0]
    return "digit" if first.isdigit() else "capital" if first.isupper() else "small"


# What specks are never taken for: a unit, the letter of a label or a list, a Roman number, the end of a name, a number in a column.
#
# A number of one figure may be specks (`tỉnh. 7 _`: four of ten tails on poor copies have one, most of them a 7), but only beside
# lone marks or other specks, and not where lines near end in numbers too; longer numbers, points (`a)`), codes and shares stay.

_NO_WORD = re.compile(r"[^\w()/&@]*[^\W\d_]+[^\w()/&@]*")  # `a)` is a point's letter
_NO_NUMBER = re.compile(r"[^\w()/&@%°]*\d[^\w()/&@%°]*")
_UNITS = frozenset({"m", "km", "cm", "mm", "kg", "g", "ha", "l", "ml"})
_LISTED = frozenset({"", ",", ";"})
# lines before and behind; words of a line that are its end; so many lines that end in numbers make a column
_NEAR, _LAST_WORD, _COLUMN = 2, 2, 2


def is_figure(token: LineToken) -> bool:
    """Whether a token is a number of one figure."""
    return len(token.letters) == 1 and token.letters.isdigit()


def may_be_specks(token: LineToken) -> bool:
    """Whether a token is of the shape that specks are read as."""
    if is_figure(token):
        return _NO_NUMBER.fullmatch(token.text) is not None
    return len(token.letters) <= LONGEST and _NO_WORD.fullmatch(token.text) is not None


def may_be_text(place: Ending, line: str) -> bool:
    """Whether it may be a unit, the letter of a label or a list (`điểm . a`, `bên B`), a Roman number or the end of a name."""
    before, token = place.before, place.token
    letters = token.letters
    if before is None:
        return True  # a line's first word: no line is emptied
    if before.text[-1].isdigit() or (before.text[-1] == ")" and letters in _UNITS):
        return not place.marks
    beside, alone = not place.marks and not place.mark, len(letters) == 1
    if beside and letters[0].isupper() and before.letters[0].isupper():
        return True
    listed = len(before.letters) == 1 or before.letters[-1].isdigit()
    if alone and not place.marks and place.mark in _LISTED and listed:
        return True
    return _is_counted(place, alone=alone) or is_initial(line, token.start, token.end)


def _is_counted(place: Ending, *, alone: bool) -> bool:
    assert place.before is not None
    texts = (place.before.text, *(word.text for word in place.before.words[-1:]))
    counts = any(unaccent(text).lower() in numbered() for text in texts)
    return counts and (alone or is_roman(place.token.letters))


def in_column(page: SpeckSheet, line: int) -> bool:
    """Whether lines near end in numbers, or nearly."""
    near = (*page.lines[max(0, line - _NEAR) : line], *page.lines[line + 1 : line + 1 + _NEAR])
    ends = ([token for token in tokens if token.letters][-_LAST_WORD:] for tokens in near)
    return sum(any(token.letters[-1].isdigit() for token in end) for end in ends) >= _COLUMN


# Words and figures that the wrong model read from specks at a line's end (`văn bản. . oe`, `7 a`): cut off where nearly certain, always listed.
#
# Each cut is worth what the signs (`speck_signs.py`) of all words behind it say together, so a doubtful word between two plain
# ones goes too; its chance is its share among all cuts of the line and none. Guards (`speck_guards.py`) forbid some cuts.

FILE = DATA / "specks.tsv"
LEAST = 0.88  # the least chance that a word is behind the right cut
# nats less: where a capital may open a sentence, where a document's lines have hardly a lone mark, where a figure goes
_OPENING, _CLEAN, _HARDLY, FIGURE = 2.0, 2.0, 0.03, 1.0
_SURE, _FIGURE_SURE = 0.97, 0.8  # never surer
_HOPELESS = -8.0  # nats of what stands behind: no cut before it is likely


@dataclass(frozen=True, slots=True)
class SpeckCut:
    """What may be cut off: from which token on, what speaks for it (nats), whether a figure goes too."""

    at: int
    nats: float
    figure: bool


@dataclass(frozen=True, slots=True)
class Rubbish:
    """Finds what specks were read as, by what each sign weighs (nats; the sign without a name stands for all words)."""

    weights: Mapping[str, float]
    signs: Signs

    def cuts(self, lines: Sequence[DamagedLine], decoded: Sequence[Decoded]) -> dict[int, Edit]:
        """By line, the deletion of its end; of lines that the wrong model read alone."""
        texts = [line.text if line.damage is Damage.WRONG_MODEL else "" for line in lines]
        if not any(texts):
            return {}
        words = {line: tuple(of_line) for line, of_line in groupby(decoded, lambda word: word.line)}
        page = sheet(texts, [words.get(at, ()) for at in range(len(lines))])
        found = ((at, self._cut(page, at, line.text)) for at, line in enumerate(lines))
        return {at: edit for at, edit in found if edit is not None}

    def _cut(self, page: SpeckSheet, line: int, text: str) -> Edit | None:
        found = likeliest([*self.possible(page, line, text)])
        if found is None:
            return None
        cut, chance = found
        rule, most = ("numeric", _FIGURE_SURE) if cut.figure else ("channel", _SURE)
        start, end = _kept_end(page, line, cut.at), len(text.rstrip())
        return Edit(start, end, "", rule, round(min(chance, most), 3))

    def possible(self, page: SpeckSheet, line: int, text: str) -> Iterator[SpeckCut]:
        """The cuts of a line that no guard forbids, the last first."""
        behind, figure = 0.0, False
        words = [at for at, token in enumerate(page.lines[line]) if token.letters]
        for at in reversed(words[1:]):
            token = page.lines[line][at]
            if not may_be_specks(token) or behind < _HOPELESS:
                return
            place = ending(page, line, at)
            own, around, within = self.weighed(self.signs.own(place), [*self.signs.around(place)])
            figure = figure or is_figure(token)
            stays = figure and (not _among_specks(page, line, place, at) or in_column(page, line))
            if not stays and not may_be_text(place, text):
                yield SpeckCut(at, behind + own + around - _held(place) - FIGURE * figure, figure)
            behind += own + within

    def weighed(self, own: Iterable[str], around: Collection[str]) -> tuple[float, float, float]:
        """What speaks for specks: in the word, in its place where the cut is before it, and where the cut is farther in."""
        return (
            self.weights[""] + log_odds(own, self.weights),
            log_odds(around, self.weights),
            log_odds((WITHIN + sign for sign in around), self.weights),
        )


def likeliest(cuts: Sequence[SpeckCut]) -> tuple[SpeckCut, float] | None:
    """The farthest cut that is right, or short of the right one, by a chance of `LEAST`, and that chance; the last cut comes first.

    >>> likeliest([SpeckCut(7, 1.0, figure=False), SpeckCut(5, 6.0, figure=False)])[0].at
    5
    """
    top = max([0.0, *(cut.nats for cut in cuts)])
    shares = [math.exp(cut.nats - top) for cut in cuts]
    whole, farther = math.exp(-top) + sum(shares), 0.0
    for cut, share in zip(reversed(cuts), reversed(shares), strict=True):
        farther += share
        if farther >= LEAST * whole:
            return cut, farther / whole
    return None


def _held(place: Ending) -> float:
    """Nats less for a cut where a sentence may open, and on a clean page."""
    opens = place.mark in ENDS and place.token.letters[0].isupper()
    return _OPENING * opens + _CLEAN * (place.dirt < _HARDLY)


def _among_specks(page: SpeckSheet, line: int, place: Ending, at: int) -> bool:
    """Whether figures that go stand among specks: behind lone marks, beside words, or behind a sentence and before lone marks."""
    behind = page.lines[line][at:]
    if place.marks or any(token.letters and not is_figure(token) for token in behind):
        return True
    return bool(place.mark) and not behind[-1].letters


def _kept_end(page: SpeckSheet, line: int, kept: int) -> int:
    """Where the text ends that stays: behind its last word, and behind one mark that may be the sentence's own."""
    tokens = page.lines[line]
    last = next((at for at in range(kept - 1, -1, -1) if tokens[at].letters), None)
    assert last is not None  # a line's first word always stays
    after = tokens[last + 1].text if last + 1 < kept else ""
    own = after in OWN_MARKS and tokens[last].text[-1] not in OWN_MARKS
    return tokens[last + own].end


def rubbish(lexicon: Lexicon, tables: Tables) -> Rubbish:
    """With the weights that `benchmarks/specks.py` learned."""
    return Rubbish(load_weights(FILE), Signs(lexicon, tables))
