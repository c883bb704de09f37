"""What runs in a Dask worker: the workbench that every one sets up, and the task function.

Each thread of the worker has one process of our own pool, with the limits of any run (W1, W2), so that a hostile page takes
down that process and not the Dask worker. A worker whose vanban, libraries, Tesseract or dictionaries would give other
results refuses to set up. Nothing of a document goes into the worker's log (S6). A run that was killed cannot end its processes
here, so each ends by itself when nothing was asked of it for a while (promise D14).
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from extract.batch import machine
from extract.batch.folder.temporary import temporary_folder
from extract.batch.journal.recipe import Recipe, recipe
from extract.batch.tasks import Failure, Result, Task, failed
from extract.batch.workers.pool import Pool
from extract.batch.workers.trial import chosen
from extract.errors import ExitCode
from extract.ocr import Engine, folders_of
from extract.options import Options
from extract.pipeline import restorer
from extract.tables.files import OutputFolder

#: Seconds without a task after which a process ends; starting it anew takes about one.
_IDLE = 60.0
_LOOK = 5.0  # seconds between looks at that


@dataclass(slots=True)
class Hand:
    """The process of one of a Dask worker's threads; `last`: when it had a task."""

    pool: Pool
    last: float = field(default_factory=machine.seconds)
    busy: threading.Lock = field(default_factory=threading.Lock)

    def do(self, task: Task) -> Result:
        """Do a task."""
        left = [task]
        with self.busy:
            found = self.pool.results(lambda wanted: [left.pop() for _ in left[:wanted]])
            ((_, result),) = found
            self.last = machine.seconds()
        return result

    def rest(self, idle: float) -> None:
        """End the process where it had nothing to do for so many seconds; the next task starts it anew."""
        if self.busy.acquire(blocking=False):
            try:
                if machine.seconds() - self.last >= idle:
                    self.pool.stop()
            finally:
                self.busy.release()


class Workbench(WorkerPlugin):
    """Temporary folder, environment and processes of a Dask worker; one that is `idle` for so many seconds ends."""

    def __init__(
        self,
        name: str,
        expected: Recipe,
        options: Options,
        start_engine: Callable[[], Engine],
        idle: float = _IDLE,
    ) -> None:
        self.name = name  # of the run: several may use one cluster
        self.expected, self.options, self.start_engine = expected, options, start_engine
        self.idle = idle

    def setup(self, worker: Worker) -> None:
        """Called by Dask when the worker starts, or when we come."""
        self.stack, self.mine = ExitStack(), threading.local()
        if multiprocessing.current_process().daemon:
            raise RuntimeError(
                "it may start no processes; set DASK_DISTRIBUTED__WORKER__DAEMON=False for it"
            )
        engine = self.start_engine()
        if recipe(self.options, engine.fingerprint()) != self.expected:
            raise RuntimeError("its vanban, libraries, Tesseract or dictionaries differ from ours")
        folder = OutputFolder.open(Path(worker.local_directory))
        self.stack.callback(folder.close)
        self.stack.enter_context(temporary_folder(folder))
        restorer(
            self.options.dictionaries
        )  # what it compiles is kept by now: our process may not write it
        self.sandbox = chosen(folders_of(engine))
        self.hands: list[Hand] = []
        self.ended = threading.Event()
        self.stack.callback(self.ended.set)
        threading.Thread(target=self._watch, daemon=True).start()

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask's signature
        """Called by Dask when the worker ends."""
        self.stack.close()

    def do(self, task: Task) -> Result:
        """A task in this thread's process."""
        return self._hand().do(task)

    def _hand(self) -> Hand:
        """This thread's."""
        known = getattr(self.mine, "hand", None)
        if isinstance(known, Hand):
            return known
        memory = round(self.options.memory * 2**30)
        self.mine.hand = hand = Hand(Pool(1, memory, self.sandbox))
        self.hands.append(hand)
        self.stack.callback(hand.pool.stop)
        return hand

    def _watch(self) -> None:
        while not self.ended.wait(min(_LOOK, self.idle)):
            for hand in tuple(self.hands):
                hand.rest(self.idle)


def do(name: str, task: Task, data: bytes | None) -> Result:
    """What Dask is asked to run, at the workbench of this run. `data`: the document's bytes, where its path is not seen."""
    try:
        bench = get_worker().plugins[name]
        assert isinstance(bench, Workbench)
        return bench.do(task if data is None else _with_data(task, data))
    except Exception as error:  # noqa: BLE001 - a border: Dask would log the task with what it holds
        why = f"this is a bug of vanban ({type(error).__name__} on a cluster's worker)"
        do_now = "Please report it with these words, without the document's text."
        return failed(Failure("crashed", ExitCode.BUG, task.subject.source, why, do_now))


def _with_data(task: Task, data: bytes) -> Task:
    return replace(task, subject=replace(task.subject, data=data))
