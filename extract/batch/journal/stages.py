"""Stage results to bytes for the journal and back: msgspec JSON, types checked on the way in, zlib where it is big.

A restored document is kept without its reading, which is the result of the stage before.
"""

from __future__ import annotations

import dataclasses
import zlib

import msgspec

from extract.model import Page, Reading, Restored
from extract.records import Checked

_BIG = 2_000  # bytes; below it zlib saves less than a page of the database
_NOTHING = Reading(pages=())
_COMPRESSED = b"x"  # zlib's first byte; JSON begins with "{" or "["


def pack(result: object) -> bytes:
    """A stage result as bytes."""
    if isinstance(result, Restored):
        result = dataclasses.replace(result, reading=_NOTHING)
    data = msgspec.json.encode(result)
    return zlib.compress(data, 6) if len(data) > _BIG else data


def unpack_page(data: bytes) -> Page:
    """A page as it was read."""
    return msgspec.json.decode(_plain(data), type=Page)


def unpack_words(data: bytes) -> Reading:
    """A whole reading, as journals of version 1 keep it."""
    return msgspec.json.decode(_plain(data), type=Reading)


def unpack_restored(data: bytes, reading: Reading) -> Restored:
    """The restored document of this reading."""
    return dataclasses.replace(msgspec.json.decode(_plain(data), type=Restored), reading=reading)


def unpack_records(data: bytes) -> tuple[Checked, ...]:
    """The records of each part."""
    return msgspec.json.decode(_plain(data), type=tuple[Checked, ...])


def _plain(data: bytes) -> bytes:
    return zlib.decompress(data) if data.startswith(_COMPRESSED) else data
