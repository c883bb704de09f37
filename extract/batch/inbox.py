"""An inbox of scans: which of its files have come to rest, so that none is read while it is still being copied.

A file rests when two looks some seconds apart find the same size, time and inode; no clock is compared with the file's, as
that of a network drive may differ. Scanners make an empty file first and fill it later, so an empty one waits ten times
as long. Names that programs give to unfinished copies are left alone until they are renamed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from extract.errors import UnreadableInput
from extract.ingest import Finding, Input, PassedOver, look_through

_UNFINISHED = frozenset({".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart"})
_EMPTY_WAITS = 10

State = tuple[int, int, int]  # size, time in nanoseconds, inode


@dataclass(frozen=True, slots=True)
class Sight:
    """A file as it was first seen in this state, and when (seconds of a clock that only goes forward)."""

    state: State
    since: float


@dataclass(slots=True)
class Inbox:
    """A folder that fills; `out` is the output folder, which may lie in it, `settle` the seconds a file must rest."""

    folder: Path
    out: Path
    settle: float
    waiting: dict[Path, Sight] = field(default_factory=dict)
    read: dict[Path, State] = field(default_factory=dict)

    def rested(self, now: float) -> Finding:
        """The files that came to rest and were not read, or passed over, in this state, sorted by name."""
        found = self._files()
        self.read = {path: state for path, state in self.read.items() if path in found}
        news = {path: state for path, (_, state) in found.items() if self.read.get(path) != state}
        self.waiting = {path: self._sight(path, state, now) for path, state in news.items()}
        rests = [path for path, sight in self.waiting.items() if self._rests(sight, now)]
        items = [item for path in rests for item in found[path][0]]
        return Finding(
            tuple(item for item in items if isinstance(item, Input)),
            tuple(item for item in items if isinstance(item, PassedOver)),
        )

    def done(self, found: Finding) -> None:
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

    def _sight(self, path: Path, state: State, now: float) -> Sight:
        before = self.waiting.get(path)
        return before if before and before.state == state else Sight(state, now)

    def _rests(self, sight: Sight, now: float) -> bool:
        wait = self.settle if sight.state[0] else self.settle * _EMPTY_WAITS
        return now - sight.since >= wait


def _state(path: Path) -> State | None:
    try:
        found = path.lstat()
    except OSError:  # it went while we looked
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino
