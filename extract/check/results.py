"""Results against each other and against what is printed: ranks, years, commas that were lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import TypeVar

from extract.check.arithmetic import (
    CONFUSED,
    areas_by_key,
    fits,
    key_of,
    offered,
    repairs,
    sum_check,
)
from extract.check.cells import doubted
from extract.model import Doubt, Evidence, TextLine
from extract.records import Extracted, Header, Result, Row, Score

# Ranks that go by one down a table: a row that breaks the order of its two neighbours was misread, and what it should be is known.
#
# `3 | 84,3`, `8 | 74,0`, `5 | 73,0`: the rank between 3 and 5 is 4. The same holds for a score that lies outside those of the ranks above
# and below it. Only rows on neighbouring lines count, so that two lists of a page are never taken for one.

_GAP = 2  # lines between rows of one table: a cell may take two
_APART = 2  # places between two ranks that leave room for one


def check_ranked(results: Sequence[Result]) -> tuple[Result, ...]:
    """The rows, with a doubt for each rank or score that does not fit between those of its neighbours."""
    inner = zip(results, results[1:], results[2:], strict=False)
    checked = (_between(*three) for three in inner)
    return (*results[:1], *checked, *results[max(1, len(results) - 1) :])


def _between(above: Result, row: Result, below: Result) -> Result:
    """The row in the middle, doubted where it breaks the order of the two others."""
    joined = _follows(above.at, row.at) and _follows(row.at, below.at)
    if not joined or above.rank is None or below.rank is None or below.rank - above.rank != _APART:
        return row
    known = {doubt.field for doubt in row.doubts}
    doubts = []
    if row.rank not in {None, above.rank, above.rank + 1, below.rank} and "rank" not in known:
        doubts.append(Doubt("rank", "conflict", (str(above.rank + 1),)))
    if _is_out_of_order(above, row, below) and "score" not in known:
        doubts.append(Doubt("score", "conflict"))
    return doubted(row, doubts)


def _follows(first: Evidence, second: Evidence) -> bool:
    return first.page == second.page and 0 < second.line_start - first.line_end <= _GAP


def _is_out_of_order(above: Result, row: Result, below: Result) -> bool:
    if above.score is None or row.score is None or below.score is None:
        return False
    return above.score >= below.score and not below.score <= row.score <= above.score


# Years that stand alone in a document beside a likelier one: `2044` in a paper that speaks of 2014 all over.
#
# A paper names its years again and again: in its date, the plans it follows, the terms it sets. A year that stands once, while another
# one that differs in one digit OCR is known to confuse stands elsewhere, was misread more often than not (22 of 29 such cells of misread
# documents that were written by hand). Neighbours are left out: papers compare a year with the last ones.

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NEIGHBOURS = 3  # years
_AnyRow = TypeVar("_AnyRow", bound=Row)


@dataclass(frozen=True, slots=True)
class Years:
    """How often each year stands in a document."""

    counts: Mapping[str, int]

    @classmethod
    def of(cls, lines: Iterable[TextLine]) -> Years:
        """Of a document's own lines."""
        return cls(Counter(year for line in lines for year in _YEAR.findall(line.text)))

    def meant(self, year: int) -> tuple[str, ...]:
        """The years that one standing here alone may have been, the commonest first; none for a year that stands well."""
        text = str(year)
        if self.counts.get(text, 0) > 1:
            return ()
        others = (
            text[:at] + other + text[at + 1 :]
            for at, digit in enumerate(text)
            for other in CONFUSED.get(digit, "")
        )
        found = [y for y in others if y in self.counts and abs(int(y) - year) >= _NEIGHBOURS]
        return tuple(sorted(found, key=lambda y: (-self.counts[y], y)))


def check_years(extracted: Extracted, lines: Iterable[TextLine]) -> Extracted:
    """The document with a doubt for each year and date whose year stands alone beside a likelier one; those are offered."""
    years = Years.of(lines)
    known = {doubt.field for doubt in extracted.doubts}
    issued = () if "issued_date" in known else _doubts(extracted.header, ("issued_date",), years)
    return replace(
        extracted,
        doubts=(*extracted.doubts, *issued),
        results=_checked(extracted.results, ("index_year", "base_year"), years),
        scores=_checked(extracted.scores, ("index_year",), years),
        assignments=_checked(extracted.assignments, ("start_date", "due_date"), years),
        references=_checked(extracted.references, ("ref_date",), years),
    )


def _checked(rows: Sequence[_AnyRow], columns: Sequence[str], years: Years) -> tuple[_AnyRow, ...]:
    return tuple(_of_row(row, columns, years) for row in rows)


def _of_row(row: _AnyRow, columns: Sequence[str], years: Years) -> _AnyRow:
    known = {doubt.field for doubt in row.doubts}
    return doubted(row, _doubts(row, [name for name in columns if name not in known], years))


