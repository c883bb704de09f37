"""The tables in columns for analysts: Parquet by DuckDB, one SQLite file by the standard library; and where all of it is put.

Numbers are doubles (every printed one has fewer than 16 figures, so it comes back equal), integers 64 bits, dates are dates in
Parquet and ISO text in SQLite, lists stay joined by "|" as in the CSV files.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd

from extract.export.folder import Cell, TypedTable
from extract.tables.definition import Column, ColumnKind
from extract.tables.files import OutputFolder

_SQLITE = {
    ColumnKind.INTEGER: "INTEGER",
    ColumnKind.DECIMAL: "REAL",
    ColumnKind.SHARE: "REAL",
    ColumnKind.BOOLEAN: "INTEGER",
}
_PARQUET = {
    ColumnKind.INTEGER: "BIGINT",
    ColumnKind.DECIMAL: "DOUBLE",
    ColumnKind.SHARE: "DOUBLE",
    ColumnKind.BOOLEAN: "BOOLEAN",
    ColumnKind.DATE: "DATE",
}


def parquet_of(tables: Sequence[TypedTable]) -> Mapping[str, bytes]:
    """Each table as a Parquet file, by file name. DuckDB is given no network and no files but its temporary ones."""
    files = {}
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "threads": "1",  # the same tables, the same bytes
    }
    with tempfile.TemporaryDirectory() as place, duckdb.connect(config=settings) as db:
        for table in tables:
            path = Path(place) / f"{table.name}.parquet"
            db.register("given", _frame(table))
            columns = ", ".join(f"CAST({_named(c)} AS {_PARQUET.get(c.kind, 'VARCHAR')}) AS {_named(c)}" for c in table.columns)  # fmt: skip
            db.execute(f"COPY (SELECT {columns} FROM given) TO '{path}' (FORMAT parquet)")  # noqa: S608 - names of ours
            db.unregister("given")
            files[path.name] = path.read_bytes()
    return files


def _frame(table: TypedTable) -> pd.DataFrame:
    """The table as texts, which DuckDB casts: it takes them whole, where it would guess from values."""
    names = [column.name for column in table.columns]
    texts = [[None if cell is None else _text(cell) for cell in row] for row in table.rows]
    return pd.DataFrame(texts, columns=names, dtype=object)


def _text(value: str | int | Decimal | date) -> str:
    return str(value).encode("utf-8", "replace").decode()


def _named(column: Column) -> str:
    return f'"{column.name}"'


def sqlite_of(tables: Sequence[TypedTable]) -> bytes:
    """All tables as one SQLite file."""
    with closing(sqlite3.connect(":memory:")) as db:
        for table in tables:
            columns = ", ".join(f"{_named(c)} {_SQLITE.get(c.kind, 'TEXT')}" for c in table.columns)
            marks = ", ".join("?" * len(table.columns))
            db.execute(f'CREATE TABLE "{table.name}" ({columns})')
            db.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', map(_stored, table.rows))  # noqa: S608 - names of ours
        db.commit()
        return db.serialize()


def _stored(row: Sequence[Cell]) -> tuple[object, ...]:
    return tuple(
        float(v) if isinstance(v, Decimal) else v.isoformat() if isinstance(v, date) else v
        for v in row
    )


def put(place: Path, files: Mapping[str, bytes]) -> None:
    """All files into a folder, whole or not at all; it is made where it is missing."""
    folder = OutputFolder.open(place)
    try:
        for name, data in files.items():
            folder.stage(name, data)
        folder.publish([*files])
    finally:
        folder.close()
