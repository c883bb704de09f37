"""The journal, written: each attempt before it starts, each result as soon as it is back.

A SQLite database that is the truth about an output folder; everything else is written from it (`extract.batch.database`
says how it survives). What is deleted is overwritten with zeros (`secure_delete`), for documents withheld later (S5).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from extract.batch.tasks import SOFT, Failure, OpenedDocument, Outcome
from extract.batch.view import AGAIN, LOST_RUNS, DocumentStatus, JournalView
from extract.records import Status

_PAGE = "SELECT result FROM pages WHERE sha256 = ? AND key = ? AND number = ?"
_OPENED = "UPDATE pages SET result = ?4 WHERE sha256 = ?1 AND key = ?2 AND number = ?3"


@dataclass(frozen=True, slots=True)
class Journal(JournalView):
    """An open journal. Each method is one transaction, on disk when it returns; those within `together` are one."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is done inside as one transaction: one sync, not 100,000."""
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN IMMEDIATE")
        with self.connection:
            yield

    def see(self, source: str, sha256: str, path: bytes | None = None) -> DocumentStatus:
        """Note that an input has these bytes; what is known of them."""
        with self.together():
            db = self.connection
            db.execute("DELETE FROM unreadable WHERE source = ?", (source,))
            db.execute(
                "INSERT OR REPLACE INTO inputs (source, sha256, path) VALUES (?, ?, ?)",
                (source, sha256, path),
            )
            db.execute("INSERT OR IGNORE INTO documents (sha256) VALUES (?)", (sha256,))
            return next(self._entries("WHERE sha256 = ?", sha256))

    def unsee(self, source: str, sha256: str) -> None:
        """Take a name of a document away: the file was moved."""
        with self.together():
            self.connection.execute(
                "DELETE FROM inputs WHERE source = ? AND sha256 = ?", (source, sha256)
            )

    def see_unreadable(self, source: str, flag: str) -> None:
        """Note an input whose bytes cannot be read, or that is of a kind that is not read."""
        with self.together():
            self.connection.execute(
                "INSERT OR REPLACE INTO unreadable (source, flag) VALUES (?, ?)", (source, flag)
            )

    def begin(self, sha256: str, key: str, page: int | None = None) -> None:
        """Count an attempt, before it starts: one that takes the whole machine down is counted too (promise W4)."""
        with self.together():
            if page is not None:
                self._count_page(sha256, key, page, begun=1)
                return
            self.connection.execute(
                "UPDATE documents SET begun = 1 + iif(tried IS ?1, begun, 0),"
                " died = iif(tried IS ?1, died, 0), tried = ?1 WHERE sha256 = ?2",
                (key, sha256),
            )

    def forgive(self, sha256: str, key: str, page: int | None = None) -> None:
        """Take an attempt back that a person interrupted."""
        with self.together():
            if page is not None:
                self._count_page(sha256, key, page, begun=-1)
                return
            self.connection.execute(
                "UPDATE documents SET begun = max(0, begun - 1) WHERE sha256 = ?", (sha256,)
            )

    def lose(self, sha256: str, key: str, page: int | None = None, weight: int = 1) -> int:
        """Note an attempt whose worker did not come back; how many there have been (`weight`: it counts for so many)."""
        with self.together():
            if page is not None:
                return self._count_page(sha256, key, page, begun=-1, died=weight)
            found = self.connection.execute(
                "UPDATE documents SET begun = max(0, begun - 1), died = died + ? WHERE sha256 = ?"
                " RETURNING died",
                (weight, sha256),
            )
            return int(found.fetchone()[0])

    def open_reading(self, sha256: str, key: str, opened: OpenedDocument) -> None:
        """Note that a document was opened: its pages are tasks from now on."""
        with self.together():
            self._add_reading(sha256, key, opened.pages, opened.notes)
            self.connection.execute("UPDATE documents SET begun = 0 WHERE sha256 = ?", (sha256,))

    def keep_page(
        self, sha256: str, key: str, page: int, result: bytes, flag: str | None = None
    ) -> None:
        """Keep a page; with the `flag` of why, where it was given up."""
        with self.together():
            self.connection.execute(
                "INSERT INTO pages (sha256, key, number, result, flag) VALUES (?1, ?2, ?3, ?4, ?5)"
                " ON CONFLICT DO UPDATE SET result = ?4, flag = ?5, begun = 0, died = iif(?5 IS NULL, 0, died)",
                (sha256, key, page, result, flag),
            )

    def store(
        self, sha256: str, words: str, outcome: Outcome, key: str, results: Mapping[str, tuple[str, bytes]]
    ) -> None:  # fmt: skip
        """Keep an outcome, its pages under `words`, its stage results (stage to key and bytes); all or nothing.

        A withheld document keeps none of them, a failed one pages that need not be read again.
        """
        with self.together():
            db = self.connection
            self._drop_results(sha256, words, outcome.status)
            if outcome.words:
                self._add_reading(sha256, words, len(outcome.words), outcome.notes)
            for number, page in enumerate(outcome.words, 1):
                self.keep_page(sha256, words, number, page)
            rows = ((sha256, stage, key, data) for stage, (key, data) in results.items())
            db.executemany(
                "INSERT INTO stages (sha256, stage, key, result) VALUES (?, ?, ?, ?)", rows
            )
            db.execute(
                "UPDATE documents SET begun = 0, died = 0, status = ?, words = ?, key = ?, pages = ?, secrecy = ?"
                " WHERE sha256 = ?",
                (outcome.status, words, key, outcome.pages, outcome.secrecy, sha256),
            )
            self._note(sha256, outcome.failure)
            if outcome.said:
                said = ("|".join(outcome.said[:-1]) or None, outcome.said[-1])
                db.execute(
                    "UPDATE documents SET flag = ?, why = ? WHERE sha256 = ?", (*said, sha256)
                )

    def keep_stage(self, sha256: str, stage: str, key: str, result: bytes) -> None:
        """Keep one more result of a document that is done; it goes when the document's other results go."""
        with self.together():
            self.connection.execute(
                "INSERT OR REPLACE INTO stages (sha256, stage, key, result) VALUES (?, ?, ?, ?)",
                (sha256, stage, key, result),
            )

    def quarantine(self, sha256: str, failure: Failure) -> None:
        """Note that a document is given up; the counts of its attempts stay."""
        with self.together():
            self.connection.execute(
                "UPDATE documents SET status = ?, key = NULL WHERE sha256 = ?",
                (Status.FAILED, sha256),
            )
            self._note(sha256, failure)

    def open_pages(self, sha256: str, key: str, opened: Callable[[bytes], bytes]) -> None:
        """Open the sealed pages of a document that was judged, one after the other."""
        db, document = self.connection, (sha256, key)
        with self.together():
            for number in [entry.number for entry in self.page_entries(*document)]:
                row = (*document, number)
                (page,) = db.execute(_PAGE, row).fetchone()
                if page is not None and (plain := opened(page)) is not page:
                    db.execute(_OPENED, (*row, plain))

    def is_judged(self, sha256: str, words: str) -> bool:
        """Whether a document has a result that rests on this reading."""
        query = (
            "SELECT 1 FROM documents WHERE sha256 = ? AND words = ? AND status IN ('ok', 'partial')"
        )
        return self.connection.execute(query, (sha256, words)).fetchone() is not None

    def take_pages(self, sha256: str, key: str) -> dict[int, bytes]:
        """Take the pages of an unfinished document away (a mark of secrecy was found), not what was tried."""
        with self.together():
            db = self.connection
            query = "SELECT number, result FROM pages WHERE sha256 = ? AND key = ? AND result IS NOT NULL"
            taken = {number: bytes(result) for number, result in db.execute(query, (sha256, key))}
            db.execute("UPDATE pages SET result = NULL WHERE sha256 = ?", (sha256,))
            return taken

    def scrub(self) -> None:
        """Leave nothing of what was deleted in the write-ahead log; not inside `together`."""
        with suppress(sqlite3.OperationalError):  # a reader has it open: the next scrub will do
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def forget(self, sha256: str) -> None:
        """Remove a document and everything known of it; `scrub` then leaves no trace."""
        with self.together():
            for table in ("inputs", "documents", "readings", "pages", "stages"):
                self.connection.execute(f"DELETE FROM {table} WHERE sha256 = ?", (sha256,))  # noqa: S608

    def _count_page(self, sha256: str, key: str, page: int, *, begun: int, died: int = 0) -> int:
        found = self.connection.execute(
            "INSERT INTO pages (sha256, key, number, begun, died) VALUES (?1, ?2, ?3, max(0, ?4), ?5)"
            " ON CONFLICT DO UPDATE SET begun = max(0, begun + ?4), died = died + ?5 RETURNING died",
            (sha256, key, page, begun, died),
        )
        return int(found.fetchone()[0])

    def _add_reading(self, sha256: str, key: str, pages: int, notes: tuple[str, ...]) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO readings (sha256, key, count, notes) VALUES (?, ?, ?, ?)",
            (sha256, key, pages, json.dumps(notes)),
        )

    def _drop_results(self, sha256: str, words: str, status: Status) -> None:
        """Forget stage results and all other readings; of a failed document pages to be tried again, of a withheld one all."""
        db = self.connection
        db.execute("DELETE FROM stages WHERE sha256 = ?", (sha256,))
        db.execute(
            "DELETE FROM pages WHERE sha256 = ?1 AND (key IS NOT ?2 OR ?3 = 'withheld'"
            " OR (?3 = 'failed' AND flag = ?4))",
            (sha256, words, status, SOFT),
        )
        db.execute(
            "DELETE FROM readings WHERE sha256 = ?1 AND (key IS NOT ?2 OR ?3 = 'withheld')",
            (sha256, words, status),
        )

    def _note(self, sha256: str, failure: Failure | None) -> None:
        said = _columns_of(failure) if failure else (None,) * 5
        self.connection.execute(
            "UPDATE documents SET flag = ?, code = ?, what = ?, why = ?, do = ? WHERE sha256 = ?",
            (*said, sha256),
        )


