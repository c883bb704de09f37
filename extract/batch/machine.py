"""The one module that reads the clock, the host's name and the environment, and binds a process to its parent."""

from __future__ import annotations

import ctypes
import os
import resource
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

from extract.sandbox import limit_memory

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4  # linux/prctl.h
_BEYOND = 1.2  # times the memory limit: where the kernel refuses, between two looks of the parent
#: The worker's limit less what it uses of it, as the engine's own, in kB; the sixth figure of `statm` is pages.
_WHAT_IS_LEFT = """\
most=$(ulimit -d)
[ "$most" = unlimited ] || {
  read -r _ _ _ _ _ used _ </proc/$PPID/statm && left=$((most - used * %d)) && [ $left -gt 0 ] && ulimit -d $left
} 2>/dev/null
"""


def today() -> date:
    """The civil date here."""
    return datetime.now(UTC).astimezone().date()


def now() -> str:
    """The time of day for messages, ISO, to the second."""
    return datetime.now(UTC).astimezone().isoformat(timespec="seconds")


def seconds_since(moment: str) -> float:
    """Seconds of the wall clock since a moment that `now` told."""
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()


def seconds() -> float:
    """A clock that only goes forward."""
    return time.monotonic()


def processor_seconds() -> float:
    """What this process and the programs it waited for took of a processor: it stands still with a suspended machine."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(part.ru_utime + part.ru_stime for part in used)


def host() -> str:
    """The name of this machine."""
    return socket.gethostname()


def is_alive(process: int) -> bool:
    """Whether a process of this machine exists, be it another user's."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):  # not ours to ask; a number that no process has
        pass
    return True


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
    """A script that runs a program so that it ends with the process that started it (promise D14), in what memory that has left (W2).

    A worker's own death signal does not reach its engine, since fork clears it. `None` where it cannot be had.
    """
    setpriv, real = shutil.which("setpriv"), shutil.which(program)
    if sys.platform != "linux" or setpriv is None or real is None:
        return None
    start = f'exec {shlex.quote(setpriv)} --pdeathsig KILL {shlex.quote(real)} "$@"'
    return f"#!/bin/sh\n{_WHAT_IS_LEFT % (os.sysconf('SC_PAGE_SIZE') // 1024)}{start}\n".encode()


def may_fork() -> bool:
    """Whether a fork is safe: on Linux, as long as this process is a single thread (promise W10)."""
    try:
        return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208
    except OSError:
        return False


def close_inherited(kept: int) -> None:
    """Close what a fork inherited but the standard streams and one descriptor: the folder's lock above all (D8)."""
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))


def prepare_worker(parent: int, memory: int) -> None:
    """What a worker process does first: end with its parent (Linux), leave Ctrl-C to it, use one thread.

    `memory`: bytes it should use; at a fifth more the kernel refuses, for it may grow between two looks of its parent.
    """
    for number in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()
    cv2.setNumThreads(1)
    forbid_core_dumps()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0)
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        limit_memory(round(_BEYOND * memory))
    if os.getppid() != parent:  # it died before it was asked to take us along
        os._exit(1)


def forbid_core_dumps() -> None:
    """No core file of this process or of what it starts: it would hold pages that nobody judged yet (promise S10)."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
