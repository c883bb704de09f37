"""What the heading of a column says it holds: the list `score_columns`, kinds of bodies, headings with lost blanks or a misread letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from extract.dictionaries import Dictionaries
from extract.fold import fold

_TRIMMED = re.compile(
    r"\(\s*(?:%|diem|(?:(?:diem )?toi da:? )?\d+(?:[.,]\d+)?(?: ?(?:d|diem))?)\s*\)|\bnam\s+(?:19|20)\d\d\b|\b(?:19|20)\d\d\b|[*:.]"
)
_WORD = re.compile(r"[a-z0-9%]+")
#: Nothing but kinds of bodies: `Huyện, thị xã`, `Tên sở, ngành`.
_KINDS = re.compile(
    r"(?:(?:ten|cac|cap|truc thuoc) )*(?:(?:ubnd|uy ban nhan dan|huyen|quan|thi xa|thanh pho|tp|xa|phuong|thi tran|dac khu|so|ban|nganh|co quan|don vi|dia phuong|phong|tinh|bo|chi cuc|trung tam)(?:(?: ?[,/-] ?| va | )(?:cac )?|$)){1,8}"
)
#: Least length and likeness (0 to 100) of a damaged heading: "noidune" to "noidung" is 86.
_SHORTEST, _LEAST_RATIO = 6, 85.0


@dataclass(frozen=True, slots=True)
class Roles:
    """Roles by the folded heading and by its words, longest first, so that specks between the words do no harm."""

    whole: Mapping[str, str]
    worded: tuple[tuple[frozenset[str], str], ...]
    solid: Mapping[str, str]  # by the heading without blanks

    @classmethod
    def of_entries(cls, entries: Iterable[tuple[str, str]]) -> Roles:
        """The roles of folded headings; the first entry of a heading counts."""
        longest_first = sorted(entries, key=lambda entry: (-len(entry[0]), entry[0]))
        whole: dict[str, str] = {}
        solid: dict[str, str] = {}
        for wording, role in longest_first:
            whole.setdefault(wording, role)
            solid.setdefault(wording.replace(" ", ""), role)
        worded = tuple((frozenset(_WORD.findall(wording)), role) for wording, role in longest_first)
        return cls(whole, worded, solid)

    def of(self, heading: str) -> str | None:
        """The role of a heading: the whole of it, else the longest wording inside it."""
        folded, plain = " ".join(fold(heading).split()), trimmed(heading)
        whole = self.whole.get(folded) or self.whole.get(plain)
        if whole:
            return whole
        if _KINDS.fullmatch(plain):
            return "body"
        words = set(_WORD.findall(plain))
        inside = [role for own, role in self.worded if own <= words]
        if "count" in inside:
            return "count"
        return inside[0] if inside else self._nearest(plain)

    def _nearest(self, plain: str) -> str | None:
        """The role of a heading with lost blanks or a misread letter ("Nộidunq")."""
        squeezed = plain.replace(" ", "")
        if len(squeezed) < _SHORTEST:
            return None
        best = process.extractOne(
            squeezed, self.solid.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO
        )
        return self.solid[best[0]] if best else None


def trimmed(heading: str) -> str:
    """A folded heading without years, units in brackets and stops."""
    return " ".join(_TRIMMED.sub(" ", fold(heading)).split())


@lru_cache(maxsize=4)
def roles_of(dictionaries: Dictionaries) -> Roles:
    """The roles that the dictionaries give to headings."""
    heads = dictionaries.rows("score_columns")
    parts = dictionaries.lists.get("components", ())
    entries = [(fold(e["wording"]), e["role"]) for e in heads]
    entries += [(fold(e["wording"]), "value") for e in parts]
    return Roles.of_entries(entries)
