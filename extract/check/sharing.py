"""Lines that gave rows of two tables: one of both readings is often wrong.

A table of remedies is no ranking of those who carry them out, a sentence that tells a score orders nothing. A ranking with columns of
areas rightly gives results and scores, an item with lost points scores and reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from extract.check.cells import Place, RowAt, places

#: The columns that say what a row is.
_TELLING: Mapping[str, tuple[str, ...]] = {
    "results": ("entity", "index_family", "index_year", "score", "rank"),
    "scores": ("entity", "criterion", "points", "points_max"),
    "reasons": ("kind", "text"),
    "assignments": ("unit", "task", "item_no", "deadline_kind"),
}
_TOGETHER = ({"results", "scores"}, {"scores", "reasons"})


def sharing_notes(rows: Sequence[RowAt]) -> Iterator[tuple[tuple[str, int, str], str]]:
    """Place (table, row number, column) and note for each row whose lines gave a row of another table too."""
    tables: dict[Place, set[str]] = defaultdict(set)
    mine = [at for at in rows if at.table in _TELLING]
    for at in mine:
        for place in places(at.row.at):
            tables[place].add(at.table)
    for at in mine:
        others = set().union(*(tables[place] for place in places(at.row.at)))
        for other in _TELLING:
            if other in others and other != at.table and {other, at.table} not in _TOGETHER:
                for column in _TELLING[at.table]:
                    yield (at.table, at.number, column), f"{at.table} line of {other} too"
