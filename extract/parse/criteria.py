"""What a criterion is: the area its name belongs to, its level by numbering, its points by columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TypedDict

from rapidfuzz import fuzz, process

from extract.dictionaries import Dictionaries
from extract.fold import fold, roman_value
from extract.parse.grids.columns import TableColumn, cell_figure, first

# Which area (lĩnh vực) of administrative reform a criterion belongs to, by the wordings of the list `areas`. A wording that
# opens the criterion decides; else one inside it, in an order in which the special comes before the general (a survey or an
# impact before all, one-stop and digital government before procedures); else the nearest whole wording, for text
# that OCR has damaged.

#: Least similarity of a damaged criterion to a wording, 0 to 100: "Cai cach thẻ chẻ" has 100, another area at most 74.
_LEAST_RATIO = 82.0
_ORDER = (
    "xa_hoi_hoc", "tac_dong", "mot_cua", "chinh_quyen_so", "tai_chinh_cong", "to_chuc_bo_may", "can_bo", "the_che",
    "tthc", "chi_dao_dieu_hanh", "other",
)  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")
_GAP = r"[\s,;\-–()/]+"
_LEAD = re.compile(r"^(?:\W|\d|[ivx]+[.)]|ve |linh vuc |diem |noi dung |chi so |tieu chi )+")


@dataclass(frozen=True, slots=True)
class AreaWording:
    """A folded wording of an area: its words, and the phrase they make; commas and dashes between them may be there or not."""

    text: str
    key: str
    words: frozenset[str]
    phrase: str  # an expression, compiled when a text has all of the words

    @classmethod
    def of(cls, text: str, key: str) -> AreaWording:
        """The wording of a text."""
        words = _WORD.findall(text)
        phrase = rf"(?<![a-z0-9]){_GAP.join(words)}(?![a-z0-9])"
        return cls(text, key, frozenset(words), phrase)


@dataclass(frozen=True, slots=True)
class Areas:
    """The wordings of the areas, longest first."""

    wordings: tuple[AreaWording, ...]

    def key(self, criterion: str) -> str:
        """The area key of a criterion; "other" where no wording is near.

        A wording counts as a whole phrase only ("thể chế" is not found in "cơ chế thể hiện").
        """
        folded = " ".join(_LEAD.sub("", fold(criterion)).split())
        held = self._held(folded)
        opening = next((wording.key for wording in held if re.match(wording.phrase, folded)), None)
        if opening:
            return opening
        inside = [wording.key for wording in held if re.search(wording.phrase, folded)]
        return min(inside, key=_ORDER.index) if inside else self._nearest(folded)

    def find(self, folded: str) -> tuple[int, int, str] | None:
        """Start, end and key of the longest wording of an area that a folded text holds."""
        for wording in self._held(folded):
            at = re.search(wording.phrase, folded)
            if at and wording.key != "other":
                return at.start(), at.end(), wording.key
        return None

    def _held(self, folded: str) -> list[AreaWording]:
        """The wordings of which a folded text has all words."""
        words = frozenset(_WORD.findall(folded))
        return [wording for wording in self.wordings if wording.words <= words]

    def _nearest(self, folded: str) -> str:
        if not folded:
            return "other"
        texts = [wording.text for wording in self.wordings]
        best = process.extractOne(folded, texts, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
        return self.wordings[best[2]].key if best else "other"


@lru_cache(maxsize=4)
def areas(dictionaries: Dictionaries) -> Areas:
    """The areas of the list `areas`."""
    entries = ((fold(e["wording"]), e["area_key"]) for e in dictionaries.rows("areas"))
    known = [(wording, key) for wording, key in entries if key in _ORDER]
    longest_first = sorted(known, key=lambda entry: (-len(entry[0]), entry[0]))
    return Areas(tuple(AreaWording.of(*entry) for entry in longest_first))


# Levels of criteria by their numbering: area, criterion, subcriterion. The marks of a list are ranked (I and A before 1, 1
# before 1.1, then a), then a dash); the ranks that occur become the three levels from the top. A list of one rank is of areas
# when most of its names are areas, or when the index has parts of its own (pillars of DTI, sub-indices of PCI, contents of
# PAPI, factors of SIPAS), else of criteria.

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


# The points of one row of a score table: maximum, self-assessed, appraised, surveyed, given, in percent. Points given are those
# of the column that says so, else appraised and surveyed points together, else the appraised ones; self-assessed points only
# where the table has no others. The percent is the printed one, or computed.

#: An estimate: rows whose percent fits are nearly always right, also in bad readings.
_PROVED, _SLACK = 0.96, Decimal("0.06")


class PointColumns(TypedDict):
    """The columns of scores.csv that a row's figures fill."""

    points: Decimal | None
    points_max: Decimal | None
    self_points: Decimal | None
    appraised_points: Decimal | None
    survey_points: Decimal | None
    percent: Decimal | None
    rank: int | None
    rank_of: int | None


