"""A PDF's text layer set in lines: layout from the page's pixels, letters from the layer."""

from __future__ import annotations

from dataclasses import replace

from extract.image import CleanPage, clean, layout_of
from extract.ingest import LayerWord, PageImage, PageLayer, Strip
from extract.model import Box, Page, TextSource, Word
from extract.ocr.assemble import Place, build_page
from extract.ocr.engine import Engine
from extract.ocr.lines import set_in_lines

UNREAD_FIELDS = "fields that hold a picture could not be read: "  # how the note on them begins
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
    said = (f"{UNREAD_FIELDS}{unread}",) if unread else ()
    image = replace(page.image, notes=(*page.image.notes, *said))
    return replace(page, image=image, words=(*page.words, *(w for words in found for w in words)))


def _in_field(strip: Strip, engine: Engine) -> list[LayerWord]:
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
