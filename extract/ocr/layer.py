"""A PDF's text layer set in lines: layout from the page's pixels, letters from the layer."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz.distance import Levenshtein

from extract.image import CleanPage, Rect, clean, layout_of
from extract.ingest import FieldStrip, LayerWord, PageImage, PageLayer, decoded
from extract.model import Box, Line, NoteCode, Page, TextSource, Word, around, noted
from extract.ocr.assemble import Place, Words, build_page, set_in_lines
from extract.ocr.engine import Engine

_SURE = 0.6  # less sure words of a picture are a hand's


def arrange_layer(page: PageLayer) -> Page:
    """The page of a text layer, in reading order with regions and tables."""
    tidy = clean(page.image) if page.scanned else layout_of(page.image)
    places: dict[Place, list[Word]] = {}
    for word in page.words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
        places.setdefault(_place(tidy, *tidy.place(x, y)), []).append(_word(word))
    found = {place: set_in_lines(words) for place, words in places.items()}
    return build_page(tidy, found, TextSource.TEXT_LAYER)


def with_strips(page: PageLayer, engine: Engine) -> PageLayer:
    """The layer with the words of fields that are pictures; a note says how many could not be read."""
    found = [_in_field(strip, engine) for strip in page.strips]
    unread = sum(not words for words in found)
    image = page.image
    if unread:
        said = f"fields that hold a picture could not be read: {unread}"
        image = replace(image, notes=(*image.notes, noted(NoteCode.FIELDS_UNREAD, said)))
    return replace(page, image=image, words=(*page.words, *(w for words in found for w in words)))


def _in_field(strip: FieldStrip, engine: Engine) -> list[LayerWord]:
    """What stands in a field, read alone, or on its line: alone a single digit is not told from a speck."""
    return _read(strip.field, strip.box, strip.box, engine) or _read(
        strip.line, strip.rows, strip.box, engine
    )


def _read(image: PageImage, place: Box, here: Box, engine: Engine) -> list[LayerWord]:
    """The sure words of a cut-out whose middle lies in `here`, their boxes as shares of the whole page."""
    read = engine.read(clean(image))
    words = [
        LayerWord(word.text, _within(word.box, place))
        for line in read.lines
        for word in line.words
        if word.box is not None and (word.confidence or 0) >= _SURE
    ]
    return [word for word in words if here.x0 <= (word.box.x0 + word.box.x1) / 2 <= here.x1]


def _within(box: Box, place: Box) -> Box:
    """A box of a cut-out as one of the page."""
    across, down = place.x1 - place.x0, place.y1 - place.y0
    return Box(
        place.x0 + box.x0 * across,
        place.y0 + box.y0 * down,
        place.x0 + box.x1 * across,
        place.y0 + box.y1 * down,
    )


def _word(word: LayerWord) -> Word:
    return Word(word.text, 0, word.box)


def _place(page: CleanPage, x: float, y: float) -> Place:
    """The block and cell that hold a point of the clean page; the nearest block where none does."""
    distances = [
        (
            max(block.rect.x0 - x, 0, x - block.rect.x1)
            + max(block.rect.y0 - y, 0, y - block.rect.y1)
        )
        for block in page.blocks
    ]
    block = distances.index(min(distances))
    for index, cell in enumerate(page.blocks[block].cells):
        if cell.rect.x0 <= x < cell.rect.x1 and cell.rect.y0 <= y < cell.rect.y1:
            return block, index
    return block, 0 if page.blocks[block].cells else None


# Whether a scan's text layer agrees with a quick reading: some of its lines, cut out and read by our own engine.
#
# A scanner's own reading can look like Vietnamese and still be wrong in every tenth letter, or be that of another page; and where
# number and date are by hand it holds anything. Where some lines agree letter by letter, and those of the head in every figure, the
# layer is kept and most of the reading saved; else the page is read, and `extract.ocr.old_layer` compares both line by line.

_LINES = 6  # lines compared beside those of the head
_FEWEST_WORDS = 4  # of a line worth comparing
# lines of a header at most, and the share of the page that they stand in
_HEAD_LINES, _HEAD = 8, 0.35
_LEAST = 0.97  # of the letters: our own reading of a clean scan has 0.99, a layer below has more errors than it
_WHOLE = 0.95  # of the print; what is left may be a signer, whom the layer lacks under the seal
_PAD = 0.006  # of the page around a line
_NEAR = 3  # lines before and after a line that may stand beside it or reach into it
_GAP = 0.012  # of the page between lines that are put below each other


@dataclass(frozen=True, slots=True)
class _LayerPiece:
    """A line of the layer that is cut out: its rectangle of the page, and the row that it has on the sheet of such pieces."""

    line: Words
    is_head: bool
    rect: Rect
    y: int

    @property
    def end(self) -> int:
        """The row of the sheet below it."""
        return self.y + self.rect.height


def disagreement(page: PageLayer, engine: Engine) -> str | None:
    """Why the layer of a scan should not be kept as a whole; `None` where it agrees, or where there is too little to compare."""
    if page.held is not None and page.held < _WHOLE:
        return f"it holds {page.held:.0%} of what is printed"
    pieces = list(_pieces(page))
    if not any(len(piece.line) >= _FEWEST_WORDS for piece in pieces):
        return None
    sheet = _sheet(page.image, pieces)
    read = _by_piece(engine.read(clean(sheet)).lines, pieces, sheet.pixels.shape[0])
    ours = [_letters(word.text for word in words) for words in read]
    theirs = [_letters(decoded(word.text, page.code) for word in one.line) for one in pieces]
    share = Levenshtein.normalized_similarity("".join(theirs), "".join(ours))
    if share < _LEAST:
        return f"a quick reading of {len(pieces)} lines agrees with {share:.0%} of its letters"
    heads = [pair for one, *pair in zip(pieces, ours, theirs, strict=True) if one.is_head]
    if any(_figures(mine) != _figures(other) for mine, other in heads):
        return "a quick reading of the page's head has other figures"
    return None


def _pieces(page: PageLayer) -> Iterator[_LayerPiece]:
    """The lines of the head and others evenly spread over the page, in order."""
    height, width = page.image.pixels.shape[:2]
    lines = set_in_lines([Word(word.text, 0, word.box) for word in page.words])
    boxes = [_box(line) for line in lines]
    head = [at for at in range(min(_HEAD_LINES, len(lines))) if boxes[at].y1 < _HEAD]
    y = gap = max(4, round(_GAP * height))
    for at in sorted({*head, *_spread(lines)}):
        box = _own_rows(boxes, at)
        x0, x1 = round(box.x0 * width), round(box.x1 * width)
        rect = Rect(x0, round(box.y0 * height), x1, round(box.y1 * height))
        piece = _LayerPiece(lines[at], at in head, rect, y)
        yield piece
        y = piece.end + gap


def _spread(lines: Sequence[Words]) -> Iterator[int]:
    """Lines of some words, evenly spread."""
    long = [at for at, line in enumerate(lines) if len(line) >= _FEWEST_WORDS]
    if len(long) <= _LINES:
        yield from long
    else:
        yield from (long[round(at)] for at in np.linspace(0, len(long) - 1, _LINES))


def _box(line: Words) -> Box:
    box = around([word.box for word in line if word.box])
    assert box is not None, "words of a layer have boxes"
    return box


def _own_rows(boxes: Sequence[Box], at: int) -> Box:
    """A line's box, padded but not beyond half way to the lines above and below it."""
    box = boxes[at]
    top, bottom = max(0.0, box.y0 - _PAD), min(1.0, box.y1 + _PAD)
    for other in (*boxes[max(0, at - _NEAR) : at], *boxes[at + 1 : at + 1 + _NEAR]):
        if other.x0 < box.x1 and box.x0 < other.x1:
            between = (box.y0 + box.y1 + other.y0 + other.y1) / 4
            top = max(top, between) if other.y0 < box.y0 else top
            bottom = bottom if other.y0 < box.y0 else min(bottom, between)
    return Box(max(0.0, box.x0 - _PAD), top, min(1.0, box.x1 + _PAD), max(top, bottom))


