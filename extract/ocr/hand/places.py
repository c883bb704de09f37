"""Where a header is filled in by hand: the number after `Số:`, the day after `ngày`, the month after `tháng`.

The words around are printed, so an engine reads them; between them stands what it made of the writing, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extract.fold import fold
from extract.ocr.hand.strip import Gap
from extract.ocr.hocr import ReadLine, ReadWord

_POINTS = 13.0  # size of a header's type; 12 to 14 are prescribed (NĐ 30/2020/NĐ-CP, Phụ lục I)
_NUMBER_WORD = 1.1  # em: width of `Số`; one read wider has swallowed part of the number
_WIDEST_WORD = 1.5  # em: width of `Số:` with room
_GLUED = (
    0.5  # em by which the bar may stand further right where it was read as one word with the number
)
_LONGEST = 60  # letters of a line of number or date
_LEAST_LETTERS = 3  # of a printed word whose height is the line's

_NO = re.compile(r"\W{0,3}(?:[s$8][o06de]|o(?=\s?:))(?![a-z])\s?[:.;,]?")
_SYMBOL = re.compile(
    r"(?P<gap>.{0,10}?)(?P<bar>\s?(?:/{1,2}|-(?=\s?[A-ZĐ]{1,4}/)))\s?(?:(?:19|20)\d\d\s?/\s?)?[A-ZĐ][A-Za-zĐđ]"
)
_DATE = re.compile(
    r",\s?ng[a4]y(?P<day>.{0,8}?)\s?th[a4]ng(?P<month>.{0,6}?)\s?n[a4]m\s?[12]\S{2,4}.{0,3}"
)
_LEVEL = str.maketrans({"–": "-", "—": "-", "Ð": "Đ"})


@dataclass(frozen=True, slots=True)
class Place:
    """What a hand filled in: `text[start:end]` of a line, the gap on the sheet, and whether a reading can be right there."""

    start: int
    end: int
    gap: Gap
    fits: Callable[[str], bool]


def is_number(text: str) -> bool:
    """Whether a text can be a document's number."""
    return 1 <= len(text) <= 5 and int(text) > 0  # noqa: PLR2004 - no issuer writes 100,000 papers a year


def is_day(text: str) -> bool:
    """Whether a text can be a day: one figure or two."""
    return 1 <= len(text) <= 2 and 1 <= int(text) <= 31  # noqa: PLR2004


def is_month(text: str) -> bool:
    """Whether a text can be a month: one figure or two."""
    return 1 <= len(text) <= 2 and 1 <= int(text) <= 12  # noqa: PLR2004


def text_of(line: ReadLine) -> str:
    """A line's words joined by spaces."""
    return " ".join(word.text for word in line.words)


def places(line: ReadLine, dpi: float) -> Iterator[Place]:
    """The places of a line of number or date, from the left; none in any other line."""
    text = text_of(line)
    if len(text) > _LONGEST:
        return
    folded = fold(text)
    opening = _NO.match(folded)
    symbol = _SYMBOL.match(text.translate(_LEVEL), opening.end()) if opening else None
    printed = _Printed(line, _POINTS / 72 * dpi)
    if symbol:
        yield printed.place(*symbol.span("gap"), is_number, opens=True)
        return
    date = _DATE.search(folded)
    if date:
        yield printed.place(*date.span("day"), is_day)
        yield printed.place(*date.span("month"), is_month)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A line with what its printed words tell of places in it; `em` is the size of its type in pixels."""

    line: ReadLine
    em: float

    def place(
        self, start: int, end: int, fits: Callable[[str], bool], *, opens: bool = False
    ) -> Place:
        """The place between two offsets of the text; `opens`: the line's first word stands before it."""
        text = text_of(self.line)
        while start < end and text[start] == " ":
            start += 1
        x0 = self._opening(start) if opens else self._before(start)
        x1 = self._after(end) + (_GLUED * self.em if opens and text[end] != " " else 0)
        gap = Gap(round(x0), round(x1), round(self._middle()), self.em)
        return Place(start, max(start, end), gap, fits)

    def _opening(self, start: int) -> float:
        """Where the number's word ends: it is not wider than print makes it."""
        first = self.line.words[0].rect
        x0 = self._before(start)
        wide = x0 - first.x0 > _WIDEST_WORD * self.em or first.width > _WIDEST_WORD * self.em
        return min(x0, first.x0 + _NUMBER_WORD * self.em) if wide else x0

    def _before(self, offset: int) -> float:
        """The right edge of the last letter before an offset."""
        return max(x1 for at, _, x1 in self._letters() if at < offset)

    def _after(self, offset: int) -> float:
        """The left edge of the first letter from an offset on."""
        return min(x0 for at, x0, _ in self._letters() if at >= offset)

    def _letters(self) -> Iterator[tuple[int, float, float]]:
        """Offset, left and right edge of each letter, taken as equally wide within its word."""
        at = 0
        for word in self.line.words:
            step = word.rect.width / len(word.text)
            for index in range(len(word.text)):
                left = word.rect.x0 + index * step
                yield at + index, left, left + step
            at += len(word.text) + 1

    def _middle(self) -> float:
        """The middle row of the printed words."""
        printed = [w for w in self.line.words if _is_printed(w)] or self.line.words
        return _median([word.rect.y0 + word.rect.y1 for word in printed]) / 2


def _is_printed(word: ReadWord) -> bool:
    return word.text.isalpha() and len(word.text) >= _LEAST_LETTERS


def _median(values: Sequence[int]) -> float:
    return float(sorted(values)[len(values) // 2])