def _doubts(record: Header | Row, columns: Sequence[str], years: Years) -> Iterator[Doubt]:
    for name in columns:
        value: date | int | None = getattr(record, name)
        if value is None:
            continue
        meant = years.meant(value if isinstance(value, int) else value.year)
        if meant:
            yield Doubt(name, "conflict", tuple(_written(value, year) for year in meant))


def _written(value: date | int, year: str) -> str:
    """The value with another year, as a cell has it."""
    return year if isinstance(value, int) else f"{year}{value.isoformat()[4:]}"


# Figures that lost their comma (`1275` for `12,75`): seen beside their row and their column, never put back in silence.
#
# Neither a sum nor a maximum contradicts `45` as the maximum of `3,0`; but a row whose points are a quarter of the maximum or less,
# where the same digits with a comma fit, and a column of decimals in which one figure is whole and far above the others, are worth
# a look. The figure stays as read, what it may have been is offered.

_FEW_ROWS = 3  # fewer make no column
_FAR = 4  # times what stands beside it
_NEAR = 2
_HALF = 0.5  # of a column's figures have a comma
_Rated = TypeVar("_Rated", Result, Score)
SCORE_COLUMNS = ("points", "points_max", "self_points", "appraised_points", "survey_points")
RESULT_COLUMNS = ("score", "score_prev")


@dataclass(frozen=True, slots=True)
class _DecimalColumn:
    """The middle of a column of decimals (None for whole figures or few rows), and whether any figure has a comma."""

    middle: Decimal | None
    commas: bool


def check_commas(rows: Sequence[_Rated], columns: Sequence[str]) -> tuple[_Rated, ...]:
    """The rows, each with a doubt for a whole figure that fits its neighbours only with a comma."""
    seen = {name: _column(rows, name) for name in columns}
    return tuple(_checked_comma(row, seen) for row in rows)


def _column(rows: Sequence[_Rated], name: str) -> _DecimalColumn:
    known = [value for row in rows if (value := getattr(row, name)) is not None]
    decimals = sum(value != int(value) for value in known)
    usual = len(known) >= _FEW_ROWS and decimals >= _HALF * len(known)
    return _DecimalColumn(median(known) if usual else None, commas=decimals > 0)


def _checked_comma(row: _Rated, seen: Mapping[str, _DecimalColumn]) -> _Rated:
    known = {doubt.field for doubt in row.doubts}
    doubts = (
        Doubt(name, "conflict", tuple(f"{value:f}" for value in found))
        for name, column in seen.items()
        if name not in known and (found := _found(row, name, column))
    )
    return doubted(row, doubts)


def _found(row: Result | Score, name: str, column: _DecimalColumn) -> tuple[Decimal, ...]:
    """What a figure of the row may have been, beside the row's points and its column."""
    value = getattr(row, name)
    if value is None:
        return ()
    beside = None
    if isinstance(row, Score) and name == "points_max" and column.commas:
        beside = row.points
    return tuple(dict.fromkeys((*_meant(value, beside), *_meant(value, column.middle))))


def _meant(value: Decimal, beside: Decimal | None) -> Iterator[Decimal]:
    """The values with a comma between two digits that are of the size of what stands beside it."""
    text = f"{value:f}"
    if not beside or "." in text or value < _FAR * beside:
        return
    for at in range(1, len(text)):
        meant = Decimal(f"{text[:at]}.{text[at:]}")
        if beside / _NEAR <= meant <= beside * _NEAR:
            yield meant


# Checks of results: sums of areas, ranks and their changes, the year compared with; flags for what fails.


@dataclass(frozen=True, slots=True)
class CheckedResults:
    """Results and scores after the sums were checked, and the flags of what failed."""

    results: tuple[Result, ...]
    scores: tuple[Score, ...]
    flags: tuple[str, ...]


_HUNDRED = Decimal(100)
_COMPARED = 8  # years: a result is compared with the last one, or with that of a term ago
#: Indexes whose highest possible score is 100 (Quyết định 876/QĐ-BNV; PAPI has 80; DTI is printed to 1 and to 1000).
_TO_HUNDRED = frozenset({"cchc", "par_index", "sipas", "papi", "pci", "ddci"})


def check_results(results: Sequence[Result], scores: Sequence[Score]) -> CheckedResults:
    """Each row with `sum_check` filled; a doubt for every figure that contradicts another."""
    areas = areas_by_key(scores)
    misplaced = _misplaced(results)
    checked = tuple(
        _checked_result(result, areas.get(key_of(result), []), misplaced=position in misplaced)
        for position, result in enumerate(results)
    )
    flags = tuple(dict.fromkeys(flag for result in checked for flag in _flags(result)))
    failed = {key_of(result): result for result in checked if result.sum_check == "fail"}
    repaired = tuple(_repaired(s, failed.get(key_of(s)), areas.get(key_of(s), [])) for s in scores)
    return CheckedResults(checked, repaired, flags)


