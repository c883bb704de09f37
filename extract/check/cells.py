"""The cells of a document's tables as they are written, and where each was read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from extract.model import Correction, Doubt, Evidence
from extract.records import (
    Assignment,
    Extracted,
    Reason,
    Recipient,
    Reference,
    Result,
    Row,
    Score,
)

# The cells of a document's tables as they are written, and where each was read.

TABLES = ("results", "scores", "reasons", "assignments", "references", "recipients")
_PAGE_LINES = 80  # a page of dense text has some 60 lines
Place = tuple[int | None, int]  # page and line
ByLine = Mapping[Place, Sequence[Correction]]
_BESIDE = frozenset({"at", "doubts"})
_COLUMNS: Mapping[type[Row], tuple[str, ...]] = {
    record: tuple(field.name for field in fields(record) if field.name not in _BESIDE)
    for record in (Result, Score, Reason, Assignment, Reference, Recipient)
}


@dataclass(frozen=True, slots=True)
class RowAt:
    """A row of a table: its table's name, its number (1-based) and the record."""

    table: str
    number: int
    row: Row

    def cells(self) -> dict[str, str]:
        """The filled cells by column, as written to the CSV file."""
        named = ((name, getattr(self.row, name)) for name in _COLUMNS[type(self.row)])
        return {
            name: text for name, value in named if value is not None and (text := written(value))
        }


def written(value: object) -> str:
    """A value as it is written to a CSV cell: decimal point, ISO dates, lists joined by a bar, nothing for None.

    >>> written(Decimal("85.745")), written(("Sở A", "Sở B")), written(True), written(None)
    ('85.745', 'Sở A|Sở B', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "|".join(map(written, value))
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.isoformat() if isinstance(value, date) else str(value)


def rows(extracted: Extracted) -> Iterator[RowAt]:
    """Every row of every table but documents, in table and row order."""
    for table in TABLES:
        for number, row in enumerate(getattr(extracted, table), 1):
            yield RowAt(table, number, row)


def evidence_of(extracted: Extracted) -> Iterator[Evidence]:
    """Where the document's rows and header fields were read."""
    yield from (at.row.at for at in rows(extracted))
    yield from (field.at for field in extracted.fields)


def places(at: Evidence) -> Iterator[Place]:
    """The (page, line) places an evidence covers; one that ends above its start goes on over the page."""
    if at.line_end >= at.line_start:
        yield from ((at.page, line) for line in range(at.line_start, at.line_end + 1))
        return
    yield from ((at.page, line) for line in range(at.line_start, at.line_start + _PAGE_LINES))
    yield from (((at.page or 0) + 1, line) for line in range(1, at.line_end + 1))


def by_line(corrections: Iterable[Correction]) -> ByLine:
    """The corrections of each line, in their order."""
    found: dict[Place, list[Correction]] = {}
    for correction in corrections:
        found.setdefault((correction.page, correction.line), []).append(correction)
    return found


# Rows with more doubts: a row of which nothing is doubted stays the same object.

_AnyRow = TypeVar("_AnyRow", bound=Row)


def doubted(row: _AnyRow, doubts: Iterable[Doubt]) -> _AnyRow:
    """The row with these doubts behind its own."""
    more = tuple(doubts)
    return replace(row, doubts=(*row.doubts, *more)) if more else row
