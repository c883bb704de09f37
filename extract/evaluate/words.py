"""Are words as often right as they say: restored words with their probabilities, judged without regard to their order.

A word is right where all its syllables stand in the true text, each as often as it is used; words without letters or
digits are not judged. Bands are of probability said, shares of right words beside them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract.evaluate.level import level, share, syllables
from extract.model import Correction, Restored
from extract.tables.placed import PlacedWord, placed_words

#: Edges of the bands; "95 % sure" are the words from 0.93 to 0.97.
BANDS = (0.0, 0.5, 0.8, 0.93, 0.97, 0.99, 1.001)
SURE = (0.93, 0.97)


@dataclass(frozen=True, slots=True)
class SaidWord:
    """The probability that a word says it is right, and whether it is."""

    confidence: float
    right: bool


def said_words(restored: Restored, truth: str) -> tuple[SaidWord, ...]:
    """Every recognised word of a document that states a probability; none for text that was not recognised."""
    left = Counter(syllables(level(truth)))
    found = []
    for word in _placed(restored):
        parts = syllables(level(word.text))
        if parts and word.confidence is not None:
            needed = Counter(parts)
            right = needed <= left
            left -= needed if right else Counter()
            found.append(SaidWord(word.confidence, right))
    return tuple(found)


def _placed(restored: Restored) -> Iterator[PlacedWord]:
    by_line: dict[tuple[int | None, int], list[Correction]] = defaultdict(list)
    for correction in restored.corrections:
        by_line[correction.page, correction.line].append(correction)
    for page in restored.reading.pages:
        for number, line in enumerate(page.lines, start=1):
            yield from placed_words(line, by_line[page.number, number])


def right_among(words: Iterable[SaidWord], least: float, below: float) -> tuple[int, float]:
    """How many words are said to be so sure, and the share of them that are right (1.0 of none)."""
    chosen = [word.right for word in words if least <= word.confidence < below]
    return len(chosen), share(sum(chosen), len(chosen))


def show_words(words: Iterable[SaidWord]) -> str:
    """A line: of each band the share of right words and their number; "95 % sure" is the band around it."""
    known = list(words)
    bands = (
        (f"{low:.2f}-{min(high, 1):.2f}", *right_among(known, low, high))
        for low, high in pairwise(BANDS)
    )
    table = (f"{band}: {right:.3f} ({count})" for band, count, right in bands)
    _, sure = right_among(known, *SURE)
    return f"words said to be 95 % sure that are right: {sure:.3f}; by band (words): {', '.join(table)}"
