"""Arithmetic that checks figures, and the single digits that would repair them (DOMAIN 3.5).

Nothing is repaired here: a repair is an alternative for a person. It is offered as such only where exactly one change of one
character, of those that OCR is known to make, satisfies the equation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal, InvalidOperation

from extract.records import Result, Score

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
