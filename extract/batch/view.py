"""What can be read in a journal: by the run that writes it, and by `vanban status` and `check` beside it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from extract.batch.tasks import LIMITED, Failure, OpenedDocument
from extract.errors import ExitCode
from extract.records import Status

#: The flag of a page that is to be read again; what it holds stays in the tables until it is.
AGAIN = "again"
#: Attempts that ended with the whole run say little about the document (a person or the system killed it), so they count
#: only when they are many; but such a document comes last, when the others are done.
LOST_RUNS = 25


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """What the journal knows of a document; `status` is `None` before its first result.

    `words` is the key of the reading its results rest on. `begun` counts attempts that ended with the whole run (killed,
    power cut), `died` those whose worker died or was killed under the eyes of a living run; both under the key `tried`
    and since the last attempt that came back. `limited`: a page of it was given up at a limit of time or memory.
    Of a withheld one: `mark_at`, where its mark of secrecy stands, and `doubt`, whether it may be none.
    """

    sha256: str
    tried: str | None
    begun: int
    died: int
    status: Status | None
    words: str | None
    key: str | None
    pages: int | None
    secrecy: str | None
    limited: bool
    failure: Failure | None
    mark_at: str | None = None
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page that was tried, or is `done` (1); `flag` is why it was given up."""

    number: int
    begun: int
    died: int
    flag: str | None
    done: int


@dataclass(frozen=True, slots=True)
class JournalView:
    """An open journal, to be looked at."""

    connection: sqlite3.Connection

    def stage(self, sha256: str, stage: str, key: str | None = None) -> bytes | None:
        """A stage's result, if it has this key (any key where none is given)."""
        found = self.connection.execute(
            "SELECT result FROM stages WHERE sha256 = ?1 AND stage = ?2 AND (?3 IS NULL OR key = ?3)",
            (sha256, stage, key),
        ).fetchone()
        return bytes(found[0]) if found else None

    def reading(self, sha256: str, key: str) -> OpenedDocument | None:
        """A reading that was begun: the number of its pages and the notes on the file."""
        found = self.connection.execute(
            "SELECT count, notes FROM readings WHERE sha256 = ? AND key = ?", (sha256, key)
        ).fetchone()
        return OpenedDocument(found[0], tuple(json.loads(found[1]))) if found else None

    def page_entries(self, sha256: str, key: str) -> list[PageEntry]:
        """The pages of a reading that were tried."""
        rows = self.connection.execute(
            "SELECT number, begun, died, flag, result IS NOT NULL AND flag IS NOT ? AS done FROM pages"
            " WHERE sha256 = ? AND key = ? ORDER BY number",
            (AGAIN, sha256, key),
        )
        return [PageEntry(*row) for row in rows]

    def pages(self, sha256: str, key: str) -> Iterator[bytes]:
        """The pages of a reading that are done, in order, packed."""
        for (result,) in self.connection.execute(
            "SELECT result FROM pages WHERE sha256 = ? AND key = ? AND result IS NOT NULL ORDER BY number",
            (sha256, key),
        ):
            yield bytes(result)

    def page(self, sha256: str, key: str, number: int) -> bytes | None:
        """One page of a reading (from 1), packed, where it is done."""
        found = self.connection.execute(
            "SELECT result FROM pages WHERE sha256 = ? AND key = ? AND number = ?",
            (sha256, key, number),
        ).fetchone()
        return bytes(found[0]) if found and found[0] is not None else None

    def entry(self, sha256: str) -> DocumentStatus | None:
        """A document that has a result."""
        return next(self._entries("WHERE status IS NOT NULL AND sha256 = ?", sha256), None)

    def entries(self) -> Iterator[DocumentStatus]:
        """All documents that have a result."""
        return self._entries("WHERE status IS NOT NULL ORDER BY sha256")

    def hashes(self) -> list[str]:
        """Of every document that was seen."""
        return [sha256 for (sha256,) in self.connection.execute("SELECT sha256 FROM documents")]

    def count_given_up(self) -> int:
        """Documents that were given up, or have a page that was."""
        query = (
            "SELECT count(*) FROM documents d WHERE (d.status = 'failed' AND (d.died > 1 OR d.begun >= ?))"
            " OR EXISTS (SELECT 1 FROM pages p WHERE p.sha256 = d.sha256 AND p.died > 1)"
        )
        return int(self.connection.execute(query, (LOST_RUNS,)).fetchone()[0])

    def count_pages(self) -> int:
        """Pages that were read and are kept."""
        query = "SELECT count(*) FROM pages WHERE result IS NOT NULL AND flag IS NULL"
        return int(self.connection.execute(query).fetchone()[0])

    def paths(self, sha256: str) -> list[tuple[str, str | None]]:
        """The names of a document, and where each was seen."""
        found = self.connection.execute(
            "SELECT source, path FROM inputs WHERE sha256 = ? ORDER BY 1", (sha256,)
        )
        return [(source, None if path is None else os.fsdecode(path)) for source, path in found]

    def sources(self) -> dict[str, tuple[str, ...]]:
        """The names of each document, sorted."""
        names: dict[str, list[str]] = {}
        for sha256, source in self.connection.execute(
            "SELECT sha256, source FROM inputs ORDER BY 1, 2"
        ):
            names.setdefault(sha256, []).append(source)
        return {sha256: tuple(sources) for sha256, sources in names.items()}

    def unreadable(self) -> list[tuple[str, str]]:
        """Inputs whose bytes cannot be read: source and flag."""
        return self.connection.execute("SELECT source, flag FROM unreadable ORDER BY 1").fetchall()

    def _entries(self, where: str, *values: str) -> Iterator[DocumentStatus]:
        flags = ", ".join(f"'{flag}'" for flag in sorted(LIMITED))
        limited = f"EXISTS (SELECT 1 FROM pages p WHERE p.sha256 = documents.sha256 AND p.flag IN ({flags}))"  # noqa: S608
        columns = f"sha256, tried, begun, died, status, words, key, pages, secrecy, {limited}, flag, code, what, why, do"
        query = f"SELECT {columns} FROM documents {where}"  # noqa: S608 - no value in it
        for row in self.connection.execute(query, values):
            sha256, tried, begun, died, status, words, key, pages, secrecy, at_limit, *said = row
            is_withheld = status == Status.WITHHELD
            yield DocumentStatus(
                sha256,
                tried,
                begun,
                died,
                Status(status) if status else None,
                words=words,
                key=key,
                pages=pages,
                secrecy=secrecy,
                limited=bool(at_limit),
                failure=None if is_withheld else _failure_of(*said),
                mark_at=said[3] if is_withheld else None,
                doubt=is_withheld and said[0] is not None,
            )


def _failure_of(flag: str | None, code: int, what: str, why: str, do: str) -> Failure | None:
    return Failure(flag, ExitCode(code), what, why, do) if flag else None
