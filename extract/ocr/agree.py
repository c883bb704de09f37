"""Whether a scan's text layer agrees with a quick reading: some of its lines, cut out and read by our own engine.

A scanner's own reading can look like Vietnamese and still be wrong in every tenth letter, or be that of another page. Where both
agree, letter by letter, the layer is kept and most of the reading saved; else the page is read as any scan.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from rapidfuzz.distance import Levenshtein

from extract.image import clean
from extract.ingest import PageImage, PageLayer, Pixels, decoded
from extract.model import Box, Word, around
from extract.ocr.engine import Engine
from extract.ocr.lines import set_in_lines

_LINES = 6  # lines compared
_FEWEST_WORDS = 4  # of a line worth comparing
_LEAST = 0.97  # of the letters: our own reading of a clean scan has 0.99, a layer below has more errors than it
_PAD = 0.006  # of the page around a line
_GAP = 0.012  # of the page between lines that are put below each other


def disagreement(page: PageLayer, engine: Engine) -> str | None:
    """Why the layer of a scan should not be kept; `None` where it agrees, or where there is too little to compare."""
    lines = _sample(page)
    if not lines:
        return None
    read = engine.read(clean(_cut(page.image, [_box(line) for line in lines])))
    ours = _letters([word.text for line in read.lines for word in line.words])
    theirs = _letters([decoded(word.text, page.code) for line in lines for word in line])
    share = Levenshtein.normalized_similarity(theirs, ours)
    if share >= _LEAST:
        return None
    return f"a quick reading of {len(lines)} lines agrees with {share:.0%} of its letters"


def _sample(page: PageLayer) -> list[Sequence[Word]]:
    """Lines of some words, evenly spread over the page, in order."""
    lines = set_in_lines([Word(word.text, 0, word.box) for word in page.words])
    long = [line for line in lines if len(line) >= _FEWEST_WORDS]
    if len(long) <= _LINES:
        return long
    return [long[round(at)] for at in np.linspace(0, len(long) - 1, _LINES)]


def _box(line: Sequence[Word]) -> Box:
    box = around([word.box for word in line if word.box])
    assert box is not None, "words of a layer have boxes"
    return box


def _cut(image: PageImage, boxes: Sequence[Box]) -> PageImage:
    """The lines alone, one below the other on white."""
    height, width = image.pixels.shape[:2]
    gap = max(4, round(_GAP * height))
    pieces = [_piece(image.pixels, box) for box in boxes]
    tall = sum(len(piece) + gap for piece in pieces) + gap
    sheet = np.full((tall, width, *image.pixels.shape[2:]), 255, np.uint8)
    y = gap
    for piece, box in zip(pieces, boxes, strict=True):
        x = max(0, round((box.x0 - _PAD) * width))
        sheet[y : y + len(piece), x : x + piece.shape[1]] = piece
        y += len(piece) + gap
    return PageImage(image.number, sheet, image.dpi)


def _piece(pixels: Pixels, box: Box) -> Pixels:
    height, width = pixels.shape[:2]
    top, bottom = round((box.y0 - _PAD) * height), round((box.y1 + _PAD) * height)
    left, right = round((box.x0 - _PAD) * width), round((box.x1 + _PAD) * width)
    return pixels[max(0, top) : bottom, max(0, left) : right]


def _letters(words: Sequence[str]) -> str:
    """Letters and digits alone, for readers differ in spaces and dots."""
    text = unicodedata.normalize("NFC", "".join(words)).lower()
    return "".join(letter for letter in text if letter.isalnum())
