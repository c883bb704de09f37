"""What is kept of each result, and what comes of it: the next step of its document, one more attempt, or none.

All of it happens within the transaction of whoever calls; `tell` is for after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from extract.batch import machine
from extract.batch.course import Course, Courses, Step, overdrawn
from extract.batch.executors import Executor
from extract.batch.journal import Journal, count_run
from extract.batch.plan import CHANGED, DEATHS, Job, quarantined
from extract.batch.progress import GraceOver, Progress, Stop
from extract.batch.stages import seal_key, sealed, unsealed
from extract.batch.tasks import (
    LIMITED,
    Answer,
    Failure,
    Finish,
    LookTask,
    OpenedDocument,
    Outcome,
    PageRead,
    ReadPage,
    Result,
    Task,
    failed,
)
from extract.batch.work import given_up
from extract.records import Status

#: Failures of an attempt at a page that are the page's; any other is the file's.
_OF_THE_PAGE = {"crashed", *LIMITED}


def _is_open(course: Course) -> bool:
    """Whether a secret document may be kept too."""
    return course.job.subject.options.include_secret


@dataclass(slots=True)
class Counts:
    """What came back in this run."""

    done: int = 0
    failed: int = 0
    pages: int = 0
    began: float = field(default_factory=machine.seconds)


@dataclass(slots=True)
class Keeper:
    """Keeps results in the journal and moves the courses on.

    `changed`: hashes of documents whose files hold other bytes by now; with `last` such a document fails instead.
    `secret`: something was taken away that must leave no trace.
    """

    journal: Journal
    stop: Stop
    progress: Progress
    courses: Courses
    last: bool = False
    counts: Counts = field(default_factory=Counts)
    told: list[tuple[str, Outcome]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    secret: bool = False

    def keep(self, step: Step, task: Task, result: Result) -> None:
        """Keep what came back of a step."""
        assert not isinstance(result, Answer), "nobody asked for one"
        course, number = step.course, step.page
        if self._is_interruption(result):
            self.journal.forgive(*step.attempt)
        elif self._has_changed(result):
            self._leave_for_later(step)
        elif isinstance(result, OpenedDocument):
            self.journal.open_reading(course.sha256, course.words, result)
            self.courses.opened(course, result)
        elif isinstance(result, PageRead):
            self._keep_page(course, number or 0, result)
        elif result.failure is not None and (result.failure.lost or number is not None):
            self._retry_or_give_up(step, result.failure)
        else:
            self._store(course, task, result)

    def tell(self) -> None:
        """After the transaction: whoever watches is told, and what was secret is scrubbed."""
        if self.secret:
            self.journal.scrub()
            self.secret = False
        for source, outcome in self.told:
            self.progress.done(source, outcome)
        self.told.clear()

    def _is_interruption(self, result: OpenedDocument | PageRead | Outcome) -> bool:
        """Ctrl-C may reach the engine too, and that failure is not the document's."""
        if not self.stop.asked or isinstance(result, OpenedDocument):
            return False
        if isinstance(result, PageRead):
            return result.flag is not None
        return result.status in {Status.FAILED, Status.PARTIAL}

    def _has_changed(self, result: OpenedDocument | PageRead | Outcome) -> bool:
        failure = result.failure if isinstance(result, Outcome) else None
        return not self.last and failure is not None and failure.flag == CHANGED

    def _leave_for_later(self, step: Step) -> None:
        """Its file is looked at again when the others are done (promise I7)."""
        self.journal.forgive(*step.attempt)
        if self.courses.abandon(step.course):
            self.changed.append(step.course.sha256)

    def _keep_page(self, course: Course, number: int, read: PageRead) -> None:
        self.counts.pages += 1
        seal = self.seal_of(course)
        if course.held is None and (read.marked or seal is None) and not _is_open(course):
            taken = self.journal.take_pages(course.sha256, course.words)
            course.held = {n: unsealed(page, seal or b"") for n, page in taken.items()}
            self.secret = True
        if course.held is None:
            page = sealed(read.page, seal) if seal else read.page
            self.journal.keep_page(course.sha256, course.words, number, page, read.flag)
        else:
            course.held[number] = read.page
        course.spent.seconds += read.seconds
        course.spent.bytes += len(read.page)
        self._stop_if_overdrawn(course)
        self.courses.page_done(course, number)
        self._count()

    def seal_of(self, course: Course) -> bytes | None:
        """The key that a document's pages are kept under (promise S10); empty: none is needed, `None`: its file is gone."""
        if course.seal is None:
            subject = course.job.subject
            judged = _is_open(course) or self.journal.is_judged(course.sha256, course.words)
            course.seal = b"" if judged else seal_key(subject.path, subject.sha256)
        return course.seal

    def _retry_or_give_up(self, step: Step, failure: Failure) -> None:
        """An attempt that did not come back is made once more, last of all; at a limit it would end the same way."""
        course, page = step.course, step.page
        if page is not None and failure.flag not in _OF_THE_PAGE:
            self._abandon(course, failure)
            return
        weight = 1 if failure.lost and failure.flag not in LIMITED else DEATHS
        if self.journal.lose(*step.attempt, weight) < DEATHS:
            self.courses.again(step)
        elif page is None:
            self._give_up(course, failure)
        else:
            self._give_up_page(course, page, failure)

    def _stop_if_overdrawn(self, course: Course) -> None:
        """Give up the pages that are left of a document that has used up its budget (promise I10)."""
        failure = overdrawn(course.spent, course.job.subject.source, course.job.subject.options)
        left = self.courses.take_left(course) if failure is not None else ()
        if failure is None or not left:
            return
        for page in left:
            self._keep_given_up(course, page, failure)
        said = f"{course.job.subject.source}: {failure.why}; {len(left)} pages are not read."
        self.progress.note(said)

    def _keep_given_up(self, course: Course, page: int, failure: Failure) -> None:
        flag = "quarantined" if failure.flag == "crashed" and failure.lost else failure.flag
        data = given_up(page, failure)
        if course.held is not None:
            course.held[page] = data
        else:
            self.journal.keep_page(course.sha256, course.words, page, data, flag)

    def _give_up_page(self, course: Course, page: int, failure: Failure) -> None:
        self._keep_given_up(course, page, failure)
        self.progress.note(
            f"{course.job.subject.source}, page {page}: {failure.why}; the other pages are read."
        )
        course.spent.failures += 1
        self._stop_if_overdrawn(course)
        self.courses.page_done(course, page)

    def _give_up(self, course: Course, failure: Failure) -> None:
        source = course.job.subject.source
        final = failure if failure.flag in LIMITED else quarantined(source)
        self.journal.quarantine(course.sha256, final)
        self._done(course, failed(final))

    def _abandon(self, course: Course, failure: Failure) -> None:
        """The file itself failed while its pages were read: no more of them."""
        if self.courses.abandon(course):
            outcome = failed(failure)
            self.journal.store(course.sha256, course.words, outcome, course.job.keys.records, {})
            self._done(course, outcome)

    def _store(self, course: Course, task: Task, outcome: Outcome) -> None:
        keys = course.job.keys
        results = {
            "restored": (keys.restored, outcome.restored),
            "records": (keys.records, outcome.records),
        }
        known = {stage: (k, data) for stage, (k, data) in results.items() if data is not None}
        key = keys.secrecy if outcome.status is Status.WITHHELD else keys.records
        if course.held is not None and outcome.records is not None:
            assert isinstance(task, Finish), "pages are held for a document that was opened"
            outcome = outcome.with_pages(task.pages, task.notes)
        if course.seal and outcome.records is not None:
            self.journal.open_pages(course.sha256, course.words, partial(unsealed, key=course.seal))
        self.journal.store(course.sha256, course.words, outcome, key, known)
        self.secret = self.secret or outcome.status is Status.WITHHELD
        if isinstance(task, LookTask):
            self.counts.pages += outcome.pages or 0
        self._done(course, outcome)

    def _done(self, course: Course, outcome: Outcome) -> None:
        self.counts.done += 1
        self.counts.failed += outcome.status is Status.FAILED
        self.told.append((course.job.subject.source, outcome))
        self._count()

    def _count(self) -> None:
        counts = self.counts
        passed = machine.seconds() - counts.began
        count_run(
            self.journal, machine.now(), passed, counts.done, counts.failed, pages=counts.pages
        )


