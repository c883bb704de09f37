"""Checks of scores: points against maximum and percent, with the repairs that arithmetic offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extract.check.arithmetic import percent_fits, repairs, score_check
from extract.model import Doubt
from extract.records import Score

_WHOLE = Decimal(100)
_SOURCES = ("self_points", "appraised_points")
_OF_TEN = frozenset({"papi", "pci"})  # whose parts have ten points at most (PAPI 8 x 10, PCI 10)
_TEN = Decimal(10)
_MOST_OFFERED = 3  # more repairs than these are no help


def check_score(score: Score) -> Score:
    """The row with `check` filled and a doubt for every figure that arithmetic contradicts."""
    verdict = score_check(score)
    checked = replace(score, check=verdict)
    doubts = (*score.doubts, *_doubts(checked))
    return replace(checked, doubts=(*doubts, *_read_again(checked, doubts)))


def _doubts(score: Score) -> Iterator[Doubt]:
    if score.check == "over_max":
        yield offered("points", repairs(score.points or Decimal(0), lambda v: _fits(score, v)))
    if score.check == "percent_mismatch":
        yield offered("points", repairs(score.points or Decimal(0), lambda v: _fits(score, v)))
        yield offered(
            "points_max", repairs(score.points_max or Decimal(0), lambda v: _tops(score, v))
        )
        yield Doubt("percent", "failed_check")
    if score.percent is not None and score.percent > _WHOLE:
        yield Doubt("percent", "failed_check")
    if score.rank is not None and score.rank_of is not None and score.rank > score.rank_of:
        yield Doubt("rank", "failed_check")
    if _above_ten(score):
        yield offered("points", repairs(score.points or _TEN, lambda v: v <= _TEN))
    for name in ("self_points", "appraised_points", "survey_points"):
        value = getattr(score, name)
        if value is not None and score.points_max is not None and value > score.points_max:
            yield Doubt(name, "failed_check")


def _above_ten(score: Score) -> bool:
    """Whether a part of an index whose parts have ten points at most has more."""
    scaled = score.index_family in _OF_TEN and score.level == "area" and score.points_max is None
    return scaled and score.points is not None and score.points > _TEN


def _read_again(score: Score, doubts: tuple[Doubt, ...]) -> Iterator[Doubt]:
    """The doubts about the points, for the column that they were taken from."""
    known = {doubt.field for doubt in doubts}
    for doubt in doubts:
        for name in _SOURCES if doubt.field == "points" else ():
            if getattr(score, name) == score.points is not None and name not in known:
                yield replace(doubt, field=name)


def _fits(score: Score, points: Decimal) -> bool:
    if score.points_max is None or points > score.points_max:
        return False
    return percent_fits(replace(score, points=points))


def _tops(score: Score, maximum: Decimal) -> bool:
    if score.points is None or maximum < score.points:
        return False
    return percent_fits(replace(score, points_max=maximum))


def offered(field: str, values: tuple[Decimal, ...]) -> Doubt:
    """The doubt of a figure: a repair where exactly one is possible, else a failed check with the few that are."""
    shown = tuple(str(value) for value in values[:_MOST_OFFERED])
    return Doubt(field, "repaired_number" if len(values) == 1 else "failed_check", shown)
