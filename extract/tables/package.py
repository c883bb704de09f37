"""datapackage.json: the tables' schema, closed lists and contract version, and the size and hash of every file.

Frictionless Data Package v1. It is written last, so a reader who finds matching hashes has one run's tables (promise D11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from extract.tables.definition import (
    CONTRACT_VERSION,
    DOCUMENTS,
    TABLES,
    Column,
    Kind,
    TableDefinition,
)
from extract.tables.files import FileFacts

NAME = "datapackage.json"
Enumerations = Mapping[str, Mapping[str, str]]

_KEY = ["doc_id", "part"]  # no primary key: a file that can't be read has an empty doc_id
_TYPES = {Kind.SHARE: "number", Kind.LIST: "string"}
_GUARD = (
    "Written with --excel: a byte order mark, and an apostrophe before each text cell that begins with one of"
    " = + - @, tab, CR, their full-width forms or an apostrophe. extract.read_table takes them off."
)


def describe_package(
    files: Iterable[FileFacts], enumerations: Enumerations, *, excel: bool
) -> bytes:
    """The descriptor of these tables and texts, as JSON."""
    tables = {f"{table.name}.csv": table for table in TABLES}
    package = {
        "name": "vanban",
        "title": "Documents read by vanban",
        "profile": "data-package",
        "contract_version": CONTRACT_VERSION,
        "excel_guard": excel,
        "resources": [
            _table(tables[file.path], file, enumerations) if file.path in tables else _text(file)
            for file in files
        ],
    }
    if excel:
        package["description"] = _GUARD
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _facts(file: FileFacts) -> dict[str, object]:
    hash_ = f"sha256:{file.sha256}"
    return {"path": file.path, "bytes": file.size, "hash": hash_, "encoding": "utf-8"}


def _table(
    table: TableDefinition, file: FileFacts, enumerations: Enumerations
) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.about,
        "profile": "tabular-data-resource",
        **_facts(file),
        "format": "csv",
        "mediatype": "text/csv",
        "dialect": {
            "delimiter": ",",
            "lineTerminator": "\n",
            "quoteChar": '"',
            "doubleQuote": True,
        },
        "schema": schema_of(table, enumerations),
    }


def schema_of(table: TableDefinition, enumerations: Enumerations) -> dict[str, object]:
    """The Frictionless Table Schema of a table: its fields in order, what stands for a missing value, its document."""
    fields = [_field(column, enumerations) for column in table.columns]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    if table is DOCUMENTS:
        return schema
    owner = {"resource": DOCUMENTS.name, "fields": _KEY}
    return schema | {"foreignKeys": [{"fields": _KEY, "reference": owner}]}


def _field(column: Column, enumerations: Enumerations) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": _TYPES.get(column.kind, column.kind)}
    field["description"] = column.meaning
    if column.kind is Kind.BOOLEAN:
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints = _constraints(column, enumerations)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(column: Column, enumerations: Enumerations) -> dict[str, object]:
    if column.kind is Kind.SHARE:
        return {"minimum": 0, "maximum": 1}
    values = list(enumerations.get(column.values or "", ()))
    if not values:
        return {}
    if column.kind is Kind.LIST:
        one = "|".join(map(re.escape, values))
        return {"pattern": rf"({one})(\|({one}))*"}
    return {"enum": values}


def _text(file: FileFacts) -> dict[str, object]:
    name = file.path.removeprefix("text/").removesuffix(".txt")
    placed = file.path.endswith(".hocr")
    kind, media = ("hocr", "text/vnd.hocr+html") if placed else ("txt", "text/plain")
    return {"name": f"text-{name}", **_facts(file), "format": kind, "mediatype": media}
