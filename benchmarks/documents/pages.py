"""Draws an invented document on A4 pages and wears them as a scanner, a pen and a stamp do; every choice is seeded.

The head and the foot stand in two columns, rows of a table in ruled cells, the drafter's initials and the signature are
written by hand over the print: what makes real pages hard to read.
"""

from __future__ import annotations

import ctypes
import io
import itertools
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.documents.layout import RAW
from extract.train.pages import TRAINING_FONTS, find_fonts

DPI = 200
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 1654, 2339, 236, 1520, 150, 2190
SERIF = ("Tinos-Regular", "LiberationSerif-Regular")
COARSE = 0.35  # share of pages scanned at 90 to 150 dpi
STEP = 1.32  # line height in font sizes
_FULL = 80  # letters of a line that goes on in the next
#: Lines of a text whose parts stand in two columns: motto, number and date, recipients and signature.
_SIDE_BY_SIDE = tuple(
    re.compile(sign)
    for sign in (
        r"(.+?) (C[ỘO]NG H[ÒO][AÀ] XÃ .+|Độc lập\W.+|ĐẢNG CỘNG SẢN .+)$",
        r"(\*|Số:? \S+) (.+, ngày .+ năm \d+)$",
        r"(Nơi nhận:|- .+?[;.,]) ((?:(?:TM|KT|TL|TUQ|Q|BS|TS|ThS|PGS|GS)\. ?)+[A-ZÀ-ỸĐ].+)$",
        r"(Nơi nhận:|- .+[;.,]) ([^a-zà-ỹđ]{7,}|(?:[A-ZÀ-ỸĐ]\S* ?){2,6})$",
    )
)


@dataclass(slots=True)
class Pages:
    """The pages so far, the lines set on them, the type they are set in, and how far down the last one is filled."""

    font: ImageFont.FreeTypeFont
    images: list[Image.Image] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    y: float = TOP
    places: list[tuple[int, float, float]] = field(
        default_factory=list
    )  # of the lines: page, left, base line
    boxes: list[tuple[int, float, float, float, float]] = field(
        default_factory=list
    )  # of cells: page and edges

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """The pen of the last page."""
        return ImageDraw.Draw(self.images[-1])

    @property
    def step(self) -> float:
        """The height of a line in pixels."""
        return self.font.size * STEP

    def turn(self) -> None:
        """A new page, with its number but on the first."""
        self.images.append(Image.new("L", (WIDTH, HEIGHT), 255))
        self.y = TOP
        if len(self.images) > 1:
            self.put(str(len(self.images)), WIDTH / 2, 80, "ma")

    def put(self, text: str, x: float, y: float, anchor: str = "la") -> None:
        """A line of text at pixels."""
        self.lines.append(text)
        left, base = (
            self.draw.textbbox((x, y), text, font=self.font, anchor=anchor)[0],
            y + self.font.getmetrics()[0],
        )
        self.places.append((len(self.images) - 1, left, base))
        self.draw.text((x, y), text, fill=25, font=self.font, anchor=anchor)

    def room(self, height: float) -> None:
        """A new page where the last has no room for this height."""
        if self.y + height > BOTTOM:
            self.turn()


def fonts() -> tuple[Path, ...]:
    """The serif types of this system that draw every Vietnamese letter; `OSError` where there is none."""
    found = tuple(p for p, _ in find_fonts([f for f in TRAINING_FONTS if f[0] in SERIF]))
    if not found:
        raise OSError(f"none of {', '.join(SERIF)} is installed (Debian: fonts-croscore)")
    return found


def layer_font() -> Path:
    """A type whose hyphen is read as one from a PDF (in those of `fonts` it shares its glyph with the soft hyphen)."""
    return next(
        path for path, _ in find_fonts([f for f in TRAINING_FONTS if f[0] == "DejaVuSerif"])
    )


def draw_pages(
    head: tuple[Sequence[str], Sequence[str], Sequence[str]],
    paragraphs: Sequence[str],
    foot: tuple[Sequence[str], Sequence[str]],
    rng: random.Random,
    appendix: Sequence[str] = (),
) -> list[Image.Image]:
    """The pages of a head (left, right, what follows), paragraphs, a foot (left, right) and an appendix, grey, signed, worn."""
    font = ImageFont.truetype(str(rng.choice(fonts())), rng.randint(34, 40))
    pages = set_pages(head, paragraphs, foot, font, rng)
    if appendix:
        pages.turn()
        _text(pages, appendix)
    return [worn(image, rng) for image in pages.images]


