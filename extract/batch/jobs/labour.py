"""Doing the jobs: tasks are handed out in order, each attempt counted before it starts, each result kept when it is back.

What an executor asks for and gives back comes together in one transaction, so that a task costs one sync of the disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.batch.jobs.course import Course, Courses, Step
from extract.batch.jobs.keeping import Keeper
from extract.batch.jobs.plan import Job
from extract.batch.journal import sealed
from extract.batch.journal.journal import Journal
from extract.batch.progress import Progress
from extract.batch.signals import GraceOver, Stop
from extract.batch.tasks import Finish, Look, ReadPage, Result, Task
from extract.batch.workers.executors import Executor


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
            return Look(subject)
        pages = self._pages(course)
        if pages is None:
            return Look(subject)  # its file is gone, and with it the key: the worker says so
        restored = self.keeper.journal.stage(course.sha256, "restored", keys.restored)
        return Finish(subject, pages, course.opened.notes, restored)

    def _pages(self, course: Course) -> tuple[bytes, ...] | None:
        if course.held is not None:
            return tuple(course.held[number] for number in sorted(course.held))
        seal = self.keeper.seal_of(course)
        if seal is None:
            return None
        kept = self.keeper.journal.pages(course.sha256, course.words)
        return tuple(sealed.opened(page, seal) for page in kept)

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
