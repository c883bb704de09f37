"""What is still to be answered, and the answers: each is a decision on disk before anything is said of it.

Two people may work on one folder at once, each with a server of their own: what one answers is gone from the other's list
with the next question.
"""

from __future__ import annotations

import gc
import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from threading import RLock
from time import monotonic

from msgspec import structs

from extract.batch import database
from extract.batch.view import JournalView
from extract.decisions import Decision, Judgement, append, read_decisions
from extract.errors import JournalBusy, VanbanError
from extract.review.asked import Asked, Wanted, Worklist, read_asked
from extract.review.recording import decisions, line_decisions, line_of
from extract.tables.definition import DOCUMENTS, REVIEW
from extract.tables.files import STATE

_USUAL, _LONGEST = 8.0, 60.0  # seconds for an answer before any was given; more is a pause
_TICK = timedelta(microseconds=1)
_TABLES = tuple(f"{table.name}.csv" for table in (DOCUMENTS, REVIEW))
_Place = tuple[str, int, str, str, str, str]


@dataclass(slots=True)
class Desk:
    """The questions of a folder and who answers them.

    `decisions`: all that anybody said. `places`: the cell of each question about a document of which anything was said.
    `said`: what was said here, to be undone. `pace`: the seconds that the last answers took.
    """

    out: Path
    who: str
    lock: RLock = field(default_factory=RLock)
    work: Worklist = field(default_factory=Worklist)
    decisions: tuple[Decision, ...] = ()
    standing: tuple[Decision, ...] = ()
    places: dict[str, _Place] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    later: dict[str, None] = field(default_factory=dict)
    said: list[tuple[Decision, ...]] = field(default_factory=list)
    stamps: dict[str, object] = field(default_factory=dict)
    pace: deque[float] = field(default_factory=lambda: deque(maxlen=20))
    since: float = field(default_factory=monotonic)

    @contextmanager
    def journal(self) -> Iterator[JournalView]:
        """The journal, for one look. `JournalBusy` where it cannot be read just now."""
        try:
            with database.read_only(self.out / STATE) as journal:
                yield journal
        except sqlite3.Error as error:
            do = "Wait until the run that writes it has ended, then load the page again."
            raise JournalBusy(f"Journal in {self.out}", "it cannot be read now", do) from error

    def refresh(self) -> None:
        """Read again what has changed on disk since the last look."""
        with self.lock:
            try:
                self._read()
            except VanbanError:
                self.stamps.clear()  # half of it was read: the next look reads all
                raise

    def _read(self) -> None:
        fresh = self._changed("tables", [_stamp(self.out / name) for name in _TABLES])
        if fresh:
            self.work = Worklist.of(read_asked(self.out))
            self.places.clear()
            gc.freeze()  # else each search for garbage goes through all questions: 0.15 s of 170,000
        files = sorted((self.out / STATE).glob("decisions*.jsonl"))
        if self._changed("decisions", [(path.name, _stamp(path)) for path in files]) or fresh:
            read = read_decisions(self.out)
            self.decisions, self.standing = read.all, read.standing()
            self._match()

    def _changed(self, what: str, stamp: object) -> bool:
        before, self.stamps[what] = self.stamps.get(what), stamp
        return before != stamp

    def _match(self) -> None:
        """Which questions have an answer: those whose cell a standing decision is about."""
        decided = {said.sha256 for said in self.decisions}
        asked = (one for sha256 in decided for one in self.work.of_paper.get(sha256, ()))
        fresh = [one for one in asked if one.id not in self.places]
        if fresh:
            with self.journal() as journal:
                for one in fresh:
                    about = decisions(journal, one, Judgement.RIGHT, one.value)
                    self.places |= {one.id: about[0].place} if about else {}
        standing = {said.place for said in self.standing}
        self.answered = {id_ for id_, place in self.places.items() if place in standing}

    def queue(self, wanted: Wanted) -> Sequence[Asked]:
        """The next two questions; those put off come when there are no others."""
        still = [
            one
            for one in map(self.work.by_id.get, self.later)
            if one and one.id not in self.answered and wanted.takes(one)
        ]
        fresh = (
            one
            for one in self.work.wanted(wanted)
            if one.id not in self.answered and one.id not in self.later
        )
        return [*islice(fresh, 2), *still][:2]

    def progress(self, wanted: Wanted) -> tuple[int, int, float]:
        """Answered, all, and the seconds that the rest will take."""
        count = len(self.work.wanted(wanted))
        done = sum(wanted.takes(self.work.by_id[id_]) for id_ in self.answered)
        return done, count, (median(self.pace) if self.pace else _USUAL) * (count - done)

    def series(self, asked: Asked) -> list[Asked]:
        """Open questions with the same error, this one first."""
        alike = self.work.alike.get(asked.series, []) if asked.series else []
        return [asked, *(a for a in alike if a.id not in self.answered and a.id != asked.id)]

    def answer(
        self,
        several: Sequence[Asked],
        verdict: Judgement,
        after: str,
        cells: Mapping[str, str] | None = None,
    ) -> None:
        """Record one answer for these questions; it is on disk when this returns."""
        with self.lock:
            with self.journal() as journal:
                made = [
                    said
                    for one in several
                    for said in decisions(journal, one, verdict, after, cells or {})
                ]
            self._say(made)
            for one in several:
                self.later.pop(one.id, None)
            self.pace.append(min(_LONGEST, monotonic() - self.since))
            self.since = monotonic()

    def put_off(self, asked: Asked) -> None:
        """Ask this one when no others are left."""
        with self.lock:
            self.later.pop(asked.id, None)
            self.later[asked.id] = None

    def correct_line(self, asked: Asked, place: tuple[int | None, int], text: str) -> None:
        """Record that a line (page, number) reads so."""
        with self.lock:
            with self.journal() as journal:
                line = line_of(journal, self.standing, asked, place)
                made = list(line_decisions(line, asked, text))
            self._say(made)

    def undo(self) -> str | None:
        """Take back what was said last here; the id of the question it was about, `None` where nothing was said."""
        with self.lock:
            if not self.said:
                return None
            taken = self.said[-1]
            self._append([structs.replace(said, verdict=_opposite(said)) for said in taken])
            self.said.pop()
            return next((i for i, place in self.places.items() if place == taken[0].place), "")

    def _say(self, made: Sequence[Decision]) -> None:
        if made:
            self.said.append(self._append(made))

    def _append(self, made: Sequence[Decision]) -> tuple[Decision, ...]:
        """Write what was said with its time, later than all before: it must stand, though a clock was set back."""
        now = datetime.now(UTC)
        if self.decisions:
            now = max(now, self.decisions[-1].when + _TICK)
        told = tuple(
            structs.replace(said, who=self.who, when=now + n * _TICK) for n, said in enumerate(made)
        )
        append(self.out, *told)
        self.refresh()
        return told


def _opposite(said: Decision) -> Judgement:
    """What takes a saying back; a line of words that was taken back with it is said again."""
    return Judgement.CORRECTED if said.verdict is Judgement.UNDONE else Judgement.UNDONE


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_ino, state.st_size, state.st_mtime_ns
