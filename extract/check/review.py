"""The review list: questions to a person, one a cause, those first where an answer mends most.

A person who looks at a line sees all that was read from it, so a table's row is one question: about the cell that holds most of the
doubt, or about the whole row where several are to be doubted. Many rows with the same doubtful column are one question about the
column, and so are equal cells of what is read once for many rows (who is rated, the year). A header's fields are asked one by one.

A question is written where it probably finds something (`ASKED`) that no other question finds (`ASKED_BESIDE`); what arithmetic or the
parser contradicts, an empty field that the form demands, a changed name and changed digits are asked in any case. `priority` is
e / (1 + e) of the wrong cells e that an answer is expected to mend.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from extract.check.cells import DEMANDED, TABLES, written
from extract.check.signs import digits_differ
from extract.check.sureness import SignedCell
from extract.model import Correction, Doubt
from extract.records import Extracted, ReviewItem

#: The strongest reason first; one before `low_confidence` is asked in any case.
_REASONS = ("repaired_number", "failed_check", "conflict", "unreadable", "low_confidence")
#: The chance that something is wrong from which a question is written; a field of the header misfiles the whole document. Below .13 one
#: of 30 such fields of 33 real papers was wrong.
ASKED, ASKED_SHARED, ASKED_OF_HEADER = 0.3, 0.2, 0.13
#: What is left to be wrong in a row whose doubtful columns are asked about as a whole.
ASKED_BESIDE = 0.1
_GUARDED = frozenset({"numeric", "code"})
_DIGIT = re.compile(r"\d")
#: Columns that are read once for many rows: who is rated, the year.
_SHARED = frozenset(("entity", "index_family", "index_year", "decided_by", "base_year", "rank_of"))
#: What a look at a cell is worth where less than all: who ordered and who leads is often a matter of opinion (people who made tables by
#: hand stated them in four rows of ten), and what is computed of other cells is mended there.
_WORTH: Mapping[str, float] = {
    "assigner": 0.45, "role": 0.4, "percent": 0.3, "check": 0.1, "sum_check": 0.1, "issuer_id": 0.1, "province_code": 0.1,
    "rank_change_raw": 0.1,
}  # fmt: skip
_OF_HEADER = 3.0  # a wrong cell of the header misfiles the whole document
_MOST = 0.98  # as sure as anything is
_HELD_BY_ONE = 0.8  # share of a row's doubt from which its question is about one cell
_TOLD = 0.5  # of the greatest chance: cells of a row or columns of a table that are named
_COLUMN = 4  # questions about one column that are one
_WHOLE_ROWS = 3  # of a table; more are one question about it
#: A column is asked about as a whole where so many wrong cells are to be expected in it, this share of it: of figures taken from the wrong
#: column each alone looks right.
_EXPECTED, _SHARE = 1.1, 0.06
_MOST_OFFERED, _MOST_SHOWN = 5, 20


@dataclass(frozen=True, slots=True)
class _Question:
    """An item, the chance that anything is wrong there, the wrong cells to be expected, the cell most in doubt; of a whole row the chance of each column."""

    item: ReviewItem
    chance: float
    expected: float
    cell: ReviewItem
    gains: tuple[tuple[str, float], ...] = ()

    def listed(self) -> ReviewItem:
        """The item with its priority."""
        return replace(self.item, priority=priority(self.expected))


@dataclass(slots=True)
class Listing:
    """The review list while a document's cells are looked at one by one.

    Only what is asked stays, and one cell of many equal ones: the cells of a book together would not fit.
    """

    header: dict[str, SignedCell] = field(default_factory=dict)
    fields: list[_Question] = field(default_factory=list)
    questions: list[_Question] = field(default_factory=list)
    equal: dict[tuple[str, str, str], _Equal] = field(default_factory=dict)
    row: list[tuple[SignedCell, float]] = field(default_factory=list)
    columns: dict[tuple[str, str], _ColumnCells] = field(default_factory=dict)

    def add(self, signed: SignedCell, chance: float) -> None:
        """Look at one more cell; those of a row come together."""
        table, number, column = signed.place
        if table == "documents":
            self.header[column] = signed
            self.fields += filter(None, [_of_field(signed, chance)])
            return
        if self.row and self.row[0][0].place[:2] != (table, number):
            self._end_row()
        self.row.append((signed, chance))
        self.columns.setdefault((table, column), _ColumnCells()).add(signed, chance)

    def _end_row(self) -> None:
        """The questions about the row that is complete."""
        alone = []
        for signed, chance in self.row:
            if signed.cell.column in _SHARED:
                key = (signed.cell.table, signed.cell.column, signed.cell.value)
                self.equal.setdefault(key, _Equal()).add(signed, chance)
            elif (doubt := _contradicted(signed)) is not None:
                self.questions.append(_of_cell(signed, doubt, chance))
            else:
                alone.append((signed, chance))
        self.questions += filter(None, [_of_row(alone)])
        self.row = []

    def items(
        self, extracted: Extracted, pages: tuple[int | None, int | None]
    ) -> Iterator[ReviewItem]:
        """The questions about header and rows; in no order.

        `pages`: the first and the last of the document, where a header and a signature stand that were not read.
        """
        self._end_row()
        unread = (doubt for doubt in extracted.doubts if doubt.field not in self.header)
        yield from (_unread(extracted, doubt, pages) for doubt in unread)
        yield from (question.listed() for question in self.fields)
        equal = filter(None, (same.question() for same in self.equal.values()))
        questions = by_column([*self.questions, *equal])
        values = Counter((table, column) for table, column, _ in self.equal)
        several = {p: c for p, c in self.columns.items() if values[p] != 1}  # equal: one cause
        asked = with_tables(with_columns(questions, several))
        yield from (q.listed() for q in without_asked(asked))


@dataclass(slots=True)
class _Equal:
    """Cells with the same words in a shared column: their chances, and the likeliest wrong one, those contradicted before."""

    chances: list[float] = field(default_factory=list)
    worst: tuple[bool, float, SignedCell] | None = None

    def add(self, signed: SignedCell, chance: float) -> None:
        """One more; of several that are as likely the first counts."""
        self.chances.append(chance)
        rank = (_contradicted(signed) is not None, chance)
        if self.worst is None or rank > self.worst[:2]:
            self.worst = (*rank, signed)

    def question(self) -> _Question | None:
        """The question about all of them, where one is due."""
        assert self.worst is not None, "there is at least one"
        *_, signed = self.worst
        chance, count = median(self.chances), len(self.chances)
        doubt = _contradicted(signed)
        if doubt is None and chance * _worth(signed) < ASKED_SHARED:
            return None
        asked = _of_cell(signed, doubt or _unsure(signed), chance)
        row = None if count > 1 else signed.row
        item = replace(asked.item, row=row, cells=count)
        return replace(asked, item=item, expected=asked.expected * count)


@dataclass(slots=True)
class _ColumnCells:
    """The cells of a column: how many, how many wrong ones are to be expected, and the likeliest wrong one."""

    cells: int = 0
    expected: float = 0.0
    worst: tuple[float, SignedCell] | None = None

    def add(self, signed: SignedCell, chance: float) -> None:
        """One more."""
        self.cells += 1
        self.expected += chance * _worth(signed)
        if self.worst is None or chance > self.worst[0]:
            self.worst = (chance, signed)

    @property
    def doubtful(self) -> bool:
        """Whether it is worth a question of its own."""
        many = self.cells >= _COLUMN and self.expected >= _EXPECTED
        return many and self.expected >= _SHARE * self.cells

    def question(self, told: Sequence[_Question]) -> _Question:
        """The question about it, in the place of those about some of its cells."""
        assert self.worst is not None, "there is at least one"
        chance, signed = self.worst
        asked = _of_column(signed.cell.column, [*told, _of_cell(signed, _unsure(signed), chance)])
        return replace(asked, item=replace(asked.item, cells=self.cells), expected=self.expected)


def _contradicted(signed: SignedCell) -> Doubt | None:
    """What makes a person look at a cell in any case: a check, the parser, or a digit that was changed."""
    doubts = sorted(signed.cell.doubts, key=lambda doubt: _REASONS.index(doubt.reason))
    if doubts and doubts[0].reason != _REASONS[-1]:
        return doubts[0]
    changed = (c for c in signed.changed if _DIGIT.search(c.after))  # `s6` for `số` is none here
    guarded = [c for c in changed if c.rule in _GUARDED or digits_differ(c)]
    if guarded:
        return Doubt(signed.cell.column, "repaired_number", alternatives(guarded))
    return None


def _unsure(signed: SignedCell) -> Doubt:
    """The doubt of a cell that nothing contradicts, with what it may be instead."""
    return next(iter(signed.cell.doubts), None) or Doubt(
        signed.cell.column, _REASONS[-1], _weighed(signed.changed)
    )


def _of_field(signed: SignedCell, chance: float) -> _Question | None:
    """The question about a field of the header: doubted, changed where it is a name, or hardly sure."""
    doubt = _contradicted(signed)
    name = signed.cell.column == "signer_name" and signed.changed
    likely = chance * min(1.0, _worth(signed)) >= ASKED_OF_HEADER
    if doubt or signed.cell.doubts or name or likely:
        return _of_cell(signed, doubt or _unsure(signed), chance)
    return None


def _of_row(cells: Sequence[tuple[SignedCell, float]]) -> _Question | None:
    """The question about a row's cells that nothing contradicts, where one is due."""
    gains = [chance * _worth(signed) for signed, chance in cells]
    if not gains:
        return None
    most, expected, chance = max(gains), sum(gains), chance_of(gains)
    if chance < ASKED:
        return None
    worst, sure = cells[gains.index(most)]
    asked = _of_cell(worst, _unsure(worst), sure)
    if most >= _HELD_BY_ONE * expected:
        return replace(asked, chance=chance)
    told = [s.cell for (s, _), gain in zip(cells, gains, strict=True) if gain >= _TOLD * most]
    value = "; ".join(f"{cell.column}: {cell.value}" for cell in told)
    whole = replace(asked.item, field="", value=value, alternatives=(), cells=len(cells))
    columns = (signed.cell.column for signed, _ in cells)
    return _Question(whole, chance, expected, asked.item, tuple(zip(columns, gains, strict=True)))


