r"""The one file that training makes and restoration maps: named arrays behind a JSON head, nothing that could run.

Form: eight bytes "VANBAN1\n", the head's length as a little-endian 64-bit integer, the head (UTF-8 JSON: facts, and for
each array its type, shape and offset), then the arrays, each at a multiple of 64 bytes. Texts are arrays of UTF-8 bytes.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC = b"VANBAN1\n"
_ALIGN = 64
_HEAD_AT = len(MAGIC) + 8
Arrays = Mapping[str, npt.NDArray[np.generic]]
Places = dict[str, tuple[str, tuple[int, ...], int]]


@dataclass(frozen=True)
class Artifact:
    """The mapped file: its facts, its arrays (read-only views), its SHA-256."""

    path: Path
    facts: Mapping[str, object]
    arrays: Arrays

    @cached_property
    def sha256(self) -> str:
        """The hash of the file's bytes: part of the key of every restored text."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def text(self, name: str) -> str:
        """An array of bytes as the text it holds."""
        return self.arrays[name].tobytes().decode("utf-8")


def read(path: Path) -> Artifact:
    """Map the file; costs a few milliseconds whatever its size."""
    with path.open("rb") as file:
        view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
    if view[: len(MAGIC)] != MAGIC:
        raise ValueError(f"{path.name} is no artifact of vanban train")
    length = int.from_bytes(view[len(MAGIC) : _HEAD_AT], "little")
    head = json.loads(view[_HEAD_AT : _HEAD_AT + length])
    arrays = {
        name: np.frombuffer(view, dtype, count=int(np.prod(shape)), offset=offset).reshape(shape)
        for name, (dtype, shape, offset) in head["arrays"].items()
    }
    return Artifact(path, head["facts"], arrays)


def pack(facts: Mapping[str, object], arrays: Arrays) -> bytes:
    """The file's bytes; the same arrays and facts give the same bytes."""
    room = len(_head(facts, _places(arrays, 1 << 30))) + _ALIGN  # wide enough for any offset
    places = _places(arrays, _HEAD_AT + room)
    return _joined(_head(facts, places).ljust(room), places, arrays)


def _places(arrays: Arrays, offset: int) -> Places:
    places = {}
    for name in sorted(arrays):
        offset = _aligned(offset)
        places[name] = (arrays[name].dtype.str, arrays[name].shape, offset)
        offset += arrays[name].nbytes
    return places


def _head(facts: Mapping[str, object], places: Places) -> bytes:
    return json.dumps(
        {"facts": facts, "arrays": places}, ensure_ascii=False, sort_keys=True
    ).encode()


def _joined(head: bytes, places: Places, arrays: Arrays) -> bytes:
    data = bytearray(MAGIC + len(head).to_bytes(8, "little") + head)
    for name, (_, _, offset) in sorted(places.items(), key=lambda item: item[1][2]):
        data += bytes(offset - len(data)) + arrays[name].tobytes()
    return bytes(data)


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGN) * _ALIGN
