"""Lines of text: what of a restored document is text at all; page numbers, running heads and footnotes are not.

Blank lines stay (they are the gaps that separate paragraphs). Nothing is changed or joined, so every line keeps its page
and number. Forms: page number centred at the top of a page (NĐ 30/2020/NĐ-CP, Phụ lục I, I) or at its foot (TT
01/2011/TT-BNV); footnotes open with a raised figure on a line of its own in the lower half of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from extract.fold import fold
from extract.model import Region, TextLine

_NUMBER = r"\d{1,3}"
_PAGE_NUMBER = re.compile(
    rf"[-\s]*(?:[Tt]rang\s*)?(?P<page>{_NUMBER})(?:\s*/\s*{_NUMBER})?[-\s.]*", re.ASCII
)
_FOOTNOTE_MARK = re.compile(r"\d{1,2}")
_NO_FOOTNOTE = re.compile(r"(?:\d{1,2}[.)]|[a-z]\)|[ivx]{1,4}\.|[-+*])\s|.*\||\W*noi nhan\b")
_RUNNING_HEAD = re.compile(r"\W*cong bao\s*/\s*so\b.*")

_FOOTNOTE_LINES = 9  # longest footnote met is 3 lines; 9 leaves room and keeps a page's text safe
_HEAD_PAGES = 3  # a first line is a running head when this many pages open with it
_LINES_A_PAGE = 8  # fewer lines than this between two lone figures: a table, not two pages


def without_margins(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines of a file that are not known to be margin."""
    return tuple(line for line in lines if line.region is not Region.MARGIN)


def text_lines(lines: Sequence[TextLine]) -> tuple[TextLine, ...]:
    """The lines of one document's text, in order; its page numbers, running heads and footnotes dropped.

    Of one: the first line of three notices in a volume is the head of each, not a running head.
    """
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    heads = _running_heads(pages)
    if len(pages) == 1:
        return tuple(_without_lone_figures(pages[0]))
    return tuple(line for page in pages for line in _without_footnotes(_without_edges(page, heads)))


def is_blank(line: TextLine) -> bool:
    """Whether a line has no text."""
    return not line.text.strip()


def is_page_number(text: str) -> bool:
    """Whether a line holds nothing but a page number.

    >>> is_page_number("- 2 -"), is_page_number("Trang 3/5"), is_page_number("2021 ")
    (True, True, False)
    """
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def _running_heads(pages: Sequence[Sequence[TextLine]]) -> frozenset[str]:
    firsts = Counter(_shape(next(_filled(page), None)) for page in pages)
    return frozenset(s for s, n in firsts.items() if s and n >= _HEAD_PAGES and "|" not in s)


def _shape(line: TextLine | None) -> str:
    return "" if line is None else re.sub(r"\d+", "", fold(line.text)).strip(" -./")


def _filled(lines: Sequence[TextLine]) -> Iterator[TextLine]:
    return (line for line in lines if not is_blank(line))


def _without_edges(page: list[TextLine], heads: frozenset[str]) -> list[TextLine]:
    """A page without its number and running head; blank lines at both edges go with them."""
    lines = _trim(page)
    while lines and _is_head(lines[0], heads):
        lines = _trim(lines[1:])
    number = _PAGE_NUMBER.fullmatch(lines[-1].text.strip()) if lines else None
    if number and int(number["page"]) == lines[-1].page:
        lines = _trim(lines[:-1])
    return lines


def _is_head(line: TextLine, heads: frozenset[str]) -> bool:
    return (
        is_page_number(line.text)
        or _RUNNING_HEAD.fullmatch(fold(line.text)) is not None
        or _shape(line) in heads
    )


def _trim(lines: list[TextLine]) -> list[TextLine]:
    filled = [i for i, line in enumerate(lines) if not is_blank(line)]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _without_footnotes(page: list[TextLine]) -> list[TextLine]:
    for i in range(max(len(page) // 2, len(page) - _FOOTNOTE_LINES - 1), len(page) - 1):
        if _FOOTNOTE_MARK.fullmatch(page[i].text.strip()) and _is_footnote(page[i + 1 :]):
            return page[:i]
    return page


def _is_footnote(rest: Sequence[TextLine]) -> bool:
    return not any(_NO_FOOTNOTE.match(fold(line.text.strip())) for line in rest)


def _without_lone_figures(page: list[TextLine]) -> Iterator[TextLine]:
    """A text without form feeds: a lone figure far from the last one and larger than it is a page number."""
    last_number, last_at, seen = 1, 0, 0
    for i, line in enumerate(page):
        match = _PAGE_NUMBER.fullmatch(line.text.strip())
        if match and _may_be_page(int(match["page"]), last_number, seen - last_at, page, i):
            last_number, last_at = int(match["page"]), seen
            continue
        seen += not is_blank(line)
        yield line


def _may_be_page(number: int, last: int, distance: int, page: Sequence[TextLine], i: int) -> bool:
    beside = [*page[max(0, i - 2) : i], *page[i + 1 : i + 3]]
    return (
        last < number <= last + 30
        and distance >= _LINES_A_PAGE
        and not any(is_page_number(line.text) for line in beside)
    )
