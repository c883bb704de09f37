"""Several documents in one file: the national header again at the top of a later page begins a new part.

The header must be whole (motto or number below it) and no form of an appendix (`Mẫu số ...`) or a copying agency's block
(`SAO Y`). Without pages the header counts anywhere below the first. What stands above it in its column goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.fold import fold
from extract.model import TextLine
from extract.parse.ending.offices import EndingWords
from extract.parse.header.number_date import read_code_line
from extract.parse.header.words import HeaderWords
from extract.parse.passage import capital_share, find_motto, find_phrase, is_like, join

_TOP = 8  # filled lines of a page in which a header's fixed phrase must stand
_BELOW = 16  # lines below it in which its number and motto must stand
_FIRST = 12  # lines a document has at least in a text without pages
_CAPITALS, _FEWEST_CAPITALS = 0.7, 4  # of a fixed phrase; what is left of the shortest has more
_NUMBER_LINE = re.compile(
    r"\W*s[o0][a-z]?\W*[^\W_].{0,14}/"
)  # whatever a pen made of the number, not a form's dots
_FORMS = ("mau so", "mau ", "phu luc", "bieu mau", "phieu so")


def split_parts(
    lines: Sequence[TextLine], words: HeaderWords, copies: EndingWords
) -> tuple[tuple[TextLine, ...], ...]:
    """The file's lines as one sequence a document, at least one."""
    starts = [0]
    for i in range(1, len(lines)):
        if _is_behind(lines, i, starts[-1]) and _is_header(lines, i, words, copies):
            start = _top(lines, i)
            if start is not None and start > starts[-1]:
                starts.append(start)
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    return tuple(tuple(lines[a:b]) for a, b in bounds)


def pages_of(
    parts: Sequence[Sequence[TextLine]], lines: Sequence[TextLine]
) -> tuple[tuple[int, int] | None, ...]:
    """First and last page of each part of a file's lines, up to the next part's first; `None` for texts without pages."""
    first, last = (lines[0].page, lines[-1].page) if lines else (None, None)
    firsts = [part[0].page for part in parts[1:] if part]
    if first is None or last is None or None in firsts:
        return (None,) * len(parts)
    known = [first, *(page for page in firsts if page is not None), last + 1]
    return tuple((start, end - 1) for start, end in pairwise(known))


def _is_behind(lines: Sequence[TextLine], i: int, start: int) -> bool:
    """Whether a line may open the next document: on a later page, or far enough down in a text without pages."""
    page, first = lines[i].page, lines[start].page
    return i - start >= _FIRST if page is None or first is None else page > first


def _is_header(lines: Sequence[TextLine], i: int, words: HeaderWords, copies: EndingWords) -> bool:
    if sum(map(str.isupper, lines[i].text)) < _FEWEST_CAPITALS:
        return False
    folded = fold(" ".join(lines[i].text.split()))
    if len(folded) < 12 or not _has_head(folded, lines[i].text, words):  # noqa: PLR2004 - the Party's head has 22 letters
        return False
    around = [join([line]) for line in lines[max(0, i - 4) : i + _BELOW] if line.text.strip()]
    if any(
        p.text.isupper() and is_like(p.folded, copy, 90.0) for p in around for copy in copies.copies
    ):
        return False
    motto = any(find_motto(p.folded, words.motto) for p in around)
    numbered = any(_NUMBER_LINE.match(p.folded) or read_code_line(p, words.groups) for p in around)
    return numbered and (motto or find_phrase(folded, words.party) is not None)


def _has_head(folded: str, text: str, words: HeaderWords) -> bool:
    for phrase in (words.national, words.party):
        span = find_phrase(folded, phrase)
        if span:
            printed = " ".join(text.split())[span.start : span.end]
            return capital_share(printed) >= _CAPITALS
    return False


def _top(lines: Sequence[TextLine], i: int) -> int | None:
    """The first line of the header at `i`: the page's first, or the capitals right above; `None` for a form."""
    page = lines[i].page
    start = i
    while (
        start > 0
        and lines[start - 1].page == page
        and (page is not None or _above(lines[start - 1]))
    ):
        start -= 1
    filled = [line for line in lines[start:i] if line.text.strip()]
    if len(filled) >= _TOP and page is not None:
        return None
    return None if any(fold(line.text.strip()).startswith(_FORMS) for line in filled) else start


def _above(line: TextLine) -> bool:
    text = line.text.strip()
    return text.isupper() or read_code_line(join([line]), {}) is not None
