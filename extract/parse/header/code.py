"""The line of number and symbol (`Số: 507 /SKHCN-TTr`, `Số 12-CV/TU`) in a header.

Numbers are often written by hand: look-alikes of digits count where half of the signs are digits; otherwise the number stays empty
and the symbol is kept. Where a pen garbled the whole line it is known by the sum of weak signs and its symbol is read from the bar to
the end, by the groups that symbols have. A draft's blank number is no number. Source: NĐ 30/2020/NĐ-CP, Phụ lục I, II.3 and II.4.
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
