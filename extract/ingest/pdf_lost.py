"""Content of a PDF page that is lost though the page is there: no page is taken for blank whose picture nobody can show.

PDFium draws nothing in the place of a picture that it cannot decode, and says nothing. So a picture whose place stayed
white is decoded by itself (promise I9); of a damaged file a white page is one whose content is gone (I2).
"""

from __future__ import annotations

import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import UnreadableInput
from extract.ingest.layer import on_page
from extract.ingest.page import Pixels
from extract.ingest.pdf_layers import PICTURE_SHARE, Picture, pictures
from extract.ingest.raster import check_size

_WHITE = 250


def check_content(
    page: pypdfium2.PdfPage, number: int, drawn: Pixels, max_mpixels: float, *, damaged: bool
) -> None:
    """`UnreadableInput` where what the page shows is lost, `TooLargeInput` where its picture is too large to be shown."""
    blank = _is_white(drawn)
    if blank and damaged:
        why = "its content is lost, for the file is damaged"
        raise UnreadableInput(f"Page {number}", why, "Get the whole file again.")
    width, height = page.get_size()
    for picture in pictures(page):
        large = picture.area >= PICTURE_SHARE * width * height
        if blank or (large and _is_white(_place(page, picture, drawn))):
            _must_decode(picture, number, max_mpixels)


def _must_decode(picture: Picture, number: int, max_mpixels: float) -> None:
    check_size(*picture.size, max_mpixels)
    bitmap = pdfium.FPDFImageObj_GetBitmap(picture.image)
    if not bitmap:
        why = "its picture is damaged and cannot be shown"
        do = "Open it in a PDF viewer; if it is empty there too, scan or export the page again."
        raise UnreadableInput(f"Page {number}", why, do)
    pdfium.FPDFBitmap_Destroy(bitmap)


def _place(page: pypdfium2.PdfPage, picture: Picture, drawn: Pixels) -> Pixels:
    box = on_page(page, picture.bounds)
    down, across = drawn.shape[:2]
    rows = slice(max(0, round(box.y0 * down)), max(0, round(box.y1 * down)))
    return drawn[rows, max(0, round(box.x0 * across)) : max(0, round(box.x1 * across))]


def _is_white(pixels: Pixels) -> bool:
    return int(pixels.min(initial=255)) >= _WHITE
