"""Where a header is filled in by hand: the number after `Số:`, the day after `ngày`, the month after `tháng`.

Handwriting garbles the printed line around it (`Sá:†#../QĐ-UBND`), so the line of the number is told by the best sum of weak
signs, and places are measured from printed words whose widths are known, not from the edges of words that swallowed figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extract.fold import fold
from extract.image import Rect
from extract.ingest import Pixels
from extract.ocr.hand.network import FIGURES, STRINGS, Floats
from extract.ocr.hocr import ReadLine, ReadWord

# What is written between two printed words, cut out, alone and of one size, as the network takes it.

_INK = 0.35  # of the way from paper to the darkest ink
_PAPER, _DARK = 85, 1  # percentiles of a strip's grey
_LEAST_CONTRAST = 25.0  # greys between paper and ink: less is paper alone
_MARGIN = 0.06  # of the height of the ink, above and below
_NARROWEST, _WIDEST = 8, 192  # columns
_REACH = 1.0  # em above and below the middle of the line that is looked at
_BESIDE = 0.25  # em to the left and right
_BAND = 0.62  # em above and below the middle where at least half of a stroke's height lies


@dataclass(frozen=True, slots=True)
class Gap:
    """Columns x0 <= x < x1 of the page between two printed words, the middle row of their line, the size of type (pixels)."""

    x0: int
    x1: int
    middle: int
    em: float

    @property
    def rect(self) -> Rect:
        """What is cut out: a little more than the gap, for strokes that reach over."""
        beside, reach = round(_BESIDE * self.em), round(_REACH * self.em)
        top = max(0, self.middle - reach)
        return Rect(max(0, self.x0 - beside), top, self.x1 + beside, self.middle + reach)

    def moved(self, across: int, down: int) -> Gap:
        """The gap so many pixels to the right and down."""
        return Gap(self.x0 + across, self.x1 + across, self.middle + down, self.em)


def strip_of(page: Pixels, gap: Gap) -> Floats | None:
    """The writing in a gap as a strip; `None` where the page has nothing there."""
    part = page[gap.rect.slices]
    if min(part.shape) < _NARROWEST:
        return None
    return normal(_alone(part, gap))


def normal(grey: Pixels) -> Floats:
    """A piece of a grey page at 32 rows, its ink from top to bottom; paper 0, ink 1."""
    ink = _inked(grey)
    rows = np.flatnonzero((ink > _INK).any(axis=1))
    if rows.size:
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        margin = max(1, round(_MARGIN * (bottom - top)))
        ink = ink[max(0, top - margin) : bottom + margin]
    width = round(ink.shape[1] * FIGURES.rows / ink.shape[0])
    size = (min(max(width, _NARROWEST), _WIDEST), FIGURES.rows)
    how = cv2.INTER_AREA if ink.shape[0] >= FIGURES.rows else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, size, interpolation=how), np.float32)


def _inked(grey: Pixels) -> Floats:
    """How much of each pixel is ink."""
    paper, dark = np.percentile(grey, (_PAPER, _DARK))
    share = (paper - grey.astype(np.float32)) / max(paper - dark, _LEAST_CONTRAST)
    return np.asarray(np.clip(share, 0, 1), np.float32)


def _alone(part: Pixels, gap: Gap) -> Pixels:
    """The piece without what belongs to the printed words beside it and to the lines above and below."""
    ink = (_inked(part) > _INK).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    x, y, width, height = (stats[:, side] for side in range(4))
    across = gap.rect.x0 + x + width / 2
    middle, band = gap.middle - gap.rect.y0, _BAND * gap.em
    inside = np.minimum(y + height, middle + band) - np.maximum(y, middle - band)
    other = (across < gap.x0) | (across > gap.x1) | (inside < height / 2)
    other[0] = False
    grown = cv2.dilate(other[labels].astype(np.uint8), np.ones((3, 3), np.uint8))
    kept = cv2.dilate(((labels > 0) & ~other[labels]).astype(np.uint8), np.ones((3, 3), np.uint8))
    paper = np.uint8(np.percentile(part, _PAPER))
    return np.where((grown > 0) & (kept == 0), paper, part)


# The window of a printed line that a hand filled in: two em high round the line's middle, what is printed beside it left in.

_NARROWEST_WINDOW, _WIDEST_WINDOW = 16, 320  # columns
# the views of a window: down (em), and how much more or less of the page it shows
_VIEWS = ((0.0, 1.0), (-0.07, 1.0), (0.07, 1.0), (0.0, 0.93), (0.0, 1.08))


@dataclass(frozen=True, slots=True)
class Window:
    """Columns x0 <= x < x1 of the page, the middle row of the printed line, the size of its type (pixels)."""

    x0: float
    x1: float
    middle: float
    em: float

    @property
    def rect(self) -> Rect:
        """What is cut out."""
        top, bottom = round(self.middle - self.em), round(self.middle + self.em)
        return Rect(max(0, round(self.x0)), max(0, top), max(0, round(self.x1)), bottom)

    def moved(self, across: float, down: float) -> Window:
        """The window so many pixels to the right and down."""
        return Window(self.x0 + across, self.x1 + across, self.middle + down, self.em)

    def zoomed(self, share: float) -> Window:
        """The window showing so much of the page."""
        beside = (self.x1 - self.x0) * (share - 1) / 2
        return Window(self.x0 - beside, self.x1 + beside, self.middle, self.em * share)


def views(page: Pixels, window: Window) -> Floats | None:
    """A window as the network takes it, seen in five ways; `None` where the page does not reach."""
    seen = [window.moved(0, down * window.em).zoomed(share) for down, share in _VIEWS]
    parts = [page[one.rect.slices] for one in seen]
    if min(min(part.shape) for part in parts) < _NARROWEST_WINDOW // 2:
        return None
    first = normal_window(parts[0])
    return np.stack([first, *(normal_window(part, first.shape[1]) for part in parts[1:])])


def normal_window(grey: Pixels, wide: int = 0) -> Floats:
    """A piece of a grey page at 40 rows (and so many columns); paper 0, ink 1."""
    paper, dark = np.percentile(grey, (_PAPER, _DARK))
    ink = np.clip((paper - grey.astype(np.float32)) / max(paper - dark, _LEAST_CONTRAST), 0, 1)
    wide = wide or min(
        max(round(ink.shape[1] * STRINGS.rows / ink.shape[0]), _NARROWEST_WINDOW), _WIDEST_WINDOW
    )
    how = cv2.INTER_AREA if len(ink) >= STRINGS.rows else cv2.INTER_LINEAR
    size = (wide, STRINGS.rows)
    return np.asarray(cv2.resize(ink.astype(np.float32), size, interpolation=how), np.float32)


# A line as it was printed: where its letters stand, measured by the widths that a Times face gives them.

_LEAST_LETTERS = 3  # of a printed word whose height is the line's
_ROOM = 0.3  # em by which a word may be wider than print makes it
# em: the widths of letters in Times; of all others .5
_WIDTHS = {
    **dict.fromkeys("/Iijlt:;.,()' ", 0.28),
    **dict.fromkeys("-frs", 0.36),
    **dict.fromkeys("PSEFLTZ", 0.6),
    **dict.fromkeys("ABCDĐGHKNOQRUƯVXYWmw", 0.72),
    **dict.fromkeys("M", 0.89),
}
_COMMON = 0.5


def width(text: str) -> float:
    """How wide a text is printed, in em."""
    return sum(_WIDTHS.get(letter, _COMMON) for letter in text)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of words and the size of its type in pixels."""

    line: ReadLine
    em: float

    @property
    def text(self) -> str:
        """Its words joined by spaces."""
        return " ".join(word.text for word in self.line.words)

    @property
    def middle(self) -> float:
        """The middle row of its printed words."""
        words = self.line.words
        printed = [word for word in words if _is_printed(word)] or words
        return _median([word.rect.y0 + word.rect.y1 for word in printed]) / 2

    def words(self) -> Iterator[tuple[int, ReadWord]]:
        """Each word with its offset."""
        at = 0
        for word in self.line.words:
            yield at, word
            at += len(word.text) + 1

    def left(self, offset: int) -> float:
        """The left edge of the letter at an offset; measured from the word's right edge, for what precedes is written."""
        at, word = self._word(offset)
        if offset <= at:
            return word.rect.x0
        rest = word.text[offset - at :]
        share = width(rest) / width(word.text)
        return word.rect.x1 - min(width(rest) * self.em, share * word.rect.width)

    def right(self, offset: int) -> float:
        """The right edge of the letter before an offset."""
        at, word = self._word(offset - 1)
        if offset >= at + len(word.text):
            return word.rect.x1
        share = width(word.text[: offset - at]) / width(word.text)
        return word.rect.x0 + share * word.rect.width

    def edges(self, start: int, end: int, wide: float) -> tuple[float, float]:
        """Left and right edge of a printed word `wide` em wide that stands at `text[start:end]`, perhaps with more in one box."""
        left, right = self.left(start), self.right(end)
        opens, closes = self._opens(start), self._closes(end)
        if opens and closes and right - left <= (wide + _ROOM) * self.em:
            return left, right
        from_left, from_right = left + wide * self.em, right - wide * self.em
        return (from_right if closes else left), (from_left if opens else right)

    def is_whole(self, start: int, end: int, most: float) -> bool:
        """Whether `text[start:end]` is words of their own, not wider than so many em."""
        whole = self._opens(start) and self._closes(end)
        return whole and self.right(end) - self.left(start) <= (most + _ROOM) * self.em

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The span without the spaces at its ends."""
        text = self.text[start:end]
        first = start + len(text) - len(text.lstrip())
        return first, max(first, start + len(text.rstrip()))

    def _opens(self, offset: int) -> bool:
        return any(at == offset for at, _ in self.words())

    def _closes(self, offset: int) -> bool:
        return any(at + len(word.text) == offset for at, word in self.words())

    def _word(self, offset: int) -> tuple[int, ReadWord]:
        """The word at an offset, or the next one."""
        for at, word in self.words():
            if offset < at + len(word.text):
                return at, word
        return at, word


def _is_printed(word: ReadWord) -> bool:
    return word.text.isalpha() and len(word.text) >= _LEAST_LETTERS


def _median(values: Sequence[int]) -> float:
    return float(sorted(values)[len(values) // 2])


POINTS = 13.5  #: Size of a header's type; 12 to 14 are prescribed (NĐ 30/2020/NĐ-CP, Phụ lục I).
# em: widths of printed words
_SO, _NGAY, _THANG, _NAM = 1.06, 1.95, 2.25, 1.65
_BESIDE_PRINT = 0.3  # em that are shown beyond a place's ends
_BAR = 0.45  # em that are shown from the bar on, so that it is seen
_LONGEST = 75  # letters of a line of number or date, or of both
_LOST = 1.0  # em that a number may begin before a line of which `Số` was not read
_LEAST_SCORE = 3.0
_LEVEL_SCORE, _LEVEL = 1.0, 1.3  # for a line level with the date (em)
_SIGNS = (
    (re.compile(r"^\W{0,3}[S$8§5s][^\W\d_]{1,2}\s?[:.;,]?(?=\W|\d|$)"), 2.0),  # opens like `Số`
    (re.compile(r"[/|]\s?(?:(?:19|20)\d\d\s?/\s?)?[A-ZĐ\d][A-ZĐa-z.]"), 1.5),  # a bar and capitals
    (re.compile(r"[A-ZĐ\d][\w.]{0,6}\s?-\s?[A-ZĐ]{2}"), 1.5),  # groups of a symbol
    (re.compile(r"\d"), 0.5),
    (re.compile(r"^\W{0,3}[vVwW]\s?[/l]\s?[vVwW]|[vV]ề việc"), -3.0),
)
_NO = re.compile(r"\W{0,3}(?:[s$8§5][^\W\d_]{1,2}|o(?=\s?:))\s?[:.;,]?(?![^\W\d_])")
_SYMBOL = re.compile(
    r"(?P<gap>.{0,12}?)(?:(?P<bar>\s?(?:[/|]{1,2}|-(?=\s?[A-ZĐ]{1,4}/))\s?)(?:(?:19|20)\d\d\s?/\s?)?[A-ZĐ\d][A-Za-zĐđ.]"
    r"|(?<![^\W_])(?=[A-ZĐ]{1,4}\s?-\s?[A-ZĐ]{2}))"
)
_DATE = re.compile(
    r"(?P<ngay>ng[a4]y|(?<=, )\S{2,4}y(?=[ .]))(?P<day>.{0,12}?)(?P<thang>[tr]?[hb][a4o]n[gq])"
    r"(?P<month>.{0,8}?)(?P<nam>n[a4o][mn])\s?[12]\S{1,4}.{0,5}$"
)
_LED = re.compile(
    r"(?:^|[,.;:]|(?:^|\s)[A-ZĐÀ-Ỹ][^\W\d_]*)\s*$"
)  # what stands before a date of issue: a place
_LEVELLED = str.maketrans({"–": "-", "—": "-", "Ð": "Đ"})

DAYS = tuple(dict.fromkeys(text for at in range(1, 32) for text in (f"{at:02d}", str(at))))
MONTHS = tuple(dict.fromkeys(text for at in range(1, 13) for text in (f"{at:02d}", str(at))))


@dataclass(frozen=True, slots=True)
class HandPlace:
    """What a hand filled in: `text[start:end]` of a line, where it lies on the page, what can stand there.

    `texts`: all that can ("" too, nothing written); empty for a number. `lost`: what is printed before and behind it and was
    not read.
    """

    start: int
    end: int
    gap: Gap
    window: Window
    texts: tuple[str, ...] = ()
    lost: tuple[str, str] = ("", "")

    def fits(self, text: str) -> bool:
        """Whether a text of figures can stand there."""
        return text in self.texts if self.texts else is_number(text)


def is_number(text: str) -> bool:
    """Whether a text can be a document's number."""
    return 1 <= len(text) <= 5 and int(text) > 0  # noqa: PLR2004 - no issuer writes 100,000 papers a year