def _columns_of(failure: Failure) -> tuple[str | int, ...]:
    return (failure.flag, int(failure.code), failure.what, failure.why, failure.do)


# Another chance: documents that were given up, or have pages that failed, are read by the next run (promise W4).


def release(journal: Journal, ids: frozenset[str]) -> list[str]:
    """Give documents that were given up, or have pages that failed, another chance; their names (`ids`: all where empty)."""
    lost = (
        "SELECT sha256 FROM documents WHERE died > 0 OR begun >= ?"
        " OR sha256 IN (SELECT sha256 FROM pages WHERE flag IS NOT NULL OR died > 0)"
    )
    with journal.together():
        found = [sha256 for (sha256,) in journal.connection.execute(lost, (LOST_RUNS,))]
        chosen = [s for s in found if not ids or s[:16] in ids or s in ids]
        for sha256 in chosen:
            try_again(journal, sha256)
    names = journal.sources()
    return sorted(name for sha256 in chosen for name in names.get(sha256, ()))


def try_again(journal: Journal, sha256: str) -> None:
    """Let a document, and those of its pages that failed, be read by the next run; its results stay in the tables till then."""
    db = journal.connection
    with journal.together():
        db.execute(
            "UPDATE pages SET begun = 0, died = 0, flag = iif(flag IS NULL, NULL, ?) WHERE sha256 = ?",
            (AGAIN, sha256),
        )
        # Without a key no result is taken for the new one.
        db.execute("UPDATE stages SET key = '' WHERE sha256 = ?", (sha256,))
        db.execute(
            "UPDATE documents SET begun = 0, died = 0, key = NULL WHERE sha256 = ?", (sha256,)
        )


