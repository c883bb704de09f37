"""A journal of version 1, which kept each reading whole, becomes one of this version and loses nothing (promise P3)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from scripted import Scripted, calls, contents, draw, run_scripted

from extract.batch import database
from extract.batch.stages import SCHEMA_VERSION, pack, reading_of

#: The tables that version 1 had.
V1 = """
CREATE TABLE inputs (source TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (source, sha256)) WITHOUT ROWID;
CREATE TABLE unreadable (source TEXT PRIMARY KEY, flag TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY, begun INTEGER NOT NULL DEFAULT 0, died INTEGER NOT NULL DEFAULT 0, status TEXT, key TEXT,
    pages INTEGER, secrecy TEXT, flag TEXT, code INTEGER, what TEXT, why TEXT, do TEXT
) WITHOUT ROWID;
CREATE TABLE stages (
    sha256 TEXT NOT NULL, stage TEXT NOT NULL, key TEXT NOT NULL, result BLOB NOT NULL, PRIMARY KEY (sha256, stage)
);
PRAGMA user_version = 1;
"""


def test_P3_a_journal_of_version_1_is_migrated_and_nothing_is_read_again(tmp_path: Path) -> None:
    folder, out, log = tmp_path / "in", tmp_path / "out", tmp_path / "log"
    folder.mkdir()
    draw(folder / "a.png", 3)
    draw(folder / "b.tif", 4, 5)
    run_scripted([folder], out, Scripted(log))
    before = contents(out)
    back_to_version_1(out / ".vanban")
    summary = run_scripted([folder], out, Scripted(log))
    assert (summary.read, calls(log)) == (0, 3)
    assert contents(out) == before
    with database.read_only(out / ".vanban") as journal:
        assert journal.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert not [
            n for (n,) in journal.connection.execute("SELECT name FROM sqlite_master") if "old" in n
        ]


def back_to_version_1(state: Path) -> None:
    """The same journal as version 1 had it."""
    old = state / "old"
    with database.read_only(state) as now, closing(sqlite3.connect(old)) as db, db:
        db.executescript(V1)
        db.executemany(
            "INSERT INTO inputs VALUES (?, ?)",
            now.connection.execute("SELECT source, sha256 FROM inputs"),
        )
        for entry in now.entries():
            reading = reading_of(tuple(now.pages(entry.sha256, entry.words or "")), ())
            db.execute(
                "INSERT INTO documents (sha256, status, key, pages) VALUES (?, ?, ?, ?)",
                (entry.sha256, entry.status, entry.key, entry.pages),
            )
            rows = [("words", entry.words, pack(reading))]
            rows += now.connection.execute(
                "SELECT stage, key, result FROM stages WHERE sha256 = ? AND stage IN ('restored', 'records')",
                (entry.sha256,),
            ).fetchall()
            db.executemany(
                "INSERT INTO stages VALUES (?, ?, ?, ?)", [(entry.sha256, *r) for r in rows]
            )
    old.replace(state / database.NAME)
