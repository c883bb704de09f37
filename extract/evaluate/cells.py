"""Whether a cell of a table states what the gold states; how strict that is follows from the kind of the column."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache

from rapidfuzz.distance import Levenshtein

from extract.evaluate.text import level
from extract.fold import GAP
from extract.tables import TABLES
from extract.tables.definition import ColumnKind

Gold = str | int | float | bool | None | list[str] | list[int]

MAX_CER = 0.02  # of a text's characters may differ: a comma in 50 letters is no other value
_HALF_CENT = Decimal("0.0051")  # percent is printed, or computed to two decimals
_CODES = {"number", "symbol", "code", "decided_by", "item_no"}
_PRINTED_IN_CAPITALS = {"signer_position", "issuer", "parent_agency", "place"}
_PATHS = {"section"}  # an enumeration in recipients, marks joined by dots in assignments
_END = re.compile(r"(?<![\s.;,:/])[\s.;,:/]+$")
_CODE_END = re.compile(r"(?<![\s.)])[\s.)]+$")
_JOINTS = re.compile(rf"{GAP}[|;]\s*|(?<!\s)\s+và\s+")

Test = Callable[[str, str], bool]


def equal(column: str, gold: Gold, cell: str) -> bool:
    """Whether a filled cell has the gold's value; of a list any value will do.

    >>> equal("points", "8.50", "8.5"), equal("subject", "Về việc A", "về việc A.")
    (True, True)
    """
    if isinstance(gold, list):
        return any(equal(column, value, cell) for value in gold)
    return test_of(column)(plain(gold), cell)


def plain(value: Gold) -> str:
    """A gold value as the text of a cell."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def is_empty(gold: Gold) -> bool:
    """Whether the gold says that the cell must be empty."""
    return gold in ("", None)


def may_be_empty(gold: Gold) -> bool:
    """Whether an empty cell is one of the gold's values."""
    return isinstance(gold, list) and "" in gold


@cache
def test_of(column: str) -> Test:
    """The comparison that a column needs, by its name or else by the kind the tables' definition gives it."""
    if column in _CODES:
        return _same_code
    if column in _PRINTED_IN_CAPITALS:
        return lambda gold, cell: close(bare(gold).casefold(), bare(cell).casefold())
    named: dict[str, Test] = {
        "percent": _same_percent,
        "due_rrule": lambda gold, cell: _rule(gold) == _rule(cell),
        "unit": lambda gold, cell: close(_units(gold), _units(cell)),
        "flags": lambda gold, cell: set(level(gold).split("|")) <= set(level(cell).split("|")),
    }
    return named.get(column) or _test_of_kind(column)


def _test_of_kind(column: str) -> Test:
    kinds = _kinds()
    kind, closed = kinds.get(column, (ColumnKind.STRING, False))
    if kind in {ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.SHARE}:
        return _same_number
    if closed or column in _PATHS or kind in {ColumnKind.DATE, ColumnKind.BOOLEAN}:
        return lambda gold, cell: level(gold) == level(cell)
    if kind is ColumnKind.LIST:
        return lambda gold, cell: set(map(bare, gold.split("|"))) == set(map(bare, cell.split("|")))
    return (
        _same_words if column.endswith("_raw") else lambda gold, cell: close(bare(gold), bare(cell))
    )


def is_numeric(column: str) -> bool:
    """Whether a column holds numbers or dates, where a silent error does most harm."""
    kind, _closed = _kinds().get(column, (ColumnKind.STRING, False))
    return kind in {ColumnKind.INTEGER, ColumnKind.DECIMAL, ColumnKind.DATE}


@cache
def _kinds() -> dict[str, tuple[ColumnKind, bool]]:
    """Kind of each column, and whether its values are those of a closed list."""
    columns = [column for table in TABLES for column in table.columns]
    return {column.name: (column.kind, column.values is not None) for column in columns}


def bare(text: str) -> str:
    """A text levelled, without closing punctuation, its first letter small."""
    short = _END.sub("", level(text))
    return short[:1].lower() + short[1:]


def close(gold: str, cell: str) -> bool:
    """Whether at most 2 % of the gold's characters differ."""
    return Levenshtein.distance(gold, cell) <= MAX_CER * len(gold)


def number(text: str) -> Decimal | None:
    """The value of a decimal number, `None` where it is none."""
    try:
        value = Decimal(level(text))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _same_number(gold: str, cell: str) -> bool:
    value = number(cell)
    return value is not None and value == number(gold)


def _same_percent(gold: str, cell: str) -> bool:
    value, want = number(cell), number(gold)
    return value is not None and want is not None and abs(value - want) < _HALF_CENT


def _same_code(gold: str, cell: str) -> bool:
    one, other = (_CODE_END.sub("", level(text)).replace(" ", "") for text in (gold, cell))
    return one == other


def _same_words(gold: str, cell: str) -> bool:
    """Spans of the text: close, or one holds the other and is at most twice as long."""
    one, other = (re.sub(r"^\(|\)$", "", bare(text)).lower() for text in (gold, cell))
    inside = one in other or other in one
    return close(one, other) or (
        inside and 2 * min(map(len, (one, other))) >= max(map(len, (one, other)))
    )


def _units(text: str) -> str:
    return bare(_JOINTS.sub(", ", level(text)))


def _rule(text: str) -> set[str]:
    """The parts of a recurrence rule (RFC 5545), values in order, without an interval of one."""
    parts = [part.partition("=") for part in level(text).upper().removeprefix("RRULE:").split(";")]
    return {f"{name}={','.join(sorted(value.split(',')))}" for name, _, value in parts} - {
        "INTERVAL=1",
        "=",
    }
