"""Processes seen from outside: who started whom, who is alive, whom to kill."""

from __future__ import annotations

import os
import random
import signal
from contextlib import suppress
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that a process has started and that are still there."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


def below(pid: int) -> list[int]:
    """All that a process has started, and what those have started."""
    return [found for child in children(pid) for found in (child, *below(child))]


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def kill_one(pids: list[int], moments: random.Random) -> bool:
    """SIGKILL one of these, whichever; whether it was there."""
    if not pids:
        return False
    with suppress(ProcessLookupError):
        os.kill(moments.choice(pids), signal.SIGKILL)
        return True
    return False
