"""A run's folder for temporary files, in which engines find the wrapper that binds them to their worker (promise D14)."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from extract.batch import machine
from extract.tables.files import OutputFolder

_NAME = "tmp-"
_ENGINE = "tesseract"


@contextmanager
def temporary_folder(state: OutputFolder) -> Iterator[None]:
    """A folder of this run for the engines' files; those of runs that were killed are removed."""
    for name in state.names():
        if name.startswith(_NAME):
            shutil.rmtree(state.path / name, ignore_errors=True)
    inner = state.inner(f"{_NAME}{os.getpid()}", 0o700)
    path = inner.path.resolve()
    try:
        _wrap_engine(inner)
        with machine.prepared_engines(path):
            yield
    finally:
        inner.close()
        shutil.rmtree(path, ignore_errors=True)


def _wrap_engine(temporary: OutputFolder) -> None:
    """The wrapper as bin/tesseract; none where nothing may be run from this file system."""
    script = machine.engine_wrapper(_ENGINE)
    if script is None:
        return
    folder = temporary.inner("bin", 0o700)
    folder.stage(_ENGINE, script)
    folder.publish([_ENGINE])
    path = folder.path / _ENGINE
    with suppress(PermissionError):  # FAT has no modes
        path.chmod(0o700)
    if not os.access(path, os.X_OK):
        folder.remove([_ENGINE])
    folder.close()
