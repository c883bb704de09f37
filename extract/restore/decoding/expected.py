"""Words that the neighbours expect where the reader left no word: `xem xét tréc nhiệm`, `tham n theo`, `hội đồng quảị trị`.

A marked token of a lightly damaged line that is no word, and a small letter alone that its reader doubts, may also be any
syllable that the model keeps in pairs with both its neighbours. It costs `_STRANGE` nats, less by the letters that agree. On
rendered pages that mends a point more; words that are read wrong but are words gain nothing by it and were harmed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

import numpy as np
from rapidfuzz import fuzz

from extract.restore.decoding.damage import Damage, is_marked
from extract.restore.decoding.options import SMALL, TITLE, Options
from extract.restore.decoding.pieces import Piece
from extract.restore.decoding.sequence import Solved
from extract.restore.decoding.stripped import case_mode
from extract.restore.model.lexicon import UNKNOWN_ID, Lexicon
from extract.restore.model.ngrams import STEPS_A_NAT, Tables
from extract.restore.model.syllable import bare

_VOWELS = re.compile(r"[aeiouy]+")
_STRANGE, _ALIKE = 8.0, 4.0
_MOST, _BEST = (
    400,
    12,
)  # followers of the word before that are looked at, the likeliest; expected words that are offered
_LIKELY = 0.5
_Place = tuple[int, Piece] | None  # line and piece of a position; no place: context alone


@dataclass(frozen=True, slots=True)
class Expected:
    """Proposes by the model's pairs."""

    lexicon: Lexicon
    tables: Tables

    def widened(
        self, options: Sequence[Options], places: Sequence[_Place], damages: Sequence[Damage]
    ) -> list[Options]:
        """The options, those of spoilt words of lightly damaged lines with what their neighbours as read expect; `damages` by line."""
        found = list(options)
        for at in range(1, len(options) - 1):
            place = places[at]
            if place is not None and damages[place[0]] is Damage.LIGHT:
                found[at] = self._widened(place[1].text, options[at - 1 : at + 2])
        return found

    def _widened(self, text: str, near: Sequence[Options]) -> Options:
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
        return Options(
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
    before: Sequence[Options], widened: Sequence[Options], solved: Solved
) -> Solved:
    """What was solved, but words that only the neighbours expect where they are more likely right than not."""
    chosen = solved.chosen.copy()
    for at, (one, two) in enumerate(zip(before, widened, strict=True)):
        guessed = one is not two and chosen[at] >= solved.starts[at] + len(one.words)
        if guessed and solved.chances[chosen[at]] < _LIKELY:
            chosen[at] = solved.starts[at]  # as read
    return replace(solved, chosen=chosen)


def _is_open(text: str, options: Options) -> bool:
    """Whether a token may be any syllable: one with a mark that is no word (`balô` has two), or a letter that costs something to keep."""
    if len(text) == 1:
        return text.islower() and bool(options.costs[0] > 0)
    if options.words[0] != UNKNOWN_ID or not (text.isalpha() and is_marked(text)):
        return False
    cased = text.islower() or text.istitle()
    return cased and len(_VOWELS.findall(bare(text))) <= 1
