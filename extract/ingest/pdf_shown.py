"""A PDF page with what is put on it, as a person sees it: form fields, stamps, the boxes of signing software.

Offices number, date and sign their papers with fields that lie over the page and are no part of its text. In a copy of the page PDFium
makes them part of it ("flattens" it), so that picture and text have them in one way; hidden ones stay away. The panel in which
signing software says who signed and when is no part of the paper's text: it is left out of what is read, and kept apart.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.fold import fold
from extract.ingest.layer import layer_words, on_page
from extract.ingest.page import FieldStrip, LayerWord, PageImage, PageOverlay, Pixels
from extract.ingest.pdf_draw import draw
from extract.model import Box, PageRegion, RegionKind, Signature

# What lies over a PDF page (its annotations): form fields, stamps, typed notes; which of them are shown, and where.

_WITHOUT_PRINT = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN
_NEVER_SHOWN = _HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark that is shown: its place among the page's, its box; `signs`: it is a signature field or a stamp."""

    index: int
    box: Box
    signs: bool


def marks_of(page: pypdfium2.PdfPage) -> list[ShownMark]:
    """The marks that are shown on a page, in the order in which they are drawn."""
    return [
        ShownMark(index, box, _is_signature(page, raw) or _kind(raw) == pdfium.FPDF_ANNOT_STAMP)
        for index, raw in _each(page)
        if _is_shown(raw) and (box := _box(page, raw)) is not None
    ]


def signature_fields(page: pypdfium2.PdfPage) -> tuple[str, ...]:
    """The names of the signature fields that stand on a page, shown or not."""
    return tuple(_name(page, raw) for _, raw in _each(page) if _is_signature(page, raw))


def hide(page: pypdfium2.PdfPage, indices: Sequence[int]) -> None:
    """Hide these marks, and those that a screen does not show, before PDFium draws or flattens the page."""
    for index, raw in _each(page):
        flags = pdfium.FPDFAnnot_GetFlags(raw)
        if index in indices or flags & _NEVER_SHOWN:
            pdfium.FPDFAnnot_SetFlags(raw, flags | _HIDDEN)


