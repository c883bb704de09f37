"""Which index a text speaks of: family and year of each mention (list `index_families`).

Names are matched on the fold, the longest first. The year is the first "năm N" behind the name in the same clause that is
not one compared with ("so với năm N"); results of year N are published in N + 1, so a decision's date is never taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.alternation import any_of
from extract.dictionaries import Dictionaries
from extract.fold import fold

#: How far behind an index's name its year may stand, characters ("... hành chính nhà nước của các sở, ban, ngành năm").
_REACH = 110

_YEAR = re.compile(r"(?<!so voi )(?<!cung ky )\bnam\s+(?P<year>(?:19|20)\d\d)\b(?!\s*-)")
_YEAR_AT_ONCE = re.compile(r"\s*+[(\-]?\s*+(?P<year>20\d\d)\b(?![/.])")
_YEAR_LED = re.compile(r"(?:^|[.;:] |\btrong )nam (?P<year>(?:19|20)\d\d),? (?:[a-z]+ ){0,2}$")
_LED, _NEAR = 30, 25  # characters before and behind a name
_CLAUSE_END = re.compile(r"[.;:]\s|\bso voi\b|\bke hoach\b|(?<=[^\s]{2} )\(nam\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a folded text that names an index."""

    family: str
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexNames:
    """The names of the indexes, ready to be looked for."""

    pattern: re.Pattern[str]
    families: Mapping[str, str]

    def find(self, folded: str) -> tuple[Mention, ...]:
        """Every index named in a folded text, in reading order."""
        return tuple(
            Mention(self.families[m[0]], _year_of(folded, *m.span()), *m.span())
            for m in self.pattern.finditer(folded)
        )


@lru_cache(maxsize=8)
def index_names(dictionaries: Dictionaries, *, weak: bool = False) -> IndexNames:
    """The strong names of the list `index_families`; with `weak` those of mere fields of work too."""
    wanted = ("strong", "weak") if weak else ("strong",)
    families = {
        fold(entry["wording"]): entry["family"]
        for entry in dictionaries.rows("index_families")
        if entry["strength"] in wanted
    }
    return IndexNames(re.compile(rf"(?<![a-z0-9]){any_of(families)}(?![a-z0-9])"), families)


def _year_of(folded: str, start: int, end: int) -> int | None:
    """The year right behind a name, else the one that opens its clause (`Năm 2023, Chỉ số PAPI ...`), else one further on."""
    led = _YEAR_LED.search(folded, max(0, start - _LED), start)
    if led is None:
        return year_behind(folded, end)
    near = _YEAR_AT_ONCE.match(folded, end) or _YEAR.search(folded, end, end + _NEAR)
    return int((near or led)["year"])


def year_behind(folded: str, at: int) -> int | None:
    """The year that belongs to an index named just before `at`, or None."""
    at_once = _YEAR_AT_ONCE.match(folded, at)
    if at_once:
        return int(at_once["year"])
    stop = _CLAUSE_END.search(folded, at + 1, at + _REACH)
    found = _YEAR.search(folded, at, stop.start() if stop else at + _REACH)
    return int(found["year"]) if found else None


def years(folded: str) -> tuple[int, ...]:
    """Every "năm N" that is not compared with, in reading order."""
    return tuple(int(match["year"]) for match in _YEAR.finditer(folded))


def settle_family(
    family: str, entity: str | None, rank_of: int | None, *, below: bool | None
) -> str:
    """PAR INDEX rates ministries and provinces, CCHC the bodies below them, whatever the text calls it.

    >>> settle_family("par_index", "Sở Y tế", 20, below=True)
    'cchc'
    """
    if family not in ("par_index", "cchc"):
        return family
    if rank_of in PROVINCES and not below:
        return "par_index"
    if below is None or not entity:
        return family
    return "cchc" if below else "par_index"


#: Provinces and centrally run cities before and since 1 July 2025 (Nghị quyết 202/2025/QH15).
PROVINCES = (63, 34)


def last(mentions: Sequence[Mention]) -> Mention | None:
    """The last mention, or None."""
    return mentions[-1] if mentions else None
