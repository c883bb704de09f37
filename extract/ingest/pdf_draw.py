"""A PDF page as pixels: a scan at the very pixels of its image, anything else at the resolution asked for (promise I4).

A page that is one image is drawn at exactly that image's size, so that no pixel is invented or lost, and turned, cropped or
masked images still come out as a person sees them, whatever packs them (JBIG2, CCITT, JPEG 2000, CMYK, 16 bits).
"""

from __future__ import annotations

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.ingest.page import PageImage, Pixels
from extract.ingest.pdf_layers import POINTS_PER_INCH, Layer, finest, pictures
from extract.ingest.raster import check_size

LAYOUT_DPI = 100.0  # enough to see rules and gutters of a page whose letters are known
_DRAWN_DPI = 300.0  # pages of vector drawings without text
_LEAST_DPI, _MOST_DPI = (
    100.0,
    400.0,
)  # above 400 letters gain nothing (400 reads no better than 300)
_WHOLE = 0.97  # of the page: a picture that covers it is the page
_HAIR = 0.005  # pixels
_EQUAL = 0.02
_COLOURS = 24  # bits a pixel


def draw(
    page: pypdfium2.PdfPage,
    number: int,
    dpi: float | None,
    max_mpixels: float,
    notes: tuple[str, ...] = (),
) -> PageImage:
    """A page as pixels, at `dpi` (`None`: its own) or, where that would pass the limit, at what the limit allows (noted)."""
    width, height = (side / POINTS_PER_INCH for side in page.get_size())
    layer = finest(page, number) if dpi is None else None
    exact = _own_size(page, layer) if layer else None
    wanted = dpi or (min(max(layer.dpi, _LEAST_DPI), _MOST_DPI) if layer else _DRAWN_DPI)
    most = (max_mpixels * 0.98e6 / max(width * height, 1e-6)) ** 0.5
    if most < wanted:
        said = f"drawn at {most:.0f} dpi instead of {wanted:.0f}: the page is very large"
        exact, wanted, notes = None, most, (*notes, said)
    across, down = exact or (round(width * wanted), round(height * wanted))
    check_size(across, down, max_mpixels)
    flags = pdfium.FPDF_ANNOT | (pdfium.FPDF_RENDER_NO_SMOOTHIMAGE if exact else 0)
    pixels = _pixels(page, (max(1, across), max(1, down)), flags, grey=_is_grey(page))
    return PageImage(number, pixels, wanted, notes)


def _own_size(page: pypdfium2.PdfPage, layer: Layer) -> tuple[int, int] | None:
    """The pixels of a layer that is the whole page, as it is shown; `None` where it is less or they are not square."""
    width, height = page.get_size()
    whole = layer.picture.area >= _WHOLE * width * height
    if not whole or not _LEAST_DPI <= layer.dpi <= _MOST_DPI:
        return None
    left, bottom, right, top = layer.picture.bounds
    shown = (width, height) if page.get_rotation() % 180 == 0 else (height, width)
    for size in (layer.size, layer.size[::-1]):  # it may be placed turned by a quarter
        x, y = size[0] / (right - left), size[1] / (top - bottom)
        if abs(x - y) <= _EQUAL * x:
            across, down = round(shown[0] * x), round(shown[1] * y)
            return (across, down) if page.get_rotation() % 180 == 0 else (down, across)
    return None


def _is_grey(page: pypdfium2.PdfPage) -> bool:
    """Whether a page is nothing but one image of fewer bits than colours need."""
    objects = list(page.get_objects(max_depth=3))
    images = pictures(page)
    visible = [item for item in objects if item.type != pdfium.FPDF_PAGEOBJ_TEXT]
    return len(images) == len(visible) == 1 and images[0].bits < _COLOURS // 2


def _pixels(page: pypdfium2.PdfPage, size: tuple[int, int], flags: int, *, grey: bool) -> Pixels:
    """The page drawn on white: grey, or RGB where any pixel has colour."""
    width, height = size
    form = pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGR
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, form, rev_byteorder=not grey)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags |= pdfium.FPDF_GRAYSCALE if grey else pdfium.FPDF_REVERSE_BYTE_ORDER
        matrix, clip = _fitting(page, size), pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, flags)
        return _copied(bitmap.to_numpy())
    finally:
        bitmap.close()


def _fitting(page: pypdfium2.PdfPage, size: tuple[int, int]) -> pdfium.FS_MATRIX:
    """The page fitted to a bitmap, a hair smaller: PDFium widens an image that ends beyond a pixel's edge by rounding."""
    (width, height), (across, down) = page.get_size(), size
    return pdfium.FS_MATRIX(
        (across - 2 * _HAIR) / width, 0, 0, (down - 2 * _HAIR) / height, _HAIR, _HAIR
    )


def _copied(colours: Pixels) -> Pixels:
    """Pixels as our own copy: grey where no pixel has colour."""
    if colours.ndim == 2:  # noqa: PLR2004
        return colours.copy()
    if colours.shape[2] == 1:
        return colours[:, :, 0].copy()
    sample = colours[::4, ::4].astype(np.int16)
    coloured = int(np.ptp(sample, axis=2).max(initial=0)) > 8  # noqa: PLR2004
    return np.ascontiguousarray(colours) if coloured else colours[:, :, 1].copy()
