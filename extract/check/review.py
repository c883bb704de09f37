"""The review list: which cells a person should look at, those first where a look mends most.

A cell is listed where a check, a parser or a change of a digit or a name asks for it, and where its signs make it likelier wrong
than its kind may be. `priority` is e / (1 + e) of the wrong cells e that a look is expected to find: one item stands for
all cells of the document with the same words in a column that is often read once for many rows (the criterion of a table, the unit
of a list). One item a cell: its strongest reason.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from extract.check.cells import written
from extract.check.headless import DEMANDED
from extract.check.signs import digits_differ, kind_of
from extract.check.sureness import SignedCell
from extract.model import Correction, Doubt
from extract.records import Extracted, ReviewItem

#: The strongest reason first.
_REASONS = ("repaired_number", "failed_check", "conflict", "unreadable", "low_confidence")
#: Chance of being wrong from which a cell without a doubt is listed, by kind of column: a wrong figure misleads most.
_LISTED: Mapping[str, float] = {"figures": 0.025, "marks": 0.06, "closed": 0.05, "words": 0.05}
_GUARDED = frozenset({"numeric", "code"})
_DIGIT = re.compile(r"\d")
#: Columns whose value is often read once for many rows: a heading's unit, a table's criterion.
_SHARED = frozenset(
    (
        "entity", "index_family", "index_year", "section", "assigner", "force", "unit", "co_units", "decided_by",
        "base_year", "rank_of", "criterion", "area_key", "issuer",
    )
)  # fmt: skip
#: What a look at a cell is worth where less than all: who ordered and who leads is often a matter of opinion (people who made tables by
#: hand stated them in four rows of ten), and what is computed of other cells is mended there.
_WORTH: Mapping[str, float] = {
    "assigner": 0.45, "role": 0.4, "percent": 0.3, "check": 0.1, "sum_check": 0.1, "issuer_id": 0.1, "province_code": 0.1,
    "rank_change_raw": 0.1,
}  # fmt: skip
_MANY = 0.15  # wrong cells expected in such rows together from which they are listed
_MOST_OFFERED = 5


@dataclass(slots=True)
class _Equal:
    """Cells with the same words in a shared column: their chances, the likeliest wrong one, and of those with a doubt."""

    chances: array[float] = field(default_factory=lambda: array("d"))
    worst: tuple[float, SignedCell] | None = None
    doubtful: tuple[float, SignedCell, Doubt] | None = None

    def add(self, signed: SignedCell, chance: float, doubt: Doubt | None) -> None:
        """One more; of several that are as likely the first counts."""
        self.chances.append(chance)
        if self.worst is None or chance > self.worst[0]:
            self.worst = (chance, signed)
        if doubt is not None and (self.doubtful is None or chance > self.doubtful[0]):
            self.doubtful = (chance, signed, doubt)

    def item(self) -> ReviewItem | None:
        """The item of all of them, where one is due."""
        expected = len(self.chances) * median(self.chances)
        if self.doubtful is not None:
            return _item(*self.doubtful[1:], expected)
        assert self.worst is not None, "there is at least one"
        if len(self.chances) > 1 and expected >= _MANY:
            signed = self.worst[1]
            return _item(signed, Doubt(signed.cell.column, "low_confidence"), expected)
        return None


@dataclass(frozen=True, slots=True)
class Listing:
    """The review list while a document's cells are looked at one by one.

    Only what is listed stays, and one cell of many equal ones: the cells of a book together would not fit.
    """

    alone: list[ReviewItem] = field(default_factory=list)
    equal: dict[tuple[str, str, str], _Equal] = field(default_factory=dict)
    header: set[str] = field(default_factory=set)

    def add(self, signed: SignedCell, chance: float) -> None:
        """Look at one more cell."""
        table, _, column = signed.place
        doubt = _doubt(signed, chance)
        if table == "documents":
            self.header.add(column)
        elif column in _SHARED:
            same = self.equal.setdefault((table, column, signed.cell.value), _Equal())
            same.add(signed, chance, doubt)
            return
        if doubt is not None:
            self.alone.append(_item(signed, doubt, chance))

    def items(
        self, extracted: Extracted, pages: tuple[int | None, int | None]
    ) -> Iterator[ReviewItem]:
        """The items of header and rows, one a cell or several equal cells; in no order.

        `pages`: the first and the last of the document, where a header and a signature stand that were not read.
        """
        unread = (doubt for doubt in extracted.doubts if doubt.field not in self.header)
        yield from (_unread(extracted, doubt, pages) for doubt in unread)
        yield from self.alone
        yield from filter(None, (same.item() for same in self.equal.values()))


def _doubt(signed: SignedCell, chance: float) -> Doubt | None:
    """Why a person should look at a cell, if at all."""
    cell, inside = signed.cell, signed.changed
    doubts = sorted(cell.doubts, key=lambda doubt: _REASONS.index(doubt.reason))
    if doubts:
        return doubts[0]
    guarded = [c for c in inside if c.rule in _GUARDED or digits_differ(c)]
    if guarded and _DIGIT.search(cell.value):
        return Doubt(cell.column, "repaired_number", alternatives(guarded))
    if chance >= _LISTED[kind_of(cell.column)] or (inside and cell.column == "signer_name"):
        return Doubt(cell.column, "low_confidence", _weighed(inside))
    return None


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


def _item(signed: SignedCell, doubt: Doubt, expected: float) -> ReviewItem:
    cell = signed.cell
    worth = _WORTH.get(cell.column, _OF_HEADER if cell.table == "documents" else 1.0)
    return ReviewItem(
        cell.at.page, cell.table, signed.row, cell.column, cell.value, cell.at.raw,
        doubt.alternatives, doubt.reason, priority(expected * worth),
    )  # fmt: skip


def _unread(extracted: Extracted, doubt: Doubt, pages: tuple[int | None, int | None]) -> ReviewItem:
    """A field of the header that was not read, or has no evidence of its own."""
    value = written(getattr(extracted.header, doubt.field, None))
    page = pages[doubt.field.startswith("signer_")] if doubt.field in DEMANDED else None
    return ReviewItem(
        page, "documents", extracted.part, doubt.field, value, "", doubt.alternatives, doubt.reason,
        priority(_HEADLESS if value == "unknown" else _UNREAD if value else _EMPTY.get(doubt.field, _LEAST)),
    )  # fmt: skip


_UNREAD, _LEAST = 0.4, 0.15  # of a field without evidence; of what the form does not demand
#: What comes first: the text of a page is lost, and whatever stood in it.
_FIRST = 1e4
#: An empty field that the form demands is missing for certain, and code, rules and province hang on number and date.
_EMPTY: Mapping[str, float] = {
    **dict.fromkeys(DEMANDED, 1.0), "number": 1.8, "issued_date": 1.6, "status": _FIRST,
}  # fmt: skip
_HEADLESS = 2.0  # with a header that was not read half of its fields are missing or wrong
_OF_HEADER = 3.0  # a wrong cell of the header misfiles the whole document


def priority(expected: float) -> float:
    """The expected number of wrong cells as a share, 0 to 1.

    >>> priority(0.25), priority(4.0)
    (0.2, 0.8)
    """
    return round(expected / (1 + expected), 4)


def changed_digits(numbered: Iterable[tuple[int, Correction]]) -> Iterator[ReviewItem]:
    """Every change of a digit, by its row number in corrections.csv (promise R2), the surest ones last."""
    for number, correction in numbered:
        if digits_differ(correction):
            yield ReviewItem(
                correction.page, "corrections", number, "after", correction.after, correction.before,
                alternatives([correction]), "repaired_number", priority((1 - correction.confidence) / 2),
            )  # fmt: skip


def order(item: ReviewItem) -> tuple[float, str, int, str]:
    """The sorting key of review.csv: priority, then table, row and field."""
    return -item.priority, item.table, item.row or 0, item.field
