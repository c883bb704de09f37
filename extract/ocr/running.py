"""Running heads and feet: lines that stand at the edge of several pages of one document alike are margin, no part of the text.

Scanning programs stamp a line at the foot of each page, offices print a file's name or a code there. Figures count alike,
since page numbers run. A volume repeats the headers of its letters and the names of its signers: so each page that opens with the
national header begins a document of its own here, and its first lines run nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from rapidfuzz import fuzz

from extract.fold import fold
from extract.model import Line, Mapped, Page, Reading, Region

_HEAD, _FOOT = 0.07, 0.90  # shares of the page's height: what lies above, below, may run on
_HEAD_PAGES, _FOOT_PAGES = 3, 2  # pages that must have it: the same title may open two annexes
_REACH = 4  # pages after a line's own in which it is sought: the time stays linear in the pages
_ALIKE = 88.0  # rapidfuzz ratio of folded lines that are the same, read twice
_SHORTEST = 4  # letters
_FIXED = frozenset({Region.TABLE, Region.HEADER_LEFT, Region.HEADER_RIGHT, Region.MARGIN})
_FORMS = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
_FIRST = 14  # filled lines of a page in which such a form stands
_CAPITALS = 8  # letters of it that were read as capitals
_FORM_ALIKE = 78.0  # rapidfuzz ratio, as in `extract.parse.passage`
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Edges:
    """What stands at a page's edges, as keys, and whether the page opens a document."""

    heads: tuple[str, ...]
    feet: tuple[str, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class _Running:
    """The keys of the running heads and feet of a document."""

    heads: tuple[str, ...]
    feet: tuple[str, ...]


def with_running_lines(reading: Reading) -> Reading:
    """The reading with running heads and feet marked as margin; texts without boxes have none."""
    if len(reading.pages) < _FOOT_PAGES:
        return reading
    running: dict[int | None, _Running] = {}
    for numbers, edges in _documents(reading.pages):
        heads = _repeated([page.heads for page in edges], _HEAD_PAGES)
        feet = _repeated([page.feet for page in edges], _FOOT_PAGES)
        if heads or feet:
            running |= dict.fromkeys(numbers, _Running(heads, feet))
    if not running:
        return reading
    marked = Mapped(reading.pages, partial(_marked, running=running))
    if isinstance(reading.pages, tuple):
        return replace(reading, pages=tuple(marked))
    return replace(reading, pages=cast("tuple[Page, ...]", marked))


def _documents(pages: Sequence[Page]) -> Iterator[tuple[list[int | None], list[_Edges]]]:
    """The numbers and edges of the pages of each document."""
    numbers: list[int | None] = []
    edges: list[_Edges] = []
    for page in pages:
        found = _edges(page)
        if found.opens and numbers:
            yield numbers, edges
            numbers, edges = [], []
        numbers.append(page.number)
        edges.append(found)
    yield numbers, edges


def _edges(page: Page) -> _Edges:
    opens = _opens(page)
    heads = () if opens else tuple(_key(line) for line in page.lines if _at_edge(line, foot=False))
    feet = tuple(_key(line) for line in page.lines if _at_edge(line, foot=True))
    return _Edges(heads, feet, opens)


def _opens(page: Page) -> bool:
    """Whether a page opens with the national header or the Party's, read well or badly."""
    first = [line.raw for line in page.lines if line.raw.strip()][:_FIRST]
    return any(
        sum(map(str.isupper, text)) >= _CAPITALS
        and any(fuzz.partial_ratio(form, fold(text), score_cutoff=_FORM_ALIKE) for form in _FORMS)
        for text in first
    )


def _repeated(pages: Sequence[Sequence[str]], least: int) -> tuple[str, ...]:
    """The keys of lines that so many pages of a document have at their edge; each key once."""
    found: list[str] = []
    for at, mine in enumerate(pages):
        near = pages[at + 1 : at + 1 + _REACH]
        for key in filter(None, mine):
            often = 1 + sum(_among(key, page) for page in near)
            if often >= least and not _among(key, found):
                found.append(key)
    return tuple(found)


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


def _marked(page: Page, running: Mapping[int | None, _Running]) -> Page:
    mine = running.get(page.number)
    if mine is None:
        return page
    heads = () if _opens(page) else mine.heads
    lines = (
        replace(line, region=Region.MARGIN)
        if (_at_edge(line, foot=False) and _among(_key(line), heads))
        or (_at_edge(line, foot=True) and _among(_key(line), mine.feet))
        else line
        for line in page.lines
    )
    return replace(page, lines=tuple(lines))
