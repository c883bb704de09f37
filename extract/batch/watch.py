"""`vanban watch`: an inbox is read run after run until a signal ends it.

Each time files have come to rest, one ordinary run reads them, with all its promises; what arrives meanwhile waits for
the next. Between runs the output folder is free, so `vanban status`, `check` and even `extract` may use it: a run that finds
it taken tries again at the next look. A lock of its own keeps a second watcher away.

A run makes the rows of new documents only (`extract.batch.collect`), but sorts and compares the tables whole. So the next
one waits nine times as long as that took: a folder that grows gets its tables later, and never more than a tenth of the time goes to writing them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from extract.batch import machine
from extract.batch.folder import locked
from extract.batch.progress import Stop, watched_signals
from extract.batch.reporting import Summary
from extract.errors import JournalBusy, OutputLocked, UnreadableInput, UsageError, VanbanError
from extract.ingest import Input, InputList, PassedOver, look_through
from extract.tables.files import STATE, OutputFolder

# An inbox of scans: which of its files have come to rest, so that none is read while it is still being copied.
#
# A file rests when two looks some seconds apart find the same size, time and inode; no clock is compared with the file's, as
# that of a network drive may differ. Scanners make an empty file first and fill it later, so an empty one waits ten times
# as long. Names that programs give to unfinished copies are left alone until they are renamed.

_UNFINISHED = frozenset({".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart"})
_EMPTY_WAITS = 10

State = tuple[int, int, int]  # size, time in nanoseconds, inode


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was first seen in this state, and when (seconds of a clock that only goes forward)."""

    state: State
    since: float


@dataclass(slots=True)
class Inbox:
    """A folder that fills; `out` is the output folder, which may lie in it, `settle` the seconds a file must rest."""

    folder: Path
    out: Path
    settle: float
    waiting: dict[Path, SeenFile] = field(default_factory=dict)
    read: dict[Path, State] = field(default_factory=dict)

    def rested(self, now: float) -> InputList:
        """The files that came to rest and were not read, or passed over, in this state, sorted by name."""
        found = self._files()
        self.read = {path: state for path, state in self.read.items() if path in found}
        news = {path: state for path, (_, state) in found.items() if self.read.get(path) != state}
        self.waiting = {path: self._sight(path, state, now) for path, state in news.items()}
        rests = [path for path, sight in self.waiting.items() if self._rests(sight, now)]
        items = [item for path in rests for item in found[path][0]]
        return InputList(
            tuple(item for item in items if isinstance(item, Input)),
            tuple(item for item in items if isinstance(item, PassedOver)),
        )

    def done(self, found: InputList) -> None:
        """These were read or passed over; they are not given again unless they change."""
        paths = [*(item.path for item in found.inputs), *(item.path for item in found.passed)]
        for path in dict.fromkeys(paths):
            self.read[path] = self.waiting.pop(path).state

    def _files(self) -> dict[Path, tuple[list[Input | PassedOver], State]]:
        """Each file with what it holds (an archive holds several) and its state."""
        try:
            found = look_through([self.folder], skip=self.out)
        except UnreadableInput:  # nothing there yet
            return {}
        files: dict[Path, list[Input | PassedOver]] = {}
        every: list[Input | PassedOver] = [*found.inputs, *found.passed]
        for item in every:
            if not self._is_unfinished(item.path):
                files.setdefault(item.path, []).append(item)
        seen = ((path, items, _state(path)) for path, items in files.items())
        return {path: (items, state) for path, items, state in seen if state is not None}

    def _is_unfinished(self, path: Path) -> bool:
        hidden = any(part.startswith(".") for part in path.relative_to(self.folder).parts)
        return hidden or path.suffix.lower() in _UNFINISHED

    def _sight(self, path: Path, state: State, now: float) -> SeenFile:
        before = self.waiting.get(path)
        return before if before and before.state == state else SeenFile(state, now)

    def _rests(self, sight: SeenFile, now: float) -> bool:
        wait = self.settle if sight.state[0] else self.settle * _EMPTY_WAITS
        return now - sight.since >= wait


def _state(path: Path) -> State | None:
    try:
        found = path.lstat()
    except OSError:  # it went while we looked
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


LOCK = "watch.lock"
_SPACE = 9  # times the seconds that the last run wrote
_MOMENT = 0.2  # seconds between looks at the signals

Reader = Callable[[InputList], Summary]
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
        with locked(state, out, name=LOCK), watched_signals() as stop:
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


def _round(inbox: Inbox, rested: InputList, read: Reader, say: Say) -> Summary:
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
