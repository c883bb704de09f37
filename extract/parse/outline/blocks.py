"""Blocks: lines joined to items and paragraphs, each with its mark; the outline hangs them into a tree.

A mark counts where the line before it ended (a closing sign, a short line, a gap) or where it continues the row that is
open; otherwise it is a word of a sentence that the line break put there. Without the order check items melt together
(measured on true text: assignments -1.1 points, reasons -3.8; without the starters -1.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import quantiles

from extract.fold import fold, roman
from extract.model import Region, TextLine
from extract.parse.outline.marks import (
    ItemMark,
    MarkCandidate,
    MarkKind,
    candidates,
    expected_label,
    follows,
    misread_ones,
    numeral_at,
)
from extract.parse.passage import Passage, join

PLAIN = ItemMark(MarkKind.NONE)
_ROW = ItemMark(MarkKind.ROW)

_SHORT = 0.75  # of the third quartile of the lines' lengths: such a line ends its paragraph
_ROOM = 0.9  # of the same width: lines of a proportional face vary by some 5 %
_HEADING_LETTERS = 8  # shorter words in capitals are abbreviations that the line break set apart
_CAPITAL_SHARE = 0.9  # OCR and abbreviations leave a small letter or two
_CLOSING = re.compile(r"[.:;!?…)/\"”]$")
_FEW = 3  # long lines; fewer show nothing
_PARAGRAPHS = 0.8  # of the long lines: so many end in a closing sign where each line is a paragraph
# `- Đơn vị chủ trì: Ban A` above `- Thời gian: tháng 5`: lines of a list, whatever their length
_LABELLED_LINE = re.compile(r"[-–+•*] ?[A-ZĐ][^\W\d_]*(?: [^\W\d_]+){0,5}: ?\S")
_OPEN_QUARTER = re.compile(r"(?<!h[ằà]ng )(?<!m[ỗ]i )\bqu[ýí]$", re.IGNORECASE)
# a sentence of the same item, no closing of the document ("Trong quá trình thực hiện, nếu có vướng mắc ...")
_SAME_ITEM = re.compile(
    r"trong qua trinh [^,;.:]{0,60}, (?:chu dong|thuong xuyen|tiep tuc|tang cuong)\b(?!.*\b(?:vuong mac|kho khan)\b)"
)
#: The last words of a document: `Văn phòng Chính phủ xin thông báo để các bộ, ngành biết, thực hiện./.`
NOTICE = re.compile(
    r"(?:[a-z,-]+ ){2,12}?(?:(?:xin|tran trong|kinh) (?:thong bao|cam on)|thong bao de|thong bao den [^.;]{3,80} biet\b)(?! nguoi dan\b)(?=[ ,./]|$)"
)
_SECTIONS = (MarkKind.PART, MarkKind.ARTICLE, MarkKind.CAPITAL, MarkKind.ROMAN)
_LABELLED = (MarkKind.ROMAN, MarkKind.NUMBER, MarkKind.LETTER)


@dataclass(frozen=True, slots=True)
class Block:
    """An item or paragraph: its mark and its passage with the mark cut off."""

    mark: ItemMark
    own: Passage


@dataclass(slots=True)
class _Rows:
    """The rows of marks that are open: rank of the mark's kind to the ordinal read last, and the numbers' path."""

    last: dict[tuple[int, int], int] = field(default_factory=dict)
    path: str = ""

    def continues(self, found: MarkCandidate) -> bool:
        """Whether the mark is the next of an open row (or opens the row below the open number)."""
        if found.mark.kind is MarkKind.DASH:
            return False
        if found.mark.depth > 1 and found.mark.kind is MarkKind.NUMBER:
            return self._continues_path(found)
        before = self.last.get(rank(found.mark), 0)
        ordinal = found.ordinal or before + 1
        return before > 0 and follows(found.mark.kind, before, ordinal)

    def _continues_path(self, found: MarkCandidate) -> bool:
        above, _, last = found.mark.label.rpartition(".")
        if found.ordinal == 1:
            return self.path == above
        return self.path == f"{above}.{int(last) - 1}" or self.path.startswith(
            f"{above}.{int(last) - 1}."
        )

    def take(self, found: MarkCandidate) -> ItemMark:
        """The mark, its label filled where it was unreadable; rows below it are closed."""
        mark, place = found.mark, rank(found.mark)
        ordinal = found.ordinal or self.last.get(place, 0) + 1
        if not mark.label and mark.kind in _LABELLED:
            mark = ItemMark(mark.kind, expected_label(mark.kind, ordinal))
        self.last = {k: v for k, v in self.last.items() if k < place} | {place: ordinal}
        if mark.kind is MarkKind.NUMBER:
            self.path = mark.label
        elif place < (_ORDER.index(MarkKind.NUMBER), 0):
            self.path = ""
        return mark


_ORDER = tuple(MarkKind)


def rank(mark: ItemMark) -> tuple[int, int]:
    """Where a mark stands in the tree: smaller is higher."""
    return _ORDER.index(mark.kind), mark.depth


@dataclass(frozen=True, slots=True)
class LineWords:
    """What opens a paragraph (folded), and what a line ends in that announces a list, or leaves it open for words, for figures."""

    starters: re.Pattern[str]
    announces: re.Pattern[str]
    open_text: re.Pattern[str]
    open_figure: re.Pattern[str]


def blocks(lines: Sequence[TextLine], words: LineWords) -> Iterator[Block]:
    """The lines as items and paragraphs, in order."""
    rows, width, ones = _Rows(), _usual_width(lines), misread_ones(lines)
    nothing = _Before("", gap=True, width=width, row=False, words=words, wraps=_wraps(lines, width))
    pending: list[TextLine] = []
    mark, offset = PLAIN, 0
    for i, line in enumerate(lines):
        if not any(map(str.isalnum, line.text)):
            continue
        before = _before(lines, i, pending, mark, nothing)
        one = _one(line) if i in ones else None
        found = (
            (MarkCandidate(_ROW, 0) if is_row(lines, i) else None)
            or one
            or _accepted(line, before, rows)
        )
        if found or _opens_paragraph(line, before):
            yield from _block(mark, pending, offset)
            mark = rows.take(found) if found else PLAIN
            pending, offset = [], found.offset if found else 0
        pending.append(line)
    yield from _block(mark, pending, offset)


def _block(mark: ItemMark, lines: Sequence[TextLine], offset: int) -> Iterator[Block]:
    if lines:
        whole = join(lines)
        yield Block(mark, whole.cut(min(offset, len(whole.text) - 1)))


@dataclass(frozen=True, slots=True)
class _Before:
    """What stands before a line: the line of the same block, whether a gap follows it, the usual width of lines.

    `wraps`: the text is broken at a width, so that a full line that ends in a full stop may go on.
    """

    text: str
    gap: bool
    width: float
    row: bool
    words: LineWords
    wraps: bool
    heading: bool = False  # it is the first line of a section above numbers (`II. Các giải pháp`)

    @property
    def short(self) -> bool:
        """The line is so short that its paragraph ends there."""
        return len(self.text) < _SHORT * self.width

    def had_room(self, text: str) -> bool:
        """The line would have held the next line's first word: its break is no wrap."""
        word = text.split(maxsplit=1)[0]
        return len(self.text) + 1 + len(word) < _ROOM * self.width

    @property
    def ended(self) -> bool:
        """A new item may begin here."""
        return not self.text or self.gap or self.short or self.closed

    @property
    def closed(self) -> bool:
        """The line before ends in a closing sign."""
        return _CLOSING.search(self.text) is not None


