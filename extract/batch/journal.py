"""The journal: a SQLite database that is the truth about an output folder; everything else is written from it.

WAL with `synchronous=FULL`, so a kill or power cut at any write leaves a sound database (promise D13); where WAL does not
work (network file systems) it falls back to a rollback journal. A journal that is corrupt or of a newer version is set
aside, never deleted. What is deleted is overwritten with zeros (`secure_delete`), for documents withheld later (S5).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from extract.batch.work import Failure, Outcome
from extract.errors import ExitCode
from extract.tables.document import Status

NAME = "journal.sqlite3"
VERSION = 1
_PATIENCE = 0.5  # seconds to wait for another program that reads the journal
_SCHEMA = """
CREATE TABLE inputs (source TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (source, sha256)) WITHOUT ROWID;
CREATE TABLE unreadable (source TEXT PRIMARY KEY, flag TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY, begun INTEGER NOT NULL DEFAULT 0, died INTEGER NOT NULL DEFAULT 0, status TEXT, key TEXT,
    pages INTEGER, secrecy TEXT, flag TEXT, code INTEGER, what TEXT, why TEXT, do TEXT
) WITHOUT ROWID;
CREATE TABLE stages (
    sha256 TEXT NOT NULL, stage TEXT NOT NULL, key TEXT NOT NULL, result BLOB NOT NULL,
    PRIMARY KEY (sha256, stage)
);
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal knows of a document; `status` is `None` before its first result.

    `begun` counts attempts that ended with the whole run (killed, power cut), `died` those whose worker died or was
    killed under the eyes of a living run; both since the last attempt that came back.
    """

    sha256: str
    begun: int
    died: int
    status: Status | None
    key: str | None
    pages: int | None
    secrecy: str | None
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Journal:
    """An open journal. Each method is one transaction, on disk when it returns; those of the plan are one together."""

    connection: sqlite3.Connection

    @contextmanager
    def planning(self) -> Iterator[None]:
        """`see`, `see_unreadable` and `quarantine` for all inputs as one transaction: one sync, not 100,000."""
        with self.connection:
            yield

    def see(self, source: str, sha256: str) -> Entry:
        """Note that an input has these bytes; what is known of them."""
        db = self.connection
        db.execute("DELETE FROM unreadable WHERE source = ?", (source,))
        db.execute("INSERT OR IGNORE INTO inputs VALUES (?, ?)", (source, sha256))
        db.execute("INSERT OR IGNORE INTO documents (sha256) VALUES (?)", (sha256,))
        return next(self._entries("WHERE sha256 = ?", sha256))

    def see_unreadable(self, source: str, flag: str) -> None:
        """Note an input whose bytes cannot be read."""
        self.connection.execute("INSERT OR REPLACE INTO unreadable VALUES (?, ?)", (source, flag))

    def begin(self, sha256: str) -> None:
        """Count an attempt, before it starts: one that takes the whole machine down is counted too (promise W4)."""
        with self.connection as db:
            db.execute("UPDATE documents SET begun = begun + 1 WHERE sha256 = ?", (sha256,))

    def forgive(self, sha256: str) -> None:
        """Take an attempt back that a person interrupted."""
        with self.connection as db:
            db.execute("UPDATE documents SET begun = begun - 1 WHERE sha256 = ?", (sha256,))

    def store(
        self, sha256: str, outcome: Outcome, key: str, results: dict[str, tuple[str, bytes]]
    ) -> None:
        """Keep an outcome and its stage results (stage to key and bytes); all or nothing.

        A failed or withheld document keeps no stage results.
        """
        why = _columns_of(outcome.failure) if outcome.failure else (None,) * 5
        with self.connection as db:
            db.execute("DELETE FROM stages WHERE sha256 = ?", (sha256,))
            rows = ((sha256, stage, key, data) for stage, (key, data) in results.items())
            db.executemany("INSERT INTO stages VALUES (?, ?, ?, ?)", rows)
            db.execute(
                "UPDATE documents SET begun = 0, died = 0, status = ?, key = ?, pages = ?, secrecy = ?,"
                " flag = ?, code = ?, what = ?, why = ?, do = ? WHERE sha256 = ?",
                (outcome.status, key, outcome.pages, outcome.secrecy, *why, sha256),
            )

    def lose(self, sha256: str, failure: Failure) -> None:
        """Note an attempt whose worker did not come back."""
        with self.connection as db:
            db.execute(
                "UPDATE documents SET begun = 0, died = died + 1 WHERE sha256 = ?", (sha256,)
            )
            self.quarantine(sha256, failure)

    def quarantine(self, sha256: str, failure: Failure) -> None:
        """Note a failure and leave the counts of attempts as they are."""
        self.connection.execute(
            "UPDATE documents SET status = ?, key = NULL, flag = ?, code = ?, what = ?, why = ?, do = ?"
            " WHERE sha256 = ?",
            (Status.FAILED, *_columns_of(failure), sha256),
        )

    def stage(self, sha256: str, stage: str, key: str | None = None) -> bytes | None:
        """A stage's result, if it has this key (any key where none is given)."""
        found = self.connection.execute(
            "SELECT result FROM stages WHERE sha256 = ?1 AND stage = ?2 AND (?3 IS NULL OR key = ?3)",
            (sha256, stage, key),
        ).fetchone()
        return bytes(found[0]) if found else None

    def entries(self) -> Iterator[Entry]:
        """All documents that have a result."""
        return self._entries("WHERE status IS NOT NULL ORDER BY sha256")

    def sources(self) -> dict[str, tuple[str, ...]]:
        """The names of each document, sorted."""
        names: dict[str, tuple[str, ...]] = {}
        for sha256, source in self.connection.execute(
            "SELECT sha256, source FROM inputs ORDER BY 1, 2"
        ):
            names[sha256] = (*names.get(sha256, ()), source)
        return names

    def unreadable(self) -> list[tuple[str, str]]:
        """Inputs whose bytes cannot be read: source and flag."""
        return self.connection.execute("SELECT source, flag FROM unreadable ORDER BY 1").fetchall()

    def _entries(self, where: str, *values: str) -> Iterator[Entry]:
        columns = "sha256, begun, died, status, key, pages, secrecy, flag, code, what, why, do"
        query = f"SELECT {columns} FROM documents {where}"  # noqa: S608 - no value in it
        for row in self.connection.execute(query, values):
            sha256, begun, died, status, key, pages, secrecy, flag, code, *message = row
            failure = Failure(flag, ExitCode(code), *message) if flag else None
            state = Status(status) if status else None
            yield Entry(sha256, begun, died, state, key, pages, secrecy, failure)


