"""The words of a PDF page's text layer with their boxes, and how much of the page's print they account for."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.ingest.page import LayerWord, PageImage, Pixels
from extract.model import Box

# How much of a page's print a text layer accounts for: letter-sized marks of the picture that lie in the layer's words.
#
# A scan often carries a layer that says something else than the page: the appearance of a digital signature, a stamp of the
# registry, another document's text, nothing but the page number. Pictures and rules are no letters and are left out.

_DPI = 100.0  # the least letter is 3 pixels high then
_INK = 0.7  # of the paper's grey: darker is ink
_LEAST, _MOST = 0.03, 0.5  # inches: height of a letter
_WIDEST = 2.0  # inches: letters that touch, a word at most
_REACH = 0.03  # inches around a word in which its letters may stand
_FEWEST = 20  # letters: fewer say nothing


def coverage(
    image: PageImage, words: Sequence[LayerWord], pictures: Sequence[Box] = ()
) -> float | None:
    """The share of letter-sized marks outside pictures that stand in words; `None` where there are hardly any marks."""
    grey = _small(image)
    count, _, stats, centres = cv2.connectedComponentsWithStats(_ink(grey))
    height, width = (stats[1:, cv2.CC_STAT_HEIGHT] / _DPI, stats[1:, cv2.CC_STAT_WIDTH] / _DPI)
    letters = (height >= _LEAST) & (height <= _MOST) & (width <= _WIDEST)
    x, y = centres[1:, 0].astype(int), centres[1:, 1].astype(int)
    letters &= ~_inside(grey.shape, pictures, 0.0)[y, x]
    if count == 1 or int(letters.sum()) < _FEWEST:
        return None
    held = _inside(grey.shape, [word.box for word in words], _REACH)[y, x]
    return float(held[letters].mean())


def _small(image: PageImage) -> Pixels:
    pixels = image.pixels
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)  # noqa: PLR2004
    scale = min(1.0, _DPI / (image.dpi or _DPI))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _ink(grey: Pixels) -> Pixels:
    paper = float(np.percentile(grey[::4, ::4], 75))
    return (grey < paper * _INK).astype(np.uint8)


def _inside(
    shape: tuple[int, ...], boxes: Sequence[Box], reach: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The pixels that lie in any of the boxes, or within `reach` inches of one."""
    height, width = shape[:2]
    mask, more = np.zeros((height, width), dtype=np.bool_), round(reach * _DPI)
    for box in boxes:
        rows = slice(max(0, round(box.y0 * height) - more), round(box.y1 * height) + more)
        mask[rows, max(0, round(box.x0 * width) - more) : round(box.x1 * width) + more] = True
    return mask


# The words of a PDF page's text layer with their boxes, characters joined where they touch.
#
# PDF text has no words: pdfium gives characters in the order of the file, with spaces where it thinks them; a wide gap or
# a new baseline ends a word as well.

_GAP = 0.6  # of the character height: a wider step ends a word though no space is written
_FINE = 100_000  # steps of a page that a word's box is measured in
_NOTHING = frozenset("\0\ufeff\u200b")  # characters that print nothing
_SOFT_HYPHEN = "\xad"  # prints nothing in Unicode; in TCVN3 it is a letter
_IN_CODE = re.compile(r"(?<=[A-ZĐƯ\d])\xad(?=[A-ZĐƯ\d])")
_HYPHEN_MARK = "\x02"  # pdfium's sign for a hyphen at a line's end


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    left: float
    bottom: float
    right: float
    top: float


def layer_words(page: pypdfium2.PdfPage) -> tuple[LayerWord, ...]:
    """The words of a page's text layer, in the order of the file; boxes are shares of the page as shown."""
    text_page = page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page))
    finally:
        text_page.close()
    return tuple(_word(page, run) for run in _runs(glyphs))


def in_unicode(words: Sequence[LayerWord]) -> tuple[LayerWord, ...]:
    """The words of a layer in Unicode: without soft hyphens, and without those that are nothing else.

    Between capitals or digits one is a hyphen (`BC-SVH`): fonts draw both with one glyph, whose letter PDFium must guess.
    """
    bare = (
        replace(word, text=_IN_CODE.sub("-", word.text).replace(_SOFT_HYPHEN, "")) for word in words
    )
    return tuple(word for word in bare if word.text)


def _glyphs(text_page: pypdfium2.PdfTextPage) -> Iterator[_Glyph]:
    """Each character with its loose box, which has the height of the font whatever the letter."""
    rect = pdfium.FS_RECTF()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, rect)
        character = "-" if chr(code) == _HYPHEN_MARK else chr(code)
        yield _Glyph(character, rect.left, rect.bottom, rect.right, rect.top)


def _runs(glyphs: Iterable[_Glyph]) -> Iterator[list[_Glyph]]:
    """Characters that touch, in one list each."""
    run: list[_Glyph] = []
    for glyph in glyphs:
        ended = bool(glyph.text.isspace() or glyph.text in _NOTHING)
        if run and (ended or _apart(run[-1], glyph)):
            yield run
            run = []
        if not ended:
            run.append(glyph)
    if run:
        yield run


def _apart(one: _Glyph, next_one: _Glyph) -> bool:
    height = max(one.top - one.bottom, 1.0)
    step = next_one.left - one.right
    fall = abs((one.top + one.bottom) - (next_one.top + next_one.bottom)) / 2
    return not -height < step < _GAP * height or fall > height / 2


def _word(page: pypdfium2.PdfPage, run: Sequence[_Glyph]) -> LayerWord:
    text = unicodedata.normalize("NFC", "".join(glyph.text for glyph in run))
    bounds = (
        min(glyph.left for glyph in run),
        min(glyph.bottom for glyph in run),
        max(glyph.right for glyph in run),
        max(glyph.top for glyph in run),
    )
    return LayerWord(text, on_page(page, bounds))


def on_page(page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float]) -> Box:
    """A rectangle of the PDF's plane (left, bottom, right, top, in points) as a box on the page as shown."""
    left, bottom, right, top = bounds
    one, other = _shown(page, left, top), _shown(page, right, bottom)
    (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(one, other, strict=True))
    return Box(x0, y0, x1, y1)


def _shown(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the PDF's plane as shares of the page as shown (crop and rotation applied)."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE
