"""What a score's own line prints: a percent that fits other points than those taken says that a column was mistaken.

A percent that was computed from the points fits them always and proves nothing; one that is printed fits the points it was printed
for. In `16 | 16 | 14,5 | 90,63` the figure is 14,5 of 16, whatever the heading of the second column was taken for.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extract.check.arithmetic import percent_fits
from extract.model import Doubt
from extract.records import Score

_FIGURE = re.compile(r"(?<![\w.,/-])\d{1,4}(?:[.,]\d{1,4})?(?![\w/-]|[.,]\d)")
_WHOLE = Decimal(100)


def figures_of(raw: str) -> tuple[Decimal, ...]:
    """The figures printed in a line, in their order, as numbers.

    >>> figures_of("III | Cải cách thể chế | 8 | 7,25 | 90,63 %")
    (Decimal('8'), Decimal('7.25'), Decimal('90.63'))
    """
    return tuple(Decimal(found.replace(",", ".")) for found in _FIGURE.findall(raw))


def check_printed(score: Score) -> Score:
    """The row, its points and percent doubted where the line prints a percent of other points; those are offered."""
    taken, top = score.points, score.points_max
    if taken is None or not top or score.percent is None:
        return score
    printed = figures_of(score.at.raw)
    if score.percent in printed or any(doubt.field == "points" for doubt in score.doubts):
        return score
    for share in printed:
        for points in printed:
            if _proves(replace(score, points=points, percent=share), taken):
                told = (
                    Doubt("points", "conflict", (str(points),)),
                    Doubt("percent", "conflict", (str(share),)),
                )
                return replace(score, doubts=(*score.doubts, *told))
    return score


def _proves(other: Score, taken: Decimal) -> bool:
    """Whether a printed share is that of these points and can't be that of the points taken; whole figures fit by chance."""
    points, share, top = other.points, other.percent, other.points_max
    if points is None or share is None or top is None or points in (taken, share):
        return False
    fractional = share != int(share)
    return fractional and points <= top < share <= _WHOLE and percent_fits(other)
