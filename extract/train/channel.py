"""The channel: how likely each letter is read as none to three others, learned from word pairs without any alignment.

Expectation maximisation over all ways to cut a pair into steps (one true letter to 0-3 read ones, two to one, none to
one), eight rounds. What is rare leans on the letter without its tone, then on the bare letter (pseudo-counts 8 and 16),
and a thousandth part goes to whatever looks alike, so that nothing plausible is impossible.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extract.unaccent import unaccent

Step = tuple[str, str]  # (true letters, read letters)
_ROUNDS = 8
_NEGLIGIBLE = 1e-4  # expected counts below are dropped between rounds
_LONGEST_WORD = 10


@dataclass(frozen=True, slots=True)
class Learned:
    """Expected counts of the steps, and how often each true letter (or pair) stood in the pairs."""

    steps: Mapping[Step, float]
    occurrences: Mapping[str, float]


def learn(pairs: Mapping[tuple[str, str], int]) -> Learned:
    """Learn from pairs (true word, read word) with their counts."""
    occurrences: dict[str, float] = defaultdict(float)
    for (true, _), count in pairs.items():
        for size in (1, 2):
            for at in range(len(true) - size + 1):
                occurrences[true[at : at + size]] += count
        occurrences[""] += count * len(true)
    steps: Mapping[Step, float] = {}
    for _ in range(_ROUNDS):
        steps = _round(pairs, steps, occurrences)
    return Learned(steps, occurrences)


def _round(
    pairs: Mapping[tuple[str, str], int],
    steps: Mapping[Step, float],
    occurrences: Mapping[str, float],
) -> dict[Step, float]:
    chance = {
        step: count / occurrences[step[0]] for step, count in steps.items() if count > _NEGLIGIBLE
    }
    counts: dict[Step, float] = defaultdict(float)
    for (true, read), count in pairs.items():
        _expect(true, read, count, chance, counts)
    return dict(counts)


def _expect(
    true: str, read: str, count: int, chance: Mapping[Step, float], counts: dict[Step, float]
) -> None:
    edges = list(_edges(true, read, chance))
    forward: dict[tuple[int, int], float] = defaultdict(float)
    forward[0, 0] = 1.0
    for start, end, _, weight in edges:
        forward[end] += forward[start] * weight
    total = forward[len(true), len(read)]
    if total < 1e-30 * 10.0 ** -len(true):
        return
    backward: dict[tuple[int, int], float] = defaultdict(float)
    backward[len(true), len(read)] = 1.0
    for start, end, step, weight in reversed(edges):
        backward[start] += weight * backward[end]
        counts[step] += count * forward[start] * weight * backward[end] / total


def _edges(
    true: str, read: str, chance: Mapping[Step, float]
) -> Iterable[tuple[tuple[int, int], tuple[int, int], Step, float]]:
    """All steps, in an order in which every step's start is complete before it is used."""
    for i in range(len(true) + 1):
        for j in range(len(read) + 1):
            for di, dj in ((1, 0), (1, 1), (1, 2), (1, 3), (2, 1), (0, 1)):
                if i + di <= len(true) and j + dj <= len(read):
                    step = (true[i : i + di], read[j : j + dj])
                    weight = chance.get(step, 0.0) if chance else first_guess(step)
                    if weight > 0:
                        yield (i, j), (i + di, j + dj), step, weight


def first_guess(step: Step) -> float:
    """What to believe of a step before anything was seen: letters mostly keep their base."""
    true, read = step
    if len(true) == 1 and len(read) == 1:
        return 0.8 if unaccent(true) == unaccent(read) else 0.003
    return {(1, 0): 0.01, (1, 2): 0.003, (1, 3): 0.0005, (2, 1): 0.002, (0, 1): 0.002}[
        len(true), len(read)
    ]


def count_pairs(pairs: Iterable[tuple[str, str]]) -> Counter[tuple[str, str]]:
    """Pairs with their counts; far too long or unlike ones are misalignments and are left out."""
    return Counter(
        (true, read)
        for true, read in pairs
        if len(true) <= _LONGEST_WORD
        and len(read) <= 2 * len(true) + 2
        and len(true) <= 2 * len(read) + 2
    )


def cost(chance: float) -> float:
    """A probability in nats."""
    return -math.log(max(chance, 1e-12))