def _each(page: pypdfium2.PdfPage) -> Iterator[tuple[int, pdfium.FPDF_ANNOTATION]]:
    """The page's annotations with their places, each open until the next is asked for."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        raw = pdfium.FPDFPage_GetAnnot(page, index)
        if raw:
            try:
                yield index, raw
            finally:
                pdfium.FPDFPage_CloseAnnot(raw)


def _kind(raw: pdfium.FPDF_ANNOTATION) -> int:
    return int(pdfium.FPDFAnnot_GetSubtype(raw))


def _is_shown(raw: pdfium.FPDF_ANNOTATION) -> bool:
    return _kind(raw) not in _WITHOUT_PRINT and not pdfium.FPDFAnnot_GetFlags(raw) & _NEVER_SHOWN


def _is_signature(page: pypdfium2.PdfPage, raw: pdfium.FPDF_ANNOTATION) -> bool:
    kind = pdfium.FPDFAnnot_GetFormFieldType(page.formenv, raw) if page.formenv else -1
    return bool(kind == pdfium.FPDF_FORMFIELD_SIGNATURE)


def _box(page: pypdfium2.PdfPage, raw: pdfium.FPDF_ANNOTATION) -> Box | None:
    """Where it stands, `None` where it has no extent."""
    rect = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(raw, rect):
        return None
    box = on_page(page, (rect.left, rect.bottom, rect.right, rect.top))
    return box if box.x1 > box.x0 and box.y1 > box.y0 else None


def _name(page: pypdfium2.PdfPage, raw: pdfium.FPDF_ANNOTATION) -> str:
    """The full name of its form field."""
    size = int(pdfium.FPDFAnnot_GetFormFieldName(page.formenv, raw, None, 0))
    buffer = ctypes.create_string_buffer(size + 2)
    units = ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
    pdfium.FPDFAnnot_GetFormFieldName(page.formenv, raw, units, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


_LINE = 30.0  # points: fields of numbers and days have 14 to 29, signatures and seals 35 and more
_ON_LINE = 0.3  # of its height that a word has in common with those of its line
_PAD = 6.0  # points that are cut above and below one
_STRIP_DPI = 300.0
_MOST_STRIPS = 20
_INK = 200  # of 255 in the darkest channel: darker is ink
_COLOURED = 25  # by which a channel of coloured ink is above the others
_MOST = 200  # marks of a page that are looked at one by one; the others are shown all the same
#: What signing software says, folded: Vietnamese programs (VGCA, VNPT, Viettel, BKAV), Adobe's and Foxit's.
_PANEL = re.compile(
    r"\bky (?:so )?boi\b|\bnguoi ky\b|\b(?:thoi gian|ngay) ky\b|\bchu ky (?:so|hop le)\b"
    r"|\bsigned by\b|\bsigning (?:time|date)\b|\bsignature (?:is )?(?:not )?(?:valid|verified)\b"
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of signing software: where it stands and what it says."""

    box: Box
    text: str


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page to be read, with all that is put on it but panels; `whole`: with them, where there are any.

    `fields`: the names of its signature fields, shown or not; `wordless`: boxes of what is put on it without text;
    `put`: the words that are put on it.
    """

    page: pypdfium2.PdfPage
    fields: tuple[str, ...] = ()
    panels: tuple[Panel, ...] = ()
    whole: pypdfium2.PdfPage | None = None
    wordless: tuple[Box, ...] = ()
    put: frozenset[LayerWord] = frozenset()


@contextmanager
def shown(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, index: int
) -> Iterator[ShownPage]:
    """Page `index` (0-based) as it is shown; the document and its page stay as they are."""
    fields, marks = signature_fields(page), marks_of(page)
    if not marks:
        yield ShownPage(page, fields)
        return
    with _flat(document, index, ()) as whole:
        added = _added(page, whole)
        said, put = _said(marks[:_MOST], added), frozenset(added)
        wordless = tuple(mark.box for mark, words in said if not words)
        panels = [(mark, words) for mark, words in said if mark.signs and _is_panel(words)]
        if not panels:
            yield ShownPage(whole, fields, wordless=wordless, put=put)
            return
        with _flat(document, index, [mark.index for mark, _ in panels]) as bare:
            found = tuple(Panel(mark.box, _text(words)) for mark, words in panels)
            yield ShownPage(bare, fields, found, whole, wordless, put=put)


def levelled(words: Sequence[LayerWord], put: frozenset[LayerWord]) -> tuple[LayerWord, ...]:
    """The words of a page, those that were put on it at the height of the printed line that they lie on.

    A clerk drags the field of a number to its place by hand; one that hangs half a line low is of the line all the same.
    """
    printed = [word for word in words if word not in put] if put else []
    if not printed or len(put) > _MOST:
        return tuple(words)
    return tuple(_levelled(word, printed) if word in put else word for word in words)


def _levelled(word: LayerWord, printed: Sequence[LayerWord]) -> LayerWord:
    best = max(printed, key=lambda other: (_shared(word.box, other.box), -_apart(word, other)))
    if _shared(word.box, best.box) < _ON_LINE:
        return word
    return replace(word, box=replace(word.box, y0=best.box.y0, y1=best.box.y1))


def _shared(one: Box, other: Box) -> float:
    """The share of the lower of two words' heights that both have in common, in steps that neighbours on a line do not differ by."""
    common = min(one.y1, other.y1) - max(one.y0, other.y0)
    return round(common / min(one.y1 - one.y0, other.y1 - other.y0), 1)


def _apart(one: LayerWord, other: LayerWord) -> float:
    return abs(one.box.x0 + one.box.x1 - other.box.x0 - other.box.x1)


