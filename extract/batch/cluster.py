"""`--scheduler tcp://HOST:PORT`: the tasks of a run on the workers of a Dask cluster (extra `vanban[cluster]`).

The task function is the one of every other run (`extract.batch.work`), and each Dask worker runs it in a limited process of its
own (`extract.batch.cluster`), so time, memory and crashes are held as on one machine. Journal, lock, tables and
retries stay with the run that started it. A Dask worker that is lost costs the tasks it had in hand: Dask gives them to
another. Where the workers see the inputs under the same path they read them there; else the bytes are sent, once a document.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from distributed import Worker, WorkerPlugin, get_worker

from extract.batch import machine
from extract.batch.executors import Executor, Results, Supply, chosen_sandbox
from extract.batch.folder import temporary_folder
from extract.batch.pool import Pool
from extract.batch.recipe import Recipe, recipe
from extract.batch.tasks import Failure, Result, Subject, Task, failed
from extract.errors import ClusterLost, ExitCode, MissingProgram
from extract.ingest.archives import read_inside
from extract.ocr import Engine, folders_of
from extract.options import Options
from extract.pipeline import restorer
from extract.tables.files import OutputFolder

if TYPE_CHECKING:
    from distributed import Client, Future

# What runs in a Dask worker: the workbench that every one sets up, and the task function.
#
# Each thread of the worker has one process of our own pool, with the limits of any run (W1, W2), so that a hostile page takes
# down that process and not the Dask worker. A worker whose vanban, libraries, Tesseract or dictionaries would give other
# results refuses to set up. Nothing of a document goes into the worker's log (S6). A run that was killed cannot end its processes
# here, so each ends by itself when nothing was asked of it for a while (promise D14).

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
        self.sandbox = chosen_sandbox(folders_of(engine))
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


_CONNECT = 10.0  # seconds to wait for the scheduler
_WORKERS = 60.0  # seconds to wait for the first worker
_LOOK_AGAIN = 1.0  # seconds between looks at whether the scheduler is still there
_COUNT = 5.0  # seconds between counts of the workers, which may come and go
_AHEAD = 2  # tasks a thread: one in hand, one on its way
_HELD = 8  # documents whose bytes stay with the cluster


@contextmanager
def in_cluster(
    address: str, options: Options, start_engine: Callable[[], Engine]
) -> Iterator[Executor]:
    """The executor of a cluster. `MissingProgram`: no `distributed` here. `ClusterLost`: no scheduler, no fit worker."""
    client = _connect(address)
    name = f"vanban-{machine.host()}-{os.getpid()}-{machine.now()}"
    try:
        _prepare(client, name, options, start_engine)
        yield Cluster(client, name).results
    finally:
        if client.status == "running":
            with suppress(ValueError):  # no worker ever had it
                client.unregister_worker_plugin(name)  # ends our processes there
        client.close()


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra
    except ImportError as error:
        why, do = "the package `distributed` is not installed", "pip install 'vanban[cluster]'"
        raise MissingProgram(f"Scheduler {address}", why, do) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # we say what happened ourselves
    try:
        return Client(address, timeout=_CONNECT)
    except (OSError, ValueError) as error:
        do = "Start it with `dask scheduler`, or check address and network."
        raise ClusterLost(f"Scheduler {address}", "it does not answer", do) from error


def _prepare(
    client: Client, name: str, options: Options, start_engine: Callable[[], Engine]
) -> None:
    """Every worker, now and later, proves that it would give the same results (promise D10), or does not work for us."""
    do = "Start workers with the same vanban and Tesseract (docs/cluster.md), then run again."
    try:
        client.wait_for_workers(1, timeout=_WORKERS)
        expected = recipe(options, start_engine().fingerprint())
        client.register_plugin(Workbench(name, expected, options, start_engine))
    except TimeoutError as error:
        raise ClusterLost("Cluster", f"no worker came within {_WORKERS:g} seconds", do) from error
    except (RuntimeError, OSError, ImportError) as error:
        raise ClusterLost("Cluster", f"a worker is not fit ({error})", do) from error


@dataclass(slots=True)
class Cluster:
    """A cluster in use: the bytes of the documents in hand that were sent, and how many tasks it has room for."""

    client: Client
    name: str
    sent: OrderedDict[str, Future[bytes]] = field(default_factory=OrderedDict)
    shared: bool | None = None
    room: int = 0
    counted: float = -_COUNT

    def results(self, supply: Supply) -> Results:
        """Tasks as they come back; see `extract.batch.executors`."""
        running: dict[Future[Result], Task] = {}
        while True:
            for task in supply(max(0, self._room() - len(running))):
                try:
                    running[self._submit(task)] = task
                except OSError as error:
                    yield task, failed(_unreadable(task, error))
            if not running:
                return
            for future in self._finished(running):
                task = running.pop(future)
                yield task, _result(task, future)

    def _room(self) -> int:
        now = machine.seconds()
        if now - self.counted >= _COUNT:
            self.counted = now
            self.room = max(1, _AHEAD * sum(self.client.nthreads().values()))
        return self.room

    def _submit(self, task: Task) -> Future[Result]:

        path = Path(os.path.abspath(task.subject.path))  # noqa: PTH100 - links stay as they are
        task = replace(task, subject=replace(task.subject, path=path))
        if self.shared is None:
            self.shared = self._see(path)
        data = None if self.shared else self._send(task.subject)
        return self.client.submit(do, self.name, task, data, pure=False)

    def _see(self, path: Path) -> bool:
        """Whether every worker sees the inputs where we do, judged by one of them."""
        seen: dict[str, bool] = self.client.run(os.path.isfile, str(path))
        return all(seen.values())

    def _send(self, subject: Subject) -> Future[bytes]:
        """The bytes of a document on the cluster; they are let go when so many others came after."""
        sha256, path, inside = subject.sha256, subject.path, subject.inside
        if sha256 not in self.sent:
            data = read_inside(path, inside) if inside else path.read_bytes()
            self.sent[sha256] = self.client.scatter(data, hash=False)
        self.sent.move_to_end(sha256)
        while len(self.sent) > max(_HELD, self.room):
            self.sent.popitem(last=False)
        return self.sent[sha256]

    def _finished(self, running: dict[Future[Result], Task]) -> list[Future[Result]]:
        from distributed import wait  # noqa: PLC0415 - an extra

        # newer versions of `distributed` say of a lost scheduler that its futures were cancelled
        with suppress(TimeoutError, CancelledError):
            wait(list(running), timeout=_LOOK_AGAIN, return_when="FIRST_COMPLETED")
        if self.client.status != "running" or any(f.cancelled() for f in running):
            do = "Start it again, then run the same command again: it does only what is missing."
            raise ClusterLost("Cluster", "the scheduler went away", do)
        return [future for future in running if future.done()]


def _result(task: Task, future: Future[Result]) -> Result:
    from distributed import KilledWorker  # noqa: PLC0415 - an extra

    error = future.exception()
    if error is None:
        result: Result = future.result()
        return result
    if isinstance(error, KilledWorker):
        why, do = "each worker of the cluster that had it went away", "Look at the workers' logs."
        return failed(Failure("crashed", ExitCode.SOME_FAILED, task.subject.source, why, do, lost=True))  # fmt: skip
    why = f"the cluster could not run it ({type(error).__name__})"
    do = "Look at the workers' logs; do their versions fit?"
    return failed(Failure("crashed", ExitCode.BUG, task.subject.source, why, do))


def _unreadable(task: Task, error: OSError) -> Failure:
    why = f"it could not be read to be sent ({error.strerror})"
    do = "Run the same command again."
    return Failure("changed", ExitCode.TEMPORARY, task.subject.source, why, do)