def places(lines: Sequence[ReadLine], em: float) -> dict[int, tuple[HandPlace, ...]]:
    """The places of each line of a header that has some, from the left. `em`: the size of its type in pixels."""
    printed = [PrintedLine(line, em) for line in lines]
    dates = _topmost(printed)
    rows = [printed[at].middle for at in dates]
    scored = [(score(line, rows), -at) for at, line in enumerate(printed)]
    for best, at in sorted(scored, reverse=True):
        if best < _LEAST_SCORE:
            break
        found = tuple(_number(printed[-at]))
        if found:
            return {**dates, -at: (*found, *dates.get(-at, ()))}
    return dates


def _topmost(lines: Sequence[PrintedLine]) -> dict[int, tuple[HandPlace, ...]]:
    """The places of the line of the date: of several, further ones are cited in the text."""
    found = ((line.middle, at, tuple(_date(line))) for at, line in enumerate(lines))
    first = min((one for one in found if one[2]), default=None, key=lambda one: one[:2])
    return {} if first is None else {first[1]: first[2]}


def score(line: PrintedLine, dates: Sequence[float]) -> float:
    """How much a line looks like that of the number; `dates`: the rows of lines with a date."""
    text = line.text.translate(_LEVELLED)
    if len(text) > _LONGEST:
        return 0.0
    level = any(abs(row - line.middle) < _LEVEL * line.em for row in dates)
    return _LEVEL_SCORE * level + sum(worth for sign, worth in _SIGNS if sign.search(text))


