"""Which area (lĩnh vực) of administrative reform a criterion belongs to, by the wordings of the list `areas`.

A wording that opens the criterion decides; else one inside it, in an order in which the special comes before the general
(a survey or an impact before all, one-stop and digital government before procedures: DOMAIN 3.2); else the nearest whole
wording, for text that OCR has damaged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from extract.dictionaries import Dictionaries
from extract.fold import fold

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
class Wording:
    """A folded wording of an area: its words, and the phrase they make; commas and dashes between them may be there or not."""

    text: str
    key: str
    words: frozenset[str]
    phrase: str  # an expression, compiled when a text has all of the words

    @classmethod
    def of(cls, text: str, key: str) -> Wording:
        """The wording of a text."""
        words = _WORD.findall(text)
        phrase = rf"(?<![a-z0-9]){_GAP.join(words)}(?![a-z0-9])"
        return cls(text, key, frozenset(words), phrase)


@dataclass(frozen=True, slots=True)
class Areas:
    """The wordings of the areas, longest first."""

    wordings: tuple[Wording, ...]

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

    def _held(self, folded: str) -> list[Wording]:
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
    return Areas(tuple(Wording.of(*entry) for entry in longest_first))
