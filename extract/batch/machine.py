"""The one module that reads the clock, the host's name and the environment, and binds a process to its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

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
def prepared_engines(temporary: str) -> Iterator[None]:
    """One thread an engine (W6: ten pages at a time took 9 s with it, 459 s without), a folder for its files."""
    before = {name: os.environ.get(name) for name in ("OMP_THREAD_LIMIT", "TMPDIR")}
    _prepare_engines(temporary)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        tempfile.tempdir = None


def _prepare_engines(temporary: str) -> None:
    os.environ["OMP_THREAD_LIMIT"] = "1"
    os.environ["TMPDIR"] = temporary
    tempfile.tempdir = None  # read TMPDIR anew


def prepare_worker(parent: int, temporary: str) -> None:
    """What a worker process does first: end with its parent (Linux), leave Ctrl-C to it, one thread an engine."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _prepare_engines(temporary)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before it was asked to take us along
        os._exit(1)
