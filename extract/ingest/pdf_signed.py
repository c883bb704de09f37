"""Who signed a PDF and when, as its signature dictionaries say (PDF 32000-1, 12.8): that a signature is there, not that it is valid.

The signer's name is the common name of the certificate that the signature names (CMS, RFC 5652). Time stamps of a service sign
nothing for anybody and are left out.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import pypdfium2
import pypdfium2.raw as pdfium

from extract.model import Signature

# ASN.1 as certificates and signatures are written in (DER, and BER of unstated length): elements, one after the other (X.690).
#
# Only what is needed to find the name on a certificate; no signature is checked anywhere.

INTEGER, SEQUENCE = 0x02, 0x30
_UNSTATED, _LONG = 0x80, 0x7F
_ONE_BYTE = 0x1F  # a tag of these bits goes on in the next byte; no certificate has one
_DEEPEST = 20  # elements of unstated length inside each other
_CODECS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its tag, its whole bytes and those of its content."""

    tag: int
    whole: bytes
    content: bytes

    def parts(self) -> list[Element]:
        """What it is made of; `ValueError` where it is no ASN.1."""
        return list(elements(self.content))

    def text(self) -> str:
        """The letters of a string of any kind."""
        return self.content.decode(_CODECS.get(self.tag, "utf-8"), "replace")


def elements(data: bytes) -> Iterator[Element]:
    """The elements that follow one another in `data`; `ValueError` where they break off."""
    at = 0
    while at < len(data) and data[at : at + 2] != b"\0\0":
        begin, end, after = _extent(data, at, 0)
        yield Element(data[at], data[at:after], data[begin:end])
        at = after


def _extent(data: bytes, at: int, depth: int) -> tuple[int, int, int]:
    """Where the content of the element at `at` begins and ends, and where the next element begins."""
    if at + 1 >= len(data) or data[at] & _ONE_BYTE == _ONE_BYTE or depth > _DEEPEST:
        raise ValueError("no ASN.1")
    length, begin = data[at + 1], at + 2
    if length == _UNSTATED:
        end = _end(data, begin, depth + 1)
        return begin, end, end + 2
    if length > _LONG:
        begin += length & _LONG
        length = int.from_bytes(data[at + 2 : begin])
    if begin + length > len(data):
        raise ValueError("it ends early")
    return begin, begin + length, begin + length


def _end(data: bytes, at: int, depth: int) -> int:
    """Where the end of an element of unstated length is marked."""
    while data[at : at + 2] != b"\0\0":
        at = _extent(data, at, depth)[2]
    return at


_MOST = 100  # signatures; a paper has one to five
_MOST_BYTES = 1_000_000  # of one; they have some ten thousand
_REACH = 100_000  # bytes before a signature's hash in which its dictionary begins, and around a field's reference to it
_NAMES = (b"\x55\x04\x03", b"\x55\x04\x0a")  # common name, organisation
_SIGNING_TIME = b"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05"
_PART = 0xA0  # the tag of an optional part that is numbered 0
_TIME = re.compile(r"(?:D:)?(\d{14})\s*(?:([+-]\d\d)'?(\d\d)?|(Z))?")
_STAMP = "ETSI.RFC3161"  # the form of a time stamp
_OBJECT = re.compile(rb"(?<!\d)(\d+)\s+(\d+)\s+obj\b")
_FIELD_NAME = re.compile(rb"/T\s*\(([^()\\]*)\)")

_Get = Callable[..., int]


def signatures(document: pypdfium2.PdfDocument, data: bytes) -> tuple[Signature, ...]:
    """The signatures of a PDF in the order of its form; `data` are its bytes."""
    count = min(_MOST, pdfium.FPDF_GetSignatureCount(document))
    handles = (pdfium.FPDF_GetSignatureObject(document, index) for index in range(count))
    return tuple(_signature(handle, data) for handle in handles if handle and _is_signed(handle))


def _is_signed(handle: pdfium.FPDF_SIGNATURE) -> bool:
    """Whether a signature field was signed, and by somebody."""
    form = _bytes(pdfium.FPDFSignatureObj_GetSubFilter, handle).rstrip(b"\0")
    return form.decode("latin-1") != _STAMP and bool(
        _bytes(pdfium.FPDFSignatureObj_GetContents, handle)
    )


def _signature(handle: pdfium.FPDF_SIGNATURE, data: bytes) -> Signature:
    contents = _bytes(pdfium.FPDFSignatureObj_GetContents, handle)
    stated = _bytes(pdfium.FPDFSignatureObj_GetTime, handle).rstrip(b"\0").decode("latin-1")
    reason = _bytes(pdfium.FPDFSignatureObj_GetReason, handle).decode("utf-16-le", "replace")
    signer, signed = of_contents(contents)
    return Signature(
        signer=_one_line(signer),
        signed_at=iso_time(stated) or signed,
        reason=_one_line(reason.rstrip("\0")),
        field=_field(handle, data),
    )