def set_pages(
    head: tuple[Sequence[str], Sequence[str], Sequence[str]],
    paragraphs: Sequence[str],
    foot: tuple[Sequence[str], Sequence[str]],
    font: ImageFont.FreeTypeFont,
    pen: random.Random | None = None,
) -> Pages:
    """The same as they leave a printer; `pen`: by what it draws, they are initialled and signed."""
    pages = Pages(font)
    pages.turn()
    _columns(pages, head[0], head[1])
    for line in head[2]:
        _centred(pages, line)
    _text(pages, paragraphs)
    _foot(pages, foot[0], foot[1], pen)
    return pages


def typed_pages(text: str, font: ImageFont.FreeTypeFont, *, wrapped: bool = True) -> Pages:
    """A text on pages: what stands side by side in a head or a foot in two columns, rows ruled, paragraphs set anew; `wrapped`: a full line goes on in the next."""
    pages = Pages(font)
    pages.turn()
    for is_row, group in itertools.groupby(text.split("\n"), lambda line: "|" in line):
        if is_row:
            _table(pages, [[cell.strip() for cell in line.split("|")] for line in group])
            continue
        for paragraph in _joined(group) if wrapped else group:
            _typed(pages, paragraph)
    return pages


def _joined(lines: Iterable[str]) -> Iterator[str]:
    """Full lines with those that go on with them."""
    paragraph = ""
    for line in lines:
        paragraph = f"{paragraph} {line}".strip()
        if len(line) < _FULL:
            yield paragraph
            paragraph = ""
    if paragraph:
        yield paragraph


def _typed(pages: Pages, paragraph: str) -> None:
    match = next(filter(None, (sign.match(paragraph) for sign in _SIDE_BY_SIDE)), None)
    if match:
        pages.room(pages.step)
        pages.put(match[1], WIDTH * 0.27, pages.y, "ma")
        pages.put(match[2], WIDTH * 0.69, pages.y, "ma")
        pages.y += pages.step
    elif paragraph.isupper() or not paragraph:
        _centred(pages, paragraph)
    else:
        _paragraph(pages, paragraph)


