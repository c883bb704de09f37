"""What the neighbours and the rest of a document say of a word: pairs that recur, units with certain names, words that are expected."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from extract.dictionaries import Dictionaries
from extract.restore.artifact import STEPS_A_NAT, Tables
from extract.restore.candidates import case_mode
from extract.restore.lexicon import UNKNOWN_ID, Lexicon, bare
from extract.restore.names import Place
from extract.restore.sequence import Solved
from extract.restore.tokens import SMALL, STAYS, TITLE, Choices, Damage, Piece, is_marked

# Two words that stand side by side more than once in a document are read alike: what its other places say of a reading counts here.
#
# At each place of the same raw pair (`lo hoi`) an option's chance is multiplied by the share that its word has at the other
# places, shrunk by half a place that agrees with everything; so one sure place outweighs several doubtful ones.

_SHRUNK = 0.5  # places: from .1 to .5 the same words of held-out texts are mended
_SURE = 0.97  # where all places of a pair are that sure there is nothing to decide
_LIKELY = np.float32(1e-4)  # a chance that no number of other places makes the greatest
_POOLED = frozenset({Damage.STRIPPED, Damage.WRONG_MODEL})
_Places = Sequence[tuple[int, Piece] | None]


def read_alike(
    solved: Solved, places: _Places, damages: Sequence[Damage]
) -> tuple[Solved, npt.NDArray[np.bool_]]:
    """The same with chances that know of the other places of each pair, and the positions where they changed; `damages` by line."""
    changed = np.zeros(len(solved.chosen), np.bool_)
    doubted = (solved.chances[solved.chosen] < _SURE).tolist()
    recurring = list(_recurring(places, damages, doubted))
    if not recurring:
        return solved, changed
    likely, chances = _likely(solved), solved.chances.copy()
    for positions in recurring:
        changed[positions] = True
        _pool(likely, positions, chances)
    totals = np.add.reduceat(chances, solved.starts[:-1])
    return replace(solved, chances=chances / np.repeat(totals, np.diff(solved.starts))), changed


def _recurring(
    places: _Places, damages: Sequence[Damage], doubted: Sequence[bool]
) -> Iterator[list[int]]:
    """The positions of each side of every raw pair that stands there twice or more, where one of them is doubted."""
    raw = ["" if place is None else place[1].text.lower() for place in places]
    near = (at + side for at, is_doubted in enumerate(doubted) if is_doubted for side in (-1, 0))
    asked = {(raw[at], raw[at + 1]) for at in near if _is_pair(places, at, damages)}
    found: dict[tuple[str, str], list[int]] = {}
    for at, pair in enumerate(pairwise(raw)):
        if pair in asked and _is_pair(places, at, damages):
            found.setdefault(pair, []).append(at)
    for positions in found.values():
        if len(positions) > 1:
            yield from (
                side
                for side in (positions, [at + 1 for at in positions])
                if any(doubted[at] for at in side)
            )


def _is_pair(places: _Places, at: int, damages: Sequence[Damage]) -> bool:
    """Whether only a space parts the words of a position and the next, in a line that is pooled, and they are no name: guesses at one make none sure."""
    one, two = places[at], places[at + 1] if at + 1 < len(places) else None
    if at < 0 or one is None or two is None or one[0] != two[0] or two[1].stop:
        return False
    if one[1].text[:1].isupper() and two[1].text[:1].isupper():
        return False
    return two[1].start - one[1].end == 1 and damages[one[0]] in _POOLED


@dataclass(frozen=True, slots=True)
class _Likely:
    """The options that may be, of position n those from `bounds[n]` on: their rows, words and chances."""

    bounds: list[int]
    rows: list[int]
    words: list[int]
    chances: list[float]

    def at(self, position: int) -> range:
        """Their numbers."""
        return range(self.bounds[position], self.bounds[position + 1])


def _likely(solved: Solved) -> _Likely:
    rows = np.flatnonzero(solved.chances >= _LIKELY)
    bounds = np.searchsorted(rows, solved.starts)
    return _Likely(
        bounds.tolist(), rows.tolist(), solved.words[rows].tolist(), solved.chances[rows].tolist()
    )


def _pool(likely: _Likely, positions: Sequence[int], chances: npt.NDArray[np.float32]) -> None:
    """Multiply the chances at each position by what the others say."""
    total: dict[int, float] = {}
    for n in (n for at in positions for n in likely.at(at)):
        total[likely.words[n]] = total.get(likely.words[n], 0.0) + likely.chances[n]
    for at in positions:
        for n in likely.at(at):
            others = max(0.0, total[likely.words[n]] - likely.chances[n])
            chances[likely.rows[n]] *= (others + _SHRUNK) / (len(positions) - 1 + _SHRUNK)


# A word that opens names of units in a document, with certainty, is likely where it stands alone: `Sở` beside `Sở Nội vụ`.
#
# Short for a unit named in full elsewhere, `Sở giải trình` opens a sentence as `Số lượng` does, and the language model knows the
# second alone. So the first words of units (dictionaries `unit_heads`, `body_heads`) that were decoded surely in front of a capital twice
# are cheaper in the same document wherever they have a capital, no name before and no number or colon behind (`Số 12`, `Số:`). Words
# of places, which text writes small as well (`các xã, phường`), are so in front of a capital; and at the head of a list's item that a
# name begins any of them is (`- Báo Sóc Trăng;`). Of words that this changed in 35 written documents, stripped and misread, 36 became
# right and 2 wrong; in legal text, which is no unit's own, 3 and 3.

_LEAST = 2  # places of a head in front of a capital: once, a newspaper has any of them
_WORTH, _WORTH_INSIDE = 4.0, 6.0  # nats where a sentence may begin, and behind a small word
_NUMBERED = re.compile(r"\W{0,3}(?:\d|[IVX]+\b)|\W?:")  # `Quý IV` too
_ITEM = re.compile(r"\s*(?:[-–+*•]|\d{1,2}[.)])\s*")


@dataclass(frozen=True, slots=True)
class UnitWords:
    """The ids of words that open names of units; and of those among them that text writes small as well (`xã`)."""

    heads: frozenset[int]
    small: frozenset[int]

    def bonus(
        self, first: Solved, options: Sequence[Choices], places: Sequence[Place | None], lines: Sequence[str]
    ) -> Iterator[tuple[int, float]]:  # fmt: skip
        """Rows of options and what they gain (nats) over a `first` solution; `lines`: texts that lost their marks, others empty."""
        known, near_capitals = self._known(first, places)
        for at, place in enumerate(places):
            if place is None or not _may_be_head(places, at, lines):
                continue
            heads = known
            if _opens_name(places, at):
                heads = self.heads if _leads(place, lines) else known | near_capitals
            here, worth = options[at], _WORTH_INSIDE if _is_inside(places, at) else _WORTH
            for row, word in enumerate(here.words.tolist() if heads else ()):
                if word in heads and here.modes[row] not in {SMALL, STAYS}:
                    yield int(first.starts[at]) + row, worth

    def _known(
        self, first: Solved, places: Sequence[Place | None]
    ) -> tuple[frozenset[int], frozenset[int]]:
        """The heads that stand surely in front of a capital in the document twice; and the small ones that stand there at all."""
        words = first.words[first.chosen]
        sure = first.chances[first.chosen] >= _SURE
        found = np.flatnonzero(sure & np.isin(words, list(self.heads)))
        seen = list(zip(found.tolist(), words[found].tolist(), strict=True))
        named = Counter(word for at, word in seen if _opens_name(places, at))
        twice = frozenset(word for word, count in named.items() if count >= _LEAST)
        return twice, self.small & {word for _, word in seen}


def _opens_name(places: Sequence[Place | None], at: int) -> bool:
    """Whether the word has a capital, and so has the next in the line."""
    here, behind = places[at], places[at + 1] if at + 1 < len(places) else None
    if here is None or behind is None or behind[1].stop or here[0] != behind[0]:
        return False
    near = behind[1].start - here[1].end == 1
    return near and here[1].text[0].isupper() and behind[1].text[0].isupper()


def _may_be_head(places: Sequence[Place | None], at: int, lines: Sequence[str]) -> bool:
    """Whether the word has a capital, no number behind it, and no name before it that goes on with it (`Bùi Quốc Vũ`)."""
    here, before = places[at], places[at - 1] if at else None
    if here is None or not here[1].text[0].isupper() or not lines[here[0]]:
        return False
    if _NUMBERED.match(lines[here[0]], here[1].end):
        return False
    if before is None or here[1].stop or here[0] != before[0]:
        return True
    near = here[1].start - before[1].end == 1
    return not (near and before[1].text.istitle() and here[1].text.istitle())


def _leads(place: Place, lines: Sequence[str]) -> bool:
    """Whether the word is the first of a list's item, and not all in capitals."""
    line, piece = place
    return piece.text[1:].islower() and _ITEM.fullmatch(lines[line], 0, piece.start) is not None


def _is_inside(places: Sequence[Place | None], at: int) -> bool:
    """Whether a small word stands right before the word."""
    here, before = places[at], places[at - 1] if at else None
    if here is None or before is None or here[1].stop or here[0] != before[0]:
        return False
    return before[1].text[0].islower() and here[1].start - before[1].end == 1


def unit_words(dictionaries: Dictionaries, lexicon: Lexicon) -> UnitWords:
    """The dictionaries' words that alone may open the name of a unit or a place."""
    rows = dictionaries.lists
    heads = [entry["head"] for name in ("unit_heads", "body_heads") for entry in rows.get(name, ())]
    words = [(head, lexicon.id_of(head)) for head in heads if " " not in head]
    known = [(head, word) for head, word in words if word is not None and lexicon.is_syllable(word)]
    return UnitWords(
        frozenset(word for head, word in known if head.istitle()),
        frozenset(word for head, word in known if head.islower()),
    )


# Words that the neighbours expect where the reader left no word: `xem xét tréc nhiệm`, `tham n theo`, `hội đồng quảị trị`.
#
# A marked token of a lightly damaged line that is no word, and a small letter alone that its reader doubts, may also be any
# syllable that the model keeps in pairs with both its neighbours. It costs `_STRANGE` nats, less by the letters that agree. On
# rendered pages that mends a point more; words that are read wrong but are words gain nothing by it and were harmed.

