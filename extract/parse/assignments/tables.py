"""Tables of tasks: header words choose the columns, section rows may name the unit, broken rows are joined.

Cells stand between " | ". A row is a header where two of its cells are known heads, one of them the task and one a unit, a
partner or a time. A row without a number that begins in small letters continues the one before (page break).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from extract.parse.assignments.model import (
    Actor,
    Inherited,
    TaskDraft,
    column_of,
    gather,
    nearest_column,
)
from extract.parse.assignments.unmarked import UNITS
from extract.parse.assignments.walk import Walk, named_partners
from extract.parse.assignments.who import actor_of_cell
from extract.parse.deadlines import year_of_heading
from extract.parse.passage import Passage
from extract.parse.units import unit_prefix

_CELL = re.compile(r"(?:^|(?<=\|))[^|]*")
_TELLING = frozenset({"lead", "unit", "partners", "time"})
_NUMBER = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[a-zđ])\W*$")
_MARK = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,2}[.)]\s+(?=\S)")
_REMEDY = re.compile(
    r"\W*(?:nhiem vu,? )?(?:cac )?(?:giai phap|bien phap|huong khac phuc)\b(?!.*\bnguyen nhan)"
)
_OF_SCORES = re.compile(r"\b(?:tong|so) diem\b|\bxep (?:hang|loai)\b|\bthu hang\b")
_NO_ACTOR = Actor((), "", "unit_table", 0.4)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of the table: its cells by column, its whole text, and what the headings above it hand down."""

    cells: Mapping[str, Passage]
    whole: Passage
    frame: Inherited

    def text(self, column: str) -> str:
        """The words of a column, empty where it has none."""
        return self.cells[column].text if column in self.cells else ""


