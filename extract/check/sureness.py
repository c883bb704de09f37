"""Every cell of a document with its signs and its chance of being wrong; rows and fields take their confidence from that."""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from extract.check.cells import TABLES, ByLine, Place, RowAt, by_line, places, rows
from extract.check.columns import row_notes
from extract.check.signs import (
    Around,
    CheckedCell,
    PageClass,
    changed_in,
    form_of,
    page_class,
    signs,
)
from extract.check.standing import KnownNames, heading_notes
from extract.dictionaries import Dictionaries
from extract.model import Correction, Evidence, Line, Restored, TextLine, TextSource, Word
from extract.records import Extracted, Field, Row
from extract.weights import chance_of, log_odds, table_rows

# How sure a cell is: the weights of its signs, fitted on own documents, added up to a probability.
#
# `extract/data/calibration.tsv` has a line a sign: its weight (in logits of being wrong), and how many cells had it and how many
# of those were wrong when it was fitted. `benchmarks/calibrate.py` writes it; a sign that is not in it weighs nothing.

FILE = Path(__file__).parent.parent / "data" / "calibration.tsv"
_LEAST, _MOST = 0.001, 0.98  # no fit on some thousand cells knows more


@cache
def weights(path: Path = FILE) -> Mapping[str, float]:
    """The weight of each sign."""
    return {feature: float(nats) for feature, nats, *_ in table_rows(path)[1:]}


def chance_wrong(found: Iterable[str], by_sign: Mapping[str, float]) -> float:
    """The probability, 0.001 to 0.98, that a cell with these signs is wrong.

    >>> chance_wrong(["all", "odd"], {"all": -2.0, "odd": 2.0})
    0.5
    """
    return min(_MOST, max(_LEAST, chance_of(log_odds(found, by_sign))))


#: How often a question is to find something, and how many answers weigh as much as that.
_FINDS, _HELD = 0.4, 10.0


@lru_cache(maxsize=4)
def answered(lists: Dictionaries) -> Mapping[tuple[str, str], float]:
    """What people's answers add to the logits of a column's cells in the review list (`decisions.learned`)."""
    return {
        (row["table"], row["column"]): _logit(
            (int(row["wrong"]) + _FINDS * _HELD) / (int(row["answers"]) + _HELD)
        )
        - _logit(_FINDS)
        for row in lists.rows("answered")
    }


def moved(chance: float, by: float) -> float:
    """A chance moved in logits.

    >>> moved(0.5, 0.0), round(moved(0.3, -1.0), 2)
    (0.5, 0.14)
    """
    return chance_of(_logit(chance) + by)


def _logit(chance: float) -> float:
    return math.log(chance / (1 - chance))


_OWN = frozenset({"order"})  # ours, not read
_OF_FILE = frozenset({"signed_by", "signed_at"})  # stated in the file, not read from letters
_BY_HAND = frozenset({"number", "code", "issued_date"})  # fields that are often filled in by hand
_UNSURE_HAND = 0.6  # most that one is sure whose reader is no surer (spec: a handwritten value has low confidence)
_AT_HAND = 8  # pages: cells come in the order of the text, table by table
_NOTHING_READ = 0.5  # of a row without a cell


@dataclass(frozen=True, slots=True)
class SignedCell:
    """A cell, the number of its row (for documents that of the part), its signs, and the corrections of its words."""

    row: int
    cell: CheckedCell
    signs: tuple[str, ...]
    changed: tuple[Correction, ...]

    @property
    def place(self) -> tuple[str, int, str]:
        """Table, row and column."""
        return self.cell.table, self.row, self.cell.column


def signed_cells(
    extracted: Extracted, restored: Restored, known: KnownNames
) -> Iterator[SignedCell]:
    """The filled cells that were read, header first, then the tables in their order."""
    found = list(rows(extracted))
    index = _Index.of(restored)
    odd = list(heading_notes(extracted.header, known))
    for field in extracted.fields:
        if field.name in _OF_FILE:
            continue
        doubts = tuple(d for d in extracted.doubts if d.field == field.name)
        told = tuple(note for name, note in odd if name == field.name)
        cell = CheckedCell(
            "documents", field.name, field.value, field.at, doubts, row_doubts=(), notes=told
        )
        yield _signed(extracted.part, cell, index.around(cell.at), known)
    notes = row_notes(found, extracted.header, known)
    for at in found:
        yield from _of_row(at, notes, index, known)


