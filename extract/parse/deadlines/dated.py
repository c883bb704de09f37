"""Deadlines with a date or a named period: absolute days, ranges, months, quarters, halves of a year, years.

Contract: `trước` excludes the day (`before`), `chậm nhất`, `đến`, `hết` include it (`by`); a named month or quarter gives
its last day; a start only (`từ tháng 01/2026`) has no due date. A clock time makes the day `by`, since it lies in the day.
"""

from __future__ import annotations

import re
from datetime import date

from extract.parse.deadlines.grammar import (
    CLOCK,
    DATE,
    DAY,
    DIGITS,
    MONTH,
    OF_YEAR,
    QUARTERLY,
    ROMAN_QUARTER,
    YEAR,
    Form,
    FormContext,
    Meaning,
    day,
    forms,
    month_end,
    quarter,
    year_for,
)

_ASSUMED = 0.55  # a year that is not printed is at most 0.6 sure
_SURE = 0.93
_WEAK_BOUNDS = frozenset({"den", "toi", "trong", "tu", "het", "thoi han"})  # ask for the word ngày
_WEEKS = {
    "dau": 1, "nhat": 1, "1": 1, "hai": 2, "2": 2, "ba": 3, "3": 3, "tu": 4, "4": 4
}  # fmt: skip
_MONTHS_BEFORE = r"(?:(?:dau|cuoi|giua) )?"


def dated_forms(bounds: str) -> tuple[Form, ...]:
    """Ranges, days with a bound, months, quarters, half years and years, most specific first."""
    more_months = rf"{MONTH}(?!\d)(?:(?:, ?| va )thang {MONTH}(?!\d)){{0,11}}"
    more_quarters = r"(?:(?:, ?| va | ?- ?)(?:qu[yi] )?(?P<q2>(?:[i1l]v|[i1l]{1,3}|[2-4])\b))?"
    table = (
        ("range", DIGITS, rf"\btu (?:ngay )?(?P<d1>{DAY})(?:(?: ?[/.] ?|,? thang )(?P<m1>{MONTH})(?!\d))?(?:(?: ?[/.] ?|,? nam )(?P<y1>{YEAR}))?,? ?(?:den|toi|-) ?(?:het )?(?:ngay )?{DATE}", _range),
        ("month_range", "tu thang", rf"\btu thang (?P<m1>{MONTH})(?!\d)(?:(?:/| nam )(?P<y1>{YEAR}))? ?(?:den|toi|-) ?(?:het )?thang (?P<m>{MONTH})(?!\d)(?:{OF_YEAR})?", _month_range),
        ("absolute", DIGITS, rf"{bounds}(?P<clock>{CLOCK})?(?:vao )?(?:het )?(?:ngay )?{DATE}", _bounded),
        ("months", "thang ", rf"{bounds}(?:ngay cuoi |cac )?{_MONTHS_BEFORE}thang (?P<l>{more_months})(?:{OF_YEAR})?(?! ?/ ?\d)", _months),
        ("quarter", "quy |qui ", rf"{bounds}{_MONTHS_BEFORE}{QUARTERLY} {ROMAN_QUARTER}{more_quarters}(?:{OF_YEAR})?", _quarters),
        ("week", "tuan ", rf"\b(?:(?:ngay )?trong )?tuan (?P<w>dau|cuoi|thu (?:nhat|hai|ba|tu|[1-4])) (?:cua )?thang (?P<m>{MONTH})(?!\d)(?:{OF_YEAR})?", _week),
        ("months", "thang ", rf"\b(?:dau|cuoi|giua) thang (?P<l>{MONTH})(?!\d){OF_YEAR}", _bare_months),
        ("quarter", "quy |qui ", rf"\b(?:dau|cuoi) {QUARTERLY} {ROMAN_QUARTER}(?P<q2>){OF_YEAR}", _bare_quarter),
        ("half_year", "thang dau|thang cuoi", rf"(?:{bounds})?(?P<n>0?[369]) thang (?P<half>dau|cuoi) nam(?: (?P<y>{YEAR}))\b", _half),
        ("year_end", "cuoi nam", rf"(?:{bounds})?cuoi nam (?P<y>{YEAR})\b", _year),
        ("year", "nam ", rf"{bounds}(?:het )?nam (?P<y>{YEAR})(?=[ ]?(?:$|[.;,)]))", _year),
    )  # fmt: skip
    return forms(table)


