"""The text of a cell as a person types it to the value of its column, and what is wrong with it."""

from __future__ import annotations

import dataclasses
import re
import typing
from collections.abc import Mapping
from functools import cache

import msgspec

from extract import records
from extract.decisions.record import DOCUMENTS, WORDS, Decision, Judgement, is_field
from extract.dictionaries import read_enumerations
from extract.errors import UsageError

RECORDS: Mapping[str, type] = {
    DOCUMENTS: records.Header,
    "results": records.Result,
    "scores": records.Score,
    "reasons": records.Reason,
    "assignments": records.Assignment,
    "references": records.Reference,
    "recipients": records.Recipient,
}
_SEPARATOR = "|"
_STRETCH = re.compile(r"[0-9]+-[0-9]+")


def columns_in(table: str) -> tuple[str, ...]:
    """The columns of a table that can be answered."""
    return tuple(_columns(RECORDS[table]))


def value_of(table: str, column: str, text: str) -> object:
    """The value that a cell with this text has; `None` for an empty one. Raises `UsageError` where it can have none."""
    kind = _kinds(RECORDS[table]).get(column)
    if kind is None:
        raise _wrong(table, column, "the table has no such column that can be answered")
    if not text:
        return None
    allowed = _allowed(table, column)
    if allowed and text not in allowed:
        raise _wrong(table, column, f"it must be one of {', '.join(allowed)}")
    try:
        return msgspec.convert(_plain(kind, text), kind, strict=False)
    except msgspec.ValidationError as error:
        raise _wrong(table, column, f"it cannot be {text!r} ({error})") from error


def _plain(kind: object, text: str) -> object:
    return text.split(_SEPARATOR) if typing.get_origin(_members(kind)[0]) is tuple else text


@cache
def _kinds(record: type) -> Mapping[str, object]:
    hints = typing.get_type_hints(record)
    return {name: hints[name] for name in _columns(record)}


def _members(kind: object) -> tuple[object, ...]:
    return tuple(m for m in typing.get_args(kind) or (kind,) if m is not type(None))


@cache
def _allowed(table: str, column: str) -> tuple[str, ...]:
    """The closed list that a column's values come from; empty where there is none."""
    name = _columns(RECORDS[table])[column]
    return tuple(read_enumerations()[name]) if name else ()


@cache
def _columns(record: type) -> Mapping[str, str | None]:
    """The columns of a record and the closed lists that their values come from."""
    own = dataclasses.fields(record)
    return {c.name: c.metadata["values"] for c in own if "meaning" in c.metadata}


def cells_in(decision: Decision) -> dict[str, str]:
    """The cells of a whole row that a person typed: of a corrected row `after` is a JSON object of texts."""
    if decision.field or decision.verdict is not Judgement.CORRECTED:
        return {}
    try:
        return msgspec.json.decode(decision.after, type=dict[str, str])
    except msgspec.MsgspecError as error:
        do = 'Give an object of columns and texts: {"entity": "Sở A", "score": "85.5"}.'
        raise UsageError(
            f"Row of {decision.table}", f"it cannot be understood ({error})", do
        ) from error


def check_decision(decision: Decision) -> None:
    """`UsageError` where a decision says what no cell can hold."""
    if decision.table not in {*RECORDS, WORDS}:
        do = "Name a table that can be answered."
        raise UsageError(f"Table {decision.table!r}", "it holds no answers", do)
    if decision.table == WORDS and not _STRETCH.fullmatch(decision.key):
        raise UsageError(
            f"Answer for {decision.raw!r}", "it names no stretch of the line", "Report this."
        )
    if decision.table == WORDS:
        return
    if not decision.field:
        for column, text in cells_in(decision).items():
            value_of(decision.table, column, text)
        return
    if decision.table == DOCUMENTS and not is_field(decision.field):
        return  # of the whole document: a lost page, lines that were left alone
    if decision.verdict in {Judgement.RIGHT, Judgement.CORRECTED}:
        value_of(decision.table, decision.field, decision.after)
    if decision.field == "secrecy" and decision.after not in {"", "none", decision.before}:
        do = "Take it out of this folder with `vanban forget`, and off this computer."
        raise UsageError("A secret document", "it must not be kept in tables", do)


def _wrong(table: str, column: str, why: str) -> UsageError:
    return UsageError(
        f"Answer for {table}.{column}", why, "docs/tables.md says what each column holds."
    )