@dataclass(slots=True)
class TaskTable:
    """The columns in force while rows are read in order, and the row that waits for its continuation."""

    walk: Walk
    columns: tuple[str | None, ...] = ()
    year: int | None = None
    pending: TaskRow | None = None
    group: Actor | None = None

    def row(self, own: Passage, frame: Inherited) -> None:
        """Read a row: head, section, continuation or task."""
        if self._header(own):
            return
        row = self._read(own, frame)
        if row is None:
            return
        if self.pending and _continues(row):
            self.pending = _joined(self.pending, row)
            return
        row = self._spanned(row)
        self.end()
        if _is_section(row):
            self._section(row)
        self.pending = row

    def end(self) -> None:
        """Write the row that waited; a section that nothing went on with is none."""
        row, self.pending = self.pending, None
        task = row.cells.get("task") if row else None
        if row is None or task is None or _is_section(row):
            return
        partner = row.cells.get("partners")
        self.walk.add(TaskDraft(
            task, row.whole, self._actor(row), row.text("number").strip(" ."), row.frame.path, frame=row.frame,
            partners=named_partners(partner, self.walk.words) if partner else None,
            time=row.cells.get("time"),
            product=row.text("product").strip(" .;") or None,
        ))  # fmt: skip

    def _header(self, own: Passage) -> bool:
        """Whether the row heads a table (again); its columns are then in force, or none are."""
        cells = cells_of(own)
        columns = tuple(column_of(cell.folded, self.walk.words) for cell in cells)
        if any(columns):
            columns = tuple(
                column or nearest_column(cell.folded, self.walk.words)
                for column, cell in zip(columns, cells, strict=True)
            )
        columns = _remedies_first(columns, [cell.folded for cell in cells])
        if self._parts_unit(columns):
            return True
        columns = self._below(columns, [cell.text for cell in cells])
        known = {column for column in columns if column}
        if not known & {"time", "lead", "partners"} and any(
            _OF_SCORES.search(cell.folded) for cell in cells
        ):
            return False  # `Hoạt động chuyển đổi số | Tổng điểm`: what is rated, no task
        if len(known) < 2 or _NUMBER.match(cells[0].text):  # noqa: PLR2004 - two heads
            return False
        self.columns = columns if "task" in known and known & _TELLING else ()
        self.year = year_of_heading(own.text)
        return True

    def _parts_unit(self, columns: tuple[str | None, ...]) -> bool:
        """Whether a short second row of the head says what the column of units holds (`Chủ trì | Phối hợp`)."""
        parted = len(columns) > 1 and len(set(columns)) == len(columns) and set(columns) <= UNITS
        if self.pending or not parted or self.columns.count("unit") != 1:
            return False
        at = self.columns.index("unit")
        self.columns = (*self.columns[:at], *columns, *self.columns[at + 1 :])
        return True

    def _below(self, columns: tuple[str | None, ...], heads: list[str]) -> tuple[str | None, ...]:
        """The columns of a head of two rows: what the second leaves empty was said in the first (`Chủ trì | Phối hợp`)."""
        fits = len(self.columns) == len(columns) and "task" in self.columns
        if self.pending or not fits or "task" in columns or not any(columns):
            return columns
        if heads[self.columns.index("task")]:  # a row of its own
            return columns
        return tuple(
            column or (None if head else above)
            for column, head, above in zip(columns, heads, self.columns, strict=True)
        )

    def _read(self, own: Passage, frame: Inherited) -> TaskRow | None:
        """The row's cells by column; `None` outside a table of tasks or where the cells don't fit."""
        cells = cells_of(own)
        if not self.columns or len(cells) != len(self.columns):
            return None
        found: dict[str, Passage] = {}
        for column, cell in zip(self.columns, cells, strict=True):
            if column and cell.text:
                found.setdefault(column, cell)
        if "number" not in self.columns and "task" in found:
            found |= _numbered(found["task"])
        return TaskRow(found, own, replace(frame, year=self.year or frame.year))

    def _section(self, row: TaskRow) -> None:
        """A section row; where it is a unit, it is that of the rows below."""
        cell = row.cells.get("task") or row.cells.get("unit")
        prefix = unit_prefix(cell, self.walk.words.units) if cell else None
        alone = prefix is not None and prefix.how == "alone"
        self.group = (
            Actor(prefix.units, prefix.scope, "unit_section", 0.85) if prefix and alone else None
        )

    def _spanned(self, row: TaskRow) -> TaskRow:
        """A further task of the unit above, whose cell spans several rows: its number and unit hold for it too."""
        above = self.pending
        who = self.columns.index("unit") if "unit" in self.columns else len(self.columns)
        if above is None or _is_section(above) or {"number", "unit", "lead"} & set(row.cells):
            return row
        if who > self.columns.index("task"):  # units stand behind their tasks: this one has none
            return row
        held = {name: above.cells[name] for name in ("number", "unit") if name in above.cells}
        return replace(row, cells={**held, **row.cells})

    def _actor(self, row: TaskRow) -> Actor:
        """The unit of the row's cell, else that of the section or the frame."""
        cell = row.cells.get("lead") or row.cells.get("unit")
        if cell is None:
            return self.group or row.frame.actor or _NO_ACTOR
        return actor_of_cell(self.walk, cell, "unit_table", lead="lead" in row.cells)


def cells_of(row: Passage) -> list[Passage]:
    """The cells of a row, empty ones kept."""
    return [row.cut(*match.span()) for match in _CELL.finditer(row.text)]


def _remedies_first(columns: tuple[str | None, ...], heads: list[str]) -> tuple[str | None, ...]:
    """The columns; where remedies have one, what they mend (`Tiêu chí`, `Tồn tại`) is no task."""
    remedy = next((n for n, head in enumerate(heads) if _REMEDY.match(head)), None)
    if remedy is None:
        return columns
    return tuple(
        "task" if n == remedy else None if column == "task" else column
        for n, column in enumerate(columns)
    )


def _numbered(task: Passage) -> Mapping[str, Passage]:
    """The number that a task brings along where the table has no column for it."""
    mark = _MARK.match(task.text)
    return {"number": task.cut(0, mark.end()), "task": task.cut(mark.end())} if mark else {}


def _is_section(row: TaskRow) -> bool:
    return set(row.cells) <= {"number", "task"} or set(row.cells) == {"unit"}


def _continues(row: TaskRow) -> bool:
    """A row without a number that goes on in small letters, or has no task of its own."""
    task = row.text("task")
    return not row.text("number") and (not task or task[0].islower())


def _joined(one: TaskRow, other: TaskRow) -> TaskRow:
    """Two halves of a broken row, cell by cell."""
    cells = dict(one.cells)
    for column, cell in other.cells.items():
        cells[column] = gather((("", cells[column]), ("", cell))) if column in cells else cell
    return TaskRow(cells, gather((("", one.whole), ("", other.whole))), one.frame)
