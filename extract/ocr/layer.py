"""A PDF's text layer set in lines: layout from the page's pixels, letters from the layer."""

from __future__ import annotations

from collections.abc import Sequence

from extract.image import CleanPage, layout_of
from extract.ingest import LayerWord, PageLayer
from extract.model import Box, Page, TextSource, Word
from extract.ocr.assemble import Place, Words, build_page

_SAME_LINE = 0.5  # of a word's height: how far its middle may lie off the line's middle


def arrange_layer(page: PageLayer) -> Page:
    """The page of a text layer, in reading order with regions and tables."""
    tidy = layout_of(page.image)
    places: dict[Place, list[Word]] = {}
    for word in page.words:
        places.setdefault(_place(tidy, word.box), []).append(_word(word))
    found = {place: set_in_lines(words) for place, words in places.items()}
    return build_page(tidy, found, TextSource.TEXT_LAYER)


def _word(word: LayerWord) -> Word:
    return Word(word.text, 0, word.box)


def _place(page: CleanPage, box: Box) -> Place:
    """The block and cell that hold the middle of a box; the nearest block where none does."""
    height, width = page.pixels.shape
    x, y = width * (box.x0 + box.x1) / 2, height * (box.y0 + box.y1) / 2
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


def set_in_lines(words: Sequence[Word]) -> list[Words]:
    """Words in lines from top to bottom, from left to right in each."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        if lines and _on_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=_left) for line in lines]


def _on_line(line: Sequence[Word], word: Word) -> bool:
    return abs(_middle(word) - _middle(line[-1])) < _SAME_LINE * min(
        _height(word), _height(line[-1])
    )


def _middle(word: Word) -> float:
    return 0.0 if word.box is None else (word.box.y0 + word.box.y1) / 2


def _left(word: Word) -> float:
    return 0.0 if word.box is None else word.box.x0


def _height(word: Word) -> float:
    return 0.0 if word.box is None else word.box.y1 - word.box.y0
