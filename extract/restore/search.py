# ruff: noqa: PLR0917 compiled functions take arrays, not records
"""Which words of the vocabulary could have been read as a token: a depth-first search of the word trie.

Each node holds one row: the least channel cost of reading the first j letters of the token for the letters on the way to
the node. A branch is cut where its row, plus the least the rest can cost, plus the commonest word below it, is too dear.
The three case patterns (small, Title, CAPITALS) are searched apart, for the channel knows case.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extract.restore.jit import compiled, inlined
from extract.restore.kernels import DEEPEST, FOUND_MOST, MODES

I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]
_TITLE, _CAPITALS = 1, 2
CHUNK = 4  # a letter is read as 0, 1, 2 or 3 letters


@inlined
def _row(prev: F32, letter: int, chunks: I32, dense: F32, insert: F32, row: F32) -> None:
    """Fill `row` for one more true letter."""
    for j in range(row.shape[0]):
        best = prev[j] + dense[0, letter]
        for k in range(1, CHUNK):
            if j >= k and chunks[j - k, k] > 0:
                best = min(best, prev[j - k] + dense[chunks[j - k, k], letter])
        if j > 0:
            best = min(best, row[j - 1] + insert[chunks[j - 1, 1]])
        row[j] = best


@inlined
def _empty_row(chunks: I32, insert: F32, row: F32) -> None:
    """The costs of letters that were read where none stands."""
    row[0] = 0.0
    for j in range(1, row.shape[0]):
        row[j] = row[j - 1] + insert[chunks[j - 1, 1]]


@inlined
def _pairs(before: F32, key: int, chunks: I32, starts: I32, ops: I32, costs: F32, row: F32) -> None:
    """Improve `row` by the steps that read two true letters as one."""
    for op in range(starts[key], starts[key + 1]):
        for j in range(1, row.shape[0]):
            if chunks[j - 1, 1] == ops[op]:
                row[j] = min(row[j], before[j - 1] + costs[op])


@inlined
def _least(row: F32, rest: F32) -> float:
    best = row[0] + rest[0]
    for j in range(1, row.shape[0]):
        best = min(best, row[j] + rest[j])
    return float(best)


@compiled(
    "i4(i4[:,::1], f4[::1], f4[:,::1], f4[::1], i4[::1], i4[::1], f4[::1],"
    " i4[::1], u1[::1], i4[::1], f4[::1], f4[::1], i4, f8, f8, i4[::1], f4[::1], f4[:,::1], i4[:,::1])"
)
def search(
    chunks: I32,
    rest: F32,
    dense: F32,
    insert: F32,
    pair_starts: I32,
    pair_ops: I32,
    pair_costs: F32,
    child_starts: I32,
    letters: npt.NDArray[np.uint8],
    words: I32,
    cheapest: F32,
    own: F32,
    size: int,
    bound: float,
    slack: float,
    found: I32,
    costs: F32,
    rows: F32,
    stack: I32,
) -> int:
    """How many (word, mode) were written to `found` (word x 3 + mode), with their channel costs in `costs`.

    `chunks[j, k]` is the channel's number of the k read letters at j (0: none there); letter `size + l` is the capital of
    letter l; `cheapest` holds for each node the weighted unigram cost of the commonest word at or below it, `own` of each
    word. Words more than `slack` dearer than the best are cut as the best gets better.
    `rows` (DEEPEST + 1 by letters + 1) and `stack` (3 by DEEPEST + 2) are room to work in; their content does not matter.
    """
    n = chunks.shape[0]
    node_at, next_at, path = stack[0], stack[1], stack[2]
    count, node_at[0] = 0, 0
    _empty_row(chunks, insert, rows[0])
    for mode in range(MODES):
        depth, next_at[0] = 0, child_starts[0]
        while depth >= 0:
            child = next_at[depth]
            if child >= child_starts[node_at[depth] + 1] or depth == DEEPEST:
                depth -= 1
                continue
            next_at[depth] += 1
            letter = letters[child] + size * (mode == _CAPITALS or (mode == _TITLE and depth == 0))
            row = rows[depth + 1]
            _row(rows[depth], letter, chunks, dense, insert, row)
            if depth > 0:
                key = path[depth] * 2 * size + letter
                _pairs(rows[depth - 1], key, chunks, pair_starts, pair_ops, pair_costs, row)
            if _least(row, rest) + cheapest[child] > bound:
                continue
            word = words[child]
            if word >= 0 and count < FOUND_MOST and (mode < _CAPITALS or depth > 0):
                total = row[n - 1] + own[word]
                bound = min(bound, total + slack)
                found[count], costs[count] = word * MODES + mode, row[n - 1]
                count += total <= bound
            depth += 1
            path[depth], node_at[depth], next_at[depth] = letter, child, child_starts[child]
    return count
