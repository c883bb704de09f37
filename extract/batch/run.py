"""A run: find the inputs, do what the journal lacks, write the tables from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from extract import dictionaries
from extract.batch import machine
from extract.batch.folder import RunFolder, opened_place, record_choices
from extract.batch.jobs.keeping import labour
from extract.batch.jobs.plan import InputFile, Job, Planner, looked_again, take_inventory
from extract.batch.journal.journal import start_run
from extract.batch.journal.recipe import recipe
from extract.batch.outputs.files import with_learned, write_outputs
from extract.batch.outputs.reporting import Summary, note_run, summarise, with_passed
from extract.batch.progress import Progress, Stop, watched_signals
from extract.batch.workers.executors import Executor, Workplace, in_pool, in_process
from extract.decisions import read_decisions
from extract.ingest import InputList, look_through
from extract.ocr import Engine
from extract.options import Options
from extract.pipeline import NoEngine, restorer

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
