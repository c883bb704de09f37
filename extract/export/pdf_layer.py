"""Our words as an invisible layer of a PDF page: each at its place, in a font without shapes.

Words of a line that stand in a row are one run along a straight line, so that a skewed or turned page is selected as it reads.
Source: ISO 32000-1, 8.3 (coordinates), 9.4 (text), 9.7.4 (CID fonts), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

from extract.export.pdf_content import shown_box
from extract.model import Box

_Untyped: TypeAlias = Any  # pikepdf's objects take any attribute
Placed: TypeAlias = tuple[str, Box]
Point: TypeAlias = tuple[float, float]

# Where words stand: boxes as shares of the page as it is shown, runs in the frame in which they read from left to right.

_LONG = 4  # letters: a word that is longer than high, wherever the page is turned to
_IN_A_ROW = 0.4  # of the lower height that two words of a run share
# words, and heights from the first to the last, from which a slope is told
_FEWEST, _LONGEST = 3, 5.0
_STEEPEST = 0.2
_OFF = 0.35  # of its height that a word of a run may lie off its line
_NARROWEST = 0.6  # of its width that a word keeps where the next one begins early
_DESCENT = 0.2  # of the height of a line that is below its baseline
#: By quarter turns of the text: the direction it is read in and that of its next line, on the page as shown (y down).
_TURNS: tuple[tuple[Point, Point], ...] = (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageWords:
    """What is to be laid over page `number` (1-based): words in reading order, line by line.

    `read`: they were read from its picture, or decoded, so what may be seen as text says something else.
    """

    number: int
    lines: tuple[tuple[Placed, ...], ...]
    read: bool


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in the frame of its text: left, top, right, bottom in points."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> Point:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class _Frame:
    """The way from the text's frame to user space: `origin` of the page as shown, and where its axes go (ISO 32000-1, 8.3.2.3)."""

    origin: Point
    across: Point
    down: Point

    def vector(self, along: float, below: float) -> Point:
        """A step of the frame in user space."""
        return (
            along * self.across[0] + below * self.down[0],
            along * self.across[1] + below * self.down[1],
        )

    def point(self, along: float, below: float) -> Point:
        """A point of the frame in user space."""
        x, y = self.vector(along, below)
        return self.origin[0] + x, self.origin[1] + y


def _frame_of(page: pikepdf.Page) -> tuple[_Frame, Point]:
    """The frame of a page as shown, and its size."""
    left, bottom, right, top = shown_box(page)
    quarter = page.rotation // 90 % 4
    origin = ((left, top), (left, bottom), (right, bottom), (right, top))[quarter]
    axes = (((1, 0), (0, -1)), ((0, 1), (1, 0)), ((-1, 0), (0, 1)), ((0, -1), (-1, 0)))[quarter]
    size = (right - left, top - bottom)
    return _Frame(origin, *axes), size if quarter % 2 == 0 else size[::-1]


def _turn(lines: Sequence[Sequence[_Word]]) -> int:
    """The quarter turns by which most words are turned: long ones tell whether they stand, neighbours which way they go."""
    long = [word for line in lines for word in line if len(word.text) >= _LONG]
    stand = sum(1 if word.height > word.right - word.left else -1 for word in long) > 0
    steps = [
        b.middle[stand] - a.middle[stand] for line in lines for a, b in pairwise(line)
    ]  # fmt: skip
    back = sum(1 if step < 0 else -1 for step in steps) > 0
    return (1 if stand else 0) + (2 if back else 0)


def _turned(word: _Word, turn: int) -> _Word:
    """A word on the page as shown, in the frame of its text."""
    (ax, ay), (dx, dy) = _TURNS[turn]
    corners = ((word.left, word.top), (word.right, word.bottom))
    along = sorted(x * ax + y * ay for x, y in corners)
    below = sorted(x * dx + y * dy for x, y in corners)
    return _Word(word.text, along[0], below[0], along[1], below[1])


