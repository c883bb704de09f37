"""Checks of results: sums of areas, ranks and their changes, the year compared with; flags for what fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extract.check.arithmetic import areas_by_key, fits, key_of, repairs, sum_check
from extract.check.scores import offered
from extract.model import Doubt
from extract.records import Result, Score


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
        _checked(result, areas.get(key_of(result), []), misplaced=position in misplaced)
        for position, result in enumerate(results)
    )
    flags = tuple(dict.fromkeys(flag for result in checked for flag in _flags(result)))
    failed = {key_of(result): result for result in checked if result.sum_check == "fail"}
    repaired = tuple(_repaired(s, failed.get(key_of(s)), areas.get(key_of(s), [])) for s in scores)
    return CheckedResults(checked, repaired, flags)


def _checked(result: Result, areas: Sequence[Score], *, misplaced: bool) -> Result:
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
