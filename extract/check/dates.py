"""Checks of dates: issue, citation and deadline against each other and against the day of the run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TypeVar

from extract.check.cells import doubted
from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Doubt, TextLine
from extract.parse.header import types_of_symbol
from extract.records import Assignment, Extracted, Reason, Reference, Result, Score

# Checks of dates: issue, citation and deadline against each other and against the day of the run.

_CODE_YEAR = re.compile(r"^\d+\s*/\s*(?P<year>(?:19|20)\d\d)\s*/")
#: The first official documents of the state whose form is read here.
_FIRST_YEAR = 1945
_FARTHEST = 20  # years from issue to a day: visions reach farther, but name a year
_FAR = 4  # years from issue to a day that does not end a span of years (31/12/2030)
_SPAN = 5
_LONG_AGO = 3  # years from the newest date that a document names to its issue
_OPENING = 24  # letters of a line that hold a day
_OLDEST_INDEX = 10  # years before issue
_LATELY = 3  # years from the newest index of a document to its issue; results come out a year later, rarely two


#: Documents that tell what was done: a day that opens one of their paragraphs lies before the day of issue.
_TELLING = frozenset({"thong_bao", "bao_cao", "bien_ban", "to_trinh", "nghi_quyet"})
_TOLD = re.compile(r"\W*ngay (?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}),")


def check_dates(extracted: Extracted, as_of: date, lines: Iterable[TextLine] = ()) -> Extracted:
    """The document with a doubt for each date that cannot be, and the flag `date_in_future`; `lines` are its own."""
    issued = extracted.header.issued_date
    later = issued is not None and any(day > issued for day in _told_days(extracted, lines))
    lonely = issued is not None and _is_lonely(issued, extracted)
    doubts = tuple(_issue_doubts(issued, as_of, conflict=later or lonely))
    flags = ("date_in_future",) if issued and issued > as_of else ()
    rated: tuple[Result | Score, ...] = (*extracted.results, *extracted.scores)
    newest = max((row.index_year for row in rated if row.index_year is not None), default=0)
    return replace(
        extracted,
        doubts=(*extracted.doubts, *doubts),
        flags=(*extracted.flags, *flags),
        references=tuple(
            _reference(row, min(issued or as_of, as_of)) for row in extracted.references
        ),
        assignments=tuple(_assignment(row, issued) for row in extracted.assignments),
        results=tuple(_with_index_year(row, issued, newest) for row in extracted.results),
        scores=tuple(_with_index_year(row, issued, newest) for row in extracted.scores),
    )


def _told_days(extracted: Extracted, lines: Iterable[TextLine]) -> Iterator[date]:
    """Days that lie before the day of issue: of citations, and of what the document tells."""
    yield from (row.ref_date for row in extracted.references if row.ref_date)
    if extracted.header.doc_type not in _TELLING:
        return
    for line in lines:
        told = _TOLD.match(fold(line.text[:_OPENING]))
        if told:
            with suppress(ValueError):
                yield date(int(told["year"]), int(told["month"]), int(told["day"]))


def _is_lonely(issued: date, extracted: Extracted) -> bool:
    """Whether every date that a document names lies years before its issue."""
    named = [row.ref_date for row in extracted.references if row.ref_date]
    named += [row.due_date for row in extracted.assignments if row.due_date]
    return bool(named) and issued.year - max(named).year >= _LONG_AGO


def _issue_doubts(issued: date | None, as_of: date, *, conflict: bool) -> Iterator[Doubt]:
    if issued and (issued > as_of or issued.year < _FIRST_YEAR):
        yield Doubt("issued_date", "failed_check")
    elif conflict:
        yield Doubt("issued_date", "conflict")


def _reference(row: Reference, latest: date) -> Reference:
    """The row with a doubt for a date after `latest`, that of issue or today, and for one that its code contradicts."""
    doubts = []
    if row.ref_date and row.ref_date > latest:
        doubts.append(Doubt("ref_date", "conflict"))
    if row.ref_date and row.ref_date.year < _FIRST_YEAR:
        doubts.append(Doubt("ref_date", "failed_check"))
    year = _CODE_YEAR.match(row.code or "")
    if row.ref_date and year and int(year["year"]) != row.ref_date.year:
        doubts.append(Doubt("ref_date", "conflict"))
    return doubted(row, doubts)


def _assignment(row: Assignment, issued: date | None) -> Assignment:
    doubts = []
    if row.due_date and issued and row.due_date < issued:
        doubts.append(Doubt("due_date", "conflict"))
    elif row.due_date and issued and _is_far(row.due_date, issued):
        doubts.append(Doubt("due_date", "failed_check"))
    if row.start_date and row.due_date and row.start_date > row.due_date:
        doubts.append(Doubt("start_date", "failed_check"))
    return doubted(row, doubts)


def _is_far(due: date, issued: date) -> bool:
    """Whether a day lies so long after issue that its year is likelier misread: plans name far years, and the ends of spans."""
    ends = (due.month, due.day) == (12, 31) and due.year % _SPAN == 0
    return due.year - issued.year > (_FARTHEST if ends else _FAR)


_Rated = TypeVar("_Rated", Result, Score)


def _with_index_year(row: _Rated, issued: date | None, newest: int) -> _Rated:
    """An index is rated for a year that has begun; a document tells of one that is lately past, beside older ones."""
    year = row.index_year
    if year is None or issued is None:
        return row
    late = newest >= issued.year - _LATELY
    if late and issued.year - _OLDEST_INDEX <= year <= issued.year:
        return row
    doubt = Doubt("index_year", "conflict", (str(issued.year - 1), str(issued.year)))
    return doubted(row, (doubt,))


# Checks of cited documents and of ratios: type against the code's symbol, a part against its whole.


def check_reference(row: Reference, lists: Dictionaries) -> Reference:
    """The row with a doubt where the symbol is that of other types only (`QĐ-UBND` of a nghị quyết)."""
    meant = types_of_symbol(row.symbol or "", lists, is_party=False)
    if not meant or row.ref_type is None or row.ref_type in meant:
        return row
    return doubted(row, (Doubt("ref_type", "conflict", tuple(sorted(meant))),))


def check_ratio(row: Reason) -> Reason:
    """The row with a doubt where more was done than there is (`27/20 nhiệm vụ`), or more lost than there was."""
    doubts = []
    if row.ratio_num is not None and row.ratio_den is not None and row.ratio_num > row.ratio_den:
        doubts.append(Doubt("ratio_num", "failed_check"))
    if row.points is not None and row.points_max is not None and row.points > row.points_max:
        doubts.append(Doubt("points", "failed_check"))
    return doubted(row, doubts)
