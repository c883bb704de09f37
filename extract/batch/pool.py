"""Worker processes with a limit of time and memory, watched by their parent and replaced when they die (promises D1, W1, W2).

Why not a library's pool: `concurrent.futures` loses every task with one worker (measured: 95 of 100), pebble starts workers
from a thread of its own (a death signal is bound to the thread), needs a fresh interpreter for each (0.8 s) and does not
say which process does what, so that no one could watch its memory. Here the parent has no thread: workers are forked
while that is so (nothing is loaded twice), else spawned (W10), and stand in process groups of their own, so that a
worker is killed with its engine and Ctrl-C reaches neither.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from extract.batch import machine
from extract.batch.tasks import Failure, Outcome, Result, Task, failed
from extract.batch.work import (
    NoResult,
    as_bytes,
    limit_of,
    lost_to_death,
    lost_to_memory,
    lost_to_time,
    result_of,
    work,
)
from extract.sandbox import Sandbox, confine

# What there is to work with, processors and memory, and what a process uses of it (promise W2; Linux knows it all).


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


def worker_count(gibibytes: float) -> int:
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


_START = 120.0  # seconds a worker may take to start
_STILLBORN = 10  # workers of a run that may die before they run
_UP = b"up"
_Context = ForkContext | SpawnContext
_TICK = 0.1  # seconds between looks at the workers' time and memory
_LONGEST_TICK = 1.0  # more between two looks: the run itself stood still (stopped, paused, asleep)
# seconds between two looks whether it works, and of them that one in work gets of a processor
_PULSE, _WORKS = 0.5, 0.02
_CROWDED = 5  # times the limit that a task may take where others want the processor too
_TASKS = 500  # after which a worker is replaced, whatever may have piled up in it
_PATIENCE = 5.0  # seconds for an idle worker to end


@dataclass(slots=True, eq=False)
class Worker:
    """A worker process, our end of its pipe, and the task it has in hand; `up`: it has said that it runs.

    `since`: when it got the task, by the pool's clock; `used` of a processor till then. `pulse`: beyond its limit, when it was
    last seen to work, and how much it had worked.
    """

    process: BaseProcess
    pipe: Connection
    task: Task | None = None
    since: float = 0.0
    used: float = 0.0
    pulse: tuple[float, float] | None = None
    done: int = 0
    up: bool = False

    def give(self, task: Task, now: float) -> None:
        """Hand it a task; one that died meanwhile shows when its result is asked for."""
        self.task, self.since, self.pulse = task, now, None
        self.used = processor_with_children(self.process.pid or 0)
        with suppress(BrokenPipeError, ConnectionResetError):
            self.pipe.send(task)

    def take(self) -> Result | None:
        """Its result, which is there; `None`: it died."""
        try:
            result = result_of(self.pipe.recv_bytes())
        except (EOFError, ConnectionResetError):
            return None
        except NoResult:
            self.process.kill()  # it says what no worker of ours says
            return None
        self.task = None
        self.done += 1
        return result

    def greet(self, now: float) -> bool:
        """Hear that it runs, so that its start takes nothing from the first task's time; whether it does."""
        try:
            self.up = self.pipe.recv_bytes() == _UP
        except (EOFError, ConnectionResetError):
            return False
        self.since = now
        return self.up

    def busy(self) -> float:
        """Seconds of a processor that it and its engine spent on the task."""
        return processor_with_children(self.process.pid or 0) - self.used

    def kill(self) -> None:
        """End it with its engine."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        self.process.kill()
        self.process.join()
        self.pipe.close()

    def dismiss(self) -> None:
        """Let an idle one end by itself."""
        self.pipe.close()
        self.process.join(_PATIENCE)
        self.kill()


@dataclass(slots=True)
class Pool:
    """At most `jobs` workers; `memory` in bytes is what one may use with its engine, `sandbox` where it may write and what it may start."""

    jobs: int
    memory: int
    sandbox: Sandbox | None = None
    workers: list[Worker] = field(default_factory=list)
    looked: float = 0.0
    clock: float = 0.0
    read: float = field(default_factory=machine.seconds)
    stillborn: int = 0

    def start(self) -> None:
        """Start all workers where that is cheap (before the parent has threads), else when there is work for them."""
        if machine.may_fork():
            self.workers += [self._new() for _ in range(self.jobs)]

    def results(
        self, supply: Callable[[int], list[Task]]
    ) -> Generator[tuple[Task, Result], None, None]:
        """Tasks as they come back; see `extract.batch.executors`."""
        while True:
            free = self.jobs - len(self._busy())
            for task in supply(free):
                self._idle().give(task, self._now())
            if not self._busy():
                return
            yield from self._collect()

    def stop(self) -> None:
        """End all workers at once."""
        while self.workers:
            self.workers.pop().kill()

    def _busy(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.task is not None]

    def _idle(self) -> Worker:
        for worker in self.workers:
            if worker.task is None:
                return worker
        self.workers.append(self._new())
        return self.workers[-1]

    def _new(self) -> Worker:
        fork = machine.may_fork()
        context: _Context = multiprocessing.get_context("fork" if fork else "spawn")  # type: ignore[assignment]
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_serve, args=(theirs, os.getpid(), self.memory, self.sandbox), daemon=True
        )
        process.start()
        theirs.close()
        return Worker(process, ours)

    def _collect(self) -> Iterator[tuple[Task, Result]]:
        """What is back within a tick; and, once a tick, whoever is over a limit."""
        busy = {worker.pipe: worker for worker in self._busy()}
        for pipe in wait(list(busy), _TICK):
            assert isinstance(pipe, Connection)
            if busy[pipe].up:
                yield self._taken(busy[pipe])
            elif not busy[pipe].greet(self._now()):
                self._replace(busy[pipe])
        now = self._now()
        if now - self.looked >= _TICK:
            self.looked = now
            for worker in self._busy():
                over = self._over(worker, now)
                if over is not None and worker.task is not None:
                    yield worker.task, self._lost(worker, over)

    def _now(self) -> float:
        """The seconds that this pool was awake: where it stood still (stopped, paused, asleep) its workers did too (W11)."""
        now = machine.seconds()
        self.clock += min(now - self.read, _LONGEST_TICK)
        self.read = now
        return self.clock

    def _taken(self, worker: Worker) -> tuple[Task, Result]:
        task = worker.task
        assert task is not None
        result = worker.take()
        if result is None:
            worker.process.join()
            return task, self._lost(worker, lost_to_death(task, worker.process.exitcode))
        if _was_refused_memory(result):  # what is left in it of the task nobody knows
            return task, self._lost(worker, lost_to_memory(task, self.memory))
        if worker.done >= _TASKS or resident(worker.process.pid or 0) > self.memory // 2:
            self.workers.remove(worker)
            worker.dismiss()
        return task, result

    def _replace(self, worker: Worker) -> None:
        """One that died before it ran: its task is not to blame, and goes to a new one."""
        self.stillborn += 1
        assert self.stillborn < _STILLBORN, "worker processes do not start on this system"
        self.workers.remove(worker)
        worker.kill()
        assert worker.task is not None
        self._idle().give(worker.task, self._now())

    def _over(self, worker: Worker, now: float) -> Failure | None:
        task = worker.task
        assert task is not None
        if _is_late(worker, now, limit_of(task) if worker.up else _START):
            return lost_to_time(task)
        if resident_with_children(worker.process.pid or 0) > self.memory:
            return lost_to_memory(task, self.memory)
        return None

    def _lost(self, worker: Worker, failure: Failure) -> Outcome:
        self.workers.remove(worker)
        worker.kill()
        return failed(failure)


def _was_refused_memory(result: Result) -> bool:
    failure = result.failure if isinstance(result, Outcome) else None
    return failure is not None and failure.lost and failure.flag == "out_of_memory"


def _is_late(worker: Worker, now: float, limit: float) -> bool:
    """Whether a task took too long: of a processor where it works, else of our time.

    One that waits for its share of a crowded processor is given it, up to so many times the limit.
    """
    if now - worker.since <= limit:
        return False
    busy = worker.busy()
    if busy > limit or now - worker.since > _CROWDED * limit:
        return True
    seen, worked = worker.pulse or (now, busy)
    idle = busy - worked < _WORKS * (now - seen)
    if worker.pulse is None or (now - seen >= _PULSE and not idle):
        worker.pulse = now, busy
    return now - seen >= _PULSE and idle


def _serve(pipe: Connection, parent: int, memory: int, sandbox: Sandbox | None) -> None:
    """The life of a worker."""
    machine.prepare_worker(parent, memory)
    machine.close_inherited(pipe.fileno())
    if sandbox is not None:
        confine(sandbox)
    with suppress(EOFError, BrokenPipeError):
        pipe.send_bytes(_UP)
        while True:
            pipe.send_bytes(as_bytes(work(pipe.recv())))
