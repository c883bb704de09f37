"""Writes `extract/data/kernels.ll`: the restorer's inner loops as numba compiles them, for any x86-64 processor.

`make kernels`, after a change of `extract/restore/search.py` or `beam.py`. With the file a start needs no numba.
"""

from __future__ import annotations

import os
from typing import Any

import llvmlite.binding as llvm

from extract.restore.native import FILE, head

#: numba counts who holds an array; ours are held by the caller, so what it does at the last one is never reached.
_OWNER = "declare void @NRT_MemInfo_call_dtor(ptr) local_unnamed_addr"
_NO_OWNER = (
    "define internal void @NRT_MemInfo_call_dtor(ptr %0) local_unnamed_addr {\n  ret void\n}"
)
_NAMES = ("search", "decode", "weigh")


def text() -> str:
    """The file's text, made anew, where `NUMBA_CPU_NAME` was `generic` when numba started."""
    first, *others = map(_module, _NAMES)
    for other in others:
        first.link_in(other)
    first.name = "kernels"
    _sweep(first)
    return head() + str(first).replace(_OWNER, _NO_OWNER)


def _module(name: str) -> llvm.ModuleRef:
    """One loop with what it calls, without what Python would need to call it."""
    import numba  # noqa: PLC0415 reads NUMBA_CPU_NAME when it is imported

    from extract.restore.kernels import by_numba  # noqa: PLC0415

    loop: Any = by_numba()[name]
    bare: Any = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # numba's types lack them
    compiled = numba.njit(loop.nopython_signatures[0], error_model="numpy", nogil=True, **bare)
    made: Any = compiled(loop.py_func)
    (made_text,) = made.inspect_llvm().values()
    module = llvm.parse_assembly(made_text)
    _rename(module, name)
    return module


def _rename(module: llvm.ModuleRef, name: str) -> None:
    """Only the loop itself stays visible, by its plain name."""
    for function in module.functions:
        if function.linkage.name == "external" and not function.is_declaration:
            function.name = name
        elif not function.is_declaration:
            function.linkage = "internal"
    for variable in module.global_variables:
        variable.linkage = "internal"


def _sweep(module: llvm.ModuleRef) -> None:
    """Leave out what nothing calls."""
    machine = llvm.Target.from_triple(module.triple).create_target_machine(opt=3)
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))


def main() -> None:
    """Write the file."""
    os.environ["NUMBA_CPU_NAME"] = "generic"
    FILE.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
