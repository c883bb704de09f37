"""The report of a run: facts gathered while the tables were written, the runs so far, and pictures of the worst pages.

Pictures are drawn in a worker with the limits of any page (promise S8) and kept in the journal among their document's
results, so that they go when those go. A page whose file has moved or changed has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from extract import __version__
from extract.batch.executors import in_pool
from extract.batch.folder import RunFolder
from extract.batch.journal import Journal, end_run, ended_runs, last_run
from extract.batch.plan import InputFile
from extract.batch.progress import Stop
from extract.batch.tasks import Answer, Failure, PictureTask, Subject, Task
from extract.batch.view import DocumentStatus, JournalView
from extract.errors import ExitCode
from extract.ingest import PassedOver
from extract.ingest.archives import split_place
from extract.options import Options
from extract.pipeline import NoEngine
from extract.records import Status
from extract.report import Facts, PageFacts, Report, Run, write_report
from extract.tables.writing import WrittenFiles

_KEY = "1"  # of the way pictures are drawn


def report(here: RunFolder, facts: Facts, options: Options, stop: Stop) -> None:
    """Write `report/`; nothing new is drawn once a run was told to stop."""
    if not stop.asked:
        _draw(here.journal, facts, options)
    shown = ((found, _known(here.journal, found)) for found in facts.worst)
    pictures = {(found.sha256, found.page): data for found, data in shown if data}
    past = [msgspec.json.decode(run, type=Run) for run in ended_runs(here.journal)]
    write_report(here.out, Report(facts, past, pictures, options.language))


def note_run(journal: Journal, options: Options, stop: Stop) -> None:
    """Note the run that ends now, where there was something to do."""
    state = last_run(journal)
    if state is None or not state.to_do:
        return
    run = Run(
        began=state.began,
        seconds=round(state.seconds, 1),
        documents=state.done,
        pages=state.pages,
        failed=state.failed,
        jobs=options.jobs,
        ended="interrupted" if stop.asked else "whole",
        version=__version__,
    )
    end_run(journal, msgspec.json.encode(run).decode())


def _known(journal: Journal, found: PageFacts) -> bytes | None:
    return journal.stage(found.sha256, _stage(found.page), _KEY)


def _stage(page: int) -> str:
    return f"picture-{page}"


def _draw(journal: Journal, facts: Facts, options: Options) -> None:
    wanted = [found for found in facts.worst if _known(journal, found) is None]
    drawn = (picture_of(journal, found.sha256, found.page, options) for found in wanted)
    tasks: list[Task] = [task for task in drawn if task is not None]
    if not tasks:
        return

    def _supply(number: int) -> list[Task]:
        return [tasks.pop() for _ in range(min(number, len(tasks)))]

    with in_pool(1, options.memory) as execute:
        for task, result in execute(_supply):
            assert isinstance(task, PictureTask), "nothing else was asked for"
            data = result.data if isinstance(result, Answer) else b""
            journal.keep_stage(task.subject.sha256, _stage(task.number), _KEY, data)


def picture_of(
    journal: JournalView, sha256: str, page: int, options: Options, *, legible: bool = False
) -> PictureTask | None:
    """The task that draws a page; `None` where no file that had these bytes is still there."""
    for source, path in journal.paths(sha256):
        file, inside = split_place(path or "")
        if path is not None and file.is_file():
            subject = Subject(
                path=file,
                source=source,
                sha256=sha256,
                size=0,
                text=False,
                options=options,
                engine=NoEngine(),
                inside=inside,
            )
            return PictureTask(subject, page, legible)
    return None


# What became of every input of a run; it adds up, and the exit code follows from it (promises D15, E1, E2).

_SINGLE = {ExitCode.UNREADABLE, ExitCode.ENCRYPTED, ExitCode.TOO_LARGE, ExitCode.TIMED_OUT}
#: Codes of a failure that hold for the whole run whatever the number of inputs, in order of weight (E2).
_ALWAYS = (ExitCode.MISSING_PROGRAM, ExitCode.NOT_WRITABLE, ExitCode.BUG, ExitCode.TEMPORARY)


@dataclass(frozen=True, slots=True)
class Summary:
    """The names of the inputs by what became of them; found = done + partial + failed + withheld + skipped."""

    found: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
    failed: tuple[tuple[str, Failure], ...] = ()
    withheld: tuple[str, ...] = ()
    marks: tuple[
        str, ...
    ] = ()  # of the withheld ones, in their order: which, where, whether there is a doubt
    skipped: tuple[str, ...] = ()  # not reached (the run was interrupted), or passed over
    passed: tuple[PassedOver, ...] = ()  # no documents, with the reason
    written: tuple[str, ...] = ()
    review_items: int = 0
    read: int = 0  # documents worked on in this run; the others were done before
    signal: int | None = None
    writing: float = 0.0  # seconds that the tables, texts and the report took

    def adds_up(self) -> bool:
        """Whether every input is in exactly one of the lists."""
        ends = [*self.done, *self.partial, *self.withheld, *self.skipped]
        return sorted(self.found) == sorted([*ends, *(name for name, _ in self.failed)])

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of the run."""
        codes = {failure.code for _, failure in self.failed}
        if self.signal is not None:
            return ExitCode(128 + self.signal)
        for code in _ALWAYS:
            if code in codes:
                return code
        documents = len(self.found) - len(self.passed)
        if documents == 1 and codes & _SINGLE:
            return codes.pop()
        if self.passed and not documents:
            return ExitCode.UNREADABLE  # nothing of what is there can be read
        return ExitCode.SOME_FAILED if self.failed or self.partial else ExitCode.OK


