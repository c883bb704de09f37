"""The output folder of a run: proved writable, locked, its journal open, a folder for temporary files in it."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from extract.batch import database, machine
from extract.batch.journal import Journal
from extract.batch.lock import locked
from extract.batch.progress import Progress
from extract.errors import JournalBusy, NotWritable
from extract.tables.files import OutputFolder

STATE = ".vanban"
Opening = AbstractContextManager["Place"]
_TEMPORARY = "tmp-"
_ENGINE = "tesseract"


@dataclass(frozen=True, slots=True)
class Place:
    """The output folder, its state folder and the open journal."""

    out: OutputFolder
    state: OutputFolder
    journal: Journal


@contextmanager
def opened(out: Path, progress: Progress, *, fresh: bool, no_lock: bool = False) -> Iterator[Place]:
    """Everything a run writes to. `NotWritable`, `OutputLocked`: before any input is read."""
    with ExitStack() as stack, _disk_errors(out):
        folder = OutputFolder.open(out)
        stack.callback(folder.close)
        state = folder.inner(STATE)
        stack.callback(state.close)
        stack.enter_context(locked(state, out, no_lock=no_lock))
        stack.enter_context(temporary_folder(state))
        known, said = stack.enter_context(database.opened(state.path, fresh=fresh))
        if said:
            progress.note(said)
        yield Place(folder, state, known)


@contextmanager
def _disk_errors(out: Path) -> Iterator[None]:
    """SQLite's errors in our words (promise D6)."""
    try:
        yield
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            do = "Close the program that has it open, then run the same command again."
            raise JournalBusy(f"Journal in {out}", "another program holds it", do) from error
        do = "Free space or make it writable, then run the same command again: it does only what is missing."
        raise NotWritable(f"Cannot write the journal in {out}", str(error), do) from error


@contextmanager
def temporary_folder(state: OutputFolder) -> Iterator[None]:
    """A folder of this run for the engines' files; those of runs that were killed are removed (promise D14)."""
    for name in state.names():
        if name.startswith(_TEMPORARY):
            shutil.rmtree(state.path / name, ignore_errors=True)
    inner = state.inner(f"{_TEMPORARY}{os.getpid()}", 0o700)
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
