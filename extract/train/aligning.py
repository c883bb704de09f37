"""Pairs of true and read words: lines of a page by their likeness, then the words of a line, both by dynamic programming.

Likeness is measured on letters without marks, so it holds for either Tesseract model. A word may stand against two read
words, or two against one; only one-to-one pairs teach the channel.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from extract.restore.decoding.tokens import core
from extract.train.reading import ReadWord
from extract.unaccent import unaccent

_GAP = 0.55  # cost of leaving a line or word alone: two wrong partners cost more than two gaps
_SPANS = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))


@dataclass(frozen=True, slots=True)
class Pair:
    """A true word and what was read for it, both without punctuation at their ends; the reader's confidence (0-100)."""

    true: str
    read: str
    confidence: float


def aligned_lines(
    truth: Sequence[str], read: Sequence[Sequence[ReadWord]]
) -> Iterator[tuple[list[str], list[ReadWord]]]:
    """The lines that belong together, as words."""
    plain = [unaccent(line).lower() for line in truth]
    texts = [unaccent(" ".join(word.text for word in line)).lower() for line in read]
    for (i, di), (j, dj) in align_lists(plain, texts):
        if di == dj == 1:
            yield truth[i].split(), list(read[j])


def aligned_words(truth: Sequence[str], read: Sequence[ReadWord]) -> Iterator[Pair]:
    """The one-to-one pairs of a line."""
    plain = [unaccent(word).lower() for word in truth]
    texts = [unaccent(word.text).lower() for word in read]
    for (i, di), (j, dj) in align_lists(plain, texts):
        if di == dj == 1 and core(truth[i]) and core(read[j].text):
            yield Pair(core(truth[i]), core(read[j].text), read[j].confidence)


def align_lists(
    one: Sequence[str], two: Sequence[str]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The cheapest way to lay two lists of plain words beside each other, as ((start, length), (start, length))."""
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(one) + 1):
        for j in range(len(two) + 1):
            reached = [
                (best[i - di, j - dj][0] + _cost(one[i - di : i], two[j - dj : j]), (di, dj))
                for di, dj in _SPANS
                if (i - di, j - dj) in best and (di <= i and dj <= j)
            ]
            if reached:
                best[i, j] = min(reached)
    return _trace(best, len(one), len(two))


def _trace(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], i: int, j: int
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    path = []
    while i or j:
        di, dj = best[i, j][1]
        i, j = i - di, j - dj
        path.append(((i, di), (j, dj)))
    return path[::-1]


def _cost(one: Sequence[str], two: Sequence[str]) -> float:
    if not one or not two:
        return _GAP
    extra = 0.15 * (len(one) + len(two) - 2)
    return extra + Levenshtein.normalized_distance("".join(one), "".join(two))
