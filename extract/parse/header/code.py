"""The line of number and symbol (`Số: 507 /SKHCN-TTr`, `Số 12-CV/TU`) and the line of place and date in a header.

Numbers are often written by hand: look-alikes of digits count where half of the signs are digits; otherwise the number
stays empty and the symbol is kept. A draft's blank number is no number. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.3 and II.4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.parse.codes import join_code, restore_symbol
from extract.parse.passage import Passage

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
    rf"{_BLANK}(?P<number>[^/\s-]{{0,6}}){_BLANK}-\s?(?P<symbol>[A-ZĐ][A-Za-zĐđ]{{0,4}}/{_JOINED})(?![^\W_])"
)
# a reader lost the bar ("18NQ-HĐND"): a number and the groups of a symbol, two at least
_BARLESS = re.compile(
    rf"{_BLANK}(?P<number>\d{{1,5}})\s?(?P<symbol>[A-ZĐ]{{2,6}}(?:-{_JOINED}){{1,4}})(?![^\W_])"
)
_LEVEL = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "‐": "-", "Ð": "Đ"})
_LIKE_DIGITS = str.maketrans({"l": "1", "I": "1", "]": "1", "!": "1", "|": "1", "O": "0", "S": "5"})
_NUMBER = re.compile(r"\d{1,6}(?:[a-zđ]|bis)?")

_LONGEST_PLACE = 60  # letters; the longest name has 40
_LOWER_PARTS, _UPPER_PARTS = ("phố", "xã", "trấn"), ("Thành", "Thị")

_DATE = re.compile(
    r"ng[a4]y.{0,12}?th[a4]ng.{0,10}?[nm][a4]m\s?(?P<y>[12][0-9o]{3})?|ng[a4]y\s?\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}"
)


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

    @property
    def code(self) -> str | None:
        """Number and symbol together, `None` without a number."""
        if self.number is None:
            return None
        return join_code(self.number, self.year, self.symbol, is_party=self.is_party)


@dataclass(frozen=True, slots=True)
class DateLine:
    """Place and date: `text[start:end]` of the passage; `place_end` is where the place's words end."""

    start: int
    place_end: int
    end: int
    year: str | None


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
    return CodeLine(
        at=line.cut(0, match.end()),
        number=number,
        symbol=restore_symbol(match["symbol"], groups),
        year=match.groupdict().get("year"),
        is_party=party is not None,
        repaired=number is not None and (number != raw or barred is None),
        unreadable=number is None and bool(match["number"].strip(" ._…")),
        end=match.end(),
    )


def _number(raw: str, printed: str) -> str | None:
    """A number of at most six digits; two readings apart ("4 42") are none."""
    digits = sum(sign.isdigit() for sign in raw)
    if not raw or digits * 2 < len(raw) or " " in printed.strip():
        return None
    candidate = raw.translate(_LIKE_DIGITS)
    return candidate if _NUMBER.fullmatch(candidate) else None


def read_date_line(line: Passage) -> DateLine | None:
    """Place and date where they end a line; the place is the run of capitalised words before."""
    match = _DATE.search(line.folded)
    if match is None or len(line.text) - match.end() > 3:  # noqa: PLR2004 - specks of the scan
        return None
    before = line.text[: match.start()]
    start = _place_start(before)
    place_end = len(before.rstrip(" ,.;:"))
    return DateLine(min(start, place_end), place_end, match.end(), match["y"])


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word.isupper() and not word.startswith("TP")


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
