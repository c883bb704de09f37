"""The lines of a header that a pen fills in: number and symbol (`Số: 507 /SKHCN-TTr`), place and date (`Nam Định, ngày 03 tháng 4 năm 2023`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

from extract.parse.passage import Passage
from extract.parse.values import calendar_date, join_code, restore_symbol

# The line of number and symbol (`Số: 507 /SKHCN-TTr`, `Số 12-CV/TU`) in a header. Numbers are often written by hand:
# look-alikes of digits count where half of the signs are digits; otherwise the number stays empty and the symbol is kept. Where
# a pen garbled the whole line it is known by the sum of weak signs and its symbol is read from the bar to the end, by the
# groups that symbols have. A draft's blank number is no number. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.3 and II.4.

_NO = r"\W{0,3}(?:(?:luat|lenh|nghi quyet)\s+)?(?:so|s6|s0|sd|se|\$6|\$o|86|8o|o(?=\s?:))(?![a-z])\s?[:.;,]?"
_PREFIX = re.compile(_NO)
_GROUP = r"[A-ZĐƯ][A-Za-zĐđƯư0-9]{0,14}"
_JOINED = rf"{_GROUP}(?:[.&]\s?{_GROUP}){{0,3}}"
_SYMBOL = rf"(?P<symbol>{_JOINED}(?:\s?-\s?{_JOINED}){{0,4}})(?![^\W_])"
_BLANK = r"[\s._…]{0,30}+"
_STATE = re.compile(
    rf"{_BLANK}(?P<number>[^/\s]{{0,7}}(?:\s[^/\s]{{1,4}})?){_BLANK}(?P<bar>//?)\s?(?:(?P<year>(?:19|20)\d{{2}})\s?/\s?)?{_SYMBOL}"
)
_PARTY = re.compile(
    rf"{_BLANK}(?P<number>[^/\s-]{{0,6}}){_BLANK}-\s?(?P<symbol>[A-ZĐ][A-Za-zĐđ]{{0,4}}/{_JOINED}(?:-{_JOINED})?)(?![^\W_])"
)
# a reader lost the bar ("18NQ-HĐND"): a number and the groups of a symbol, two at least
_BARLESS = re.compile(
    rf"{_BLANK}(?P<number>\d{{1,5}})\s?(?P<symbol>[A-ZĐ]{{2,6}}(?:-{_JOINED}){{1,4}})(?![^\W_])"
)
# groups in small letters or with a figure for their first letter go on with a symbol that a pen or a small type garbled
_LOOSE = r"(?:[A-ZĐƯ]|[0-9](?=[A-ZĐƯ]))[A-Za-zĐđƯư0-9]{0,14}"
_WEAK = re.compile(
    rf"(?P<bar>[/|]|(?<=[a-zđ0-9I])(?=[A-ZĐƯ])|(?<![^\W_]))\s?(?P<symbol>{_LOOSE}(?:[.&]\s?{_GROUP}){{0,3}}(?:\s?-\s?{_JOINED}){{0,4}})(?P<small>\s?-\s?[a-zđ]{{2,6}})?\W{{0,3}}$"
)
_WEAK_PARTY = re.compile(
    rf"-\s?(?P<symbol>[A-ZĐ][A-Za-zĐđ]{{0,4}}\s?/\s?{_JOINED}(?:-{_JOINED})?)\W{{0,3}}$"
)
_SMALL = re.compile(r"\s?-\s?[a-zđ]{2,6}(?=\W{0,3}$)")
_LEVEL = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "‐": "-", "Ð": "Đ"})
_LIKE_DIGITS = str.maketrans({"l": "1", "I": "1", "]": "1", "!": "1", "|": "1", "O": "0", "S": "5"})
_LIKE_LETTERS = {"8": "B", "0": "O", "5": "S", "1": "T", "6": "G"}
_NUMBER = re.compile(r"\d{1,6}(?:[a-zđ]|bis)?")

#: Weak signs of the line of the number, and how much each tells.
_NUMBERED = re.compile(rf"{_NO}(?:(?<=[:.;,])|(?=\W{{0,3}}\d)|(?=\s?/))")
_OPENS = re.compile(r"\W{0,3}(?:s\S|\S[o06]|8o|\$\S)\s?\W{0,2}[:.;,]")
_BAR_GROUP = re.compile(r"/\s?[A-ZĐ]{1,2}\.?[A-Za-zĐđ]{0,12}")
_TWO_GROUPS = re.compile(
    r"(?<![a-zđ])[A-ZĐ0-9][A-Za-zĐđ.]{0,12}\s?-\s?(?:[A-ZĐ]{2,}|[A-ZĐ][A-Za-zĐđ]{1,10}$|cc$)"
)
_FIGURE = re.compile(r"\d|\.{3}|…")
_SMALL_WORD = re.compile(r"(?<![\w/.-])(?!số)[a-zà-ỹđ]{2,}(?![\w/-])")
WEAK_CODE = 2.4  # of these signs: a line of the number that no expression knows


@dataclass(frozen=True, slots=True)
class CodeLine:
    """Number and symbol at `at`; `number` is `None` when blank or unreadable (`unreadable` says which)."""

    at: Passage
    number: str | None
    symbol: str
    year: str | None
    is_party: bool
    repaired: bool
    unreadable: bool
    end: int
    mended: bool = False  # letters of the symbol

    @property
    def code(self) -> str | None:
        """Number and symbol together, `None` without a number."""
        if self.number is None:
            return None
        return join_code(self.number, self.year, self.symbol, is_party=self.is_party)


def read_code_line(line: Passage, groups: Mapping[str, str]) -> CodeLine | None:
    """The number and symbol at the beginning of a line, `None` where there is no symbol."""
    prefix = _PREFIX.match(line.folded)
    if prefix is None:
        return None
    level = line.text.translate(_LEVEL)
    party = _PARTY.match(level, prefix.end())
    barred = party or _STATE.match(level, prefix.end())
    match = barred or _BARLESS.match(level, prefix.end())
    if match is None or sum(letter.isalpha() for letter in match["symbol"]) < 2:  # noqa: PLR2004
        return None
    raw = "" if match.groupdict().get("bar") == "//" else "".join(match["number"].split())
    number = _number(raw, match["number"])
    small = _SMALL.match(level, match.end())
    return CodeLine(
        at=line.cut(0, small.end() if small else match.end()),
        number=number,
        symbol=restore_symbol(match["symbol"] + (small[0].upper() if small else ""), groups),
        year=match.groupdict().get("year"),
        is_party=party is not None,
        repaired=number is not None and (number != raw or barred is None),
        unreadable=number is None and bool(match["number"].strip(" ._…")),
        end=small.end() if small else match.end(),
        mended=small is not None,
    )


def _number(raw: str, printed: str) -> str | None:
    """A number of at most six digits; two readings apart ("4 42") are none."""
    digits = sum(sign.isdigit() for sign in raw)
    if not raw or digits * 2 < len(raw) or " " in printed.strip():
        return None
    candidate = raw.translate(_LIKE_DIGITS)
    return candidate if _NUMBER.fullmatch(candidate) else None


def code_signs(line: Passage) -> float:
    """The sum of the weak signs that a line is that of the number.

    Small words that are no part of a symbol tell against it: the body has sentences about codes.
    """
    text = line.text.translate(_LEVEL)
    signs = 2.0 if _NUMBERED.match(line.folded) else 1.0 if _OPENS.match(text) else 0.0
    signs += 1.5 if _BAR_GROUP.search(text) else 0.0
    signs += 1.5 if _TWO_GROUPS.search(text) else 0.0
    signs += 0.5 if _FIGURE.search(text) else 0.0
    return signs - 1.2 * len(_SMALL_WORD.findall(text))


def weak_code_line(line: Passage, groups: Mapping[str, str]) -> CodeLine | None:
    """Number and symbol of a garbled line: the symbol from the bar to the end, the number unreadable or blank."""
    level = line.text.translate(_LEVEL)
    prefix = _PREFIX.match(line.folded)
    at = prefix.end() if prefix else 0
    party = _WEAK_PARTY.search(level, at)
    match = party or _WEAK.search(level, max(at, level.rfind("/")))
    if match is None:
        return None
    read = match["symbol"] + (match.groupdict().get("small") or "").upper()
    symbol = _LIKE_LETTERS.get(read[0], read[0]) + read[1:]
    if sum(map(str.isalpha, symbol)) < 2:  # noqa: PLR2004
        return None
    cut = party is None and level[: match.start("symbol")].rstrip().endswith("-")
    blank = not level[at : match.start()].strip(" ._…")
    return CodeLine(
        at=line, number=None, symbol="" if cut else restore_symbol(symbol, groups), year=None, is_party=party is not None, repaired=False,
        unreadable=not blank, end=len(line.text), mended=symbol != match["symbol"] or "/" not in match[0],
    )  # fmt: skip


# The line of place and date in a header (`Nam Định, ngày 03 tháng 4 năm 2023`), and which days an unfinished date can be. Day,
# month and year are read each on its own: often a pen filled in one or two of them. A date that lacks one stays empty; its
# candidates are weighed by the chances of day and month, and by what else is known: a paper is not older than what it cites,
# and is mostly signed on its day or a few days later. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.4.

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
_LIKE_DATE_DIGITS = str.maketrans("olió|]!", "0110111")
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
    bare = text.strip(" ._,…:;-'").translate(_LIKE_DATE_DIGITS)
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
