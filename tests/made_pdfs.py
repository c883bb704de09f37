"""PDFs made by the test that needs them: one image a page in any packing, text layers visible and hidden."""

from __future__ import annotations

import ctypes
import io
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

import bad_files
import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw, ImageFont

FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
DPI = 200
A4 = (1654, 2339)
HIDDEN = 3  # text render mode: neither filled nor stroked
LINES = (
    "Thực hiện Kế hoạch cải cách hành chính của tỉnh, Sở Nội vụ báo cáo kết quả",
    "Các cơ quan, đơn vị đã rà soát thủ tục hành chính thuộc phạm vi quản lý",
    "và niêm yết công khai tại bộ phận tiếp nhận và trả kết quả theo quy định",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt yêu cầu, không có phản ánh, kiến nghị",
    "Đề nghị các phòng chuyên môn tiếp tục nâng cao chất lượng phục vụ người dân",
    "và doanh nghiệp, khắc phục những tồn tại đã được chỉ ra trong năm vừa qua",
)


def page_of(lines: Sequence[str] = LINES, size: tuple[int, int] = A4) -> Image.Image:
    """Lines of invented text drawn on a white page at 200 dpi."""
    image = Image.new("L", size, 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), 38)
    for number, line in enumerate(lines):
        pen.text((180, 250 + 80 * number), line, fill=0, font=font)
    return image


def image_pdf(packed: tuple[bytes, bytes], size: tuple[int, int], dpi: float = DPI) -> bytes:
    """A page that is one image; `packed` is what its dictionary says beside its size, and its bytes."""
    says, data = packed
    width, height = (side * 72 / dpi for side in size)
    place = b"q %f 0 0 %f 0 0 cm /I Do Q" % (width, height)
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % size
    return bad_files.pdf(
        "3 0 R",
        {
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %f %f]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>"
            % (width, height),
            4: _stream(b"", place),
            5: _stream(head + says, data),
        },
    )


def _stream(says: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (says, len(data), data)


def packings(image: Image.Image) -> dict[str, tuple[bytes, bytes]]:
    """A black and white page as PDF knows to pack it."""
    grey = np.asarray(image)
    bits = image.convert("1")
    fax, (width, height) = _group4(bits), image.size
    cmyk = image.convert("RGB").convert("CMYK")
    packed = zlib.compress(np.packbits(np.asarray(bits), axis=1).tobytes())
    sizes = b"<</K -1/Columns %d/Rows %d/BlackIs1 true>>" % (width, height)
    return {
        "grey": (_says("Gray", 8), zlib.compress(grey.tobytes())),
        "16 bit": (_says("Gray", 16), zlib.compress((grey.astype(">u2") * 257).tobytes())),
        "1 bit": (_says("Gray", 1), packed),
        "mask": (b"/ImageMask true/BitsPerComponent 1/Filter/FlateDecode", packed),
        "CCITT": (_says("Gray", 1, "CCITTFax") + b"/DecodeParms" + sizes, fax),
        "JBIG2": (_says("Gray", 1, "JBIG2") + b"/Decode[1 0]", _jbig2(fax, width, height)),
        "JPEG 2000": (b"/Filter/JPXDecode", encoded(image, "JPEG2000")),
        "CMYK": (_says("CMYK", 8), zlib.compress(np.asarray(cmyk).tobytes())),
        "Adobe's CMYK JPEG": (_says("CMYK", 8, "DCT") + b"/Decode[1 0 1 0 1 0 1 0]", encoded(cmyk, "JPEG", quality=95)),
    }  # fmt: skip


def _says(space: str, bits: int, packing: str = "Flate") -> bytes:
    return f"/ColorSpace/Device{space}/BitsPerComponent {bits}/Filter/{packing}Decode".encode()


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def _group4(bits: Image.Image) -> bytes:
    """The CCITT group 4 data of an image, ink 1 in it, from a TIFF of one strip."""
    data = encoded(bits, "TIFF", compression="group4", tiffinfo={278: bits.height})
    with Image.open(io.BytesIO(data)) as tiff:
        start, size = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    return data[start : start + size]


def _jbig2(fax: bytes, width: int, height: int) -> bytes:
    """A JBIG2 stream of one generic region, which may hold group 4 data (ITU-T T.88, 7.4.6)."""

    def segment(number: int, kind: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data

    page = struct.pack(">IIIIBH", width, height, 0, 0, 0, 0)
    region = struct.pack(">IIIIB", width, height, 0, 0, 0) + b"\x01" + fax
    return segment(0, 48, page) + segment(1, 38, region)


def layered(
    image: Image.Image | None,
    lines: Sequence[str],
    *,
    hidden: bool = True,
    size: tuple[int, int] = A4,
    where: tuple[int, int] = (180, 250),
) -> bytes:
    """A page with text where `page_of` draws it: behind an image as scanners put it, or alone."""
    document = pypdfium2.PdfDocument.new()
    width, height = (side * 72 / DPI for side in size)
    page = document.new_page(width, height)
    if image is not None:
        _put_image(document, page, image, (width, height))
    font = _font(document)
    for number, line in enumerate(lines):
        text = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, 38 * 72 / DPI)
        letters = (line + "\0").encode("utf-16-le")
        pdfium.FPDFText_SetText(text, ctypes.cast(letters, pdfium.FPDF_WIDESTRING))
        if hidden:
            pdfium.FPDFTextObj_SetTextRenderMode(text, HIDDEN)
        x, y = (where[0] * 72 / DPI, height - (where[1] + 80 * number + 34) * 72 / DPI)
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, y)
        pdfium.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def _font(document: pypdfium2.PdfDocument) -> ctypes.c_void_p:
    data = FONT.read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    return pdfium.FPDFText_LoadFont(document.raw, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, 1)