def _runs(line: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Words in a row; a row of a table whose cells hold several lines falls into many."""
    run: list[_Word] = []
    for word in line:
        if run and not _follows(run[-1], word):
            yield from _straight(run)
            run = []
        run.append(word)
    if run:
        yield from _straight(run)


def _follows(before: _Word, word: _Word) -> bool:
    common = min(before.bottom, word.bottom) - max(before.top, word.top)
    level = common >= _IN_A_ROW * min(before.height, word.height)
    return level and word.middle[0] > before.middle[0]


def _straight(run: list[_Word]) -> Iterator[list[_Word]]:
    """The run where its words lie on a straight line, else each word by itself."""
    slope, height = _slope(run), _size(run)
    _, start = _centre(run)
    first = _centre(run)[0]
    off = (abs(word.middle[1] - start - slope * (word.middle[0] - first)) for word in run)
    if max(off) <= _OFF * height:
        yield run
    else:
        yield from ([word] for word in run)


def _centre(run: Sequence[_Word]) -> Point:
    return tuple(sum(word.middle[axis] for word in run) / len(run) for axis in (0, 1))  # type: ignore[return-value]


def _size(run: Sequence[_Word]) -> float:
    return sorted(word.height for word in run)[len(run) // 2]


def _slope(run: Sequence[_Word]) -> float:
    """By how much a run falls to the right, by least squares of its words' middles."""
    if len(run) < _FEWEST or run[-1].right - run[0].left < _LONGEST * _size(run):
        return 0.0
    x, y = _centre(run)
    wide = sum((word.middle[0] - x) ** 2 for word in run)
    tilt = sum((word.middle[0] - x) * (word.middle[1] - y) for word in run) / wide
    return tilt if abs(tilt) <= _STEEPEST else 0.0


# The font: glyphs without shapes, half an em wide, a space a quarter; characters are numbered as they come and told by their Unicode.

FONT = "VanbanWords"
_EM, _WIDTH, _SPACE, _ASCENT = 1000, 500, 250, 800
_BLOCK = 100  # characters of a block of ToUnicode (Adobe Technical Note 5411)


@dataclass(slots=True)
class WordFont:
    """The font of a document's words in the making: the number of each character."""

    numbers: dict[str, int] = field(default_factory=lambda: {" ": 1})

    def code(self, text: str) -> str:
        """A text as a string of character numbers, in hexadecimal."""
        return "".join(f"{self.numbers.setdefault(c, len(self.numbers) + 1):04x}" for c in text)

    def write(self, pdf: pikepdf.Pdf, font: _Untyped) -> None:
        """Fill the font's dictionary, once all pages are written."""
        program = pdf.make_stream(glyphless())
        program.Length1 = len(glyphless())
        low, high = _ASCENT - _EM, _ASCENT
        about = Dictionary(
            Type=Name.FontDescriptor, FontName=Name("/" + FONT), Flags=4, FontBBox=[0, low, _WIDTH, high],
            ItalicAngle=0, Ascent=high, Descent=low, CapHeight=high, StemV=80, FontFile2=program,
        )  # fmt: skip
        known = Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0)
        glyphs = pdf.make_stream(b"\0\0\0\2" + b"\0\1" * (len(self.numbers) - 1))
        inner = Dictionary(
            Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name("/" + FONT), CIDSystemInfo=known,
            FontDescriptor=pdf.make_indirect(about), DW=_WIDTH, W=[1, [_SPACE]], CIDToGIDMap=glyphs,
        )  # fmt: skip
        told = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/" + FONT), Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]), ToUnicode=pdf.make_stream(self._to_unicode()),
        )  # fmt: skip
        for key, value in told.items():
            font[key] = value

    def _to_unicode(self) -> bytes:
        pairs = [f"<{n:04x}> <{c.encode('utf-16-be').hex()}>" for c, n in self.numbers.items()]
        blocks = (pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK))
        said = "\n".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar" for b in blocks)
        return _CMAP.format(said).encode()