def _before(
    lines: Sequence[TextLine], i: int, pending: Sequence[TextLine], mark: ItemMark, nothing: _Before
) -> _Before:
    if not pending:
        return nothing
    text = " ".join(pending[-1].text.split())
    gap = i > 0 and not lines[i - 1].text.strip()
    heads = mark.kind in _SECTIONS and len(pending) == 1
    opens = not lines[i].text.strip()[:1].islower()  # else a row's cell goes on over the page
    row = is_row(lines, i - 1) or (gap and opens and mark.kind is MarkKind.ROW)
    return replace(nothing, text=text, gap=gap, row=row, heading=heads)


def _usual_width(lines: Sequence[TextLine]) -> float:
    lengths = [
        len(line.text.split()) and len(line.text) for line in lines if " | " not in line.text
    ]
    lengths = [length for length in lengths if length]
    return quantiles(lengths, n=4)[2] if len(lengths) > 1 else 0.0


def _wraps(lines: Sequence[TextLine], width: float) -> bool:
    """Whether lines break at a width: in a text of a paragraph a line every long line ends in a closing sign."""
    texts = (line.text.strip() for line in lines if " | " not in line.text)
    ends = [_CLOSING.search(text) is not None for text in texts if len(text) > _SHORT * width]
    return len(ends) < _FEW or sum(ends) < _PARAGRAPHS * len(ends)


