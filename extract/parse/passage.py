"""Lines of text, joined to passages in which every offset still knows its page and line; what a pen wrote into them; fixed words found in them though damaged."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rapidfuzz import fuzz

from extract.dictionaries import Dictionaries, Entry
from extract.fold import fold
from extract.model import Box, Evidence, Page, Region, TextLine, Word, pages_at

# Lines of text: what of a restored document is text at all; page numbers, running heads and footnotes are not. Blank lines stay
# (they are the gaps that separate paragraphs). Nothing is changed or joined, so every line keeps its page and number. Forms:
# page number centred at the top of a page (NĐ 30/2020/NĐ-CP, Phụ lục I, I) or at its foot (TT 01/2011/TT-BNV); footnotes open
# with a raised figure on a line of its own in the lower half of the page.

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
    firsts = Counter(
        _shape(next((line for line in page if not is_blank(line)), None)) for page in pages
    )
    return frozenset(s for s, n in firsts.items() if s and n >= _HEAD_PAGES and "|" not in s)


def _shape(line: TextLine | None) -> str:
    return "" if line is None else re.sub(r"\d+", "", fold(line.text)).strip(" -./")


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


_ROW = (
    8  # lines of a table's row of which each cell is a line: its lone figures come again and again
)


def _may_be_page(number: int, last: int, distance: int, page: Sequence[TextLine], i: int) -> bool:
    beside = [*page[max(0, i - _ROW) : i], *page[i + 1 : i + 1 + _ROW]]
    return (
        last < number <= last + 30
        and distance >= _LINES_A_PAGE
        and not any(is_page_number(line.text) for line in beside)
    )


# A passage: lines joined to one text in which every offset still knows its page and line. Regexes and grammars run on `text`
# (or on `folded`, of equal length); `evidence` turns a match into provenance. Lines are joined with a space, except after a
# capital and a hyphen or a digit and a bar at the line's end, where a code was broken ("213/KH-" + "UBND"); names keep
# their spaces ("Bà Rịa -" + "Vũng Tàu").

_BROKEN_CODE = re.compile(r"(?:[A-ZĐ]-|\d/)$")
_CODE_END = 2  # letters that tell a broken code
_LONGEST = 4_000  # letters of recognised text that a value may rest on: more than a page holds


@dataclass(frozen=True, slots=True)
class Passage:
    """Joined text; `starts[i]` is the offset in `text` at which `lines[i]` begins."""

    text: str
    folded: str
    lines: tuple[TextLine, ...]
    starts: tuple[int, ...]

    def cut(self, start: int, end: int | None = None) -> Passage:
        """The part from `start` to `end`, blanks at both ends dropped."""
        piece = self.text[start:end]
        start += len(piece) - len(piece.lstrip())
        text = piece.strip()
        folded = self.folded[start : start + len(text)]
        if len(self.lines) == 1:
            return Passage(text, folded, self.lines, (0,))
        first, last = self._line_at(start), self._line_at(max(start, start + len(text) - 1))
        starts = tuple(max(0, s - start) for s in self.starts[first : last + 1])
        return Passage(text, folded, self.lines[first : last + 1], starts)

    def evidence(
        self, rule: str, confidence: float, start: int = 0, end: int | None = None
    ) -> Evidence:
        """Provenance of `text[start:end]`: the lines it touches and their recognised text."""
        stop = len(self.text) if end is None else end
        lines = self.lines[self._line_at(start) : self._line_at(max(start, stop - 1)) + 1]
        raw = "\n".join(line.raw.strip("\f\r") for line in lines)
        if (
            len(raw) > _LONGEST
        ):  # thousands of rows of one long line, each with all of it, would be its square
            raw = self.text[start:stop][:_LONGEST]
        return Evidence(
            lines[0].page,
            lines[0].number,
            lines[-1].number,
            raw,
            confidence,
            rule=rule,
            box=_hull(lines),
        )

    def _line_at(self, offset: int) -> int:
        return max(0, bisect_right(self.starts, offset) - 1)


def join(lines: Sequence[TextLine]) -> Passage:
    """The passage of one or more lines."""
    pieces: list[str] = []
    starts, length, before = [], 0, ""
    for line in lines:
        words = " ".join(line.text.split())
        if length and not _BROKEN_CODE.search(before):
            pieces.append(" ")
            length += 1
        starts.append(length)
        pieces.append(words)
        length += len(words)
        before = words[-_CODE_END:] or before
    text = "".join(pieces)
    return Passage(text, fold(text), tuple(lines), tuple(starts))


def _hull(lines: Sequence[TextLine]) -> Box | None:
    boxes = [line.box for line in lines if line.box and line.page == lines[0].page]
    if not boxes:
        return None
    return Box(
        min(b.x0 for b in boxes),
        min(b.y0 for b in boxes),
        max(b.x1 for b in boxes),
        max(b.y1 for b in boxes),
    )


# Lists of fixed words, folded once, and the fuzzy search for a phrase in a damaged line. A phrase is looked for on the fold,
# with spaces and once more without them: small type loses its spaces (`HOIDONGNHANDAN`, `Doclap-Tudo-Hanhphuc`).

NATIONAL_SCORE = (
    78.0  # RapidFuzz ratio of the best window; true lines read by `eng` have 84 and more
)
_MOTTO_SCORE = 74.0  # italic and small: worse read


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands in a text."""

    start: int
    end: int


