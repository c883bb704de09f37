"""Codes, dates and numbers as Vietnamese offices write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import fold

# Numbers as Vietnamese offices write them: decimal comma, `a/b`, percent, number words, Roman numerals. A figure is never
# invented: what does not match whole is `None`. Decimals are exact (`decimal.Decimal`), with the digits as printed ("13,50" is
# 13.50). A dot before three zeros groups thousands ("1.000"); any other dot is decimal, since no score above a thousand is
# printed. A blank after the comma ("85, 745") is closed only where `spaced` says that the text is a score; "mức độ 3, 4" is a
# list.

#: A score's digits: one to four before the comma, up to four after it.
DECIMAL = r"\d{1,4}(?:[.,]\d{1,4})?"
#: The same where a blank may follow the comma; only before "điểm" or inside a score's brackets.
SPACED = r"\d{1,4}(?:[.,]\s?\d{1,4})?"

_NUMBER = re.compile(rf"[+-]?{DECIMAL}")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.000)+")
_CELL = re.compile(
    rf"""(?P<value>[+-]?{SPACED})
    (?:\s*+/\s*(?P<of>{SPACED}))?
    \s*+(?P<percent>%)?
    (?:\s*+(?:điểm|đ))?""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as printed: `value`, `of` (what stands behind a bar), whether a % follows, whether it has a sign."""

    value: Decimal
    of: Decimal | None = None
    percent: bool = False
    signed: bool = False

    @property
    def whole(self) -> bool:
        """Printed without decimals, both parts."""
        return all(_exponent(part) == 0 for part in (self.value, self.of) if part is not None)


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def read_decimal(text: str, *, spaced: bool = False) -> Decimal | None:
    """The number that `text` is as a whole, else `None`.

    >>> read_decimal("12,50"), read_decimal("85, 745"), read_decimal("1.000"), read_decimal("12,S")
    (Decimal('12.50'), None, Decimal('1000'), None)
    """
    compact = re.sub(r"(?<=[.,])\s", "", text.strip()) if spaced else text.strip()
    compact = compact.replace("−", "-").replace("–", "-")
    if _THOUSANDS.fullmatch(compact):
        return Decimal(compact.replace(".", ""))
    if not _NUMBER.fullmatch(compact):
        return None
    return Decimal(compact.replace(",", "."))


@lru_cache(maxsize=8192)
def read_cell(text: str) -> Figure | None:
    """The figure a table's cell is as a whole: `8,5`, `9,49/9,5`, `83,0%`, `+3`; `None` for anything else.

    >>> read_cell("83,1/100")
    Figure(value=Decimal('83.1'), of=Decimal('100'), percent=False, signed=False)
    """
    match = _CELL.fullmatch(text.replace("−", "-").replace("–", "-").strip(" .;"))
    if not match:
        return None
    value = read_decimal(match["value"], spaced=True)
    of = read_decimal(match["of"], spaced=True) if match["of"] else None
    if value is None:
        return None
    return Figure(value, of, bool(match["percent"]), match["value"][0] in "+-")


def decimals(number: Decimal) -> int:
    """How many decimals were printed.

    >>> decimals(Decimal("13.50"))
    2
    """
    return max(0, -_exponent(number))


# Dates as official documents write them, day first always: `ngày 24 tháng 12 năm 2020`, `24/12/2020`, `01-10-1997`,
# `8.11.2011`. A date that the calendar does not have, or whose day or month is missing (a draft's blank), is `None`: never the
# 1st. Letters that OCR reads for digits (O, l, I, S) count as digits only in the long form and only beside a digit. Source: NĐ
# 30/2020/NĐ-CP, Phụ lục I, II.4; forms counted in accented corpora (d/m/yyyy 11,478, d-m-yyyy 940, d.m.yyyy 161).

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


# Codes of documents: number and symbol (số, ký hiệu), `166/KH-UBND`, `30/2020/NĐ-CP`, `202/2025/QH15`, `12-CV/TU`, `387-TTg`.
# Case is kept (`TTg`, `CTr`, `QyĐ`), spaces and dashes are levelled, the bar of Đ is put back where the group without it is no
# group of its own (`QD-UBND` is `QĐ-UBND`). A number is never invented. Sources: NĐ 30/2020/NĐ-CP, Phụ lục I, II.3; Hướng dẫn
# 36-HD/VPTW (party form); NQ 351/2017/UBTVQH14 (assembly).

_CODE_NUMBER = r"(?P<number>\d{1,6}(?:[a-zđ]|bis)?)"
_CODE_YEAR = r"(?:\s?/\s?(?P<year>(?:19|20)\d{2}))?"
_GROUP = r"[A-ZĐƯ][A-Za-zĐđƯư0-9]{0,14}"
_JOINED = rf"{_GROUP}(?:[.&]\s?{_GROUP}){{0,3}}"
_SYMBOL = rf"(?P<symbol>{_JOINED}(?:-\s?{_JOINED}){{0,4}})"
_END = r"(?![^\W_]|/\w)"  # a speck behind it is read as an underscore

_STATE = re.compile(rf"(?<![\w/.,-])(?<!\d:){_CODE_NUMBER}{_CODE_YEAR}\s?/\s?{_SYMBOL}{_END}")
_PARTY = re.compile(
    rf"(?<![\w/.,-])(?<!\d:)(?P<number>\d{{1,5}})\s?-\s?(?P<symbol>[A-ZĐ][A-Za-zĐđ]{{0,4}}/{_JOINED}){_END}"
)
_OLD = re.compile(
    rf"(?<![\w/.,-])(?<!\d:)(?P<number>\d{{1,4}})\s?-\s?(?P<symbol>TTg|CP|HĐBT|CT|TVQH|NQ){_END}"
)
_LEVEL = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "‐": "-", "Ð": "Đ"})


@dataclass(frozen=True, slots=True)
class Code:
    """A code at `text[start:end]`: its number, its symbol without the year, and both as written with levelled signs."""

    start: int
    end: int
    number: str
    symbol: str
    code: str
    is_party: bool = False


def bars(dictionaries: Dictionaries) -> Mapping[str, str]:
    """Groups of symbols read without the bar of Đ, and what they must be."""
    return dictionaries.mapping("symbol_groups", "read", "group")


def find_codes(text: str, groups: Mapping[str, str]) -> Iterator[Code]:
    """Every code of a text, in order; `groups` as `bars` gives them.

    >>> [c.code for c in find_codes("Kế hoạch số 213/KH- UBND, Chỉ thị 50-CT/TW", {})]
    ['213/KH-UBND', '50-CT/TW']
    """
    level = text.translate(_LEVEL)
    if "/" not in level and "-" not in level:
        return
    found = [(match, True) for match in _PARTY.finditer(level)]
    found += [(match, False) for match in _STATE.finditer(level)]
    found += [(match, False) for match in _OLD.finditer(level)]
    end = 0
    for match, is_party in sorted(found, key=lambda item: (item[0].start(), not item[1])):
        if match.start() >= end and _is_symbol(match["symbol"]):
            end = match.end()
            yield _code(match, groups, is_party=is_party)


def restore_symbol(symbol: str, groups: Mapping[str, str]) -> str:
    """A symbol without spaces, its groups' bars restored.

    >>> restore_symbol("QD- UBND", {"QD": "QĐ"})
    'QĐ-UBND'
    """
    parts = re.split(r"([-/.&])", "".join(symbol.translate(_LEVEL).split()))
    return "".join(groups.get(part, part) for part in parts)


def join_code(number: str, year: str | None, symbol: str, *, is_party: bool = False) -> str:
    """Number, year and symbol as one code.

    >>> join_code("30", "2020", "NĐ-CP"), join_code("12", None, "CV/TU", is_party=True)
    ('30/2020/NĐ-CP', '12-CV/TU')
    """
    return f"{number}-{symbol}" if is_party else "/".join(filter(None, (number, year, symbol)))


def _code(match: re.Match[str], groups: Mapping[str, str], *, is_party: bool) -> Code:
    symbol = restore_symbol(match["symbol"], groups)
    year = match.groupdict().get("year")
    hyphen = is_party or match.re is _OLD
    code = join_code(match["number"], year, symbol, is_party=hyphen)
    return Code(match.start(), match.end(), match["number"], symbol, code, is_party=is_party)


def _is_symbol(symbol: str) -> bool:
    """Two letters at least: "5/A" is no code."""
    return sum(letter.isalpha() for letter in symbol) > 1
