"""Causes, limitations and lost points (reasons.csv): the items the walk finds, with the points they state."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import GAP, any_of
from extract.parse.criteria import is_total, without_mark
from extract.parse.grids import EMPTY, Grid
from extract.parse.grids.columns import TableColumn, cell_figure, first, read_columns
from extract.parse.outline import Context
from extract.parse.passage import Passage
from extract.parse.reasons.walk import ReasonItem
from extract.parse.values import SPACED, decimals, read_decimal
from extract.records import Reason, Score

# The points an item of lost points states, and whether they were won or lost. A closing clause that only states points ("(1,481
# điểm)", ": trừ 0,5 điểm") is cut off the text. The role needs evidence: a word right before the number, a maximum behind a
# bar, a ratio that explains it (20/27 of 2 is 1,481), or a number larger than any area lost; the heading alone decides nothing.
# Conditions ("dưới 95% thì ... đạt 0 điểm") are no points.

_LOSS = r"(?:bi\s+|tu\s+)?(?:tru|mat|giam|thieu)(?:\s+diem)?"
_GAIN = r"(?:chi\s+)?(?:dat|duoc|duoc\s+cham|cham|con)(?:\s+duoc)?"
_POINTS = rf"(?:(?:(?P<loss>{_LOSS})|(?P<gain>{_GAIN}))\s*+|{GAP})(?::\s*+)?(?P<minus>-)?(?P<points>(?<![\d/.,]){SPACED})\s*+(?:(?:/|tren)\s*+(?P<maximum>{SPACED})\s*+)?diem\b(?!\s*(?:cau|den|nong))(?:\s*/\s*(?P<top>{SPACED})\s*diem)?(?:\s+toi\s+da)?"
_NONE = r"[,;:–-]\s*+(?:nen\s++)?(?:khong\s++(?:co|duoc|tinh|dat)|bi\s++tru|mat|tru)\s++diem"
BRACKETED = re.compile(
    rf"(?P<cut>(?:{GAP}{_NONE})?{GAP}\(\s*+(?:so\s++diem\s++|diem\s++)?{_POINTS}\s*+\)?)\s*+[.;]*+\s*$"
)
AFTER_MARK = re.compile(
    rf"(?P<cut>{GAP}[,;:–-]\s*+(?:nen\s++|do\s++do\s++|vi\s++vay\s++|va\s++)?{_POINTS})\s*+[.;]*+\s*$"
)
INSIDE = re.compile(rf"(?P<cut>){_POINTS}")
RATIO = re.compile(
    r"(?<![\d/.,])(?P<num>\d{1,3}(?:\.\d{3})?)\s*/\s*(?P<den>\d{1,3}(?:\.\d{3})*)(?![\d/.,]|\s*/)\s+(?!thang\b|ngay\b|nam\b|cua\b|diem\b|tinh\b|gio\b)[a-z]{2,}"
)
_RANKED = re.compile(r"\b(?:xep|hang|thu|vi tri)\s*$")
_QUARTER = Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Stated:
    """Points of an item: the number, its role and maximum, how much of the text (`end`) is left without the closing clause."""

    points: Decimal | None
    role: str | None
    maximum: Decimal | None
    end: int
    sure: float = 0.9


@lru_cache(maxsize=4)
def _conditions(dictionaries: Dictionaries) -> re.Pattern[str]:
    words = any_of(dictionaries.column("point_conditions", "words"))
    return re.compile(rf"\b{words}\b[^.;]*$", re.IGNORECASE)


def read_points(own: Passage, conditions: re.Pattern[str]) -> Stated:
    """The points an item states; None for all of it where it states none."""
    for pattern in (BRACKETED, AFTER_MARK):
        match = pattern.search(own.folded)
        if match and not _is_condition(own.text, match, conditions):
            return _stated(own, match, closing=True)
    found = [m for m in INSIDE.finditer(own.folded) if not _is_condition(own.text, m, conditions)]
    lost = next((match for match in found if match["loss"]), None)
    if not found:
        return Stated(None, None, None, len(own.text))
    return _stated(own, lost or found[0], closing=False)


def _is_condition(text: str, match: re.Match[str], conditions: re.Pattern[str]) -> bool:
    if not (match["loss"] or match["gain"] or match["cut"]):
        return True
    clause = re.split(r"[.;(]\s*", text[: match.start("points")])[-1]
    return bool(conditions.search(clause))


def _stated(own: Passage, match: re.Match[str], *, closing: bool) -> Stated:
    points = _decimal(own, match, "points")
    maximum = _decimal(own, match, "maximum") or _decimal(own, match, "top")
    lost = bool(match["loss"] or match["minus"])
    role = "lost" if lost else "achieved" if match["gain"] or maximum is not None else "unknown"
    return Stated(points, role, maximum, match.start("cut") if closing else len(own.text))


def _decimal(own: Passage, match: re.Match[str], group: str) -> Decimal | None:
    if not match[group]:
        return None
    return read_decimal(own.text[match.start(group) : match.end(group)], spaced=True)


def read_ratio(own: Passage) -> tuple[int, int] | None:
    """The first ratio of counts ("20/27 nhiệm vụ"): numerator not above denominator, no rank, no date."""
    for match in RATIO.finditer(own.folded):
        num, den = (int(match[name].replace(".", "")) for name in ("num", "den"))
        if (
            num <= den
            and den > 1
            and not _RANKED.search(own.folded[max(0, match.start() - 20) : match.start()])
        ):
            return num, den
    return None


def maximum_by_ratio(points: Decimal, ratio: tuple[int, int]) -> Decimal | None:
    """The maximum, a multiple of a quarter up to 20, of which the ratio gives exactly the points.

    >>> maximum_by_ratio(Decimal("1.481"), (20, 27))
    Decimal('2.00')
    """
    num, den = ratio
    unit = Decimal(1).scaleb(-decimals(points))
    if points == 0 or num == den or decimals(points) < 2:  # noqa: PLR2004 - fewer digits prove nothing
        return None
    for step in range(1, 81):
        maximum = step * _QUARTER
        if (maximum * num / den).quantize(unit, ROUND_HALF_UP) == points:
            return maximum
    return None


def exceeds(points: Decimal, losses: Sequence[Decimal]) -> bool:
    """Whether a number is larger than what any area lost, so that it cannot be a loss."""
    return bool(losses) and points > max(losses)


# Reasons in tables: a column "Lý do trừ điểm" or "Điểm trừ" beside the criteria gives an item of lost points a row. The text is
# the reason's, else the criterion's. Points of a column of deductions were lost; a deduction of nothing is none.

_CONFIDENCE = 0.8
_SCORED = frozenset({"max", "points", "appraised", "self", "lost"})


def read_table_reasons(context: Context, grids: Sequence[Grid]) -> Iterator[Reason]:
    """The lost points of every score table among the document's tables, in reading order, not yet numbered."""
    for grid in grids:
        yield from _reasons(grid, context)


