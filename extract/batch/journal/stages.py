"""Stage results to bytes for the journal and back: msgspec JSON, types checked on the way in, zlib where it is big.

A restored document is kept without its reading, which is the result of the stage before.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import zlib
from typing import cast

import msgspec

from extract.batch.journal import sums
from extract.model import Mapped, Page, Reading, Restored
from extract.records import Checked

# Stage results to bytes for the journal and back: msgspec JSON, types checked on the way in, zlib where it is big.
#
# A restored document is kept without its reading, which is the result of the stage before.

_BIG = 2_000  # bytes; below it zlib saves less than a page of the database
_NOTHING = Reading(pages=())
_COMPRESSED = b"x"  # zlib's first byte; JSON begins with "{" or "["


def pack(result: object) -> bytes:
    """A stage result as bytes."""
    if isinstance(result, Restored):
        result = dataclasses.replace(result, reading=_NOTHING)
    data = msgspec.json.encode(result)
    return zlib.compress(data, 6) if len(data) > _BIG else data


def unpack_page(data: bytes) -> Page:
    """A page as it was read."""
    return msgspec.json.decode(_plain(data), type=Page)


def unpack_words(data: bytes) -> Reading:
    """A whole reading, as journals of version 1 keep it."""
    return msgspec.json.decode(_plain(data), type=Reading)


def unpack_restored(data: bytes, reading: Reading) -> Restored:
    """The restored document of this reading."""
    return dataclasses.replace(msgspec.json.decode(_plain(data), type=Restored), reading=reading)


def unpack_records(data: bytes) -> tuple[Checked, ...]:
    """The records of each part."""
    return msgspec.json.decode(_plain(data), type=tuple[Checked, ...])


def _plain(data: bytes) -> bytes:
    return zlib.decompress(data) if data.startswith(_COMPRESSED) else data


# Pages that stay packed: each is unpacked when it is looked at (`extract.model`).

_FEW = 100  # pages: so many are unpacked once, which is quicker


def reading_of(packed: tuple[bytes, ...], notes: tuple[str, ...]) -> Reading:
    """The reading of packed pages."""
    if len(packed) <= _FEW:
        return Reading(tuple(map(unpack_page, packed)), notes)
    return Reading(cast("tuple[Page, ...]", Mapped(packed, unpack_page)), notes)


# The journal's tables, and how a journal of an older version becomes one of this (promise P3: in one transaction).

SCHEMA_VERSION = 3

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
    db.executescript(f"BEGIN; {SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")


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
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


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
