"""Tables of tasks: header words choose the columns, section rows may name the unit, broken rows are joined.

Cells stand between " | ". A row is a header where two of its cells are known heads, one of them the task and one a unit, a
partner or a time. A row without a number that begins in small letters continues the one before (page break).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.parse.assignments_words import Words, column_of
from extract.parse.deadlines import year_of_heading
from extract.parse.outline import Node
from extract.parse.passage import Passage

_CELL = re.compile(r"(?:^|(?<=\|))[^|]*")
_TELLING = frozenset({"lead", "unit", "partners", "time"})
_NUMBER = re.compile(r"^\W*(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[a-zđ])\W*$")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of the table: its cells by column (several cells of one column joined), and where it stands."""

    cells: dict[str, Passage]
    whole: Passage
    year: int | None

    def text(self, column: str) -> str:
        """The words of a column, empty where it has none."""
        return self.cells[column].text if column in self.cells else ""


@dataclass(slots=True)
class TaskTable:
    """The columns in force while rows are read in order."""

    words: Words
    columns: tuple[str | None, ...] = ()
    year: int | None = None
    header: str = field(default="")

    def header_row(self, row: Passage) -> bool:
        """Whether the row heads a table of tasks (again); its columns are then in force, or none are."""
        heads = [cell.folded for cell in cells_of(row)]
        columns = tuple(column_of(head, self.words) for head in heads)
        known = {column for column in columns if column}
        if len(known) < 2 or any(_NUMBER.match(cell.text) for cell in cells_of(row)[:1]):  # noqa: PLR2004 - two heads
            return False
        self.columns = columns if "task" in known and known & _TELLING else ()
        self.year = year_of_heading(row.text)
        return True

    def read(self, row: Passage) -> TaskRow | None:
        """The row's cells by column; `None` outside a table of tasks or where the cells don't fit."""
        cells = cells_of(row)
        if not self.columns or len(cells) != len(self.columns):
            return None
        found: dict[str, Passage] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            if column and cell.text and column not in found:
                found[column] = cell
        return TaskRow(found, row, self.year)


def cells_of(row: Passage) -> list[Passage]:
    """The cells of a row, empty ones kept."""
    return [row.cut(*match.span()) for match in _CELL.finditer(row.text)]


def is_group(row: TaskRow) -> bool:
    """A section row: only a number and a text."""
    return set(row.cells) <= {"number", "task"} or set(row.cells) == {"unit"}


def continues(row: TaskRow) -> bool:
    """A row without a number that goes on in small letters, or has no task of its own."""
    task = row.text("task")
    return not row.text("number") and (not task or task[0].islower())


def joined(one: TaskRow, other: TaskRow, glue: Sequence[str] = ()) -> TaskRow:
    """Two halves of a broken row, cell by cell."""
    from extract.parse.assignments_model import gather

    cells = dict(one.cells)
    for column, cell in other.cells.items():
        cells[column] = gather((("", cells[column]), ("", cell))) if column in cells else cell
    return TaskRow(cells, gather((("", one.whole), ("", other.whole))), one.year)


def row_of(node: Node) -> Passage:
    """The row's text."""
    return node.own
