"""The tables as a workbook (XlsxWriter): a sheet a table, typed cells that no locale reads otherwise, never a formula.

A number is a number and a date a date, so 16.625 stays itself in a Vietnamese spreadsheet; ids, numbers of papers and all other
text are text cells. What a cell cannot hold exactly (more than 15 figures, a day before 1900) is written as text.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter

from extract.errors import TooLargeInput
from extract.export.folder import Cell, TypedTable
from extract.tables.definition import DOC_ID, DOCUMENTS, Column, ColumnKind
from extract.tables.package import label
from extract.words import pair

_Untyped: TypeAlias = Any  # XlsxWriter has no types
_Value: TypeAlias = str | int | Decimal | date  # of a cell that is not empty
_MOST_CELL = 32_767  # Excel's own limits
_MOST_ROWS = 1_048_575
_MOST_LINKS = 65_000
_MOST_FIGURES = 15
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the same tables, the same bytes
_CUT = "..."
_WIDTHS = {ColumnKind.STRING: 18, ColumnKind.LIST: 24, ColumnKind.DATE: 12}
_LONG = frozenset({"subject", "task", "text", "raw", "criterion", "value", "entity", "source"})
_NAMES = frozenset({"table", "field"})  # columns whose values are names of tables and columns
_LONG_WIDTH, _OTHER_WIDTH = 44, 10


@dataclass(slots=True)
class WorkbookMade:
    """The bytes of a workbook, and how many cells had to be cut to what a cell may hold."""

    data: bytes = b""
    cut: int = 0


def head_of(column: Column, language: str) -> str:
    """What a column is called: its key, or its Vietnamese name; both readings of a document's field say so."""
    if language == "en":
        return column.name
    name = column.name.removeprefix("document_")
    words = pair(name, "field")
    said = words[1] if words else name
    return said if name == column.name else f"{said} ({_sheet_name(DOCUMENTS.name, language)})"


def _sheet_name(table: str, language: str) -> str:
    words = pair(table, "table")
    return words[1] if words and language == "vi" else table


@dataclass(slots=True)
class _Book:
    """A workbook in the making: its formats, the row of each document, what was cut."""

    book: _Untyped
    language: str
    texts: str  # the folder of the texts, as seen from the workbook
    cut: int = 0
    formats: dict[str, _Untyped] = field(default_factory=dict)
    rows: dict[Cell, int] = field(default_factory=dict)

    def style(self, number_format: str) -> _Untyped:
        """A cell's format, made once."""
        if number_format not in self.formats:
            made = {"num_format": number_format, "valign": "top"}
            self.formats[number_format] = self.book.add_format(made)
        return self.formats[number_format]

    def text(self, value: str) -> str:
        """A text that a cell holds."""
        if len(value.encode("utf-16-le", "replace")) // 2 <= _MOST_CELL:
            return value
        self.cut += 1
        return (
            value[: (_MOST_CELL - len(_CUT)) // 2] + _CUT
        )  # letters outside the plane count twice


def make_workbook(tables: Sequence[TypedTable], language: str, texts: str) -> WorkbookMade:
    """The workbook; `texts`: where text/ lies, seen from where it will lie. `TooLargeInput`: a table is longer than a sheet."""
    _must_fit(tables)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": _CREATED})
        book = _Book(workbook, language, texts)
        for table in tables:
            if table.name == DOCUMENTS.name:
                book.rows = {row[0]: n for n, row in reversed([*enumerate(table.rows, 2)])}
        for table in tables:
            _write_sheet(book, table)
    return WorkbookMade(made.getvalue(), book.cut)


def _must_fit(tables: Sequence[TypedTable]) -> None:
    for table in tables:
        if len(table.rows) > _MOST_ROWS:
            why = f"{len(table.rows)} rows, and a sheet holds {_MOST_ROWS}"
            do = "Use --parquet or --sqlite, or split the inputs into several output folders."
            raise TooLargeInput(f"Table {table.name}", why, do)


def _write_sheet(book: _Book, table: TypedTable) -> None:
    sheet = book.book.add_worksheet(_sheet_name(table.name, book.language))
    head = book.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for at, column in enumerate(table.columns):
        width = _LONG_WIDTH if column.name in _LONG else _WIDTHS.get(column.kind, _OTHER_WIDTH)
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, head_of(column, book.language), head)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    for number, row in enumerate(table.rows, 1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if column.name == DOC_ID.name and value is not None and number <= _MOST_LINKS:
                _link(book, sheet, (number, at), str(value), table.name)
            elif value is not None:
                _write(book, sheet, (number, at), _shown(column, value, book.language))


def _shown(column: Column, value: _Value, language: str) -> _Value:
    """A value of a closed list, of tables or of columns by its Vietnamese name; all else, and in English, as it is."""
    if language == "en" or not isinstance(value, str):
        return value
    if column.name in _NAMES:
        words = pair(value, column.name)
        return words[1] if words else value
    parts = value.split("|") if column.kind is ColumnKind.LIST else [value]
    return "|".join(label(column.values, part, language) for part in parts)


def _link(book: _Book, sheet: _Untyped, place: tuple[int, int], doc_id: str, table: str) -> None:
    """A document's key leads to its text, a row's key to the row of its document."""
    if table == DOCUMENTS.name:
        target = f"external:{book.texts}/{doc_id}.txt"
    else:
        target = (
            f"internal:'{_sheet_name(DOCUMENTS.name, book.language)}'!A{book.rows.get(doc_id, 1)}"
        )
    sheet.write_url(*place, target, string=doc_id)


def _write(book: _Book, sheet: _Untyped, place: tuple[int, int], value: _Value) -> None:
    """One cell by the type of its value."""
    if isinstance(value, bool):
        sheet.write_boolean(*place, value, book.style("General"))
    elif (
        isinstance(value, int | Decimal) and len(Decimal(value).as_tuple().digits) <= _MOST_FIGURES
    ):
        sheet.write_number(*place, value, book.style(_number_format(value)))
    elif isinstance(value, date) and value >= _FIRST_DAY:
        shape = "dd/mm/yyyy" if book.language == "vi" else "yyyy-mm-dd"
        sheet.write_datetime(*place, value, book.style(shape))
    else:
        sheet.write_string(*place, book.text(str(value)), book.style("@"))


def _number_format(value: int | Decimal) -> str:
    """As many decimals as were printed: 86.50 is shown as 86.50."""
    exponent = Decimal(value).as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) else 0
    return f"0.{'0' * decimals}" if decimals > 0 else "0"


def relative(texts: Path, place: Path) -> str:
    """Where the texts lie, seen from the folder of the workbook; with the same bars everywhere."""
    return Path(os.path.relpath(texts.resolve(), place.resolve())).as_posix()
