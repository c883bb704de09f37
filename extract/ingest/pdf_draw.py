"""A PDF page as pixels: a scan at the very pixels of its image, anything else at the resolution asked for (promise I4).

A page that is one image is drawn at exactly that image's size, so that no pixel is invented or lost, and turned, cropped or
masked images still come out as a person sees them, whatever packs them (JBIG2, CCITT, JPEG 2000, CMYK, 16 bits).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from extract.errors import UnreadableInput
from extract.ingest.layer import on_page
from extract.ingest.page import PageImage, Pixels
from extract.ingest.raster import check_size

# How fine a page is whose print lies in layers: archives keep a colour picture of 150 dpi under a text mask of 300 dpi.
#
# The resolution is that of the finest pictures that together hold half of the page or half of its ink. A mask that a picture is
# seen through (`/Mask`, `/SMask`) is a layer as well; PDFium does not tell its size, the objects of the page alone do.

POINTS_PER_INCH = 72.0
PICTURE_SHARE = 0.5  # of the page or its ink: pictures that hold as much make a scan
_FINE_ENOUGH = 300.0  # no mask is sought behind a picture as fine as that: nothing is read finer
_AS_FINE = 0.95  # of a resolution: pictures are placed a pixel larger or smaller than they are
_MAP = 200.0  # pixels of the longer side of the map that shares are counted on
_INK = 160  # of 255: darker is ink
_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\s*(<<.{0,4000}?>>)\s*(?:stream|endobj)", re.DOTALL)
_MASK = re.compile(rb"/S?Mask (\d+) 0 R")
_WIDTH, _HEIGHT = re.compile(rb"/Width (\d+)"), re.compile(rb"/Height (\d+)")

Size = tuple[int, int]
Map = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image placed on a page: its bounds in points (left, bottom, right, top), size and bits a pixel; PDFium's object."""

    bounds: tuple[float, float, float, float]
    size: Size
    bits: int
    image: pypdfium2.PdfImage

    @property
    def area(self) -> float:
        """Square points."""
        left, bottom, right, top = self.bounds
        return (right - left) * (top - bottom)


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture with its finest size: its own, or that of the mask that it is seen through."""

    picture: PlacedImage
    size: Size

    @property
    def dpi(self) -> float:
        """Resolution, the mean of both directions."""
        return float(POINTS_PER_INCH * (self.size[0] * self.size[1] / self.picture.area) ** 0.5)


def pictures(page: pypdfium2.PdfPage) -> list[PlacedImage]:
    """The images of a page."""
    return list(_pictures(page))


def _pictures(page: pypdfium2.PdfPage) -> Iterator[PlacedImage]:
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        size = image.get_px_size()
        left, bottom, right, top = image.get_bounds()
        bits = image.get_metadata().bits_per_pixel
        picture = PlacedImage((left, bottom, right, top), size, bits, image)
        if picture.area > 0 and size[0] * size[1] > 0:
            yield picture


def finest(page: pypdfium2.PdfPage, number: int) -> Layer | None:
    """The layer whose resolution a scan has; `None` where the page is none."""
    layers = [Layer(picture, picture.size) for picture in pictures(page)]
    if not is_scan(page):
        return None
    if min(layer.dpi for layer in layers) < _FINE_ENOUGH:
        masks = _masks(page, number)
        layers = [replace(layer, size=masks.get(layer.size, layer.size)) for layer in layers]
    by_area = sorted(layers, key=lambda layer: -layer.picture.area)
    return next(_holding_the_print(page, sorted(by_area, key=lambda layer: -layer.dpi)))


def _holding_the_print(page: pypdfium2.PdfPage, layers: Sequence[Layer]) -> Iterator[Layer]:
    """Those layers that with all that are as fine or finer hold enough of the page or its ink."""
    ink: Map | None = None
    for layer in layers:
        placed = [one.picture for one in layers if one.dpi >= layer.dpi * _AS_FINE]
        held = _covered(page, placed)
        if held.mean() >= PICTURE_SHARE:
            yield layer
        ink = _ink(page) if ink is None else ink  # drawn only where it is needed
        if ink.any() and held[ink].mean() >= PICTURE_SHARE:
            yield layer


def is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether pictures cover half of the page."""
    return bool(_covered(page, pictures(page)).mean() >= PICTURE_SHARE)


