"""A scan's old text layer beside our own reading, line by line: the better reading of each word wins, the other is its alternative.

How far a layer is believed is measured on the page itself: by the words that we read surely. Where both agree a word is all the
surer. Where they differ the chances decide, and what has not the form of Vietnamese loses. Figures come from the layer only where
our own readers weighed the same ones: two of three against one, never a guess. What we did not read at all is taken over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from extract.fold import fold
from extract.ingest import LayerWord, is_syllable
from extract.model import Alternative, Box, Line, Page, Region, Word, around
from extract.ocr.assemble import Words, set_in_lines

# Looked through: 900 places of 22 real papers where a layer differed from our reading.
_SURE = 0.95  # words that a layer is measured by
_LEAST_TRUST = 0.9  # of a layer that words are taken from: one below (CER .11) made ten real pages worse, .0154 to .0166
_MOST_ODDS = 12.0  # of a layer's word: where ours was sure at .93, every other one was right
_HARD = (
    0.5  # factor of these odds: words on which readers differ are harder than those we are sure of
)
_UNKNOWN = 0.5  # confidence of a word without one
_ILLEGAL = 0.1  # factor of the odds of ours that have not the form of Vietnamese
_SEEN = 2.0  # factor of the odds of what our readers weighed as well
_TONED = 20.0  # factor of the odds of what differs by a tone above a hat alone (tê, tế): readers lose it and invent none
_SHORTER = 0.6  # of our letters: a layer's word with less has lost some
_SAME_ERROR = 0.2  # chance that two readers make the same error
_DIRT = 0.6  # what is no word and less sure, and not in the layer, is a speck
_GARBLED = 0.5  # mean of a line that was not read
_OFF = 0.6  # of a word's height: how far the middle of the same word in the layer may lie off
_BESIDE = 3.0  # of a word's height: how far a word that we lack may stand off its line
_MISSED = 0.6  # how sure a line is that the layer alone has, at most
_LEGAL_LINE = 0.6  # of the words of such a line are syllables
_NOWHERE = -1
_ENDS = ".,;:-\"'()“”–—"
_NUMBER_LINE = re.compile(r"so\b[^/]{0,14}/")
_WORD = re.compile(r"[^\W\d_]+")
_STRANGE = re.compile(r"[\^~|{}\\<>#$£¥€■•*_=’]")
_HATS = {"\u0302", "\u0306", "\u031b"}
_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


@dataclass(frozen=True, slots=True)
class _Segment:
    """Words of ours and of the layer that stand for the same print, between two places where both begin a word."""

    ours: Words
    theirs: Words

    @property
    def agreed(self) -> bool:
        """Whether both say the same, signs at the ends aside."""
        return _core(_bare(self.ours)) == _core(_bare(self.theirs))

    @property
    def said(self) -> str:
        """What it says, and for what."""
        theirs, ours = (" ".join(word.text for word in words) for words in (self.theirs, self.ours))
        return f"{theirs!r} for {ours!r}"

    @property
    def sure(self) -> float:
        """How sure we are of our words: of the least sure one."""
        known = [_UNKNOWN if word.confidence is None else word.confidence for word in self.ours]
        return min(known, default=0.0)


def with_old_layer(read: Page, layer: Sequence[LayerWord]) -> Page:
    """The page as read, with what its old layer knows better, and notes that say what and why."""
    words = [Word(word.text, 0, word.box) for word in layer]
    lines = _lines_of(read, words)
    trust = _trust(read, lines)
    made, notes = [], []
    for number, line in enumerate(read.lines, start=1):
        found, taken = _better(line, lines.get(number - 1, []), trust)
        made.append(found)
        notes += [f"line {number}, from the text layer: {', '.join(taken)}"] if taken else []
    said = (
        f"text layer compared line by line: it has {trust:.0%} of the words that were read surely"
    )
    page = replace(read, lines=tuple(made), notes=(*read.notes, said, *notes))
    return _with_missed(page, lines.get(_NOWHERE, []), trust) if trust >= _LEAST_TRUST else page


def _with_missed(page: Page, words: Sequence[Word], trust: float) -> Page:
    """The page with the lines that only the layer has, outside tables and what lies beside the text, in their places."""
    tables = [table.box for table in page.tables if table.box]
    taken = [*tables, *(region.box for region in page.regions)]
    loose = [word for word in words if word.box and not any(_meet(word.box, t) for t in taken)]
    missed = [line for line in set_in_lines(loose) if _is_line(line)]
    for line in missed:
        page = _with_line(page, [_sure_of(word, min(trust, _MISSED)) for word in line])
    return page


def _is_line(words: Words) -> bool:
    """Whether the layer's words are a line of print: syllables above all, or the number line."""
    text = " ".join(word.text for word in words)
    if _NUMBER_LINE.match(fold(text)):
        return True
    found = [word for word in _WORD.findall(text) if len(word) > 1]
    legal = sum(is_syllable(word.lower()) for word in found)
    return legal > 1 and legal >= _LEGAL_LINE * len(text.split())


