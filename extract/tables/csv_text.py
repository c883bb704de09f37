r"""Rows to the bytes of a CSV file: UTF-8, "\n" line ends, quoting as in RFC 4180.

`--excel` files begin with a byte order mark and have their text cells guarded (promise S1); `read_table` undoes both.
Python's csv writes the bytes that pandas' `to_csv` would (a test compares them) without its 0.4 s of import at a start.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from typing import Literal

from extract.tables.cells import guard_row
from extract.tables.definition import TableDefinition

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
