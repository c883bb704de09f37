"""The journal's file: opened, made, migrated, or set aside where it is damaged.

WAL with `synchronous=FULL`, so a kill or power cut at any write leaves a sound database (promise D13); where WAL does not
work (network file systems) it falls back to a rollback journal. A journal that is corrupt or of a newer version is set
aside, never deleted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from extract.batch.journal import schema
from extract.batch.journal.journal import Journal
from extract.batch.journal.view import View

NAME = "journal.sqlite3"
_PATIENCE = 0.5  # seconds to wait for another program that reads the journal


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


@contextmanager
def read_only(folder: Path) -> Iterator[View]:
    """The journal for a look at it, beside a run that writes it; `sqlite3.Error` where there is none that can be read."""
    path = folder / NAME
    # A journal that nobody has open has no log, and is read without making one, from a read-only medium too.
    how = "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
    uri = f"{path.absolute().as_uri()}?{how}"
    with closing(sqlite3.connect(uri, timeout=_PATIENCE, uri=True)) as db:
        yield View(db)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:  # no shared memory here, as on network file systems
        db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if not version:
        schema.create(db)
    elif version < schema.VERSION:
        schema.migrate(db)
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
    newer = f"was written by a newer vanban (journal version {version})"
    return newer if version > schema.VERSION else None


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
