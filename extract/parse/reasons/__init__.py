"""Causes, limitations and lost points (reasons.csv): the items the walk finds, with the points they state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extract.parse.context import Context
from extract.parse.grids.grid import Grid
from extract.parse.reasons.points import (
    Stated,
    exceeds,
    maximum_by_ratio,
    read_points,
    read_ratio,
)
from extract.parse.reasons.tables import read_table_reasons
from extract.parse.reasons.walk import Found
from extract.records import Reason, Score

_CONFIDENCE = {"reasons.item": 0.88, "reasons.inline": 0.8, "reasons.run_in": 0.6}
#: A loss of nothing would be no loss, so "0 điểm" under lost points was won; likely, not certain (DOMAIN 4.3).
_ZERO_SURE = 0.7


def read_reasons(
    context: Context, found: Sequence[Found], scores: Sequence[Score], grids: Sequence[Grid]
) -> tuple[Reason, ...]:
    """The rows of reasons.csv of one document, in reading order, numbered anew for each kind.

    They come of the items that the walk `found` and of the document's tables; its `scores` tell what was lost.
    """
    losses = _losses(scores)
    rows = [*(_row(item, losses) for item in found), *read_table_reasons(context, grids)]
    rows.sort(key=lambda row: (row.at.page or 0, row.at.line_start))
    return tuple(_numbered(row for row in rows if row.text))


def _numbered(rows: Iterable[Reason]) -> Iterator[Reason]:
    counts: Counter[str | None] = Counter()
    for row in rows:
        counts[row.kind] += 1
        yield replace(row, order=counts[row.kind])


def _losses(scores: Sequence[Score]) -> tuple[Decimal, ...]:
    """What each area lost; surveys are left out, since no single item states their loss."""
    return tuple(
        score.points_max - score.points
        for score in scores
        if score.level == "area" and score.area_key != "xa_hoi_hoc"
        if score.points is not None and score.points_max is not None
    )


def _row(found: Found, losses: Sequence[Decimal]) -> Reason:
    ratio = read_ratio(found.own)
    stated = _with_evidence(read_points(found.own), ratio, losses, found.kind)
    text = found.own.text[: stated.end].strip().rstrip(";,").strip()
    kind = "lost_point" if stated.role == "lost" else found.kind
    return Reason(
        kind=kind,
        text=text,
        points=stated.points,
        points_role=stated.role,
        points_max=stated.maximum,
        ratio_num=ratio[0] if ratio else None,
        ratio_den=ratio[1] if ratio else None,
        at=found.own.evidence(found.rule, min(_CONFIDENCE[found.rule], stated.sure)),
    )


def _with_evidence(
    stated: Stated, ratio: tuple[int, int] | None, losses: Sequence[Decimal], kind: str
) -> Stated:
    """The role of points without a word before them, where ratio, areas or zero prove it."""
    if stated.points is None or stated.role != "unknown":
        return stated
    maximum = maximum_by_ratio(stated.points, ratio) if ratio else None
    if maximum is not None:
        return replace(stated, role="achieved", maximum=maximum)
    if exceeds(stated.points, losses):
        return replace(stated, role="achieved")
    if stated.points == 0 and kind == "lost_point":
        return replace(stated, role="achieved", sure=_ZERO_SURE)
    return stated
