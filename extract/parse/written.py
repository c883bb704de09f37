"""What a pen wrote into a printed line: the words that a reader of handwriting marked, with their other readings.

The parser sees lines; this is its one look at the words behind them, to tell where a value comes from and what else it may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.fold import fold
from extract.model import Page, Word, pages_at
from extract.parse.passage import Passage

_MOST = 3  # readings that are offered


@dataclass(frozen=True, slots=True)
class Written:
    """The pages of a file in order: each is looked up where it is asked for, since all of a book's would not fit into memory."""

    pages: Sequence[Page] = ()

    def words(self, at: Passage) -> list[tuple[str, Word]]:
        """The handwritten words on a passage's lines, each with the folded text that stands before it."""
        found: list[tuple[str, Word]] = []
        for line in at.lines:
            lines = next((p.lines for p in pages_at(self.pages, line.page, line.page)), ())
            if not 0 < line.number <= len(lines):
                continue
            read = lines[line.number - 1]
            found += [(fold(read.raw[: w.start]), w) for w in read.words if w.hand]
        return found


def chances(word: Word) -> dict[int, float]:
    """The figures that a handwritten word can be, with their chances."""
    read = {word.text: word.confidence or 0.0}
    read |= {other.text: other.confidence for other in word.alternatives if other.text not in read}
    return {int(text): chance for text, chance in read.items() if text.isdecimal() and chance > 0}


def others(word: Word, value: str) -> tuple[str, ...]:
    """What else a handwritten number may be, at most three."""
    texts = (word.text, *(other.text for other in word.alternatives))
    return tuple(t for t in dict.fromkeys(texts) if t.isdecimal() and t != value)[:_MOST]
