"""Where the cell of a question stands on its page, and what stands around it, from the journal.

A question of a document that the journal no longer knows is shown with what review.csv says of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from extract.batch.stages import unpack_page, unpack_records, unpack_restored
from extract.batch.view import DocumentStatus, JournalView
from extract.check.cells import written
from extract.check.signs import digits_differ
from extract.decisions.record import DOCUMENTS, WORDS
from extract.fold import fold
from extract.model import (
    Box,
    Correction,
    Evidence,
    Line,
    Page,
    Reading,
    Restored,
    TextLine,
    Word,
    around,
)
from extract.records import Checked, Row
from extract.review.asked import SHOWN, Asked
from extract.tables.rows import fields

_AROUND = 12  # lines shown before and behind the lit ones of a text
_LIKE = 80.0  # of 100: a value is found among words that are so like it
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SHORT = 3  # letters; shorter ones must be the same
_NOTHING = Reading(pages=())


@dataclass(frozen=True, slots=True)
class ReadParts:
    """What the machine found in a document: its parts, and (packed) its restored text."""

    entry: DocumentStatus
    parts: tuple[Checked, ...]
    text: bytes

    @property
    def restored(self) -> Restored:
        """The restored lines and what was changed in them, without the reading."""
        return _unpacked_text(self.text)

    def changes(self, asked: Asked) -> list[Correction]:
        """The corrections that a question is about: one, or all of its part that changed a digit.

        Those that people made are not in the journal, so the numbers of review.csv may be others: the nearest that reads so is meant.
        """
        if asked.row is None:
            parts = [part for part in self.parts if part.extracted.part == asked.part]
            return [c for part in parts for c in part.corrections if digits_differ(c)]
        numbered = enumerate(self.restored.corrections, 1)
        same = [(n, c) for n, c in numbered if (c.before, c.after) == (asked.raw, asked.value)]
        return [c for _, c in sorted(same, key=lambda one: abs(one[0] - (asked.row or 0)))[:1]]

    def row(self, asked: Asked) -> tuple[Checked | None, int]:
        """The part that a question is about, and its row within the rows that the machine read there (0: none).

        Rows that people took out are not counted in review.csv: of those with the words that are asked about the nearest is meant.
        """
        row = asked.row or 0
        for part in self.parts:
            rows: Sequence[Row] = getattr(part.extracted, asked.table, ())
            if part.extracted.part == asked.part and not row:
                return part, 0
            if part.extracted.part == asked.part:
                same = [n for n, found in enumerate(rows, 1) if found.at.raw == asked.raw]
                return part, min(same, key=lambda n: abs(n - row)) if same else row
            row -= len(rows)
        return None, 0


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of the text: its number on the page, the restored text, whether the question is about it."""

    number: int
    text: str
    lit: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """A text of a question about many cells: a cell of its row, a value of a column with the rows that have it, a changed word."""

    name: str
    text: str
    rows: tuple[int, ...] = ()
    before: str = ""
    field: str = ""  # its column


@dataclass(frozen=True, slots=True)
class QuestionView:
    """What is shown of a question: the page to draw (`None`: it has no picture), boxes on it, lines, what may be typed."""

    picture: int | None = None
    boxes: tuple[Box, ...] = ()
    page: int | None = None
    lines: tuple[SeenLine, ...] = ()
    typed: tuple[Typed, ...] = ()


def told_of(journal: JournalView, sha256: str) -> ReadParts | None:
    """What the machine found in a document that may be shown."""
    entry = journal.entry(sha256)
    if entry is None or entry.status not in SHOWN or entry.failure is not None:
        return None
    records, text = journal.stage(sha256, "records"), journal.stage(sha256, "restored")
    return None if records is None or text is None else ReadParts(entry, _unpacked(records), text)


@lru_cache(maxsize=8)
def _unpacked(records: bytes) -> tuple[Checked, ...]:
    return unpack_records(records)


@lru_cache(maxsize=8)
def _unpacked_text(text: bytes) -> Restored:
    return unpack_restored(text, _NOTHING)