# What the journal says of runs: how the last one gets on, for `vanban status`, and those that ended, for the report.


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


def last_run(journal: JournalView) -> RunState | None:
    """The last run, `None` before the first."""
    columns = "began, beat, found, to_do, done, failed, pages, seconds"
    found = journal.connection.execute(f"SELECT {columns} FROM run").fetchone()  # noqa: S608
    return RunState(*found) if found else None


def ended_runs(journal: JournalView) -> list[str]:
    """The runs that ended and had something to do, as they were noted, in order."""
    rows = journal.connection.execute("SELECT facts FROM runs ORDER BY number")
    return [facts for (facts,) in rows]


def start_run(journal: Journal, now: str, found: int, to_do: int) -> None:
    """Note what a run has to do."""
    with journal.together():
        journal.connection.execute(
            "INSERT OR REPLACE INTO run VALUES (1, ?1, ?1, ?2, ?3, 0, 0, 0, 0)",
            (now, found, to_do),
        )


def count_run(
    journal: Journal, now: str, seconds: float, done: int, failed: int, *, pages: int
) -> None:
    """Note what a run has done so far."""
    with journal.together():
        journal.connection.execute(
            "UPDATE run SET beat = ?, seconds = ?, done = ?, failed = ?, pages = ?",
            (now, seconds, done, failed, pages),
        )


def end_run(journal: Journal, facts: str) -> None:
    """Note a run that ended."""
    with journal.together():
        journal.connection.execute("INSERT INTO runs (facts) VALUES (?)", (facts,))
