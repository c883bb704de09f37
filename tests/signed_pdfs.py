"""Invented PDFs as signing software leaves them: number, date, seal and panel in fields over the page, and signature dictionaries."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import made_pdfs
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw, ImageFont

PANEL = (
    "Ký bởi: SỞ VĂN HÓA TỈNH MẪU SƠN",
    "Cơ quan: TỈNH MẪU SƠN",
    "Email: sovanhoa@mauson.invalid",
    "Thời gian ký: 07.05.2025 09:12:33 +07:00",
)
_STAMP = re.compile(rb"<</AP<<[^<>]*>>[^<>]*/Subtype/Stamp[^<>]*>>")


def _seal() -> Image.Image:
    ring = Image.new("RGB", (200, 200), "white")
    ImageDraw.Draw(ring).ellipse((5, 5, 195, 195), outline=(220, 20, 30), width=8)
    return ring


SEAL = _seal()


def pictured(words: str, width: float, height: float) -> Image.Image:
    """Words as a picture that fills a field of this size in points."""
    picture = Image.new("L", (round(width * 4), round(height * 4)), 255)
    font = ImageFont.truetype(str(made_pdfs.FONT), 13 * 4)
    ImageDraw.Draw(picture).text((4, picture.height - 16), words, fill=0, font=font, anchor="ls")
    return picture


@dataclass(frozen=True)
class Field:
    """A signature field: its box in points from the top left corner of A4, what it shows (lines, or a picture), its flags."""

    box: tuple[float, float, float, float]
    lines: Sequence[str] | Image.Image
    size: float = 13.0
    flags: int = 132  # print, locked


def signed(
    lines: Sequence[tuple[float, float, str]],
    fields: Sequence[Field],
    signers: Sequence[tuple[str, str]] = (),
    *,
    turn: int = 0,
    picture: Image.Image | None = None,
    small: Sequence[tuple[float, float, str]] = (),
) -> bytes:
    """A page of A4 with text (x, y, words), fields over it, and signatures (common name, time as PDF writes it) in the first fields."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    if picture is not None:
        made_pdfs._put_image(document, page, picture, (595, 842))
    font = made_pdfs._font(document)
    for x, y, words in lines:
        pdfium.FPDFPage_InsertObject(page.raw, _text(document, font, words, 13, (x, 842 - y)))
    for x, y, words in small:
        pdfium.FPDFPage_InsertObject(page.raw, _text(document, font, words, 7, (x, 842 - y)))
    page.gen_content()
    for field in fields:
        _put(document, page, font, field)
    page.set_rotation(turn)
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return _as_fields(buffer.getvalue(), fields, signers)


def _text(
    document: pypdfium2.PdfDocument, font: object, words: str, size: float, at: tuple[float, float]
) -> object:
    text = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, size)
    letters = (words + "\0").encode("utf-16-le")
    pdfium.FPDFText_SetText(text, ctypes.cast(letters, pdfium.FPDF_WIDESTRING))
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, *at)
    return text


def _put(
    document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, font: object, field: Field
) -> None:
    """A stamp with the field's appearance; `_as_fields` makes a field of it, which PDFium cannot."""
    left, top, right, bottom = field.box
    mark = pdfium.FPDFPage_CreateAnnot(page.raw, pdfium.FPDF_ANNOT_STAMP)
    pdfium.FPDFAnnot_SetRect(mark, pdfium.FS_RECTF(left, 842 - top, right, 842 - bottom))
    pdfium.FPDFAnnot_SetFlags(mark, field.flags)
    if isinstance(field.lines, Image.Image):
        pdfium.FPDFAnnot_AppendObject(mark, _placed(document, field.lines, field.box))
    else:
        for number, words in enumerate(field.lines):
            at = (left + 1, 842 - top - field.size * (number + 1))
            pdfium.FPDFAnnot_AppendObject(mark, _text(document, font, words, field.size, at))
    pdfium.FPDFPage_CloseAnnot(mark)


def _placed(
    document: pypdfium2.PdfDocument, picture: Image.Image, box: tuple[float, float, float, float]
) -> object:
    image = pdfium.FPDFPageObj_NewImageObj(document.raw)
    bitmap = pypdfium2.PdfBitmap.from_pil(picture)
    pdfium.FPDFImageObj_SetBitmap(None, 0, image, bitmap)
    left, top, right, bottom = box
    pdfium.FPDFImageObj_SetMatrix(image, right - left, 0, 0, bottom - top, left, 842 - bottom)
    return image


