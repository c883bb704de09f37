"""Restored words with the places they were read at: what hOCR and `vanban inspect` show.

Corrections may join, split or shift words. A line is therefore cut at the spaces that no correction covers; within a
piece, words are paired one by one where as many stand before as after, else the box of the whole piece is shared out by length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from extract.model import Box, Correction, Line, Page, Region, Word, around
from extract.restore.edits import replay_line

_GAPS = re.compile(r"\s+")
# A word that restoration looked at and left is right more often than its reader said: odds five times those of the reading
# (two sets of real scans, 19,500 words; a reading of 0.95 was right in 0.992). Figures are not restored.
_LEFT_ODDS, _MOST_LEFT = 5.0, 0.998
_DIGIT = re.compile(r"\d")
_SEPARATOR = "|"  # between the cells of a table's row; no word of the page


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A restored word: where it stands, what was read there, how sure it is, and the corrections that made it."""

    text: str
    raw: str
    box: Box | None
    confidence: float | None
    start: int  # of what was read, in the raw line
    corrections: tuple[Correction, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """Lines that stand together: those of one region in a row, or of one ruled table; `first` is 0-based."""

    region: Region
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a line between two spaces that no correction covers: its offsets, words and corrections."""

    start: int
    end: int
    words: tuple[Word, ...]
    corrections: tuple[Correction, ...]


def placed_words(line: Line, corrections: Sequence[Correction]) -> tuple[PlacedWord, ...]:
    """The restored words of a line that were read as words; `corrections` are those of this line."""
    return tuple(word for piece in _pieces(line, corrections) for word in _placed(line, piece))


def areas(page: Page) -> list[Area]:
    """The page's lines in areas, in reading order."""
    tables = {table.first_line for table in page.tables}
    found: list[Area] = []
    for index, line in enumerate(page.lines):
        if found and found[-1].region is line.region and index not in tables:
            found[-1] = replace(found[-1], count=found[-1].count + 1)
        else:
            found.append(Area(line.region, index, 1))
    return found


def _pieces(line: Line, corrections: Sequence[Correction]) -> Iterator[_Piece]:
    start = 0
    for end in (*_cuts(line.raw, corrections), len(line.raw)):
        words = tuple(word for word in line.words if start <= word.start < end)
        if words:
            inside = tuple(c for c in corrections if start <= c.start and c.end <= end)
            yield _Piece(start, end, words, inside)
        start = end


def _cuts(raw: str, corrections: Sequence[Correction]) -> Iterator[int]:
    """Ends of spaces that no correction covers or touches from both sides."""
    for gap in _GAPS.finditer(raw):
        if not any(c.start < gap.end() and gap.start() < c.end for c in corrections):
            yield gap.end()


def _placed(line: Line, piece: _Piece) -> Iterator[PlacedWord]:
    moved = [
        structs.replace(c, start=c.start - piece.start, end=c.end - piece.start)
        for c in piece.corrections
    ]
    restored = replay_line(line.raw[piece.start : piece.end], moved)
    texts = [text for text in restored.split() if text != _SEPARATOR]
    if len(texts) == len(piece.words):
        yield from (_paired(*pair, piece) for pair in zip(texts, piece.words, strict=True))
    else:
        yield from _shared(texts, piece)


def _paired(text: str, word: Word, piece: _Piece) -> PlacedWord:
    end = word.start + len(word.text)
    own = tuple(c for c in piece.corrections if c.start < end and word.start < c.end)
    read = tuple(other.text for other in word.alternatives)
    if not own:
        return PlacedWord(text, word.text, word.box, left_alone(word), word.start, (), read)
    others = own[0].alternatives if len(own) == 1 else ()
    return PlacedWord(text, word.text, word.box, _least(own), word.start, own, others)


def left_alone(word: Word) -> float | None:
    """The probability that a word is right which restoration could have changed and did not; `None` where none is said.

    >>> left_alone(Word("xã", 0, confidence=0.8)), left_alone(Word("12", 0, confidence=0.8))
    (0.952, 0.8)
    """
    sure = word.confidence
    if sure is None or _DIGIT.search(word.text):
        return sure
    return max(sure, min(_MOST_LEFT, round(_LEFT_ODDS * sure / (1 + (_LEFT_ODDS - 1) * sure), 3)))


def _shared(texts: Sequence[str], piece: _Piece) -> Iterator[PlacedWord]:
    """Words that were joined or split: each gets its share of the box around what was read."""
    raw = " ".join(word.text for word in piece.words)
    box = around([word.box for word in piece.words if word.box])
    total, at, found = sum(map(len, texts)), 0, piece.corrections
    for text in texts:
        share = box and _share(box, at / total, (at + len(text)) / total)
        yield PlacedWord(text, raw, share, _least(found), piece.words[0].start, found)
        at += len(text)


def _share(box: Box, start: float, end: float) -> Box:
    width = box.x1 - box.x0
    return replace(box, x0=round(box.x0 + width * start, 5), x1=round(box.x0 + width * end, 5))


def _least(corrections: Sequence[Correction]) -> float | None:
    return min((c.confidence for c in corrections), default=None)
