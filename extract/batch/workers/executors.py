"""Where tasks run: here, in workers that may hang or die without taking others along, or (`--scheduler`) on a cluster.

An executor asks a supply for tasks whenever it has room, and gives each back with its result; an attempt that did not come
back is a failure that is `lost`. It ends when nothing runs and the supply has nothing: while something runs, what
comes back may bring new tasks (the pages of a document that was opened). `in_pool` is the executor of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, contextmanager

from extract.batch.tasks import Result, Task
from extract.batch.workers import pool
from extract.batch.workers.trial import chosen
from extract.batch.workers.work import work
from extract.ocr import Engine, folders_of

#: At most so many tasks to begin now; they count as begun.
Supply = Callable[[int], list[Task]]
Results = Generator[tuple[Task, Result], None, None]
Executor = Callable[[Supply], Results]
#: Where the tasks of a run go: opened before progress is shown, closed when the run ends.
Workplace = AbstractContextManager[Executor]


@contextmanager
def in_process() -> Iterator[Executor]:
    """One after another, here: no limit holds, and whatever brings the process down ends the run."""
    yield _one_by_one


def _one_by_one(supply: Supply) -> Results:
    while tasks := supply(1):
        yield from ((task, work(task)) for task in tasks)


@contextmanager
def in_pool(jobs: int, memory: float, engine: Engine | None = None) -> Iterator[Executor]:
    """So many worker processes, each with `memory` GiB to live in (promise W2) and in a sandbox (promise S12)."""
    workers = pool.Pool(jobs, round(memory * 2**30), chosen(folders_of(engine)))
    try:
        workers.start()
        yield workers.results
    finally:
        workers.stop()
