"""Can the tables be trusted: are wrong cells pointed at by review.csv, and does a row's confidence mean something?

Every filled cell whose column the gold states is judged right or wrong; cells of rows that the gold lacks are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from extract.evaluate.cells import equal, is_empty, is_numeric, number
from extract.evaluate.level import share
from extract.evaluate.pairs import Floats, best_pairs
from extract.evaluate.tables import MATCHINGS, GoldRow, Row, affinity

_BINS = 10  # of equal size, for the calibration error


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """A filled cell: whether it holds a number or a date, its row's confidence, whether it is right.

    `place` is the place, from 0, of the first row of the document's review that points at it, as a share of that list.
    """

    numeric: bool
    confidence: float | None
    right: bool
    place: float | None


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
        _cell(name, n, row, column, places, len(review), right=right)
        for name, rows in gold.items()
        for n, row, column, right in _judged(name, rows, found.get(name, ()))
    )


def _cell(
    table: str,
    n: int,
    row: Row,
    column: str,
    places: Mapping[tuple[str, str, str], int],
    whole: int,
    *,
    right: bool,
) -> JudgedCell:
    pointers = (f"row {n}", f"value {row[column]}")
    known = [places[key] for p in pointers if (key := (table, column, p)) in places]
    confidence = number(row.get("confidence", ""))
    sure = None if confidence is None else float(confidence)
    return JudgedCell(is_numeric(column), sure, right, min(known) / whole if known else None)


def _judged(
    name: str, gold: Sequence[GoldRow], rows: Sequence[Row]
) -> Iterator[tuple[int, Row, str, bool]]:
    """Number of the row (from 1), the row, the column, whether it is right."""
    pairs = _pairs(name, gold, rows)
    for i, j in pairs:
        for column, want in gold[i].items():
            if not column.startswith("_") and column != "order" and rows[j].get(column):
                right = not is_empty(want) and equal(column, want, rows[j][column])
                yield j + 1, rows[j], column, right
    used = {j for _, j in pairs}
    for j, row in enumerate(rows):
        if j not in used and name in MATCHINGS:
            yield from ((j + 1, row, c, False) for c in MATCHINGS[name].core if row.get(c))


def _pairs(name: str, gold: Sequence[GoldRow], rows: Sequence[Row]) -> list[tuple[int, int]]:
    if name == "documents":
        return [(0, 0)] if gold and rows else []
    weights: Floats = np.array([[affinity(name, want, row) for row in rows] for want in gold])
    return best_pairs(weights)


def silent_share(cells: Iterable[JudgedCell]) -> float:
    """Share of the cells with numbers or dates that are wrong and that no row of review.csv points at."""
    numeric = [cell for cell in cells if cell.numeric]
    silent = [cell for cell in numeric if not cell.right and cell.place is None]
    return share(len(silent), len(numeric), 0.0)


def pointed_share(cells: Iterable[JudgedCell], part: float = 1.0) -> float:
    """Share of the wrong cells that the first part of their document's review points at."""
    wrong = [cell for cell in cells if not cell.right]
    pointed = [cell for cell in wrong if cell.place is not None and cell.place < part]
    return share(len(pointed), len(wrong))


def calibration_error(cells: Iterable[JudgedCell]) -> float:
    """Expected calibration error: how far confidence and share right are apart, over ten bins of equal size."""
    rated = [(c.confidence, c.right) for c in cells if c.confidence is not None]
    known = sorted(rated, key=lambda pair: pair[0])
    total = 0.0
    for part in np.array_split(np.array(known, dtype=float).reshape(-1, 2), _BINS):
        if len(part):
            total += abs(float(part[:, 0].mean() - part[:, 1].mean())) * len(part)
    return share(total, len(known), 0.0)