def _with_line(page: Page, words: Words) -> Page:
    """The page with a line more: behind the last line above it in its column, in the same region."""
    box = around([word.box for word in words if word.box])
    assert box is not None, "words of a layer have boxes"
    above = [
        at
        for at, line in enumerate(page.lines)
        if line.box and line.box.y0 + line.box.y1 < box.y0 + box.y1 and _beside(line.box, box)
    ]
    at = max(above, default=-1) + 1
    near = page.lines[at - 1 if at else 0].region
    line = _set(Line("", region=Region.BODY if near is Region.TABLE else near), words)
    tables = tuple(
        replace(table, first_line=table.first_line + (table.first_line >= at))
        for table in page.tables
    )
    note = f"line {at + 1} stands in the text layer alone"
    lines = (*page.lines[:at], line, *page.lines[at:])
    return replace(page, lines=lines, tables=tables, notes=(*page.notes, note))


def _beside(one: Box, other: Box) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _meet(one: Box, other: Box) -> bool:
    return _beside(one, other) and one.y0 < other.y1 and other.y0 < one.y1


def _lines_of(read: Page, words: Sequence[Word]) -> dict[int, list[Word]]:
    """The layer's words by the line (0-based) that they stand on, from left to right, and those that stand on none."""
    placed = [(n, w.box) for n, line in enumerate(read.lines) for w in line.words if w.box]
    if not placed:
        return {_NOWHERE: list(words)}
    ours = np.array([(box.x0, box.y0, box.x1, box.y1) for _, box in placed])
    found: dict[int, list[Word]] = {}
    for word in words:
        at = _nearest(ours, word)
        found.setdefault(_NOWHERE if at is None else placed[at][0], []).append(word)
    return {at: sorted(line, key=_left) if at >= 0 else line for at, line in found.items()}


def _nearest(boxes: NDArray[np.float64], word: Word) -> int | None:
    """The box on whose line a word stands, the nearest of several."""
    box = word.box
    assert box is not None, "words of a layer have boxes"
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 1e-6)
    off = np.abs(boxes[:, 1] + boxes[:, 3] - box.y0 - box.y1) / 2 / height
    beside = np.maximum(np.maximum(boxes[:, 0] - box.x1, box.x0 - boxes[:, 2]), 0.0) / height
    far = off + beside
    far[(off > _OFF) | (beside > _BESIDE)] = np.inf
    at = int(far.argmin())
    return at if np.isfinite(far[at]) else None


def _trust(read: Page, lines: dict[int, list[Word]]) -> float:
    """The share of the words read surely that the layer has as well."""
    same = [
        segment.agreed
        for at, line in enumerate(read.lines)
        if line.region is not Region.TABLE
        for segment in _segments(line.words, lines.get(at, []))
        if segment.sure >= _SURE and len(_core(_bare(segment.ours))) > 1
    ]
    return (sum(same) + 1) / (len(same) + 2)


