r"""Numbers as Vietnamese offices write them: decimal comma, `a/b`, percent, number words, Roman numerals.

A figure is never invented: what does not match whole is `None`. Decimals are exact (`decimal.Decimal`), with the digits
as printed ("13,50" is 13.50). A dot before three zeros groups thousands ("1.000"); any other dot is decimal, since no score
above a thousand is printed (DOMAIN 3.3). A blank after the comma ("85, 745") is closed only where `spaced` says that the
text is a score; "mức độ 3, 4" is a list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

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