def _columns_of(failure: Failure) -> tuple[str | int, ...]:
    return (failure.flag, int(failure.code), failure.what, failure.why, failure.do)


@contextmanager
def opened(folder: Path, *, fresh: bool = False) -> Iterator[tuple[Journal, str | None]]:
    """The journal of a `.vanban` folder, and a message where the one found had to be set aside."""
    path = folder / NAME
    said = None
    if fresh:
        _remove(path)
    elif path.exists():
        fault = _fault(path)
        said = _set_aside(path, fault) if fault else None
    with closing(_connect(path)) as connection:
        yield Journal(connection), said


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:  # no shared memory here, as on network file systems
        db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    if not db.execute("PRAGMA user_version").fetchone()[0]:
        db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
    return db


def _fault(path: Path) -> str | None:
    """What is wrong with a journal, `None` where nothing is."""
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as db:
            if db.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                return "is damaged"
            version = db.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return "is damaged"
    return (
        f"was written by a newer vanban (journal version {version})" if version > VERSION else None
    )


def _set_aside(path: Path, fault: str) -> str:
    number = next(n for n in range(1, 1_000_000) if not path.with_suffix(f".aside-{n}").exists())
    aside = path.with_suffix(f".aside-{number}")
    for suffix in ("-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    path.rename(aside)
    return f"The journal {fault}; it is kept as {aside.name}, and all inputs are read again."


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
