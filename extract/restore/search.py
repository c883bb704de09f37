# ruff: noqa: PLR0917 compiled functions take arrays, not records
"""Which words of the vocabulary could have been read as a token: a depth-first search of the word trie.

Each node holds one row: the least channel cost of reading the first j letters of the token for the letters on the way to
the node. A branch is cut where its row, plus the least the rest can cost, plus the commonest word below it, is too dear;
most are seen to be so before their row is reckoned, by what their letter costs anywhere in the token.
The three case patterns (small, Title, CAPITALS) are searched apart, for the channel knows case.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extract.restore.artifact import DEEPEST, MODES
from extract.restore.beam import compiled, inlined

U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
F32 = npt.NDArray[np.float32]
_TITLE, _CAPITALS = 1, 2
_RUN = 3  # a letter is read as 0 to 3 letters
_INFINITE = np.float32(np.inf)
_ROUNDING = 0.001  # nats: sums in another order differ by less


@inlined
def _least_rest(chunks: I32, insert: F32, easiest: F32, rest: F32, alone: F32) -> None:
    """Fill `rest` with the least that reading the letters from j on can cost, for any word, and `alone` with their costs where none stands."""
    after, second, third = 0.0, 0.0, 0.0
    rest[chunks.shape[0] - 1] = 0.0
    for at in range(chunks.shape[0] - 2, -1, -1):
        alone[at] = insert[chunks[at, 1]]
        best = alone[at] + after
        if chunks[at, 1] > 0:
            best = min(best, easiest[chunks[at, 1]] + after)
        if chunks[at, 2] > 0:
            best = min(best, easiest[chunks[at, 2]] + second)
        if chunks[at, 3] > 0:
            best = min(best, easiest[chunks[at, 3]] + third)
        third, second, after = second, after, best
        rest[at] = best


@inlined
def _readings(letter: int, chunks: I32, dense: F32, rest: F32, steps: F32) -> None:
    """Fill `steps` for a true letter: the cost of each run of read letters, then the least it adds to a goal at j, and anywhere."""
    last = chunks.shape[0] - 1
    anywhere = _INFINITE
    for j in range(last + 1):
        least = dense[0, letter]
        for k in range(_RUN):
            steps[k, j] = _INFINITE
            if j + k < last and chunks[j, k + 1] > 0:
                steps[k, j] = dense[chunks[j, k + 1], letter]
                least = min(least, steps[k, j] + rest[j + k + 1] - rest[j])
        steps[_RUN, j] = least
        anywhere = min(anywhere, least)
    steps[_RUN, last + 1] = anywhere


@inlined
def _is_too_dear(goals: F32, adds: F32, n: int, limit: float) -> bool:
    """Whether one more letter, that adds so much, leaves no way within the limit; number n of each is the least of it."""
    if goals[n] + adds[n] > limit:
        return True
    best = goals[0] + adds[0]
    for j in range(1, n):
        best = min(best, goals[j] + adds[j])
    return bool(best > limit)


@inlined
def _row(prev: F32, lost: float, steps: F32, alone: F32, n: int, row: F32) -> None:
    """Fill `row` for one more true letter."""
    row[0] = prev[0] + lost
    for j in range(1, n):
        best = min(prev[j] + lost, row[j - 1] + alone[j - 1])
        for k in range(min(j, _RUN)):
            best = min(best, prev[j - 1 - k] + steps[k, j - 1 - k])
        row[j] = best


@inlined
def _pairs(before: F32, key: int, chunks: I32, starts: I32, ops: I32, costs: F32, row: F32) -> None:
    """Improve `row` by the steps that read two true letters as one."""
    for op in range(starts[key], starts[key + 1]):
        for j in range(1, chunks.shape[0]):
            if chunks[j - 1, 1] == ops[op]:
                row[j] = min(row[j], before[j - 1] + costs[op])


@inlined
def _aim(row: F32, rest: F32, n: int, goals: F32) -> float:
    """Fill `goals`, what each way costs at least to the token's end, behind them the least of them; gives that."""
    best = _INFINITE
    for j in range(n):
        goals[j] = row[j] + rest[j]
        best = min(best, goals[j])
    goals[n] = best
    return float(best)


@inlined
def _keep(word: int, mode: int, cost: float, score: float, count: int, found: I32, costs: F32) -> int:  # fmt: skip
    """Put a word among the best by score, word and mode, each word once; gives how many there are now."""
    words, modes, scores = found[0], found[1], costs[1]
    at = 0
    while at < count and words[at] != word:
        at += 1
    if at < count:
        if scores[at] < score or (scores[at] == score and modes[at] <= mode):
            return count
    elif count < words.shape[0]:
        count += 1
    else:
        at = count - 1
        if scores[at] < score or (scores[at] == score and words[at] < word):
            return count
    while at > 0 and (scores[at - 1] > score or (scores[at - 1] == score and words[at - 1] > word)):
        words[at], modes[at] = words[at - 1], modes[at - 1]
        costs[0, at], scores[at] = costs[0, at - 1], scores[at - 1]
        at -= 1
    words[at], modes[at], costs[0, at], scores[at] = word, mode, cost, score
    return count


