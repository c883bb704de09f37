"""Sums, maxima and shares: figures that must add up, points within their maxima, totals as printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from extract.model import Doubt
from extract.records import Result, Score

# Arithmetic that checks figures, and the single digits that would repair them (DOMAIN 3.5).
#
# Nothing is repaired here: a repair is an alternative for a person. It is offered as such only where exactly one change of one
# character, of those that OCR is known to make, satisfies the equation.

#: Digits taken for each other by Tesseract on 436 score lines (DOMAIN 7.5), in both directions.
CONFUSED = {
    "0": "6489", "1": "274", "2": "17", "3": "985", "4": "019", "5": "638", "6": "5078",
    "7": "129", "8": "9630", "9": "3784",
}  # fmt: skip
_HUNDRED = Decimal(100)


def score_check(score: Score) -> str:
    """`scores.check`: over_max, percent_mismatch, ok, or na where there is nothing to compare."""
    if score.points is None or score.points_max is None:
        return "na"
    if score.points > score.points_max:
        return "over_max"
    return "ok" if percent_fits(score) else "percent_mismatch"


def percent_fits(score: Score) -> bool:
    """Whether the percent is points divided by maximum, to one unit of its last digit."""
    if score.percent is None or score.points is None or not score.points_max:
        return True
    exact = score.points * _HUNDRED / score.points_max
    return abs(exact - score.percent) <= _last_digit(score.percent)


def _last_digit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)


_Key = tuple[str | None, str | None, int | None]


def key_of(row: Result | Score) -> _Key:
    """What a result and its areas have in common: body, index and year."""
    return row.entity, row.index_family, row.index_year


def areas_by_key(scores: Sequence[Score]) -> dict[_Key, list[Score]]:
    """The areas of every body, index and year."""
    found: dict[_Key, list[Score]] = {}
    for score in scores:
        if score.level == "area":
            found.setdefault(key_of(score), []).append(score)
    return found


def sum_check(result: Result, areas: Sequence[Score]) -> str:
    """`results.sum_check`: ok, fail, or na where no score is printed or not all areas are listed.

    The areas are all there when their maxima add up to the score's maximum (else 100).
    """
    if result.score is None or len(areas) < 2 or any(a.points is None for a in areas):  # noqa: PLR2004
        return "na"
    if fits(result, areas):
        return "ok"
    return "fail" if complete(result, areas) else "na"


def complete(result: Result, areas: Sequence[Score]) -> bool:
    """Whether the areas' maxima add up to the score's maximum, or to 100."""
    maxima = [area.points_max for area in areas if area.points_max is not None]
    return len(maxima) == len(areas) and sum(maxima) == (result.score_max or _HUNDRED)


def fits(result: Result, areas: Sequence[Score]) -> bool:
    """Whether the areas add up to the score, to half a unit of the last printed digit for each area."""
    points = [area.points for area in areas if area.points is not None]
    if result.score is None or not points:
        return False
    coarsest = max(_last_digit(number) for number in (*points, result.score))
    finest = min(_last_digit(number) for number in (*points, result.score))
    slack = finest if coarsest == finest else Decimal("0.5") * finest * len(points)
    return abs(sum(points) - result.score) <= (slack if finest < 1 else Decimal(0))


def repairs(number: Decimal, holds: Callable[[Decimal], bool]) -> tuple[Decimal, ...]:
    """Every value one misread character away from `number` for which the equation holds."""
    return tuple(dict.fromkeys(value for value in _variants(number) if holds(value)))


def _variants(number: Decimal) -> Iterator[Decimal]:
    text = str(number)
    for at, digit in enumerate(text):
        for other in CONFUSED.get(digit, ""):
            yield from _parsed(text[:at] + other + text[at + 1 :])
    if "." not in text:  # a lost comma: 950 for 9,50
        for at in range(1, len(text)):
            yield from _parsed(f"{text[:at]}.{text[at:]}")
    if text[0] == "1" and len(text) > 1:  # a rule read as 1: 18,5 for |8,5
        yield from _parsed(text[1:])


def _parsed(text: str) -> Iterator[Decimal]:
    try:
        yield Decimal(text)
    except InvalidOperation:
        return


# What a score's own line prints: a percent that fits other points than those taken says that a column was mistaken.
#
# A percent that was computed from the points fits them always and proves nothing; one that is printed fits the points it was printed
# for. In `16 | 16 | 14,5 | 90,63` the figure is 14,5 of 16, whatever the heading of the second column was taken for.

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


# Checks of scores: points against maximum and percent, with the repairs that arithmetic offers.

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


# Sums inside a list of scores: the criteria below an area add up to the area, where all of them are there.
#
# A table prints several figures a row: the maximum, what a body gave itself, what it was given. One column that adds up shows that no
# criterion is missing; then the others have to add up as well.

_NONE = Decimal(0)
_COLUMNS = ("points_max", "points", "self_points", "appraised_points")
_FEWEST = 2  # parts: one is no sum
_PROVING = frozenset({"points_max", "points"})


def check_nested(scores: Sequence[Score]) -> tuple[Score, ...]:
    """The scores with a doubt for each area that the criteria below it contradict, and for the criterion that would mend it."""
    checked = list(scores)
    for at, below in _areas(scores):
        area, parts = scores[at], [scores[n] for n in below]
        sums = {name: found for name in _COLUMNS if (found := _sum(area, parts, name)) is not None}
        if not any(sums.get(name) == getattr(area, name) for name in _PROVING & sums.keys()):
            continue
        for name, found in sums.items():
            total = getattr(area, name)
            if found == total:
                continue
            checked[at] = _doubted(checked[at], name, repairs(total, found.__eq__))
            for n, part in zip(below, parts, strict=True):
                own = getattr(part, name)
                mending = repairs(own, (total - found + own).__eq__)
                checked[n] = _doubted(checked[n], name, mending) if mending else checked[n]
    return tuple(checked)


def _areas(scores: Sequence[Score]) -> Iterator[tuple[int, list[int]]]:
    """Each area's position and those of the criteria that follow it, of the same body, index and year."""
    for at, score in enumerate(scores):
        if score.level != "area":
            continue
        below = []
        for later in range(at + 1, len(scores)):
            if scores[later].level == "area" or key_of(scores[later]) != key_of(score):
                break
            if scores[later].level == "criterion":
                below.append(later)
        yield at, below


def _sum(area: Score, parts: Sequence[Score], name: str) -> Decimal | None:
    """What the criteria have in a column, together; `None` where one of them or the area has nothing there."""
    found = [value for part in parts if (value := getattr(part, name)) is not None]
    if len(parts) < _FEWEST or len(found) < len(parts) or getattr(area, name) is None:
        return None
    return sum(found, _NONE)


def _doubted(score: Score, name: str, values: tuple[Decimal, ...]) -> Score:
    if any(doubt.field == name for doubt in score.doubts):
        return score
    return replace(score, doubts=(*score.doubts, offered(name, values)))
