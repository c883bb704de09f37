"""The words of a PDF page's text layer with their boxes, characters joined where they touch.

PDF text has no words: pdfium gives characters in the order of the file, with spaces where it thinks them; a wide gap or
a new baseline ends a word as well.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from extract.ingest.page import LayerWord
from extract.model import Box

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
