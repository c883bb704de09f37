"""A word that opens names of units in a document, with certainty, is likely where it stands alone: `Sở` beside `Sở Nội vụ`.

Short for a unit named in full elsewhere, `Sở giải trình` opens a sentence as `Số lượng` does, and the language model knows the
second alone. So the first words of units (dictionaries `unit_heads`, `body_heads`) that were decoded surely in front of a capital twice
are cheaper in the same document wherever they have a capital, no name before and no number or colon behind (`Số 12`, `Số:`). Words
of places, which text writes small as well (`các xã, phường`), are so in front of a capital; and at the head of a list's item that a
name begins any of them is (`- Báo Sóc Trăng;`). Of words that this changed in 35 written documents, stripped and misread, 36 became
right and 2 wrong; in legal text, which is no unit's own, 3 and 3.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.dictionaries import Dictionaries
from extract.restore.decoding.name_runs import Place
from extract.restore.decoding.options import SMALL, STAYS, Options
from extract.restore.decoding.sequence import Solved
from extract.restore.model.lexicon import Lexicon

_SURE = 0.97
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
        self, first: Solved, options: Sequence[Options], places: Sequence[Place | None], lines: Sequence[str]
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
