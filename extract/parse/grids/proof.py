"""Columns whose headings were lost, proved by arithmetic: points divided by the maximum are the percent.

Of several columns of points without a known role, the pair whose quotient is the printed percent in most rows are the points
and their maximum; a third column, nowhere below the points, is what the body gave itself. Nothing is guessed without a percent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from extract.parse.numbers import Figure, read_cell

_FEWEST, _SHARE = 3, 0.6  # rows that prove a pair of columns
_JUDGED = 4  # figures of an appraised row: maximum, self-given, given, percent
_SLACK = Decimal("0.06")  # a unit of a percent printed with one decimal, rounded


def prove(
    points: Mapping[int, Sequence[Figure | None]], percent: Sequence[Figure | None]
) -> dict[int, str]:
    """Roles (appraised, max, self) by column; empty where no pair of columns explains the percent."""
    if not percent:
        return {}
    pairs = {
        (given, top): sum(map(_explains, points[given], points[top], percent))
        for given, top in permutations(points, 2)
    }
    rows = sum(figure is not None for figure in percent)
    if not pairs or rows < _FEWEST:
        return {}
    best = max(pairs, key=lambda pair: (pairs[pair], -pair[0], -pair[1]))
    if pairs[best] < max(_FEWEST, _SHARE * rows):
        return {}
    rest = [column for column in points if column not in best]
    return {best[0]: "appraised", best[1]: "max", **({rest[0]: "self"} if len(rest) == 1 else {})}


def _explains(given: Figure | None, top: Figure | None, percent: Figure | None) -> bool:
    if given is None or top is None or percent is None or not top.value:
        return False
    return abs(given.value * 100 / top.value - percent.value) <= _SLACK


def with_blank(figures: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Figures of which one is missing, with a blank where it was: `10 6 60,00` is a maximum, what was given, their percent.

    A body gives itself no points for a survey, so the cell between the two is empty; without the proof nothing is moved.

    >>> with_blank(("10", "6", "60,00"), 4), with_blank(("10", "6", "5"), 4)
    (('10', '', '6', '60,00'), ('10', '6', '5'))
    """
    if len(figures) != _JUDGED - 1 or width != _JUDGED:
        return figures
    top, given, percent = map(read_cell, figures)
    return (figures[0], "", *figures[1:]) if _explains(given, top, percent) else figures
