"""Which sandbox the workers of a run get: the closest in which Tesseract starts, found by trying (promise S12)."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path

from extract.batch import machine
from extract.sandbox import Sandbox, confine

_HEAD = 4096  # bytes
_PATH = re.compile(rb"(?<=\0)/[!-~]{1,99}(?=\0)")
_MEMORY = 1 << 30  # bytes
_PATIENCE = 20.0  # seconds for a try
_Context = ForkContext | SpawnContext


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether a process was refused a network, writing elsewhere and other programs, and could start Tesseract."""

    network: bool = False
    files: bool = False
    programs: bool = False
    engine: bool = False


def chosen(more: Sequence[Path] = ()) -> Sandbox | None:
    """The closest sandbox in which Tesseract starts; `None`: none does. `more`: folders beside that of temporary files."""
    return _closest((Path(tempfile.gettempdir()), *more), os.environ.get("PATH", os.defpath))


@lru_cache(maxsize=4)  # a run has one for its workers and one for the report's
def _closest(folders: tuple[Path, ...], path: str) -> Sandbox | None:
    if sys.platform != "linux":
        return None
    wanted = Sandbox(folders, tuple(dict.fromkeys(_programs(path))))
    looser = replace(wanted, programs=None)
    if shutil.which("tesseract") is None or tried(wanted).engine:
        return wanted
    return looser if tried(looser).engine else None


def tried(sandbox: Sandbox | None) -> Tried:
    """What a process in a sandbox is refused: a process tries it."""
    context: _Context = multiprocessing.get_context("fork" if machine.may_fork() else "spawn")  # type: ignore[assignment]
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_try, args=(theirs, os.getpid(), sandbox), daemon=True)
    process.start()
    theirs.close()
    try:
        return Tried(*map(bool, ours.recv_bytes())) if ours.poll(_PATIENCE) else Tried()
    except EOFError:
        return Tried()
    finally:
        process.kill()
        process.join()
        ours.close()


def _try(pipe: Connection, parent: int, sandbox: Sandbox | None) -> None:
    machine.prepare_worker(parent, _MEMORY)
    machine.close_inherited(
        pipe.fileno()
    )  # the folder's lock above all: the run may be killed meanwhile (D8)
    if sandbox is not None:
        confine(sandbox)
    answers = (_has_no_network(), _may_not_write(), not _starts("true"), _starts("tesseract"))
    pipe.send_bytes(bytes(answers))


def _has_no_network() -> bool:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    except PermissionError:
        return True
    return False


def _may_not_write() -> bool:
    """Asked of a file that is there everywhere, and keeps nothing."""
    try:
        os.close(os.open("/dev/zero", os.O_WRONLY))
    except PermissionError:
        return True
    return False


def _starts(program: str) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, check=False)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


def _programs(path: str) -> Iterator[Path]:
    """Tesseract, the wrapper that binds it to its worker, and what these are started by."""
    wanted = [Path(folder) / "tesseract" for folder in path.split(os.pathsep)]
    wanted += [Path(found) for name in ("setpriv", "sh") if (found := shutil.which(name))]
    for program in wanted:
        if os.path.isfile(program):  # noqa: PTH113 - a folder that we may not look into is no error
            yield program
            yield from _loader(program)


def _loader(program: Path) -> Iterator[Path]:
    """The dynamic loader that a program names in its first page."""
    try:
        with program.open("rb") as file:
            found = _PATH.search(file.read(_HEAD))
    except OSError:
        return
    if found:
        yield Path(os.fsdecode(found[0]))