def with_beside(
    image: PageImage, sheet: ShownPage, signatures: Sequence[Signature], max_mpixels: float
) -> PageImage:
    """The page as pixels with what lies beside its text: its panels, and the signatures of its fields; the first page has all."""
    number, here = image.number, set(sheet.fields)
    signed = tuple(replace(s, page=number) if s.field in here else s for s in signatures)
    if number > 1:
        signed = tuple(one for one in signed if one.page == number)
    patches = _patches(image, sheet, max_mpixels)
    regions = tuple(
        PageRegion(RegionKind.SIGNATURE_PANEL, panel.box, colour_of(pixels), panel.text, 1.0)
        for panel, (_, pixels) in zip(sheet.panels, patches, strict=True)
    )
    return replace(image, beside=PageOverlay(regions, signed, patches))


def _patches(
    image: PageImage, sheet: ShownPage, max_mpixels: float
) -> tuple[tuple[Box, Pixels], ...]:
    """The places of the panels as they look with them."""
    if sheet.whole is None:
        return ()
    whole = draw(sheet.whole, image.number, image.dpi, max_mpixels).pixels
    return tuple((panel.box, _cut(whole, panel.box)) for panel in sheet.panels)


def strips(sheet: ShownPage, number: int, max_mpixels: float) -> tuple[FieldStrip, ...]:
    """The lines on which fields of a line's height stand that show something but hold no text: a number as a picture, say."""
    tall = sheet.page.get_height()
    small = [box for box in sheet.wordless if (box.y1 - box.y0) * tall <= _LINE][:_MOST_STRIPS]
    if not small:
        return ()
    pixels = draw(sheet.page, number, _STRIP_DPI, max_mpixels).pixels
    cuts = [(box, _strip(pixels, number, box, tall)) for box in small]
    return tuple(strip for box, strip in cuts if int(_cut(pixels, box).min()) < _INK)


def _strip(pixels: Pixels, number: int, box: Box, tall: float) -> FieldStrip:
    rows = Box(0, max(0.0, box.y0 - _PAD / tall), 1, min(1.0, box.y1 + _PAD / tall))
    field, line = (PageImage(number, _cut(pixels, place), _STRIP_DPI) for place in (box, rows))
    return FieldStrip(box, field, rows, line)


def _cut(pixels: Pixels, box: Box) -> Pixels:
    down, across = pixels.shape[:2]
    rows = slice(max(0, round(box.y0 * down)), round(box.y1 * down) + 1)
    return pixels[rows, max(0, round(box.x0 * across)) : round(box.x1 * across) + 1].copy()


def colour_of(pixels: Pixels) -> str:
    """The colour of most ink in a piece of a page: red, blue, black or grey."""
    if pixels.ndim == 2:  # noqa: PLR2004
        return "black"
    ink = pixels[pixels.min(axis=2) < _INK].astype(np.int16)
    red, green, blue = (int(channel) for channel in ink.sum(axis=0))
    least = _COLOURED * len(ink)
    if red - max(green, blue) > least:
        return "red"
    return "blue" if blue - max(red, green) > least else "black"


@contextmanager
def _flat(
    document: pypdfium2.PdfDocument, index: int, hidden: Sequence[int]
) -> Iterator[pypdfium2.PdfPage]:
    """A copy of the page that all marks but the hidden ones are part of."""
    with closing(pypdfium2.PdfDocument.new()) as copy:
        copy.import_pages(document, [index])
        with closing(copy[0]) as page:
            hide(page, hidden)
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        with closing(copy[0]) as page:
            yield page


def _added(page: pypdfium2.PdfPage, whole: pypdfium2.PdfPage) -> list[LayerWord]:
    """The words that a page has more when its marks are part of it."""
    return list((Counter(layer_words(whole)) - Counter(layer_words(page))).elements())


def _said(
    marks: Sequence[ShownMark], words: Sequence[LayerWord]
) -> list[tuple[ShownMark, Sequence[LayerWord]]]:
    """Each mark with its words."""
    return [(mark, [word for word in words if _holds(mark.box, word.box)]) for mark in marks]


def _holds(box: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _is_panel(words: Sequence[LayerWord]) -> bool:
    return _PANEL.search(fold(_text(words))) is not None


def _text(words: Sequence[LayerWord]) -> str:
    return " ".join(word.text for word in words)
