"""One run an output folder: a lock that the kernel drops when its holder dies, so that none is ever stale (promise D8)."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.batch import machine
from extract.errors import NotWritable, OutputLocked
from extract.tables.files import OutputFolder, not_writable

NAME = "lock"
_NO_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a folder: host, process, since when (ISO)."""

    host: str
    pid: int
    since: str

    def __str__(self) -> str:
        return f"host {self.host}, process {self.pid}, since {self.since}"


@contextmanager
def locked(
    folder: OutputFolder, out: Path, *, name: str = NAME, no_lock: bool = False
) -> Iterator[None]:
    """Hold the folder; `OutputLocked` names who holds it already. `no_lock`: go on where the file system has no locks."""
    descriptor = folder.open_lock(name)
    try:
        _acquire(descriptor, descriptor, out, no_lock=no_lock)
        with ExitStack() as stack:
            if name == NAME:  # a watch has a lock of its own, beside those of its runs
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
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise _in_use(file, out) from error
    except OSError as error:
        if no_lock and error.errno in _NO_LOCKS:
            return
        why = f"the file system has no locks ({error.strerror})"
        do = "Name a folder on a local disk; or, if no other run uses this one, add --no-lock."
        raise NotWritable(f"Cannot lock {out}", why, do) from error


@contextmanager
def looked_at(state: Path, out: Path) -> Iterator[None]:
    """Hold a folder's state still for a look, writing nothing; `OutputLocked` where a run works on it."""
    try:
        descriptor = os.open(state / NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
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
        descriptor = os.open(state / NAME, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if _is_free(descriptor) else _holder(os.pread(descriptor, 1000, 0))
    finally:
        os.close(descriptor)


def _is_free(descriptor: int) -> bool:
    """Whether nobody else holds the lock; it is shared with us then, until the descriptor is closed."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks here: there is nothing to be known
        return True
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
