"""Ranks that go by one down a table: a row that breaks the order of its two neighbours was misread, and what it should be is known.

`3 | 84,3`, `8 | 74,0`, `5 | 73,0`: the rank between 3 and 5 is 4. The same holds for a score that lies outside those of the ranks above
and below it. Only rows on neighbouring lines count, so that two lists of a page are never taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.check.doubts import doubted
from extract.model import Doubt, Evidence
from extract.records import Result

_GAP = 2  # lines between rows of one table: a cell may take two
_APART = 2  # places between two ranks that leave room for one


def check_ranked(results: Sequence[Result]) -> tuple[Result, ...]:
    """The rows, with a doubt for each rank or score that does not fit between those of its neighbours."""
    inner = zip(results, results[1:], results[2:], strict=False)
    checked = (_between(*three) for three in inner)
    return (*results[:1], *checked, *results[max(1, len(results) - 1) :])


def _between(above: Result, row: Result, below: Result) -> Result:
    """The row in the middle, doubted where it breaks the order of the two others."""
    joined = _follows(above.at, row.at) and _follows(row.at, below.at)
    if not joined or above.rank is None or below.rank is None or below.rank - above.rank != _APART:
        return row
    known = {doubt.field for doubt in row.doubts}
    doubts = []
    if row.rank not in {None, above.rank, above.rank + 1, below.rank} and "rank" not in known:
        doubts.append(Doubt("rank", "conflict", (str(above.rank + 1),)))
    if _is_out_of_order(above, row, below) and "score" not in known:
        doubts.append(Doubt("score", "conflict"))
    return doubted(row, doubts)


def _follows(first: Evidence, second: Evidence) -> bool:
    return first.page == second.page and 0 < second.line_start - first.line_end <= _GAP


def _is_out_of_order(above: Result, row: Result, below: Result) -> bool:
    if above.score is None or row.score is None or below.score is None:
        return False
    return above.score >= below.score and not below.score <= row.score <= above.score
