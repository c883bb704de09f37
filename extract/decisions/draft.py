"""A part of a document while people's decisions are put over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from extract.check.cells import TABLES, written
from extract.check.review import order
from extract.decisions.record import DOCUMENTS, KEYS, Decision, Judgement, is_field, row_key
from extract.decisions.values import RECORDS, cells_in, value_of
from extract.errors import UsageError
from extract.fold import fold
from extract.model import Evidence
from extract.records import Checked, Field, Header, ReviewedCell, ReviewItem, Row

PERSON, REVIEWED = "person", "reviewed"
_CHANGED = "decision_changed"
_ASKED_AGAIN = 0.9  # priority of a question that was answered once
_HELD = 0.5  # how sure a person's value is where the words it stood on read otherwise now
_BESIDE = frozenset({"at", "doubts"})


@dataclass(frozen=True, slots=True)
class RowsDraft:
    """The rows of one table as the machine read them, found by the text they were read from and by what they are about."""

    table: str
    rows: tuple[Row, ...]
    by_raw: dict[str, list[int]]
    by_key: dict[str, list[int]]

    @classmethod
    def of(cls, table: str, rows: tuple[Row, ...]) -> RowsDraft:
        """The rows, looked through once."""
        by_raw, by_key = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
        for at, row in enumerate(rows):
            by_raw[row.at.raw].append(at)
            by_key[fold(row_key(table, row))].append(at)
        return cls(table, rows, by_raw, by_key)

    def find(self, decision: Decision) -> tuple[int | None, bool]:
        """The position of the row that a decision is about, and whether its words are those the person saw."""
        same = self.by_raw.get(decision.raw, [])
        about = self.by_key.get(fold(decision.key), [])
        both = sorted({*same} & {*about}, key=lambda at: self._distance(at, decision))
        if both:
            return both[0], True
        if len(same) == 1 and decision.raw:
            return same[0], True
        return (about[0], False) if len(about) == 1 else (None, False)

    def _distance(self, at: int, decision: Decision) -> tuple[bool, int]:
        return self.rows[at].at.page != decision.page, abs(at + 1 - decision.row)


@dataclass(slots=True)
class PartDraft:
    """Header, rows and questions of a part; `told` are the cells (table, row from 1, column) that people decided."""

    checked: Checked
    header: Header
    fields: dict[str, Field]
    found: dict[str, RowsDraft]
    rows: dict[str, list[Row]]
    told: dict[tuple[str, int, str], Decision] = field(default_factory=dict)
    gone: set[tuple[str, int]] = field(default_factory=set)
    answered: set[tuple[str, int | None, str]] = field(default_factory=set)
    unread: set[tuple[str, str]] = field(default_factory=set)
    asked: list[ReviewItem] = field(default_factory=list)

    @classmethod
    def of(cls, checked: Checked) -> PartDraft:
        """A part as it was checked."""
        extracted = checked.extracted
        found = {name: RowsDraft.of(name, getattr(extracted, name)) for name in TABLES}
        return cls(
            checked,
            extracted.header,
            {known.name: known for known in extracted.fields},
            found,
            {name: list(rows.rows) for name, rows in found.items()},
        )

    def fits(self, decision: Decision) -> bool:
        """Whether the words that a decision stood on are there still."""
        return decision.table == DOCUMENTS or self.found[decision.table].find(decision)[1]

    def take(self, decision: Decision) -> None:
        """Put one decision over the part."""
        if decision.table == DOCUMENTS:
            self._take_header(decision)
        elif decision.field and not decision.key and not decision.raw:
            self._take_column(decision)
        elif not decision.key:
            self._take_unread(decision)
        else:
            self._take_row(decision)

    def _take_header(self, decision: Decision) -> None:
        self.answered.add((DOCUMENTS, None, decision.field))
        names = [decision.field] if decision.field else [*self.fields]
        for name in filter(is_field, names):
            self._set_field(name, decision)

    def _set_field(self, name: str, decision: Decision) -> None:
        was = self.fields.get(name)
        now = written(getattr(self.header, name))
        text = _said(decision) if decision.field else now
        raw = was.at.raw if was else ""
        held = decision.field and raw != decision.raw and now not in {decision.before, text}
        at = (
            was.at
            if was
            else Evidence(decision.page, 0, 0, decision.raw, 0.0, rule="", box=decision.box)
        )
        try:
            value = value_of(DOCUMENTS, name, text)
        except UsageError:
            self._ask(decision, self.checked.extracted.part, at, now)
            return
        if held:
            self._ask(decision, self.checked.extracted.part, at, now)
        self.header = replace(self.header, **{name: value})  # type: ignore[arg-type]
        self.fields[name] = Field(name, text, _by_person(at, decision, held=bool(held)))
        self.told[DOCUMENTS, 1, name] = decision

    def _take_column(self, decision: Decision) -> None:
        self.answered.add((decision.table, None, decision.field))
        for number, row in enumerate(self.rows[decision.table], 1):
            now = written(getattr(row, decision.field))
            text = now if decision.verdict is Judgement.RIGHT else _said(decision)
            if now or text:
                self._set_cell(number, decision.field, text, decision)

    def _take_unread(self, decision: Decision) -> None:
        """Lines that no row used: no row is there, or the person typed it."""
        self.unread.add((decision.table, decision.raw))
        if decision.verdict is not Judgement.CORRECTED:
            return
        at = Evidence(decision.page, 0, 0, decision.raw, 1.0, rule=PERSON, box=decision.box)
        cells = cells_in(decision)
        values = {n: value_of(decision.table, n, text) for n, text in cells.items()}
        row: Row = RECORDS[decision.table](at=at, **values)
        if getattr(row, "order", 0) is None:
            row = RECORDS[decision.table](at=at, **values, order=len(self.rows[decision.table]) + 1)
        known = self.found[decision.table].by_key.get(fold(row_key(decision.table, row)), [])
        if not known:
            self.rows[decision.table].append(row)
        number = known[0] + 1 if known else len(self.rows[decision.table])
        for name, text in cells.items():
            self._set_cell(number, name, text, decision)

    def _take_row(self, decision: Decision) -> None:
        position, same = self.found[decision.table].find(decision)
        if position is None:
            if _said(decision) or decision.verdict is Judgement.RIGHT:
                self._ask(decision, 0, None, "")
            return
        number, row = position + 1, self.found[decision.table].rows[position]
        self.answered.add((decision.table, number, decision.field))
        if not decision.field and decision.verdict is Judgement.EMPTY:
            self.gone.add((decision.table, number))
            return
        for name, text in self._meant(decision, row).items():
            now = written(getattr(row, name))
            if not same and (decision.table, number, name) in self.told:
                continue  # what was said of the words as they read now
            if not same and now not in {decision.before, text}:
                self._ask(decision, number, row.at, now)
            self._set_cell(number, name, text, decision)

    def _meant(self, decision: Decision, row: Row) -> Mapping[str, str]:
        """The cells of a row that a decision is about, as the person says they are."""
        if decision.field:
            return {decision.field: _said(decision)}
        if decision.verdict is Judgement.CORRECTED:
            return cells_in(decision)
        names = (name for name in row.__dataclass_fields__ if name not in _BESIDE)
        return {name: text for name in names if (text := written(getattr(row, name)))}

    def _set_cell(self, number: int, name: str, text: str, decision: Decision) -> None:
        row = self.rows[decision.table][number - 1]
        try:
            value = value_of(decision.table, name, text)
        except UsageError:
            self._ask(decision, number, row.at, written(getattr(row, name)))
            return
        changed: dict[str, Any] = {name: value}
        self.rows[decision.table][number - 1] = replace(row, **changed)
        self.told[decision.table, number, name] = decision
        if name in KEYS[decision.table] and number <= len(self.found[decision.table].rows):
            key = fold(row_key(decision.table, self.rows[decision.table][number - 1]))
            self.found[decision.table].by_key.setdefault(key, []).append(number - 1)

    def _ask(self, decision: Decision, row: int, at: Evidence | None, now: str) -> None:
        """Ask again what was answered, with the person's value and what the machine reads now."""
        said, page = _said(decision), at.page if at else decision.page
        raw = at.raw if at else decision.raw
        item = ReviewItem(
            page, decision.table, row, decision.field, said if row else "", raw=raw,
            alternatives=(now,) if row and now else (said,) if not row else (), reason=_CHANGED, priority=_ASKED_AGAIN,
        )  # fmt: skip
        self.asked.append(item)

    def questions(self) -> tuple[ReviewItem, ...]:
        """What is still asked, and what is asked again; rows counted without those that are gone."""
        left = [item for item in self.checked.review if not self._is_answered(item)]
        numbered = (self._renumbered(item) for item in (*left, *self.asked))
        return tuple(sorted(filter(None, numbered), key=order))

    def _is_answered(self, item: ReviewItem) -> bool:
        if item.table == DOCUMENTS:
            return (DOCUMENTS, None, item.field) in self.answered
        if item.row == 0:
            return (item.table, item.raw) in self.unread
        if item.row is None and not item.field:
            return all((item.table, None, column) in self.answered for column in item.columns)
        places = ((item.row, item.field), (item.row, ""), (None, item.field))
        return any((item.table, *place) in self.answered for place in places) or (
            (item.table, item.row or 0, item.field) in self.told
        )

    def _renumbered(self, item: ReviewItem) -> ReviewItem | None:
        """The question with its row's number among those that are left; `None` where the row is gone."""
        if not item.row or (item.table, item.row) in self.gone:
            return None if item.row else item
        before = sum(table == item.table and row < item.row for table, row in self.gone)
        return replace(item, row=item.row - before) if before else item

    def finished(self, name: str) -> tuple[Row, ...]:
        """The rows of a table, each as sure as its cells: those that people decided are."""
        sure = defaultdict[int, list[str]](list)
        for (table, number, column), decision in self.told.items():
            if table == name and decision.verdict is not Judgement.ILLEGIBLE:
                sure[number].append(column)
        return tuple(
            _surer(row, sure[number]) if number in sure else row
            for number, row in enumerate(self.rows[name], 1)
            if (name, number) not in self.gone
        )

    def reviewed(self) -> tuple[ReviewedCell, ...]:
        """The cells of rows that people decided, in table, row and column order."""
        cells = sorted(place for place in self.told if place[0] != DOCUMENTS)
        return tuple(
            self._reviewed(*place) for place in cells if (place[0], place[1]) not in self.gone
        )

    def _reviewed(self, table: str, number: int, name: str) -> ReviewedCell:
        row, decision = self.rows[table][number - 1], self.told[table, number, name]
        return ReviewedCell(
            table, name, written(getattr(row, name)), _by_person(row.at, decision, held=False)
        )


def _said(decision: Decision) -> str:
    """The text that a cell has after a decision."""
    kept = decision.verdict in {Judgement.RIGHT, Judgement.CORRECTED}
    return decision.after if kept else ""


def _by_person(at: Evidence, decision: Decision, *, held: bool) -> Evidence:
    sure = 0.0 if decision.verdict is Judgement.ILLEGIBLE else _HELD if held else 1.0
    return replace(at, rule=PERSON, confidence=sure)


def _surer(row: Row, told: list[str]) -> Row:
    """The row with its confidence as the mean over its filled cells, of which people told some."""
    names = (name for name in row.__dataclass_fields__ if name not in _BESIDE)
    filled = sum(getattr(row, name) is not None for name in names)
    known = sum(getattr(row, name) is not None for name in told)
    if not filled:
        return row
    share = min(1.0, known / filled)
    sure = row.at.confidence * (1 - share) + share
    return replace(row, at=replace(row.at, confidence=sure))
