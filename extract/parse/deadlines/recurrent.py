"""Deadlines that come again (weekdays, last days of quarters), and those that hang on an event."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from extract.parse.deadlines.grammar import (
    BEFORE,
    CLOCK,
    DATE,
    DAY,
    EVERY,
    MONTH,
    PERIOD,
    QUARTER_ENDS,
    QUARTERLY,
    ROMAN_QUARTER,
    WEEKDAYS,
    WEEKDAYS_OF,
    YEAR,
    Form,
    FormContext,
    Meaning,
    day,
    forms,
    frequency,
    number,
    quarter,
    rrule,
    weekday_codes,
)

# Deadlines that come again: weekdays, days of the month, last days of quarters, bare periods. FREQ is the longest
# period that names the days, so the 15th of a quarter's last month is yearly with four months; a bare `hằng quý` is every three
# months. Times of day are not part of the rule.

_WORKDAYS = WEEKDAYS[:5]
_MONTHS_OF_YEAR = 12
_DAY_MONTH = rf"(?:ngay )?{DAY}(?: ?[/.] ?|,? thang ){MONTH}(?![\d/])"
_NO_YEAR = rf"(?! ?(?:/|nam) ?{YEAR})"


def recurrent_forms(bounds: str) -> tuple[Form, ...]:
    """Forms that name days, most specific first. `bounds` is the pattern of bound words."""
    bound = rf"(?:{bounds})?"
    days = rf"(?P<l>{DAY}(?:(?:, ?| va )(?:ngay )?{DAY}){{0,9}})"
    of_month = rf"{_NO_YEAR}(?! ?(?:/|thang) ?\d)"
    table = (
        ("weekly", "tuan", rf"{BEFORE}{EVERY} tuan,? ?\(?(?:vao )?{bound}(?:{CLOCK})?(?:(?:ngay|sang|chieu|cuoi ngay) )?{WEEKDAYS_OF}\)?", _weekly),
        ("weekly", "tuan", rf"{BEFORE}{bound}(?:{CLOCK})?(?:(?:ngay|sang|chieu) )?{WEEKDAYS_OF},? (?:cua )?{EVERY} tuan\b", _weekly),
        ("weekday_of_month", "tuan dau|tuan cuoi", rf"{BEFORE}{bound}(?:vao )?(?:{CLOCK})?(?:(?:ngay|sang|chieu) )?{WEEKDAYS_OF},? (?:cua )?tuan (?P<end>cuoi|dau)(?: cung| tien)?(?: cung| tien)?(?: cua)?(?: {EVERY})? thang\b(?! ?\d)", _weekday_of_month),
        ("working_day", "lam viec", rf"{BEFORE}{bound}(?:vao )?ngay lam viec (?P<end>cuoi|dau)(?: cung| tien)?(?: cua)?(?: {EVERY})? (?P<p>tuan|thang|{QUARTERLY}|nam)\b", _last_working_day),
        ("last_day", "ngay cuoi", rf"{BEFORE}{bound}(?:vao )?ngay cuoi(?: cung)?(?: cua)?(?: {EVERY})? (?P<p>thang|{QUARTERLY}|nam)\b{_NO_YEAR}(?! \d)", _last_day),
        ("month_of_period", "thang cuoi|thang dau", rf"{BEFORE}{bound}(?:vao )?ngay (?P<d>{DAY})(?: cua)? thang (?P<end>cuoi|dau)(?: cung| tien)?(?: cua)?(?: {EVERY})? (?P<p>{QUARTERLY}|ky(?: bao cao)?|nam)\b(?:(?:,| va)(?: cua)? nam\b)?", _month_of_period),
        ("yearly", "hang nam|moi nam", rf"{BEFORE}{bound}(?:vao )?(?:cac )?(?P<l>{_DAY_MONTH}(?:(?:, ?|; ?| va ){_DAY_MONTH}){{0,11}}),? (?:cua )?{EVERY} nam\b", _yearly_days),
        ("yearly", "hang nam|moi nam", rf"{BEFORE}{EVERY} nam,? ?\(?{bounds}(?P<l>ngay {_DAY_MONTH[len('(?:ngay )?') :]}){_NO_YEAR}\)?", _yearly_days),
        ("yearly_month", "hang nam|moi nam", rf"{BEFORE}{bound}(?:vao )?(?:cac )?thang (?P<l>{MONTH}(?:(?:, ?| va )(?:thang )?{MONTH}){{0,11}}),? {EVERY} nam\b", _yearly_months),
        ("yearly_quarter", "hang nam|moi nam", rf"{BEFORE}{bound}(?P<l>{QUARTERLY} {ROMAN_QUARTER}(?:(?:, ?| va ){QUARTERLY} (?:[i1l]v|[i1l]{{1,3}}|[2-4])\b){{0,3}}),? {EVERY} nam\b", _yearly_quarters),
        ("monthly", "hang thang|moi thang|hang quy|moi quy|hang qui|moi qui", rf"{BEFORE}{bound}(?:vao )?(?:cac )?ngay {days},? (?:cua )?(?:cac )?{EVERY} (?P<p>thang|{QUARTERLY})\b", _monthly_days),
        ("monthly", "hang thang|moi thang|hang quy|moi quy|hang qui|moi qui", rf"{BEFORE}{EVERY} (?P<p>thang|{QUARTERLY}),? ?\(?(?:vao )?{bound}(?:vao )?(?:cac )?ngay {days}\b{of_month}\)?", _monthly_days),
        ("monthly", "cua thang|thang sau|thang ke|thang lien|thang tiep|thang bao cao", rf"{BEFORE}{bound}(?:vao )?ngay {days} (?:cua )?(?P<p>thang)(?: sau| ke tiep| lien ke| tiep theo| bao cao)?(?: lien ke)?\b(?! ?\d)", _monthly_days),
        ("daily", "hang ngay|moi ngay", rf"{BEFORE}(?:{bounds}|luc |vao )(?:{CLOCK})(?:cua )?{EVERY} ngay\b", _daily),
        ("apart", "hang nam|moi nam|hang thang|moi thang", rf"\b{EVERY} (?P<p>nam|thang)\b(?! va cac)[^.;:()]{{1,90}}?{bounds}(?:vao )?ngay (?P<d>{DAY})(?:(?: ?/ ?| thang )(?P<m>{MONTH}))?(?![\d/]| ?[/-] ?\d|,? nam \d| thang| hang| cua)", _apart),
    )  # fmt: skip
    return forms(table)


def period_forms() -> tuple[Form, ...]:
    """`định kỳ hằng quý`, `03 tháng một lần`, `2 lần/năm`, `mỗi tháng 02 chuyên mục`."""
    more = r"(?:(?:,|;|/| va| hoac) ?(?:hang |0?1 |mot )?(?:(?:6|9|06|09|sau|chin) thang|quy|nam|thang)\b){0,4}"
    once = r"(?:0?1|mot) lan"
    table = (
        ("periodic", "dinh ky", rf"\bdinh ky,? (?:(?:hang|moi|theo) )?{PERIOD}{more}(?: {once})?", _plain),
        ("times", " lan", rf"\b(?:{EVERY} )?{PERIOD} {once}", _plain),
        ("times", "lan", rf"\b{PERIOD} ?/ ?(?:{once}|lan\b)", _plain),
        ("times", " lan| cuoc| ky| dot", rf"\b(?:it nhat |toi thieu )?(?P<n>\d{{1,2}}) (?:lan|cuoc|ky|dot) ?(?:/|tren|trong|moi) ?(?:0?1 |mot )?{PERIOD}", _times),
        ("times", " lan", rf"\b{EVERY} {PERIOD} (?:it nhat |toi thieu )?(?P<n>\d{{1,2}}) lan\b", _times),
        ("frequency", "hang |moi ", rf"\b{EVERY} {PERIOD},?(?: co)?(?: it nhat| toi thieu)? \d{{1,3}} [a-z]+(?: [a-z]+)?(?:, [a-z]+)?", _plain),
    )  # fmt: skip
    return forms(table)


def bare_periods() -> tuple[Form, ...]:
    """`hằng tháng` alone: weak, so its neighbours decide (see `deadlines`)."""
    pattern = rf"\b{EVERY} (?P<p>tuan|thang|{QUARTERLY})\b"
    return forms([("bare_period", "hang |moi ", pattern, _bare)])


def every_period() -> tuple[Form, ...]:
    """`Hằng năm` as the answer to the question of time."""
    return forms(
        [("periodic", "hang |moi |tung |theo ", rf"\b(?:{EVERY}|tung|theo) {PERIOD}", _plain)]
    )


def _plain(match: re.Match[str], _: FormContext) -> Meaning:
    freq, interval = frequency(match["p"])
    return Meaning("recurrent", rrule=rrule(freq, interval), confidence=0.85)


def _bare(match: re.Match[str], setting: FormContext) -> Meaning:
    meaning = _plain(match, setting)
    return Meaning("recurrent", rrule=meaning.rrule, confidence=0.6)


def _times(match: re.Match[str], _: FormContext) -> Meaning | None:
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


def _say(
    rule: str | None, match: re.Match[str], setting: FormContext, sure: float = 0.9
) -> Meaning:
    return Meaning("recurrent", bound=setting.bound(match), rrule=rule, confidence=sure)


def _by(rule: str | None, match: re.Match[str], setting: FormContext, sure: float = 0.9) -> Meaning:
    """A day of the month that is named without a bound is included (`ngày 20 mỗi tháng`)."""
    meaning = _say(rule, match, setting, sure)
    return replace(meaning, bound=meaning.bound or "by")


def _weekly(match: re.Match[str], setting: FormContext) -> Meaning:
    return _say(rrule("WEEKLY", weekdays=weekday_codes(match["ws"])), match, setting)


def _weekday_of_month(match: re.Match[str], setting: FormContext) -> Meaning:
    """`thứ Sáu tuần cuối của tháng`: the last Friday."""
    position = 1 if match["end"] == "dau" else -1
    days = weekday_codes(match["ws"])
    return _say(rrule("MONTHLY", weekdays=days, position=position), match, setting)


def _last_working_day(match: re.Match[str], setting: FormContext) -> Meaning:
    position = 1 if match["end"] == "dau" else -1
    month = {"q": QUARTER_ENDS, "n": (_MONTHS_OF_YEAR,)}.get(match["p"][0], ())
    freq = {"tuan": "WEEKLY", "nam": "YEARLY"}.get(match["p"], "MONTHLY")
    return _by(rrule(freq, months=month, weekdays=_WORKDAYS, position=position), match, setting)


def _last_day(match: re.Match[str], setting: FormContext) -> Meaning:
    if match["p"] == "thang":
        return _say(rrule("MONTHLY", days=[-1]), match, setting)
    if match["p"] == "nam":
        return _say(rrule("YEARLY", months=[12], days=[31]), match, setting)
    return _say(rrule("YEARLY", months=QUARTER_ENDS, days=[-1]), match, setting)


def _month_of_period(match: re.Match[str], setting: FormContext) -> Meaning:
    day, first = int(match["d"]), match["end"] == "dau"
    if match["p"].startswith("ky"):
        return _by(None, match, setting, 0.7)
    last = (_MONTHS_OF_YEAR,) if match["p"] == "nam" else QUARTER_ENDS
    months = last if not first else (1,) if len(last) == 1 else tuple(end - 2 for end in last)
    return _by(rrule("YEARLY", months=months, days=[day]), match, setting)


def _yearly_days(match: re.Match[str], setting: FormContext) -> Meaning:
    pairs = [tuple(map(int, re.findall(r"\d+", one))) for one in re.findall(_DAY_MONTH, match["l"])]
    days, months = {pair[0] for pair in pairs}, [pair[1] for pair in pairs]
    # different days in different months are no single rule: the cell stays empty
    rule = rrule("YEARLY", months=months, days=list(days)) if len(days) == 1 else None
    return _by(rule, match, setting)


def _daily(match: re.Match[str], setting: FormContext) -> Meaning:
    """`trước 16 giờ hằng ngày`: the time of day is no part of the rule."""
    return _say(rrule("DAILY"), match, setting)


def _apart(match: re.Match[str], setting: FormContext) -> Meaning | None:
    """`định kỳ hằng năm gửi báo cáo về Sở trước ngày 15 tháng 12`: other words between the period and its day."""
    yearly = match["p"] == "nam"
    if yearly != bool(match["m"]):
        return None
    months = (int(match["m"]),) if yearly else ()
    rule = rrule("YEARLY" if yearly else "MONTHLY", months=months, days=[int(match["d"])])
    return replace(_say(rule, match, setting, 0.75), begin=match.start("b"))


def _yearly_months(match: re.Match[str], setting: FormContext) -> Meaning:
    months = [int(month) for month in re.findall(r"\d+", match["l"])]
    return _say(rrule("YEARLY", months=months), match, setting)


def _yearly_quarters(match: re.Match[str], setting: FormContext) -> Meaning:
    named = re.findall(rf"{QUARTERLY} (\w+)", match["l"])
    return _say(rrule("YEARLY", months=[3 * quarter(one) for one in named]), match, setting)


def _monthly_days(match: re.Match[str], setting: FormContext) -> Meaning:
    days = [int(day) for day in re.findall(r"\d+", match["l"])]
    every = frequency(match["p"])
    return _by(rrule(every[0], every[1], days=days), match, setting)


# Deadlines that hang on an event: `trong thời hạn 05 ngày làm việc kể từ ngày nhận được ...`, `ít nhất 10 ngày trước khi ...`.
# Contract: a due date only where the anchor is a date in the document; the document's own date is one (`kể từ ngày ký`), in
# calendar days only, since holidays are not known here.

_COUNT = r"(?P<n>\d{1,3}|mot|hai|ba|bon|nam|bay|muoi)(?: ?\([^()]{1,20}\))?"
_UNIT = r"(?P<u>ngay lam viec|ngay|gio|tuan|thang|nam)\b"
_SPAN = rf"{_COUNT} {_UNIT}(?: lam viec)?"
_CLAUSE = r"[^.;()]{2,90}?(?=[.;()]|, |$)"
_OWN_DATE = re.compile(r"(?:ngay )?(?:ky|ban hanh|van ban nay|ngay ky)")
_DATED = re.compile(DATE)


def relative_forms() -> tuple[Form, ...]:
    """Forms with an anchor, most specific first."""
    table = (
        ("backwards", "truoc khi|truoc ngay|truoc thoi", rf"\b(?:(?:it nhat|cham nhat|muon nhat|toi thieu|truoc)(?: la)? )?(?:truoc )?{_SPAN},? truoc (?:khi|ngay|thoi diem|thoi han)\b{_CLAUSE}", _event),
        ("relative", "tu ngay|tu khi|tu thoi|tu luc", rf"\b(?:cham nhat |muon nhat )?(?:la )?(?:trong vong|trong thoi han|trong thoi gian|trong|khong qua|cham nhat|muon nhat|toi da|sau|thoi han)(?: la| sau| khong qua| toi da)? {_SPAN},? (?:(?:ke|tinh) )?tu (?:ngay|khi|thoi diem|luc)\b{_CLAUSE}", _anchored),
        ("relative", "sau khi|sau ngay|ke khi|ke ngay", rf"\b(?:cham nhat |muon nhat )(?:la )?(?:sau )?{_SPAN},? (?:sau|ke) (?:khi|ngay)\b{_CLAUSE}", _event),
    )  # fmt: skip
    return forms(table)


def loose_forms() -> tuple[Form, ...]:
    """A span without its anchor (`trong vòng 03 ngày làm việc`): tried last."""
    pattern = rf"\b(?:trong vong|trong thoi han|khong qua|cham nhat sau) {_SPAN}"
    days = rf"\btrong (?:thoi gian )?{_COUNT} (?:ngay lam viec|ngay|gio)(?=[.;,)]|$)"
    return forms([
        ("relative", "trong vong|thoi han|khong qua|cham nhat sau", pattern, _event),
        ("relative", "trong ", days, _event),
    ])  # fmt: skip


def _event(_: re.Match[str], __: FormContext) -> Meaning:
    return Meaning("relative", bound="by", confidence=0.8)


def _anchored(match: re.Match[str], setting: FormContext) -> Meaning:
    anchor = match[0][match.end("u") - match.start() :]
    start = _anchor_day(anchor, setting)
    days = number(match["n"]) * {"ngay": 1, "tuan": 7}.get(match["u"], 0)
    if start is None or not days:
        return Meaning("relative", bound="by", confidence=0.85)
    return Meaning("relative", due=start + timedelta(days=days), bound="by", confidence=0.7)


def _anchor_day(anchor: str, setting: FormContext) -> date | None:
    if dated := _DATED.search(anchor):
        return day(int(dated["y"]), int(dated["m"]), int(dated["d"])) if dated["y"] else None
    after = re.sub(r"^,? (?:(?:ke|tinh) )?tu (?:ngay|khi) ", "", anchor)
    return setting.known.issued if _OWN_DATE.match(after) else None