def _number(line: PrintedLine) -> Iterator[HandPlace]:
    """The place of the number."""
    opening = _NO.match(fold(line.text))
    start = opening.end() if opening else 0
    symbol = _SYMBOL.match(line.text.translate(_LEVELLED), start)
    if symbol is None:
        return
    first = line.line.words[0].rect
    x0 = first.x0 + _SO * line.em if opening else first.x0 - _LOST * line.em
    if opening and line.is_whole(0, start, _SO):
        x0 = min(x0, line.right(start))
    bar = _bar(symbol)
    x1 = max(line.left(bar), x0 + line.em / 2)
    start, end = line.within(symbol.start("gap"), bar)
    gap = Gap(round(x0), round(x1), round(line.middle), line.em)
    left, right = x0 - _BESIDE_PRINT * line.em, x1 + _BAR * line.em
    lost = ("" if opening else "Số:", "" if symbol["bar"] else "/")
    yield HandPlace(start, end, gap, Window(left, right, line.middle, line.em), lost=lost)


def _bar(symbol: re.Match[str]) -> int:
    """Where the bar stands, of two the second: the first is a stroke of the hand; the symbol's start where none was read."""
    bar = symbol["bar"]
    return symbol.end("gap") if bar is None else symbol.start("bar") + len(bar.rstrip()) - 1


def _date(line: PrintedLine) -> Iterator[HandPlace]:
    """The places of day and month."""
    found = _DATE.search(fold(line.text)) if len(line.text) <= _LONGEST else None
    if found is None or not _LED.search(line.text[: found.start()]):
        return
    widths = (("ngay", _NGAY), ("thang", _THANG), ("nam", _NAM))
    edges = {name: line.edges(*found.span(name), width) for name, width in widths}
    blanks = (("day", "ngay", "thang", DAYS), ("month", "thang", "nam", MONTHS))
    for name, before, after, texts in blanks:
        x0, x1 = edges[before][1], edges[after][0]
        x1 = max(x1, x0 + line.em / 2)
        gap = Gap(round(x0), round(x1), round(line.middle), line.em)
        beside = _BESIDE_PRINT * line.em
        window = Window(x0 - beside, x1 + beside, line.middle, line.em)
        yield HandPlace(*line.within(*found.span(name)), gap, window, (*texts, ""))
