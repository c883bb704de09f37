"""Numbers and dates written by hand in a header: found between printed words, read by a network of their own, never trusted.

Tesseract and the second reader know print alone. What they doubt in such a place is read once more; the reading stays at
most half sure, so the field goes to review, and what the engine read is kept as an alternative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.image import CleanPage, Rect
from extract.ingest import Pixels
from extract.model import Alternative
from extract.ocr.hand.places import Place, places
from extract.ocr.hand.reading import Reading, read_figures
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.sheet import Sheet
from extract.ocr.tidy import split

__all__ = ["LEAST", "with_handwriting"]

_BELIEVED = 0.9  # figures that the engine is surer of are print
LEAST = 0.4  #: Chance from which a reading is taken: of those at the limit every other one is right (benchmarks/handwriting/measure.py).
_MOST = 0.6  # how sure a reading of handwriting ever is
_OTHER = 0.1  # how sure what the engine read in its place is


def with_handwriting(
    page: CleanPage, sheet: Sheet, lines: Sequence[ReadLine]
) -> tuple[ReadLine, ...]:
    """An engine's lines of a sheet, with what is written by hand at the head of the page read anew."""
    if page.head is None:
        return tuple(lines)
    return tuple(_filled(line, page.head, sheet, page.dpi) for line in lines)


def _filled(line: ReadLine, head: Pixels, sheet: Sheet, dpi: float) -> ReadLine:
    """A line with its handwriting read."""
    strip = sheet.row_at((line.rect.y0 + line.rect.y1) // 2)[0]
    if strip.cell is not None or strip.on_page(line.rect).y1 > head.shape[0]:
        return line
    down, across = strip.rect.y0 - strip.y, strip.rect.x0 - strip.x
    for place in sorted(places(line, dpi), key=lambda place: -place.start):
        if _is_print(line, place):
            continue
        found = read_figures(head, place.gap.moved(across, down), place.fits)
        if found is not None and found.chance >= LEAST:
            line = _written(line, place, found)
    return line


def _is_print(line: ReadLine, place: Place) -> bool:
    """Whether the engine read figures there and is sure of them."""
    words = [word for word, side in _cut(line, place) if side == 0]
    sure = all(word.confidence >= _BELIEVED for word in words)
    return sure and any(word.text.isdigit() for word in words)


def _cut(line: ReadLine, place: Place) -> Iterator[tuple[ReadWord, int]]:
    """The line's words cut at the ends of a place, each with where it lies: before it (-1), in it (0), after it (1)."""
    at = 0
    for word in line.words:
        cuts = [min(max(0, edge - at), len(word.text)) for edge in (place.start, place.end)]
        texts = (word.text[: cuts[0]], word.text[cuts[0] : cuts[1]], word.text[cuts[1] :])
        sides = [side for side, text in zip((-1, 0, 1), texts, strict=True) if text]
        parts = split(word, [text for text in texts if text]) if len(sides) > 1 else [word]
        yield from zip(parts, sides, strict=True)
        at += len(word.text) + 1


def _written(line: ReadLine, place: Place, found: Reading) -> ReadLine:
    """The line with a reading in the place of what the engine read there."""
    parts = list(_cut(line, place))
    before, was, after = ([word for word, at in parts if at == side] for side in (-1, 0, 1))
    if after and after[0].text.startswith("//"):  # one of the two bars was a stroke of the hand
        after[0] = replace(after[0], text=after[0].text[1:])
    rect = Rect(place.gap.x0, line.rect.y0, max(place.gap.x1, place.gap.x0 + 1), line.rect.y1)
    read = " ".join(word.text for word in was)
    others = [Alternative(text, round(chance, 3)) for text, chance in found.others]
    kept = [Alternative(read, _OTHER)] if read and read != found.text else []
    sure = min(_MOST, round(found.chance, 3))
    word = ReadWord(found.text, rect, sure, (*others, *kept))
    return replace(line, words=(*before, word, *after))