def sight_of(journal: JournalView, told: ReadParts, asked: Asked) -> QuestionView:
    """What is shown of a question."""
    if asked.table == WORDS:
        return _of_changes(journal, told, asked)
    part, number = told.row(asked)
    places = list(_evidence(part, number, asked)) if part else []
    pages = {place.page for place in places}
    at = asked.page if asked.page in pages or not places else places[0].page
    page = page_of(journal, told.entry, at)
    if page is None:
        return QuestionView()
    here = [place for place in places if place.page == at]
    numbers = {n for place in here for n in _printed_at(place, page.lines)}
    numbers = numbers or _lines_like(page.lines, asked.raw)
    boxes = _boxes(page, numbers, asked, here)
    return _seen_on(page, told, at, (numbers, boxes), _typed(part, number, asked) if part else ())


def _seen_on(
    page: Page,
    told: ReadParts,
    at: int | None,
    lit: tuple[set[int], Iterable[Box]],
    typed: tuple[Typed, ...],
) -> QuestionView:
    own = [line for line in told.restored.lines if line.page == at]
    drawn = (page.number or 1) if page.size is not None else None
    return QuestionView(drawn, tuple(lit[1]), at, _seen(own, lit[0]), typed)


def _of_changes(journal: JournalView, told: ReadParts, asked: Asked) -> QuestionView:
    """The words that were changed, those on the page of the first."""
    changes = told.changes(asked)
    at = changes[0].page if changes else asked.page
    page = page_of(journal, told.entry, at)
    if page is None:
        return QuestionView()
    here = [change for change in changes if change.page == at]
    boxes = [box for change in here if (box := _of_change(page, change))]
    typed = tuple(Typed(change_name(c), c.after, before=c.before) for c in changes)
    lit = {change.line for change in here}, boxes
    return _seen_on(page, told, at, lit, typed if asked.row is None else ())


def change_name(change: Correction) -> str:
    """What a change is called between page and server."""
    return f"{change.page or 0}:{change.line}:{change.start}"


def _of_change(page: Page, change: Correction) -> Box | None:
    words = page.lines[change.line - 1].words
    there = (w for w in words if w.start < change.end and change.start < w.start + len(w.text))
    return around([word.box for word in there if word.box])


def _evidence(part: Checked, number: int, asked: Asked) -> Iterator[Evidence]:
    """Where a cell was read; those of all rows of a column."""
    extracted = part.extracted
    if asked.table == DOCUMENTS:
        known = (*extracted.fields, *extracted.unread)
        yield from (found.at for found in known if found.name == asked.field)
        return
    rows: Sequence[Row] = getattr(extracted, asked.table, ())
    if asked.row is None:
        yield from (row.at for row in rows)
    elif 0 < number <= len(rows):
        yield rows[number - 1].at


def page_of(journal: JournalView, entry: DocumentStatus, number: int | None) -> Page | None:
    """A page as it was read."""
    packed = journal.page(entry.sha256, entry.words or "", number or 1)
    return unpack_page(packed) if packed else None


def _lines_of(at: Evidence, last: int) -> range:
    """The lines of an evidence on the page where it begins."""
    return range(at.line_start, (at.line_end if at.line_end >= at.line_start else last) + 1)


def _printed_at(at: Evidence, lines: Sequence[Line]) -> Iterator[int]:
    """The numbers of an evidence's lines, without those that lie elsewhere: a stamp's text is in no line."""
    for number in _lines_of(at, len(lines)):
        line = lines[number - 1].box if 0 < number <= len(lines) else None
        if line is None or at.box is None or (line.y0 < at.box.y1 and at.box.y0 < line.y1):
            yield number


def _lines_like(lines: Sequence[Line], raw: str) -> set[int]:
    """The numbers of the lines that a question quotes."""
    quoted = {text.strip() for text in raw.split("\n")} - {""}
    return {number for number, line in enumerate(lines, 1) if line.raw.strip() in quoted}


def _boxes(
    page: Page, numbers: set[int], asked: Asked, places: Sequence[Evidence]
) -> Iterator[Box]:
    """The cell's words; of a column or a whole row the lines of each row; else the lines that are asked about."""
    unread = asked.table == DOCUMENTS and not asked.value
    if places and places[0].box and (unread or not numbers):
        yield places[0].box
        return
    rows = [set(_lines_of(place, len(page.lines))) for place in places] if asked.row is None else []
    for group in rows or [numbers]:
        lines = [page.lines[n - 1] for n in sorted(group) if 0 < n <= len(page.lines)]
        found = _cell_in(lines, asked) if asked.row and asked.field else []
        whole = around([line.box for line in lines if line.box])
        yield from found or filter(None, [whole])