def _better(line: Line, layer: Words, trust: float) -> tuple[Line, tuple[str, ...]]:
    """The line of the better words of both, and which the layer's are, for which of ours."""
    if (
        not layer or not line.words or line.region is Region.TABLE
    ):  # cells of a row can't be told in the layer
        return line, ()
    whole = _Segment(line.words, layer)
    if trust >= _LEAST_TRUST and _is_garbled(whole):
        return _set(line, [_sure_of(word, trust) for word in layer]), (whole.said,)
    words: list[Word] = []
    taken: list[str] = []
    for segment in _segments(line.words, layer):
        made = _made(segment, trust)
        words += made
        if not segment.agreed and any(
            word.box is one.box for word in made for one in segment.theirs
        ):
            taken.append(segment.said)
    return _set(line, words) if words else line, tuple(taken)


def _is_garbled(line: _Segment) -> bool:
    """Whether we read hardly a word of a line that the layer has."""
    known = [word.confidence or 0.0 for word in line.ours] or [0.0]
    legal = sum(_is_legal([word]) for word in line.theirs)
    return sum(known) / len(known) < _GARBLED and legal >= max(_SURE * len(line.theirs), 3)


def _made(segment: _Segment, trust: float) -> list[Word]:
    """The words of a segment: ours, or the layer's where they are likelier."""
    ours, theirs = segment.ours, segment.theirs
    if not theirs:
        return [] if _is_dirt(segment) and trust >= _LEAST_TRUST else list(ours)
    if not ours:
        return [_sure_of(word, trust) for word in theirs] if _is_missed(theirs, trust) else []
    if segment.agreed:
        both = _odds(segment.sure) * _odds(trust)
        sure = both / (both + _SAME_ERROR)
        return [_sure_of(word, max(sure, word.confidence or 0.0)) for word in ours]
    if not any(map(str.isalnum, _bare(theirs))):
        return list(ours)
    mine, other = _chances(segment, trust)
    if other > mine and trust >= _LEAST_TRUST:
        return _with_other(theirs, ours, other, mine)
    return _with_other(ours, theirs, min(mine, segment.sure), other)


def _chances(segment: _Segment, trust: float) -> tuple[float, float]:
    """How likely our words are right, and the layer's."""
    ours, theirs = _odds(segment.sure), min(_odds(trust) * _HARD, _MOST_ODDS)
    toned = _more_toned(_bare(segment.ours), _bare(segment.theirs))
    ours *= (1.0 if _is_legal(segment.ours) else _ILLEGAL) * max(1.0, _TONED**-toned)
    theirs *= max(1.0, _TONED**toned) if toned or not _is_seen(segment) else _SEEN
    if not _may_win(segment):
        theirs = min(theirs, ours) * _ILLEGAL
    return ours / (1 + ours + theirs), theirs / (1 + ours + theirs)


def _is_seen(segment: _Segment) -> bool:
    """Whether our readers weighed what the layer has."""
    weighed = {_core(one.text) for word in segment.ours for one in word.alternatives}
    return _core(_bare(segment.theirs)) in weighed


def _may_win(segment: _Segment) -> bool:
    """Whether the layer's words can be the better ones: legal, as long as ours, no figures but those that were seen."""
    mine, other = _bare(segment.ours), _bare(segment.theirs)
    if not _is_legal(segment.theirs) or len(other) < _SHORTER * len(mine):
        return False
    if mine.lower() == other.lower() and segment.sure > _UNKNOWN:
        return False
    fewer = len(_figures(other)) < len(_figures(mine))
    return _figures(mine) == _figures(other) or (_is_seen(segment) and not fewer)


