"""A value to the text of its cell, rows to the bytes of a CSV file (RFC 4180), and the guard for spreadsheets (promises S1, P4)."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Literal

from extract.tables.definition import Column, ColumnKind, TableDefinition

# A value to the text of its cell, and the guard for spreadsheets (promises S1, P4).
#
# Numbers are written by our own formatter only, so they match `NUMERIC` and are never guarded.

#: What a numeric cell looks like. `-3`, `86.50`; no `1e3`, `.5`, `+3`.
NUMERIC = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
#: A cell that begins so may run as a formula in Excel and LibreOffice, also when quoted (OWASP, CWE-1236).
UNSAFE = tuple("=+-@\t\r＝＋－＠")
APOSTROPHE = "'"


def cell(column: Column, value: object) -> str:
    """The text of a cell; unknown (`None`) and empty lists are empty."""
    if value is None:
        return ""
    if column.kind is ColumnKind.LIST:
        return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)
    if column.kind is ColumnKind.SHARE:
        return _share(float(str(value)))
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def _share(value: float) -> str:
    """Four decimals at most: 0.97125 is `0.9712`, 1.0 is `1`."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def is_unsafe(text: str) -> bool:
    """Whether a spreadsheet might run the cell."""
    return text.startswith(UNSAFE)


def guard(text: str) -> str:
    """The cell with an apostrophe before it where it needs one; `unguard` takes it off again."""
    return APOSTROPHE + text if text.startswith((*UNSAFE, APOSTROPHE)) else text


def unguard(text: str) -> str:
    """The cell as it was before `guard`."""
    return text.removeprefix(APOSTROPHE)


def guard_row(columns: Sequence[Column], row: Sequence[str]) -> tuple[str, ...]:
    """A row with its text cells guarded."""
    return tuple(guard(t) if c.is_text else t for c, t in zip(columns, row, strict=True))


# Rows to the bytes of a CSV file: UTF-8, "\n" line ends, quoting as in RFC 4180.
#
# `--excel` files begin with a byte order mark and have their text cells guarded (promise S1); `read_table` undoes both.
# Python's csv writes the bytes that pandas' `to_csv` would (a test compares them) without its 0.4 s of import at a start.

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def encode(table: TableDefinition, rows: Sequence[tuple[str, ...]], *, excel: bool) -> bytes:
    """The file's bytes. A lone surrogate, which UTF-8 cannot hold, becomes a question mark."""
    names = [column.name for column in table.columns]
    written = [guard_row(table.columns, row) for row in rows] if excel else rows
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\n", quoting=_quoting(rows)).writerows([names, *written])
    return ((BOM if excel else "") + text.getvalue()).encode("utf-8", "replace")


def _quoting(rows: Sequence[tuple[str, ...]]) -> Literal[0, 1]:
    """Python's csv leaves a cell with a bare CR unquoted, and readers then see two rows: quote all where there is one."""
    bare_return = any("\r" in text for row in rows for text in row)
    return csv.QUOTE_ALL if bare_return else csv.QUOTE_MINIMAL