def _reasons(grid: Grid, context: Context) -> Iterator[Reason]:
    columns = read_columns(grid, context.dictionaries)
    lost, why = first([c for c in columns if c.figures], "lost"), first(columns, "reason")
    name = first([c for c in columns if not c.figures], "criterion", "index", "text", "lost")
    if (lost is None and why is None) or not _SCORED & {column.role for column in columns}:
        return
    for row in grid.rows:
        if name and is_total(row.cells[name.index]):
            continue
        figure = cell_figure(row.cells, lost)
        points = abs(figure.value) if figure else None
        said = row.cells[why.index] if why else ""
        if lost is None and _is_full(row.cells, columns):
            continue
        text = said if said not in EMPTY else without_mark(row.cells[name.index]) if name else ""
        if not text or not (points or said not in EMPTY):
            continue
        yield Reason(
            kind="lost_point",
            text=text,
            points=points if points != Decimal(0) else None,
            points_role="lost" if points else None,
            at=row.at.evidence("reasons.table", _CONFIDENCE),
        )


def _is_full(cells: Sequence[str], columns: Sequence[TableColumn]) -> bool:
    """Whether all points were won: what stands in the column of reasons then tells why, not why not."""
    top = cell_figure(cells, first(columns, "max"))
    won = cell_figure(cells, first(columns, "points", "appraised", "self"))
    return top is not None and won is not None and top.value == won.value


# the plainer the form of the list, the surer its items
_ITEM_CONFIDENCE = {"reasons.item": 0.88, "reasons.inline": 0.8, "reasons.run_in": 0.6}
#: A loss of nothing would be no loss, so "0 điểm" under lost points was won; likely, not certain.
_ZERO_SURE = 0.7


def read_reasons(
    context: Context, found: Sequence[ReasonItem], scores: Sequence[Score], grids: Sequence[Grid]
) -> tuple[Reason, ...]:
    """The rows of reasons.csv of one document, in reading order, numbered anew for each kind.

    They come of the items that the walk `found` and of the document's tables; its `scores` tell what was lost.
    """
    losses, conditions = _losses(scores), _conditions(context.dictionaries)
    rows = [
        *(_row(item, losses, conditions) for item in found),
        *read_table_reasons(context, grids),
    ]
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


def _row(found: ReasonItem, losses: Sequence[Decimal], conditions: re.Pattern[str]) -> Reason:
    ratio = read_ratio(found.own)
    stated = _with_evidence(read_points(found.own, conditions), ratio, losses, found.kind)
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
        at=found.own.evidence(found.rule, min(_ITEM_CONFIDENCE[found.rule], stated.sure)),
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
