"""Pages of a document that was not judged yet: what stands in the journal can be read by whoever has the document itself, and by nobody else.

A mark of secrecy may stand on the last page, and a run may be killed before it (promises D2 and S10 at once). So a page is kept under a
key made of the document's bytes, which are in no file of ours: XOR with a stream of SHAKE-256 over key and a random number. When the
whole document was judged its pages are opened, or deleted.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_SEAL = b"s"  # the first byte of a sealed page; packed ones begin with "x", "{" or "["
_PERSON = b"vanban pages"
_NONCE = 16
_CHUNK = 1 << 20


def key_of(path: Path, sha256: str) -> bytes | None:
    """The key of a document; `None` where its bytes are no longer there."""
    seen, key = hashlib.sha256(), hashlib.blake2b(digest_size=32, person=_PERSON)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            while data := file.read(_CHUNK):
                seen.update(data)
                key.update(data)
    except OSError:
        return None
    return key.digest() if seen.hexdigest() == sha256 else None


def sealed(page: bytes, key: bytes) -> bytes:
    """A packed page under a key."""
    nonce = os.urandom(_NONCE)
    return _SEAL + nonce + _mixed(page, key, nonce)


def opened(page: bytes, key: bytes) -> bytes:
    """The packed page; one that is not sealed as it is."""
    if not page.startswith(_SEAL):
        return page
    start = len(_SEAL) + _NONCE
    return _mixed(page[start:], key, page[len(_SEAL) : start])


def _mixed(data: bytes, key: bytes, nonce: bytes) -> bytes:
    stream = hashlib.shake_256(key + nonce).digest(len(data))
    mixed = int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")
    return mixed.to_bytes(len(data), "little")