def _as_fields(data: bytes, fields: Sequence[Field], signers: Sequence[tuple[str, str]]) -> bytes:
    """The file with its stamps as signature fields, written behind it as a new version, as signing software does."""
    objects = _objects(data)
    page = next(number for number, body in objects.items() if _STAMP.search(body))
    catalogue = next(number for number, body in objects.items() if b"/Catalog" in body)
    first, signature = max(objects) + 1, max(objects) + 1 + len(fields)
    changed: dict[int, Callable[[int], bytes]] = {}
    for index, stamp in enumerate(_STAMP.findall(objects[page])):
        value = b"/V %d 0 R" % (signature + index) if index < len(signers) else b""
        kind = b"/Subtype/Widget/FT/Sig/T(Signature%d)%s/P %d 0 R" % (index + 1, value, page)
        changed[first + index] = partial(_same, stamp.replace(b"/Subtype/Stamp", kind))
    kids = b" ".join(b"%d 0 R" % (first + index) for index in range(len(fields)))
    changed[page] = partial(
        _same, re.sub(rb"/Annots\[.*>>\]", b"/Annots[%s]" % kids, objects[page])
    )
    form = b"/AcroForm<</SigFlags 3/Fields[%s]>>>>" % kids
    changed[catalogue] = partial(_same, objects[catalogue].rstrip()[:-2] + form)
    for index, (name, time) in enumerate(signers):
        changed[signature + index] = partial(_dictionary, name, time)
    return _appended(data, changed, catalogue)


def _same(body: bytes, at: int) -> bytes:
    return body


def _objects(data: bytes) -> dict[int, bytes]:
    found = re.finditer(rb"(?:^|[\r\n])(\d+) 0 obj\s*(.*?)\s*endobj", data, re.DOTALL)
    return {int(match[1]): match[2] for match in found}


def _appended(data: bytes, changed: dict[int, Callable[[int], bytes]], root: int) -> bytes:
    before = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    table = b"xref\n"
    data += b"\n"
    for number, body in sorted(changed.items()):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(data))
        head = b"%d 0 obj\n" % number
        data += head + body(len(data) + len(head)) + b"\nendobj\n"
    trailer = b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return data + table + trailer % (max(changed) + 1, root, before, len(data))


def _dictionary(name: str, time: str, at: int) -> bytes:
    """A signature dictionary that begins at this byte of the file."""
    head = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(%s)" % time.encode()
    contents = cms(name).hex().encode()
    begin = at + len(head) + len(b"/ByteRange[0 0000000000 0000000000 0]/Contents")
    ranges = b"/ByteRange[0 %010d %010d 0]/Contents" % (begin, begin + len(contents) + 2)
    return head + ranges + b"<" + contents + b">/Reason(Thu)>>"


def der(tag: int, *parts: bytes) -> bytes:
    """An element of ASN.1."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content


def _name(common: str) -> bytes:
    kind = der(0x06, b"\x55\x04\x03")
    return der(0x30, der(0x31, der(0x30, kind, der(0x0C, common.encode()))))


def _certificate(number: int, issuer: str, subject: str) -> bytes:
    algorithm = der(0x30, der(0x06, b"\x2a\x03"))
    times = der(0x30, der(0x17, b"250101000000Z"), der(0x17, b"300101000000Z"))
    body = der(
        0x30,
        der(0xA0, der(0x02, b"\x02")),
        der(0x02, bytes([number])),
        algorithm,
        _name(issuer),
        times,
        _name(subject),
        der(0x30),
    )
    return der(0x30, body, algorithm, der(0x03, b"\x00"))


def cms(signer: str, when: str = "") -> bytes:
    """A signature (CMS) by this common name, whose certificate stands behind that of an invented authority; nothing in it is valid."""
    authority = "Cơ quan chứng thực Mẫu"
    certificates = der(
        0xA0, _certificate(1, authority, authority), _certificate(2, authority, signer)
    )
    algorithm = der(0x30, der(0x06, b"\x2a\x03"))
    told = b""
    if when:
        kind = der(0x06, b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05")
        told = der(0xA0, der(0x30, kind, der(0x31, der(0x17, when.encode()))))
    sid = der(0x30, _name(authority), der(0x02, b"\x02"))
    info = der(0x30, der(0x02, b"\x01"), sid, algorithm, told, algorithm, der(0x04, b"\0" * 8))
    data = der(0x06, b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01")
    content = der(
        0x30, der(0x02, b"\x01"), der(0x31), der(0x30, data), certificates, der(0x31, info)
    )
    return (
        der(0x30, der(0x06, b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"), der(0xA0, content))
        + b"\0" * 64
    )
