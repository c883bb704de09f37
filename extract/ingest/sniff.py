"""What a file is, by its first bytes and never by its name (promise I1)."""

from __future__ import annotations

import re
from enum import StrEnum

HEAD_BYTES = 4096

_IMAGES = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\x00",
    b"MM\x00*",
    b"II+\x00",
    b"MM\x00+",
    b"GIF87a",
    b"GIF89a",
    b"\x00\x00\x00\x0cjP  \r\n\x87\n",  # JPEG 2000, in its box
    b"\xff\x4f\xff\x51",  # and its bare code stream
)
_HEIC = (
    b"heic",
    b"heix",
    b"heim",
    b"heis",
    b"hevc",
    b"mif1",
    b"msf1",
)  # what telephones write (ISO 23008-12)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # byte order marks
#: Names of office files that are not read; some are zip archives as well.
OFFICE_NAMES = frozenset({
    ".doc", ".dot", ".xls", ".xlsx", ".xlsm", ".ppt", ".pptx", ".rtf", ".odt", ".ods", ".odp", ".wps", ".wpd", ".pages", ".msg",
})  # fmt: skip
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word, Excel and PowerPoint before 2007
RICH_TEXT = b"{\\rtf"
_ZIP = b"PK\x03\x04"
_WORD_PARTS = (b"[Content_Types].xml", b"word/", b"_rels/.rels", b"docProps/")
_OTHER_PARTS = (
    b"mimetype",
    b"META-INF/",
    b"xl/",
    b"ppt/",
    b"AndroidManifest",
)  # OpenDocument, books, programs
_MAIL = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")  # a head of fields (RFC 5322)
_MAIL_FIELDS = re.compile(
    rb"^(?:MIME-Version|Received|Message-ID|Return-Path):", re.IGNORECASE | re.MULTILINE
)
_OTHERS = (
    _ZIP,
    OLD_OFFICE,
    RICH_TEXT,
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"SQLite format 3",
)
_CONTROLS = frozenset(range(0x20)) - frozenset(
    b"\t\n\v\f\r\x1a\x1b\x00"
)  # those that text has no use for
_SHORTEST = 2  # bytes: one alone is the rest of something
_MOST_CONTROLS = 0.02  # random bytes have 10 % of them; the worst legacy text at hand has none


class FileKind(StrEnum):
    """The kinds of files we read, those that hold files, and the one we don't."""

    PDF = "pdf"
    IMAGE = "image"
    TEXT = "text"
    DOCX = "docx"
    ARCHIVE = "archive"
    MAIL = "mail"
    UNKNOWN = "unknown"


def sniff(head: bytes) -> FileKind:
    """The kind of a file by its first `HEAD_BYTES` bytes.

    >>> sniff(b"%PDF-1.7"), sniff("Kính gửi".encode()), sniff(bytes(range(256)) * 4)
    (<Kind.PDF: 'pdf'>, <Kind.TEXT: 'text'>, <Kind.UNKNOWN: 'unknown'>)
    """
    if head.startswith(_IMAGES) or _is_webp(head) or _is_bmp(head) or is_heic(head):
        return FileKind.IMAGE
    if (
        b"%PDF-" in head[:1024]
    ):  # readers accept junk before the header (PDF 32000-1, annex H.3.4.1)
        return FileKind.PDF
    if head.startswith(_ZIP) and head[30:].startswith(_WORD_PARTS):
        return FileKind.DOCX  # or another office file: `extract.ingest.docx` looks inside
    if head.startswith(_ZIP):
        return FileKind.UNKNOWN if head[30:].startswith(_OTHER_PARTS) else FileKind.ARCHIVE
    if _is_mail(head):
        return FileKind.MAIL
    return FileKind.TEXT if _is_text(head) else FileKind.UNKNOWN


def _is_mail(head: bytes) -> bool:
    fields = _MAIL.match(head)
    return fields is not None and len(set(_MAIL_FIELDS.findall(fields[0]))) >= 2  # noqa: PLR2004


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


def is_heic(head: bytes) -> bool:
    """Whether it is a picture in HEIC, which takes a package of its own to read."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def _is_bmp(head: bytes) -> bool:
    return head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00"


def _is_text(head: bytes) -> bool:
    if len(head) < _SHORTEST or head.startswith(_OTHERS):
        return False
    if head.startswith(_MARKS) or utf16_order(head) is not None:
        return True
    controls = sum(byte in _CONTROLS for byte in head)
    return controls <= _MOST_CONTROLS * len(head) and not _is_mostly(head, 0)


def _is_mostly(head: bytes, byte: int) -> bool:
    return head.count(byte) > len(head) // 4


def utf16_order(head: bytes) -> str | None:
    """The codec of UTF-16 text without a byte order mark, `None` where it is something else.

    Of Latin and Vietnamese text every other byte is below 0x1F (U+00xx, U+01xx, U+1Exx), so that one half of the bytes
    is small and the other is not.
    """
    even, odd = head[0::2], head[1::2]
    if len(odd) < 2 or head.count(0) * 8 < len(head):  # noqa: PLR2004
        return None
    small = (_share_of_small(even), _share_of_small(odd))
    if max(small) < 0.9 or min(small) > 0.5:  # noqa: PLR2004
        return None
    return "utf-16-le" if small[1] > small[0] else "utf-16-be"


def _share_of_small(half: bytes) -> float:
    return sum(byte in {0x00, 0x01, 0x03, 0x1E, 0x20} for byte in half) / len(half)
