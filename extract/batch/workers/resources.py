"""What there is to work with, processors and memory, and what a process uses of it (promise W2; Linux knows it all)."""

from __future__ import annotations

import os
from pathlib import Path


def cores() -> int:
    """Processors this process may use: its affinity mask and its cgroup's quota, not those of the machine (W2)."""
    mine = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota, period = _number("/sys/fs/cgroup/cpu.max", 0), _number("/sys/fs/cgroup/cpu.max", 1)
    return min(mine, max(1, round(quota / period))) if quota and period else mine


def memory() -> int:
    """Bytes of memory free to use: of the machine, and of the cgroup; 0 where that cannot be known."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        free = (
            next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) * 1024
        )
    except (OSError, StopIteration):
        return 0
    most, used = _number("/sys/fs/cgroup/memory.max"), _number("/sys/fs/cgroup/memory.current")
    return min(free, max(0, most - used)) if most else free


def workers(gibibytes: float) -> int:
    """How many workers with so much memory each this machine has room for (promise W2)."""
    room = int(memory() / (gibibytes * 2**30))
    return max(1, min(cores(), room)) if memory() else cores()


def _number(path: str, field: int = 0) -> int:
    """A number of a cgroup's file; 0 where there is no limit."""
    try:
        return int(Path(path).read_text(encoding="ascii").split()[field])
    except (OSError, ValueError, IndexError):
        return 0


def resident(pid: int) -> int:
    """Bytes of memory a process has in use; 0 where that cannot be known (it ended, or this is not Linux)."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_bytes().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def resident_with_children(pid: int) -> int:
    """Bytes of memory in use by a process and all that it started."""
    return resident(pid) + sum(map(resident_with_children, _children(pid)))


def processor_with_children(pid: int) -> float:
    """Seconds of a processor that a process and all that it started have used; 0.0 where that cannot be known."""
    return _processor(pid) + sum(map(processor_with_children, _children(pid)))


def _processor(pid: int) -> float:
    """Its own, and those of children that ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        return sum(map(int, told[11:15])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError, ValueError):
        return 0.0


def _children(pid: int) -> list[int]:
    try:
        lists = [path.read_bytes() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for found in lists for child in found.split()]
