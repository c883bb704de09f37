"""Levels of criteria by their numbering: area, criterion, subcriterion.

The marks of a list are ranked (I and A before 1, 1 before 1.1, then a), then a dash); the ranks that occur become the three
levels from the top. A list of one rank is of areas when most of its names are areas, or when the index has parts of its own
(pillars of DTI, sub-indices of PCI, contents of PAPI, factors of SIPAS), else of criteria.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.fold import fold
from extract.parse.criteria.areas import Areas
from extract.roman import roman_value

LEVELS = ("area", "criterion", "subcriterion")
#: Indexes whose parts are no areas of administrative reform.
OWN_PARTS = frozenset({"pci", "dti", "papi", "sipas", "ddci", "ict"})
_MARK = re.compile(
    r"^(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)]\s*|\s+)(?=\D)|(?P<roman>[IVX]{1,5})[.)]\s*|(?P<letter>[a-zđ])[.)]\s+|(?P<capital>[A-Z])\.\s+|(?P<dash>[-–+*•])\s*)"
)
_TOTAL = re.compile(
    r"\W*(?:tong\b(?:\s+(?:cong|diem|so|so diem|hop|diem dat|chi so|cong diem))*|cong)(?:\s*\([^)]*\))?\W*$|\W*(?:chi ?(?:s\w{1,2})?|diem|ket qua|gia tri)\s+(?:chung|tong hop|toan dien)\b|\W*(?:tong cong|tong diem|tong so diem|diem tong|diem tong hop|tong diem dat duoc)\b"
)
_NUMBER_PARTS = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")
_LETTER, _DASH, _NO_MARK = 8, 9, 10


def without_mark(text: str) -> str:
    """A criterion without the mark before it.

    >>> without_mark("1.2. Cải cách thể chế;")
    'Cải cách thể chế'
    """
    return _MARK.sub("", text.strip()).strip(" :;.")


def is_total(text: str) -> bool:
    """Whether a row is called a sum.

    >>> is_total("Tổng cộng"), is_total("Tổng hợp báo cáo")
    (True, False)
    """
    return bool(_TOTAL.match(fold(text)))


def mark_rank(mark: str) -> int:
    """The rank of a mark: 0 for I and A, 1 for 1, 2 for 1.1, ..., 8 for a, 9 for a dash, 10 for none."""
    plain = mark.strip(" .)(")
    if not plain:
        return _DASH if mark.strip() else _NO_MARK
    if _NUMBER_PARTS.fullmatch(plain):
        return plain.count(".") + 1
    if roman_value(plain) or (len(plain) == 1 and plain.isupper()):
        return 0
    return _LETTER if len(plain) == 1 and plain.isalpha() else _DASH


def levels(
    ranks: Sequence[int], names: Sequence[str], areas: Areas, family: str | None
) -> list[str]:
    """The level of each criterion of one list."""
    present = sorted(set(ranks))
    if len(present) > 1:
        return [LEVELS[min(present.index(rank), len(LEVELS) - 1)] for rank in ranks]
    known = sum(areas.key(name) != "other" for name in names)
    top = family in OWN_PARTS or 2 * known > len(names)
    return ["area" if top else "criterion"] * len(ranks)
