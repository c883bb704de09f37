"""PDF files to pages: a text layer that can be trusted, else the page's picture (promises I2 to I4).

Each page is decided by itself on evidence, and the reason stands in its notes: does the layer look like Vietnamese, in Unicode or
an older code, or like a language at all; does it say what is printed there (`coverage`). A scan whose layer passes is also compared with a quick
reading, in `extract.ocr`, which has the reader.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import EncryptedInput, UnreadableInput, VanbanError
from extract.ingest.coverage import coverage
from extract.ingest.layer import in_unicode, layer_words, on_page
from extract.ingest.legacy_layer import code_of
from extract.ingest.legible import judge
from extract.ingest.page import LAYER_USED, LayerWord, PageImage, PageLayer
from extract.ingest.pdf_draw import LAYOUT_DPI, draw
from extract.ingest.pdf_layers import is_scan, pictures
from extract.ingest.pdf_lost import check_content
from extract.ingest.pdf_mend import is_cut_off, mended
from extract.ingest.pdf_shown import levelled, shown, strips, with_beside
from extract.ingest.pdf_signed import signatures
from extract.model import Box, Signature

_LEAST_COVERED = 0.5  # good layers of scans cover 0.8 and more, signatures and stamps 0.1 and less
_DAMAGED = "the file is damaged or cut off: the pages that are left were read"
_DYNAMIC = "the file is a form that only its own program can show (XFA): what its pages hold without it was read"
_NO_LAYER = "no text layer: read from the picture"


@dataclass(frozen=True, slots=True)
class Opened:
    """An open PDF: how many pages it should have, and whether it is damaged, so that pages may have lost their content.

    `signatures`: the digital ones, of no page yet.
    """

    document: pypdfium2.PdfDocument
    count: int
    damaged: bool = False
    signatures: tuple[Signature, ...] = ()


@contextmanager
def open_pdf(data: bytes) -> Iterator[Opened]:
    """The document, put together anew where it is damaged; `EncryptedInput`, `UnreadableInput` where no page is left."""
    opened = _opened(data)
    try:
        yield replace(opened, signatures=signatures(opened.document, data))
    finally:
        opened.document.close()


def _opened(data: bytes) -> Opened:
    try:
        document = _document(data)
    except pypdfium2.PdfiumError as error:
        return _mended(data, _refusal(str(error)))
    if len(document) == 0:
        document.close()
        why = UnreadableInput("PDF", "it has no page", "Export it anew from its source.")
        return _mended(data, why)
    return Opened(document, len(document), is_cut_off(data))


def _mended(data: bytes, error: VanbanError) -> Opened:
    found = mended(data) if isinstance(error, UnreadableInput) else None
    if found is None:
        raise error
    try:
        return Opened(_document(found.data), found.stated, damaged=True)
    except pypdfium2.PdfiumError:
        raise error from None


def _document(data: bytes) -> pypdfium2.PdfDocument:
    """The document with its forms, so that fields without an appearance get one; the program of an XFA form is not run."""
    logging.getLogger("pypdfium2").setLevel(logging.ERROR)  # it warns that this cannot be done
    document = pypdfium2.PdfDocument(data, password="")
    document.init_forms()
    return document


def _refusal(message: str) -> EncryptedInput | UnreadableInput:
    if "password" in message.lower() or "security" in message.lower():
        return EncryptedInput(
            "PDF", "it is encrypted and needs a password", "Remove the password and run again."
        )
    return UnreadableInput(
        "PDF", "its structure is damaged", "Open it in a PDF viewer and save or print it anew."
    )


def count_pages(data: bytes) -> tuple[int, tuple[str, ...]]:
    """How many pages a PDF has, lost ones included, and what is to be noted; `UnreadableInput` where it has none."""
    with open_pdf(data) as opened:
        dynamic = opened.document.get_formtype() == pdfium.FORMTYPE_XFA_FULL
        said = ((opened.damaged, _DAMAGED), (dynamic, _DYNAMIC))
        return opened.count, tuple(note for true, note in said if true)


def read_page(opened: Opened, number: int, max_mpixels: float) -> PageImage | PageLayer:
    """Page `number` (1-based). `UnreadableInput`: the page object is missing or damaged, or its content is lost.

    `TooLargeInput`: it, or the picture that is all it shows, is beyond the limit.
    """
    try:
        page = opened.document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UnreadableInput(
            f"Page {number}", "the page is missing or damaged in the PDF", "Export the PDF anew."
        ) from error
    try:
        with shown(opened.document, page, number - 1) as sheet:
            words = levelled(layer_words(sheet.page), sheet.put)
            read = _read(sheet.page, words, number, max_mpixels)
            if isinstance(read, PageImage):
                check_content(sheet.page, number, read.pixels, max_mpixels, damaged=opened.damaged)
                return with_beside(read, sheet, opened.signatures, max_mpixels)
            image = with_beside(read.image, sheet, opened.signatures, max_mpixels)
            return replace(read, image=image, strips=strips(sheet, number, max_mpixels))
    finally:
        page.close()


def _read(
    page: pypdfium2.PdfPage, words: Sequence[LayerWord], number: int, max_mpixels: float
) -> PageImage | PageLayer:
    if not words:
        return draw(page, number, None, max_mpixels, (_NO_LAYER,))
    scanned = is_scan(page)
    texts = [word.text for word in words]
    code, found = code_of(texts) or (None, judge(texts))
    objection = found.objection(scanned=scanned)
    if objection is not None:
        return draw(page, number, None, max_mpixels, _rejected(objection))
    image = draw(page, number, None if scanned else LAYOUT_DPI, max_mpixels)
    share = coverage(image, words, () if scanned else _boxes(page))
    if share is not None and share < _LEAST_COVERED:
        said = _rejected(f"it holds only {share:.0%} of what is printed")
        return draw(page, number, None, max_mpixels, said)
    held = "" if share is None else f", {share:.0%} of what is printed"
    written = "" if code is None else f"written in {code}, "
    notes = (*image.notes, f"{LAYER_USED}: {written}{found}{held}")
    image = replace(image, notes=notes)
    kept = tuple(words) if code else in_unicode(words)
    return PageLayer(image, kept, scanned=scanned, code=code, held=share)


def _rejected(objection: str) -> tuple[str, ...]:
    return (f"text layer rejected: {objection}",)


def _boxes(page: pypdfium2.PdfPage) -> Sequence[Box]:
    return [on_page(page, picture.bounds) for picture in pictures(page)]
