"""A PDF with a text layer, as a word processor makes it: the words of a drawn document as text objects at their places."""

from __future__ import annotations

import ctypes
import io
import re
import zlib
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from layout import DPI, FONTS, HEIGHT, WIDTH, Document, Words, px

_POINTS = 72 / DPI  # a pixel in points
_ASCENT = 0.891  # of Tinos, in ems: from the top of a line to its base line


def text_pdf(document: Document, to: Path) -> None:
    """Write the pages as a PDF with text (and no rules); the clock and random number that PDFium writes are levelled."""
    pdf = pypdfium2.PdfDocument.new()
    fonts: dict[str, ctypes.c_void_p] = {}
    for sheet in document.pages:
        page = pdf.new_page(px(WIDTH) * _POINTS, px(HEIGHT) * _POINTS)
        for words in sheet.words:
            font = fonts.get(words.style) or fonts.setdefault(words.style, _font(pdf, words.style))
            pdfium.FPDFPage_InsertObject(page.raw, _text(pdf, font, words))
        pdfium.FPDFPage_GenerateContent(page.raw)
    out = io.BytesIO()
    pdf.save(out)
    to.write_bytes(_levelled(out.getvalue()))


def _font(pdf: pypdfium2.PdfDocument, style: str) -> ctypes.c_void_p:
    data = (FONTS / f"Tinos-{style}.ttf").read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    return pdfium.FPDFText_LoadFont(pdf.raw, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, 1)


def _text(pdf: pypdfium2.PdfDocument, font: ctypes.c_void_p, words: Words) -> ctypes.c_void_p:
    size = words.size * _POINTS
    run = pdfium.FPDFPageObj_CreateTextObj(pdf.raw, font, size)
    text = ctypes.create_string_buffer(words.text.encode("utf-16-le") + b"\0\0")
    pdfium.FPDFText_SetText(run, ctypes.cast(text, ctypes.POINTER(ctypes.c_ushort)))
    base = px(HEIGHT) * _POINTS - words.y * _POINTS - _ASCENT * size
    pdfium.FPDFPageObj_Transform(run, 1, 0, 0, 1, words.x * _POINTS, base)
    return run


def _levelled(data: bytes) -> bytes:
    """The same bytes each time (the file's ID and days become zeros), with hyphens that are hyphens."""
    data = re.sub(
        rb"/ID\[<(\w+)><\w+>\]", lambda m: b"/ID[<%s><%s>]" % ((b"0" * len(m[1]),) * 2), data
    )
    data = re.sub(rb"\(D:\d{14}", b"(D:19700101000000", data)
    return re.sub(rb"(?s)(?<=stream\r\n)x.*?(?=\r\nendstream)", _mend_hyphens, data)


def _mend_hyphens(stream: re.Match[bytes]) -> bytes:
    """PDFium names the glyph of "-" by its other letter, the soft hyphen; the stream's length is kept."""
    plain = zlib.decompressobj().decompress(stream[0])
    if b"00AD" not in plain or b"beginbf" not in plain:
        return stream[0]
    packed = zlib.compress(plain.replace(b"00AD", b"002D"), 9)
    assert len(packed) <= len(stream[0]), "the patched map does not fit"
    return packed.ljust(len(stream[0]), b"\0")