# Doing the jobs: tasks are handed out in order, each attempt counted before it starts, each result kept when it is back.
#
# What an executor asks for and gives back comes together in one transaction, so that a task costs one sync of the disk.


@dataclass(slots=True)
class Labour:
    """The jobs of a run, what is being worked on just now, and what came back and is not kept yet."""

    keeper: Keeper
    running: dict[tuple[str, int | None], Step] = field(default_factory=dict)
    back: list[tuple[Task, Result]] = field(default_factory=list)

    def do(self, execute: Executor) -> int:
        """Do the jobs; how many documents came back."""
        results = execute(self.tasks)
        try:
            for task, result in results:
                self.back.append((task, result))
        except GraceOver:
            pass
        finally:
            results.close()
            self.tasks(0)
            self._forgive()
        return self.keeper.counts.done

    def tasks(self, wanted: int) -> list[Task]:
        """At most so many tasks to begin now, after what came back is kept; none: nothing to do at the moment."""
        back, self.back = self.back, []  # what a full disk refuses is not tried again
        try:
            with self.keeper.journal.together():
                for task, result in back:
                    self.keeper.keep(self.running.pop(_place(task)), task, result)
                begun = [] if self.keeper.stop.asked else self._begin(wanted)
        except BaseException:
            self.keeper.told.clear()  # nothing of it was kept
            raise
        self.keeper.tell()
        return begun

    def _begin(self, wanted: int) -> list[Task]:
        begun: list[Task] = []
        while len(begun) < wanted and (step := self.keeper.courses.next()) is not None:
            self.keeper.journal.begin(*step.attempt)
            task = self._task(step)
            self.running[_place(task)] = step
            begun.append(task)
        return begun

    def _task(self, step: Step) -> Task:
        course = step.course
        subject, keys = course.job.subject, course.job.keys
        if step.page is not None:
            return ReadPage(subject, step.page)
        if course.opened is None:
            return LookTask(subject)
        pages = self._pages(course)
        if pages is None:
            return LookTask(subject)  # its file is gone, and with it the key: the worker says so
        restored = self.keeper.journal.stage(course.sha256, "restored", keys.restored)
        return Finish(subject, pages, course.opened.notes, restored)

    def _pages(self, course: Course) -> tuple[bytes, ...] | None:
        if course.held is not None:
            return tuple(course.held[number] for number in sorted(course.held))
        seal = self.keeper.seal_of(course)
        if seal is None:
            return None
        kept = self.keeper.journal.pages(course.sha256, course.words)
        return tuple(unsealed(page, seal) for page in kept)

    def _forgive(self) -> None:
        """Attempts that a person interrupted do not count against the documents."""
        if not self.keeper.stop.asked:
            return
        with self.keeper.journal.together():
            for step in self.running.values():
                self.keeper.journal.forgive(*step.attempt)


def _place(task: Task) -> tuple[str, int | None]:
    """The document and the page that a task is about."""
    return task.subject.sha256, task.number if isinstance(task, ReadPage) else None


def labour(
    journal: Journal, stop: Stop, progress: Progress, jobs: Sequence[Job], *, last: bool = False
) -> Labour:
    """The labour of these jobs; `last`: what changed meanwhile fails."""
    return Labour(Keeper(journal, stop, progress, Courses.of(jobs), last))