def _more_toned(mine: str, other: str) -> int:
    """1 where the other text has a tone above a hat and is the same else, -1 where ours has, else 0."""
    one, two = (unicodedata.normalize("NFD", _core(text).lower()) for text in (mine, other))
    bare = ["".join(sign for sign in text if sign not in _TONES) for text in (one, two)]
    if bare[0] != bare[1] or not _HATS & set(one):
        return 0
    return (len(two) > len(one)) - (len(one) > len(two))


def _odds(chance: float) -> float:
    return chance / max(1 - chance, 1e-3)


def _is_legal(words: Words) -> bool:
    """Whether words may stand in a document: of Vietnamese form or in capitals, no stray signs."""
    text = " ".join(word.text for word in words)
    if not any(map(str.isalnum, text)) or _STRANGE.search(text):
        return False
    found = _WORD.findall(text)
    return all(len(word) == 1 or word.isupper() or is_syllable(word.lower()) for word in found)


def _is_dirt(segment: _Segment) -> bool:
    """Whether we read something that is no word where the layer has nothing."""
    return (
        segment.sure < _DIRT and not _is_legal(segment.ours) and not _figures(_bare(segment.ours))
    )


def _is_missed(words: Words, trust: float) -> bool:
    """Whether the layer has words that we did not read."""
    letters = sum(map(str.isalpha, _bare(words)))
    legal = _is_legal(words) and not _figures(_bare(words))
    return legal and letters > 1 and trust >= _LEAST_TRUST


def _with_other(words: Words, others: Words, sure: float, other: float) -> list[Word]:
    """Words with how sure they are, one that stands for one other with that as an alternative."""
    if not len(words) == len(others) == 1:
        return [_sure_of(word, sure) for word in words]
    shares = {one.text: one.confidence for one in words[0].alternatives}
    shares[others[0].text] = round(max(other, shares.get(others[0].text, 0.0)), 3)
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    kept = tuple(Alternative(*one) for one in ranked)
    return [replace(_sure_of(words[0], sure), alternatives=kept)]


def _sure_of(word: Word, sure: float) -> Word:
    return replace(word, confidence=round(sure, 3))


def _segments(ours: Words, theirs: Words) -> Iterator[_Segment]:
    """Both readings of a line cut where both begin a word, letters aligned without spaces."""
    mine, other = _starts(ours), _starts(theirs)
    a, b = 0, 0
    for x, y in _path(_bare(ours), _bare(theirs)):
        if x in mine and y in other and (mine[x], other[y]) != (a, b):
            yield _Segment(ours[a : mine[x]], theirs[b : other[y]])
            a, b = mine[x], other[y]


def _starts(words: Words) -> dict[int, int]:
    """By where a word begins in the text without spaces, its number; the end counts as one."""
    ends = accumulate((len(word.text) for word in words), initial=0)
    return {start: number for number, start in enumerate(ends)}


def _path(mine: str, other: str) -> Iterator[tuple[int, int]]:
    """The places in two texts that fall on each other, from the starts to the ends."""
    x = y = 0
    for step in Levenshtein.opcodes(mine, other):
        while (x, y) != (step.src_end, step.dest_end):
            yield x, y
            x, y = min(x + 1, step.src_end), min(y + 1, step.dest_end)
    yield x, y


def _bare(words: Words) -> str:
    return "".join(word.text for word in words)


def _core(text: str) -> str:
    """A word without the signs at its ends, in which readers differ for nothing."""
    return text.strip(_ENDS) or text


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _set(line: Line, words: Words) -> Line:
    """The line with other words."""
    starts = accumulate((len(word.text) + 1 for word in words), initial=0)
    placed = tuple(replace(word, start=at) for word, at in zip(words, starts, strict=False))
    box = around([word.box for word in placed if word.box])
    return replace(line, raw=" ".join(word.text for word in placed), words=placed, box=box)


def _left(word: Word) -> float:
    return 0.0 if word.box is None else word.box.x0
