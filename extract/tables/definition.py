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


class Kind(StrEnum):
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
    kind: Kind
    meaning: str
    values: str | None = None

    @property
    def verbatim(self) -> bool:
        """Whether the text is as recognised, not restored, so that it may begin with anything."""
        return self.name in {"raw", "before"} or self.name.endswith("_raw")

    @property
    def is_text(self) -> bool:
        """Whether a spreadsheet could take its cells for formulas (promise S1)."""
        return self.kind in {Kind.STRING, Kind.LIST}


@dataclass(frozen=True, slots=True)
class TableDefinition:
    """A table: its name (the file is NAME.csv), what a row of it is, and its columns in order."""

    name: str
    about: str
    columns: tuple[Column, ...]


_KINDS: dict[type, Kind] = {
    str: Kind.STRING,
    int: Kind.INTEGER,
    Decimal: Kind.DECIMAL,
    float: Kind.SHARE,
    date: Kind.DATE,
    bool: Kind.BOOLEAN,
    tuple: Kind.LIST,
}


def columns_of(record: type) -> tuple[Column, ...]:
    """The columns of a record class: its fields made by `records.column`, in order."""
    hints = typing.get_type_hints(record)
    own = [field for field in dataclasses.fields(record) if "meaning" in field.metadata]
    return tuple(
        Column(f.name, _kind(hints[f.name]), f.metadata["meaning"], f.metadata["values"])
        for f in own
    )


def _kind(annotation: object) -> Kind:
    members = typing.get_args(annotation) if isinstance(annotation, types.UnionType) else ()
    known = [member for member in members or (annotation,) if member is not types.NoneType]
    return _KINDS[typing.get_origin(known[0]) or known[0]]


DOC_ID = Column("doc_id", Kind.STRING, "first 16 hex digits of the SHA-256 of the input's bytes")
PART = Column("part", Kind.INTEGER, "number of the document within its file, from 1")
PAGE = Column("page", Kind.INTEGER, "page, from 1; empty for a text without form feeds")
LINE_START = Column("line_start", Kind.INTEGER, "first line within the page or text, from 1")
LINE_END = Column("line_end", Kind.INTEGER, "last line within the page or text, from 1")
RAW = Column("raw", Kind.STRING, "the text as decoded or recognised")
CONFIDENCE = Column("confidence", Kind.SHARE, "probability that a cell of the row is right")
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
        Column("source", Kind.STRING, r"path below the INPUT folder; bytes not UTF-8 as \xNN"),
        Column("sha256", Kind.STRING, "SHA-256 of the input's bytes"),
        Column(
            "pages",
            Kind.INTEGER,
            "number of pages of the document; of the file where nothing was read",
        ),
        Column("page_from", Kind.INTEGER, "its first page within the file, from 1"),
        Column("page_to", Kind.INTEGER, "its last page within the file"),
        Column("other_sources", Kind.LIST, "further names of the same bytes, read once"),
        Column("status", Kind.STRING, "what became of the input", "status"),
        *columns_of(records.Header),
        Column("text_source", Kind.STRING, "where the letters came from", "text_source"),
        Column("encoding", Kind.STRING, "how the text was coded before decoding", "encoding"),
        Column("ocr_confidence", Kind.SHARE, "mean word confidence of the recognition"),
        Column("restored_share", Kind.SHARE, "share of syllables that restoration changed"),
        Column("confidence", Kind.SHARE, "mean probability that a field of the row is right"),
        Column("flags", Kind.LIST, "what a person should know", "flag"),
    ),
)
CORRECTIONS = TableDefinition(
    "corrections",
    "everything restoration changed; replayed on the raw text it gives the restored text",
    (
        DOC_ID,
        PART,
        PAGE,
        Column("line", Kind.INTEGER, "line within the page or text, from 1"),
        Column("start", Kind.INTEGER, "first code point in the raw line, from 0"),
        Column("end", Kind.INTEGER, "code point behind the last one"),
        Column("before", Kind.STRING, "what stood there"),
        Column("after", Kind.STRING, "what it became"),
        Column("rule", Kind.STRING, "which rule changed it", "rule"),
        Column("confidence", Kind.SHARE, "probability that the change is right"),
        Column("alternatives", Kind.LIST, "what else it might be"),
    ),
)
EVIDENCE = TableDefinition(
    "evidence",
    "where each field of documents.csv came from",
    (
        DOC_ID,
        PART,
        Column("table", Kind.STRING, "table of the cell"),
        Column("field", Kind.STRING, "column of the cell"),
        Column("value", Kind.STRING, "the cell"),
        PAGE,
        *(
            Column(name, Kind.SHARE, f"{side} as a share of the page; empty for text input")
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
        Column("rule", Kind.STRING, "which rule read it"),
        Column("confidence", Kind.SHARE, "probability that the value is right"),
    ),
)
REVIEW = TableDefinition(
    "review",
    "questions to a person, one a cause, most valuable first",
    (
        DOC_ID,
        PART,
        PAGE,
        Column("table", Kind.STRING, "table of the cell"),
        Column(
            "row",
            Kind.INTEGER,
            "row within the file's rows of that table, from 1; empty: the whole column; 0: lines that no row uses",
        ),
        Column("field", Kind.STRING, "column of the cell; empty: the whole row"),
        Column("value", Kind.STRING, "what stands there"),
        RAW,
        Column("alternatives", Kind.LIST, "what it might be instead"),
        Column("reason", Kind.STRING, "why to look", "reason"),
        Column("priority", Kind.SHARE, "expected gain of looking, 0 to 1"),
        Column("cells", Kind.INTEGER, "number of cells that hang on the answer"),
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