def entries(dictionaries: Dictionaries, kind: str) -> tuple[Entry, ...]:
    """The header words of a kind."""
    return tuple(entry for entry in dictionaries.rows("header_words") if entry["kind"] == kind)


def find_phrase(folded: str, phrase: str, score: float = NATIONAL_SCORE) -> Span | None:
    """The window of a folded text that is most like a folded phrase, or `None` below `score` (0 to 100).

    >>> find_phrase("so noi vu cong hoa xa hoqi chu nghia viet nam", "cong hoa xa hoi chu nghia viet nam")
    Span(start=10, end=45)
    """
    if len(folded) * 2 < len(phrase):
        return None
    found = fuzz.partial_ratio_alignment(phrase, folded, score_cutoff=score)
    if found is None:
        return None
    return _whole_words(folded, Span(found.dest_start, found.dest_end))


def find_motto(folded: str, phrase: str) -> Span | None:
    """The motto, which is printed smaller and read worse than the national header."""
    return find_phrase(folded, phrase, _MOTTO_SCORE)


def is_like(folded: str, phrase: str, score: float) -> bool:
    """Whether a whole folded line is a folded phrase, spaces and signs at its ends aside."""
    line = folded.strip(" .,:;-_*[](){}|'/\\!=~")
    return fuzz.ratio(line, phrase) >= score or fuzz.ratio(_solid(line), _solid(phrase)) >= score


def capital_share(text: str) -> float:
    """The share of capitals among a text's letters, 0 without letters.

    >>> capital_share("SỞ Nội"), capital_share("123")
    (0.6, 0.0)
    """
    letters = "".join(filter(str.isalpha, text))
    return sum(map(str.isupper, letters)) / len(letters) if letters else 0.0


def _solid(text: str) -> str:
    return "".join(text.split())


def _whole_words(folded: str, span: Span) -> Span:
    """The span widened to the ends of the words that it cuts."""
    start, end = span.start, span.end
    while 0 < start < len(folded) and folded[start - 1] != " " and folded[start] != " ":
        start -= 1
    while end < len(folded) and folded[end] != " ":
        end += 1
    return Span(start, end)


def folded_words(rows: tuple[Entry, ...], column: str = "words") -> tuple[str, ...]:
    """A column of a list, folded."""
    return tuple(fold(entry[column]) for entry in rows)


# What a pen wrote into a printed line: the words that a reader of handwriting marked, with their other readings. The parser
# sees lines; this is its one look at the words behind them, to tell where a value comes from and what else it may be.

_MOST = 3  # readings that are offered


@dataclass(frozen=True, slots=True)
class HandwrittenPages:
    """The pages of a file in order: each is looked up where it is asked for, since all of a book's would not fit into memory."""

    pages: Sequence[Page] = ()

    def words(self, at: Passage) -> list[tuple[str, Word]]:
        """The handwritten words on a passage's lines, each with the folded text that stands before it."""
        found: list[tuple[str, Word]] = []
        for line in at.lines:
            lines = next((p.lines for p in pages_at(self.pages, line.page, line.page)), ())
            if not 0 < line.number <= len(lines):
                continue
            read = lines[line.number - 1]
            found += [(fold(read.raw[: w.start]), w) for w in read.words if w.hand]
        return found


def chances(word: Word) -> dict[int, float]:
    """The figures that a handwritten word can be, with their chances."""
    read = {word.text: word.confidence or 0.0}
    read |= {other.text: other.confidence for other in word.alternatives if other.text not in read}
    return {int(text): chance for text, chance in read.items() if text.isdecimal() and chance > 0}


def others(word: Word, value: str) -> tuple[str, ...]:
    """What else a handwritten number may be, at most three."""
    texts = (word.text, *(other.text for other in word.alternatives))
    return tuple(t for t in dict.fromkeys(texts) if t.isdecimal() and t != value)[:_MOST]
