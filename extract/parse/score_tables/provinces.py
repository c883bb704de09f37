"""Names of provinces of which a cell's narrow column left only the end (`Nông` of `Đắk Nông`).

Only a single word that is no province's name is looked at, and only under a heading that speaks of provinces: the one
province named in the document that ends in it is meant; where there is none, or more than one, the row names nobody.
"""

from __future__ import annotations

import re

from extract.fold import fold
from extract.parse.score_tables.place import Place

_PROVINCES = re.compile(r"\b(?:tinh|dia phuong)\b")


def completed(cell: str, heading: str, place: Place) -> str | None:
    """The province's name, the cell itself where it is no such remnant, `None` where it names nobody."""
    known = place.names.bodies.provinces
    word = cell.strip()
    if " " in word or not _PROVINCES.search(fold(heading)) or known.fullmatch(word):
        return cell
    named = {
        match[0]
        for line in place.context.lines
        for match in known.finditer(line.text)
        if fold(match[0]).endswith(f" {fold(word)}")
    }
    return named.pop() if len(named) == 1 else None
