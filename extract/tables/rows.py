"""Documents to rows of cells, sorted: by source, part and the order within the document (promise D10)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from msgspec import Struct, structs

from extract.check.cells import missing
from extract.model import (
    Correction,
    Evidence,
    NoteCode,
    Reading,
    Restored,
    changed_share,
    note_code,
    pages_at,
)
from extract.records import Assignment, Checked, Document, Result, ReviewItem, Score, Status
from extract.tables.bodies import keys_of, year_end
from extract.tables.definition import (
    CORRECTIONS,
    DOCUMENTS,
    ENTITY_ID,
    EVIDENCE,
    REVIEW,
    TABLES,
    UNIT_ID,
    cell,
    encode,
    is_unsafe,
)
from extract.tables.files import write_file

Values = Mapping[str, object]
Row = tuple[str, ...]
_PART = 1  # the column of every table that says which document of its file a row is of


@dataclass(frozen=True, slots=True)
class RowsOfDocument:
    """A document's rows by table, as cells in the order of the columns, and what documents are sorted by."""

    order: tuple[tuple[str, ...], str]
    rows: Mapping[str, list[Row]]


def rows_of(documents: Iterable[Document]) -> dict[str, list[Row]]:
    """The rows of every table."""
    return merged(map(rows_of_document, documents))


def rows_of_document(document: Document) -> RowsOfDocument:
    """The rows of one document."""
    order = (document.sources, document.sha256 or "")
    return RowsOfDocument(order, _flagged(_cells(document)))


def merged(documents: Iterable[RowsOfDocument]) -> dict[str, list[Row]]:
    """All documents' rows, sorted; those of review.csv by priority, highest first."""
    found: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for document in sorted(documents, key=lambda document: document.order):
        for name, rows in document.rows.items():
            found[name] += rows
    priority = [column.name for column in REVIEW.columns].index("priority")
    found[REVIEW.name].sort(key=lambda row: -float(row[priority] or 0))
    return found


def _cells(document: Document) -> dict[str, list[Row]]:
    """The rows of each table as cells. Each row is written as it comes: a book's rows as values would take twice the room."""
    return {
        table.name: [
            tuple(cell(column, values.get(column.name)) for column in table.columns)
            for values in _values(table.name, document)
        ]
        for table in TABLES
    }


def _values(table: str, document: Document) -> Iterator[Values]:
    """The rows of a table by column."""
    if table == DOCUMENTS.name:
        return _documents(document)
    if table == CORRECTIONS.name:
        return _corrections(document)
    parts = ((_key(document, checked.extracted.part), checked) for checked in document.parts)
    if table == REVIEW.name:
        return (row for key, checked in parts for row in _review(key, document, checked))
    if table == EVIDENCE.name:
        return (row for key, checked in parts for row in _evidence(key, checked))
    return (
        key | fields(row) | fields(row.at) | _bodies(row, checked.extracted.header.issued_date)
        for key, checked in parts
        for row in getattr(checked.extracted, table)
    )


def _bodies(row: object, issued: date | None) -> dict[str, object]:
    """The keys of the bodies that a row names."""
    if isinstance(row, Assignment):
        return {UNIT_ID.name: keys_of(row.unit, issued)}
    if isinstance(row, Result | Score):
        return {ENTITY_ID.name: keys_of(row.entity, issued or year_end(row.index_year))}
    return {}


def _review(key: Values, document: Document, checked: Checked) -> Iterator[Values]:
    for item in checked.review:
        yield {
            **key,
            **fields(item),
            "row": item.row and item.row + _before(document, checked, item),
        }


def fields(record: object) -> dict[str, object]:
    """A record's fields by name."""
    if isinstance(record, Struct):
        return structs.asdict(record)
    assert dataclasses.is_dataclass(record)
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def _key(document: Document, part: int) -> dict[str, object]:
    return {"doc_id": document.doc_id, "part": part}


def _before(document: Document, checked: Checked, item: ReviewItem) -> int:
    """How many rows earlier parts of the same file have in the item's table; a document's row is its part already."""
    earlier = document.parts[: checked.extracted.part - 1]
    if item.table == CORRECTIONS.name and checked.extracted.pages:
        return sum(len(part.corrections) for part in earlier)
    if item.table == DOCUMENTS.name:
        return 0
    return sum(len(getattr(part.extracted, item.table, ())) for part in earlier)


def _documents(document: Document) -> Iterator[Values]:
    """One row a part; one without a header where nothing was extracted."""
    state: dict[str, object] = {"source": document.sources[0], "sha256": document.sha256}
    state |= {"pages": document.pages, "status": document.status}
    if document.status is Status.WITHHELD:
        yield _key(document, 1) | state | {"secrecy": document.secrecy, "flags": document.flags}
        return
    state |= {"other_sources": document.sources[1:]}
    for checked in document.parts:
        row = _key(document, checked.extracted.part) | fields(checked.extracted.header) | state
        yield row | _part_facts(document, checked) | {"confidence": _confidence(checked)}
    if not document.parts:
        yield _key(document, 1) | state | {"flags": tuple(sorted(document.flags))}