@dataclass(frozen=True, slots=True)
class Points:
    """Figures of one criterion, None where the table has none."""

    points: Decimal | None = None
    maximum: Decimal | None = None
    own: Decimal | None = None
    appraised: Decimal | None = None
    surveyed: Decimal | None = None
    percent: Decimal | None = None
    rank: int | None = None
    rank_of: int | None = None

    @property
    def proved(self) -> bool:
        """Whether the printed percent is points divided by maximum, which no misread digit would be."""
        if self.percent is None or not self.points or not self.maximum:
            return False
        return abs(self.points * 100 / self.maximum - self.percent) <= _SLACK

    def sure(self, otherwise: float) -> float:
        """The probability that the row is right: high where arithmetic proves it."""
        return max(_PROVED, otherwise) if self.proved else otherwise

    def columns(self) -> PointColumns:
        """The values by column of scores.csv; a percent that is not printed is computed to two decimals."""
        return {
            "points": self.points,
            "points_max": self.maximum,
            "self_points": self.own,
            "appraised_points": self.appraised,
            "survey_points": self.surveyed,
            "percent": self.percent
            if self.percent is not None
            else share(self.points, self.maximum),
            "rank": self.rank,
            "rank_of": self.rank_of,
        }


def share(points: Decimal | None, maximum: Decimal | None) -> Decimal | None:
    """Points as percent of the maximum to two decimals, None without a maximum.

    >>> share(Decimal("13.50"), Decimal("14.50"))
    Decimal('93.10')
    """
    if points is None or not maximum:
        return None
    return (points * 100 / maximum).quantize(Decimal("0.01"))


def points_of(columns: Sequence[TableColumn], cells: Sequence[str]) -> Points:
    """The figures of one row under the given columns."""
    scored = [c for c in columns if not c.percent]
    given = cell_figure(cells, first(scored, "points", "value"))
    own = cell_figure(cells, first(scored, "self"))
    appraised = cell_figure(cells, first(scored, "appraised"))
    surveyed = cell_figure(cells, first(scored, "survey"))
    top = cell_figure(cells, first(columns, "max"))
    percent = cell_figure(
        cells, first([c for c in columns if c.percent], "percent", "value", "points")
    )
    rank = cell_figure(cells, first(columns, "rank"))
    parts = [figure.value for figure in (appraised, surveyed) if figure]
    alone = not any(c.role in ("points", "value", "appraised", "survey") for c in scored)
    points = (
        given.value
        if given
        else sum(parts, Decimal(0))
        if parts
        else own.value
        if own and alone
        else None
    )
    printed = given.of if given and given.of is not None else None
    if points is None and percent is not None and not (top or own):
        points = percent.value
    return Points(
        points,
        top.value if top else printed,
        own.value if own else None,
        appraised.value if appraised else None,
        surveyed.value if surveyed else None,
        percent=percent.value if percent and (top or given or parts) else None,
        rank=int(rank.value) if rank and rank.whole else None,
        rank_of=int(rank.of) if rank and rank.whole and rank.of is not None else None,
    )
