"""What the tables are: each with its columns, derived from the record class whose rows it holds; how a value is written in a cell, and read back.

The names and meanings are the project's contract (docs/tables.md). A column may be added (then the second number of
`CONTRACT_VERSION` grows); none is renamed or dropped.
"""

from __future__ import annotations

import csv
import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from extract import records
from extract.errors import UnreadableInput

if TYPE_CHECKING:
    import pandas as pd

CONTRACT_VERSION = "1.1"


class ColumnKind(StrEnum):
    """How the values of a column are written, and their type in the Frictionless schema."""

    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "number"  # as exact as read: `86.50` stays `86.50`
    SHARE = "share"  # a float from 0 to 1, four decimals
    DATE = "date"
    BOOLEAN = "boolean"
    LIST = "list"  # items joined by "|"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: name, kind, meaning, the enumeration its values come from, and whether its text is as recognised."""

    name: str
    kind: ColumnKind
    meaning: str
    values: str | None = None

    @property
    def verbatim(self) -> bool:
        """Whether the text is as recognised, not restored, so that it may begin with anything."""
        return self.name in {"raw", "before"} or self.name.endswith("_raw")

    @property
    def is_text(self) -> bool:
        """Whether a spreadsheet could take its cells for formulas (promise S1)."""
        return self.kind in {ColumnKind.STRING, ColumnKind.LIST}


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table: its name (the file is NAME.csv), what a row of it is, and its columns in order."""

    name: str
    about: str
    columns: tuple[Column, ...]


_KINDS: dict[type, ColumnKind] = {
    str: ColumnKind.STRING,
    int: ColumnKind.INTEGER,
    Decimal: ColumnKind.DECIMAL,
    float: ColumnKind.SHARE,
    date: ColumnKind.DATE,
    bool: ColumnKind.BOOLEAN,
    tuple: ColumnKind.LIST,
}


def columns_of(record: type) -> tuple[Column, ...]:
    """The columns of a record class: its fields made by `records.column`, in order."""
    hints = typing.get_type_hints(record)
    own = [field for field in dataclasses.fields(record) if "meaning" in field.metadata]
    return tuple(
        Column(f.name, _kind(hints[f.name]), f.metadata["meaning"], f.metadata["values"])
        for f in own
    )


def _kind(annotation: object) -> ColumnKind:
    members = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else ()
    known = [member for member in members or (annotation,) if member is not types.NoneType]
    return _KINDS[typing.get_origin(known[0]) or known[0]]


DOC_ID = Column(
    "doc_id", ColumnKind.STRING, "first 16 hex digits of the SHA-256 of the input's bytes"
)
PART = Column("part", ColumnKind.INTEGER, "number of the document within its file, from 1")
PAGE = Column("page", ColumnKind.INTEGER, "page, from 1; empty for a text without form feeds")
LINE_START = Column("line_start", ColumnKind.INTEGER, "first line within the page or text, from 1")
LINE_END = Column("line_end", ColumnKind.INTEGER, "last line within the page or text, from 1")
RAW = Column("raw", ColumnKind.STRING, "the text as decoded or recognised")
CONFIDENCE = Column("confidence", ColumnKind.SHARE, "probability that a cell of the row is right")
WHERE = (PAGE, LINE_START, LINE_END, RAW, CONFIDENCE)


#: Keys of the bodies that a column names: made when rows are written (`extract.tables.bodies`), so they follow what people say of the names.
ENTITY_ID = Column(
    "entity_id", ColumnKind.STRING, "key of the body, whatever its spelling; see bodies.csv"
)
UNIT_ID = Column("unit_id", ColumnKind.LIST, "keys of the units, in their order; see bodies.csv")


def _of_rows(name: str, record: type) -> TableDefinition:
    about = (record.__doc__ or "").partition(": ")[2]
    return TableDefinition(name, about, (DOC_ID, PART, *_with_keys(columns_of(record)), *WHERE))


def _with_keys(columns: Sequence[Column]) -> Iterator[Column]:
    keys = {"entity": ENTITY_ID, "unit_raw": UNIT_ID}
    for column in columns:
        yield column
        if column.name in keys:
            yield keys[column.name]


DOCUMENTS = TableDefinition(
    "documents",
    "one row a document",
    (
        DOC_ID,
        PART,
        Column(
            "source", ColumnKind.STRING, r"path below the INPUT folder; bytes not UTF-8 as \xNN"
        ),
        Column("sha256", ColumnKind.STRING, "SHA-256 of the input's bytes"),
        Column(
            "pages",
            ColumnKind.INTEGER,
            "number of pages of the document; of the file where nothing was read",
        ),
        Column("page_from", ColumnKind.INTEGER, "its first page within the file, from 1"),
        Column("page_to", ColumnKind.INTEGER, "its last page within the file"),
        Column("other_sources", ColumnKind.LIST, "further names of the same bytes, read once"),
        Column("status", ColumnKind.STRING, "what became of the input", "status"),
        *columns_of(records.Header),
        Column("text_source", ColumnKind.STRING, "where the letters came from", "text_source"),
        Column("encoding", ColumnKind.STRING, "how the text was coded before decoding", "encoding"),
        Column("ocr_confidence", ColumnKind.SHARE, "mean word confidence of the recognition"),
        Column("restored_share", ColumnKind.SHARE, "share of syllables that restoration changed"),
        Column("confidence", ColumnKind.SHARE, "mean probability that a field of the row is right"),
        Column("flags", ColumnKind.LIST, "what a person should know", "flag"),
    ),
)
CORRECTIONS = TableDefinition(
    "corrections",
    "everything restoration changed; replayed on the raw text it gives the restored text",
    (
        DOC_ID,
        PART,
        PAGE,
        Column("line", ColumnKind.INTEGER, "line within the page or text, from 1"),
        Column("start", ColumnKind.INTEGER, "first code point in the raw line, from 0"),
        Column("end", ColumnKind.INTEGER, "code point behind the last one"),
        Column("before", ColumnKind.STRING, "what stood there"),
        Column("after", ColumnKind.STRING, "what it became"),
        Column("rule", ColumnKind.STRING, "which rule changed it", "rule"),
        Column("confidence", ColumnKind.SHARE, "probability that the change is right"),
        Column("alternatives", ColumnKind.LIST, "what else it might be"),
    ),
)
EVIDENCE = TableDefinition(
    "evidence",
    "where each field of documents.csv came from, or stands unread",
    (
        DOC_ID,
        PART,
        Column("table", ColumnKind.STRING, "table of the cell"),
        Column("field", ColumnKind.STRING, "column of the cell"),
        Column("value", ColumnKind.STRING, "the cell"),
        PAGE,
        *(
            Column(name, ColumnKind.SHARE, f"{side} as a share of the page; empty for text input")
            for name, side in (
                ("x0", "left edge"),
                ("y0", "top edge"),
                ("x1", "right edge"),
                ("y1", "bottom edge"),
            )
        ),
        LINE_START,
        LINE_END,
        RAW,
        Column("rule", ColumnKind.STRING, "which rule read it"),
        Column("confidence", ColumnKind.SHARE, "probability that the value is right"),
    ),
)
REVIEW = TableDefinition(
    "review",
    "questions to a person, one a cause, most valuable first",
    (
        DOC_ID,
        PART,
        PAGE,
        Column("table", ColumnKind.STRING, "table of the cell"),
        Column(
            "row",
            ColumnKind.INTEGER,
            "row within the file's rows of that table, from 1; empty: the whole column, or the whole table where `field` is empty too (`value` names the columns most in doubt); 0: lines that no row uses",
        ),
        Column("field", ColumnKind.STRING, "column of the cell; empty: the whole row"),
        Column("value", ColumnKind.STRING, "what stands there"),
        RAW,
        Column("alternatives", ColumnKind.LIST, "what it might be instead"),
        Column("reason", ColumnKind.STRING, "why to look", "reason"),
        Column("priority", ColumnKind.SHARE, "expected gain of looking, 0 to 1"),
        Column("cells", ColumnKind.INTEGER, "number of cells that hang on the answer"),
        Column("proof", ColumnKind.LIST, "arithmetic that contradicts the value", "proof"),
    ),
)
#: The tables whose rows are `records.Row`s; the name is also the attribute of `records.Extracted`.
ROWS = tuple(
    _of_rows(name, record)
    for name, record in (
        ("results", records.Result),
        ("scores", records.Score),
        ("reasons", records.Reason),
        ("assignments", records.Assignment),
        ("references", records.Reference),
        ("recipients", records.Recipient),
    )
)
TABLES = (DOCUMENTS, *ROWS, CORRECTIONS, EVIDENCE, REVIEW)

#: The register of a folder's bodies: made anew from the other tables each time, so that nothing in it is a document's own.
BODIES = TableDefinition(
    "bodies",
    "one row a body that the other tables name, and a province where it is one of many alike",
    tuple(
        Column(name, kind, meaning)
        for name, kind, meaning in (
            ("body_id", ColumnKind.STRING, "its key: issuer_id, entity_id, unit_id"),
            ("name", ColumnKind.STRING, "the spelling used most"),
            (
                "level",
                ColumnKind.STRING,
                "centre, province, district, commune, party or mass, of known agencies; province for a province",
            ),
            (
                "province_code",
                ColumnKind.STRING,
                "its province on the day of the papers; empty for the centre",
            ),
            (
                "province_now",
                ColumnKind.STRING,
                "what that province is part of since the mergers of 2025",
            ),
            ("spellings", ColumnKind.LIST, "all spellings, the most used first"),
            ("counts", ColumnKind.LIST, "how often each stands in the tables"),
            ("documents", ColumnKind.INTEGER, "documents that name it"),
            ("as_issuer", ColumnKind.INTEGER, "documents that it issued"),
            ("as_entity", ColumnKind.INTEGER, "rows of results.csv and scores.csv"),
            ("as_unit", ColumnKind.INTEGER, "rows of assignments.csv"),
        )
    ),
)


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


# A table of an output folder as a pandas frame, each column with its type.

_PANDAS = {
    ColumnKind.STRING: "string",
    ColumnKind.LIST: "string",
    ColumnKind.DATE: "string",
    ColumnKind.INTEGER: "Int64",
    ColumnKind.DECIMAL: "Float64",
    ColumnKind.SHARE: "Float64",
    ColumnKind.BOOLEAN: "boolean",
}


def read_table(path: str | Path) -> pd.DataFrame:
    """A table as a frame with a type for each column; an empty cell is `<NA>`.

    Lists stay joined by "|", dates stay ISO text. Files written with `--excel` lose their guard.
    Raises `UnreadableInput` for a file that is none of the tables.
    """
    import pandas as pd  # noqa: PLC0415 - 0.4 s that only a reader of tables should wait

    path = Path(path)
    table = next((table for table in (*TABLES, BODIES) if table.name == path.stem), None)
    if table is None:
        raise UnreadableInput(
            f"{path.name}", "no table is called so", "Name a file of an output folder."
        )
    excel = path.read_bytes().startswith(BOM.encode())
    frame = pd.read_csv(
        path, dtype="string", encoding="utf-8-sig", na_values=[""], keep_default_na=False
    )
    return _typed(table, frame, excel=excel)


def _typed(table: TableDefinition, frame: pd.DataFrame, *, excel: bool) -> pd.DataFrame:
    from pandas.api.types import pandas_dtype  # noqa: PLC0415

    for column in table.columns:
        if column.name not in frame:
            continue
        values = frame[column.name]
        if excel and column.is_text:
            values = values.map(unguard, na_action="ignore")
        if column.kind is ColumnKind.BOOLEAN:
            values = values.map({"true": True, "false": False})
        frame[column.name] = values.astype(pandas_dtype(_PANDAS[column.kind]))
    return frame