def _part_facts(document: Document, checked: Checked) -> dict[str, object]:
    """What is to be said of a part's own pages; of all where the file is one document or a text without pages."""
    assert document.restored is not None, "parts were read"
    reading, own = document.restored.reading, checked.extracted
    if own.pages is None or len(document.parts) == 1:
        flags = sorted({*document.flags, *own.flags})
        first, last = own.pages or (None, None)
        where = {"page_from": first, "page_to": last}
        return (
            where
            | {"flags": tuple(flags)}
            | _text_facts(document.restored, reading, document.restored.restored_share)
        )
    first, last = own.pages
    pages = {"pages": last - first + 1, "page_from": first, "page_to": last}
    failed = "page_failed" in own.flags
    state = {"status": Status.PARTIAL if failed else Status.OK, "flags": tuple(sorted(own.flags))}
    mine = Reading(tuple(pages_at(reading.pages, first, last)))
    raws = (line.raw for page in mine.pages for line in page.lines)
    share = changed_share(raws, checked.corrections)
    return pages | state | _text_facts(document.restored, mine, share)


def _text_facts(restored: Restored, reading: Reading, share: float) -> dict[str, object]:
    return {
        "text_source": reading.text_source,
        "encoding": _encoding(restored, reading),
        "ocr_confidence": _ocr_confidence(reading),
        "restored_share": share,
    }


def _encoding(restored: Restored, reading: Reading) -> str:
    """How the text was coded: as decoding noted it (windows-1258), as restoration found it (TCVN3, VNI, VIQR), or both."""
    codes = {note_code(note) for page in reading.pages for note in page.notes}
    if NoteCode.WINDOWS_1258 not in codes:
        return restored.encoding
    return "windows_1258" if restored.encoding == "unicode" else "mixed"


def _ocr_confidence(reading: Reading) -> float | None:
    lines = (line for page in reading.pages for line in page.lines)
    known = [w.confidence for line in lines for w in line.words if w.confidence is not None]
    return sum(known) / len(known) if known else None


def _confidence(checked: Checked) -> float | None:
    """The mean of the fields; one that the form demands and that was not read is right with chance 0."""
    found = checked.extracted
    known = [field.at.confidence for field in found.fields]
    count = len(known) + len(missing(found.header, found.doubts))
    return sum(known) / count if known else None


def _corrections(document: Document) -> Iterator[Values]:
    """All of the document, each with the part whose lines it stands in (the first where it is in none)."""
    part_of = {
        (c.page, c.line): p.extracted.part for p in reversed(document.parts) for c in p.corrections
    }
    for correction in document.restored.corrections if document.restored else ():
        part = part_of.get((correction.page, correction.line), 1)
        yield _key(document, part) | fields(correction)


def _evidence(key: dict[str, object], checked: Checked) -> Iterator[Values]:
    for field in (*checked.extracted.fields, *checked.extracted.unread):
        cell_ = {"table": DOCUMENTS.name, "field": field.name, "value": field.value}
        yield key | cell_ | fields(field.at) | _box(field.at)
    for cell_of_row in checked.reviewed:
        yield key | fields(cell_of_row) | fields(cell_of_row.at) | _box(cell_of_row.at)


def _box(at: Evidence) -> dict[str, object]:
    return fields(at.box) if at.box else {}


def _flagged(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """The rows with the flag `formula_like` at the documents of which a text cell that is not raw begins like a formula (S1)."""
    unsafe = {
        row[_PART]
        for table in TABLES
        for row in tables[table.name]
        for column, text in zip(table.columns, row, strict=True)
        if column.is_text and not column.verbatim and is_unsafe(text)
    }
    if unsafe:
        tables["documents"] = [
            (*row[:-1], _with_flag(row[-1])) if row[_PART] in unsafe else row
            for row in tables["documents"]
        ]
    return tables


def _with_flag(flags: str) -> str:
    return "|".join(sorted({*filter(None, flags.split("|")), "formula_like"}))


# corrections.csv of a text that stands in no output folder (`vanban restore --corrections FILE`).


def write_corrections(path: Path, corrections: Sequence[Correction]) -> None:
    """Write the table; `doc_id` stays empty and `part` is 1."""
    rows = [
        tuple(cell(column, values.get(column.name)) for column in CORRECTIONS.columns)
        for values in ({"part": 1} | fields(correction) for correction in corrections)
    ]
    write_file(path, encode(CORRECTIONS, rows, excel=False))
