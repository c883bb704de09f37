"""What the journal says of runs: how the last one gets on, for `vanban status`, and those that ended, for the report."""

from __future__ import annotations

from dataclasses import dataclass

from extract.batch.journal.journal import Journal
from extract.batch.journal.view import View


@dataclass(frozen=True, slots=True)
class RunState:
    """What the last run had to do, and has done; times are ISO texts, `seconds` since it began."""

    began: str
    beat: str
    found: int
    to_do: int
    done: int
    failed: int
    pages: int
    seconds: float


def last(journal: View) -> RunState | None:
    """The last run, `None` before the first."""
    columns = "began, beat, found, to_do, done, failed, pages, seconds"
    found = journal.connection.execute(f"SELECT {columns} FROM run").fetchone()  # noqa: S608
    return RunState(*found) if found else None


def ended(journal: View) -> list[str]:
    """The runs that ended and had something to do, as they were noted, in order."""
    rows = journal.connection.execute("SELECT facts FROM runs ORDER BY number")
    return [facts for (facts,) in rows]


def start(journal: Journal, now: str, found: int, to_do: int) -> None:
    """Note what a run has to do."""
    with journal.together():
        journal.connection.execute(
            "INSERT OR REPLACE INTO run VALUES (1, ?1, ?1, ?2, ?3, 0, 0, 0, 0)",
            (now, found, to_do),
        )


def count(journal: Journal, now: str, seconds: float, done: int, failed: int, pages: int) -> None:
    """Note what a run has done so far."""
    with journal.together():
        journal.connection.execute(
            "UPDATE run SET beat = ?, seconds = ?, done = ?, failed = ?, pages = ?",
            (now, seconds, done, failed, pages),
        )


def end(journal: Journal, facts: str) -> None:
    """Note a run that ended."""
    with journal.together():
        journal.connection.execute("INSERT INTO runs (facts) VALUES (?)", (facts,))
