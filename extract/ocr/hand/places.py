"""Where a header is filled in by hand: the number after `Số:`, the day after `ngày`, the month after `tháng`.

Handwriting garbles the printed line around it (`Sá:†#../QĐ-UBND`), so the line of the number is told by the best sum of weak
signs, and places are measured from printed words whose widths are known, not from the edges of words that swallowed figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.fold import fold
from extract.ocr.hand.printed import PrintedLine
from extract.ocr.hand.strip import Gap
from extract.ocr.hand.window import Window
from extract.ocr.hocr import ReadLine

POINTS = 13.5  #: Size of a header's type; 12 to 14 are prescribed (NĐ 30/2020/NĐ-CP, Phụ lục I).
# em: widths of printed words
_SO, _NGAY, _THANG, _NAM = 1.06, 1.95, 2.25, 1.65
_BESIDE = 0.3  # em that are shown beyond a place's ends
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
class Place:
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


def places(lines: Sequence[ReadLine], em: float) -> dict[int, tuple[Place, ...]]:
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


def _topmost(lines: Sequence[PrintedLine]) -> dict[int, tuple[Place, ...]]:
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


def _number(line: PrintedLine) -> Iterator[Place]:
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
    left, right = x0 - _BESIDE * line.em, x1 + _BAR * line.em
    lost = ("" if opening else "Số:", "" if symbol["bar"] else "/")
    yield Place(start, end, gap, Window(left, right, line.middle, line.em), lost=lost)


def _bar(symbol: re.Match[str]) -> int:
    """Where the bar stands, of two the second: the first is a stroke of the hand; the symbol's start where none was read."""
    bar = symbol["bar"]
    return symbol.end("gap") if bar is None else symbol.start("bar") + len(bar.rstrip()) - 1


def _date(line: PrintedLine) -> Iterator[Place]:
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
        beside = _BESIDE * line.em
        window = Window(x0 - beside, x1 + beside, line.middle, line.em)
        yield Place(*line.within(*found.span(name)), gap, window, (*texts, ""))
