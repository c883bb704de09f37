"""A PDF's text layer set in lines: layout from the page's pixels, letters from the layer."""

from __future__ import annotations

from extract.image import CleanPage, clean, layout_of
from extract.ingest import LayerWord, PageLayer
from extract.model import Page, TextSource, Word
from extract.ocr.assemble import Place, build_page
from extract.ocr.lines import set_in_lines


def arrange_layer(page: PageLayer) -> Page:
    """The page of a text layer, in reading order with regions and tables."""
    tidy = clean(page.image) if page.scanned else layout_of(page.image)
    places: dict[Place, list[Word]] = {}
    for word in page.words:
        x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
        places.setdefault(_place(tidy, *tidy.place(x, y)), []).append(_word(word))
    found = {place: set_in_lines(words) for place, words in places.items()}
    return build_page(tidy, found, TextSource.TEXT_LAYER)


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
