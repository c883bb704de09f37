"""The points an item of lost points states, and whether they were won or lost.

A closing clause that only states points ("(1,481 điểm)", ": trừ 0,5 điểm") is cut off the text. The role needs evidence: a
word right before the number, a maximum behind a bar, a ratio that explains it (20/27 of 2 is 1,481), or a number larger than
any area lost (DOMAIN 4.3); the heading alone decides nothing. Conditions ("dưới 95% thì ... đạt 0 điểm") are no points.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extract.fold import GAP
from extract.parse.numbers import SPACED, decimals, read_decimal
from extract.parse.passage import Passage

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
    r"(?<![\d/.,])(?P<num>\d{1,3})\s*/\s*(?P<den>\d{1,3})(?![\d/.,]|\s*/)\s+(?!thang\b|ngay\b|nam\b|cua\b|diem\b|tinh\b|gio\b)[a-z]{2,}"
)
#: With their own accents: "mỗi" is no "môi".
_CONDITION = re.compile(
    r"\b(?:thì|trường hợp|nếu|dưới|mỗi|chỉ cần|thang điểm|tối thiểu)\b[^.;]*$", re.IGNORECASE
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


def read_points(own: Passage) -> Stated:
    """The points an item states; None for all of it where it states none."""
    for pattern in (BRACKETED, AFTER_MARK):
        match = pattern.search(own.folded)
        if match and not _is_condition(own.text, match):
            return _stated(own, match, closing=True)
    found = [m for m in INSIDE.finditer(own.folded) if not _is_condition(own.text, m)]
    lost = next((match for match in found if match["loss"]), None)
    if not found:
        return Stated(None, None, None, len(own.text))
    return _stated(own, lost or found[0], closing=False)


def _is_condition(text: str, match: re.Match[str]) -> bool:
    if not (match["loss"] or match["gain"] or match["cut"]):
        return True
    clause = re.split(r"[.;(]\s*", text[: match.start("points")])[-1]
    return bool(_CONDITION.search(clause))


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
        num, den = int(match["num"]), int(match["den"])
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
