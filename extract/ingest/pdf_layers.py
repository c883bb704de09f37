"""How fine a page is whose print lies in layers: archives keep a colour picture of 150 dpi under a text mask of 300 dpi.

The resolution is that of the finest pictures that together hold half of the page or half of its ink. A mask that a picture is
seen through (`/Mask`, `/SMask`) is a layer as well; PDFium does not tell its size, the objects of the page alone do.
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

from extract.ingest.layer import on_page

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
class Picture:
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

    picture: Picture
    size: Size

    @property
    def dpi(self) -> float:
        """Resolution, the mean of both directions."""
        return float(POINTS_PER_INCH * (self.size[0] * self.size[1] / self.picture.area) ** 0.5)


def pictures(page: pypdfium2.PdfPage) -> list[Picture]:
    """The images of a page."""
    return list(_pictures(page))


def _pictures(page: pypdfium2.PdfPage) -> Iterator[Picture]:
    for image in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        size = image.get_px_size()
        left, bottom, right, top = image.get_bounds()
        bits = image.get_metadata().bits_per_pixel
        picture = Picture((left, bottom, right, top), size, bits, image)
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


def _covered(page: pypdfium2.PdfPage, placed: Sequence[Picture]) -> Map:
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
