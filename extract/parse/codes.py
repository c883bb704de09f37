"""Codes of documents: number and symbol (số, ký hiệu), `166/KH-UBND`, `30/2020/NĐ-CP`, `202/2025/QH15`, `12-CV/TU`, `387-TTg`.

Case is kept (`TTg`, `CTr`, `QyĐ`), spaces and dashes are levelled, the bar of Đ is put back where the group without it is
no group of its own (`QD-UBND` is `QĐ-UBND`). A number is never invented. Sources: NĐ 30/2020/NĐ-CP, Phụ lục I, II.3;
Hướng dẫn 36-HD/VPTW (party form); NQ 351/2017/UBTVQH14 (assembly).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extract.dictionaries import Dictionaries

_NUMBER = r"(?P<number>\d{1,6}(?:[a-zđ]|bis)?)"
_YEAR = r"(?:\s?/\s?(?P<year>(?:19|20)\d{2}))?"
_GROUP = r"[A-ZĐƯ][A-Za-zĐđƯư0-9]{0,14}"
_JOINED = rf"{_GROUP}(?:[.&]\s?{_GROUP}){{0,3}}"
_SYMBOL = rf"(?P<symbol>{_JOINED}(?:-\s?{_JOINED}){{0,4}})"
_END = r"(?![^\W_]|/\w)"  # a speck behind it is read as an underscore

_STATE = re.compile(rf"(?<![\w/.,-])(?<!\d:){_NUMBER}{_YEAR}\s?/\s?{_SYMBOL}{_END}")
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
    return Code(match.start(), match.end(), match["number"], symbol, code, is_party)


def _is_symbol(symbol: str) -> bool:
    """Two letters at least: "5/A" is no code."""
    return sum(letter.isalpha() for letter in symbol) > 1