_CMAP = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
{}
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def glyphless() -> bytes:
    """A TrueType font of three glyphs that fill nothing: `.notdef`, one for all letters, a space (the tables that PDF asks for).

    Each is a line there and back, as high as a letter: PDFium leaves words out whose letters have no extent, as those of turned pages.
    """
    low = _ASCENT - _EM
    glyphs = [_line_glyph(wide) for wide in (_WIDTH, _WIDTH, _SPACE)]
    ends = [sum(map(len, glyphs[:number])) // 2 for number in range(4)]
    head = struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, low, _WIDTH, _ASCENT, 0, 8, 2, 0, 0)  # fmt: skip
    line = struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, _ASCENT, low, 0, _WIDTH, 0, 0, _WIDTH, 1, 0, 0, *(0,) * 4, 0, 3)  # fmt: skip
    tables = {
        b"glyf": b"".join(glyphs),
        b"head": head,
        b"hhea": line,
        b"hmtx": struct.pack(">HhHhHh", _WIDTH, 0, _WIDTH, 0, _SPACE, 0),
        b"loca": struct.pack(">4H", *ends),
        b"maxp": struct.pack(">IH13H", 0x10000, 3, 2, 1, 0, 0, 1, *(0,) * 8),
    }
    at, heads, bodies = 12 + 16 * len(tables), [], []
    for tag, table in tables.items():
        padded = table + b"\0" * (-len(table) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        heads.append(struct.pack(">4sIII", tag, total, at, len(table)))
        bodies.append(padded)
        at += len(padded)
    return struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32) + b"".join(heads + bodies)


def _line_glyph(wide: int) -> bytes:
    """A contour of two points, which has an extent and no area."""
    low = _ASCENT - _EM
    about = struct.pack(">5h", 1, 0, low, wide, _ASCENT)
    return about + struct.pack(">HH2B2h2h", 1, 0, 1, 1, 0, wide, low, _EM)


# The layer: a text object of all runs of a page.


def lay(
    pdf: pikepdf.Pdf, page: pikepdf.Page, words: PageWords, font: WordFont, name: _Untyped
) -> bool:
    """Put the words over a page, `name` being the font's dictionary; whether there were any."""  # fmt: skip
    drawn = "".join(_drawn(page, words, font))
    if not drawn:
        return False
    page.obj.Resources = page.resources  # its own, where it was inherited
    page.add_resource(name, Name.Font, Name("/" + FONT))
    layer = f"\nQ q BT 3 Tr {drawn}ET Q"
    page.contents_add(pdf.make_stream(b"q\n"), prepend=True)
    page.contents_add(pdf.make_stream(layer.encode()))
    return True


def _drawn(page: pikepdf.Page, words: PageWords, font: WordFont) -> Iterator[str]:
    frame, (wide, high) = _frame_of(page)
    lines = [
        [_Word(t, b.x0 * wide, b.y0 * high, b.x1 * wide, b.y1 * high) for t, b in line if t and b.x1 > b.x0 and b.y1 > b.y0]
        for line in words.lines
    ]  # fmt: skip
    turn = _turn(lines)
    along, down = _TURNS[turn]
    turned = _Frame(frame.origin, frame.vector(*along), frame.vector(*down))
    for line in lines:
        for run in _runs([_turned(word, turn) for word in line]):
            yield _run(run, turned, font)


def _run(run: Sequence[_Word], frame: _Frame, font: WordFont) -> str:
    """A run: its matrix, then each word moved to its place and drawn as wide as it is."""
    slope, size = _slope(run), max(_size(run), 0.1)
    x, y = _centre(run)
    long = math.hypot(1, slope)
    base = y + slope * (run[0].left - x) + (0.5 - _DESCENT) * size
    a, b = frame.vector(1 / long, slope / long)
    c, d = frame.vector(slope / long, -1 / long)
    e, f = frame.point(run[0].left, base)
    matrix = (*(_number(part, 4) for part in (a, b, c, d)), _number(e), _number(f))
    said = [f"/{FONT} {_number(size, 1)} Tf {' '.join(matrix)} Tm"]
    at = 0.0
    for word, after in zip(run, (*run[1:], None), strict=True):
        place = (word.left - run[0].left) * long
        step = _number(place - at, 1)
        at += float(step)
        room = (after.left - word.left) * long if after else math.inf
        wide = _scale((word.right - word.left) * long, len(word.text), size, room)
        said.append(
            f"{'' if step == '0' else f'{step} 0 Td '}{wide} Tz <{font.code(word.text + ' ')}> Tj"
        )
    return "\n".join(said) + "\n"


def _scale(wide: float, letters: int, size: float, room: float) -> int:
    """Percent by which letters are widened: to the word's own width, and so that the space behind it ends before the next word."""
    own = wide / (letters * _WIDTH)
    fitting = room / (letters * _WIDTH + _SPACE)
    return max(1, round(100 * _EM / size * min(own, max(fitting, _NARROWEST * own))))


def _number(value: float, places: int = 2) -> str:
    """A number as PDF writes it."""
    said = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if said in {"-0", ""} else said
