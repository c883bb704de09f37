"""Makes `extract/data/kernels.so`: the restorer's inner loops as numba compiles them, for any x86-64 processor.

`make kernels`, after a change of `extract/restore/search.py` or `beam.py`; needs numba and the linker `ld`. Every call inside a
loop is inlined, which makes the beam twice as fast as numba's own code; no float is computed otherwise.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

from extract.restore.artifact import LIBRARY, MADE_FROM, sources

_NAMES = ("search", "decode", "weigh", "posterior")
_TARGET = "x86_64-unknown-linux-gnu"
_LINK = ("-shared", "--build-id=none", "-z", "noexecstack", "--strip-all")


def module() -> llvm.ModuleRef:
    """The loops, made anew, where `NUMBA_CPU_NAME` was `generic` when numba started."""
    first, *others = map(_loop, _NAMES)
    for other in others:
        first.link_in(other)
    first.name = "kernels"
    _optimise(first)
    hash_ = sources()
    mark = f'@{MADE_FROM} = constant [{len(hash_)} x i8] c"{hash_}"'
    first.link_in(llvm.parse_assembly(mark))
    return first


def _loop(name: str) -> llvm.ModuleRef:
    """One loop with what it calls, without what Python would need to call it."""
    import numba  # noqa: PLC0415 reads NUMBA_CPU_NAME when it is imported

    from extract.restore.artifact import by_numba  # noqa: PLC0415

    loop: Any = by_numba()[name]
    bare: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # numba's types lack them
    compiled = numba.njit(loop.nopython_signatures[0], error_model="numpy", nogil=True, **bare)
    made: Any = compiled(loop.py_func)
    (text,) = made.inspect_llvm().values()
    whole = llvm.parse_assembly(_without_owners(text))
    _rename(whole, name)
    return whole


def _without_owners(text: str) -> str:
    """Numba counts who holds an array; ours are held by the caller, so what it does at the last one is never reached."""
    call = "NRT_MemInfo_call_dtor(ptr{}) local_unnamed_addr"
    bare = f"define internal void @{call.format(' %0')} {{\n  ret void\n}}"
    counted = text.replace(f"declare void @{call.format('')}", bare)
    return counted.replace("{ noinline }", "{ alwaysinline }").replace(" noinline ", " ")


def _rename(whole: llvm.ModuleRef, name: str) -> None:
    """Only the loop itself stays visible, by its plain name; all else becomes a part of it."""
    for function in whole.functions:
        if function.is_declaration:
            continue
        if function.linkage.name == "external":
            function.name = name
        else:
            function.linkage = "internal"
            function.add_function_attribute("alwaysinline")
    for variable in whole.global_variables:
        variable.linkage = "internal"


def _optimise(whole: llvm.ModuleRef) -> None:
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    builder = llvm.create_pass_builder(_machine(), tuning)
    builder.getModulePassManager().run(whole, builder)


def _machine() -> llvm.TargetMachine:
    return llvm.Target.from_triple(_TARGET).create_target_machine(opt=3, reloc="pic")


def linked(made: llvm.ModuleRef) -> bytes:
    """The module as a shared library."""
    linker = shutil.which("ld")
    assert linker, "make kernels needs the linker ld (package binutils)"
    with tempfile.TemporaryDirectory() as folder:
        code, library = Path(folder, "kernels.o"), Path(folder, "kernels.so")
        code.write_bytes(_machine().emit_object(made))
        subprocess.run([linker, *_LINK, "-o", library, code], check=True)
        return library.read_bytes()


def main() -> None:
    """Write the file."""
    os.environ["NUMBA_CPU_NAME"] = "generic"
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    LIBRARY.write_bytes(linked(module()))


if __name__ == "__main__":
    main()
