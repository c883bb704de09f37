"""The door to the compiled loops: from a small library that the package brings for Linux on x86-64, else compiled here by numba.

Importing numba and loading what it compiled takes 0.9 s of a start, opening the library a millisecond. The loops are
written in `search.py` and `beam.py`; `make kernels` makes the library from them, for any x86-64 processor. It is used where
it fits the system and the sources; else numba compiles them here. Both give the same bits (tests/restore/test_kernels.py).
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

MODES = 3  # small letters, Title, CAPITALS
DEEPEST = 14  # letters of a word
WIDEST = 64  # candidates of a position
BINS = 64
LOWEST, HIGHEST = -512, 512  # twelfths of a nat: a byte less or more than two back-off weights
FILE = Path(__file__).parents[1] / "data" / "kernels.so"
MADE_FROM = "sources"  # the library's own name for the hash of its sources
_SOURCES = ("search.py", "beam.py")
#: The parameters: arrays by their type's letter and their dimensions, i and d the plain numbers; the result's type.
_FORMS: dict[str, tuple[str, type[ctypes.c_int32 | ctypes.c_void_p]]] = {
    "search": (
        "f2 f1 f1 i1 i1 f1 B1 i1 B1 i1 f1 f1 i2 i1 d d d d i3 f3 i1 f3 f3 i2 B1",
        ctypes.c_void_p,
    ),
    "decode": ("i1 i1 f1 i d i1 i3 i2 f2 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
    "posterior": ("i1 i1 f1 f1 i1 i1 i1 f2 f1 f1 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
    "weigh": ("i1 i1 f1 i1 i1 i1 i1 f1 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
}
_NUMBERS = {"i": ctypes.c_int32, "d": ctypes.c_double}
_GOOD = (0, -2)  # numba's codes of "ended" and "ended with None"
Argument = npt.NDArray[np.generic] | int | float


def sources() -> str:
    """The hash of what the library must be made from."""
    data = b"".join((Path(__file__).parent / name).read_bytes() for name in _SOURCES)
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Kernel:
    """One compiled loop, called with the arguments of its Python form."""

    forms: tuple[str, ...]
    call: Callable[..., int]
    result: Callable[[], ctypes.c_int32 | ctypes.c_void_p]

    def __call__(self, *arguments: Argument) -> int | None:
        """The loop's result; `AssertionError` where it fails or an argument has another form."""
        flat: list[float] = []
        for form, argument in zip(self.forms, arguments, strict=True):
            if isinstance(argument, np.ndarray):
                assert form == argument.dtype.char + str(argument.ndim), form
                flat += _flat(argument)
            else:
                flat.append(argument)
        result, fault = self.result(), ctypes.c_void_p()
        status = self.call(ctypes.byref(result), ctypes.byref(fault), *flat)
        assert status in _GOOD
        return result.value


def _flat(array: npt.NDArray[np.generic]) -> list[int]:
    """An array as numba passes it: two owners (none), size, item size, address, shape and strides."""
    assert array.flags.c_contiguous
    address: int = array.__array_interface__["data"][0]
    return [0, 0, array.size, array.itemsize, address, *array.shape, *array.strides]


def kernels() -> Mapping[str, Kernel] | None:
    """The loops of the library; `None` where it is for another system or made from other sources."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        return None
    try:
        library = ctypes.CDLL(str(FILE))
    except OSError:  # it is not there, or stands on a file system from which nothing may run
        return None
    made_from = (ctypes.c_char * hashlib.sha256().digest_size * 2).in_dll(library, MADE_FROM)
    if bytes(made_from).decode("ascii") != sources():
        return None
    return {name: _kernel(library, name) for name in _FORMS}


def _kernel(library: ctypes.CDLL, name: str) -> Kernel:
    form, result = _FORMS[name]
    forms = tuple(form.split())
    types: list[type] = [ctypes.c_void_p, ctypes.c_void_p]
    for part in forms:
        types += [_NUMBERS[part]] if part in _NUMBERS else [ctypes.c_int64] * (5 + 2 * int(part[1]))
    call = getattr(library, name)
    call.argtypes, call.restype = types, ctypes.c_int32
    return Kernel(forms, call, result)


Loop = Callable[..., int | None]


@cache
def loops() -> Mapping[str, Loop]:
    """`search`, `decode`, `weigh` and `posterior` of `search.py` and `beam.py`."""
    return kernels() or by_numba()


def by_numba() -> Mapping[str, Loop]:
    """The same compiled here: some seconds in the first run of a user, 0.9 s in each later one."""
    from extract.restore.beam import (  # noqa: PLC0415
        decode,
        posterior,
        weigh,
    )
    from extract.restore.search import search  # noqa: PLC0415

    return {"search": search, "decode": decode, "weigh": weigh, "posterior": posterior}
