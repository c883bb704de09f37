"""The output folder: locked by one run, proved writable, the choices it was made with, and folders that vanish."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from extract import __version__
from extract.batch import database, machine
from extract.batch.journal import Journal
from extract.batch.progress import Progress
from extract.errors import JournalBusy, NotWritable, OutputLocked
from extract.ocr import Engine
from extract.options import Options
from extract.tables.files import STATE, OutputFolder, not_writable

# A run's folder for temporary files, in which engines find the wrapper that binds them to their worker (promise D14).

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


# What was chosen for the last run on a folder (`.vanban/run.json`): to be read by people, and by what writes its files anew.

CHOICES = "run.json"


def record_choices(state: OutputFolder, options: Options, engine: Engine) -> None:
    """Write the options of the run that ends now, `as_of` and `include_secret` above all, and its engine."""
    chosen = {
        "version": __version__,
        "ended": machine.now(),
        "read_with": engine.fingerprint(),  # the program, its version, language data, second reader
        "lang": options.lang,
        "dictionaries": [path.name for path in options.dictionaries],
        "as_of": str(options.as_of),
        "include_secret": options.include_secret,
        "excel": options.excel,
        "hocr": options.hocr,
        "alto": options.alto,
        "language": options.language,
        "jobs": options.jobs,
        "timeout": options.timeout,
        "memory": options.memory,
        "max_mpixels": options.max_mpixels,
    }
    state.stage(CHOICES, (json.dumps(chosen, indent=1) + "\n").encode())
    state.publish([CHOICES])


def chosen_form(state: Path) -> Options:
    """The form of the files (`excel`, `hocr`, `alto`, `language`) that the last run chose, and how large a page it took; the usual ones where that is not known."""
    try:
        known = json.loads((state / CHOICES).read_bytes())
        return Options(
            excel=bool(known["excel"]),
            hocr=bool(known["hocr"]),
            alto=bool(known.get("alto")),
            language="en" if known.get("language") == "en" else "vi",
            max_mpixels=float(known["max_mpixels"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Options()


# One run an output folder: a lock that the kernel drops when its holder dies, so that none is ever stale (promise D8).

LOCK = "lock"
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_LINGERS = 5.0  # seconds that a dead run's children may hold its lock


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a folder: host, process, since when (ISO)."""

    host: str
    pid: int
    since: str

    @property
    def is_dead(self) -> bool:
        """Whether its process, on this machine, has ended."""
        return self.host == machine.host() and not machine.is_alive(self.pid)

    def __str__(self) -> str:
        return f"host {self.host}, process {self.pid}, since {self.since}"


@contextmanager
def locked(
    folder: OutputFolder, out: Path, *, name: str = LOCK, no_lock: bool = False
) -> Iterator[None]:
    """Hold the folder; `OutputLocked` names who holds it already. `no_lock`: go on where the file system has no locks."""
    descriptor = folder.open_lock(name)
    try:
        _acquire(descriptor, descriptor, out, no_lock=no_lock)
        with ExitStack() as stack:
            if name == LOCK:  # a watch has a lock of its own, beside those of its runs
                stack.enter_context(_folder_locked(folder, descriptor, out, no_lock=no_lock))
            _sign(descriptor, out)
            yield
    finally:
        os.close(descriptor)


@contextmanager
def _folder_locked(
    folder: OutputFolder, descriptor: int, out: Path, *, no_lock: bool
) -> Iterator[None]:
    """The folder itself is locked too: a lock file that somebody removed, and the next run made anew, admits nobody (S11)."""
    own = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder.descriptor)
    try:
        _acquire(own, descriptor, out, no_lock=no_lock)
        yield
    finally:
        os.close(own)


def _sign(descriptor: int, out: Path) -> None:
    holder = {"host": machine.host(), "pid": os.getpid(), "since": machine.now()}
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
    except OSError as error:
        raise not_writable(out, error) from error


def _acquire(descriptor: int, file: int, out: Path, *, no_lock: bool) -> None:
    """Lock a descriptor; `file` is that of the lock file, which says who holds it."""
    try:
        if not _is_taken(descriptor, fcntl.LOCK_EX, file):
            raise _in_use(file, out)
    except OSError as error:
        if no_lock and error.errno in _NO_LOCKS:
            return
        why = f"the file system has no locks ({error.strerror})"
        do = "Name a folder on a local disk; or, if no other run uses this one, add --no-lock."
        raise NotWritable(f"Cannot lock {out}", why, do) from error


def _is_taken(descriptor: int, how: int, file: int) -> bool:
    """Whether a lock could be had; that of a run which is dead is waited for, since a child just forked holds it until it looks around."""
    until = time.monotonic() + _LINGERS
    while True:
        try:
            fcntl.flock(descriptor, how | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = _holder(os.pread(file, 1000, 0))
            if holder is None or not holder.is_dead or time.monotonic() > until:
                return False
            time.sleep(0.05)
        else:
            return True


@contextmanager
def looked_at(state: Path, out: Path) -> Iterator[None]:
    """Hold a folder's state still for a look, writing nothing; `OutputLocked` where a run works on it."""
    try:
        descriptor = os.open(state / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:  # nothing ever ran here
        yield
        return
    try:
        if not _is_free(descriptor):
            raise _in_use(descriptor, out)
        yield
    finally:
        os.close(descriptor)


def holder_of(state: Path) -> Holder | None:
    """Who works on a folder just now; `None`: nobody."""
    try:
        descriptor = os.open(state / LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if _is_free(descriptor) else _holder(os.pread(descriptor, 1000, 0))
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    """Whether nobody else holds the lock; it is shared with us then, until the descriptor is closed."""
    try:
        return _is_taken(descriptor, fcntl.LOCK_SH, descriptor)
    except OSError:  # no locks here: there is nothing to be known
        return True


def _in_use(descriptor: int, out: Path) -> OutputLocked:
    who = _holder(os.pread(descriptor, 1000, 0))
    do = "Wait until it has ended, or name another folder with --out."
    why = f"another run holds it ({who or 'it has just begun'})"
    return OutputLocked(f"{out} is in use", why, do)


def _holder(data: bytes) -> Holder | None:
    try:
        found = json.loads(data)
        return Holder(str(found["host"]), int(found["pid"]), str(found["since"]))
    except (ValueError, KeyError, TypeError):
        return None


# The output folder of a run: proved writable, locked, its journal open, a folder for temporary files in it.

_PRIMARY = 0xFF  # of SQLite's extended codes
Opening = AbstractContextManager["RunFolder"]


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The output folder, its state folder and the open journal."""

    out: OutputFolder
    state: OutputFolder
    journal: Journal


@contextmanager
def opened_place(
    out: Path, progress: Progress, *, fresh: bool, no_lock: bool = False
) -> Iterator[RunFolder]:
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
        yield RunFolder(folder, state, known)


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