def _map_size(page: pypdfium2.PdfPage) -> tuple[int, int]:
    """Rows and columns of the map of a page, as it is shown."""
    width, height = page.get_size()
    scale = _MAP / max(width, height)
    return max(1, round(height * scale)), max(1, round(width * scale))


def _covered(page: pypdfium2.PdfPage, placed: Sequence[PlacedImage]) -> Map:
    """Where on the map pictures lie."""
    rows, columns = _map_size(page)
    held = np.zeros((rows, columns), np.bool_)
    for picture in placed:
        box = on_page(page, picture.bounds)
        down = slice(max(0, round(box.y0 * rows)), max(0, round(box.y1 * rows)))
        held[down, max(0, round(box.x0 * columns)) : max(0, round(box.x1 * columns))] = True
    return held


def _ink(page: pypdfium2.PdfPage) -> Map:
    """Where on the map anything dark is shown."""
    rows, columns = _map_size(page)
    drawn = page.render(scale=_MAP / max(page.get_size()), grayscale=True).to_numpy()
    small = cv2.resize(drawn, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small < _INK)


def _masks(page: pypdfium2.PdfPage, number: int) -> dict[Size, Size]:
    """By the size of a picture that is seen through a finer mask, the size of the finest such mask."""
    objects = dict(_OBJECT.findall(_alone(page, number)))
    found: dict[Size, Size] = {}
    for says in objects.values():
        for mask in map(objects.get, _MASK.findall(says)):
            own, finer = _size(says), _size(mask or b"")
            if own and finer and finer[0] > max(own[0], found.get(own, own)[0]):
                found[own] = finer
    return found


def _size(says: bytes) -> Size | None:
    width, height = _WIDTH.search(says), _HEIGHT.search(says)
    return (int(width[1]), int(height[1])) if width and height else None


def _alone(page: pypdfium2.PdfPage, number: int) -> bytes:
    """A file of this page alone, as PDFium writes it; empty where it cannot."""
    single = pypdfium2.PdfDocument.new()
    try:
        single.import_pages(page.pdf, [min(number, len(page.pdf)) - 1])  # it may stand alone
        buffer = io.BytesIO()
        single.save(buffer)
        return buffer.getvalue()
    except pypdfium2.PdfiumError:
        return b""
    finally:
        single.close()


LAYOUT_DPI = 100.0  # enough to see rules and gutters of a page whose letters are known
_DRAWN_DPI = 300.0  # pages of vector drawings without text
# above 400 letters gain nothing (400 reads no better than 300)
_LEAST_DPI, _MOST_DPI = 100.0, 400.0
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


# Content of a PDF page that is lost though the page is there: no page is taken for blank whose picture nobody can show.
#
# PDFium draws nothing in the place of a picture that it cannot decode, and says nothing. So a picture whose place stayed
# white is decoded by itself (promise I9); of a damaged file a white page is one whose content is gone (I2).

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


def _must_decode(picture: PlacedImage, number: int, max_mpixels: float) -> None:
    check_size(*picture.size, max_mpixels)
    bitmap = pdfium.FPDFImageObj_GetBitmap(picture.image)
    if not bitmap:
        why = "its picture is damaged and cannot be shown"
        do = "Open it in a PDF viewer; if it is empty there too, scan or export the page again."
        raise UnreadableInput(f"Page {number}", why, do)
    pdfium.FPDFBitmap_Destroy(bitmap)


def _place(page: pypdfium2.PdfPage, picture: PlacedImage, drawn: Pixels) -> Pixels:
    box = on_page(page, picture.bounds)
    down, across = drawn.shape[:2]
    rows = slice(max(0, round(box.y0 * down)), max(0, round(box.y1 * down)))
    return drawn[rows, max(0, round(box.x0 * across)) : max(0, round(box.x1 * across))]


def _is_white(pixels: Pixels) -> bool:
    return int(pixels.min(initial=255)) >= _WHITE
