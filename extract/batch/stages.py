"""Stage results to bytes for the journal and back, and checksums of its rows: what a disk has changed is found and made anew (promise D17)."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import msgspec

from extract.model import Mapped, Page, Reading, Restored
from extract.records import Checked, Status

# Checksums of the journal's rows: what a disk has changed is found when the journal is opened, taken out, and made anew (promise D17).
#
# A connection of ours has temporary triggers that keep each row's sum up to date, so the sums need no care elsewhere. Of a document
# the sum holds what its tables rest on, not how often it was tried. A row that fits no sum goes, with all that rested on it;
# its document is worked on by the next run as far as something is missing, the others stay.

# Pages of a document that was not judged yet: what stands in the journal can be read by whoever has the document itself, and by nobody else.
#
# A mark of secrecy may stand on the last page, and a run may be killed before it (promises D2 and S10 at once). So a page is kept under a
# key made of the document's bytes, which are in no file of ours: XOR with a stream of SHAKE-256 over key and a random number. When the
# whole document was judged its pages are opened, or deleted.

_SEAL = b"s"  # the first byte of a sealed page; packed ones begin with "x", "{" or "["
_PERSON = b"vanban pages"
_NONCE = 16
_CHUNK = 1 << 20


def seal_key(path: Path, sha256: str) -> bytes | None:
    """The key of a document; `None` where its bytes are no longer there."""
    seen, key = hashlib.sha256(), hashlib.blake2b(digest_size=32, person=_PERSON)
    try:
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            while data := file.read(_CHUNK):
                seen.update(data)
                key.update(data)
    except OSError:
        return None
    return key.digest() if seen.hexdigest() == sha256 else None


def sealed(page: bytes, key: bytes) -> bytes:
    """A packed page under a key."""
    nonce = os.urandom(_NONCE)
    return _SEAL + nonce + _mixed(page, key, nonce)


def unsealed(page: bytes, key: bytes) -> bytes:
    """The packed page; one that is not sealed as it is."""
    if not page.startswith(_SEAL):
        return page
    start = len(_SEAL) + _NONCE
    return _mixed(page[start:], key, page[len(_SEAL) : start])


def _mixed(data: bytes, key: bytes, nonce: bytes) -> bytes:
    stream = hashlib.shake_256(key + nonce).digest(len(data))
    mixed = int.from_bytes(data, "little") ^ int.from_bytes(stream, "little")
    return mixed.to_bytes(len(data), "little")


_Value = bytes | int | float | str | None

#: What the sum of a row covers, and the columns it is told by.
SUMMED = {
    "inputs": ("source, sha256, path", ("source", "sha256")),
    "unreadable": ("source, flag", ("source",)),
    "documents": ("sha256, words, pages, secrecy", ("sha256",)),
    "readings": ("sha256, key, count, notes", ("sha256", "key")),
    "pages": ("sha256, key, number, flag, result", ("sha256", "key", "number")),
    "stages": ("sha256, stage, key, result", ("sha256", "stage")),
}
_STATUSES = ", ".join(f"'{status}'" for status in Status)
_FORGET = "UPDATE documents SET status = NULL, key = NULL, flag = NULL, begun = 0, died = 0"
#: A result is whole with its reading, all its pages and its stages.
_NOT_WHOLE = """status IN ('ok', 'partial') AND (
    (SELECT count(*) FROM stages s WHERE s.sha256 = documents.sha256 AND s.stage IN ('restored', 'records')) < 2
    OR (SELECT count(*) FROM pages p WHERE p.sha256 = documents.sha256 AND p.key = documents.words AND p.result IS NOT NULL)
        IS NOT documents.pages
    OR NOT EXISTS (SELECT 1 FROM readings r WHERE r.sha256 = documents.sha256 AND r.key = documents.words))"""


def row_sum(*values: _Value) -> int:
    """The checksum of a row's values, 64 bits.

    >>> row_sum(b"a", None) == row_sum(b"a", b""), row_sum(b"ab", b"c") == row_sum(b"a", b"bc")
    (False, False)
    """
    digest = hashlib.blake2b(digest_size=8)
    for value in values:
        said = value if isinstance(value, bytes) else str(value).encode()
        digest.update(b"-" if value is None else b"%d:" % len(said) + said)
    return int.from_bytes(digest.digest(), "big", signed=True)


def watch_sums(db: sqlite3.Connection) -> None:
    """Let this connection know the sum, and keep that of each row it writes."""
    know_sums(db)
    for table, (columns, key) in SUMMED.items():
        where = " AND ".join(f"{name} IS NEW.{name}" for name in key)
        keep = f"UPDATE {table} SET sum = {_sum(columns, 'NEW.')} WHERE {where}"  # noqa: S608 - our own names
        for name, event in (("made", "INSERT"), ("changed", f"UPDATE OF {columns}")):
            db.execute(
                f"CREATE TEMP TRIGGER {table}_{name} AFTER {event} ON main.{table} BEGIN {keep}; END"
            )


def know_sums(db: sqlite3.Connection) -> None:
    """Let this connection know the sum, to look at rows."""
    db.create_function("row_sum", -1, row_sum, deterministic=True)


def fill_sums(db: sqlite3.Connection) -> None:
    """Sums for rows that have none, of an older version."""
    for table, (columns, _) in SUMMED.items():
        db.execute(f"UPDATE {table} SET sum = {_sum(columns)}")  # noqa: S608


def damaged_rows(db: sqlite3.Connection) -> Iterator[str]:
    """The tables that have a damaged row, each once."""
    for table in SUMMED:
        if db.execute(f"SELECT 1 FROM {table} WHERE {_bad(table)} LIMIT 1").fetchone():  # noqa: S608
            yield table
    if db.execute(f"SELECT 1 FROM documents WHERE {_NOT_WHOLE} LIMIT 1").fetchone():  # noqa: S608
        yield "results"


def harmed_rows(db: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the documents that have a damaged row, or miss one."""
    bad = [
        f"SELECT sha256 FROM {table} WHERE {_bad(table)}"  # noqa: S608
        for table, (columns, _) in SUMMED.items()
        if "sha256" in columns
    ]
    bad.append(f"SELECT sha256 FROM documents WHERE {_NOT_WHOLE}")  # noqa: S608
    query = f"SELECT CAST(source AS BLOB) FROM inputs WHERE sha256 IN ({' UNION '.join(bad)})"  # noqa: S608
    return tuple(sorted({name.decode(errors="replace") for (name,) in db.execute(query)}))