_VOWELS = re.compile(r"[aeiouy]+")
_STRANGE, _ALIKE = 8.0, 4.0
# followers of the word before that are looked at, the likeliest; expected words that are offered
_MOST, _BEST = 400, 12
_LIKELY_HERE = 0.5
_Place = tuple[int, Piece] | None  # line and piece of a position; no place: context alone


@dataclass(frozen=True, slots=True)
class Expected:
    """Proposes by the model's pairs."""

    lexicon: Lexicon
    tables: Tables

    def widened(
        self, options: Sequence[Choices], places: Sequence[_Place], damages: Sequence[Damage]
    ) -> list[Choices]:
        """The options, those of spoilt words of lightly damaged lines with what their neighbours as read expect; `damages` by line."""
        found = list(options)
        for at in range(1, len(options) - 1):
            place = places[at]
            if place is not None and damages[place[0]] is Damage.LIGHT:
                found[at] = self._widened(place[1].text, options[at - 1 : at + 2])
        return found

    def _widened(self, text: str, near: Sequence[Choices]) -> Choices:
        before, here, after = near
        sides = int(before.words[0]), int(after.words[0])
        if not _is_open(text, here) or not all(map(self.lexicon.is_syllable, sides)):
            return here
        have, skeleton = set(here.words.tolist()), bare(text)
        priced = (
            (
                _STRANGE - _ALIKE * fuzz.ratio(skeleton, bare(self.lexicon.words[word])) / 100,
                context,
                word,
            )
            for word, context in self._between(*sides)
            if word not in have
        )
        best = nsmallest(_BEST, priced, key=lambda one: (one[0] + one[1], one[2]))
        found = {word: price for price, _, word in best}
        # both neighbours are known inside a sentence alone, where a misread letter's capital means nothing
        mode = SMALL if case_mode(text) == TITLE else case_mode(text)
        return Choices(
            np.array([*here.words, *found], np.int32),
            np.array([*here.modes, *(mode for _ in found)], np.int32),
            np.array([*here.costs, *found.values()], np.float32),
            here.surest,
        )

    def _between(self, before: int, after: int) -> Iterator[tuple[int, float]]:
        """The syllables kept behind one word and in front of another, with what the two pairs cost (nats)."""
        pairs = slice(int(self.tables.starts2[before]), int(self.tables.starts2[before + 1]))
        words, costs = self.tables.words2[pairs], self.tables.p2[pairs]
        for at in np.argsort(costs, kind="stable")[:_MOST].tolist():
            word = int(words[at])
            if self.lexicon.is_syllable(word) and self.tables.has_pair(word, after):
                yield word, float(costs[at]) / STEPS_A_NAT + self.tables.bigram(word, after)


def without_guesses(
    before: Sequence[Choices], widened: Sequence[Choices], solved: Solved
) -> Solved:
    """What was solved, but words that only the neighbours expect where they are more likely right than not."""
    chosen = solved.chosen.copy()
    for at, (one, two) in enumerate(zip(before, widened, strict=True)):
        guessed = one is not two and chosen[at] >= solved.starts[at] + len(one.words)
        if guessed and solved.chances[chosen[at]] < _LIKELY_HERE:
            chosen[at] = solved.starts[at]  # as read
    return replace(solved, chosen=chosen)


def _is_open(text: str, options: Choices) -> bool:
    """Whether a token may be any syllable: one with a mark that is no word (`balô` has two), or a letter that costs something to keep."""
    if len(text) == 1:
        return text.islower() and bool(options.costs[0] > 0)
    if options.words[0] != UNKNOWN_ID or not (text.isalpha() and is_marked(text)):
        return False
    cased = text.islower() or text.istitle()
    return cased and len(_VOWELS.findall(bare(text))) <= 1
