"""The points of one row of a score table: maximum, self-assessed, appraised, surveyed, given, in percent.

Points given are those of the column that says so, else appraised and surveyed points together, else the appraised ones;
self-assessed points only where the table has no others (DOMAIN 3.4). The percent is the printed one, or computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypedDict

from extract.parse.grids.columns import Column, cell_figure, first

#: An estimate: rows whose percent fits are nearly always right, also in bad readings.
_PROVED, _SLACK = 0.96, Decimal("0.06")


class PointColumns(TypedDict):
    """The columns of scores.csv that a row's figures fill."""

    points: Decimal | None
    points_max: Decimal | None
    self_points: Decimal | None
    appraised_points: Decimal | None
    survey_points: Decimal | None
    percent: Decimal | None
    rank: int | None
    rank_of: int | None


@dataclass(frozen=True, slots=True)
class Points:
    """Figures of one criterion, None where the table has none."""

    points: Decimal | None = None
    maximum: Decimal | None = None
    own: Decimal | None = None
    appraised: Decimal | None = None
    surveyed: Decimal | None = None
    percent: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None

    @property
    def proved(self) -> bool:
        """Whether the printed percent is points divided by maximum, which no misread digit would be."""
        if self.percent is None or not self.points or not self.maximum:
            return False
        return abs(self.points * 100 / self.maximum - self.percent) <= _SLACK

    def sure(self, otherwise: float) -> float:
        """The probability that the row is right: high where arithmetic proves it (DOMAIN, pitfall 85)."""
        return max(_PROVED, otherwise) if self.proved else otherwise

    def columns(self) -> PointColumns:
        """The values by column of scores.csv; a percent that is not printed is computed to two decimals."""
        return {
            "points": self.points,
            "points_max": self.maximum,
            "self_points": self.own,
            "appraised_points": self.appraised,
            "survey_points": self.surveyed,
            "percent": self.percent
            if self.percent is not None
            else share(self.points, self.maximum),
            "rank": self.rank,
            "rank_of": self.rank_of,
        }


def share(points: Decimal | None, maximum: Decimal | None) -> Decimal | None:
    """Points as percent of the maximum to two decimals, None without a maximum.

    >>> share(Decimal("13.50"), Decimal("14.50"))
    Decimal('93.10')
    """
    if points is None or not maximum:
        return None
    return (points * 100 / maximum).quantize(Decimal("0.01"))


def points_of(columns: Sequence[Column], cells: Sequence[str]) -> Points:
    """The figures of one row under the given columns."""
    scored = [c for c in columns if not c.percent]
    given = cell_figure(cells, first(scored, "points", "value"))
    own = cell_figure(cells, first(scored, "self"))
    appraised = cell_figure(cells, first(scored, "appraised"))
    surveyed = cell_figure(cells, first(scored, "survey"))
    top = cell_figure(cells, first(columns, "max"))
    percent = cell_figure(
        cells, first([c for c in columns if c.percent], "percent", "value", "points")
    )
    rank = cell_figure(cells, first(columns, "rank"))
    parts = [figure.value for figure in (appraised, surveyed) if figure]
    alone = not any(c.role in ("points", "value", "appraised", "survey") for c in scored)
    points = (
        given.value
        if given
        else sum(parts, Decimal(0))
        if parts
        else own.value
        if own and alone
        else None
    )
    printed = given.of if given and given.of is not None else None
    if points is None and percent is not None and not (top or own):
        points = percent.value
    return Points(
        points,
        top.value if top else printed,
        own.value if own else None,
        appraised.value if appraised else None,
        surveyed.value if surveyed else None,
        percent.value if percent and (top or given or parts) else None,
        int(rank.value) if rank and rank.whole else None,
        int(rank.of) if rank and rank.whole and rank.of is not None else None,
    )