def _checked_result(result: Result, areas: Sequence[Score], *, misplaced: bool) -> Result:
    verdict = sum_check(result, areas)
    doubts = [*_rank_doubts(result, misplaced=misplaced), *_year_doubts(result)]
    doubts += _change_doubts(result)
    score = result.score
    top = _top(result)
    if verdict == "fail" and score is not None:
        doubts.append(
            offered("score", repairs(score, lambda v: fits(replace(result, score=v), areas)))
        )
    if _is_above_hundred(result):
        doubts.append(Doubt("score_max", "conflict", (str(_HUNDRED),)))
    if score is not None and top is not None and score > top:
        doubts.append(offered("score", repairs(score, lambda v: v <= top)))
    return replace(result, sum_check=verdict, doubts=(*result.doubts, *doubts))


def _is_above_hundred(result: Result) -> bool:
    """Whether a maximum of 100 at most is printed as more (`64,98/180`)."""
    return result.index_family in _TO_HUNDRED and (result.score_max or _HUNDRED) > _HUNDRED


def _top(result: Result) -> Decimal | None:
    """The highest score that can be, where it is printed or known."""
    if result.score_unit == "percent":
        return _HUNDRED
    known = _HUNDRED if result.index_family in _TO_HUNDRED else None
    return result.score_max if result.score_max is not None else known


def _change_doubts(result: Result) -> Iterator[Doubt]:
    """A printed change that is not the difference of the two scores, whichever way it is signed."""
    if result.score is None or result.score_prev is None or result.score_change is None:
        return
    moved = result.score - result.score_prev
    if abs(moved) != abs(result.score_change):
        yield Doubt("score_change", "conflict", (str(moved),))


def _rank_doubts(result: Result, *, misplaced: bool) -> Iterator[Doubt]:
    if result.rank is None:
        return
    if result.rank_of is not None and result.rank > result.rank_of:
        yield offered("rank", _ranks_within(result.rank, result.rank_of))
    moved = None if result.rank_prev is None else result.rank_prev - result.rank
    if None not in (moved, result.rank_change) and moved != result.rank_change:
        yield Doubt("rank_change", "conflict", (str(moved),))
    if misplaced:
        yield Doubt("rank", "conflict")


def _ranks_within(rank: int, rank_of: int) -> tuple[Decimal, ...]:
    """The ranks that one misread digit, or one read too many (354 for 54), leaves below the number of bodies."""
    text = str(rank)
    shorter = [Decimal(text[:at] + text[at + 1 :]) for at in range(len(text)) if len(text) > 1]
    close = (*repairs(Decimal(rank), lambda v: v == int(v)), *shorter)
    return tuple(dict.fromkeys(value for value in close if 0 < value <= rank_of))


def _misplaced(results: Sequence[Result]) -> frozenset[int]:
    """Positions of rows that rank above a higher score of the same list, or below a lower one.

    Lists are told apart by index, year and number of ranked bodies; without that number two lists may stand together.
    """
    lists: dict[tuple[str | None, int | None, int], list[tuple[Decimal, int, int]]] = {}
    for position, row in enumerate(results):
        if row.score is not None and row.rank is not None and row.rank_of is not None:
            key = (row.index_family, row.index_year, row.rank_of)
            lists.setdefault(key, []).append((row.score, -row.rank, position))
    found: set[int] = set()
    for rows in lists.values():
        found |= _ranked_twice(rows)
        ordered = sorted(rows)
        for lower, higher in pairwise(ordered):
            if lower[0] < higher[0] and lower[1] > higher[1]:
                found |= {lower[2], higher[2]}
    return frozenset(found)


def _ranked_twice(rows: Sequence[tuple[Decimal, int, int]]) -> set[int]:
    """Positions of rows that share a rank and not the score."""
    return {
        position
        for score, rank, position in rows
        if any(rank == other and score != value for value, other, _ in rows)
    }


def _year_doubts(result: Result) -> Iterator[Doubt]:
    if result.base_year is None or result.index_year is None:
        return
    if not 0 < result.index_year - result.base_year <= _COMPARED:
        yield Doubt("base_year", "conflict", (str(result.index_year - 1),))


def _flags(result: Result) -> Iterator[str]:
    doubted = {(doubt.field, doubt.reason) for doubt in result.doubts}
    if result.sum_check == "fail":
        yield "sum_mismatch"
    if ("base_year", "conflict") in doubted:
        yield "base_year_suspect"
    if doubted & {("rank", "failed_check"), ("rank", "conflict"), ("rank_change", "conflict")}:
        yield "rank_conflict"


def _repaired(score: Score, failed: Result | None, areas: Sequence[Score]) -> Score:
    """An area of a sum that fails, with the value that would restore the sum, if one misread digit away."""
    if failed is None or score.level != "area" or score.points is None:
        return score
    values = repairs(score.points, lambda value: _restores(score, value, failed, areas))
    if not values or any(doubt.field == "points" for doubt in score.doubts):
        return score
    return replace(score, doubts=(*score.doubts, offered("points", values)))


def _restores(score: Score, value: Decimal, result: Result, areas: Sequence[Score]) -> bool:
    if score.points_max is not None and value > score.points_max:
        return False
    changed = [replace(area, points=value) if area is score else area for area in areas]
    return fits(result, changed)
