"""Where tasks run: here, in workers that may hang or die without taking others along, or (`--scheduler`) on a cluster.

An executor asks a supply for tasks whenever it has room, and gives each back with its result; an attempt that did not come
back is a failure that is `lost`. It ends when nothing runs and the supply has nothing: while something runs, what
comes back may bring new tasks (the pages of a document that was opened). `in_pool` is the executor of a run.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, SpawnContext
from pathlib import Path

from extract.batch import machine, pool
from extract.batch.folder import temporary_folder
from extract.batch.tasks import Answer, Ask, Outcome, Result, Subject, Task
from extract.batch.work import work
from extract.errors import VanbanError
from extract.ocr import Engine, folders_of
from extract.options import Options
from extract.pipeline import restorer
from extract.sandbox import Sandbox, confine
from extract.tables.files import OutputFolder

# Which sandbox the workers of a run get: the closest in which Tesseract starts, found by trying (promise S12).

_HEAD = 4096  # bytes
_PATH = re.compile(rb"(?<=\0)/[!-~]{1,99}(?=\0)")
_MEMORY = 1 << 30  # bytes
_PATIENCE = 20.0  # seconds for a try
_Context = ForkContext | SpawnContext


@dataclass(frozen=True, slots=True)
class Tried:
    """Whether a process was refused a network, writing elsewhere and other programs, and could start Tesseract."""

    network: bool = False
    files: bool = False
    programs: bool = False
    engine: bool = False


def chosen_sandbox(more: Sequence[Path] = ()) -> Sandbox | None:
    """The closest sandbox in which Tesseract starts; `None`: none does. `more`: folders beside that of temporary files."""
    return _closest((Path(tempfile.gettempdir()), *more), os.environ.get("PATH", os.defpath))


@lru_cache(maxsize=4)  # a run has one for its workers and one for the report's
def _closest(folders: tuple[Path, ...], path: str) -> Sandbox | None:
    if sys.platform != "linux":
        return None
    wanted = Sandbox(folders, tuple(dict.fromkeys(_programs(path))))
    looser = replace(wanted, programs=None)
    if shutil.which("tesseract") is None or tried_sandboxes(wanted).engine:
        return wanted
    return looser if tried_sandboxes(looser).engine else None


def tried_sandboxes(sandbox: Sandbox | None) -> Tried:
    """What a process in a sandbox is refused: a process tries it."""
    context: _Context = multiprocessing.get_context("fork" if machine.may_fork() else "spawn")  # type: ignore[assignment]
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_try, args=(theirs, os.getpid(), sandbox), daemon=True)
    process.start()
    theirs.close()
    try:
        return Tried(*map(bool, ours.recv_bytes())) if ours.poll(_PATIENCE) else Tried()
    except EOFError:
        return Tried()
    finally:
        process.kill()
        process.join()
        ours.close()


def _try(pipe: Connection, parent: int, sandbox: Sandbox | None) -> None:
    machine.prepare_worker(parent, _MEMORY)
    machine.close_inherited(
        pipe.fileno()
    )  # the folder's lock above all: the run may be killed meanwhile (D8)
    if sandbox is not None:
        confine(sandbox)
    answers = (_has_no_network(), _may_not_write(), not _starts("true"), _starts("tesseract"))
    pipe.send_bytes(bytes(answers))


def _has_no_network() -> bool:
    try:
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()
    except PermissionError:
        return True
    return False


def _may_not_write() -> bool:
    """Asked of a file that is there everywhere, and keeps nothing."""
    try:
        os.close(os.open("/dev/zero", os.O_WRONLY))
    except PermissionError:
        return True
    return False


def _starts(program: str) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, check=False)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


def _programs(path: str) -> Iterator[Path]:
    """Tesseract, the wrapper that binds it to its worker, and what these are started by."""
    wanted = [Path(folder) / "tesseract" for folder in path.split(os.pathsep)]
    wanted += [Path(found) for name in ("setpriv", "sh") if (found := shutil.which(name))]
    for program in wanted:
        if os.path.isfile(program):  # noqa: PTH113 - a folder that we may not look into is no error
            yield program
            yield from _loader(program)


def _loader(program: Path) -> Iterator[Path]:
    """The dynamic loader that a program names in its first page."""
    try:
        with program.open("rb") as file:
            found = _PATH.search(file.read(_HEAD))
    except OSError:
        return
    if found:
        yield Path(os.fsdecode(found[0]))


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
    workers = pool.Pool(jobs, round(memory * 2**30), chosen_sandbox(folders_of(engine)))
    try:
        workers.start()
        yield workers.results
    finally:
        workers.stop()


# One question about one file, answered in a worker with the limits of a run: what `inspect`, `explain` and `restore` do (promise S8).

Question = Callable[[Subject], bytes]


def ask(file: Path, options: Options, engine: Engine, question: Question, seconds: float) -> bytes:
    """What `question`, a function that pickles, answers about a file within so many seconds.

    Raises what the question raises, as a `VanbanError` with its words and exit code; also where the worker met a limit or died.
    """
    restorer(options.dictionaries)  # loaded here, a forked worker has it for nothing
    tasks: list[Task] = [Ask(_subject(file, options, engine), question, seconds)]
    with tempfile.TemporaryDirectory(prefix="vanban-") as place:
        folder = OutputFolder.open(Path(place))
        try:
            with temporary_folder(folder), in_pool(1, options.memory, engine) as execute:
                ((_, result),) = execute(lambda room: [tasks.pop() for _ in tasks[:room]])
        finally:
            folder.close()
    return _answer(result)


def _subject(file: Path, options: Options, engine: Engine) -> Subject:
    return Subject(file, str(file), "", 1, False, options=options, engine=engine)


def _answer(result: Result) -> bytes:
    if isinstance(result, Answer):
        return result.data
    assert isinstance(result, Outcome)
    assert result.failure is not None
    error = VanbanError(result.failure.what, result.failure.why, result.failure.do)
    error.code = result.failure.code
    raise error
