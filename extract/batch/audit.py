"""What an output folder holds against what its journal says: files that are missing, changed, old or nobody's (promise D11).

Nothing is written: neither a lock file nor the journal, so that a folder on a read-only medium can be checked too.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from extract.batch import database
from extract.batch.collect import documents
from extract.batch.folder import Holder, holder_of, looked_at
from extract.batch.journal import RunState, last_run
from extract.batch.stages import SCHEMA_VERSION, damaged_rows, harmed_rows
from extract.batch.view import JournalView
from extract.decisions import read_decisions
from extract.errors import JournalBusy, UsageError
from extract.ingest import PASSED_OVER
from extract.records import Status
from extract.tables import package
from extract.tables.files import STATE, FileFacts
from extract.tables.writing import forms_in, is_ours, reckon, shown


class Fault(StrEnum):
    """What is wrong with a file."""

    MISSING = "missing"
    CHANGED = "changed"  # its bytes are not those that were written
    OLD = "old"  # written whole, but the journal says something newer
    STRAY = "stray"  # a text of no document
    DAMAGED = "damaged"  # cannot be read as what it is
    HARMED = "harmed"  # a document that the journal does not hold whole any more


@dataclass(frozen=True, slots=True)
class Finding:
    """A file of the output folder, or the name of a document, and its fault."""

    path: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Audit:
    """How many files were looked at, and what was found."""

    files: int
    findings: tuple[Finding, ...]


def audit(out: Path) -> Audit:
    """Every file of an output folder looked at.

    `UsageError`: it is none. `OutputLocked`: a run works on it.
    """
    if not (out / STATE).is_dir():
        do = "Name a folder that `vanban extract` wrote."
        raise UsageError(f"Folder {out}", "it holds no results of vanban", do)
    with looked_at(out / STATE, out):
        listed = _listed(out)
        if listed is None:
            return Audit(1, (Finding(package.NAME, Fault.DAMAGED),))
        findings = [*_differences(out, listed), *_strays(out, listed)]
        findings += _against_journal(out, listed, {finding.path for finding in findings})
        return Audit(len(listed) + 2, tuple(sorted(findings, key=lambda found: found.path)))


def _listed(out: Path) -> dict[str, FileFacts] | None:
    """What datapackage.json says of each file."""
    try:
        described = json.loads((out / package.NAME).read_bytes())
        return {
            file["path"]: FileFacts(file["path"], file["bytes"], file["hash"].removeprefix("sha256:"))
            for file in described["resources"]
        }  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _differences(out: Path, listed: Mapping[str, FileFacts]) -> Iterator[Finding]:
    for path, facts in listed.items():
        found = _facts(out, path)
        if found is None:
            yield Finding(path, Fault.MISSING)
        elif found != facts:
            yield Finding(path, Fault.CHANGED)


def _facts(out: Path, path: str) -> FileFacts | None:
    try:
        with (out / path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return FileFacts(path, file.tell(), digest)
    except OSError:
        return None


def _strays(out: Path, listed: Mapping[str, FileFacts]) -> Iterator[Finding]:
    for path in sorted((out / "text").glob("*")):
        name = f"text/{path.name}"
        if is_ours(path.name) and name not in listed:
            yield Finding(name, Fault.STRAY)


def _against_journal(
    out: Path, listed: Mapping[str, FileFacts], known: set[str]
) -> Iterator[Finding]:
    name = f"{STATE}/{database.NAME}"
    try:
        with database.read_only(out / STATE) as journal:
            if not _is_sound(journal):
                yield Finding(name, Fault.DAMAGED)
                return
            if any(damaged_rows(journal.connection)):
                yield Finding(name, Fault.DAMAGED)
                yield from (Finding(one, Fault.HARMED) for one in harmed_rows(journal.connection))
                return
            wanted = {facts.path: facts for facts in _wanted(out, journal, listed)}
    except sqlite3.Error:
        there = (out / name).exists()
        yield Finding(name, Fault.DAMAGED if there else Fault.MISSING)
        return
    for path, facts in wanted.items():
        if path not in known and _facts(out, path) != facts:
            yield Finding(path, Fault.OLD if path in {*listed, package.NAME} else Fault.MISSING)
    yield from (Finding(path, Fault.STRAY) for path in sorted({*listed} - {*wanted, *known}))


def _is_sound(journal: JournalView) -> bool:
    db = journal.connection
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return version == SCHEMA_VERSION and database.is_sound(db)


def _wanted(
    out: Path, journal: JournalView, listed: Mapping[str, FileFacts]
) -> tuple[FileFacts, ...]:
    """What would be written now, in the form that was chosen then."""
    described = json.loads((out / package.NAME).read_bytes())
    forms = forms_in(listed)
    answers = read_decisions(out).by_document()
    said = (shown(document, forms=forms) for document in documents(journal, answers))
    return reckon(said, excel=bool(described.get("excel_guard")))


# How a run on a folder is getting on, asked from beside it: its lock and its journal are read, nothing is written (W5).


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """Who works on a folder, what the last run has done, documents by status, those given up, pages that are kept."""

    holder: Holder | None
    run: RunState | None
    documents: dict[str, int]
    given_up: int
    pages: int

    @property
    def seconds_left(self) -> float | None:
        """Until a run that works just now is done, at its rate; `None` where that cannot be said."""
        run = self.run
        if self.holder is None or run is None or not run.done or not run.seconds:
            return None
        return run.seconds / run.done * (run.to_do - run.done)


def status_of(out: Path) -> FolderStatus:
    """The state of an output folder. `UsageError`: it is none. `JournalBusy`: its journal cannot be read just now."""
    if not (out / STATE / database.NAME).exists():
        do = "Name a folder that `vanban extract` writes."
        raise UsageError(f"Folder {out}", "it holds no results of vanban", do)
    holder = holder_of(out / STATE)
    try:
        with database.read_only(out / STATE) as journal:
            counts = Counter(entry.status for entry in journal.entries())
            counts[Status.SKIPPED] = sum(flag in PASSED_OVER for _, flag in journal.unreadable())
            return FolderStatus(
                holder,
                last_run(journal),
                {status.value: counts[status] for status in Status},
                journal.count_given_up(),
                journal.count_pages(),
            )
    except sqlite3.Error as error:
        do = "Try again in a moment; if it stays so, `vanban check` says what is wrong."
        raise JournalBusy(f"Journal in {out}", f"it cannot be read ({error})", do) from error
