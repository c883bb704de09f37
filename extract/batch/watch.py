"""`vanban watch`: an inbox is read run after run until a signal ends it.

Each time files have come to rest, one ordinary run reads them, with all its promises; what arrives meanwhile waits for
the next. Between runs the output folder is free, so `vanban status`, `check` and even `extract` may use it: a run that finds
it taken tries again at the next look. A lock of its own keeps a second watcher away.

A run makes the rows of new documents only (`extract.batch.outputs.said`), but sorts and compares the tables whole. So the next
one waits nine times as long as that took: a folder that grows gets its tables later, and never more than a tenth of the time goes to writing them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from extract.batch import machine, signals
from extract.batch.folder.lock import locked
from extract.batch.inbox import Inbox
from extract.batch.outputs.summary import Summary
from extract.batch.signals import Stop
from extract.errors import JournalBusy, OutputLocked, UsageError, VanbanError
from extract.ingest import Finding
from extract.tables.files import STATE, OutputFolder

LOCK = "watch.lock"
_SPACE = 9  # times the seconds that the last run wrote
_MOMENT = 0.2  # seconds between looks at the signals

Reader = Callable[[Finding], Summary]
Say = Callable[[str], None]


def watch(folder: Path, out: Path, settle: float, read: Reader, say: Say) -> int:
    """Watch until a signal comes; its number. `UsageError`: no folder. `OutputLocked`: it is watched already.

    `settle`: seconds a file must rest. Errors of the output (a full disk) end the watch, as they end a run.
    """
    if not folder.is_dir():
        do = "Make the folder that scans are put into, or name another."
        raise UsageError(f"Inbox {folder}", "no such folder", do)
    output = OutputFolder.open(out)
    state = output.inner(STATE)
    try:
        with locked(state, out, name=LOCK), signals.watched() as stop:
            say(f"Watching {folder}; results go to {out}. Ctrl-C ends it.")
            return _rounds(Inbox(folder, out, settle), read, stop, say)
    finally:
        state.close()
        output.close()


def _rounds(inbox: Inbox, read: Reader, stop: Stop, say: Say) -> int:
    due = 0.0
    while stop.signal is None:
        rested = inbox.rested(machine.seconds())
        if (rested.inputs or rested.passed) and machine.seconds() >= due:
            summary = _round(inbox, rested, read, say)
            if summary.signal is not None:
                return summary.signal
            due = machine.seconds() + _SPACE * summary.writing
        _wait(min(inbox.settle / 4, 5.0), stop)
    return stop.signal


def _round(inbox: Inbox, rested: Finding, read: Reader, say: Say) -> Summary:
    """One run; an empty summary where the folder is in use."""
    try:
        summary = read(rested)
    except (OutputLocked, JournalBusy) as busy:
        say(_later(busy))
        return Summary()
    inbox.done(rested)
    return summary


def _later(busy: VanbanError) -> str:
    return f"{busy.what}: {busy.why}; the new files wait."


def _wait(seconds: float, stop: Stop) -> None:
    end = machine.seconds() + seconds
    while not stop.asked and machine.seconds() < end:
        time.sleep(_MOMENT)
