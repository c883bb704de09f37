"""A finished output folder as typed tables: proved whole by its hashes, without what is withheld."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

from extract.batch.files import table_rows
from extract.batch.folder import looked_at
from extract.errors import UnreadableInput, UsageError
from extract.records import Status
from extract.tables import package
from extract.tables.definition import (
    BOM,
    DOC_ID,
    DOCUMENTS,
    PART,
    REVIEW,
    TABLES,
    Column,
    ColumnKind,
    TableDefinition,
    unguard,
)
from extract.tables.files import STATE

Cell: TypeAlias = str | int | Decimal | date | bool | None
#: The table of `--wide`.
WIDE = "wide"
_MOST_CELL = 1 << 27  # characters; csv's own limit is below a long list of lines
_SOURCE = "source"


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table with typed cells, `None` where nothing was found."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]

    def by_name(self) -> Iterator[dict[str, Cell]]:
        """The rows as columns by name."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, slots=True)
class FinishedFolder:
    """The tables of an output folder, the hashes of its files by path, and how many papers were left out as withheld."""

    path: Path
    tables: Mapping[str, TypedTable]
    hashes: Mapping[str, str]
    withheld: int


def read_folder(out: Path) -> FinishedFolder:
    """The folder's tables. `UsageError`: it is none; `UnreadableInput`: unfinished or changed; `OutputLocked`: in use."""
    if not (out / STATE).is_dir():
        why = "it holds no results of vanban" if out.exists() else "it does not exist"
        raise UsageError(f"Folder {out}", why, "Name a folder that `vanban extract` wrote.")
    with looked_at(out / STATE, out):
        hashes = _hashes(out)
        tables = {table.name: _table(out, table, hashes) for table in TABLES}
    secret = {row[DOC_ID.name] for row in tables[DOCUMENTS.name].by_name() if _is_withheld(row)}
    shown = {name: _without(table, secret) for name, table in tables.items()}
    return FinishedFolder(out, shown, hashes, len(secret))


def _is_withheld(row: Mapping[str, Cell]) -> bool:
    return row["status"] == Status.WITHHELD


def _without(table: TypedTable, secret: set[Cell]) -> TypedTable:
    if table.name == DOCUMENTS.name:
        status = [column.name for column in table.columns].index("status")
        rows = [row for row in table.rows if row[status] != Status.WITHHELD]
    else:
        rows = [row for row in table.rows if row[0] not in secret]
    return TypedTable(table.name, table.columns, rows)


def _hashes(out: Path) -> Mapping[str, str]:
    try:
        described = json.loads((out / package.NAME).read_bytes())
        return {str(f["path"]): str(f["hash"]) for f in described["resources"]}
    except FileNotFoundError as error:
        raise _unfinished(out, "its run has not ended yet, so it has no tables") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unfinished(out, f"{package.NAME} cannot be read") from error


def _unfinished(out: Path, why: str) -> UnreadableInput:
    do = "Run the same `vanban extract` command again: it does only what is missing."
    return UnreadableInput(f"Folder {out}", why, do)


def read_file(out: Path, path: str, hashes: Mapping[str, str]) -> bytes:
    """A file of the folder, as it was written. `UnreadableInput` where it is another one now."""
    try:
        data = (out / path).read_bytes()
    except OSError as error:
        raise _unfinished(out, f"{path} cannot be read") from error
    if hashes.get(path) != f"sha256:{hashlib.sha256(data).hexdigest()}":
        raise _unfinished(out, f"{path} was changed after it was written")
    return data


def _table(out: Path, table: TableDefinition, hashes: Mapping[str, str]) -> TypedTable:
    data = read_file(out, f"{table.name}.csv", hashes)
    csv.field_size_limit(_MOST_CELL)
    guarded = data.startswith(BOM.encode())
    head, *rows = table_rows(data)
    if head != [column.name for column in table.columns]:
        raise _unfinished(out, f"{table.name}.csv was written by another version of vanban")
    return TypedTable(table.name, table.columns, [_typed(table.columns, r, guarded) for r in rows])


def _typed(columns: Iterable[Column], row: Sequence[str], guarded: bool) -> tuple[Cell, ...]:  # noqa: FBT001
    return tuple(
        _value(column, unguard(text) if guarded and column.is_text else text)
        for column, text in zip(columns, row, strict=True)
    )


def _value(column: Column, text: str) -> Cell:
    if not text:
        return None
    match column.kind:
        case ColumnKind.INTEGER:
            return int(text)
        case ColumnKind.DECIMAL | ColumnKind.SHARE:
            return Decimal(text)
        case ColumnKind.DATE:
            return date.fromisoformat(text)
        case ColumnKind.BOOLEAN:
            return text == "true"
        case _:
            return text


def with_sources(folder: FinishedFolder) -> TypedTable:
    """The questions, each with the name of its file behind its keys: a person knows papers by their names."""
    table = folder.tables[REVIEW.name]
    names = {row["doc_id"]: row[_SOURCE] for row in folder.tables[DOCUMENTS.name].by_name()}
    source = next(c for c in DOCUMENTS.columns if c.name == _SOURCE)
    rows = [(*row[:2], names.get(row[0]), *row[2:]) for row in table.rows]
    return TypedTable(table.name, (*table.columns[:2], source, *table.columns[2:]), rows)


def wide(folder: FinishedFolder) -> TypedTable:
    """One row a rated body (of results.csv), with the fields of its document behind it; equal names begin with `document_`."""
    results, documents = folder.tables["results"], folder.tables[DOCUMENTS.name]
    keys, own = {DOC_ID.name, PART.name}, {column.name for column in results.columns}
    added = [(at, c) for at, c in enumerate(documents.columns) if c.name not in keys]
    columns = tuple(_renamed(column) if column.name in own else column for _, column in added)
    papers = {row[:2]: tuple(row[at] for at, _ in added) for row in documents.rows}
    rows = [(*row, *papers[row[:2]]) for row in results.rows]
    return TypedTable(WIDE, (*results.columns, *columns), rows)


def _renamed(column: Column) -> Column:
    return Column(f"document_{column.name}", column.kind, column.meaning, column.values)
