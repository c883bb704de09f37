"""One run: found, planned, worked, written; and what a run would have to do (`--dry-run`)."""

from __future__ import annotations

import dataclasses
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract import dictionaries
from extract.batch import database, machine
from extract.batch.executors import Executor, Workplace, in_pool, in_process
from extract.batch.files import with_known, with_learned, write_outputs
from extract.batch.folder import RunFolder, opened_place, record_choices
from extract.batch.journal import start_run
from extract.batch.keeping import labour
from extract.batch.plan import InputFile, Job, Planner, is_done, looked_again, take_inventory
from extract.batch.progress import Progress, Stop, watched_signals
from extract.batch.recipe import recipe
from extract.batch.reporting import Summary, note_run, summarise, with_passed
from extract.batch.tasks import (
    CountTask,
    LookTask,
    OpenedDocument,
    Outcome,
    PageRead,
    ReadPage,
    Result,
    Subject,
    Task,
)
from extract.batch.view import DocumentStatus
from extract.decisions import read_decisions
from extract.ingest import InputList, find_inputs, look_through
from extract.ocr import Engine
from extract.options import Options
from extract.pipeline import NoEngine, restorer
from extract.tables.files import STATE

# What a run would have to do, without doing it: files, pages, and the time and disk they would take (`--dry-run`).
#
# Time and disk are measured, not guessed: a few pages, spread evenly over what there is to read, are read by as many workers
# as the run would have. Nothing is written to the output folder.

