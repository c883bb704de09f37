"""Checksums of the journal's rows: what a disk has changed is found when the journal is opened, taken out, and made anew (promise D17).

A connection of ours has temporary triggers that keep each row's sum up to date, so the sums need no care elsewhere. Of a document
the sum holds what its tables rest on, not how often it was tried. A row that fits no sum goes, with all that rested on it;
its document is worked on by the next run as far as something is missing, the others stay.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from extract.records import Status

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


# Checksums of the journal's rows: what a disk has changed is found when the journal is opened, taken out, and made anew (promise D17).
#
# A connection of ours has temporary triggers that keep each row's sum up to date, so the sums need no care elsewhere. Of a document
# the sum holds what its tables rest on, not how often it was tried. A row that fits no sum goes, with all that rested on it;
# its document is worked on by the next run as far as something is missing, the others stay.

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


def watch(db: sqlite3.Connection) -> None:
    """Let this connection know the sum, and keep that of each row it writes."""
    know(db)
    for table, (columns, key) in SUMMED.items():
        where = " AND ".join(f"{name} IS NEW.{name}" for name in key)
        keep = f"UPDATE {table} SET sum = {_sum(columns, 'NEW.')} WHERE {where}"  # noqa: S608 - our own names
        for name, event in (("made", "INSERT"), ("changed", f"UPDATE OF {columns}")):
            db.execute(
                f"CREATE TEMP TRIGGER {table}_{name} AFTER {event} ON main.{table} BEGIN {keep}; END"
            )


def know(db: sqlite3.Connection) -> None:
    """Let this connection know the sum, to look at rows."""
    db.create_function("row_sum", -1, row_sum, deterministic=True)


def fill(db: sqlite3.Connection) -> None:
    """Sums for rows that have none, of an older version."""
    for table, (columns, _) in SUMMED.items():
        db.execute(f"UPDATE {table} SET sum = {_sum(columns)}")  # noqa: S608


def damaged(db: sqlite3.Connection) -> Iterator[str]:
    """The tables that have a damaged row, each once."""
    for table in SUMMED:
        if db.execute(f"SELECT 1 FROM {table} WHERE {_bad(table)} LIMIT 1").fetchone():  # noqa: S608
            yield table
    if db.execute(f"SELECT 1 FROM documents WHERE {_NOT_WHOLE} LIMIT 1").fetchone():  # noqa: S608
        yield "results"


def harmed(db: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the documents that have a damaged row, or miss one."""
    bad = [
        f"SELECT sha256 FROM {table} WHERE {_bad(table)}"  # noqa: S608
        for table, (columns, _) in SUMMED.items()
        if "sha256" in columns
    ]
    bad.append(f"SELECT sha256 FROM documents WHERE {_NOT_WHOLE}")  # noqa: S608
    query = f"SELECT CAST(source AS BLOB) FROM inputs WHERE sha256 IN ({' UNION '.join(bad)})"  # noqa: S608
    return tuple(sorted({name.decode(errors="replace") for (name,) in db.execute(query)}))


def mend(db: sqlite3.Connection) -> int:
    """Take out what is damaged; how many rows. Within a transaction of the caller."""
    tables = list(damaged(db))
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
