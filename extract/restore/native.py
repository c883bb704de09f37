"""The inner loops without numba: its code for them stands in the package as LLVM text, and only that is made to run.

Importing numba and loading what it compiled takes 0.9 s of a start, LLVM alone a tenth of that. The loops are written in
`search.py` and `beam.py`; `make kernels` writes the text from them. It is used where it fits the processor and the
sources (`head`); else numba compiles them here. Both give the same bits (tests/restore/test_kernels.py).
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import llvmlite.binding as llvm
import numpy as np
import numpy.typing as npt

FILE = Path(__file__).parent.parent / "data" / "kernels.ll"
_SOURCES = ("search.py", "beam.py")
_SYSTEM = "x86_64-unknown-linux-gnu"
#: The parameters: arrays by their type's letter and their dimensions, i and d the plain numbers; the result's type.
_FORMS: dict[str, tuple[str, type[ctypes.c_int32 | ctypes.c_void_p]]] = {
    "search": ("i2 f1 f2 f1 i1 i1 f1 i1 B1 i1 f1 f1 i d d i1 f1 f2 i2", ctypes.c_int32),
    "decode": ("i1 i1 f1 i d i1 i3 i2 f2 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
    "weigh": ("i1 i1 f1 i1 f1 i1 B1 B1 i1 H1 B1 B1 i1 H1 B1", ctypes.c_void_p),
}
_NUMBERS = {"i": ctypes.c_int32, "d": ctypes.c_double}
Argument = npt.NDArray[np.generic] | int | float


def head() -> str:
    """The first line of the text: what it was made from."""
    sources = b"".join((Path(__file__).parent / name).read_bytes() for name in _SOURCES)
    return f"; the loops of extract/restore/, sources {hashlib.sha256(sources).hexdigest()}\n"


@dataclass(frozen=True, slots=True)
class Kernel:
    """A compiled loop, called with arrays and numbers of the forms it was made for."""

    forms: tuple[str, ...]
    call: Callable[..., int]
    result: Callable[[], ctypes.c_int32 | ctypes.c_void_p]
    engine: llvm.ExecutionEngine  # holds the code in memory

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


_GOOD = (0, -2)  # numba's codes of "ended" and "ended with None"


def _flat(array: npt.NDArray[np.generic]) -> list[int]:
    """An array as numba passes it: two owners (none), size, item size, address, shape and strides."""
    assert array.flags.c_contiguous
    address: int = array.__array_interface__["data"][0]
    return [0, 0, array.size, array.itemsize, address, *array.shape, *array.strides]


def kernels() -> Mapping[str, Kernel] | None:
    """The loops of the text; `None` where it is made for another processor, other sources or another LLVM."""
    text = FILE.read_text(encoding="utf-8") if FILE.is_file() else ""
    if llvm.get_default_triple() != _SYSTEM or not text.startswith(head()):
        return None
    try:
        engine = _engine(text)
    except RuntimeError:  # an older LLVM does not read it
        return None
    return {name: _kernel(engine, name) for name in _FORMS}


def _engine(text: str) -> llvm.ExecutionEngine:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly(text)
    machine = llvm.Target.from_default_triple().create_target_machine(opt=2)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    return engine


def _kernel(engine: llvm.ExecutionEngine, name: str) -> Kernel:
    form, result = _FORMS[name]
    forms = tuple(form.split())
    types: list[type] = [ctypes.c_void_p, ctypes.c_void_p]
    for part in forms:
        types += [_NUMBERS[part]] if part in _NUMBERS else [ctypes.c_int64] * (5 + 2 * int(part[1]))
    call = ctypes.CFUNCTYPE(ctypes.c_int32, *types)(engine.get_function_address(name))
    return Kernel(forms, cast("Callable[..., int]", call), result, engine)
