"""Which area (lĩnh vực) of administrative reform a criterion belongs to, by the wordings of the list `areas`.

A wording that opens the criterion decides; else one inside it, in an order in which the special comes before the general
(a survey or an impact before all, one-stop and digital government before procedures: DOMAIN 3.2); else the nearest whole
wording, for text that OCR has damaged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from extract.dictionaries import Dictionaries
from extract.fold import fold

#: Least similarity of a damaged criterion to a wording, 0 to 100: "Cai cach thẻ chẻ" has 100, another area at most 74.
_LEAST_RATIO = 82.0
_ORDER = (
    "xa_hoi_hoc", "tac_dong", "mot_cua", "chinh_quyen_so", "tai_chinh_cong", "to_chuc_bo_may", "can_bo", "the_che",
    "tthc", "chi_dao_dieu_hanh", "other",
)  # fmt: skip
_GAP = r"[\s,;\-–()/]+"
_LEAD = re.compile(r"^(?:\W|\d|[ivx]+[.)]|ve |linh vuc |diem |noi dung |chi so |tieu chi )+")


@dataclass(frozen=True, slots=True)
class Areas:
    """Folded wordings and their area keys, longest first."""

    wordings: tuple[tuple[str, str], ...]

    def key(self, criterion: str) -> str:
        """The area key of a criterion; "other" where no wording is near.

        A wording counts as a whole phrase only ("thể chế" is not found in "cơ chế thể hiện").
        """
        folded = " ".join(_LEAD.sub("", fold(criterion)).split())
        opening = [key for wording, key in self.wordings if _phrase(wording).match(folded)]
        inside = [key for wording, key in self.wordings if _phrase(wording).search(folded)]
        if opening:
            return opening[0]
        if inside:
            return min(inside, key=_ORDER.index)
        return self._nearest(folded)

    def find(self, folded: str) -> tuple[int, int, str] | None:
        """Start, end and key of the longest wording of an area that a folded text holds."""
        for wording, key in self.wordings:
            at = _phrase(wording).search(folded)
            if at and key != "other":
                return at.start(), at.end(), key
        return None

    def _nearest(self, folded: str) -> str:
        if not folded:
            return "other"
        words = [wording for wording, _ in self.wordings]
        best = process.extractOne(folded, words, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
        return self.wordings[best[2]][1] if best else "other"


@cache
def _phrase(wording: str) -> re.Pattern[str]:
    """The wording as a whole phrase; commas and dashes between its words may be there or not."""
    words = re.findall(r"[a-z0-9]+", wording)
    return re.compile(rf"(?<![a-z0-9]){_GAP.join(words)}(?![a-z0-9])")


@lru_cache(maxsize=4)
def areas(dictionaries: Dictionaries) -> Areas:
    """The areas of the list `areas`."""
    entries = ((fold(e["wording"]), e["area_key"]) for e in dictionaries.rows("areas"))
    known = [(wording, key) for wording, key in entries if key in _ORDER]
    return Areas(tuple(sorted(known, key=lambda entry: (-len(entry[0]), entry[0]))))