def _one(line: TextLine) -> MarkCandidate | None:
    """The mark of a line whose `I.` was misread."""
    numeral = numeral_at(" ".join(line.text.split()))
    return MarkCandidate(ItemMark(MarkKind.ROMAN, roman(1)), numeral.offset, 1) if numeral else None


def is_row(lines: Sequence[TextLine], i: int) -> bool:
    """A table's row: found by the layout, or two bars, or a bar beside another line with bars."""
    if lines[i].region is Region.TABLE:
        return True
    bars = _bars(lines[i])
    if bars != 1:
        return bars > 1
    return any(_bars(line) for line in lines[max(0, i - 1) : i + 2] if line is not lines[i])


def _bars(line: TextLine) -> int:
    return f" {line.text} ".count(" | ") if "|" in line.text else 0


def _accepted(line: TextLine, before: _Before, rows: _Rows) -> MarkCandidate | None:
    text = " ".join(line.text.split())
    found = list(candidates(text))
    if not found:
        return None
    for candidate in found:
        if rows.continues(candidate) and _may_continue(candidate, before):
            return candidate
    for candidate in found:
        if _may_open(candidate, before, text, rows):
            return candidate
    return None


def _may_continue(found: MarkCandidate, before: _Before) -> bool:
    """A mark in its row needs no sign before it, a damaged one does."""
    if not found.damaged:
        return not _is_open(found, before)
    below_table = before.row and found.mark.kind is MarkKind.ROMAN  # no cell of it
    return before.ended or below_table or is_capitals(before.text)


def _is_open(found: MarkCandidate, before: _Before) -> bool:
    """The line before ends in a word that a number or letter belongs to ("tại khoản" + "2. ...")."""
    if before.words.open_text.search(before.text):
        return True
    if found.mark.kind is MarkKind.ROMAN:  # "quý" + "III/2024"
        return bool(_OPEN_QUARTER.search(before.text))
    return found.mark.kind is MarkKind.NUMBER and bool(before.words.open_figure.search(before.text))


def _may_open(found: MarkCandidate, before: _Before, text: str, rows: _Rows) -> bool:
    if found.damaged:
        return before.ended and found.ordinal == 1 and bool(rows.last)
    if found.mark.kind is MarkKind.DASH:
        labelled = _LABELLED_LINE.match(before.text) and _LABELLED_LINE.match(text)
        return labelled is not None or _may_be_dash(before, text[found.offset])
    if found.mark.kind is MarkKind.CAPITAL:
        return before.ended and found.ordinal == 1
    if found.ordinal == 1:
        return before.ended or not _is_open(found, before)
    return before.closed or not before.text or (before.short and (before.gap or before.heading))


def _may_be_dash(before: _Before, first: str) -> bool:
    """After a full line without a closing sign a dash is a dash of the sentence."""
    if before.closed or not before.text:
        return True
    return (before.ended or before.text.endswith(",")) and not first.islower()


def _opens_paragraph(line: TextLine, before: _Before) -> bool:
    text, words = line.text.strip(), before.words
    first = text.lstrip("“\"'( ")[:1]
    if not before.text or before.row or before.text.endswith("./."):
        return True
    heads, headed = is_capitals(text), is_capitals(before.text)
    if headed and text == text.upper():
        return before.closed and heads
    if heads != headed:
        return first.isupper() and (heads or before.ended)
    if not first.isupper() or (not before.gap and words.open_text.search(before.text)):
        return False
    if before.short or (before.gap and before.closed) or words.announces.search(before.text):
        return True
    if not before.closed:
        return False
    if before.had_room(text) or not before.wraps or _leads_in(text, before):
        return True
    return _begins_with(fold(text), words.starters)


def _leads_in(text: str, before: _Before) -> bool:
    """A line of its own that ends in a colon, after a sentence: it heads the list below ("Tồn tại, hạn chế:")."""
    return text.endswith(":") and len(text) < _SHORT * before.width and before.text[-1] in ".;"


def _begins_with(folded: str, starters: re.Pattern[str]) -> bool:
    if NOTICE.match(folded):
        return True
    return starters.match(folded) is not None and not _SAME_ITEM.match(folded)


def is_capitals(text: str) -> bool:
    """A heading in capitals: two words or more, eight letters or more, nine of ten of them capitals."""
    letters = sum(map(str.isalpha, text))
    if letters < _HEADING_LETTERS or " " not in text.strip():
        return False
    return sum(map(str.isupper, text)) >= _CAPITAL_SHARE * letters
