"""Can the tables be trusted: are wrong cells pointed at by review.csv, and does a row's confidence mean something?

Every filled cell whose column the gold states is judged right or wrong; cells of rows that the gold lacks are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.evaluate.cells import equal, is_empty, is_numeric, number
from extract.evaluate.tables import MATCHINGS, Floats, GoldRow, Row, affinity, best_pairs
from extract.evaluate.text import share

_BINS = 10  # of equal size, for the calibration error


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """A filled cell: whether it holds a number or a date, its row's confidence, whether it is right.

    `where` is its table, row (from 1) and column, `place` the place, from 0, of the first row of the document's review that
    points at it: at the cell, at its row (an empty field) or at its column (an empty row).
    """

    where: tuple[str, int, str]
    numeric: bool
    confidence: float | None
    right: bool
    place: int | None


def judge(
    gold: Mapping[str, Sequence[GoldRow]], found: Mapping[str, Sequence[Row]]
) -> tuple[JudgedCell, ...]:
    """Every filled cell of one document that the gold can judge; `found` holds the rows of review too."""
    review = found.get("review", ())
    places: dict[tuple[str, str, str], int] = {}
    for place, row in enumerate(review):
        for pointer in (f"row {row.get('row')}", f"value {row.get('value')}"):
            places.setdefault((row.get("table", ""), row.get("field", ""), pointer), place)
    return tuple(
        _cell(name, n, row, column, places, right=right)
        for name, rows in gold.items()
        for n, row, column, right in _judged(name, rows, found.get(name, ()))
    )


def _cell(
    table: str,
    n: int,
    row: Row,
    column: str,
    places: Mapping[tuple[str, str, str], int],
    *,
    right: bool,
) -> JudgedCell:
    pointers = (
        (column, f"row {n}"),
        (column, f"value {row[column]}"),
        (column, "row "),
        ("", f"row {n}"),
    )
    known = [places[key] for p in pointers if (key := (table, *p)) in places]
    confidence = number(row.get("confidence", ""))
    sure = None if confidence is None else float(confidence)
    return JudgedCell((table, n, column), is_numeric(column), sure, right, min(known, default=None))


def _judged(
    name: str, gold: Sequence[GoldRow], rows: Sequence[Row]
) -> Iterator[tuple[int, Row, str, bool]]:
    """Number of the row (from 1), the row, the column, whether it is right."""
    pairs = paired(name, gold, rows)
    for i, j in pairs:
        for column, want in gold[i].items():
            if not column.startswith("_") and column != "order" and rows[j].get(column):
                right = not is_empty(want) and equal(column, want, rows[j][column])
                yield j + 1, rows[j], column, right
    used = {j for _, j in pairs}
    for j, row in enumerate(rows):
        if j not in used and name in MATCHINGS:
            yield from ((j + 1, row, c, False) for c in MATCHINGS[name].core if row.get(c))


def paired(name: str, gold: Sequence[GoldRow], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Which gold row each row is, by position in both: the best pairs."""
    if name == "documents":
        return [(0, 0)] if gold and rows else []
    weights: Floats = np.array([[affinity(name, want, row) for row in rows] for want in gold])
    return best_pairs(weights)


def silent_share(cells: Iterable[JudgedCell]) -> float:
    """Share of the cells with numbers or dates that are wrong and that no row of review.csv points at."""
    numeric = [cell for cell in cells if cell.numeric]
    silent = [cell for cell in numeric if not cell.right and cell.place is None]
    return share(len(silent), len(numeric), 0.0)


#: For each document its judged cells and the priorities of its review rows, highest first.
Reviewed = Sequence[tuple[Sequence[JudgedCell], Sequence[float]]]


def pointed_share(reviewed: Reviewed, part: float = 1.0) -> float:
    """Share of the wrong cells that the first part of the joined review list points at, by priority."""
    joined = sorted(
        (-priority, document, place)
        for document, (_, priorities) in enumerate(reviewed)
        for place, priority in enumerate(priorities)
    )
    first = {(document, place) for _, document, place in joined[: round(part * len(joined))]}
    wrong = [
        (document, cell.place)
        for document, (cells, _) in enumerate(reviewed)
        for cell in cells
        if not cell.right
    ]
    return share(sum(look in first for look in wrong), len(wrong))


def reliability(cells: Iterable[JudgedCell]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of cells, in ten bins of equal size, the least sure first."""
    rated = [(c.confidence, c.right) for c in cells if c.confidence is not None]
    known = np.array(sorted(rated, key=lambda pair: pair[0]), dtype=float).reshape(-1, 2)
    parts = [part for part in np.array_split(known, _BINS) if len(part)]
    return [(float(part[:, 0].mean()), float(part[:, 1].mean()), len(part)) for part in parts]


def calibration_error(cells: Iterable[JudgedCell]) -> float:
    """Expected calibration error: how far confidence and share right are apart over the bins of `reliability`."""
    bins = reliability(cells)
    apart = sum(abs(sure - right) * count for sure, right, count in bins)
    return share(apart, sum(count for _, _, count in bins), 0.0)
