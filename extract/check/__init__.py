"""Arithmetic and sense: fills the check columns, completes the flags, lists what a person should look at.

Nothing is changed here. A figure that arithmetic proves wrong stays as read; the repair stands in the review list.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TypeVar

from extract import dictionaries
from extract.check.arithmetic import check_nested, check_printed, check_score
from extract.check.cells import Place, doubted, evidence_of, placed, places, rows, unread_header
from extract.check.results import (
    RESULT_COLUMNS,
    SCORE_COLUMNS,
    CheckedResults,
    check_commas,
    check_ranked,
    check_results,
    check_years,
)
from extract.check.review import Listing, changed_digits, order
from extract.check.standing import names
from extract.check.sureness import (
    SignedCell,
    Sureness,
    answered,
    calibrated,
    chance_wrong,
    moved,
    signed_cells,
    weights,
)
from extract.check.unused import known_words, unused_text
from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Correction, Doubt, Restored, TextLine
from extract.parse.header import types_of_symbol
from extract.records import Assignment, Checked, Extracted, Reason, Reference, Result, Score

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


def check(
    extracted: Extracted,
    restored: Restored,
    as_of: date,
    lists: dictionaries.Dictionaries | None = None,
) -> Checked:
    """The document with check columns, confidences, flags and review items; `as_of` is the day the future begins after."""
    lists = lists or dictionaries.load()
    sensed = _sensed(extracted, restored, as_of, lists)
    sure, listing, by_column = Sureness.of(sensed), Listing(), answered(lists)
    for cell in signed_cells(sensed, restored, names(lists)):  # one by one: a book has a million
        chance = chance_wrong(cell.signs, weights())
        sure.add(cell, chance)
        listing.add(cell, moved(chance, by_column.get((cell.cell.table, cell.cell.column), 0.0)))
    checked = calibrated(sensed, sure)
    lines = _lines_of_part(checked, restored.lines)
    numbered = list(_numbered(restored, lines))
    corrections = tuple(correction for _, correction in numbered)
    items = (
        *listing.items(sensed, _first_and_last_page(lines)),
        *changed_digits(numbered),
        *unused_text(lines, _used(checked), known_words(lists)),
    )
    return Checked(checked, tuple(sorted(items, key=order)), corrections)


def _first_and_last_page(lines: Sequence[TextLine]) -> tuple[int | None, int | None]:
    """Where a header and a signature stand that were not read."""
    return (lines[0].page, lines[-1].page) if lines else (None, None)


def _numbered(restored: Restored, lines: Sequence[TextLine]) -> Iterator[tuple[int, Correction]]:
    """The corrections of these lines, each with its number among all of the file."""
    corrections = restored.corrections
    if lines is restored.lines or not lines:
        yield from enumerate(corrections if lines else (), 1)
        return
    first, last = ((line.page or 0, line.number) for line in (lines[0], lines[-1]))
    start = bisect_left(corrections, first, key=lambda c: (c.page or 0, c.line))
    end = bisect_right(corrections, last, key=lambda c: (c.page or 0, c.line))
    yield from enumerate(corrections[start:end], start + 1)


def signed(
    extracted: Extracted, restored: Restored, as_of: date, lists: dictionaries.Dictionaries
) -> tuple[SignedCell, ...]:
    """The cells of a document with their signs: what the calibration is fitted on."""
    return tuple(signed_cells(_sensed(extracted, restored, as_of, lists), restored, names(lists)))


def _sensed(
    extracted: Extracted, restored: Restored, as_of: date, lists: dictionaries.Dictionaries
) -> Extracted:
    """The document with check columns, doubts and flags."""
    lines = _lines_of_part(extracted, restored.lines)
    dated = check_years(check_dates(extracted, as_of, lines), lines)
    sums = check_sums(dated.results, dated.scores)
    flags = tuple(dict.fromkeys((*dated.flags, *sums.flags)))
    return replace(
        dated,
        doubts=tuple(
            placed((*dated.doubts, *unread_header(dated, lines)), dated, restored.reading.pages)
        ),
        results=sums.results,
        scores=sums.scores,
        reasons=tuple(map(check_ratio, dated.reasons)),
        references=tuple(check_reference(row, lists) for row in dated.references),
        flags=flags,
    )


def check_sums(results: Sequence[Result], scores: Sequence[Score]) -> CheckedResults:
    """All arithmetic of ratings: check columns, doubts and flags."""
    scored = check_nested(tuple(check_printed(check_score(row)) for row in scores))
    sums = check_results(results, check_commas(scored, SCORE_COLUMNS))
    return replace(sums, results=check_ranked(check_commas(sums.results, RESULT_COLUMNS)))


def _used(extracted: Extracted) -> dict[Place, frozenset[str]]:
    """Every line that a row or a header field was read from, with their tables."""
    found: defaultdict[Place, set[str]] = defaultdict(set)
    named = [(at.table, at.row.at) for at in rows(extracted)]
    for table, at in [*named, *(("documents", one.at) for one in extracted.fields)]:
        for place in places(at):
            found[place].add(table)
    return {place: frozenset(tables) for place, tables in found.items()}


def _lines_of_part(extracted: Extracted, lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines of this part: all of a part with pages or a file's only part, else those around what was read from it."""
    if "two_documents_in_file" not in extracted.flags and extracted.part == 1:
        return lines
    if extracted.pages is not None:
        return lines
    found = [(page or 0, line) for at in evidence_of(extracted) for page, line in places(at)]
    if not found:
        return ()
    first, last = min(found), max(found)
    return [line for line in lines if first <= (line.page or 0, line.number) <= last]


__all__ = ["check", "check_sums", "signed"]