_SAMPLE = 6  # pages read for the forecast
#: A page in the output folder against the page packed: with restored text, tables, texts and the database around it.
#: Measured on the samples: 6.0 (9 pages; the report's pictures are among it).
_ON_DISK = 6.0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Files by what would become of them, pages to read, and what reading them takes; `None`: nothing to go by."""

    found: int
    copies: int  # the same bytes as another file's
    done: int  # results are there
    failing: tuple[tuple[str, str], ...]  # cannot be read: name and reason
    documents: int  # to read
    pages: int
    sampled: int
    seconds: float | None
    bytes: int | None


def forecast(
    inputs: Sequence[Path], out: Path, options: Options, start_engine: Callable[[], Engine]
) -> Forecast:
    """The forecast of `run` with the same arguments; raises what `run` raises before it reads."""
    options = dataclasses.replace(options, as_of=options.as_of or machine.today())
    found = take_inventory(find_inputs(inputs, skip=out))
    plain = all(item.text or item.failure for item in found)
    engine = NoEngine() if plain else start_engine()
    unread = {item.sha256: item for item in found if not item.failure}
    known = _known(out, options, engine, unread)
    subjects = [_subject(item, options, engine) for sha, item in unread.items() if sha not in known]
    with _workers(options) as execute:
        counted = {
            task.subject.sha256: result for task, result in _all(execute, map(CountTask, subjects))
        }
        pages = [(s, n) for s in subjects for n in range(1, _pages(counted[s.sha256]) + 1)]
        few = min(_SAMPLE, len(pages))
        seconds, size = _measure(execute, [pages[at * len(pages) // few] for at in range(few)])
    names = Counter(item.sha256 for item in found if not item.failure)
    return Forecast(
        found=len(found),
        copies=sum(names.values()) - len(names),
        done=len(known),
        failing=tuple(_failing(found, subjects, counted)),
        documents=len(subjects),
        pages=len(pages),
        sampled=few,
        seconds=None if seconds is None else seconds * len(pages),
        bytes=None if size is None else round(size * _ON_DISK * len(pages)),
    )


@contextmanager
def _workers(options: Options) -> Iterator[Executor]:
    """Workers whose temporary files are elsewhere than in the output folder."""
    with (
        tempfile.TemporaryDirectory() as folder,
        machine.prepared_engines(Path(folder)),
        in_pool(options.jobs, options.memory) as execute,
    ):
        yield execute


def _subject(found: InputFile, options: Options, engine: Engine) -> Subject:
    return Subject(
        found.path,
        found.source,
        found.sha256,
        found.size,
        found.text,
        options=options,
        engine=engine,
        inside=found.inside,
    )


def _known(out: Path, options: Options, engine: Engine, found: dict[str, InputFile]) -> set[str]:
    """Documents whose results the output folder has."""
    if options.fresh or not (out / STATE / database.NAME).exists():
        return set()
    made = recipe(with_known(out, options), engine.fingerprint())
    try:
        with database.read_only(out / STATE) as journal:
            entries: dict[str, DocumentStatus] = {
                entry.sha256: entry for entry in journal.entries()
            }
    except sqlite3.Error:
        return set()
    return {
        sha
        for sha, item in found.items()
        if sha in entries and is_done(entries[sha], made.keys(sha, text=item.text), options)
    }


def _all(execute: Executor, tasks: Iterator[Task]) -> Iterator[tuple[Task, Result]]:
    yield from execute(lambda wanted: [task for _, task in zip(range(wanted), tasks, strict=False)])


def _pages(result: Result) -> int:
    return result.pages if isinstance(result, OpenedDocument) else 0


def _failing(
    found: Sequence[InputFile], subjects: Sequence[Subject], counted: dict[str, Result]
) -> Iterator[tuple[str, str]]:
    for item in found:
        if item.failure:
            yield item.source, item.failure.why
    for subject in subjects:
        result = counted[subject.sha256]
        if isinstance(result, Outcome) and result.failure:
            yield subject.source, result.failure.why


def _measure(
    execute: Executor, sample: Sequence[tuple[Subject, int]]
) -> tuple[float | None, float | None]:
    """Wall seconds and packed bytes a page, of pages read now."""
    if not sample:
        return None, None
    tasks: list[Task] = [LookTask(s) if s.text else ReadPage(s, number) for s, number in sample]
    begun = machine.seconds()
    results = [result for _, result in _all(execute, iter(tasks))]
    sizes = [size for result in results for size in _sizes(result)]
    seconds = (machine.seconds() - begun) / max(len(sizes), 1)
    return seconds, sum(sizes) / max(len(sizes), 1)


def _sizes(result: Result) -> list[int]:
    if isinstance(result, PageRead):
        return [len(result.page)]
    return [len(page) for page in result.words] if isinstance(result, Outcome) else []


# A run: find the inputs, do what the journal lacks, write the tables from it.

_SHOWN = 10  # moved inputs told by name


def run(
    inputs: Sequence[Path],
    out: Path,
    options: Options,
    start_engine: Callable[[], Engine],
    progress: Progress,
    *,
    workplace: Workplace | None = None,
) -> Summary:
    """Read what is new in the inputs and write all tables; the summary names every input.

    `start_engine` is called once, and not at all where the inputs are plain text. `workplace` is where tasks run:
    `options.jobs` worker processes, if it is not said.

    Raises `UsageError` (a path does not exist), `UnreadableInput` (nothing is there at all), and what `run_on` raises.
    """
    found = look_through(inputs, skip=out)
    return run_on(found, out, options, start_engine, progress, workplace=workplace)


def run_on(
    finding: InputList,
    out: Path,
    options: Options,
    start_engine: Callable[[], Engine],
    progress: Progress,
    *,
    workplace: Workplace | None = None,
) -> Summary:
    """As `run`, on what was found already.

    Raises `NotWritable` (before anything is read, or when the disk is full),
    `OutputLocked`, `MissingProgram`, `BadDictionary`. A document that fails raises nothing: it is in the summary.
    """
    options = dataclasses.replace(options, as_of=options.as_of or machine.today())
    machine.forbid_core_dumps()
    dictionaries.load(options.dictionaries)  # a bad one is said before anything is read or written
    opening = opened_place(out, progress, fresh=options.fresh, no_lock=options.no_lock)
    with opening as here, watched_signals() as stop:
        options = with_learned(here, options)
        found = take_inventory(stop.unless_asked(finding.inputs))
        engine = _engine(found, start_engine)
        planner = Planner(here.journal, recipe(options, engine.fingerprint()), options, engine)
        jobs = planner.jobs(stop.unless_asked(found))
        planner.note_passed(finding.passed)
        _tell_moves(planner, progress)
        _tell_unreadable(out, progress)
        with _workplace(workplace, jobs, options, engine) as execute:
            start_run(here.journal, machine.now(), len(found), len(jobs))
            progress.start(len(found), len(jobs))
            found, read = _read(
                here, planner, found, jobs, stop, progress=progress, execute=execute
            )
        note_run(here.journal, options, stop)
        here.out.must_be_there()
        began = machine.seconds()
        written = write_outputs(here, options, stop)
        writing = machine.seconds() - began
        _tell_edited(written.edited, progress)
        record_choices(here.state, options, engine)
        progress.stop()
        summary = summarise(found, here.journal, written, read=read, signal=stop.signal)
        return with_passed(dataclasses.replace(summary, writing=writing), finding.passed)


def _read(
    here: RunFolder,
    planner: Planner,
    found: list[InputFile],
    jobs: Sequence[Job],
    stop: Stop,
    *,
    progress: Progress,
    execute: Executor,
) -> tuple[list[InputFile], int]:
    """Do the jobs, and once more those whose bytes changed meanwhile; the inputs as they are now, and how many were read."""
    first = labour(here.journal, stop, progress, jobs)
    read = first.do(execute)
    if stop.asked or not first.keeper.changed:
        return found, read
    found, anew = looked_again(found, first.keeper.changed, here.journal)
    last = labour(here.journal, stop, progress, planner.jobs(anew), last=True)
    return found, read + last.do(execute)


def _tell_moves(planner: Planner, progress: Progress) -> None:
    """Inputs whose bytes are known under a name that is gone."""
    for old, new in planner.moved[:_SHOWN]:
        progress.note(f"{old} was moved: it is {new} now, and not read again.")
    if len(planner.moved) > _SHOWN:
        progress.note(f"... and {len(planner.moved) - _SHOWN} more were moved.")


def _tell_unreadable(out: Path, progress: Progress) -> None:
    """Lines of people's decisions that a crash cut off, or that are of a newer version."""
    for where in read_decisions(out).unreadable:
        progress.note(
            f"{where}: this answer cannot be read; the others count, and it stays as it is."
        )


def _tell_edited(kept: Sequence[str], progress: Progress) -> None:
    """Tables that somebody changed by hand, and where they are now."""
    for path in kept:
        progress.note(
            f"A table was changed by hand: it is kept as {path}, and `vanban review DIR --import {path}` takes its changes."
        )


def _engine(found: Iterable[InputFile], start_engine: Callable[[], Engine]) -> Engine:
    """The engine is asked first whether it and its languages are there, unless all is plain text (promise W7)."""
    return NoEngine() if all(item.text or item.failure for item in found) else start_engine()


def _workplace(
    given: Workplace | None, jobs: Sequence[Job], options: Options, engine: Engine
) -> Workplace:
    """Workers are forked where that is safe, so what all of them need is loaded first, once."""
    if given is not None:
        return given
    if not jobs:
        return in_process()
    restorer(options.dictionaries)
    return in_pool(options.jobs, options.memory, engine)
