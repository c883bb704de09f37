"""PDF files to pages: a text layer that can be trusted, else the page's picture (promises I2 to I4).

Each page is decided by itself on evidence, and the reason stands in its notes: does the layer look like Vietnamese, in Unicode or
an older code, or like a language at all; does it say what is printed there (`coverage`). A scan whose layer passes is also compared with a quick
reading, in `extract.ocr`, which has the reader.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import EncryptedInput, UnreadableInput, VanbanError
from extract.ingest.layer import coverage, in_unicode, layer_words, on_page
from extract.ingest.legible import code_of, judge
from extract.ingest.page import LayerWord, PageImage, PageLayer
from extract.ingest.pdf_draw import LAYOUT_DPI, check_content, draw, is_scan, pictures
from extract.ingest.pdf_shown import levelled, shown, strips, with_beside
from extract.ingest.pdf_signed import signatures
from extract.model import Box, NoteCode, Signature, noted

# A damaged PDF put together anew: the page objects that are there, in a new page tree (promise I2).
#
# A file cut off in the middle has lost its cross-reference table and often its page tree, which many programs write last;
# the pages before the cut are whole all the same. Objects are found by their marks `N G obj`, those packed in object streams
# are unpacked. What a page needs and does not find is drawn as nothing: the caller tells such a page from a blank one.
# Source: ISO 32000-1, 7.3.10 (objects), 7.5.7 (object streams).

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,9})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_TREE = re.compile(rb"/Type\s*/Pages(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+(\d{1,6})")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b")
_NUMBER = re.compile(rb"/(N|First)\s+(\d{1,9})")
_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 4096  # bytes in which an object says its type
_MOST_UNPACKED = 64_000_000
_MOST_PAGES = 100_000
_TAIL = 2048  # bytes in which a whole file says where its table is


@dataclass(frozen=True, slots=True)
class MendedPdf:
    """A PDF of the pages that were found, and how many there were once: one more than found, where that is not known."""

    data: bytes
    found: int
    stated: int


def is_cut_off(data: bytes) -> bool:
    """Whether a PDF lacks its end."""
    return b"startxref" not in data[-_TAIL:]


def mended(data: bytes) -> MendedPdf | None:
    """The PDF with a new page tree; `None` where it holds no page, or is encrypted."""
    if b"/Encrypt" in data:
        return None
    places = {int(found[1]): found.start() for found in _OBJECT.finditer(data)}
    unpacked = dict(_unpacked(data, places))
    pages = [number for number in sorted(places) if _is_page(data, places[number])]
    pages += [number for number in sorted(unpacked) if _PAGE.search(unpacked[number])]
    if not pages or len(pages) > _MOST_PAGES:
        return None
    return MendedPdf(_written(data, places, unpacked, pages), len(pages), _stated(data, len(pages)))


def _is_page(data: bytes, start: int) -> bool:
    head = data[start : start + _HEAD].partition(b"endobj")[0].partition(b"stream")[0]
    return _PAGE.search(head) is not None


def _stated(data: bytes, found: int) -> int:
    """The number of pages that a page tree states, where one is left and says more than was found."""
    counts = (
        int(count[1])
        for tree in _TREE.finditer(data)
        if (count := _COUNT.search(data, max(0, tree.start() - _HEAD), tree.end() + _HEAD))
    )
    return max(found, min(max(counts, default=found + 1), _MOST_PAGES))


def _unpacked(data: bytes, places: dict[int, int]) -> Iterator[tuple[int, bytes]]:
    """Number and body of each object in the file's whole object streams, which stand in no other way."""
    left = _MOST_UNPACKED
    for start in places.values():
        head = data[start : start + _HEAD].partition(b"endobj")[0]
        stream = _STREAM.search(head)
        if stream is None or not _PACKED.search(head[: stream.start()]):
            continue
        facts = {name: int(value) for name, value in _NUMBER.findall(head[: stream.start()])}
        body = _inflated(data[start + stream.end() :], left)
        left -= len(body)
        first = facts.get(b"First", 0)
        numbers = [int(word) for word in body[:first].split() if word.isdigit()]
        pairs = list(zip(numbers[0::2], numbers[1::2], strict=False))
        ends = [*(offset for _, offset in pairs[1:]), len(body) - first]
        for (number, offset), end in zip(pairs, ends, strict=False):  # of no object one end
            if number not in places:
                yield number, body[first + offset : first + end]


