"""A table of an output folder as a pandas frame, each column with its type."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from pandas.api.extensions import ExtensionDtype

from extract.errors import UnreadableInput
from extract.tables.cells import BOM, unguard
from extract.tables.definition import TABLES, ColumnKind, TableDefinition

_PANDAS: dict[ColumnKind, ExtensionDtype] = {
    ColumnKind.STRING: pd.StringDtype(),
    ColumnKind.LIST: pd.StringDtype(),
    ColumnKind.DATE: pd.StringDtype(),
    ColumnKind.INTEGER: pd.Int64Dtype(),
    ColumnKind.DECIMAL: pd.Float64Dtype(),
    ColumnKind.SHARE: pd.Float64Dtype(),
    ColumnKind.BOOLEAN: pd.BooleanDtype(),
}


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
        if column.kind is ColumnKind.BOOLEAN:
            values = values.map({"true": True, "false": False})
        frame[column.name] = values.astype(_PANDAS[column.kind])
    return frame
