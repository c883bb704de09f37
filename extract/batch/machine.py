"""The one module that reads the clock, the host's name and the environment, and binds a process to its parent."""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import cv2

_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def today() -> date:
    """The civil date here."""
    return datetime.now(UTC).astimezone().date()


def now() -> str:
    """The time of day for messages, ISO, to the second."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def seconds() -> float:
    """A clock that only goes forward."""
    return time.monotonic()


def host() -> str:
    """The name of this machine."""
    return socket.gethostname()


def cores() -> int:
    """Processors this process may use (affinity mask), not those of the machine (promise W2)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def prepared_engines(temporary: Path) -> Iterator[None]:
    """The environment of the engines this process and its workers start: one thread, our temporary folder, our PATH.

    W6: ten pages at a time took 9 s with one thread each, 459 s without. `temporary/bin` comes first in PATH.
    """
    wanted = {
        "OMP_THREAD_LIMIT": "1",
        "TMPDIR": str(temporary),
        "PATH": f"{temporary / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    tempfile.tempdir = None  # read TMPDIR anew
    try:
        yield
    finally:
        os.environ.update({name: value for name, value in before.items() if value is not None})
        for name in (name for name, value in before.items() if value is None):
            del os.environ[name]
        tempfile.tempdir = None


def engine_wrapper(program: str) -> bytes | None:
    """A script that runs a program so that it ends with the process that started it (promise D14).

    A worker's own death signal does not reach its engine, since fork clears it. `None` where it cannot be had.
    """
    setpriv, real = shutil.which("setpriv"), shutil.which(program)
    if sys.platform != "linux" or setpriv is None or real is None:
        return None
    return f'#!/bin/sh\nexec {shlex.quote(setpriv)} --pdeathsig KILL {shlex.quote(real)} "$@"\n'.encode()


def prepare_worker(parent: int) -> None:
    """What a worker process does first: end with its parent (Linux), leave Ctrl-C to it, use one thread."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before it was asked to take us along
        os._exit(1)
