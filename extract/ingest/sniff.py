"""What a file is, by its first bytes and never by its name; and the bytes of a text file as text, its lines as pages."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from extract.model import Line, NoteCode, Page, TextSource, noted

# What a file is, by its first bytes and never by its name (promise I1).

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
# what telephones write (ISO 23008-12)
_HEIC = b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # byte order marks
#: Names of office files that are not read; some are zip archives as well.
OFFICE_NAMES = frozenset({
    ".doc", ".dot", ".xls", ".xlsx", ".xlsm", ".ppt", ".pptx", ".rtf", ".odt", ".ods", ".odp", ".wps", ".wpd", ".pages", ".msg",
})  # fmt: skip
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Word, Excel and PowerPoint before 2007
RICH_TEXT = b"{\\rtf"
_ZIP = b"PK\x03\x04"
_WORD_PARTS = (b"[Content_Types].xml", b"word/", b"_rels/.rels", b"docProps/")
# OpenDocument, books, programs
_OTHER_PARTS = b"mimetype", b"META-INF/", b"xl/", b"ppt/", b"AndroidManifest"
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


# Text files to pages of lines: decode, take out NUL, split at form feeds, change nothing else (promise I8).

_MARK_CODECS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_pages(data: bytes) -> Iterator[Page]:
    """The pages of a text file; numbers are `None` where it has no form feed."""
    decoded, notes = decode(data)
    text, removed = _without_nul(decoded)
    if removed:
        notes = (*notes, noted(NoteCode.NUL_REMOVED, f"{removed} NUL characters removed"))
    lines = text.split("\n")
    if not any("\f" in line for line in lines):
        yield _page(None, lines, notes)
        return
    starts = paginate(lines)
    for number, (start, end) in enumerate(pairwise([*starts, len(lines)]), 1):
        yield _page(number, lines[start:end], notes if number == 1 else ())


def _page(number: int | None, lines: list[str], notes: tuple[str, ...]) -> Page:
    return Page(number, tuple(map(Line, lines)), TextSource.TEXT_INPUT, notes=notes)


def _without_nul(text: str) -> tuple[str, int]:
    return text.replace("\0", ""), text.count("\0")


def paginate(lines: Sequence[str]) -> list[int]:
    """Where pages begin: at a line that a form feed opens; what stands before a later form feed stays in its line.

    A last line of nothing but a form feed (Tesseract ends each page with one) belongs to the page before.
    """
    last = len(lines) - 1
    return [
        index
        for index, line in enumerate(lines)
        if index == 0
        or (line.startswith("\f") and not (index == last and line.strip(" \f\r") == ""))
    ]


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what was noted while decoding it.

    >>> decode("Số".encode("utf-8-sig")), decode("Số".encode("utf-16"))
    (('Số', ()), ('Số', ('[not_utf8] decoded as utf-16-le',)))
    """
    for mark, codec in _MARK_CODECS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], codec)
    order = utf16_order(data[:HEAD_BYTES])
    if order is not None:
        return _decode_as(data, order)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _decode_single_byte(data)


def _decode_as(data: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    notes = () if codec == "utf-8" else (noted(NoteCode.NOT_UTF8, f"decoded as {codec}"),)
    try:
        return data.decode(codec), notes
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
        lost = f"{text.count('�')} characters could not be decoded"
        return text, (*notes, noted(NoteCode.NOT_UTF8, lost))


def _decode_single_byte(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Damaged UTF-8, else windows-1258 where its tone marks fall on vowels, else windows-1252.

    Text typed in TCVN3 or VNI keeps its bytes as windows-1252 characters (a byte without a character there as U+0080 to
    U+009F), which is what `extract.restore` decodes.
    """
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("�")
    if broken * 20 < sum(character > "\x7f" for character in mended):
        lost = f"{broken} characters could not be decoded as utf-8"
        return mended, (noted(NoteCode.NOT_UTF8, lost),)
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    if _fits_1258(vietnamese):
        return vietnamese, (noted(NoteCode.WINDOWS_1258, "decoded as windows-1258"),)
    return decode_1252(data), (noted(NoteCode.NOT_UTF8, "no utf-8; decoded as windows-1252"),)


def _fits_1258(composed: str) -> bool:
    """Whether tone marks of windows-1258, which follow their vowel, met one: a mark left alone or on a consonant says no."""
    composite = sum("\u1ea0" <= character <= "\u1ef9" for character in composed)
    alone = sum(bool(unicodedata.combining(character)) for character in composed)
    return composite > 0 and alone * 20 <= composite and "�" not in composed


def decode_1252(data: bytes) -> str:
    r"""Bytes as windows-1252 characters; the five bytes without one keep their number.

    >>> decode_1252(b"Q\x81\x93")
    'Q\x81“'
    """
    return "".join(_CP1252[byte] for byte in data)


def _cp1252_character(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


_CP1252 = tuple(map(_cp1252_character, range(256)))
