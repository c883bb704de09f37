"""Sums inside a list of scores: the criteria below an area add up to the area, where all of them are there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extract.check.arithmetic import key_of, repairs
from extract.check.scores import offered
from extract.records import Score

_NONE = Decimal(0)


def check_nested(scores: Sequence[Score]) -> tuple[Score, ...]:
    """The scores with a doubt for each area that the criteria below it contradict, and for the criterion that would mend it."""
    checked = list(scores)
    for at, below in _areas(scores):
        area, parts = scores[at], [scores[n] for n in below]
        total = area.points
        found = sum((part.points or _NONE for part in parts), _NONE)
        if total is None or not _complete(area, parts) or found == total:
            continue
        checked[at] = _doubted(area, repairs(total, found.__eq__))
        for n, part in zip(below, parts, strict=True):
            own = part.points or _NONE
            mending = repairs(own, (total - found + own).__eq__)
            checked[n] = _doubted(part, mending) if mending else part
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


def _complete(area: Score, parts: Sequence[Score]) -> bool:
    """Whether the criteria's maxima add up to the area's, so that none is missing."""
    if len(parts) < 2 or area.points is None or area.points_max is None:  # noqa: PLR2004 - one is no sum
        return False
    maxima = [part.points_max for part in parts if part.points_max and part.points is not None]
    return len(maxima) == len(parts) and sum(maxima) == area.points_max


def _doubted(score: Score, values: tuple[Decimal, ...]) -> Score:
    if any(doubt.field == "points" for doubt in score.doubts):
        return score
    return replace(score, doubts=(*score.doubts, offered("points", values)))
