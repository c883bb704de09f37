"""How good texts and tables are against truth: the definitions that our floors and our acceptance use.

from extract.evaluate import read_gold, read_tables, score_tables, score_text, show_tables, show_text
print(show_text(score_text(truth, restored, raw)))
print(show_tables(score_tables(read_gold(gold), read_tables(out))))

`extract.evaluate.sets` runs the pipeline over a set of documents first; it is imported by itself because it loads the engine.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from extract.errors import UnreadableInput, UsageError
from extract.evaluate.page import PageScore, score_page, show_pages
from extract.evaluate.tables import (
    TABLE_NAMES,
    GoldRow,
    Row,
    TablesScore,
    merged,
    micro,
    score_tables,
    show_tables,
)
from extract.evaluate.text import TextScore, score_text, show_text

__all__ = [
    "PageScore",
    "TablesScore",
    "TextScore",
    "merged",
    "micro",
    "read_gold",
    "read_tables",
    "read_text",
    "score_page",
    "score_tables",
    "score_text",
    "show_pages",
    "show_tables",
    "show_text",
]

GoldTables = Mapping[str, Sequence[GoldRow]]


def read_gold(path: Path) -> GoldTables:
    """The gold tables of one document: an object with a key a table, or the fields of documents alone."""
    try:
        gold = json.loads(read_text(path))
    except ValueError as error:
        raise _bad(path, f"it is no JSON ({error})") from error
    if isinstance(gold, dict) and not set(gold) & set(TABLE_NAMES) and "doc_type" in gold:
        gold = {"documents": gold}
    if not isinstance(gold, dict) or not set(gold) <= set(TABLE_NAMES):
        raise _bad(path, f"its keys must be among {', '.join(TABLE_NAMES)}")
    return {name: [rows] if isinstance(rows, dict) else rows for name, rows in gold.items()}


def read_tables(folder: Path, doc_id: str | None = None) -> dict[str, list[Row]]:
    """The rows of one document in an output folder of `vanban extract`; a file that is not there is an empty table."""
    if not folder.is_dir():
        raise UsageError(f"Folder {folder}", "there is no such folder", "Name an output folder.")
    tables = {name: _rows(folder / f"{name}.csv") for name in TABLE_NAMES}
    ids = sorted({row.get("doc_id", "") for rows in tables.values() for row in rows})
    if doc_id is None and len(ids) > 1:
        raise UsageError(
            f"Folder {folder}", f"it holds {len(ids)} documents", "Name one: --doc-id."
        )
    return {
        name: [row for row in rows if doc_id in {None, row.get("doc_id")}]
        for name, rows in tables.items()
    }


def read_text(path: Path) -> str:
    """A text file, which must be UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _bad(path, f"it cannot be read as UTF-8 text ({error})") from error


def _rows(path: Path) -> list[Row]:
    if not path.exists():
        return []
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""), strict=True)
    try:
        return [{name: value or "" for name, value in row.items()} for row in reader]
    except csv.Error as error:
        raise _bad(path, f"it is no valid CSV ({error})") from error


def _bad(path: Path, why: str) -> UnreadableInput:
    return UnreadableInput(f"File {path.name}", why, "Check the file's name and content.")