def chance_of(gains: Sequence[float]) -> float:
    """The chance that anything is wrong in a row, of those of its cells.

    Cells of a row are wrong together more often than not: it lies halfway between that of the worst and that of cells that know
    nothing of each other.
    """
    return (max(gains, default=0.0) + 1 - math.prod(1 - gain for gain in gains)) / 2


def _of_cell(signed: SignedCell, doubt: Doubt, chance: float) -> _Question:
    cell = signed.cell
    item = ReviewItem(
        cell.at.page, cell.table, signed.row, cell.column, cell.value, raw=cell.at.raw, alternatives=doubt.alternatives, reason=doubt.reason, priority=0.0, proof=doubt.proof
    )  # fmt: skip
    return _Question(item, chance, chance * _worth(signed), item)


def _worth(signed: SignedCell) -> float:
    of_table = _OF_HEADER if signed.cell.table == "documents" else 1.0
    return _WORTH.get(signed.cell.column, of_table)


def by_column(questions: Iterable[_Question]) -> Iterator[_Question]:
    """Questions about cells, those about one column of a table as one where they are many."""
    groups: defaultdict[tuple[str, str], list[_Question]] = defaultdict(list)
    for question in questions:
        groups[question.item.table, question.item.field].append(question)
    for (_, column), found in groups.items():
        whole = column and len(found) >= _COLUMN
        yield from [_of_column(column, found)] if whole else found


