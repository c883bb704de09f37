"""Text that no table took although it orders or scores something: what a person finds fastest by looking.

Rows that are missing have no cell to doubt; on documents never seen before, cells missing outnumber wrong ones 2.5 to 16
times (measured in a study of 14 real and 20 invented documents), so such lines are listed with row 0 and an empty field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.fold import fold
from extract.model import TextLine
from extract.records import ReviewItem

_POINTS = re.compile(
    r"\d[\d.,]{0,20}\s*diem\b(?!\s*(?:cau|den|nong))|\bxep\s+(?:hang|thu|vi tri)[a-z ]{0,12}\s\d|\(\d[\d.,]{0,20}/\d[\d.,]{0,20}\)"
)
_ORDER = re.compile(
    r"^\W*(?:[0-9ivx]{1,4}[.)]|[a-z]\)|-)\s.*\b(?:chu tri|phoi hop voi|giao|yeu cau|de nghi|tham muu|khan truong|don doc|trien khai)\b"
)
_NO_ROW = re.compile(r"\b(?:phan dau|muc tieu|chi tieu|can cu)\b")
_CELLS = 2  # figures that make a row of cells one of a score table
#: Of such lines 2 of 19 on held-out invented documents and 5 of 25 on real ones belonged to a missing row; a missing row misleads nobody.
_PRIORITY = 0.15


def unused_text(
    lines: Sequence[TextLine], used: Iterable[tuple[int | None, int]]
) -> Iterator[ReviewItem]:
    """A review item for each run of such lines, in reading order."""
    taken = frozenset(used)
    before = ("", -2)
    for position, line in enumerate(lines):
        found = None if (line.page, line.number) in taken else _kind(line.text)
        if found and before != (found, position - 1):
            raw = line.raw.strip("\f\r")
            yield ReviewItem(line.page, found, 0, "", "", raw, (), "unread", _PRIORITY)
        before = (found, position) if found else ("", -2)


def _kind(text: str) -> str | None:
    """The table a line seems to belong to, or None."""
    folded = fold(text)
    if _NO_ROW.search(folded):
        return None
    if "|" in text:
        figures = re.findall(r"\|\s*\d[\d.,]*+\s*+(?:%\s*+)?(?=\||$)", folded)
        return "scores" if len(figures) >= _CELLS else None
    if _POINTS.search(folded):
        return "scores"
    return "assignments" if _ORDER.match(folded) else None