def layered_pdf(pages: Pages, font: Path) -> bytes:
    """The pages as a word processor prints them to a file: letters in a type, and where each line stands."""
    data, scale = font.read_bytes(), 72 / DPI
    whole = pypdfium2.PdfDocument.new()
    buffer = (ctypes.c_ubyte * len(data)).from_buffer_copy(data)
    face = pdfium.FPDFText_LoadFont(whole.raw, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, 1)
    sheets = [whole.new_page(WIDTH * scale, HEIGHT * scale) for _ in pages.images]
    for text, (number, left, base) in zip(pages.lines, pages.places, strict=True):
        line = pdfium.FPDFPageObj_CreateTextObj(whole.raw, face, pages.font.size * scale)
        codes = f"{text}\0".encode("utf-16-le")
        pdfium.FPDFText_SetText(line, (ctypes.c_ushort * (len(codes) // 2)).from_buffer_copy(codes))
        pdfium.FPDFPageObj_Transform(line, 1, 0, 0, 1, left * scale, (HEIGHT - base) * scale)
        pdfium.FPDFPage_InsertObject(sheets[number].raw, line)
    for number, x0, y0, x1, y1 in pages.boxes:
        sides = (x0 * scale, (HEIGHT - y1) * scale, (x1 - x0) * scale, (y1 - y0) * scale)
        box = pdfium.FPDFPageObj_CreateNewRect(*sides)
        pdfium.FPDFPath_SetDrawMode(box, 0, 1)
        pdfium.FPDFPage_InsertObject(sheets[number].raw, box)
    for sheet in sheets:
        pdfium.FPDFPage_GenerateContent(sheet.raw)
    file = io.BytesIO()
    whole.save(file)
    whole.close()
    return file.getvalue()


def _text(pages: Pages, paragraphs: Sequence[str]) -> None:
    """Paragraphs, rows that follow each other as a ruled table."""
    for is_row, group in itertools.groupby(paragraphs, lambda p: p.startswith(RAW)):
        if is_row:
            _table(pages, [[c.strip() for c in p.removeprefix(RAW).split("|")] for p in group])
        else:
            for paragraph in group:
                _paragraph(pages, paragraph)


def _columns(pages: Pages, left: Sequence[str], right: Sequence[str]) -> None:
    for lines, x in ((left, WIDTH * 0.27), (right, WIDTH * 0.69)):
        for n, line in enumerate(lines):
            pages.put(line, x, pages.y + n * pages.step, "ma")
    pages.y += (max(len(left), len(right)) + 1) * pages.step


def _centred(pages: Pages, line: str) -> None:
    pages.room(pages.step)
    pages.put(line, WIDTH / 2, pages.y, "ma")
    pages.y += pages.step if line else pages.step / 2


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and font.getlength(f"{line} {word}") > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _paragraph(pages: Pages, text: str) -> None:
    for n, line in enumerate(_wrapped(text, pages.font, RIGHT - LEFT - 80)):
        pages.room(pages.step)
        pages.put(line, LEFT + (0 if n else 80), pages.y)
        pages.y += pages.step
    pages.y += 12


def _table(pages: Pages, rows: list[list[str]]) -> None:
    count = max(map(len, rows))
    longest = [max(len(row[i]) if i < len(row) else 0 for row in rows) for i in range(count)]
    shares = [max(4, min(30, n)) for n in longest]
    edges = [LEFT + (RIGHT - LEFT) * sum(shares[:i]) / sum(shares) for i in range(count + 1)]
    for row in rows:
        _row(pages, row, edges)
    pages.y += 20


def _row(pages: Pages, row: list[str], edges: list[float]) -> None:
    cells = [
        list(_wrapped(text, pages.font, right - left - 20))
        for text, left, right in zip(row, edges, edges[1:], strict=False)
    ]
    height = max(map(len, cells)) * pages.step + 16
    pages.room(height)
    for lines, left in zip(cells, edges, strict=False):
        for n, line in enumerate(lines):
            pages.put(line, left + 10, pages.y + 8 + n * pages.step)
    for left, right in itertools.pairwise(edges):
        box = (left, pages.y, right, pages.y + height)
        pages.draw.rectangle(box, outline=25, width=2)
        pages.boxes.append((len(pages.images) - 1, *box))
    pages.y += height


def _foot(
    pages: Pages, left: Sequence[str], right: Sequence[str], pen: random.Random | None
) -> None:
    pages.room(max(len(left), len(right) + 4) * pages.step + 40)
    pages.y += 30
    for n, line in enumerate(left):
        pages.put(line, LEFT, pages.y + n * pages.step)
    if pen is not None:
        initials = LEFT + pages.font.getlength(left[-1]) if left else LEFT
        _scribble(pages, initials + 40, pages.y + len(left) * pages.step - 30, 60, pen)
    for n, line in enumerate(right[:-1]):
        pages.put(line, WIDTH * 0.7, pages.y + n * pages.step, "ma")
    name_at = pages.y + (len(right) + 3) * pages.step
    pages.put(right[-1], WIDTH * 0.7, name_at, "ma")
    if pen is not None:
        _scribble(pages, WIDTH * 0.7, name_at - pen.randint(20, 90), 150, pen)


def _scribble(pages: Pages, x: float, y: float, size: int, rng: random.Random) -> None:
    points = [(x + rng.uniform(-size, size), y + rng.uniform(-0.4, 0.4) * size) for _ in range(9)]
    pages.draw.line(points, fill=60, width=4, joint="curve")


def worn(image: Image.Image, rng: random.Random) -> Image.Image:
    """The page turned a little, blurred, speckled, sometimes thresholded."""
    turned = image.rotate(rng.uniform(-0.5, 0.5), Image.Resampling.BICUBIC, fillcolor=255)
    soft = turned.filter(ImageFilter.GaussianBlur(rng.uniform(0.3, 1.1)))
    if rng.random() < COARSE:
        small = rng.uniform(0.45, 0.75)
        soft = soft.resize((int(WIDTH * small), int(HEIGHT * small))).resize((WIDTH, HEIGHT))
    pixels = np.asarray(soft, dtype=np.float32)
    noise = np.random.default_rng(rng.getrandbits(32))
    grey = np.clip(pixels + noise.normal(0, rng.uniform(2, 26), pixels.shape), 0, 255)
    specks = noise.random(pixels.shape) < rng.uniform(0, 2e-4)
    grey[specks] = 60
    if rng.random() < 0.4:
        grey = np.where(grey > rng.uniform(120, 185), 255, 0)
    return Image.fromarray(grey.astype(np.uint8))
