"""Text files to pages of lines: decode, take out NUL, split at form feeds, change nothing else (promise I8)."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.ingest.sniff import HEAD_BYTES, utf16_order
from extract.model import Line, Page, TextSource

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_pages(data: bytes) -> Iterator[Page]:
    """The pages of a text file; numbers are `None` where it has no form feed."""
    decoded, notes = decode(data)
    text, removed = _without_nul(decoded)
    if removed:
        notes = (*notes, f"{removed} NUL characters removed")
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
    (('Số', ()), ('Số', ('decoded as utf-16-le',)))
    """
    for mark, codec in _MARKS:
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
    notes = () if codec == "utf-8" else (f"decoded as {codec}",)
    try:
        return data.decode(codec), notes
    except UnicodeDecodeError:
        text = data.decode(codec, errors="replace")
        return text, (*notes, f"{text.count('�')} characters could not be decoded")


def _decode_single_byte(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Damaged UTF-8, else windows-1258 where its tone marks fall on vowels, else windows-1252.

    Text typed in TCVN3 or VNI keeps its bytes as windows-1252 characters (a byte without a character there as U+0080 to
    U+009F), which is what `extract.restore` decodes.
    """
    mended = data.decode("utf-8", errors="replace")
    broken = mended.count("�")
    if broken * 20 < sum(character > "\x7f" for character in mended):
        return mended, (f"{broken} characters could not be decoded as utf-8",)
    vietnamese = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    if _fits_1258(vietnamese):
        return vietnamese, ("decoded as windows-1258",)
    return decode_1252(data), ("no utf-8; decoded as windows-1252",)


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