def mend_sums(db: sqlite3.Connection) -> int:
    """Take out what is damaged; how many rows. Within a transaction of the caller."""
    tables = list(damaged_rows(db))
    gone = sum(_take_out(db, table) for table in tables if table in SUMMED)
    if tables:
        nameless = "DELETE FROM documents WHERE sha256 NOT IN (SELECT sha256 FROM inputs)"
        gone += db.execute(nameless).rowcount
        gone += db.execute(f"{_FORGET} WHERE {_NOT_WHOLE}").rowcount
    return gone


def _take_out(db: sqlite3.Connection, table: str) -> int:
    if table in {"readings", "pages", "stages"}:
        rested = f"SELECT sha256 FROM {table} WHERE {_bad(table)}"  # noqa: S608
        db.execute(f"{_FORGET} WHERE sha256 IN ({rested})")
    return db.execute(f"DELETE FROM {table} WHERE {_bad(table)}").rowcount  # noqa: S608


def _bad(table: str) -> str:
    columns, _ = SUMMED[table]
    bad = f"sum IS NOT {_sum(columns)}"
    return f"({bad} OR status NOT IN ({_STATUSES}))" if table == "documents" else bad


def _sum(columns: str, of: str = "") -> str:
    """The sum in SQL; values go to it as bytes, since a text may be damaged beyond reading."""
    cast = ", ".join(f"CAST({of}{name} AS BLOB)" for name in columns.split(", "))
    return f"row_sum({cast})"


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
#: checksum (`extract.batch.stages`).
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
            for table in SUMMED:
                db.execute(f"ALTER TABLE {table} ADD COLUMN sum INTEGER")
        fill_sums(db)
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
