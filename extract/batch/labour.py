"""Doing the jobs: each attempt is counted before it starts, each result kept as soon as it is back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.batch.executors import Executor, in_pool, in_process
from extract.batch.journal import Journal
from extract.batch.place import Place
from extract.batch.plan import Job
from extract.batch.progress import Progress
from extract.batch.recipe import Keys
from extract.batch.signals import GraceOver, Stop
from extract.batch.work import Outcome, Task
from extract.tables.document import Status


@dataclass(frozen=True, slots=True)
class Labour:
    """The jobs of a run, what they write to, and the documents that are being worked on just now."""

    place: Place
    stop: Stop
    progress: Progress
    running: dict[str, Job] = field(default_factory=dict)

    def do(self, jobs: Sequence[Job]) -> int:
        """Do the jobs; how many came back. Suspects come last, in processes of their own."""
        done = 0
        try:
            for suspect in (False, True):
                some = [job for job in jobs if job.suspect is suspect]
                done += self._execute(some, self._executor(some, alone=suspect))
        except GraceOver:
            pass
        finally:
            self._forgive()
        return done

    def _executor(self, jobs: Sequence[Job], *, alone: bool) -> Executor:
        workers = jobs[0].task.options.jobs if jobs else 1
        in_workers = jobs and (alone or workers > 1)
        return in_pool(workers) if in_workers else in_process

    def _execute(self, jobs: Sequence[Job], executor: Executor) -> int:
        done = 0
        results = executor(self._begin(jobs))
        try:
            for task, outcome in results:
                done += self._keep(task, outcome)
        finally:
            results.close()
        return done

    def _begin(self, jobs: Sequence[Job]) -> Iterator[Task]:
        for job in jobs:
            if self.stop.asked:
                return
            self.place.journal.begin(job.task.sha256)
            self.running[job.task.sha256] = job
            yield job.task

    def _keep(self, task: Task, outcome: Outcome) -> bool:
        """Whether the outcome counts: Ctrl-C reaches the engine too, and that failure is not the document's."""
        if self.stop.asked and outcome.status in {Status.FAILED, Status.PARTIAL}:
            return False
        keep(self.place.journal, task, outcome, self.running.pop(task.sha256).keys)
        self.progress.done(task.source, outcome)
        return True

    def _forgive(self) -> None:
        """Attempts that a person interrupted do not count against the documents."""
        if self.stop.asked:
            for sha256 in self.running:
                self.place.journal.forgive(sha256)


def keep(journal: Journal, task: Task, outcome: Outcome, keys: Keys) -> None:
    """Write an outcome to the journal, with the stage results under their keys."""
    if outcome.failure is not None and outcome.failure.lost:
        journal.lose(task.sha256, outcome.failure)
        return
    results = {
        "words": (keys.words, outcome.words),
        "restored": (keys.restored, outcome.restored),
        "records": (keys.records, outcome.records),
    }
    key = keys.secrecy if outcome.status is Status.WITHHELD else keys.records
    known = {stage: (k, data) for stage, (k, data) in results.items() if data is not None}
    journal.store(task.sha256, outcome, key, known)