def _sheet(image: PageImage, pieces: Sequence[_LayerPiece]) -> PageImage:
    """The lines alone, one below the other on white."""
    width, gap = image.pixels.shape[1], pieces[0].y
    sheet = np.full((pieces[-1].end + gap, width, *image.pixels.shape[2:]), 255, np.uint8)
    for piece in pieces:
        sheet[piece.y : piece.end, piece.rect.slices[1]] = image.pixels[piece.rect.slices]
    return PageImage(image.number, sheet, image.dpi)


def _by_piece(read: Sequence[Line], pieces: Sequence[_LayerPiece], height: int) -> list[list[Word]]:
    """The words of a reading of the sheet by the line that was put where they stand, from left to right."""
    found: list[list[Word]] = [[] for _ in pieces]
    ends = [piece.end for piece in pieces]
    for word in (word for line in read for word in line.words):
        middle = 0.0 if word.box is None else (word.box.y0 + word.box.y1) / 2 * height
        found[min(bisect_left(ends, middle), len(pieces) - 1)].append(word)
    return [sorted(words, key=lambda word: word.box.x0 if word.box else 0.0) for words in found]


def _letters(words: Iterable[str]) -> str:
    """Letters and digits alone, for readers differ in spaces and dots."""
    text = unicodedata.normalize("NFC", "".join(words)).lower()
    return "".join(letter for letter in text if letter.isalnum())


def _figures(text: str) -> str:
    return "".join(filter(str.isdigit, text))
