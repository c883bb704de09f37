"""Running heads and feet: lines that stand at the edge of several pages alike are margin, no part of the text.

Scanning programs stamp a line at the foot of each page, offices print a file's name or a code there. Figures count alike,
since page numbers run; the header of a letter, which a file of several letters repeats, stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import cast

from rapidfuzz import fuzz

from extract.fold import fold
from extract.mapped import Mapped
from extract.model import Line, Page, Reading, Region

_HEAD, _FOOT = 0.07, 0.90  # shares of the page's height: what lies above, below, may run on
_HEAD_PAGES, _FOOT_PAGES = 3, 2  # pages that must have it: the same title may open two annexes
_REACH = 4  # pages after a line's own in which it is sought: the time stays linear in the pages
_ALIKE = 88.0  # rapidfuzz ratio of folded lines that are the same, read twice
_SHORTEST = 4  # letters
_FIXED = frozenset({Region.TABLE, Region.HEADER_LEFT, Region.HEADER_RIGHT, Region.MARGIN})
_DIGITS = re.compile(r"\d+")


def with_running_lines(reading: Reading) -> Reading:
    """The reading with running heads and feet marked as margin; texts without boxes have none."""
    if len(reading.pages) < _FOOT_PAGES:
        return reading
    heads = _repeated(reading.pages, _HEAD_PAGES, foot=False)
    feet = _repeated(reading.pages, _FOOT_PAGES, foot=True)
    if not heads and not feet:
        return reading
    marked = Mapped(reading.pages, partial(_marked, heads=heads, feet=feet))
    if isinstance(reading.pages, tuple):
        return replace(reading, pages=tuple(marked))
    return replace(reading, pages=cast("tuple[Page, ...]", marked))


def _repeated(pages: Sequence[Page], least: int, *, foot: bool) -> list[str]:
    """The keys of lines that so many pages have at their edge; each key once."""
    keys = [[_key(line) for line in page.lines if _at_edge(line, foot=foot)] for page in pages]
    found: list[str] = []
    for at, mine in enumerate(keys):
        near = keys[at + 1 : at + 1 + _REACH]
        for key in filter(None, mine):
            often = 1 + sum(_among(key, page) for page in near)
            if often >= least and not _among(key, found):
                found.append(key)
    return found


def _at_edge(line: Line, *, foot: bool) -> bool:
    if line.box is None or line.region in _FIXED:
        return False
    return line.box.y0 > _FOOT if foot else line.box.y1 < _HEAD


def _key(line: Line) -> str:
    """A line's folded text, figures alike; empty where it has too few letters."""
    text = _DIGITS.sub("0", fold(" ".join(line.raw.split())))
    return text if sum(map(str.isalpha, text)) >= _SHORTEST else ""


def _among(key: str, known: Sequence[str]) -> bool:
    return any(fuzz.ratio(key, other, score_cutoff=_ALIKE) for other in known if other)


def _marked(page: Page, heads: Sequence[str], feet: Sequence[str]) -> Page:
    lines = (
        replace(line, region=Region.MARGIN)
        if (_at_edge(line, foot=False) and _among(_key(line), heads))
        or (_at_edge(line, foot=True) and _among(_key(line), feet))
        else line
        for line in page.lines
    )
    return replace(page, lines=tuple(lines))
