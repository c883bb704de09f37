"""How a run on a folder is getting on, asked from beside it: its lock and its journal are read, nothing is written (W5)."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from extract.batch import machine
from extract.batch.folder.lock import Holder, holder_of
from extract.batch.journal import database
from extract.batch.journal.runs import RunState, last
from extract.errors import JournalBusy, UsageError
from extract.ingest import PASSED_OVER
from extract.tables.document import Status
from extract.tables.files import STATE


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """Who works on a folder, what the last run has done, documents by status, those given up, pages that are kept."""

    holder: Holder | None
    run: RunState | None
    documents: dict[str, int]
    given_up: int
    pages: int

    @property
    def seconds_left(self) -> float | None:
        """Until a run that works just now is done, at its rate; `None` where that cannot be said."""
        run = self.run
        if self.holder is None or run is None or not run.done or not run.seconds:
            return None
        return run.seconds / run.done * (run.to_do - run.done)


def status_of(out: Path) -> FolderStatus:
    """The state of an output folder. `UsageError`: it is none. `JournalBusy`: its journal cannot be read just now."""
    if not (out / STATE / database.NAME).exists():
        do = "Name a folder that `vanban extract` writes."
        raise UsageError(f"Folder {out}", "it holds no results of vanban", do)
    holder = holder_of(out / STATE)
    try:
        with database.read_only(out / STATE) as journal:
            counts = Counter(entry.status for entry in journal.entries())
            counts[Status.SKIPPED] = sum(flag in PASSED_OVER for _, flag in journal.unreadable())
            return FolderStatus(
                holder,
                last(journal),
                {status.value: counts[status] for status in Status},
                journal.count_given_up(),
                journal.count_pages(),
            )
    except sqlite3.Error as error:
        do = "Try again in a moment; if it stays so, `vanban check` says what is wrong."
        raise JournalBusy(f"Journal in {out}", f"it cannot be read ({error})", do) from error


def idle_seconds(run: RunState) -> float:
    """Since anything came back."""
    return machine.seconds_since(run.beat)
