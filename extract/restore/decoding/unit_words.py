"""A word that opens names of units in a document, with certainty, is likely where it stands alone: `Sở` beside `Sở Nội vụ`.

Short for a unit named in full elsewhere, `Sở giải trình` opens a sentence as `Số lượng` does, and the language model knows the
second alone. So the first words of units (dictionaries `unit_heads`, `body_heads`) that were decoded surely in front of a capital
are cheaper in the same document wherever they have a capital and no number or colon behind them (`Số 12`, `Số:`). Of words that
these worths changed in written documents 35 became right and 3 wrong; in legal text, which is no unit's own, 4 and 4. At the head of an item of a list that a name begins
they need no other place (`- Báo Sóc Trăng;`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.dictionaries import Dictionaries
from extract.restore.decoding.name_runs import Place
from extract.restore.decoding.options import SMALL, STAYS, Options
from extract.restore.decoding.sequence import Solved
from extract.restore.model.lexicon import Lexicon

_SURE = 0.97
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
        known = self._known(first, places)
        for at, place in enumerate(places):
            if place is None or not place[1].text[0].isupper() or not lines[place[0]]:
                continue
            heads = self.heads if _leads(places, at, lines) else known
            if heads and not _NUMBERED.match(lines[place[0]], place[1].end):
                here, worth = options[at], _WORTH_INSIDE if _is_inside(places, at) else _WORTH
                for row, word in enumerate(here.words.tolist()):
                    if word in heads and here.modes[row] not in {SMALL, STAYS}:
                        yield int(first.starts[at]) + row, worth

    def _known(self, first: Solved, places: Sequence[Place | None]) -> set[int]:
        """The heads that stand surely in the document: in front of a capital, or small."""
        words = first.words[first.chosen]
        sure = first.chances[first.chosen] >= _SURE
        found = np.flatnonzero(sure & np.isin(words, list(self.heads)))
        return {
            word
            for at, word in zip(found.tolist(), words[found].tolist(), strict=True)
            if word in self.small or _opens_name(places, at)
        }


def _opens_name(places: Sequence[Place | None], at: int) -> bool:
    """Whether the word has a capital, and so has the next in the line."""
    here, behind = places[at], places[at + 1] if at + 1 < len(places) else None
    if here is None or behind is None or behind[1].stop or here[0] != behind[0]:
        return False
    near = behind[1].start - here[1].end == 1
    return near and here[1].text[0].isupper() and behind[1].text[0].isupper()


def _leads(places: Sequence[Place | None], at: int, lines: Sequence[str]) -> bool:
    """Whether the word is the first of a list's item and begins a name, as among recipients (`- Báo Sóc Trăng`)."""
    here = places[at]
    if here is None or not here[1].text[1:].islower() or not _opens_name(places, at):
        return False
    return _ITEM.fullmatch(lines[here[0]], 0, here[1].start) is not None


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
