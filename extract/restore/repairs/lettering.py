"""The letters of points: `b)` is no word, and a second `d)` in a list is `đ)` that lost its bar (rule `template`).

The alphabet of the points of a clause: Decree 34/2016/NĐ-CP, Article 54 and its appendix I (a, b, c, d, đ, e).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.restore.edits import Edit

_ITEM = re.compile(r"\s*(?P<letter>[a-zđA-ZĐ])(?P<mark>[.)])\s")
_SURE = 0.9
_BAR = {"d": "đ", "D": "Đ"}


def lettering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs: a `d` behind the item `d` of the same kind of list."""
    last: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            continue
        letter, mark = match["letter"], match["mark"]
        if letter in _BAR and last.get(mark) == letter:
            last[mark] = _BAR[letter]
            yield (
                index,
                Edit(match.start("letter"), match.end("letter"), _BAR[letter], "template", _SURE),
            )
        else:
            last[mark] = letter