def with_tables(questions: Iterable[_Question]) -> Iterator[_Question]:
    """These questions, those about a table as one where several of its columns are asked about, or many of its rows.

    What is wrong there hangs together: how items were cut, which column holds what. What is contradicted stays a question of its own.
    """
    tables: defaultdict[str, list[_Question]] = defaultdict(list)
    for question in questions:
        if question.item.table in TABLES and question.item.reason == _REASONS[-1]:
            tables[question.item.table].append(question)
        else:
            yield question
    for table, found in tables.items():
        columns = {question.item.field for question in found if question.item.row is None}
        rows = sum(not question.item.field for question in found)
        yield from [_of_table(table, found)] if len(columns) > 1 or rows > _WHOLE_ROWS else found


def _of_table(table: str, found: Sequence[_Question]) -> _Question:
    """One question for several about a table; its value names the columns that are most in doubt."""
    doubt: defaultdict[str, float] = defaultdict(float)
    for question in found:
        for column, gain in question.gains or ((question.item.field, question.expected),):
            doubt[column] += gain
    named = sorted(c for c, gain in doubt.items() if gain >= _TOLD * max(doubt.values()))
    first = max(found, key=lambda question: question.expected)
    item = replace(
        first.item, table=table, row=None, field="", value=", ".join(named), alternatives=(), cells=sum(q.item.cells for q in found)
    )  # fmt: skip
    return _Question(item, first.chance, sum(q.expected for q in found), first.cell)


def with_columns(
    questions: Iterable[_Question], columns: Mapping[tuple[str, str], _ColumnCells]
) -> Iterator[_Question]:
    """These questions, those about cells of a column that is doubtful as a whole as one about it."""
    questions = list(questions)
    asked = {(q.item.table, q.item.field) for q in questions if q.item.row is None}
    doubtful = {p: column for p, column in columns.items() if column.doubtful and p not in asked}
    told: defaultdict[tuple[str, str], list[_Question]] = defaultdict(list)
    for question in questions:
        if (place := (question.item.table, question.item.field)) in doubtful:
            told[place].append(question)
        else:
            yield question
    yield from (column.question(told[place]) for place, column in doubtful.items())


