"""What a person may type for a value, as the tables write it: `8,5` is 8.5, `1/3/2024` is 2024-03-01."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from extract.dictionaries import read_enumerations
from extract.tables.definition import TABLES, Column, ColumnKind

_DATE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_INTEGER = re.compile(r"[+-]?\d+")
_DECIMAL = re.compile(r"[+-]?\d+([.,]\d+)?")


class NoValue(ValueError):
    """A text that the column cannot hold: the text, and the kind of value it should be."""


@cache
def column_of(table: str, field: str) -> Column | None:
    """A column of a table; `None` where there is none of this name."""
    columns = next((found.columns for found in TABLES if found.name == table), ())
    return next((column for column in columns if column.name == field), None)


@cache
def closed_list(column: Column | None) -> tuple[str, ...]:
    """The values that a column may have; empty where any text will do."""
    if column is None:
        return ()
    if column.kind is ColumnKind.BOOLEAN:
        return "true", "false"
    return tuple(read_enumerations()[column.values]) if column.values else ()


def typed(column: Column | None, text: str) -> str:
    """A typed text as its cell; raises `NoValue`.

    >>> typed(column_of("scores", "points"), " 8,5 ")
    '8.5'
    >>> typed(column_of("documents", "issued_date"), "1/3/2024")
    '2024-03-01'
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if column is None:
        return text
    if (allowed := closed_list(column)) and text not in allowed:
        raise NoValue(text, "boolean" if column.kind is ColumnKind.BOOLEAN else "enumeration")
    match column.kind:
        case ColumnKind.DATE:
            return _date(text)
        case ColumnKind.INTEGER:
            return _number(text, _INTEGER, "integer")
        case ColumnKind.DECIMAL | ColumnKind.SHARE:
            return _number(text, _DECIMAL, "number").replace(",", ".")
    return text


def _number(text: str, form: re.Pattern[str], name: str) -> str:
    if not form.fullmatch(text):
        raise NoValue(text, name)
    return text.removeprefix("+")


def _date(text: str) -> str:
    """An ISO date of one, or of day, month and year."""
    written = _DATE.fullmatch(text)
    try:
        if written:
            day, month, year = map(int, written.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise NoValue(text, "date") from error
