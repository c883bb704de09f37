"""Repairs an item's number that was read as a letter, by the sequence alone: `S.` between 4 and 6 is `5.` (rule `numeric`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.restore.edits import Edit

_ITEM = re.compile(r"\s*(?P<number>[0-9SsBlIOo]{1,2})(?P<mark>[.)])\s")
_DIGITS = str.maketrans("SsBlIOo", "5581100")
_SURE = 0.97


def numbering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs: the letter stands for the number that follows the last item's."""
    last: dict[str, int] = {}
    for index, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            continue
        text, mark = match["number"], match["mark"]
        value = int(text.translate(_DIGITS))
        if text.isdigit():
            last[mark] = value
        elif value > 1 and last.get(mark) == value - 1:
            last[mark] = value
            yield (
                index,
                Edit(match.start("number"), match.end("number"), str(value), "numeric", _SURE),
            )
