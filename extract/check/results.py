"""Checks of results: sums of areas, ranks and their changes, the year compared with; flags for what fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.check.arithmetic import areas_of, fits, repairs, sum_check
from extract.check.scores import offered
from extract.model import Doubt
from extract.records import Result, Score


@dataclass(frozen=True, slots=True)
class CheckedResults:
    """Results and scores after the sums were checked, and the flags of what failed."""

    results: tuple[Result, ...]
    scores: tuple[Score, ...]
    flags: tuple[str, ...]


def check_results(results: Sequence[Result], scores: Sequence[Score]) -> CheckedResults:
    """Each row with `sum_check` filled; a doubt for every figure that contradicts another."""
    checked = tuple(_checked(result, results, scores) for result in results)
    flags = tuple(dict.fromkeys(flag for result in checked for flag in _flags(result)))
    failed = [result for result in checked if result.sum_check == "fail"]
    return CheckedResults(
        checked, tuple(_repaired(score, failed, scores) for score in scores), flags
    )


def _checked(result: Result, results: Sequence[Result], scores: Sequence[Score]) -> Result:
    areas = areas_of(result, scores)
    verdict = sum_check(result, areas)
    doubts = [*_rank_doubts(result, results), *_year_doubts(result)]
    if verdict == "fail":
        score = result.score or Decimal(0)
        doubts.append(
            offered(
                "score", repairs(score, lambda value: fits(replace(result, score=value), areas))
            )
        )
    if (
        result.score is not None
        and result.score_max is not None
        and result.score > result.score_max
    ):
        top = result.score_max
        doubts.append(offered("score", repairs(result.score, lambda value: value <= top)))
    return replace(result, sum_check=verdict, doubts=(*result.doubts, *doubts))


def _rank_doubts(result: Result, results: Sequence[Result]) -> Iterator[Doubt]:
    if result.rank is None:
        return
    if result.rank_of is not None and result.rank > result.rank_of:
        yield offered("rank", _ranks_within(result.rank, result.rank_of))
    moved = None if result.rank_prev is None else result.rank_prev - result.rank
    if None not in (moved, result.rank_change) and moved != result.rank_change:
        yield Doubt("rank_change", "conflict", (str(moved),))
    if any(_contradicts(result, other) for other in results):
        yield Doubt("rank", "conflict")


def _ranks_within(rank: int, rank_of: int) -> tuple[Decimal, ...]:
    """The ranks that one misread digit, or one read too many (354 for 54), leaves below the number of bodies."""
    text = str(rank)
    shorter = [Decimal(text[:at] + text[at + 1 :]) for at in range(len(text)) if len(text) > 1]
    close = (*repairs(Decimal(rank), lambda v: v == int(v)), *shorter)
    return tuple(dict.fromkeys(value for value in close if 0 < value <= rank_of))


def _contradicts(one: Result, other: Result) -> bool:
    """Whether two rows of one list rank the lower score higher; lists are told apart by the number of ranked bodies."""
    if one is other or (one.index_family, one.index_year, one.rank_of) != (
        other.index_family,
        other.index_year,
        other.rank_of,
    ):
        return False
    if None in (one.score, other.score, one.rank, other.rank) or one.rank_of is None:
        return False
    return (one.score > other.score) and (one.rank > other.rank)  # type: ignore[operator]


def _year_doubts(result: Result) -> Iterator[Doubt]:
    if result.base_year is None or result.index_year is None:
        return
    if result.base_year >= result.index_year:
        yield Doubt("base_year", "conflict", (str(result.index_year - 1),))


def _flags(result: Result) -> Iterator[str]:
    doubted = {(doubt.field, doubt.reason) for doubt in result.doubts}
    if result.sum_check == "fail":
        yield "sum_mismatch"
    if ("base_year", "conflict") in doubted:
        yield "base_year_suspect"
    if doubted & {("rank", "failed_check"), ("rank", "conflict"), ("rank_change", "conflict")}:
        yield "rank_conflict"


def _repaired(score: Score, failed: Sequence[Result], scores: Sequence[Score]) -> Score:
    """An area of a sum that fails, with the value that would restore the sum, if one misread digit away."""
    sums = ((result, areas_of(result, scores)) for result in failed)
    values = next((_restoring(score, *pair) for pair in sums if score in pair[1]), ())
    if not values or any(doubt.field == "points" for doubt in score.doubts):
        return score
    return replace(score, doubts=(*score.doubts, offered("points", values)))


def _restoring(score: Score, result: Result, areas: Sequence[Score]) -> tuple[Decimal, ...]:
    if score.points is None:
        return ()
    return repairs(score.points, lambda value: _restores(score, value, result, areas))


def _restores(score: Score, value: Decimal, result: Result, areas: Sequence[Score]) -> bool:
    if score.points_max is not None and value > score.points_max:
        return False
    changed = [replace(area, points=value) if area is score else area for area in areas]
    return fits(result, changed)
