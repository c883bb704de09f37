"""The journal's tables, and how a journal of an older version becomes one of this (promise P3: in one transaction)."""

from __future__ import annotations

import json
import sqlite3

from extract.batch.journal import sums
from extract.batch.journal.stages import pack, unpack_words

VERSION = 3

#: `inputs.path`: where the file was seen, to know one that was moved. `documents.words`: the key of the reading its
#: results rest on; `tried`: the key that `begun` and `died` count under. `pages` may belong to a reading not yet whole.
#: `run`: what the last run had to do and has done, for `vanban status`; `runs`: those that ended, for the report, as JSON. `sum`: the row's
#: checksum (`extract.batch.journal.sums`).
SCHEMA = """
CREATE TABLE inputs (
    source TEXT NOT NULL, sha256 TEXT NOT NULL, path BLOB, sum INTEGER, PRIMARY KEY (source, sha256)
) WITHOUT ROWID;
CREATE TABLE unreadable (source TEXT PRIMARY KEY, flag TEXT NOT NULL, sum INTEGER) WITHOUT ROWID;
CREATE TABLE documents (
    sha256 TEXT PRIMARY KEY, tried TEXT, begun INTEGER NOT NULL DEFAULT 0, died INTEGER NOT NULL DEFAULT 0,
    status TEXT, words TEXT, key TEXT, pages INTEGER, secrecy TEXT,
    flag TEXT, code INTEGER, what TEXT, why TEXT, do TEXT, sum INTEGER
) WITHOUT ROWID;
CREATE TABLE readings (
    sha256 TEXT NOT NULL, key TEXT NOT NULL, count INTEGER NOT NULL, notes TEXT NOT NULL, sum INTEGER, PRIMARY KEY (sha256, key)
) WITHOUT ROWID;
CREATE TABLE pages (
    sha256 TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL,
    begun INTEGER NOT NULL DEFAULT 0, died INTEGER NOT NULL DEFAULT 0, flag TEXT, result BLOB, sum INTEGER,
    PRIMARY KEY (sha256, key, number)
);
CREATE TABLE stages (
    sha256 TEXT NOT NULL, stage TEXT NOT NULL, key TEXT NOT NULL, result BLOB NOT NULL, sum INTEGER,
    PRIMARY KEY (sha256, stage)
);
CREATE TABLE run (
    one INTEGER PRIMARY KEY CHECK (one = 1), began TEXT, beat TEXT, found INTEGER, to_do INTEGER,
    done INTEGER, failed INTEGER, pages INTEGER, seconds REAL
);
CREATE TABLE runs (number INTEGER PRIMARY KEY, facts TEXT NOT NULL);
"""


def create(db: sqlite3.Connection) -> None:
    """The tables of an empty journal."""
    db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")


def migrate(db: sqlite3.Connection, version: int) -> None:
    """An older version to this one; all or nothing. The connection knows the sum of a row."""
    db.execute("BEGIN IMMEDIATE")
    with db:
        if version == 1:
            _from_version_1(db)
        else:
            for table in sums.SUMMED:
                db.execute(f"ALTER TABLE {table} ADD COLUMN sum INTEGER")
        sums.fill(db)
        db.execute(f"PRAGMA user_version = {VERSION}")


def _from_version_1(db: sqlite3.Connection) -> None:
    """Version 1 kept each reading as one result."""
    for table in ("inputs", "documents", "unreadable", "stages"):
        db.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    for statement in SCHEMA.split(";"):
        db.execute(statement)
    db.execute("INSERT INTO inputs (source, sha256) SELECT source, sha256 FROM old_inputs")
    same = "sha256, begun, died, status, key, pages, secrecy, flag, code, what, why, do"
    db.execute(f"INSERT INTO documents ({same}) SELECT {same} FROM old_documents")  # noqa: S608
    for table, columns in (
        ("unreadable", "source, flag"),
        ("stages", "sha256, stage, key, result"),
    ):
        db.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM old_{table}")  # noqa: S608
    _split_readings(db)
    for table in ("inputs", "documents", "unreadable", "stages"):
        db.execute(f"DROP TABLE old_{table}")


def _split_readings(db: sqlite3.Connection) -> None:
    found = db.execute("SELECT sha256, key FROM stages WHERE stage = 'words'").fetchall()
    for sha256, key in found:
        where = "WHERE sha256 = ? AND stage = 'words'"
        (data,) = db.execute(f"SELECT result FROM stages {where}", (sha256,)).fetchone()  # noqa: S608
        reading = unpack_words(bytes(data))
        notes = json.dumps(reading.notes)
        db.execute(
            "INSERT INTO readings (sha256, key, count, notes) VALUES (?, ?, ?, ?)",
            (sha256, key, len(reading.pages), notes),
        )
        db.executemany(
            "INSERT INTO pages (sha256, key, number, result) VALUES (?, ?, ?, ?)",
            ((sha256, key, number, pack(page)) for number, page in enumerate(reading.pages, 1)),
        )
        db.execute("UPDATE documents SET words = ? WHERE sha256 = ?", (key, sha256))
        db.execute(f"DELETE FROM stages {where}", (sha256,))  # noqa: S608