def _bytes(get: _Get, handle: pdfium.FPDF_SIGNATURE) -> bytes:
    size = int(get(handle, None, 0))
    if not 0 < size <= _MOST_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(size)
    get(handle, buffer, size)
    return buffer.raw


def _one_line(text: str) -> str:
    """A name on one line, without the bar that separates names in a cell."""
    return " ".join(unicodedata.normalize("NFC", text).replace("|", " ").replace("\0", "").split())


def iso_time(stated: str) -> str:
    """A time as PDF and certificates write it in the form of ISO 8601, "" where it is none.

    >>> iso_time("D:20250507091233+07'00'"), iso_time("20250507021233Z"), iso_time("D:2025")
    ('2025-05-07T09:12:33+07:00', '2025-05-07T02:12:33+00:00', '')
    """
    match = _TIME.match(stated)
    if match is None:
        return ""
    digits, hours, minutes, zulu = match.groups()
    zone = "+0000" if zulu else f"{hours}{minutes or '00'}" if hours else ""
    try:
        form = "%Y%m%d%H%M%S" + ("%z" if zone else "")
        return datetime.strptime(digits + zone, form).isoformat()  # noqa: DTZ007 - as stated
    except ValueError:
        return ""


def of_contents(contents: bytes) -> tuple[str, str]:
    """The signer's name and the time in a CMS structure, "" each where it has none or is damaged."""
    try:
        (content,) = (part for part in next(elements(contents)).parts() if part.tag == _PART)
        parts = next(elements(content.content)).parts()
        certificates = [one for part in parts if part.tag == _PART for one in part.parts()]
        signer = next(elements(parts[-1].content)).parts()
        return _name(_certificate(certificates, signer)), _time(signer)
    except (ValueError, IndexError, StopIteration):
        return "", ""


def _certificate(certificates: Sequence[Element], signer: Sequence[Element]) -> list[Element]:
    """The parts of the certificate that a signer's entry names by issuer and number; one that is alone needs no name."""
    bodies = [_body(one) for one in certificates if one.tag == SEQUENCE]
    fitting = (body for body in bodies if body[2].whole + body[0].whole == signer[1].content)
    return next(fitting, bodies[0])


def _body(certificate: Element) -> list[Element]:
    """Number, algorithm, issuer, validity, subject, ... of a certificate."""
    parts = certificate.parts()[0].parts()
    return parts if parts[0].tag == INTEGER else parts[1:]


def _name(body: Sequence[Element]) -> str:
    """The common name of a certificate's subject, its organisation where it has none."""
    found = {
        kind.content: value.text()
        for group in body[4].parts()
        for kind, value in (pair.parts()[:2] for pair in group.parts())
    }
    return next((found[kind] for kind in _NAMES if kind in found), "")


def _time(signer: Sequence[Element]) -> str:
    """The time among a signer's signed attributes."""
    for attribute in (one for part in signer if part.tag == _PART for one in part.parts()):
        kind, values = attribute.parts()[:2]
        if kind.content == _SIGNING_TIME:
            value = values.parts()[0].text()
            return iso_time(value if len(value) > len("yymmddhhmmssZ") else f"20{value}")
    return ""


def _field(handle: pdfium.FPDF_SIGNATURE, data: bytes) -> str:
    """The name of the signature's form field, "" where the bytes do not show it.

    PDFium does not say which field a signature is of. Its dictionary stands before its hash, as an object of its own; the
    field that names that object has a name. In a file that was packed anew after it was signed neither is found.
    """
    begin = _hash_begin(handle)
    found = list(_OBJECT.finditer(data, max(0, begin - _REACH), begin))
    if not found:
        return ""
    named = re.search(rb"/V\s+%s\s+%s\s+R\b" % found[-1].groups(), data)
    if named is None:
        return ""
    start = data.rfind(b"obj", max(0, named.start() - _REACH), named.start())
    end = data.find(b"endobj", named.end(), named.end() + _REACH)
    name = _FIELD_NAME.search(data, max(0, start), max(end, named.end()))
    return name[1].decode("latin-1") if name else ""


def _hash_begin(handle: pdfium.FPDF_SIGNATURE) -> int:
    """Where in the file the bytes of the signature begin, 0 where it does not say."""
    size = int(pdfium.FPDFSignatureObj_GetByteRange(handle, None, 0))
    if size < 2:  # noqa: PLR2004 - a range is a start and a length
        return 0
    numbers = (ctypes.c_int * size)()
    pdfium.FPDFSignatureObj_GetByteRange(handle, numbers, size)
    return max(0, numbers[0] + numbers[1])
