"""Sums inside a list of scores: the criteria below an area add up to the area, where all of them are there.

A table prints several figures a row: the maximum, what a body gave itself, what it was given. One column that adds up shows that no
criterion is missing; then the others have to add up as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extract.check.arithmetic import key_of, repairs
from extract.check.scores import offered
from extract.records import Score

_NONE = Decimal(0)
_COLUMNS = ("points_max", "points", "self_points", "appraised_points")
_FEWEST = 2  # parts: one is no sum
_PROVING = frozenset({"points_max", "points"})


def check_nested(scores: Sequence[Score]) -> tuple[Score, ...]:
    """The scores with a doubt for each area that the criteria below it contradict, and for the criterion that would mend it."""
    checked = list(scores)
    for at, below in _areas(scores):
        area, parts = scores[at], [scores[n] for n in below]
        sums = {name: found for name in _COLUMNS if (found := _sum(area, parts, name)) is not None}
        if not any(sums.get(name) == getattr(area, name) for name in _PROVING & sums.keys()):
            continue
        for name, found in sums.items():
            total = getattr(area, name)
            if found == total:
                continue
            checked[at] = _doubted(checked[at], name, repairs(total, found.__eq__))
            for n, part in zip(below, parts, strict=True):
                own = getattr(part, name)
                mending = repairs(own, (total - found + own).__eq__)
                checked[n] = _doubted(checked[n], name, mending) if mending else checked[n]
    return tuple(checked)


def _areas(scores: Sequence[Score]) -> Iterator[tuple[int, list[int]]]:
    """Each area's position and those of the criteria that follow it, of the same body, index and year."""
    for at, score in enumerate(scores):
        if score.level != "area":
            continue
        below = []
        for later in range(at + 1, len(scores)):
            if scores[later].level == "area" or key_of(scores[later]) != key_of(score):
                break
            if scores[later].level == "criterion":
                below.append(later)
        yield at, below


def _sum(area: Score, parts: Sequence[Score], name: str) -> Decimal | None:
    """What the criteria have in a column, together; `None` where one of them or the area has nothing there."""
    found = [value for part in parts if (value := getattr(part, name)) is not None]
    if len(parts) < _FEWEST or len(found) < len(parts) or getattr(area, name) is None:
        return None
    return sum(found, _NONE)


def _doubted(score: Score, name: str, values: tuple[Decimal, ...]) -> Score:
    if any(doubt.field == name for doubt in score.doubts):
        return score
    return replace(score, doubts=(*score.doubts, offered(name, values)))
