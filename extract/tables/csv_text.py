r"""Rows to the bytes of a CSV file and back: UTF-8, "\n" line ends, quoting as in RFC 4180.

`--excel` files begin with a byte order mark and have their text cells guarded (promise S1); `read_table` undoes both.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pandas as pd
from pandas.api.extensions import ExtensionDtype

from extract.errors import UnreadableInput
from extract.tables.cells import guard_row, unguard
from extract.tables.definition import TABLES, Kind, TableDefinition

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_PANDAS: dict[Kind, ExtensionDtype] = {
    Kind.STRING: pd.StringDtype(),
    Kind.LIST: pd.StringDtype(),
    Kind.DATE: pd.StringDtype(),
    Kind.INTEGER: pd.Int64Dtype(),
    Kind.DECIMAL: pd.Float64Dtype(),
    Kind.SHARE: pd.Float64Dtype(),
    Kind.BOOLEAN: pd.BooleanDtype(),
}


def encode(table: TableDefinition, rows: Sequence[tuple[str, ...]], *, excel: bool) -> bytes:
    """The file's bytes. A lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    names = [column.name for column in table.columns]
    written = [guard_row(table.columns, row) for row in rows] if excel else rows
    frame = pd.DataFrame(written, columns=names, dtype=object)
    text = frame.to_csv(index=False, lineterminator="\n", quoting=_quoting(rows))
    return ((BOM if excel else "") + text).encode("utf-8", "replace")


def _quoting(rows: Sequence[tuple[str, ...]]) -> Literal[0, 1]:
    """Python's csv leaves a cell with a bare CR unquoted, and readers then see two rows: quote all where there is one."""
    bare_return = any("\r" in text for row in rows for text in row)
    return csv.QUOTE_ALL if bare_return else csv.QUOTE_MINIMAL


def read_table(path: str | Path) -> pd.DataFrame:
    """A table as a frame with a type for each column; an empty cell is `<NA>`.

    Lists stay joined by "|", dates stay ISO text. Files written with `--excel` lose their guard.
    Raises `UnreadableInput` for a file that is none of the tables.
    """
    path = Path(path)
    table = next((table for table in TABLES if table.name == path.stem), None)
    if table is None:
        raise UnreadableInput(
            f"{path.name}", "no table is called so", "Name a file of an output folder."
        )
    excel = path.read_bytes().startswith(BOM.encode())
    frame = pd.read_csv(
        path, dtype="string", encoding="utf-8-sig", na_values=[""], keep_default_na=False
    )
    return _typed(table, frame, excel=excel)


def _typed(table: TableDefinition, frame: pd.DataFrame, *, excel: bool) -> pd.DataFrame:
    for column in table.columns:
        if column.name not in frame:
            continue
        values = frame[column.name]
        if excel and column.is_text:
            values = values.map(unguard, na_action="ignore")
        if column.kind is Kind.BOOLEAN:
            values = values.map({"true": True, "false": False})
        frame[column.name] = values.astype(_PANDAS[column.kind])
    return frame
