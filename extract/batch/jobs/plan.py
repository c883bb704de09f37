"""What a run has to do: for each document the stages and pages whose results the journal lacks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from extract.batch.jobs.inventory import Found
from extract.batch.journal.chances import try_again
from extract.batch.journal.journal import Journal
from extract.batch.journal.recipe import Keys, Recipe
from extract.batch.journal.view import LOST_RUNS, Entry
from extract.batch.tasks import Failure, Opened, Subject
from extract.errors import ExitCode
from extract.ingest import PassedOver
from extract.ingest.archives import place_of, split_place
from extract.ocr import Engine
from extract.options import Options
from extract.tables.document import Status

DEATHS = 2  # W4: after two attempts that did not come back a page, or document, is left alone


@dataclass(frozen=True, slots=True)
class Job:
    """A document to work on, its keys, and whether an earlier attempt did not come back.

    `opened`: its reading was begun, `left` are the pages that are missing, `suspects` those of them that took a run down.
    """

    subject: Subject
    keys: Keys
    suspect: bool = False
    opened: Opened | None = None
    left: tuple[int, ...] = ()
    suspects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Planner:
    """Decides what each document needs in this run; `moved` collects old and new names of files that were moved."""

    journal: Journal
    recipe: Recipe
    options: Options
    engine: Engine
    moved: list[tuple[str, str]] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)

    def jobs(self, found: Iterable[Found]) -> list[Job]:
        """A job for each document that needs one; the same bytes under several names are one document."""
        jobs: dict[str, Job] = {}
        with self.journal.together():
            for item in found:
                if item.failure is not None:
                    self.journal.see_unreadable(item.source, item.failure.flag)
                elif (job := self.job(item)) is not None:
                    jobs.setdefault(item.sha256, job)
        return list(jobs.values())

    def note_passed(self, passed: Iterable[PassedOver]) -> None:
        """What was found and is of no kind that is read has a row too (promise I11)."""
        with self.journal.together():
            for item in passed:
                self.journal.see_unreadable(item.source, item.flag)

    def job(self, found: Found) -> Job | None:
        """The work that an input needs, `None` where the journal has its result or it is quarantined."""
        entry = self.journal.see(found.source, found.sha256, place_of(found.path, found.inside))
        self._notice_move(found)
        keys = self.recipe.keys(found.sha256, text=found.text)
        if is_done(entry, keys, self.options):
            return None
        if _may_go_further(entry, keys):
            try_again(self.journal, entry.sha256)
        begun, died = (entry.begun, entry.died) if entry.tried == keys.tried else (0, 0)
        if died >= DEATHS or begun >= LOST_RUNS:
            if entry.failure is None:
                self.journal.quarantine(entry.sha256, quarantined(found.source))
            return None
        job = Job(self._subject(found), keys, suspect=begun + died > 0)
        return self._resumed(job, self.journal.reading(found.sha256, keys.words))

    def _subject(self, found: Found) -> Subject:
        return Subject(
            path=found.path,
            source=found.source,
            sha256=found.sha256,
            size=found.size,
            text=found.text,
            options=self.options,
            engine=self.engine,
            inside=found.inside,
        )

    def _resumed(self, job: Job, opened: Opened | None) -> Job:
        """The job with the pages that are missing, where its reading was begun."""
        if opened is None:
            return job
        known = self.journal.page_entries(job.subject.sha256, job.keys.words)
        done = {page.number for page in known if page.done}
        suspects = tuple(
            page.number for page in known if not page.done and page.begun + page.died > 0
        )
        left = (n for n in range(1, opened.pages + 1) if n not in done and n not in set(suspects))
        return Job(job.subject, job.keys, job.suspect, opened, tuple(left), suspects)

    def _notice_move(self, found: Found) -> None:
        """Names under which the same bytes were seen at a place where nothing is any more give way to the new one.

        Looked at once for each content: thousands of copies of one would be looked at as often as there are of them.
        """
        if found.sha256 in self.looked:
            return
        self.looked.add(found.sha256)
        for source, path in self.journal.paths(found.sha256):
            gone = path is not None and not os.path.lexists(split_place(path)[0])
            if source != found.source and gone:
                self.journal.unsee(source, found.sha256)
                self.moved.append((source, found.source))


def is_done(entry: Entry, keys: Keys, options: Options) -> bool:
    """Whether the journal has what a run would make of a document."""
    if entry.status is Status.WITHHELD:
        return entry.key == keys.secrecy and not options.include_secret
    done = entry.status in {Status.OK, Status.PARTIAL} and entry.key == keys.records
    return done and not _may_go_further(entry, keys)


def _may_go_further(entry: Entry, keys: Keys) -> bool:
    """Whether pages met a limit of time or memory that is another one now."""
    return entry.limited and entry.tried != keys.tried


def quarantined(source: str) -> Failure:
    """The failure of a document whose attempts did not come back."""
    why = "it brought its process down at each attempt"
    do = "Look at the file; `vanban retry` or another version of vanban tries it again."
    return Failure("quarantined", ExitCode.SOME_FAILED, source, why, do)
