"""A table that somebody edited by hand against what would be written now: each difference is proposed as a decision.

Rows are paired by where they were read (part, page, lines, raw text), among equals by their likeness, so that a table may have been
sorted or filtered. What a spreadsheet does by itself is no edit: `86.5` for `86.50`, `1/3/2024` for `2024-03-01`, `7` for `07`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import msgspec

from extract.check.cells import written
from extract.decisions.record import (
    DOCUMENTS,
    WORDS,
    Address,
    Decision,
    Judgement,
    address,
    word_address,
)
from extract.decisions.values import RECORDS, columns_in, value_of
from extract.errors import UsageError
from extract.records import Document
from extract.tables.rows import rows_of_document

Cells = Mapping[str, str]
_UNSAID = datetime.min.replace(tzinfo=UTC)
_WHERE = ("part", "page", "line_start", "line_end", "raw")
_WORD = ("part", "page", "line", "start", "end", "before")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A difference: the document's name, and the decision that it would be (by whom and when is still to be said)."""

    source: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Edits:
    """The differences of one document: those that can be decisions, those that cannot (why), rows that are missing."""

    taken: tuple[CellEdit, ...] = ()
    refused: tuple[str, ...] = ()
    missing: tuple[CellEdit, ...] = ()


def edits_of(document: Document, table: str, names: Sequence[str], rows: Sequence[Cells]) -> Edits:
    """The differences between the edited rows of a document and what stands in its tables now; `names` are all columns."""
    now = [dict(zip(names, row, strict=True)) for row in rows_of_document(document).rows[table]]
    where = ("part",) if table == DOCUMENTS else _WORD if table == WORDS else _WHERE
    taken: list[CellEdit] = []
    refused: list[str] = []
    missing: list[CellEdit] = []
    for at, edited in _paired(now, rows, where):
        if at is None:
            taken += _added(document, table, edited or {}, refused)
        elif edited is None:
            missing += _removed(document, table, now, at)
        else:
            taken += _changed(document, table, (now, at), edited, refused)
    return Edits(tuple(taken), tuple(refused), tuple(missing))


def _paired(
    now: Sequence[Cells], edited: Sequence[Cells], where: Sequence[str]
) -> Iterator[tuple[int | None, Cells | None]]:
    """Positions of rows with the edited row of each; `None` where either has no partner."""
    left: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, row in enumerate(now):
        left[_place(row, where)].append(at)
    late = []
    for row in edited:
        here = left[_place(row, where)]
        same = next((at for at in here if _differences(now[at], row) == 0), None)
        if same is None:
            late.append(row)
            continue
        here.remove(same)
    for row in late:
        here = left[_place(row, where)]
        nearest = min(here, key=lambda at: _differences(now[at], row), default=None)
        if nearest is not None:
            here.remove(nearest)
        yield nearest, row
    yield from ((at, None) for here in left.values() for at in here)


def _place(row: Cells, where: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(row.get(name, "").split()) for name in where)


def _differences(now: Cells, edited: Cells) -> int:
    return sum(now[name] != text for name, text in edited.items() if name in now)


def _changed(
    document: Document,
    table: str,
    row: tuple[Sequence[Cells], int],
    edited: Cells,
    refused: list[str],
) -> Iterator[CellEdit]:
    now, at = row
    answerable = ("after",) if table == WORDS else columns_in(table)
    for name, text in edited.items():
        before = now[at].get(name)
        if before is None or _is_same(before, text):
            continue
        if name not in answerable:
            refused.append(f"{table}.{name}: {before!r} cannot be answered")
            continue
        try:
            after = tidied(table, name, text)
            if after != before and not _is_equal(table, name, before, after):
                yield _edit(document, table, name, _address(document, table, row, name), after)
        except (UsageError, LookupError) as error:
            refused.append(f"{table}.{name}: {error}")


def _is_same(before: str, text: str) -> bool:
    """Whether a spreadsheet made the one of the other."""
    zeros = before.isdigit() and before.lstrip("0") == text
    return before == text or zeros or " ".join(before.split()) == " ".join(text.split())


def _is_equal(table: str, name: str, before: str, after: str) -> bool:
    return table != WORDS and value_of(table, name, before) == value_of(table, name, after)


def tidied(table: str, name: str, text: str) -> str:
    """A cell as a person or a spreadsheet writes it, as the tables do; `UsageError` where the column cannot hold it.

    >>> tidied("documents", "issued_date", "1/3/2024"), tidied("scores", "points", "8,5"), tidied("documents", "is_copy", "TRUE")
    ('2024-03-01', '8.5', 'true')
    """
    if table == WORDS:
        return text
    day = _DAY_FIRST.fullmatch(text)
    for form in (text, text.replace(",", ".") if _COMMA.fullmatch(text) else text, text.lower()):
        try:
            return written(value_of(table, name, form))
        except UsageError:
            continue
    if day:
        text = _iso(*map(int, day.groups())) or text
    return written(value_of(table, name, text))


def _iso(day: int, month: int, year: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _address(
    document: Document, table: str, row: tuple[Sequence[Cells], int], name: str
) -> tuple[int, Address]:
    """The part, and the cell as decisions name it."""
    now, at = row
    part = int(now[at]["part"])
    if table == WORDS:
        assert document.restored is not None, "it has corrections"
        cells = now[at]
        line = (int(cells["page"]) if cells["page"] else None, int(cells["line"]))
        found = word_address(document.restored, line, int(cells["start"]), int(cells["end"]))
        return part, found
    number = at - sum(other["part"] != now[at]["part"] for other in now[:at]) + 1
    checked = next(p for p in document.parts if p.extracted.part == part)
    return part, address(checked, table, number, name)


def _edit(
    document: Document, table: str, name: str, where: tuple[int, Address], after: str
) -> CellEdit:
    part, at = where
    verdict = Judgement.CORRECTED if after else Judgement.EMPTY
    said = Decision(
        when=_UNSAID, who="", sha256=document.sha256 or "", part=part, table=table, field=name, verdict=verdict,
        before=at.before, after=after, key=at.key, raw=at.raw, row=at.row, page=at.page, box=at.box,
    )  # fmt: skip
    return CellEdit(document.sources[0], said)


def _removed(document: Document, table: str, now: Sequence[Cells], at: int) -> Iterator[CellEdit]:
    if table in RECORDS and table != DOCUMENTS:
        yield _edit(document, table, "", _address(document, table, (now, at), ""), "")


def _added(document: Document, table: str, edited: Cells, refused: list[str]) -> Iterator[CellEdit]:
    """A row that stands in no table: a person typed it."""
    if table not in RECORDS or table == DOCUMENTS:
        refused.append(f"{table}: a row that belongs to none of the document's")
        return
    try:
        names = (name for name in columns_in(table) if edited.get(name))
        cells = {name: tidied(table, name, edited[name]) for name in names}
    except UsageError as error:
        refused.append(f"{table}: {error}")
        return
    page = int(edited["page"]) if edited.get("page", "").isdigit() else None
    part = int(edited["part"]) if edited.get("part", "").isdigit() else 1
    at = Address("", edited.get("raw", ""), 0, "", page, box=None)
    yield _edit(document, table, "", (part, at), msgspec.json.encode(cells).decode())
