"""Answers that come in a file: an edited table, or the filled list of questions; what it changes, offered first, taken when a person says so."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from msgspec import structs

from extract.batch import database
from extract.batch.collect import documents
from extract.batch.files import rewrite, table_rows
from extract.decisions import append, read_decisions
from extract.decisions.edits import CellEdit, Cells, Edits, edits_of
from extract.errors import JournalBusy, UnreadableInput, UsageError
from extract.review.desk import Desk
from extract.review.sheet import answers_in, read_sheet, write_sheet
from extract.tables.definition import BOM, EVIDENCE, REVIEW, TABLES, TableDefinition, unguard
from extract.tables.files import STATE
from extract.words import Speaker

# A table that somebody edited by hand and hands back: what it changes, as decisions to be taken or left.

_MOST_MISSING = 0.5  # share of rows; a file without more holds some rows only
_ID = "doc_id"


def edits_in(out: Path, path: Path) -> Edits:
    """What an edited table changes. Raises `UnreadableInput` (it is no table), `UsageError` (it cannot be answered in it)."""
    table, rows = read_edited(path)
    if table in {REVIEW, EVIDENCE}:
        do = "Edit the table that it is about, or answer in the list of `vanban review DIR --export list.xlsx`."
        raise UsageError(f"{path.name}", f"{table.name}.csv is made of the other tables", do)
    found = list(_of_documents(out, table, rows))
    missing = tuple(edit for edits in found for edit in edits.missing)
    refused = [why for edits in found for why in edits.refused]
    if len(missing) > _MOST_MISSING * (len(rows) + len(missing)):
        refused.append(
            f"{len(missing)} rows are not in the file: they are taken for left out, not for wrong"
        )
        missing = ()
    taken = tuple(edit for edits in found for edit in edits.taken)
    return Edits((*taken, *missing), tuple(refused))


def _of_documents(out: Path, table: TableDefinition, rows: Sequence[Cells]) -> Iterator[Edits]:
    by_document: defaultdict[str, list[Cells]] = defaultdict(list)
    for row in rows:
        by_document[row.get(_ID, "")].append(row)
    names = [column.name for column in table.columns]
    try:
        with database.read_only(out / STATE) as journal:
            for document in documents(journal, read_decisions(out).by_document()):
                mine = by_document.pop(document.doc_id or "", None)
                if mine and document.parts:
                    yield edits_of(document, table.name, names, mine)
    except sqlite3.Error as error:
        do = "Wait until the run that writes it has ended, then try again."
        raise JournalBusy(f"Journal in {out}", "it cannot be read now", do) from error
    for doc_id in by_document:
        yield Edits(refused=(f"{_ID} {doc_id!r}: this folder does not hold it",))


def read_edited(path: Path) -> tuple[TableDefinition, list[Cells]]:
    """A table as a spreadsheet saved it: which it is, and its rows."""
    try:
        data = path.read_bytes()
        head, *rows = table_rows(data)
    except (OSError, UnicodeDecodeError, csv.Error, ValueError) as error:
        do = "Save it as CSV in UTF-8, with the line of column names."
        raise UnreadableInput(path.name, "it cannot be read as a table", do) from error
    table = _table_of(path, head)
    excel = data.startswith(BOM.encode())
    texts = {c.name for c in table.columns if c.is_text}
    return table, [_cells(head, row, texts if excel else set()) for row in rows if any(row)]


def _cells(head: Sequence[str], row: Sequence[str], guarded: set[str]) -> Mapping[str, str]:
    cells = dict(zip(head, row, strict=False))
    return {name: unguard(text) if name in guarded else text for name, text in cells.items()}


def _table_of(path: Path, head: Sequence[str]) -> TableDefinition:
    """The table of a file by its name, else the one that has its columns."""
    named = path.name.partition(".")[0]
    for table in sorted(TABLES, key=lambda table: table.name != named):
        whole = {*filter(None, head)} <= {column.name for column in table.columns}
        if _ID in head and (table.name == named or whole):
            return table
    do = "Name a table of the output folder that was edited; its columns must have their names."
    raise UnreadableInput(path.name, "its columns are those of no table", do)


# Answers that come in a file: an edited table, or the filled list of questions; offered first, taken when a person says so.

_SHEET = ".xlsx"
_TICK = timedelta(microseconds=1)


def offered(out: Path, path: Path) -> Edits:
    """What a file changes: a list of questions (.xlsx), else a table (.csv)."""
    if path.suffix.lower() != _SHEET:
        return edits_in(out, path)
    desk = Desk(out, "")
    desk.refresh()
    with desk.journal() as journal:
        made, refused = answers_in(journal, desk.work.all, read_sheet(path))
    known = {said.place: said.after for said in desk.standing}
    new = (
        CellEdit(one.paper.source, said)
        for one, said in made
        if known.get(said.place) != said.after
    )
    return Edits(tuple(new), tuple(refused))


def take(out: Path, edits: Sequence[CellEdit], who: str) -> None:
    """Record them as decisions of this person, later than all before, and write the tables anew."""
    now = datetime.now(UTC)
    before = read_decisions(out).all
    if before:
        now = max(now, before[-1].when + _TICK)
    append(out, *(structs.replace(edit.decision, who=who, when=now) for edit in edits))
    rewrite(out)


def export(out: Path, path: Path, language: str) -> int:
    """Write the open questions as a list (.xlsx); how many there are."""
    desk = Desk(out, "")
    desk.refresh()
    still = [one for one in desk.work.all if one.id not in desk.answered]
    write_sheet(path, still, Speaker(language))
    return len(still)
