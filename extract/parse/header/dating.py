"""The line of place and date in a header (`Nam Định, ngày 03 tháng 4 năm 2023`), and which days an unfinished date can be.

Day, month and year are read each on its own: often a pen filled in one or two of them. A date that lacks one stays empty; its
candidates are weighed by the chances of day and month, and by what else is known: a paper is not older than what it cites, and is
mostly signed on its day or a few days later. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

from extract.parse.dates import calendar_date
from extract.parse.passage import Passage

_DATE = re.compile(
    r"ng[a4]y.{0,12}?th[a4]ng.{0,10}?[nm][a4]m\s?(?P<y>[12][0-9o]{3})?|ng[a4]y\s?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
)
_PARTS = re.compile(
    r"ng[a4]y(?P<day>.{0,12}?)th[a4]ng(?P<month>.{0,10}?)(?:[nm][a4]m\s?(?P<year>\S*)|$)"
)
_NGAY, _LIKE_NGAY = r"ng[a4][yv]", r"(?:n[a4]y|g[a4]y|ngy|ng[a4][jiu])"  # whole, a letter lost
#: The printed words of a date as a reader leaves them beside a pen's figures, and how much each tells.
_SIGNS = (
    (re.compile(rf"\b{_NGAY}"), 1.5),
    (re.compile(rf"(?<=[^\W\d_]{{2}})\s?[,.]\s?\W{{0,2}}{_LIKE_NGAY}(?![a-z])"), 1.6),
    (re.compile(r"\b\w?h[a4]ng\b|\bt\w?[a4]n\w\b"), 1.0),
    (re.compile(r"\b[nm]?[a4][mn]\s?(?:19|20)[0-9o]{2}\b|\bn[a4][mn]\b"), 0.7),
    (
        re.compile(rf"(?<=[^\W\d_]{{2}})\s?[,.]\s?\W{{0,2}}{_NGAY}"),
        1.0,
    ),  # a place, a comma, the day
)
_DAY, _LIKE_DAY = re.compile(rf"\b{_NGAY}"), re.compile(rf"(?<=[,.]\s){_LIKE_NGAY}(?![a-z])")
WEAK_DATE = 2.4  # of these signs: a date line that no expression knows

_LONGEST_PLACE = 60  # letters; the longest name has 40
_LOWER_PARTS, _UPPER_PARTS = ("phố", "xã", "trấn"), ("Thành", "Thị")
_SPECKS = 3  # letters behind a date
_LIKE_DIGITS = str.maketrans("olió|]!", "0110111")
_MISREAD = re.compile(r"[^\W\d_]{2,5}\s")
_WIDE_WORD = 3  # letters: a shorter word in capitals is a name with a misread case ("VỊ Thanh")

_SIGNED = ((0, 1.0), (3, 0.5), (10, 0.1), (10_000, 0.01))  # days from issue to signature, chance
_SIGNED_BEFORE = 0.003
_CITED_AFTER = 0.003  # a paper cites one of a later day: a misread one
_FRESH = 30.0  # days: half as likely that a paper comes out so long after the last one it cites


@dataclass(frozen=True, slots=True)
class DateLine:
    """Place and date: `text[start:end]` of the passage; `place_end` is where the place's words end."""

    start: int
    place_end: int
    end: int
    year: str | None

    def moved(self) -> DateLine:
        """The same line in the passage that begins at its start."""
        return DateLine(0, self.place_end - self.start, self.end - self.start, self.year)


@dataclass(frozen=True, slots=True)
class DateParts:
    """Day, month and year, each `None` where it is blank or unreadable; `is_blank` where nothing was filled in."""

    day: int | None
    month: int | None
    year: int | None
    is_blank: bool


@dataclass(frozen=True, slots=True)
class KnownDays:
    """What is known of a day of issue beside its line."""

    signed: date | None = None  # of the last electronic signature
    cited: date | None = None  # the latest day that the paper cites
    received: date | None = None  # of the incoming stamp


def read_date_line(line: Passage) -> DateLine | None:
    """Place and date where they end a line; the place is the run of capitalised words before."""
    match = _DATE.search(line.folded)
    if match is None or len(line.text) - match.end() > _SPECKS:
        return None
    return _line(line, match.start(), match.end(), match["y"])


