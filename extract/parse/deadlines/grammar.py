"""The words that deadline forms are composed of: dates, months, quarters, weekdays, clock times, periods.

All are patterns on the fold (`extract.fold`), written for text whose blanks are single (`passage.join`). Every piece is
linear: no unbounded repeat stands inside another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.alternation import any_of
from extract.parse.deadlines.calendar import QUARTER_ENDS

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