def without_asked(questions: Iterable[_Question]) -> Iterator[_Question]:
    """These questions without rows that are not in doubt but for cells of columns that are asked about."""
    questions = list(questions)
    columns = {(q.item.table, q.item.field) for q in questions if q.item.row is None}
    for question in questions:
        left = [gain for name, gain in question.gains if (question.item.table, name) not in columns]
        if len(left) == len(question.gains) or chance_of(left) >= ASKED_BESIDE:
            yield question


def _of_column(column: str, found: Sequence[_Question]) -> _Question:
    """One question for several about a column, shown by the strongest of them."""
    first = max(found, key=lambda q: (-_REASONS.index(q.cell.reason), q.chance)).cell
    chance = 1 - math.prod(1 - question.chance for question in found)
    item = replace(
        first, row=None, field=column, cells=sum(question.item.cells for question in found)
    )
    return _Question(item, min(_MOST, chance), sum(q.expected for q in found), first)


def alternatives(corrections: Iterable[Correction]) -> tuple[str, ...]:
    """What else the corrected words may be, what was read last."""
    words = (word for c in corrections for word in (*c.alternatives, c.before))
    return tuple(dict.fromkeys(words))[:_MOST_OFFERED]


def _weighed(corrections: Sequence[Correction]) -> tuple[str, ...]:
    """What else the words of a cell may be, the least sure first; what was read only where that is all there is to say.

    Of stripped text every word was read otherwise: a list of those readings tells nobody where to look.
    """
    if len(corrections) == 1:
        return alternatives(corrections)
    unsure = sorted(corrections, key=lambda correction: correction.confidence)
    words = (word for correction in unsure for word in correction.alternatives)
    return tuple(dict.fromkeys(words))[:_MOST_OFFERED]


def _unread(extracted: Extracted, doubt: Doubt, pages: tuple[int | None, int | None]) -> ReviewItem:
    """A field of the header that was not read, or has no evidence of its own."""
    value = written(getattr(extracted.header, doubt.field, None))
    page = pages[doubt.field.startswith("signer_")] if doubt.field in DEMANDED else None
    page, raw = (doubt.at.page, doubt.at.raw) if doubt.at else (page, "")
    return ReviewItem(
        page, "documents", extracted.part, doubt.field, value, raw=raw, alternatives=doubt.alternatives, reason=doubt.reason,
        priority=priority(_HEADLESS if value == "unknown" else _UNREAD if value else _EMPTY.get(doubt.field, _LEAST)),
    )  # fmt: skip


_UNREAD, _LEAST = 0.4, 0.15  # of a field without evidence; of what the form does not demand
#: What comes first: the text of a page is lost, and whatever stood in it.
_FIRST = 1e4
#: An empty field that the form demands is missing for certain, and code, rules and province hang on number and date.
_EMPTY: Mapping[str, float] = {
    **dict.fromkeys(DEMANDED, 1.0), "number": 1.8, "issued_date": 1.6, "status": _FIRST,
}  # fmt: skip
_HEADLESS = 2.0  # with a header that was not read half of its fields are missing or wrong


def priority(expected: float) -> float:
    """The expected number of wrong cells as a share, 0 to 1.

    >>> priority(0.25), priority(4.0)
    (0.2, 0.8)
    """
    return round(expected / (1 + expected), 4)


def changed_digits(numbered: Iterable[tuple[int, Correction]]) -> Iterator[ReviewItem]:
    """One question about every change of a digit (promise R2), with its row in corrections.csv where it is the only one."""
    changed = [(number, c) for number, c in numbered if digits_differ(c)]
    if not changed:
        return
    number, least = min(changed, key=lambda one: one[1].confidence)
    every = [f"{c.before} → {c.after}" for _, c in changed[:_MOST_SHOWN]]
    alone = len(changed) == 1
    yield ReviewItem(
        least.page, "corrections", number if alone else None, "after", least.after,
        raw=least.before if alone else "; ".join(every), alternatives=alternatives([least]), reason="repaired_number",
        priority=priority(sum(1 - c.confidence for _, c in changed) / 2), cells=len(changed),
    )  # fmt: skip


def order(item: ReviewItem) -> tuple[float, str, int, str]:
    """The sorting key of review.csv: priority, then table, row and field."""
    return -item.priority, item.table, item.row or 0, item.field