def weak_date_line(line: Passage) -> DateLine | None:
    """The same where a pen's figures left only some of the printed words; the line is known to be the one."""
    first = next(filter(None, (p.search(line.folded) for p in (_DAY, _LIKE_DAY))), None)
    if first is None:
        return None
    year = re.search(r"(?:19|20)\d{2}", line.folded[first.end() :])
    return _line(line, first.start(), len(line.text), year[0] if year else None)


def date_signs(line: Passage) -> float:
    """The sum of the weak signs that a line is that of the date."""
    if "g" not in line.folded:
        return 0.0
    return sum(weight for sign, weight in _SIGNS if sign.search(line.folded))


def _line(line: Passage, at: int, end: int, year: str | None) -> DateLine:
    before = line.text[:at]
    start = _place_start(before)
    if _MISREAD.fullmatch(before[:start]):
        start = 0  # "tảo Cai": the name's first letter is a small one's
    place_end = len(before.rstrip(" ,.;:-–—"))
    return DateLine(min(start, place_end), place_end, end, year)


def _is_capitals(word: str) -> bool:
    return len(word) >= _WIDE_WORD and word.isupper() and not word.startswith("TP")


def _place_start(before: str) -> int:
    """Where the capitalised words begin that end in `before`."""
    start = len(before)
    for word in reversed(list(re.finditer(r"\S+", before))):
        text = word[0].strip(".,;:")
        if not text:
            continue
        lower_part = text in _LOWER_PARTS and before[: word.start()].rstrip().endswith(_UPPER_PARTS)
        is_part = text[0].isupper() or lower_part or set(text) <= set("-–—")
        if _is_capitals(text) and start < len(before) and not before[start:].isupper():
            break  # an agency's name beside the place
        if not is_part or len(before) - word.start() > _LONGEST_PLACE:
            break
        if word[0].endswith((";", ":")) or (word[0].endswith(",") and start < len(before)):
            break
        start = word.start()
    return start + len(before[start:]) - len(before[start:].lstrip("-–—. "))


def date_parts(folded: str) -> DateParts:
    """Day, month and year of a folded date line.

    >>> date_parts("ngay 2l thang ... nam 2010")
    DateParts(day=21, month=None, year=2010, is_blank=False)
    """
    match = _PARTS.search(folded)
    if match is None:
        return DateParts(None, None, None, is_blank=False)
    year = _figure(match["year"] or "", 2099)
    blank = not re.sub(r"[\s._…]", "", match["day"] + match["month"])
    return DateParts(
        _figure(match["day"], 31), _figure(match["month"], 12), year if year and year > 1945 else None, blank  # noqa: PLR2004 - independence
    )  # fmt: skip


def _figure(text: str, most: int) -> int | None:
    """A figure with at least one true digit, 1 to `most`."""
    bare = text.strip(" ._,…:;-'").translate(_LIKE_DIGITS)
    plain = bare.isascii() and bare.isdigit() and any(map(str.isdigit, text))
    return int(bare) if plain and 0 < int(bare) <= most else None


def weigh_dates(
    days: Mapping[int, float], months: Mapping[int, float], year: int, known: KnownDays
) -> list[tuple[date, float]]:
    """The dates that chances of day and month allow, the likeliest first, with their share of all.

    >>> weigh_dates({21: 0.6, 27: 0.4}, {2: 1.0}, 2023, KnownDays(cited=date(2023, 2, 25)))[0]
    (datetime.date(2023, 2, 27), 0.996)
    """
    weights = dict(_weights(days, months, year, known))
    total = sum(weights.values()) or 1.0
    best = nlargest(len(weights), weights, key=lambda day: (weights[day], day.toordinal()))
    return [(day, round(weights[day] / total, 3)) for day in best]


def _weights(
    days: Mapping[int, float], months: Mapping[int, float], year: int, known: KnownDays
) -> Iterator[tuple[date, float]]:
    for day, of_day in days.items():
        for month, of_month in months.items():
            found = calendar_date(year, month, day)
            if found is not None:
                yield found, of_day * of_month * _prior(found, known)


def _prior(day: date, known: KnownDays) -> float:
    """How likely a day is by what else is known, as a factor."""
    factor = 1.0
    last = known.signed or known.received
    if last is not None:
        after = (last - day).days
        factor *= (
            next((p for limit, p in _SIGNED if after <= limit), 0.0)
            if after >= 0
            else _SIGNED_BEFORE
        )
    if known.cited is not None:
        behind = (day - known.cited).days
        factor *= 0.5 ** (behind / _FRESH) if behind >= 0 else _CITED_AFTER
    return factor
