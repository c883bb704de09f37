"""PDF files to pages: a text layer that can be trusted, else the page's picture at its own resolution (promises I2 to I4).

A scanned page is drawn at the resolution of its largest embedded image, so that no pixel is invented or lost and turned
or cropped pages come out as a person sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import EncryptedInput, UnreadableInput
from extract.ingest.layer import layer_words
from extract.ingest.legible import judge
from extract.ingest.page import PageImage, PageLayer, Pixels
from extract.ingest.raster import check_size

_POINTS_PER_INCH = 72.0
_LAYOUT_DPI = 100.0  # enough to see rules and gutters of a page whose letters are known
_DRAWN_DPI = 300.0  # pages of vector drawings without text
_SCAN_DPI = (
    100.0,
    400.0,
)  # above 400 letters gain nothing (measured: 400 reads no better than 300)
_FEWEST_CHARACTERS = 20
_PICTURE_SHARE = 0.5  # an image that covers half of the page makes it a scan


@contextmanager
def open_pdf(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document; `EncryptedInput` where it needs a password, `UnreadableInput` where it is damaged."""
    try:
        document = pypdfium2.PdfDocument(data, password="")
    except pypdfium2.PdfiumError as error:
        raise _refusal(str(error)) from error
    try:
        yield document
    finally:
        document.close()


def _refusal(message: str) -> EncryptedInput | UnreadableInput:
    if "password" in message.lower() or "security" in message.lower():
        return EncryptedInput(
            "PDF", "it is encrypted and needs a password", "Remove the password and run again."
        )
    return UnreadableInput(
        "PDF", "its structure is damaged", "Open it in a PDF viewer and save or print it anew."
    )


def count_pages(data: bytes) -> int:
    """How many pages a PDF names; `UnreadableInput` where it has none."""
    with open_pdf(data) as document:
        count = len(document)
    if count == 0:
        raise UnreadableInput("PDF", "it has no page", "Export it anew from its source.")
    return count


def read_page(
    document: pypdfium2.PdfDocument, number: int, max_mpixels: float
) -> PageImage | PageLayer:
    """Page `number` (1-based). `UnreadableInput`: the page object is missing or damaged."""
    try:
        page = document[number - 1]
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise UnreadableInput(
            f"Page {number}", "the page is missing or damaged in the PDF", "Export the PDF anew."
        ) from error
    try:
        return _read(page, number, max_mpixels)
    finally:
        page.close()


def _read(page: pypdfium2.PdfPage, number: int, max_mpixels: float) -> PageImage | PageLayer:
    words = layer_words(page)
    if sum(len(word.text) for word in words) < _FEWEST_CHARACTERS:
        return draw(page, number, scan_dpi(page), max_mpixels)
    objection = _objection(page, [word.text for word in words])
    if objection is None:
        return PageLayer(draw(page, number, _LAYOUT_DPI, max_mpixels), words)
    notes = (f"text layer rejected: {objection}",)
    return draw(page, number, scan_dpi(page), max_mpixels, notes)


def _objection(page: pypdfium2.PdfPage, words: list[str]) -> str | None:
    """Why a layer is not trusted; plain ASCII on a page without a scan is an English or unaccented original."""
    if not _is_scan(page) and all(word.isascii() and word.isprintable() for word in words):
        return None
    return judge(words).objection


def scan_dpi(page: pypdfium2.PdfPage) -> float:
    """The resolution of the largest image that covers the page, `_DRAWN_DPI` where none does."""
    least, most = _SCAN_DPI
    if not _is_scan(page):
        return _DRAWN_DPI
    return min(max(max(_placed_images(page))[1], least), most)


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether one image covers half of the page."""
    width, height = page.get_size()
    covered = max(_placed_images(page), default=(0.0, 0.0))[0]
    return bool(covered >= _PICTURE_SHARE * width * height)


def _placed_images(page: pypdfium2.PdfPage) -> Iterator[tuple[float, float]]:
    """Area in square points and resolution of each image of a page."""
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = image.get_bounds()
        area = (right - left) * (top - bottom)
        across, down = image.get_px_size()
        if area > 0 and across * down > 0:
            yield area, _POINTS_PER_INCH * float(across * down / area) ** 0.5


def draw(
    page: pypdfium2.PdfPage,
    number: int,
    dpi: float,
    max_mpixels: float,
    notes: tuple[str, ...] = (),
) -> PageImage:
    """A page as pixels, at `dpi` or, where that would pass the limit, at what the limit allows (noted)."""
    width, height = (side / _POINTS_PER_INCH for side in page.get_size())
    most = (max_mpixels * 0.98e6 / max(width * height, 1e-6)) ** 0.5
    if most < dpi:
        notes = (*notes, f"drawn at {most:.0f} dpi instead of {dpi:.0f}: the page is very large")
        dpi = most
    check_size(round(width * dpi), round(height * dpi), max_mpixels)
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=True)
    try:
        return PageImage(number, _pixels(bitmap), dpi, notes)
    finally:
        bitmap.close()


def _pixels(bitmap: pypdfium2.PdfBitmap) -> Pixels:
    """A bitmap's pixels as our own copy: grey where no pixel has colour."""
    colours: Pixels = bitmap.to_numpy()
    if colours.ndim == 2:  # noqa: PLR2004
        return colours.copy()
    rgb = np.ascontiguousarray(colours[:, :, :3])
    sample = rgb[::4, ::4].astype(np.int16)
    return rgb if int(np.ptp(sample, axis=2).max(initial=0)) > 8 else rgb[:, :, 1].copy()  # noqa: PLR2004
