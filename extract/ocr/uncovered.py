"""Ink that no word covers, read by the second reader: numbers of items, capitals at the start of a line, whole short lines.

Only what has the form of print is taken in: numbers of items, figures and codes beside a line, syllables anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.image import CleanPage, Rect
from extract.ingest import Pixels, is_syllable
from extract.model import Region
from extract.ocr.hocr import ReadLine, ReadWord, split
from extract.ocr.second import LineReader, LineText
from extract.ocr.sheet import Sheet

# Lines whose start was not read: Tesseract takes the numbers of items for a column of their own, and drops it.

_INK = 128
_NEAR, _FAR = 0.04, 0.5  # inches to the left of a line where the number of an item stands
_HIGH = 0.06  # inches of inked rows that are a figure
_NARROW = 0.03  # inches of inked columns: less is a speck or a rule


def lost_starts(page: CleanPage, sheet: Sheet, lines: Sequence[ReadLine]) -> int:
    """How many lines of the body have ink before them that no line covers."""
    left = np.asarray(sheet.pixels < _INK)
    for line in lines:
        left[line.rect.y0 : line.rect.y1, line.rect.x0 : line.rect.x1] = False
    bands = [
        (strip.y, strip.y + strip.rect.height)
        for strip in sheet.strips
        if page.blocks[strip.block].region is Region.BODY
    ]
    return sum(
        _is_number(left, line, page.dpi)
        for line in lines
        if any(y0 <= line.rect.y0 and line.rect.y1 <= y1 for y0, y1 in bands)
    )


def _is_number(
    left: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], line: ReadLine, dpi: float
) -> bool:
    """Whether something of the size of a figure stands before a line."""
    rect = line.rect
    start, end = max(0, rect.x0 - round(_FAR * dpi)), max(0, rect.x0 - round(_NEAR * dpi))
    part = left[rect.y0 : rect.y1, start:end]
    high = int(part.any(axis=1).sum()) >= _HIGH * dpi
    return high and int(part.any(axis=0).sum()) >= _NARROW * dpi


_AROUND = 0.015  # inches round a word that are its own
_TOGETHER = 0.1  # inches of white within a word or between two
_SMALL, _TALL = 0.07, 0.25  # inches that letters are high
_BESIDE = 0.6  # inches between a line and what belongs to it
_LEVEL = 0.5  # share of the ink's height that the line has, too
_SURE, _CERTAIN = 0.9, 0.97  # the reader's own mean chance; that of a word inside a line
_LEAST_LETTERS, _LEAST_WORD = 6, 3  # of what stands alone, of a word
_LEGAL = 0.8  # share of syllables, items and codes in what stands alone
_GLUED = 0.06  # inches between a capital and its word
_CHANCE = 0.8  # of a word found so to be right: 857 of 1,021 on drawn pages
_MOST = 40  # places of a page: one with more is dirty
_ITEM = re.compile(r"\(?[\dA-ZĐa-zđ]{1,2}[.)]|[IVX]{1,4}[.)]|\d+(?:\.\d+)+[.)]?|V/v|Đ/c")
_CODE = re.compile(r"[\dA-ZĐ]+(?:[/-][\dA-ZĐ]+)+[.,;:]?")
_WORD = re.compile(r"[^\W\d_]+[.,;:]?")


@dataclass(frozen=True, slots=True)
class UncoveredInk:
    """Uncovered ink: its box, what of the sheet shows it, and the line that it belongs to."""

    rect: Rect
    view: Rect
    line: int | None


def with_uncovered(
    pixels: Pixels,
    dpi: float,
    covered: Sequence[ReadLine],
    lines: Sequence[ReadLine],
    reader: LineReader | None,
) -> tuple[ReadLine, ...]:
    """The lines with what the second reader sees beside and between them; `covered`: all that was read, noise as well."""
    places = [] if reader is None else list(_places(pixels, dpi, covered, lines))
    if reader is None or not 0 < len(places) <= _MOST:
        return tuple(lines)
    made, alone = list(lines), list[ReadLine]()
    texts = reader.read([pixels[place.view.slices] for place in places])
    for place, text in zip(places, texts, strict=True):
        line = None if place.line is None else made[place.line]
        taken = _taken(line, text, place.rect, dpi)
        if taken is not None and place.line is not None:
            made[place.line] = taken
        elif taken is not None:
            alone.append(taken)
    for taken in alone:
        below = (at for at, other in enumerate(made) if other.rect.y0 >= taken.rect.y1)
        made.insert(next(below, len(made)), taken)
    return tuple(made)


def _places(
    pixels: Pixels, dpi: float, covered: Sequence[ReadLine], lines: Sequence[ReadLine]
) -> Iterator[UncoveredInk]:
    for rect in _left(pixels, dpi, covered):
        line = _beside(rect, lines, dpi)
        pad = round(_AROUND * dpi)
        top, low = (
            (rect.y0, rect.y1) if line is None else (lines[line].rect.y0, lines[line].rect.y1)
        )
        top, low = max(0, min(top, rect.y0) - pad), max(low, rect.y1) + pad
        yield UncoveredInk(rect, Rect(max(0, rect.x0 - pad), top, rect.x1 + pad, low), line)


def _left(pixels: Pixels, dpi: float, covered: Sequence[ReadLine]) -> Iterator[Rect]:
    """Boxes of ink as high as letters that no word covers; sought at half the resolution."""
    ink = np.asarray(pixels < _INK, np.uint8)
    around = round(_AROUND * dpi)
    for line in covered:
        for word in line.words:
            rect = word.rect
            ink[
                max(0, rect.y0 - around) : rect.y1 + around,
                max(0, rect.x0 - around) : rect.x1 + around,
            ] = 0
    half = cv2.resize(ink * 255, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    near = cv2.morphologyEx(
        np.asarray(half > 0, np.uint8),
        cv2.MORPH_CLOSE,
        np.ones((3, round(_TOGETHER * dpi / 2)), np.uint8),
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(near)
    for x, y, width, height, _ in (2 * stats[1:count]).tolist():
        if _SMALL * dpi <= height <= _TALL * dpi and width >= _NARROW * dpi:
            yield Rect(x, y, x + width, y + height)


def _beside(rect: Rect, lines: Sequence[ReadLine], dpi: float) -> int | None:
    """The line that ink stands on, the nearest of them."""
    found = []
    for number, line in enumerate(lines):
        common = min(rect.y1, line.rect.y1) - max(rect.y0, line.rect.y0)
        gap = max(line.rect.x0 - rect.x1, rect.x0 - line.rect.x1, 0)
        if common >= _LEVEL * rect.height and gap <= _BESIDE * dpi:
            found.append((gap, number))
    return min(found)[1] if found else None


def _taken(line: ReadLine | None, text: LineText, rect: Rect, dpi: float) -> ReadLine | None:
    """The line with what was read beside it, or what was read as a line; `None` where it is no print."""
    words = text.text.split()
    sure = sum(text.chances) / max(1, len(text.chances))
    if line is None:
        return ReadLine(_words(text, rect), rect) if sure >= _SURE and _is_line(words) else None
    first = line.words[0]
    before = rect.x1 <= first.rect.x0 + _AROUND * dpi
    if before and sure >= _SURE and _is_capital_of(text.text, first.text):
        near = first.rect.x0 - rect.x1 <= _GLUED * dpi
        return _with_capital(line, text.text, rect) if near else None
    fits = sure >= _SURE and before and all(_ITEM.fullmatch(word) for word in words)
    fits = fits or (sure >= _CERTAIN and all(_is_word(w) or _CODE.fullmatch(w) for w in words))
    free = all(min(rect.x1, w.rect.x1) <= max(rect.x0, w.rect.x0) for w in line.words)
    return _joined(line, _words(text, rect)) if words and fits and free else None


def _is_line(words: Sequence[str]) -> bool:
    """Whether words that stand alone are a line of print: syllables above all."""
    said = [word for word in words if any(map(str.isalnum, word))]
    legal = sum(
        is_syllable(word.strip("().,;:").lower())
        or bool(_ITEM.fullmatch(word) or _CODE.fullmatch(word))
        for word in said
    )
    letters = sum(sign.isalpha() for word in said for sign in word)
    return letters >= _LEAST_LETTERS and legal >= _LEGAL * len(said)


def _is_capital_of(text: str, word: str) -> bool:
    """Whether a letter alone is the capital that a word lacks: `S` before `ố`."""
    small = word[:1].islower() and is_syllable((text + word).strip(".,;:").lower())
    return len(text) == 1 and text.isupper() and small


def _with_capital(line: ReadLine, capital: str, rect: Rect) -> ReadLine:
    first, *others = line.words
    whole = ReadWord(
        capital + first.text, around([rect, first.rect]), min(_CHANCE, first.confidence)
    )
    return replace(line, words=(whole, *others), rect=around([rect, line.rect]))


def _is_word(text: str) -> bool:
    bare = text.strip(".,;:").lower()
    return len(bare) >= _LEAST_WORD and _WORD.fullmatch(text) is not None and is_syllable(bare)


def _words(text: LineText, rect: Rect) -> tuple[ReadWord, ...]:
    words = text.text.split()
    return tuple(split(ReadWord("".join(words), rect, _CHANCE), words))


def _joined(line: ReadLine, words: Sequence[ReadWord]) -> ReadLine:
    """The line with words put in by their place."""
    every = sorted((*line.words, *words), key=lambda word: word.rect.x0)
    rect = around([line.rect, *(word.rect for word in words)])
    return replace(line, words=tuple(every), rect=rect)


def around(rects: Sequence[Rect]) -> Rect:
    """The rectangle that holds all of them."""
    left, top = min(r.x0 for r in rects), min(r.y0 for r in rects)
    return Rect(left, top, max(r.x1 for r in rects), max(r.y1 for r in rects))
