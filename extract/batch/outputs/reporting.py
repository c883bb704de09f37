"""The report of a run: facts gathered while the tables were written, the runs so far, and pictures of the worst pages.

Pictures are drawn in a worker with the limits of any page (promise S8) and kept in the journal among their document's
results, so that they go when those go. A page whose file has moved or changed has none.
"""

from __future__ import annotations

import msgspec

from extract import __version__
from extract.batch.folder.place import Place
from extract.batch.journal import runs
from extract.batch.journal.journal import Journal
from extract.batch.journal.view import View
from extract.batch.signals import Stop
from extract.batch.tasks import Answer, Picture, Subject, Task
from extract.batch.workers.executors import in_pool
from extract.ingest.archives import split_place
from extract.options import Options
from extract.pipeline import NoEngine
from extract.report import Facts, PageFacts, Report, Run, write_report

_KEY = "1"  # of the way pictures are drawn


def report(here: Place, facts: Facts, options: Options, stop: Stop) -> None:
    """Write `report/`; nothing new is drawn once a run was told to stop."""
    if not stop.asked:
        _draw(here.journal, facts, options)
    shown = ((found, _known(here.journal, found)) for found in facts.worst)
    pictures = {(found.sha256, found.page): data for found, data in shown if data}
    past = [msgspec.json.decode(run, type=Run) for run in runs.ended(here.journal)]
    write_report(here.out, Report(facts, past, pictures))


def note_run(journal: Journal, options: Options, stop: Stop) -> None:
    """Note the run that ends now, where there was something to do."""
    state = runs.last(journal)
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
    runs.end(journal, msgspec.json.encode(run).decode())


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
            assert isinstance(task, Picture), "nothing else was asked for"
            data = result.data if isinstance(result, Answer) else b""
            journal.keep_stage(task.subject.sha256, _stage(task.number), _KEY, data)


def picture_of(
    journal: View, sha256: str, page: int, options: Options, *, legible: bool = False
) -> Picture | None:
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
            return Picture(subject, page, legible)
    return None