def with_passed(summary: Summary, passed: Sequence[PassedOver]) -> Summary:
    """The summary with what was passed over in folders: found and skipped, each by name (promise D15)."""
    names = tuple(item.source for item in passed)
    return replace(
        summary,
        found=(*summary.found, *names),
        skipped=(*summary.skipped, *names),
        passed=tuple(passed),
    )


def summarise(
    found: Sequence[InputFile],
    journal: JournalView,
    written: WrittenFiles,
    *,
    read: int,
    signal: int | None,
) -> Summary:
    """The summary of a run: what the journal says now about each input found."""
    entries = {entry.sha256: entry for entry in journal.entries()}
    ends = [(item.source, _end(item, entries), _failure(item, entries)) for item in found]

    def _names(*wanted: Status | None) -> tuple[str, ...]:
        return tuple(source for source, end, _ in ends if end in wanted)

    return Summary(
        found=tuple(source for source, _, _ in ends),
        done=_names(Status.OK),
        partial=_names(Status.PARTIAL),
        failed=tuple((source, failure) for source, _, failure in ends if failure),
        withheld=_names(Status.WITHHELD),
        marks=tuple(
            _mark(entries[item.sha256])
            for item, (_, end, _) in zip(found, ends, strict=True)
            if end is Status.WITHHELD
        ),
        skipped=_names(None),
        written=written.paths,
        review_items=written.rows["review"],
        read=read,
        signal=signal,
    )


def _mark(entry: DocumentStatus) -> str:
    where = f" on {entry.mark_at}" if entry.mark_at else ""
    doubt = (
        ", read with a doubt: look, and use --include-secret if it is none" if entry.doubt else ""
    )
    return f"{entry.secrecy}{where}{doubt}"


def _end(item: InputFile, entries: dict[str, DocumentStatus]) -> Status | None:
    entry = entries.get(item.sha256)
    return Status.FAILED if item.failure else entry.status if entry else None


def _failure(item: InputFile, entries: dict[str, DocumentStatus]) -> Failure | None:
    entry = entries.get(item.sha256)
    return item.failure or (entry.failure if entry else None)