def event_forms() -> tuple[Form, ...]:
    """Days an event is set on (`vào ngày ...`, a clock time and a day): weak, tried last."""
    done = r"(?:(?<=hoan thanh )|(?<=\bxong )|(?<=\bxong trong ))"
    table = (
        ("event", DIGITS, rf"\b(?:(?:tu )?{CLOCK}(?:(?:den|-) ?{CLOCK})?)ngay {DATE}", _event),
        ("event", "vao ngay|trong ngay", rf"\b(?:vao|trong) ngay {DATE}", _event),
        ("event", "hoan thanh|xong", rf"{done}(?:ngay )?{DATE}", _event),
        ("event", "hoan thanh:", rf"(?<=hoan thanh: )(?:ngay )?{DATE}", _bare_day),
        (
            "months",
            "hoan thanh thang|xong thang|xong trong thang",
            rf"{done}thang (?P<l>{MONTH})(?!\d){OF_YEAR}",
            _bare_months,
        ),
        (
            "quarter",
            "hoan thanh qu|xong qu|xong trong qu",
            rf"{done}{QUARTERLY} {ROMAN_QUARTER}(?P<q2>){OF_YEAR}",
            _bare_quarter,
        ),
    )
    return forms(table)


def answer_forms() -> tuple[Form, ...]:
    """Forms that are deadlines only where the text answers the question of time: `Quý IV-2025`, `Năm 2025`, `12/2025`."""
    table = (
        ("open_year", "nam ", rf"\bnam (?P<y>{YEAR}) (?:va|den) (?:cac |nhung )?nam (?:tiep theo|sau|toi)", _onward),
        ("years", DIGITS, rf"(?:giai doan |tu nam |nam )?(?P<y1>{YEAR}) ?(?:-|den|den nam) ?(?:nam )?(?P<y>{YEAR})\b", _years),
        ("quarter", "quy |qui ", rf"\b{QUARTERLY} {ROMAN_QUARTER}(?P<q2>(?:, ?| va | ?- ?)(?:qu[yi] )?(?:[i1l]v|[i1l]{{1,3}}|[2-4])\b)?(?:{OF_YEAR})?", _bare_quarter),
        ("months", "thang ", rf"\b(?:thang )(?P<l>{MONTH}(?!\d)(?:(?:, ?| va | ?- ?)(?:thang )?{MONTH}(?!\d)){{0,11}})(?:{OF_YEAR})?(?! ?/ ?\d)", _bare_months),
        ("absolute", DIGITS, rf"(?:ngay )?{DATE}", _bare_day),
        ("months", DIGITS, rf"(?<![\d/q])(?P<l>{MONTH}) ?[/-] ?(?P<y>{YEAR})\b", _bare_months),
        ("quarter", "q", rf"\bq\.? ?{ROMAN_QUARTER}(?P<q2>){OF_YEAR}", _bare_quarter),
        ("half_year", "thang dau|thang cuoi", rf"(?P<n>0?[369]) thang (?P<half>dau|cuoi) nam(?: (?P<y>{YEAR}))?\b", _half),
        ("year", "nam ", rf"\b(?:trong |ca )?nam (?P<y>{YEAR})\b", _bare_year),
    )  # fmt: skip
    return forms(table)


def on_day(match: re.Match[str], setting: FormContext, bound: str, sure: float = _SURE) -> Meaning:
    """The meaning of a match of `DATE`: its day, with the year assumed where it is not printed."""
    number, month, printed = int(match["d"]), int(match["m"]), match["y"]
    year = (
        int(printed)
        if printed
        else year_for(month, number, setting.known.issued, setting.known.year)
    )
    when = day(year, month, number) if year else None
    confidence = sure if printed or setting.known.year else _ASSUMED
    broken = year is not None and when is None
    if bound == "from":
        return Meaning(
            "absolute", start=when, bound=bound, confidence=min(confidence, 0.7), broken=broken
        )
    return Meaning(
        "absolute",
        None,
        when,
        bound,
        None,
        confidence=confidence,
        assumed=not (printed or setting.known.year),
        broken=broken,
    )


def _event(match: re.Match[str], setting: FormContext) -> Meaning:
    return on_day(match, setting, "by", 0.5)


def _bounded(match: re.Match[str], setting: FormContext) -> Meaning | None:
    words = match["b"]
    rest = match[0][len(words) :]
    if words in _WEAK_BOUNDS and "ngay" not in rest and not rest.startswith(":"):
        return None
    bound = "by" if match["clock"] and setting.bounds[words] == "before" else setting.bounds[words]
    return on_day(match, setting, bound)


def _months(match: re.Match[str], setting: FormContext) -> Meaning | None:
    numbers = [int(one) for one in re.findall(r"\d+", match["l"])]
    return _period(numbers[0], numbers[-1], match, setting, setting.bounds[match["b"]])


def _quarters(match: re.Match[str], setting: FormContext) -> Meaning | None:
    last = quarter(match["q2"] or match["q"])
    return _period(
        3 * quarter(match["q"]) - 2, 3 * last, match, setting, setting.bounds[match["b"]]
    )


def _year(match: re.Match[str], setting: FormContext) -> Meaning | None:
    bound = setting.bound(match) or "by"
    return _span(date(int(match["y"]), 1, 1), date(int(match["y"]), 12, 31), bound, _SURE)


