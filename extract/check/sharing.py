"""Lines that gave rows of two tables: one of both readings is often wrong.

A table of remedies is no ranking of those who carry them out, a sentence that tells a score orders nothing. A ranking with columns of
areas rightly gives results and scores, an item with lost points scores and reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from extract.check.cells import Place, RowAt, places

#: The columns that say what a row is.
_TELLING: Mapping[str, tuple[str, ...]] = {
    "results": ("entity", "index_family", "index_year", "score", "rank"),
    "scores": ("entity", "criterion", "points", "points_max"),
    "reasons": ("kind", "text"),
    "assignments": ("unit", "task", "item_no", "deadline_kind"),
}
_BITS = {table: 1 << number for number, table in enumerate(_TELLING)}
_TOGETHER = ({"results", "scores"}, {"scores", "reasons"})


def sharing_notes(rows: Sequence[RowAt]) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Place (table, row number, column) and note for each row whose lines gave a row of another table too."""
    mine = [at for at in rows if at.table in _TELLING]
    if _go_together({at.table for at in mine}):
        return
    tables: dict[Place, int] = defaultdict(int)  # a bit a table: a book has 250,000 lines
    for at in mine:
        for place in places(at.row.at):
            tables[place] |= _BITS[at.table]
    for at in mine:
        others = reduce(or_, (tables[place] for place in places(at.row.at)), 0)
        for other, bit in _BITS.items():
            if others & bit and not _go_together({other, at.table}):
                for column in _TELLING[at.table]:
                    yield (at.table, at.number, column), f"{at.table} line of {other} too"


def _go_together(tables: set[str]) -> bool:
    return len(tables) <= 1 or tables in _TOGETHER
