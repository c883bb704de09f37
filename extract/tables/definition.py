"""What the tables are: each with its columns, derived from the record class whose rows it holds.

The names and meanings are the project's contract (docs/tables.md). A column may be added (then the second number of
`CONTRACT_VERSION` grows); none is renamed or dropped.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from extract import records

CONTRACT_VERSION = "1.0"


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


def _of_rows(name: str, record: type) -> TableDefinition:
    about = (record.__doc__ or "").partition(": ")[2]
    return TableDefinition(name, about, (DOC_ID, PART, *columns_of(record), *WHERE))


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
            "row within the file's rows of that table, from 1; empty: the whole column; 0: lines that no row uses",
        ),
        Column("field", ColumnKind.STRING, "column of the cell; empty: the whole row"),
        Column("value", ColumnKind.STRING, "what stands there"),
        RAW,
        Column("alternatives", ColumnKind.LIST, "what it might be instead"),
        Column("reason", ColumnKind.STRING, "why to look", "reason"),
        Column("priority", ColumnKind.SHARE, "expected gain of looking, 0 to 1"),
        Column("cells", ColumnKind.INTEGER, "number of cells that hang on the answer"),
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