def _range(match: re.Match[str], setting: FormContext) -> Meaning | None:
    last = on_day(match, setting, "by")
    if last.due is None:
        return last
    month = int(match["m1"] or match["m"])
    year = int(match["y1"] or last.due.year)
    if match["y1"] is None and (month, int(match["d1"])) > (last.due.month, last.due.day):
        year -= 1  # "từ ngày 20/12 đến ngày 10/01/2025"
    start = day(year, month, int(match["d1"]))
    return Meaning(
        "period",
        start,
        last.due,
        "by",
        None,
        confidence=last.confidence,
        assumed=last.assumed,
        broken=start is None,
    )


def _month_range(match: re.Match[str], setting: FormContext) -> Meaning | None:
    first, last, printed = int(match["m1"]), int(match["m"]), match["y"]
    year = int(printed) if printed else year_for(last, 28, setting.known.issued, setting.known.year)
    if year is None:
        return Meaning("period", bound="by", confidence=_ASSUMED)
    begin = int(match["y1"] or (year if first <= last else year - 1))
    assumed = not (printed or setting.known.year)
    sure = _ASSUMED if assumed else _SURE
    start = date(begin, first, 1)
    return Meaning(
        "period", start, month_end(year, last), "by", None, confidence=sure, assumed=assumed
    )


def _period(
    first: int, last: int, match: re.Match[str], setting: FormContext, bound: str
) -> Meaning | None:
    """A run of months (numbers 1 to 12) with the bound in force."""
    if not 1 <= first <= 12 or not 1 <= last <= 12:  # noqa: PLR2004 - months
        return None
    printed = match["y"]
    year = int(printed) if printed else year_for(last, 28, setting.known.issued, setting.known.year)
    assumed = not (printed or setting.known.year)
    if year is None:
        return Meaning("period", bound=bound, confidence=_ASSUMED)
    sure = _ASSUMED if assumed else _SURE
    return _span(date(year, first, 1), month_end(year, last), bound, sure, assumed=assumed)


def _week(match: re.Match[str], setting: FormContext) -> Meaning | None:
    """The last day of a month's first, second ... or last seven days: weeks are not counted alike everywhere."""
    month = int(match["m"])
    if not 1 <= month <= 12:  # noqa: PLR2004 - months
        return None
    year = int(match["y"]) if match["y"] else year_for(month, 28, setting.known.issued, None)
    if year is None:
        return Meaning("period", bound="by", confidence=_ASSUMED)
    days = _WEEKS.get(match["w"].removeprefix("thu "), 0) * 7
    due = date(year, month, days) if days else month_end(year, month)
    return Meaning("period", due=due, bound="by", confidence=_ASSUMED, assumed=not match["y"])


def _span(first: date, last: date, bound: str, sure: float, *, assumed: bool = False) -> Meaning:
    if bound == "from":
        return Meaning("period", start=first, bound=bound, confidence=sure, assumed=assumed)
    # `trước tháng 6` ends where June begins: its last day would be a month too late
    due = first if bound == "before" else last
    return Meaning("period", due=due, bound=bound, confidence=sure, assumed=assumed)


def _half(match: re.Match[str], setting: FormContext) -> Meaning | None:
    year = int(match["y"]) if match["y"] else setting.known.year
    months = int(match["n"])
    if year is None:
        return Meaning("period", bound="by", confidence=_ASSUMED)
    last = months if match["half"] == "dau" else 12
    return Meaning("period", due=month_end(year, last), bound="by", confidence=_SURE)


def _onward(match: re.Match[str], _: FormContext) -> Meaning:
    return Meaning("period", start=date(int(match["y"]), 1, 1), bound="from", confidence=0.8)


def _years(match: re.Match[str], _: FormContext) -> Meaning:
    return Meaning("period", date(int(match["y1"]), 1, 1), date(int(match["y"]), 12, 31), "by")


def _bare_quarter(match: re.Match[str], setting: FormContext) -> Meaning | None:
    last = quarter(match["q2"].strip("-, ").split(" ")[-1] if match["q2"] else match["q"])
    return _period(3 * quarter(match["q"]) - 2, 3 * last, match, setting, "by")


def _bare_months(match: re.Match[str], setting: FormContext) -> Meaning | None:
    numbers = [int(one) for one in re.findall(r"\d+", match["l"])]
    return _period(numbers[0], numbers[-1], match, setting, "by")


def _bare_day(match: re.Match[str], setting: FormContext) -> Meaning:
    return on_day(match, setting, "by", 0.85)


def _bare_year(match: re.Match[str], _: FormContext) -> Meaning:
    return Meaning("period", due=date(int(match["y"]), 12, 31), bound="by", confidence=0.85)