@dataclass(frozen=True, slots=True)
class _Index:
    lines: Mapping[Place, TextLine]
    read: Callable[[int | None], Sequence[Line]]  # the lines of a page as they were read
    corrections: ByLine
    form: str
    classes: Mapping[int | None, PageClass]

    @classmethod
    def of(cls, restored: Restored) -> _Index:
        """What a restored document says of its lines. A book's pages are unpacked again where a cell was read from them."""
        pages = restored.reading.pages
        sources, numbers, classes = set(), {}, {}
        for number, page in enumerate(pages):
            sources.add(page.text_source)
            numbers[page.number] = number
            classes[page.number] = page_class(page)
        form = form_of(restored.restored_share, recognised=TextSource.OCR in sources)

        @lru_cache(maxsize=_AT_HAND)
        def read(page: int | None) -> Sequence[Line]:
            """The lines of a page as they were read, none where there is no such page."""
            return pages[numbers[page]].lines if page in numbers else ()

        lines = {(line.page, line.number): line for line in restored.lines}
        return cls(lines, read, by_line(restored.corrections), form, classes)

    def around(self, at: Evidence) -> Around:
        """What is known about the lines of an evidence."""
        where = list(places(at))
        lines = tuple(self.lines[place] for place in where if place in self.lines)
        found = tuple(c for place in where for c in self.corrections.get(place, ()))
        words = tuple(word for place in where for word in self._words(*place))
        page = self.classes.get(at.page, PageClass.TEXT)
        if page is PageClass.TEXT and self.form != "clean":
            page = PageClass.DAMAGED
        return Around(lines, words, found, self.form, page)

    def _words(self, page: int | None, number: int) -> tuple[Word, ...]:
        lines = self.read(page)
        return lines[number - 1].words if 0 < number <= len(lines) else ()


def _of_row(
    at: RowAt,
    notes: Mapping[tuple[str, int, str], tuple[str, ...]],
    index: _Index,
    known: KnownNames,
) -> Iterator[SignedCell]:
    around, cells = index.around(at.row.at), at.cells()
    body = (f"of {known.known(cells['entity'])} body",) if "entity" in cells else ()
    for name, value in cells.items():
        if name in _OWN:
            continue
        doubts = tuple(d for d in at.row.doubts if d.field == name)
        others = tuple(d for d in at.row.doubts if d.field != name)
        told = (*notes.get((at.table, at.number, name), ()), *(body if name != "entity" else ()))
        cell = CheckedCell(at.table, name, value, at.row.at, doubts, row_doubts=others, notes=told)
        yield _signed(at.number, cell, around, known)


def _signed(row: int, cell: CheckedCell, around: Around, known: KnownNames) -> SignedCell:
    changed = changed_in(cell.value, around.corrections)
    return SignedCell(row, cell, tuple(signs(cell, around, changed, known)), changed)


@dataclass(frozen=True, slots=True)
class Sureness:
    """The chances of cells to be wrong: a field's own, and added up for each row of a table, with the number of cells.

    Numbers alone, so that the cells of a book need not stay.
    """

    fields: dict[str, float]
    sums: Mapping[str, array[float]]
    cells: Mapping[str, array[int]]

    @classmethod
    def of(cls, extracted: Extracted) -> Sureness:
        """Of a document none of whose cells was looked at yet."""
        sizes = {table: len(getattr(extracted, table)) for table in TABLES}
        sums = {table: array("d", [0.0]) * size for table, size in sizes.items()}
        return cls({}, sums, {table: array("L", [0]) * size for table, size in sizes.items()})

    def add(self, signed: SignedCell, chance: float) -> None:
        """One more cell."""
        cell = signed.cell
        if cell.table not in self.sums:
            self.fields[cell.column] = chance
            return
        self.sums[cell.table][signed.row - 1] += chance
        self.cells[cell.table][signed.row - 1] += 1

    def of_row(self, table: str, row: int) -> float:
        """The mean chance of a row's cells to be right (`row` is 0-based)."""
        cells = self.cells[table][row]
        return 1 - self.sums[table][row] / cells if cells else _NOTHING_READ


def calibrated(extracted: Extracted, sure: Sureness) -> Extracted:
    """The document with the mean chance of its cells to be right as each row's confidence, a field's own as its own."""
    return replace(
        extracted,
        fields=tuple(_field(field, sure) for field in extracted.fields),
        results=_rows("results", extracted.results, sure),
        scores=_rows("scores", extracted.scores, sure),
        reasons=_rows("reasons", extracted.reasons, sure),
        assignments=_rows("assignments", extracted.assignments, sure),
        references=_rows("references", extracted.references, sure),
        recipients=_rows("recipients", extracted.recipients, sure),
    )


def _field(field: Field, known: Sureness) -> Field:
    if field.name in _OF_FILE:
        return field
    sure = 1 - known.fields[field.name]
    if field.name in _BY_HAND and field.at.confidence <= _UNSURE_HAND:
        sure = min(sure, _UNSURE_HAND)
    return replace(field, at=replace(field.at, confidence=round(sure, 4)))


_AnyRow = TypeVar("_AnyRow", bound=Row)


def _rows(table: str, found: Sequence[_AnyRow], known: Sureness) -> tuple[_AnyRow, ...]:
    return tuple(_row(row, known.of_row(table, number)) for number, row in enumerate(found))


def _row(row: _AnyRow, sure: float) -> _AnyRow:
    return replace(row, at=replace(row.at, confidence=round(sure, 4)))
