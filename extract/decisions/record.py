"""One thing a person said of one cell (or word), and which of several such sayings stands.

A row is known by what it is about: the text it was read from and its key columns, never by its number alone, so that a
parser that finds one row more moves no answer to its neighbour. The number is a hint among rows that are otherwise equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from extract.check.cells import written
from extract.model import Box, Correction, Evidence, Restored
from extract.records import Checked, Header, Row
from extract.restore.lines import replay_line

DOCUMENTS, WORDS = "documents", "corrections"
#: The columns that say what a row is about.
KEYS: Mapping[str, tuple[str, ...]] = {
    "results": ("index_family", "index_year", "entity"),
    "scores": ("entity", "level", "criterion"),
    "reasons": ("kind", "text"),
    "assignments": ("item_no", "section", "unit"),
    "references": ("ref_type", "code"),
    "recipients": ("section", "name"),
}


class Judgement(StrEnum):
    """What a person found when they looked."""

    RIGHT = "right"  # the value that stands there (`after` repeats it)
    CORRECTED = "corrected"  # it must be `after`
    EMPTY = "empty"  # nothing stands on the paper; of a whole row: there is no such row
    ILLEGIBLE = "illegible"  # something stands there that nobody can read
    UNDONE = "undone"  # what was said before of this cell is void


class Decision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=False):
    """A line of `decisions*.jsonl`: who said when what of which cell, and how the cell looked then.

    `field` empty: the whole row; `key` and `raw` empty in a table of rows: the whole column. `row`: the number of the row in
    the part's rows of that table; of a word (table `corrections`) the number of its line, `raw` being the line.
    """

    when: Annotated[datetime, msgspec.Meta(tz=True)]
    who: str
    sha256: str
    part: int
    table: str
    field: str
    verdict: Judgement
    before: str = ""
    after: str = ""
    key: str = ""
    raw: str = ""
    row: int = 0
    page: int | None = None
    box: Box | None = None

    @property
    def place(self) -> tuple[str, int, str, str, str, str]:
        """What it is about: a later decision on the same place takes its place. A header has one value, whatever was read."""
        read = "" if self.table == DOCUMENTS else self.raw
        if not (self.key or self.raw or self.field):
            read = self.after  # a row that was typed: there may be several
        where = f"{self.page or ''}:{self.row}:{self.key}" if self.table == WORDS else self.key
        return self.sha256, self.part, self.table, self.field, where, read


@dataclass(frozen=True, slots=True)
class Address:
    """A cell or word as a decision names it, with what stands there now."""

    key: str
    raw: str
    row: int
    before: str
    page: int | None
    box: Box | None


def address(checked: Checked, table: str, row: int, field: str) -> Address:
    """The address of a cell as the machine read it (before decisions); `row` from 1 within the part, 0: the whole column.

    Raises `LookupError` where there is no such cell.
    """
    if table == DOCUMENTS:
        return _of_header(checked, field)
    if row == 0:
        return Address("", "", 0, "", None, box=None)
    found: Row = getattr(checked.extracted, table)[row - 1]
    before = written(getattr(found, field)) if field else ""
    return Address(
        row_key(table, found), found.at.raw, row, before, found.at.page, box=found.at.box
    )


def _of_header(checked: Checked, field: str) -> Address:
    at = evidence(checked, field)
    header = checked.extracted.header
    before = written(getattr(header, field)) if hasattr(header, field) else ""
    if at is None:
        return Address("", "", checked.extracted.part, before, None, box=None)
    return Address("", at.raw, checked.extracted.part, before, at.page, box=at.box)


def evidence(checked: Checked, field: str) -> Evidence | None:
    """Where a field of the header was read, or stands unread."""
    known = (*checked.extracted.fields, *checked.extracted.unread)
    return next((found.at for found in known if found.name == field), None)


def word_address(restored: Restored, line: tuple[int | None, int], start: int, end: int) -> Address:
    """The address of some characters of a line (page, number); widened to the corrections that they cut, which go as a whole.

    Raises `LookupError` where there is no such line.
    """
    raw = raw_line(restored, *line)
    here = [c for c in restored.corrections if (c.page, c.line) == line]
    start, end = widened(here, start, end)
    inside = [
        msgspec.structs.replace(c, start=c.start - start, end=c.end - start)
        for c in here
        if start <= c.start and c.end <= end
    ]
    return Address(
        f"{start}-{end}", raw, line[1], replay_line(raw[start:end], inside), line[0], box=None
    )


def widened(corrections: Iterable[Correction], start: int, end: int) -> tuple[int, int]:
    """A stretch of a raw line with all of every correction that it cuts."""
    for c in corrections:
        if c.start < end and start < c.end:
            start, end = min(start, c.start), max(end, c.end)
    return start, end


def raw_line(restored: Restored, page: int | None, number: int) -> str:
    """A line as it was read."""
    for found in restored.reading.pages:
        if found.number == page:
            return found.lines[number - 1].raw
    raise LookupError(f"page {page}")


def row_key(table: str, row: Row) -> str:
    """What a row is about, for people to read."""
    return " · ".join(written(getattr(row, name)) for name in KEYS[table])


def standing(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of each place what was said last and not undone, in the order of time.

    Neither the order of the lines nor of the files matters: two people at the same moment are ordered by what they said.
    """
    said: dict[object, list[Decision]] = {}
    for decision in sorted(set(decisions), key=order):
        here = said.setdefault(decision.place, [])
        if decision.verdict is Judgement.UNDONE:
            _undo(here, decision)
        else:
            here.append(decision)
    return tuple(sorted((here[-1] for here in said.values() if here), key=order))


def _undo(here: list[Decision], void: Decision) -> None:
    """Take out the last saying that this one makes void; what others said of the place stays."""
    for at in reversed(range(len(here))):
        if here[at].after == void.after:
            del here[at]
            return


def order(decision: Decision) -> tuple[datetime, str, bytes]:
    """The sorting key of decisions: time, then person, then the whole line."""
    return decision.when, decision.who, msgspec.json.encode(decision)


def is_field(name: str) -> bool:
    """Whether documents.csv has this column from the header."""
    return name in Header.__dataclass_fields__
