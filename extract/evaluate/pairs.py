"""The best one-to-one pairing of two lists by the sum of their weights (Hungarian method, shortest augmenting paths)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def best_pairs(weights: Floats) -> list[tuple[int, int]]:
    """Pairs (row, column) of positive weight with the greatest sum, sorted.

    >>> best_pairs(np.array([[2.0, 1.0], [2.0, 0.0]]))
    [(0, 1), (1, 0)]
    """
    if weights.size == 0:
        return []
    if weights.shape[0] > weights.shape[1]:
        return sorted((i, j) for j, i in best_pairs(weights.T))
    row_of = _match(-weights)
    return sorted((i, j) for j, i in enumerate(row_of) if i >= 0 and weights[i, j] > 0)


def _match(costs: Floats) -> list[int]:
    """The row of each column (-1: none) at the least cost; rows are at most as many as columns."""
    rows, columns = costs.shape
    of_row, of_column = np.zeros(rows), np.zeros(columns)
    row_of = [-1] * columns
    for row in range(rows):
        end, before = _shortest_path(costs, of_row, of_column, row_of, row)
        while end >= 0:
            previous = before[end]
            row_of[end] = row if previous < 0 else row_of[previous]
            end = previous
    return row_of


def _shortest_path(
    costs: Floats, of_row: Floats, of_column: Floats, row_of: list[int], start: int
) -> tuple[int, list[int]]:
    """The free column nearest to row `start`, and the column before each on the way; the potentials are updated."""
    columns = costs.shape[1]
    distance = np.full(columns, np.inf)
    before = [-1] * columns
    done = np.zeros(columns, dtype=bool)
    row, here, reach = start, -1, 0.0
    while True:
        step = reach + costs[row] - of_row[row] - of_column
        nearer = ~done & (step < distance)
        distance[nearer] = step[nearer]
        for column in np.flatnonzero(nearer):
            before[column] = here
        here = int(np.argmin(np.where(done, np.inf, distance)))
        reach, done[here] = float(distance[here]), True
        if row_of[here] < 0:
            break
        row = row_of[here]
    of_row[start] += reach
    for column in np.flatnonzero(done):
        of_column[column] += distance[column] - reach
        if row_of[column] >= 0 and column != here:
            of_row[row_of[column]] += reach - distance[column]
    return here, before
