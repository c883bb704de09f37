"""What a deadline is, and the words that its forms are composed of: dates, months, quarters, clock times, recurrence rules (RFC 5545)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extract.fold import any_of
from extract.model import Doubt

# Days, ends of months and quarters, and recurrence rules in one canonical spelling (RFC 5545). Canonical: FREQ first, then
# INTERVAL (not when 1), BYMONTH, BYMONTHDAY, BYDAY (MO to SU), BYSETPOS; numbers ascending.

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


# The words that deadline forms are composed of: dates, months, quarters, weekdays, clock times, periods. All are patterns on
# the fold (`extract.fold`), written for text whose blanks are single (`passage.join`). Every piece is linear: no unbounded
# repeat stands inside another.

DIGITS = "|".join("0123456789")  # for forms that need a digit, whichever
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH = r"(?:1[0-2]|0?[1-9])"
YEAR = r"(?:19|20)\d{2}"
_SEP = r" ?[/.-] ?"
OF_YEAR = rf"(?: ?[/.-] ?|,? nam )(?P<y>{YEAR})"
EVERY = r"(?:hang|moi)"
QUARTERLY = r"qu[yi]"
# "ngày 01/7/2028", "01 tháng 7 năm 2028", "15/6"
DATE = (
    rf"(?<![\d/])(?P<d>{DAY})(?:{_SEP}|,? thang )(?P<m>{MONTH})(?!\d)"
    rf"(?:(?:{_SEP}|,? nam )(?P<y>{YEAR}))?(?![\d%])"
)
# "trước 16 giờ 00 phút ngày ...", "17h00, ngày ..."
CLOCK = r"(?:luc |vao luc )?\d{1,2} ?(?:gio|g|h|:)(?: ?\d{2}(?: ?phut)?)?,? (?:(?:thu )?\w+ )?"
_WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat)"
WEEKDAYS_OF = rf"(?P<ws>{_WEEKDAY}(?:(?:, ?| va ){_WEEKDAY}){{0,6}})\b"
ROMAN_QUARTER = r"(?P<q>(?:[i1l]v|[i1l]{1,3}|[2-4])\b)"
PERIOD = r"(?P<p>(?:\d{1,2}|mot|hai|ba|sau|chin) (?:thang|tuan|nam)|nua nam|tuan|thang|qu[yi]|nam|ngay)\b"
BEFORE = r"(?:dinh ky,? )?"
WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "chin": 9, "muoi": 10}
_WEEKDAY_WORDS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
_WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def bounds(words: Iterable[str]) -> str:
    """The pattern of folded bound words, the longest first, as group `b`; a blank follows it."""
    return rf"(?P<b>\b{any_of(words)}):? "


def weekday_codes(text: str) -> list[str]:
    """The two-letter days named in folded text: "thu hai va thu 5" gives MO, TH."""
    found = re.findall(r"thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat)", text)
    return ["SU" if sunday else _WEEKDAY_CODES[_weekday(word)] for word, sunday in found]


def _weekday(word: str) -> int:
    return int(word) - 2 if word.isdigit() else _WEEKDAY_WORDS[word]


def number(word: str) -> int:
    """A numeral in digits or (folded) words; 0 where it is none."""
    return int(word) if word.isdigit() else WORDS.get(word, 0)


def quarter(text: str) -> int:
    """The quarter a folded numeral names, OCR forms included: "il" is II, "1v" is IV."""
    if text[-1] == "v":
        return 4
    return int(text) if text in {"2", "3", "4"} else len(text)


def frequency(period: str) -> tuple[str, int]:
    """FREQ and INTERVAL of a folded period: "quy" is every three months.

    >>> frequency("06 thang")
    ('MONTHLY', 6)
    """
    fixed = {
        "tuan": ("WEEKLY", 1),
        "thang": ("MONTHLY", 1),
        "ngay": ("DAILY", 1),
        "nam": ("YEARLY", 1),
    }
    fixed |= {"quy": ("MONTHLY", 3), "qui": ("MONTHLY", 3), "nua nam": ("MONTHLY", 6)}
    if period in fixed:
        return fixed[period]
    count, _, unit = period.partition(" ")
    if unit in ("tuan", "nam"):
        return fixed[unit][0], max(1, number(count))
    months = number(count)
    return ("YEARLY", 1) if months == QUARTER_ENDS[-1] else ("MONTHLY", max(1, months))


# What a deadline is: the words that state it, and what they mean as a date or a recurrence rule. Contract: docs/tables.md,
# assignments, decisions on deadlines (a range gives both dates, a start alone gives no due date).


@dataclass(frozen=True, slots=True)
class Known:
    """What the document says about time: its date of issue, the year a heading or column head names, a bound in force."""

    issued: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """The columns a form gives; `assumed` means that the year was not printed, `bound` one of by, before, from."""

    kind: str
    start: date | None = None
    due: date | None = None
    bound: str | None = None
    rrule: str | None = None
    confidence: float = 0.9
    assumed: bool = False
    broken: bool = False  # digits that are no date of the calendar
    begin: int | None = None  # where the words of the deadline begin, if not where the form does


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a form's reader is given beside the match: what is known, and what each (folded) bound word means."""

    known: Known
    bounds: Mapping[str, str]

    def bound(self, match: re.Match[str]) -> str | None:
        """The bound of the match's group `b`."""
        return self.bounds.get(match["b"] or "")


@dataclass(frozen=True, slots=True)
class Form:
    """A way to state a deadline: a name for the evidence, a pattern on the fold, and its meaning (`None`: none after all).

    Only a text that holds one of `needs` can match.
    """

    name: str
    needs: tuple[str, ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], FormContext], Meaning | None]


@dataclass(frozen=True, slots=True)
class Forms:
    """Ways to state a deadline, in the order in which they are tried."""

    ways: tuple[Form, ...]
    needs: frozenset[str]  # of all of them

    @classmethod
    def of(cls, ways: Sequence[Form]) -> Forms:
        """These, with the words they need."""
        return cls(tuple(ways), frozenset(word for form in ways for word in form.needs))

    def among(self, folded: str) -> Iterator[Form]:
        """Those that a folded text may hold: looking for the words they need first saves nine tenths of the time."""
        held = {word for word in self.needs if word in folded}
        return (form for form in self.ways if not held.isdisjoint(form.needs))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline found in a passage: `text[start:end] == raw`; the other fields are columns of assignments.csv."""

    raw: str
    start: int
    end: int
    rule: str
    kind: str
    start_date: date | None
    due_date: date | None
    due_bound: str | None
    due_rrule: str | None
    confidence: float
    doubts: tuple[Doubt, ...] = ()


def forms(
    table: Sequence[tuple[str, str, str, Callable[[re.Match[str], FormContext], Meaning | None]]],
) -> tuple[Form, ...]:
    """Forms from rows of name, words needed (parted by "|"), pattern (on the fold) and reader."""
    return tuple(
        Form(f"deadline_{name}", tuple(needs.split("|")), re.compile(pattern), read)
        for name, needs, pattern, read in table
    )
