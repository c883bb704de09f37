"""Days, ends of months and quarters, and recurrence rules in one canonical spelling (RFC 5545).

Canonical: FREQ first, then INTERVAL (not when 1), BYMONTH, BYMONTHDAY, BYDAY (MO to SU), BYSETPOS; numbers ascending.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
QUARTER_ENDS = (3, 6, 9, 12)


def rrule(
    freq: str,
    interval: int = 1,
    *,
    months: Sequence[int] = (),
    days: Sequence[int] = (),
    weekdays: Sequence[str] = (),
    position: int | None = None,
) -> str:
    """The canonical rule.

    >>> rrule("YEARLY", months=[6, 3], days=[15])
    'FREQ=YEARLY;BYMONTH=3,6;BYMONTHDAY=15'
    """
    parts = [f"FREQ={freq}"]
    if interval != 1:
        parts.append(f"INTERVAL={interval}")
    if months:
        parts.append(f"BYMONTH={_numbers(months)}")
    if days:
        parts.append(f"BYMONTHDAY={_numbers(days)}")
    if weekdays:
        parts.append(f"BYDAY={','.join(day for day in WEEKDAYS if day in weekdays)}")
    if position is not None:
        parts.append(f"BYSETPOS={position}")
    return ";".join(parts)


def _numbers(values: Sequence[int]) -> str:
    return ",".join(map(str, sorted(set(values))))


def day(year: int, month: int, number: int) -> date | None:
    """The date, or `None` where the calendar has no such day."""
    if 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]:  # noqa: PLR2004 - months
        return date(year, month, number)
    return None


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def year_for(month: int, number: int, issued: date | None, year: int | None) -> int | None:
    """The year of a day printed without one: the known year, else the first such day not before the date of issue."""
    if year is not None or issued is None:
        return year
    return issued.year if (month, number) >= (issued.month, issued.day) else issued.year + 1
