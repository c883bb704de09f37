"""Where tasks run: in this process, or in workers that may hang or die without taking others along.

An executor takes tasks one by one (so that each attempt is in the journal before it starts) and gives them back with
their outcome. pebble's pool outlives a killed worker; that of
concurrent.futures does not (measured: one worker killed in task 5 of 100, and 95 tasks were lost). Workers are
spawned, not forked: a fork after threads can deadlock.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import TYPE_CHECKING

from extract.batch import machine
from extract.batch.work import Failure, Outcome, Task, failed, work
from extract.errors import ExitCode

if TYPE_CHECKING:
    from pebble import ProcessPool

Results = Generator[tuple[Task, Outcome], None, None]
Executor = Callable[[Iterator[Task]], Results]

_BYTES_A_PAGE = (
    50_000  # a scanned page is seldom smaller, so a document's limit is seldom too small
)


def in_process(tasks: Iterator[Task]) -> Results:
    """One after another, here."""
    return ((task, work(task)) for task in tasks)


def in_pool(jobs: int) -> Executor:
    """An executor with so many worker processes."""

    def _execute(tasks: Iterator[Task]) -> Results:
        from pebble import ProcessPool  # noqa: PLC0415 - 0.05 s that one process needs not

        pool = ProcessPool(
            max_workers=jobs,
            context=multiprocessing.get_context("spawn"),
            initializer=machine.prepare_worker,
            initargs=[os.getpid()],
        )
        try:
            yield from _collect(pool, tasks, jobs)
        finally:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble types half of its methods
            pool.join()

    return _execute


def _collect(pool: ProcessPool, tasks: Iterator[Task], jobs: int) -> Results:
    """Never more tasks in the pool than workers, so that an attempt counted is an attempt begun."""
    running: dict[Future[Outcome], Task] = {}
    exhausted = False
    while running or not exhausted:
        while len(running) < jobs and not exhausted:
            task = next(tasks, None)
            if task is None:
                exhausted = True
            else:
                running[pool.schedule(work, args=[task], timeout=limit(task))] = task
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            task = running.pop(future)
            yield task, _outcome(task, future)


def limit(task: Task) -> float:
    """Seconds after which a worker is killed: the limit of a page for each page the file may have, and one more."""
    return task.options.timeout * (2 + task.size // _BYTES_A_PAGE)


def _outcome(task: Task, future: Future[Outcome]) -> Outcome:
    from pebble import ProcessExpired  # noqa: PLC0415 - loaded with the pool

    try:
        return future.result()
    except TimeoutError:
        why = f"it took longer than {limit(task):g} seconds"
        do = "Give it more time with --timeout, or split it."
        return failed(Failure("timed_out", ExitCode.TIMED_OUT, task.source, why, do, lost=True))
    except ProcessExpired as error:
        why = f"its worker process died (exit {error.exitcode})"
        do = "It is tried once more by the next run; look at the file if it happens again."
        return failed(Failure("crashed", ExitCode.SOME_FAILED, task.source, why, do, lost=True))
