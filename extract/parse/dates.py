"""Dates as official documents write them, day first always: `ngày 24 tháng 12 năm 2020`, `24/12/2020`, `01-10-1997`, `8.11.2011`.

A date that the calendar does not have, or whose day or month is missing (a draft's blank), is `None`: never the 1st.
Letters that OCR reads for digits (O, l, I, S) count as digits only in the long form and only beside a digit. Source: NĐ
30/2020/NĐ-CP, Phụ lục I, II.4; forms counted in accented corpora (d/m/yyyy 11,478, d-m-yyyy 940, d.m.yyyy 161).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extract.fold import fold

FIRST_DAY = date(1945, 9, 2)  # the day of independence: no document of this state is older

_DAY = r"(?P<d>[0-9ol|i\]!]{1,2})"
_MONTH = r"(?P<m>[0-9ol|i]{1,2})"
_YEAR = r"(?P<y>[12][0-9o]{3})"
_LONG = re.compile(
    rf"(?:\bng[aà4]y\s{{0,3}}|(?<![\w/])){_DAY}?\s{{0,9}}th[a4]ng\s{{0,9}}{_MONTH}?\s{{0,9}}n[a4]m\s{{0,3}}{_YEAR}(?!\d)"
)
_SHORT = re.compile(
    r"(?<![\w/.,-])(?P<d>\d{1,2})\s?(?P<bar>[/.-])\s?(?P<m>\d{1,2})\s?(?P=bar)\s?(?P<y>(?:19|20)\d{2})(?![\w/]|[.,-]\d)"
)
_LIKE_DIGITS = str.maketrans("oli|]!", "011111")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date at `text[start:end]`; `value` is `None` where it is incomplete or not in the calendar."""

    start: int
    end: int
    value: date | None
    year: int


def find_dates(text: str) -> Iterator[FoundDate]:
    """Every date of a text, in order.

    >>> [str(d.value) for d in find_dates("ngày 05 tháng 01 năm 2020; 31/3/2022; 31/02/2022")]
    ['2020-01-05', '2022-03-31', 'None']
    """
    folded = fold(text)
    found = [*_LONG.finditer(folded), *_SHORT.finditer(folded)]
    for match in sorted(found, key=re.Match.start):
        year = int(match["y"].translate(_LIKE_DIGITS))
        yield FoundDate(match.start(), match.end(), _value(match, year), year)


def calendar_date(year: int, month: int, day: int) -> date | None:
    """The date, or `None` where the calendar has none.

    >>> calendar_date(2023, 2, 29) is None
    True
    """
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _value(match: re.Match[str], year: int) -> date | None:
    day, month = _figure(match["d"]), _figure(match["m"])
    return calendar_date(year, month, day) if day and month else None


def _figure(text: str | None) -> int | None:
    """A figure with at least one true digit; `None` for a blank or for letters alone."""
    if not text or not any(sign.isdigit() for sign in text):
        return None
    return int(text.translate(_LIKE_DIGITS))
