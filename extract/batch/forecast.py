"""What a run would have to do, without doing it: files, pages, and the time and disk they would take (`--dry-run`).

Time and disk are measured, not guessed: a few pages, spread evenly over what there is to read, are read by as many workers
as the run would have. Nothing is written to the output folder.
"""

from __future__ import annotations

import dataclasses
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.batch import machine
from extract.batch.jobs.plan import InputFile, is_done, take_inventory
from extract.batch.journal import database
from extract.batch.journal.recipe import recipe
from extract.batch.journal.view import DocumentStatus
from extract.batch.outputs.files import with_known
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
from extract.batch.workers.executors import Executor, in_pool
from extract.ingest import find_inputs
from extract.ocr import Engine
from extract.options import Options
from extract.pipeline import NoEngine
from extract.tables.files import STATE

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
