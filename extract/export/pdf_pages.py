"""Pictures as pages of a PDF, bit for bit: what PDF can hold as it is packed is not unpacked (JPEG, JPEG 2000, PNG, fax pages).

What it cannot hold is packed anew without loss. A page is as large as its resolution says; without one its longer side is that of A4.
Source: ISO 32000-1, 7.4 (filters); TIFF 6.0; PNG (third edition), 10 and 11.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from extract.ingest.raster import frames

_Untyped: TypeAlias = Any  # pikepdf's objects take any attribute
_POINTS = 72.0
_ORIENTATION = 0x0112
_STRIP, _ROWS, _PHOTOMETRIC = 273, 278, 262
_PNG = b"\x89PNG\r\n\x1a\n"
_TURNED = 5  # orientations from this on are turned by a quarter
#: By the orientation of EXIF and TIFF: the picture's matrix on a page of width w and height h.
_PLACES = {
    1: "w 0 0 h 0 0", 2: "-w 0 0 h w 0", 3: "-w 0 0 -h w h", 4: "w 0 0 -h 0 h",
    5: "0 -h -w 0 w h", 6: "0 -h w 0 0 h", 7: "0 h w 0 0 0", 8: "0 h -w 0 w 0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Packed:
    """A picture as PDF holds it: its bytes, and what its dictionary says beside its size."""

    data: bytes
    says: dict[str, _Untyped]
    mask: bytes | None = None  # how far each pixel is seen


def pdf_of_pictures(data: bytes, max_mpixels: float) -> pikepdf.Pdf:
    """A PDF of the pages of an image file. Errors as `extract.ingest.raster.read_page`."""
    pdf = pikepdf.Pdf.new()
    for image, dpi in frames(data, max_mpixels):
        packed = _packed(image, data)
        stream = pdf.make_stream(packed.data)
        size = {"Width": image.width, "Height": image.height}
        for key, value in {
            "Type": Name.XObject,
            "Subtype": Name.Image,
            **size,
            **packed.says,
        }.items():
            stream[f"/{key}"] = value
        if packed.mask is not None:
            mask = pdf.make_stream(zlib.compress(packed.mask))
            told = {"Type": Name.XObject, "Subtype": Name.Image, **size, "ColorSpace": Name.DeviceGray, "BitsPerComponent": 8, "Filter": Name.FlateDecode}  # fmt: skip
            for key, value in told.items():
                mask[f"/{key}"] = value
            stream.SMask = mask
        _add_page(pdf, stream, image, dpi)
    return pdf


def _add_page(
    pdf: pikepdf.Pdf, stream: _Untyped, image: Image.Image, dpi: tuple[float, float]
) -> None:
    place = _orientation(image)
    sides = [round(side * _POINTS / fine, 3) for side, fine in zip(image.size, dpi, strict=True)]
    w, h = sides[:: -1 if place >= _TURNED else 1]
    page = pdf.add_blank_page(page_size=(w, h))
    page.obj.Resources = Dictionary(XObject=Dictionary(I=stream))
    matrix = _PLACES[place].replace("w", f"{w:g}").replace("h", f"{h:g}")
    page.Contents = pdf.make_stream(f"q {matrix} cm /I Do Q".encode())


def _orientation(image: Image.Image) -> int:
    place = image.getexif().get(_ORIENTATION, 1)
    return place if place in _PLACES else 1


def _packed(image: Image.Image, data: bytes) -> _Packed:
    single = getattr(image, "n_frames", 1) == 1
    if image.format == "JPEG" and image.mode in {"L", "RGB", "CMYK"}:
        space = {"L": Name.DeviceGray, "RGB": Name.DeviceRGB, "CMYK": Name.DeviceCMYK}[image.mode]
        says = {"ColorSpace": space, "BitsPerComponent": 8, "Filter": Name.DCTDecode}
        if image.mode == "CMYK" and "adobe" in image.info:
            says["Decode"] = Array([1, 0] * 4)
        return _Packed(data, says)
    if image.format == "JPEG2000" and single and image.mode in {"L", "RGB"}:
        return _Packed(data, {"Filter": Name.JPXDecode})
    if image.format == "PNG" and single and (known := _of_png(data)):
        return known
    if image.mode == "1":
        return _fax(image)
    return _anew(image)


def _of_png(data: bytes) -> _Packed | None:
    """A PNG's own bytes; `None` where it is interlaced or has clear parts."""
    chunks = list(_chunks(data))
    head = next(body for tag, body in chunks if tag == b"IHDR")
    width, _, bits, kind, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if interlaced or kind not in {0, 2, 3} or any(tag in {b"tRNS", b"acTL"} for tag, _ in chunks):
        return None
    colours = {2: 3}.get(kind, 1)
    space: _Untyped = {0: Name.DeviceGray, 2: Name.DeviceRGB}.get(kind)
    if space is None:
        palette = next(body for tag, body in chunks if tag == b"PLTE")
        space = Array(
            [Name.Indexed, Name.DeviceRGB, len(palette) // 3 - 1, pikepdf.String(palette)]
        )
    how = Dictionary(Predictor=15, Colors=colours, BitsPerComponent=bits, Columns=width)
    says = {
        "ColorSpace": space,
        "BitsPerComponent": bits,
        "Filter": Name.FlateDecode,
        "DecodeParms": how,
    }
    return _Packed(b"".join(body for tag, body in chunks if tag == b"IDAT"), says)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 8 <= len(data):
        (length,), tag = struct.unpack(">I", data[at : at + 4]), data[at + 4 : at + 8]
        yield tag, data[at + 8 : at + 8 + length]
        at += length + 12


def _fax(image: Image.Image) -> _Packed:
    """A black and white page as one strip of fax lines (group 4)."""
    made = io.BytesIO()
    plain = Image.frombytes("1", image.size, image.tobytes())
    plain.save(made, "TIFF", compression="group4", tiffinfo={_ROWS: image.height})
    with Image.open(made) as tiff:
        tags: _Untyped = tiff.tag_v2  # type: ignore[attr-defined]
        (start,), (length,) = tags[_STRIP], tags[279]
        white_first = tags[_PHOTOMETRIC] == 1
    how = Dictionary(K=-1, Columns=image.width, Rows=image.height, BlackIs1=white_first)
    says = {
        "ColorSpace": Name.DeviceGray,
        "BitsPerComponent": 1,
        "Filter": Name.CCITTFaxDecode,
        "DecodeParms": how,
    }
    return _Packed(made.getvalue()[start : start + length], says)


def _anew(image: Image.Image) -> _Packed:
    """Any other picture: its pixels as a PNG packs them, clear parts as a mask."""
    mask = None
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        clear = image.convert("RGBA")
        mask = clear.getchannel("A").tobytes()
        image = clear.convert("L" if image.mode in {"LA", "La"} else "RGB")
    elif image.mode not in {"L", "RGB", "P", "I;16"}:
        image = image.convert("RGB")
    made = io.BytesIO()
    image.save(made, "PNG")
    found = _of_png(made.getvalue())
    assert found is not None, "we write no interlaced PNG"
    return _Packed(found.data, found.says, mask)
