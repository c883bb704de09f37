"""What a pen wrote into a printed line: the words that a reader of handwriting marked, with their other readings.

The parser sees lines; this is its one look at the words behind them, to tell where a value comes from and what else it may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.fold import fold
from extract.model import Page, Word
from extract.parse.passage import Passage

_MOST = 3  # readings that are offered


@dataclass(frozen=True, slots=True)
class Written:
    """The pages of a document by number."""

    pages: Mapping[int | None, Page] = field(default_factory=dict)

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Written:
        """What was read by hand on these pages, looked up where it is asked for."""
        return cls({page.number: page for page in pages})

    @property
    def all(self) -> list[Page]:
        """The pages in order."""
        return list(self.pages.values())

    def words(self, at: Passage) -> list[tuple[str, Word]]:
        """The handwritten words on a passage's lines, each with the folded text that stands before it."""
        found: list[tuple[str, Word]] = []
        for line in at.lines:
            page = self.pages.get(line.page)
            if page is None or not 0 < line.number <= len(page.lines):
                continue
            read = page.lines[line.number - 1]
            found += [(fold(read.raw[: w.start]), w) for w in read.words if is_by_hand(w)]
        return found


def is_by_hand(word: Word) -> bool:
    """Whether a word was read as handwriting."""
    return bool(getattr(word, "hand", False))


def chances(word: Word) -> dict[int, float]:
    """The figures that a handwritten word can be, with their chances."""
    read = {word.text: word.confidence or 0.0}
    read |= {other.text: other.confidence for other in word.alternatives if other.text not in read}
    return {int(text): chance for text, chance in read.items() if text.isdecimal() and chance > 0}


def others(word: Word, value: str) -> tuple[str, ...]:
    """What else a handwritten number may be, at most three."""
    texts = (word.text, *(other.text for other in word.alternatives))
    return tuple(t for t in dict.fromkeys(texts) if t.isdecimal() and t != value)[:_MOST]
