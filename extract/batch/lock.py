"""One run an output folder: a lock that the kernel drops when its holder dies, so that none is ever stale (promise D8)."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from extract.batch import machine
from extract.errors import NotWritable, OutputLocked
from extract.tables.files import OutputFolder

NAME = "lock"


@contextmanager
def locked(folder: OutputFolder, out: Path, *, name: str = NAME) -> Iterator[None]:
    """Hold the folder; `OutputLocked` names who holds it already."""
    descriptor = folder.open_lock(name)
    try:
        _acquire(descriptor, out)
        holder = {"host": machine.host(), "pid": os.getpid(), "since": machine.now()}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, out: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        who = _holder(os.pread(descriptor, 1000, 0))
        do = "Wait until it has ended, or name another folder with --out."
        raise OutputLocked(f"{out} is in use", f"another run holds it ({who})", do) from error
    except OSError as error:
        why = f"the file system has no locks ({error.strerror})"
        raise NotWritable(f"Cannot lock {out}", why, "Name a folder on a local disk.") from error


def _holder(data: bytes) -> str:
    try:
        holder = json.loads(data)
        return f"host {holder['host']}, process {holder['pid']}, since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "it has just begun"
