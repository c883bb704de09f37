"""`--scheduler tcp://HOST:PORT`: the tasks of a run on the workers of a Dask cluster (extra `vanban[cluster]`).

The task function is the one of every other run (`extract.batch.workers.work`), and each Dask worker runs it in a limited process of its
own (`extract.batch.workers.cluster_worker`), so time, memory and crashes are held as on one machine. Journal, lock, tables and
retries stay with the run that started it. A Dask worker that is lost costs the tasks it had in hand: Dask gives them to
another. Where the workers see the inputs under the same path they read them there; else the bytes are sent, once a document.
"""

from __future__ import annotations

import logging
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from extract.batch import machine
from extract.batch.journal.recipe import recipe
from extract.batch.tasks import Failure, Result, Subject, Task, failed
from extract.batch.workers.executors import Executor, Results, Supply
from extract.errors import ClusterLost, ExitCode, MissingProgram
from extract.ingest.archives import read_inside
from extract.ocr import Engine
from extract.options import Options

if TYPE_CHECKING:
    from distributed import Client, Future

_CONNECT = 10.0  # seconds to wait for the scheduler
_WORKERS = 60.0  # seconds to wait for the first worker
_LOOK = 1.0  # seconds between looks at whether the scheduler is still there
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
    from extract.batch.workers.cluster_worker import Workbench  # noqa: PLC0415 - imports `distributed`

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
        """Tasks as they come back; see `extract.batch.workers.executors`."""
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
        from extract.batch.workers.cluster_worker import do  # noqa: PLC0415 - imports `distributed`

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
            wait(list(running), timeout=_LOOK, return_when="FIRST_COMPLETED")
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
