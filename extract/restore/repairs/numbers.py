"""Numbers and letters of items that were read as something else, put right by their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extract.restore.edits import Edit

# Repairs an item's number that was read as a letter, by the sequence alone: `S.` between 4 and 6 is `5.` (rule `numeric`).

_ITEM = re.compile(r"\s*(?P<number>[0-9SsBlIOo]{1,2})(?P<mark>[.)])\s")
_DIGITS = str.maketrans("SsBlIOo", "5581100")
_SURE = 0.97


def numbering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs: the letter stands for the number that follows the last item's."""
    last: dict[str, int] = {}
    for index, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            continue
        text, mark = match["number"], match["mark"]
        value = int(text.translate(_DIGITS))
        if text.isdigit():
            last[mark] = value
        elif value > 1 and last.get(mark) == value - 1:
            last[mark] = value
            yield (
                index,
                Edit(match.start("number"), match.end("number"), str(value), "numeric", _SURE),
            )


# The letters of points, put right by their order: a second `d)` in a list is `đ)` that lost its bar (rule `template`).
#
# Likewise `đ)` behind `c)` is `d)` that got one, unless `e)` comes next, for then the `d)` was lost; and `ø)` is `g)`, the only
# letter of points with that shape. The alphabet of the points of a clause: Decree 34/2016/NĐ-CP, Article 54 and its appendix I
# (a, b, c, d, đ, e).

_ITEM_LETTERING = re.compile(r"\s*(?:[-–]\s*)?(?P<letter>[a-zđøA-ZĐØ])(?P<mark>[.)])\s")
_SURE_LETTERING = 0.9
_AFTER = {"d": "đ", "D": "Đ"}
_BEHIND = {("c", "đ"): "d", ("C", "Đ"): "D"}
_SHAPES = {"ø": "g", "Ø": "G"}
_NEXT = {"đ": "e", "Đ": "E"}


class _Point(NamedTuple):
    """A point's letter: its line, its place in it, the mark behind it."""

    line: int
    at: int
    letter: str
    mark: str


def lettering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of letters that the points before and behind them, of the same kind of list, prove wrong."""
    points = [
        _Point(index, match.start("letter"), match["letter"], match["mark"])
        for index, line in enumerate(lines)
        if (match := _ITEM_LETTERING.match(line))
    ]
    for mark in dict.fromkeys(point.mark for point in points):
        yield from _of_list([point for point in points if point.mark == mark])


def _of_list(points: Sequence[_Point]) -> Iterator[tuple[int, Edit]]:
    last = ""
    for number, point in enumerate(points):
        behind = points[number + 1].letter if number + 1 < len(points) else ""
        last, read = _true_letter(last, point.letter, behind), point.letter
        if last != read:
            yield point.line, Edit(point.at, point.at + 1, last, "template", _SURE_LETTERING)


def _true_letter(before: str, letter: str, behind: str) -> str:
    """What a point's letter is between those of its neighbours."""
    if letter == before:
        return _AFTER.get(letter, letter)
    if behind != _NEXT.get(letter):
        letter = _BEHIND.get((before, letter), letter)
    return _SHAPES.get(letter, letter)