def _inflated(data: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, max(most, 1))
    except zlib.error:
        return b""


def _written(
    data: bytes, places: dict[int, int], unpacked: dict[int, bytes], pages: list[int]
) -> bytes:
    """The old bytes, behind them the unpacked objects, a page tree, a catalogue and a table of all."""
    tree = max([*places, *unpacked]) + 1
    kids = b" ".join(b"%d 0 R" % number for number in pages)
    new = {
        **unpacked,
        tree: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        tree + 1: b"<</Type/Catalog/Pages %d 0 R>>" % tree,
    }
    pieces, at, where = [data, b"\nendstream\nendobj\n"], len(data) + 18, dict(places)
    for number, body in new.items():
        where[number] = at + 1
        pieces.append(b"\n%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(pieces[-1])
    table = b"".join(
        b"%010d 00000 n \n" % where[number] if number in where else b"0000000000 65535 f \n"
        for number in range(tree + 2)
    )
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join(
        [*pieces, b"xref\n0 %d\n" % (tree + 2), table, trailer % (tree + 2, tree + 1, at)]
    )


_LEAST_COVERED = 0.5  # good layers of scans cover 0.8 and more, signatures and stamps 0.1 and less
_DAMAGED = "the file is damaged or cut off: the pages that are left were read"
_DYNAMIC = "the file is a form that only its own program can show (XFA): what its pages hold without it was read"
_NO_LAYER = "no text layer: read from the picture"


@dataclass(frozen=True, slots=True)
class OpenedPdf:
    """An open PDF: how many pages it should have, and whether it is damaged, so that pages may have lost their content.

    `signatures`: the digital ones, of no page yet.
    """

    document: pypdfium2.PdfDocument
    count: int
    damaged: bool = False
    signatures: tuple[Signature, ...] = ()


@contextmanager
def open_pdf(data: bytes) -> Iterator[OpenedPdf]:
    """The document, put together anew where it is damaged; `EncryptedInput`, `UnreadableInput` where no page is left."""
    opened = _opened(data)
    try:
        yield replace(opened, signatures=signatures(opened.document, data))
    finally:
        opened.document.close()


def _opened(data: bytes) -> OpenedPdf:
    try:
        document = _document(data)
    except pypdfium2.PdfiumError as error:
        return _mended(data, _refusal(str(error)))
    if len(document) == 0:
        document.close()
        why = UnreadableInput("PDF", "it has no page", "Export it anew from its source.")
        return _mended(data, why)
    return OpenedPdf(document, len(document), is_cut_off(data))


def _mended(data: bytes, error: VanbanError) -> OpenedPdf:
    found = mended(data) if isinstance(error, UnreadableInput) else None
    if found is None:
        raise error
    try:
        return OpenedPdf(_document(found.data), found.stated, damaged=True)
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


def read_page(opened: OpenedPdf, number: int, max_mpixels: float) -> PageImage | PageLayer:
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
        why = f"it holds only {share:.0%} of what is printed"
        return draw(page, number, None, max_mpixels, _rejected(why))
    held = "" if share is None else f", {share:.0%} of what is printed"
    written = "" if code is None else f"written in {code}, "
    kind = NoteCode.LAYER_USED if code is None else NoteCode.LAYER_DECODED
    said = noted(kind, f"text layer used: {written}{found}{held}")
    image = replace(image, notes=(*image.notes, said))
    kept = tuple(words) if code else in_unicode(words)
    return PageLayer(image, kept, scanned=scanned, code=code, held=share)


def _rejected(objection: str) -> tuple[str, ...]:
    return (f"text layer rejected: {objection}",)


def _boxes(page: pypdfium2.PdfPage) -> Sequence[Box]:
    return [on_page(page, picture.bounds) for picture in pictures(page)]
