"""Records to files: CSV tables, datapackage.json and texts, each written whole or not at all.

What a table and a column are is defined once (`definition`); the CSV header, the schema in datapackage.json and the page
docs/tables.md all come from there. `extract.tables.files` is the only module that opens files for writing.
"""

from __future__ import annotations

from extract.records import Document, Status
from extract.tables.definition import CONTRACT_VERSION, TABLES, Column, TableDefinition
from extract.tables.package import as_markdown

__all__ = [
    "CONTRACT_VERSION",
    "TABLES",
    "Column",
    "Document",
    "Status",
    "TableDefinition",
    "as_markdown",
]