@inlined
def _one(
    dense: F32, pair_starts: I32, pair_ops: I32, pair_costs: F32, paired: U8,
    child_starts: I32, letters: U8, words: I32, cheapest: F32, own: F32,
    chunks: I32, bound: float, slack: float, weight: float, found: I32, costs: F32,
    rest: F32, alone: F32, steps: F32, row_of: F32, goals_of: F32, stack: I32, known: U8,
) -> int:  # fmt: skip
    """Search the trie for one token, up to `bound` nats; gives how many words were found."""
    n, size, count = chunks.shape[0], dense.shape[1] // 2, 0
    node_at, next_at, path = stack[0], stack[1], stack[2]
    for mode in range(MODES):
        depth, node_at[0], next_at[0] = 0, 0, child_starts[0]
        while depth >= 0:
            child = next_at[depth]
            if child >= child_starts[node_at[depth] + 1] or depth == DEEPEST:
                depth -= 1
                continue
            next_at[depth] += 1
            letter = letters[child] + size * (mode == _CAPITALS or (mode == _TITLE and depth == 0))
            if known[letter] == 0:
                known[letter] = 1
                _readings(letter, chunks, dense, rest, steps[letter])
            pairs = depth > 0 and paired[letter] > 0
            limit = np.float32(bound + _ROUNDING) - cheapest[child]
            if not pairs and _is_too_dear(goals_of[depth], steps[letter, _RUN], n, limit):
                continue
            row = row_of[depth + 1]
            _row(row_of[depth], dense[0, letter], steps[letter], alone, n, row)
            if pairs:
                key = path[depth] * 2 * size + letter
                _pairs(row_of[depth - 1], key, chunks, pair_starts, pair_ops, pair_costs, row)
            if _aim(row, rest, n, goals_of[depth + 1]) + cheapest[child] > bound:
                continue
            word = words[child]
            if word >= 0 and (mode < _CAPITALS or depth > 0):
                total, cost = row[n - 1] + own[word], row[n - 1]
                bound = min(bound, total + slack)
                if total <= bound:
                    score = cost * np.float32(weight) + own[word]
                    count = _keep(word, mode, cost, score, count, found, costs)
            depth += 1
            path[depth], node_at[depth], next_at[depth] = letter, child, child_starts[child]
    return count


@compiled(
    "void(f4[:,::1], f4[::1], f4[::1], i4[::1], i4[::1], f4[::1], u1[::1], i4[::1], u1[::1], i4[::1], f4[::1],"
    " f4[::1], i4[:,::1], i4[::1], f8, f8, f8, f8, i4[:,:,::1], f4[:,:,::1], i4[::1],"
    " f4[:,:,::1], f4[:,:,::1], i4[:,::1], u1[::1])"
)
def search(
    dense: F32, insert: F32, easiest: F32, pair_starts: I32, pair_ops: I32, pair_costs: F32, paired: U8,
    child_starts: I32, letters: U8, words: I32, cheapest: F32, own: F32,
    chunks: I32, starts: I32, bound: float, wider: float, slack: float, weight: float,
    found: I32, costs: F32, counts: I32, steps: F32, rows: F32, stack: I32, known: U8,
) -> None:  # fmt: skip
    """Write what each token may stand for, the likeliest first: to `found` (words, case modes) and `costs` (of the channel), their numbers to `counts`.

    Token t has the rows `starts[t]` to `starts[t + 1]` of `chunks`, one more than its letters: `chunks[j, k]` is the channel's
    number of the k read letters at j (0: none there). Letter `size + l` is the capital of letter l; `cheapest` holds for
    each node the weighted unigram cost of the commonest word at or below it, `own` of each word. Words more than `slack` dearer
    than the best are cut as the best gets better, and those beyond `bound`; where none is left, beyond `wider`. Of the others
    those are kept for which `weight` times the channel cost, plus `own`, is least.
    `steps` (letters by 4 by the most rows of a token and 1), `rows` (3 by DEEPEST + 1 by the same), `stack` (3 by
    DEEPEST + 2) and `known` (letters) are room to work in.
    """
    for t in range(starts.shape[0] - 1):
        token = chunks[starts[t] : starts[t + 1]]
        n = token.shape[0]
        rest, alone, row_of, goals_of = rows[2, 0], rows[2, 1], rows[0], rows[1]
        known[:] = 0
        _least_rest(token, insert, easiest, rest, alone)
        row_of[0, 0] = 0.0
        for j in range(1, n):
            row_of[0, j] = row_of[0, j - 1] + alone[j - 1]
        _aim(row_of[0], rest, n, goals_of[0])
        for most in (bound, wider):
            counts[t] = _one(
                dense, pair_starts, pair_ops, pair_costs, paired, child_starts, letters, words,
                cheapest, own, token, most, slack, weight, found[t], costs[t],
                rest, alone, steps, row_of, goals_of, stack, known,
            )  # fmt: skip
            if counts[t] > 0:
                break