def _put_image(
    document: pypdfium2.PdfDocument,
    page: pypdfium2.PdfPage,
    image: Image.Image,
    size: tuple[float, float],
) -> None:
    placed = pypdfium2.PdfImage.new(document)
    placed.set_bitmap(pypdfium2.PdfBitmap.from_pil(image))
    placed.set_matrix(pypdfium2.PdfMatrix().scale(*size))
    page.insert_obj(placed)


def joined(*files: bytes) -> bytes:
    """One PDF of the pages of several."""
    whole = pypdfium2.PdfDocument.new()
    for data in files:
        with pypdfium2.PdfDocument(data) as part:
            whole.import_pages(part)
    buffer = io.BytesIO()
    whole.save(buffer)
    whole.close()
    return buffer.getvalue()


def in_layers(
    page: Image.Image, *, attached: bool, dpi: float = DPI, paper: Image.Image | None = None
) -> bytes:
    """A page as archives keep it: a colour picture of half its resolution, and over it its letters as a one-bit mask.

    `attached`: the mask is that of a second picture of half the resolution, else it is painted by itself around the letters.
    """
    size = page.size
    width, height = (side * 72 / dpi for side in size)
    ground = paper or Image.new("RGB", (size[0] // 2, size[1] // 2), (250, 248, 240))
    below = _picture(ground, b"")
    bits = np.asarray(page.convert("L")) < 128
    if attached:
        ink = Image.new("RGB", (size[0] // 2, size[1] // 2), (20, 20, 30))
        objects = {5: below, 6: _picture(ink, b"/Mask 7 0 R"), 7: _mask(bits)}
        place = b"q %f 0 0 %f 0 0 cm /I Do /J Do Q" % (width, height)
    else:
        rows, columns = np.flatnonzero(bits.any(axis=1)), np.flatnonzero(bits.any(axis=0))
        x0, x1, y0, y1 = columns[0], columns[-1] + 1, rows[0], rows[-1] + 1
        objects = {5: below, 6: _mask(bits[y0:y1, x0:x1])}
        inch = 72 / dpi
        box = ((x1 - x0) * inch, (y1 - y0) * inch, x0 * inch, height - y1 * inch)
        place = b"q %f 0 0 %f 0 0 cm /I Do Q q %f 0 0 %f %f %f cm /J Do Q" % (width, height, *box)
    return bad_files.pdf(
        "3 0 R",
        {
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %f %f]/Resources<</XObject<</I 5 0 R/J 6 0 R>>>>/Contents 4 0 R>>"
            % (width, height),
            4: _stream(b"", place),
            **objects,
        },
    )


def _picture(image: Image.Image, says: bytes) -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % image.size
    return _stream(head + _says("RGB", 8, "DCT") + says, encoded(image, "JPEG", quality=80))


def _mask(bits: np.ndarray) -> bytes:
    """A mask that paints where bits are set."""
    head = b"/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Filter/FlateDecode"
    size = b"/Width %d/Height %d" % bits.shape[::-1]
    return _stream(head + size, zlib.compress(np.packbits(~bits, axis=1).tobytes()))
