"""Deadlines that come again: weekdays, days of the month, last days of quarters, bare periods.

DOMAIN 5.3: FREQ is the longest period that names the days, so the 15th of a quarter's last month is yearly with four
months; a bare `hằng quý` is every three months. Times of day are not part of the rule.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.parse.deadlines_calendar import QUARTER_ENDS, WEEKDAYS, rrule
from extract.parse.deadlines_grammar import (
    BEFORE,
    CLOCK,
    DAY,
    EVERY,
    MONTH,
    PERIOD,
    QUARTERLY,
    ROMAN_QUARTER,
    WEEKDAYS_OF,
    YEAR,
    frequency,
    number,
    quarter,
    weekday_codes,
)
from extract.parse.deadlines_model import Form, Known, Meaning

_WORKDAYS = WEEKDAYS[:5]
_MONTHS_OF_YEAR = 12
_DAY_MONTH = rf"(?:ngay )?{DAY}(?: ?[/.] ?|,? thang ){MONTH}(?![\d/])"
_NO_YEAR = rf"(?! ?(?:/|nam) ?{YEAR})"


def recurrent_forms(bounds: str, meanings: Mapping[str, str]) -> tuple[Form, ...]:
    """Forms that name days, most specific first. `bounds` is the pattern of bound words, `meanings` what each means."""
    bound = rf"(?:{bounds})?"

    def say(rule: str | None, match: re.Match[str], confidence: float = 0.9) -> Meaning:
        return Meaning(
            "recurrent", bound=meanings.get(match["b"] or ""), rrule=rule, confidence=confidence
        )

    def weekly(match: re.Match[str], _: Known) -> Meaning:
        return say(rrule("WEEKLY", weekdays=weekday_codes(match["ws"])), match)

    def last_working_day(match: re.Match[str], _: Known) -> Meaning:
        position = 1 if match["end"] == "dau" else -1
        month = {"q": QUARTER_ENDS, "n": (_MONTHS_OF_YEAR,)}.get(match["p"][0], ())
        freq = {"tuan": "WEEKLY", "nam": "YEARLY"}.get(match["p"], "MONTHLY")
        return say(rrule(freq, months=month, weekdays=_WORKDAYS, position=position), match)

    def last_day(match: re.Match[str], _: Known) -> Meaning:
        if match["p"] == "thang":
            return say(rrule("MONTHLY", days=[-1]), match)
        if match["p"] == "nam":
            return say(rrule("YEARLY", months=[12], days=[31]), match)
        return say(rrule("YEARLY", months=QUARTER_ENDS, days=[-1]), match)

    def month_of_period(match: re.Match[str], _: Known) -> Meaning:
        day, first = int(match["d"]), match["end"] == "dau"
        if match["p"].startswith("ky"):
            return say(None, match, 0.7)
        ends = (_MONTHS_OF_YEAR,) if match["p"] == "nam" else QUARTER_ENDS
        months = [(end - 1) % 12 + 1 - 2 for end in ends] if first else ends
        return say(
            rrule("YEARLY", months=[1] if first and len(ends) == 1 else months, days=[day]), match
        )

    def yearly_days(match: re.Match[str], _: Known) -> Meaning:
        pairs = [
            tuple(map(int, re.findall(r"\d+", one))) for one in re.findall(_DAY_MONTH, match["l"])
        ]
        days, months = {pair[0] for pair in pairs}, [pair[1] for pair in pairs]
        # different days in different months are no single rule: the cell stays empty
        rule = rrule("YEARLY", months=months, days=list(days)) if len(days) == 1 else None
        return say(rule, match)

    def yearly_months(match: re.Match[str], _: Known) -> Meaning:
        months = [int(month) for month in re.findall(r"\d+", match["l"])]
        return say(rrule("YEARLY", months=months), match)

    def yearly_quarter(match: re.Match[str], _: Known) -> Meaning:
        return say(rrule("YEARLY", months=[3 * quarter(match["q"])]), match)

    def monthly_days(match: re.Match[str], _: Known) -> Meaning:
        days = [int(day) for day in re.findall(r"\d+", match["l"])]
        every = frequency(match["p"])
        return say(rrule(every[0], every[1], days=days), match)

    days = rf"(?P<l>{DAY}(?:(?:, ?| va )(?:ngay )?{DAY}){{0,9}})"
    of_month = rf"{_NO_YEAR}(?! ?(?:/|thang) ?\d)"
    table = (
        ("weekly", rf"{BEFORE}{EVERY} tuan,? ?\(?(?:vao )?{bound}(?:{CLOCK})?(?:(?:ngay|sang|chieu|cuoi ngay) )?{WEEKDAYS_OF}\)?", weekly),
        ("weekly", rf"{BEFORE}{bound}(?:{CLOCK})?(?:(?:ngay|sang|chieu) )?{WEEKDAYS_OF},? (?:cua )?{EVERY} tuan\b", weekly),
        ("working_day", rf"{BEFORE}{bound}(?:vao )?ngay lam viec (?P<end>cuoi|dau)(?: cung| tien)?(?: cua)?(?: {EVERY})? (?P<p>tuan|thang|{QUARTERLY}|nam)\b", last_working_day),
        ("last_day", rf"{BEFORE}{bound}(?:vao )?ngay cuoi(?: cung)?(?: cua)?(?: {EVERY})? (?P<p>thang|{QUARTERLY}|nam)\b{_NO_YEAR}(?! \d)", last_day),
        ("month_of_period", rf"{BEFORE}{bound}(?:vao )?ngay (?P<d>{DAY})(?: cua)? thang (?P<end>cuoi|dau)(?: cung| tien)?(?: cua)?(?: {EVERY})? (?P<p>{QUARTERLY}|ky(?: bao cao)?|nam)\b(?:(?:,| va)(?: cua)? nam\b)?", month_of_period),
        ("yearly", rf"{BEFORE}{bound}(?:vao )?(?:cac )?(?P<l>{_DAY_MONTH}(?:(?:, ?|; ?| va ){_DAY_MONTH}){{0,11}}),? (?:cua )?{EVERY} nam\b", yearly_days),
        ("yearly", rf"{BEFORE}{EVERY} nam,? ?\(?{bounds}(?P<l>ngay {_DAY_MONTH[len('(?:ngay )?') :]}){_NO_YEAR}\)?", yearly_days),
        ("yearly_month", rf"{BEFORE}{bound}(?:vao )?(?:cac )?thang (?P<l>{MONTH}(?:(?:, ?| va )(?:thang )?{MONTH}){{0,11}}),? {EVERY} nam\b", yearly_months),
        ("yearly_quarter", rf"{BEFORE}{bound}{QUARTERLY} {ROMAN_QUARTER},? {EVERY} nam\b", yearly_quarter),
        ("monthly", rf"{BEFORE}{bound}(?:vao )?(?:cac )?ngay {days},? (?:cua )?(?:cac )?{EVERY} (?P<p>thang|{QUARTERLY})\b", monthly_days),
        ("monthly", rf"{BEFORE}{EVERY} (?P<p>thang|{QUARTERLY}),? ?\(?(?:vao )?{bound}(?:vao )?(?:cac )?ngay {days}\b{of_month}\)?", monthly_days),
        ("monthly", rf"{BEFORE}{bound}(?:vao )?ngay {days} (?:cua )?(?P<p>thang)(?: sau| ke tiep| lien ke| tiep theo| bao cao)?(?: lien ke)?\b(?! ?\d)", monthly_days),
    )  # fmt: skip
    return tuple(
        Form(f"deadline_{name}", re.compile(pattern), read) for name, pattern, read in table
    )


def period_forms() -> tuple[Form, ...]:
    """`định kỳ hằng quý`, `03 tháng một lần`, `2 lần/năm`, `mỗi tháng 02 chuyên mục`."""
    more = r"(?:(?:,|;|/| va| hoac) ?(?:hang |0?1 |mot )?(?:(?:6|9|06|09|sau|chin) thang|quy|nam|thang)\b){0,4}"
    once = r"(?:0?1|mot) lan"
    table = (
        ("periodic", rf"\bdinh ky,? (?:(?:hang|moi|theo) )?{PERIOD}{more}(?: {once})?", _plain),
        ("times", rf"\b(?:{EVERY} )?{PERIOD} {once}", _plain),
        ("times", rf"\b(?:it nhat |toi thieu )?(?P<n>\d{{1,2}}) (?:lan|cuoc|ky|dot) ?(?:/|tren|trong|moi) ?(?:0?1 |mot )?{PERIOD}", _times),
        ("times", rf"\b{EVERY} {PERIOD} (?:it nhat |toi thieu )?(?P<n>\d{{1,2}}) lan\b", _times),
        ("frequency", rf"\b{EVERY} {PERIOD},?(?: co)?(?: it nhat| toi thieu)? \d{{1,3}} [a-z]+(?: [a-z]+)?(?:, [a-z]+)?", _plain),
    )  # fmt: skip
    return tuple(
        Form(f"deadline_{name}", re.compile(pattern), read) for name, pattern, read in table
    )


def bare_periods() -> tuple[Form, ...]:
    """`hằng tháng` alone: weak, so its neighbours decide (see `deadlines`)."""
    pattern = re.compile(rf"\b{EVERY} (?P<p>tuan|thang|{QUARTERLY})\b")
    return (Form("deadline_bare_period", pattern, _bare),)


def every_period() -> tuple[Form, ...]:
    """`Hằng năm` as the answer to the question of time."""
    return (Form("deadline_periodic", re.compile(rf"\b(?:{EVERY}|tung|theo) {PERIOD}"), _plain),)


def _plain(match: re.Match[str], _: Known) -> Meaning:
    freq, interval = frequency(match["p"])
    return Meaning("recurrent", rrule=rrule(freq, interval), confidence=0.85)


def _bare(match: re.Match[str], known: Known) -> Meaning:
    meaning = _plain(match, known)
    return Meaning("recurrent", rrule=meaning.rrule, confidence=0.6)


def _times(match: re.Match[str], known: Known) -> Meaning | None:
    freq, interval = frequency(match["p"])
    times = number(match["n"])
    if freq == "YEARLY" and times > 1:
        freq, interval = "MONTHLY", 12 * interval
    if times == 0:
        return None
    even = freq == "MONTHLY" and interval % times == 0
    rule = (
        rrule(freq, interval // times) if even else (rrule(freq, interval) if times == 1 else None)
    )
    return Meaning("recurrent", rrule=rule, confidence=0.75)