def _cell_in(lines: Sequence[Line], asked: Asked) -> list[Box]:
    """The words that say a cell's value, or what was read for it; of a number all places that say it alike."""
    words = [word for line in lines for word in line.words if word.box is not None]
    number = _NUMBER.fullmatch(asked.value)
    if number and (boxes := _of_number(words, asked.value)):
        return boxes
    box = _of_words(words, (asked.raw,) if number else (*_printed(asked.value), asked.raw))
    return [box] if box else []


def _of_number(words: Sequence[Word], value: str) -> list[Box]:
    """The words that are a number; if there are none those that begin with it (`11/34`), or have it in them (`20/11`)."""
    best: dict[int, list[Box]] = {}
    said = re.compile(rf"(?<![\d.]){re.escape(value)}(?![\d])(?!\.\d)")
    for word in words:
        text = word.text.replace(",", ".").strip(".:;()|")
        if word.box and (found := said.search(text)):
            rank = 0 if found[0] == text else 1 if found.start() == 0 else 2
            best.setdefault(rank, []).append(word.box)
    return best[min(best)] if best else []


def _of_words(words: Sequence[Word], texts: Sequence[str]) -> Box | None:
    """The box of the words that say one of these texts, accents and spaces aside."""
    folded = [_squeezed(word.text) for word in words]
    whole = "".join(folded)
    for text in map(_squeezed, texts):
        found = _found(whole, text)
        if found is None:
            continue
        ends = [sum(map(len, folded[: n + 1])) for n in range(len(folded))]
        inside = [
            w.box
            for w, end, own in zip(words, ends, folded, strict=True)
            if w.box and end > found[0] and end - len(own) < found[1]
        ]
        return around(inside)
    return None


def _printed(value: str) -> tuple[str, ...]:
    """How a value may stand on the paper: a date in figures or in words.

    >>> _printed("2024-03-01")
    ('2024-03-01', '1/3/2024', '01/03/2024', '1/03/2024', 'ngày 1 tháng 3 năm 2024', 'ngày 01 tháng 3 năm 2024', 'ngày 01 tháng 03 năm 2024')
    """
    if not _ISO.fullmatch(value):
        return (value,)
    year, month, day = value.split("-")
    forms = ("{1}/{3}/{4}", "{0}/{2}/{4}", "{1}/{2}/{4}", "ngày {1} tháng {3} năm {4}", "ngày {0} tháng {3} năm {4}", "ngày {0} tháng {2} năm {4}")  # fmt: skip
    parts = (day, str(int(day)), month, str(int(month)), year)
    return value, *(form.format(*parts) for form in forms)


def _squeezed(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


def _found(whole: str, text: str) -> tuple[int, int] | None:
    """Where a text stands in another, or something like it."""
    if not text or not whole:
        return None
    at = whole.find(text)
    if at >= 0:
        return at, at + len(text)
    if len(text) <= _SHORT:
        return None
    like = fuzz.partial_ratio_alignment(text, whole, score_cutoff=_LIKE)
    return (like.dest_start, like.dest_end) if like and len(text) <= len(whole) else None


def _seen(lines: Sequence[TextLine], numbers: set[int]) -> tuple[SeenLine, ...]:
    first, last = min(numbers, default=1) - _AROUND, max(numbers, default=1) + _AROUND
    return tuple(
        SeenLine(line.number, line.text, line.number in numbers)
        for line in lines
        if first <= line.number <= last
    )


def _typed(part: Checked, number: int, asked: Asked) -> tuple[Typed, ...]:
    """The filled cells of a row that is asked about as a whole; of a column each value once."""
    rows = getattr(part.extracted, asked.table, ())
    if asked.row is None:
        return column_values(rows, asked)
    if asked.field or not 0 < number <= len(rows):
        return ()
    said = fields(rows[number - 1])
    named = ((name, written(value)) for name, value in said.items() if name not in {"at", "doubts"})
    return tuple(Typed(name, text, field=name) for name, text in named if text)


def column_values(rows: Sequence[Row], asked: Asked) -> tuple[Typed, ...]:
    """The values of the column, or of each that a table's question names, with the rows that have it."""
    found: dict[tuple[str, str], list[int]] = {}
    for field in asked.columns:
        for number, row in enumerate(rows, 1):
            found.setdefault((field, written(getattr(row, field, None))), []).append(number)
    return tuple(
        Typed(text if asked.field else f"{field}: {text}", text, tuple(numbers), field=field)
        for (field, text), numbers in found.items()
        if text
    )
