"""The journal's file: opened, made, migrated, or set aside where it is damaged.

WAL with `synchronous=FULL`, so a kill or power cut at any write leaves a sound database (promise D13); where WAL does not
work (network file systems) it falls back to a rollback journal. A journal that is corrupt or of a newer version is set
aside, never deleted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from extract.batch.journal import Journal
from extract.batch.stages import SCHEMA_VERSION, create, know_sums, mend_sums, migrate, watch_sums
from extract.batch.view import JournalView
from extract.errors import NotWritable

NAME = "journal.sqlite3"
_MENDED = "The disk has changed {} entries of the journal: they are taken out, and what rested on them is made anew."
_LOGS = ("", "-wal", "-shm", "-journal")
_PATIENCE = 0.5  # seconds to wait for another program that reads the journal


@contextmanager
def opened(folder: Path, *, fresh: bool = False) -> Iterator[tuple[Journal, str | None]]:
    """The journal of a `.vanban` folder, and a message where the one found had to be set aside."""
    path = folder / NAME
    said = None
    _must_be_files(path)
    if fresh:
        _remove(path)
    elif path.exists():
        fault = _fault(path)
        said = _set_aside(path, fault) if fault else None
    with closing(_connect(path)) as connection:
        journal = Journal(connection)
        with journal.together():
            gone = mend_sums(connection)
        yield journal, said or (_MENDED.format(gone) if gone else None)


@contextmanager
def read_only(folder: Path) -> Iterator[JournalView]:
    """The journal for a look at it, beside a run that writes it; `sqlite3.Error` where there is none that can be read."""
    path = folder / NAME
    # A journal that nobody has open has no log, and is read without making one, from a read-only medium too.
    how = "mode=ro" if Path(f"{path}-wal").exists() else "immutable=1"
    uri = f"{path.absolute().as_uri()}?{how}"
    with closing(sqlite3.connect(uri, timeout=_PATIENCE, uri=True)) as db:
        db.text_factory = _lenient
        know_sums(db)
        yield JournalView(db)


def _must_be_files(path: Path) -> None:
    """`NotWritable` where something was put in the place of the journal or its logs (promise S11)."""
    for suffix in _LOGS:
        place = Path(f"{path}{suffix}")
        if place.is_symlink() or (place.exists() and not place.is_file()):
            why, do = f"{place.name} is a link or no file", "Look who put it there, and remove it."
            raise NotWritable(f"Cannot write the journal in {path.parent.parent}", why, do)


def _connect(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    db.text_factory = _lenient
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError:  # no shared memory here, as on network file systems
        db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA secure_delete = ON")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if not version:
        create(db)
    elif version < SCHEMA_VERSION:
        know_sums(db)
        migrate(db, version)
    watch_sums(db)
    return db


def _fault(path: Path) -> str | None:
    """What is wrong with a journal, `None` where nothing is."""
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as db:
            db.text_factory = _lenient
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if not is_sound(db):
                return "is damaged"
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return "is damaged"
    newer = f"was written by a newer vanban (journal version {version})"
    return newer if version > SCHEMA_VERSION else None


def _lenient(text: bytes) -> str:
    """A text of the database, though a disk has damaged it."""
    return text.decode(errors="replace")


def is_sound(db: sqlite3.Connection) -> bool:
    """Whether the database holds together, and its tables are those that were made."""
    try:
        verdict = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except (
        UnicodeDecodeError
    ):  # SQLite's complaint quotes a damaged name, and Python cannot read it
        return False
    if verdict != "ok":
        return False
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version != SCHEMA_VERSION:
        return True  # an older one is migrated, a newer one refused
    found = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return all(
        name in found and _columns(db, name) == columns for name, columns in _expected().items()
    )


@cache
def _expected() -> dict[str, list[tuple[str, ...]]]:
    with closing(sqlite3.connect(":memory:")) as db:
        create(db)
        names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _columns(db, name) for name in names}


def _columns(db: sqlite3.Connection, table: str) -> list[tuple[str, ...]]:
    return db.execute("SELECT * FROM pragma_table_xinfo(?)", (table,)).fetchall()


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
