"""The tables' schema on its own: what `datapackage.json` says beside data, before there is any."""

from __future__ import annotations

import json
from collections.abc import Sequence

from extract.dictionaries import read_enumerations
from extract.errors import UsageError
from extract.tables.definition import CONTRACT_VERSION, TABLES, TableDefinition
from extract.tables.description import describe, describe_table
from extract.tables.package import schema_of


def chosen(names: Sequence[str]) -> tuple[TableDefinition, ...]:
    """The tables of these names (documents or documents.csv), all where none is named; `UsageError` for another name."""
    known = {table.name: table for table in TABLES}
    wanted = [name.removesuffix(".csv") for name in names]
    unknown = [name for name in wanted if name not in known]
    if unknown:
        why = "no table is called so"
        raise UsageError(f"Table {unknown[0]}", why, f"Name one of {', '.join(known)}.")
    return tuple(known[name] for name in wanted) or TABLES


def as_json(names: Sequence[str] = ()) -> str:
    """The contract's version and a Frictionless Table Schema for each table, by name."""
    enumerations = read_enumerations()
    tables = {table.name: schema_of(table, enumerations) for table in chosen(names)}
    schema = {"contract_version": CONTRACT_VERSION, "tables": tables}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def as_markdown(names: Sequence[str] = ()) -> str:
    """The page docs/tables.md, or the parts of it about these tables."""
    return "\n".join(map(describe_table, chosen(names))) if names else describe()
