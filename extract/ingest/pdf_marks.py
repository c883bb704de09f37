"""What lies over a PDF page (its annotations): form fields, stamps, typed notes; which of them are shown, and where."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from extract.ingest.layer import on_page
from extract.model import Box

_WITHOUT_PRINT = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
_HIDDEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN
_NEVER_SHOWN = _HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that is shown: its place among the page's, its box; `signs`: it is a signature field or a stamp."""

    index: int
    box: Box
    signs: bool


def marks_of(page: pypdfium2.PdfPage) -> list[Mark]:
    """The marks that are shown on a page, in the order in which they are drawn."""
    return [
        Mark(index, box, _is_signature(page, raw) or _kind(raw) == pdfium.FPDF_ANNOT_STAMP)
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
