"""What a run has to do: for each document the stages whose results the journal lacks."""

from __future__ import annotations

from dataclasses import dataclass

from extract.batch.inventory import Found
from extract.batch.journal import Entry, Journal
from extract.batch.recipe import Keys, Recipe
from extract.batch.work import Failure, Task
from extract.errors import ExitCode
from extract.ocr import Engine
from extract.options import Options
from extract.tables.document import Status

_DEATHS = 2  # W4: after two attempts that did not come back a document is left alone
#: Attempts that ended with the whole run say little about the document (a person or the system killed it), so they count
#: only when they are many; but such a document is tried in a worker of its own, where its death can be seen.
_LOST_RUNS = 25


@dataclass(frozen=True, slots=True)
class Job:
    """A document to work on, its keys, and whether an earlier attempt did not come back."""

    task: Task
    keys: Keys
    suspect: bool


@dataclass(frozen=True, slots=True)
class Planner:
    """Decides what each document needs in this run."""

    journal: Journal
    recipe: Recipe
    options: Options
    engine: Engine

    def job(self, found: Found) -> Job | None:
        """The work that an input needs, `None` where the journal has its result or it is quarantined."""
        entry = self.journal.see(found.source, found.sha256)
        keys = self.recipe.keys(found.sha256, text=found.text)
        if self._is_done(entry, keys):
            return None
        if entry.died >= _DEATHS or entry.begun >= _LOST_RUNS:
            self.journal.quarantine(entry.sha256, _quarantined(found.source))
            return None
        words = self.journal.stage(entry.sha256, "words", keys.words)
        restored = self.journal.stage(entry.sha256, "restored", keys.restored)
        task = Task(
            path=found.path,
            source=found.source,
            sha256=found.sha256,
            size=found.size,
            options=self.options,
            engine=self.engine,
            words=words,
            restored=restored,
        )
        return Job(task, keys, suspect=entry.begun + entry.died > 0)

    def _is_done(self, entry: Entry, keys: Keys) -> bool:
        if entry.status is Status.WITHHELD:
            return entry.key == keys.secrecy and not self.options.include_secret
        return entry.status in {Status.OK, Status.PARTIAL} and entry.key == keys.records


def _quarantined(source: str) -> Failure:
    why = "it brought its process down at each attempt"
    do = "Look at the file; `--fresh` or another version of vanban tries it again."
    return Failure("quarantined", ExitCode.SOME_FAILED, source, why, do)
