"""The output folder of a run: proved writable, locked, its journal open, a folder for temporary files in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.batch.folder.lock import locked
from extract.batch.folder.temporary import temporary_folder
from extract.batch.journal import database
from extract.batch.journal.journal import Journal
from extract.batch.progress import Progress
from extract.errors import JournalBusy, NotWritable
from extract.tables.files import STATE, OutputFolder

_PRIMARY = 0xFF  # of SQLite's extended codes
Opening = AbstractContextManager["Place"]


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
        code = getattr(error, "sqlite_errorcode", 0)
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            do = "Close the program that has it open, then run the same command again."
            raise JournalBusy(f"Journal in {out}", "another program holds it", do) from error
        if code & _PRIMARY in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            do = "Look after the disk, then run the same command again: it sets the journal aside and reads anew."
            raise NotWritable(f"Journal in {out}", "the disk has damaged it", do) from error
        do = "Free space or make it writable, then run the same command again: it does only what is missing."
        raise NotWritable(f"Cannot write the journal in {out}", str(error), do) from error
