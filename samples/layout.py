"""Draws an official document as Nghị định 30/2020/NĐ-CP lays it out, and keeps the lines it printed.

A source is plain text: a line `@left`, `@issuer`, `@number`, `@vv`, `@place`, `@type`, `@subject`, `@sub`, `@to`, `@h` is a
part of the form, `@table W W ...` (widths in percent) to `@end` a ruled table, `@break` a new page; lines after
`@recipients` and `@sign`, `@name` close the document; any other line is a paragraph. All measures are millimetres on A4.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

DPI = 200
FONTS = Path("/usr/share/fonts/truetype/croscore")
FOOTER = "VĂN BẢN MẪU - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ (tên người, tên cơ quan là bịa đặt)"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 210, 297, 30, 193, 18, 274
LEFT_COLUMN, RIGHT_COLUMN = (20, 90), (92, 196)


def px(mm: float) -> int:
    """Millimetres as pixels."""
    return round(mm * DPI / 25.4)


def font(size: float, style: str = "Regular") -> ImageFont.FreeTypeFont:
    """Tinos (fonts-croscore: metrics of Times New Roman, every Vietnamese letter; Liberation 1.07 lacks them); `size` in points."""
    return ImageFont.truetype(str(FONTS / f"Tinos-{style}.ttf"), round(size * DPI / 72))


@dataclass(frozen=True)
class Words:
    """A run of text on a page: top left corner and size in pixels."""

    text: str
    x: float
    y: float
    size: int
    style: str


@dataclass
class Sheet:
    """One page being drawn: the picture, how far down it is filled (mm) and the lines printed on it."""

    image: Image.Image
    y: float = TOP
    lines: list[str] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)

    @classmethod
    def blank(cls) -> Sheet:
        """A white page with the line that marks it as a sample."""
        sheet = cls(Image.new("L", (px(WIDTH), px(HEIGHT)), 255))
        sheet.print(FOOTER, WIDTH / 2, 285, font(9, "Italic"), "m")
        return sheet

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """The pen."""
        return ImageDraw.Draw(self.image)

    def print(
        self, text: str, x: float, y: float, face: ImageFont.FreeTypeFont, anchor: str = "l"
    ) -> None:
        """One line of text at (x, y) millimetres; `anchor` l or m (left or middle at x)."""
        left = px(x) - (face.getlength(text) / 2 if anchor == "m" else 0)
        self.put(text, round(left), px(y), face)

    def put(self, text: str, x: int, y: int, face: ImageFont.FreeTypeFont) -> None:
        """Text whose top left corner is at (x, y) pixels."""
        self.draw.text((x, y), text, fill=20, font=face, anchor="la")
        style = Path(str(face.path)).stem.partition("-")[2]
        self.words.append(Words(text, x, y, round(face.size), style))

    def rule(self, x0: float, y0: float, x1: float, y1: float, thick: int = 2) -> None:
        """A straight line."""
        self.draw.line((px(x0), px(y0), px(x1), px(y1)), fill=20, width=thick)


def wrap(text: str, face: ImageFont.FreeTypeFont, width: float, indent: float = 0) -> list[str]:
    """The lines of a paragraph set in `width` millimetres, the first one shorter by `indent`."""
    lines: list[str] = []
    for word in text.split():
        room = width - (indent if len(lines) <= 1 else 0)
        if lines and face.getlength(f"{lines[-1]} {word}") <= px(room):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@dataclass
class Document:
    """The pages of a document as they are drawn from its source."""

    pages: list[Sheet] = field(default_factory=lambda: [Sheet.blank()])

    @property
    def sheet(self) -> Sheet:
        """The page being drawn."""
        return self.pages[-1]

    def turn(self) -> None:
        """Begin a new page: its number stands in the top margin."""
        self.pages.append(Sheet.blank())
        number = str(len(self.pages))
        self.sheet.print(number, WIDTH / 2, 11, font(13), "m")
        self.sheet.lines.append(number)

    def line(
        self,
        text: str,
        face: ImageFont.FreeTypeFont,
        x: float,
        anchor: str = "l",
        step: float = 6.4,
    ) -> None:
        """One printed line, on a new page where this one is full."""
        if self.sheet.y + step > BOTTOM:
            self.turn()
        self.sheet.print(text, x, self.sheet.y, face, anchor)
        self.sheet.lines.append(text)
        self.sheet.y += step

    def paragraph(self, text: str, style: str = "Regular") -> None:
        """A justified paragraph of the body, first line indented 10 mm."""
        face = font(13.5, style)
        lines = wrap(text, face, RIGHT - LEFT, 10)
        self.sheet.y += 2 if self.sheet.lines[-1].startswith(("Kính gửi", "CHỦ TỊCH")) else 0
        for i, words in enumerate(lines):
            if self.sheet.y + 6.4 > BOTTOM:
                self.turn()
            x = LEFT + (10 if i == 0 else 0)
            self._justified(words, face, x, last=i == len(lines) - 1)
            self.sheet.lines.append(words)
            self.sheet.y += 6.4
        self.sheet.y += 1.4

    def _justified(self, text: str, face: ImageFont.FreeTypeFont, x: float, *, last: bool) -> None:
        words = text.split()
        natural = sum(face.getlength(word) for word in words)
        gap = (px(RIGHT - x) - natural) / max(1, len(words) - 1)
        gap = face.getlength(" ") if last else gap
        at = float(px(x))
        for word in words:
            self.sheet.put(word, round(at), px(self.sheet.y), face)
            at += face.getlength(word) + gap

    def centred(self, text: str, size: float, style: str = "Bold") -> None:
        """Centred lines over the whole width."""
        for words in wrap(text, font(size, style), 130):
            self.line(words, font(size, style), (LEFT + RIGHT) / 2, "m")

    def header(self, parts: dict[str, str]) -> None:
        """The two columns at the top: agency, number (and subject of a letter); motto, place and date."""
        left, right = sum(LEFT_COLUMN) / 2, sum(RIGHT_COLUMN) / 2
        face = font(12.5)
        top = [(parts["left"], face), (parts["issuer"], font(12.5, "Bold"))]
        number = [
            (parts["number"], font(13)),
            *((w, font(12)) for w in wrap(parts.get("vv", ""), font(12), 62)),
        ]
        motto = [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", font(12.5, "Bold")),
            ("Độc lập - Tự do - Hạnh phúc", font(13.5, "Bold")),
        ]
        y = self._column([*top], left, self.sheet.y)
        self.sheet.rule(left - 12, y, left + 12, y)
        bottom = self._column(number, left, y + 3)
        y = self._column(motto, right, self.sheet.y)
        self.sheet.rule(right - 33, y, right + 33, y)
        self._column([(parts["place"], font(13.5, "Italic"))], right, y + 3)
        self.sheet.y = bottom + 5

    def _column(self, rows: list[tuple[str, ImageFont.FreeTypeFont]], x: float, y: float) -> float:
        for text, face in rows:
            self.sheet.print(text, x, y, face, "m")
            self.sheet.lines.append(text)
            y += 5.6
        return y + 0.6

    def table(self, widths: list[int], rows: list[list[str]]) -> None:
        """A ruled table, its first row bold; a row is one line of the truth, cells joined by ` | `."""
        edges = [
            LEFT + (RIGHT - LEFT) * sum(widths[:i]) / sum(widths) for i in range(len(widths) + 1)
        ]
        top = self.sheet.y
        for number, row in enumerate(rows):
            self._row(edges, row, "Bold" if number == 0 else "Regular")
        for edge in edges:
            self.sheet.rule(edge, top, edge, self.sheet.y)
        self.sheet.y += 4

    def _row(self, edges: list[float], row: list[str], style: str) -> None:
        face = font(12, style)
        spans = list(itertools.pairwise(edges))
        cells = [wrap(cell, face, b - a - 3) for cell, (a, b) in zip(row, spans, strict=True)]
        self.sheet.rule(edges[0], self.sheet.y, edges[-1], self.sheet.y)
        for lines, (a, b) in zip(cells, spans, strict=True):
            middle = style == "Bold" or (lines[:1] and lines[0][0].isdigit())
            for i, words in enumerate(lines):
                x = (a + b) / 2 if middle else a + 1.5
                self.sheet.print(
                    words, x, self.sheet.y + 1.2 + 5.2 * i, face, "m" if middle else "l"
                )
        self.sheet.y += 5.2 * max(map(len, cells)) + 2.6
        self.sheet.rule(edges[0], self.sheet.y, edges[-1], self.sheet.y)
        self.sheet.lines.append(" | ".join(row))

    def closing(self, recipients: list[str], titles: list[str], name: str) -> None:
        """Recipients on the left, signature on the right."""
        if self.sheet.y + 48 > BOTTOM:
            self.turn()
        top, right = self.sheet.y + 3, 150
        y = top
        self.sheet.print("Nơi nhận:", LEFT, y, font(12, "BoldItalic"))
        for i, text in enumerate(recipients):
            self.sheet.print(text, LEFT, y + 5.4 + 4.8 * i, font(11))
        self.sheet.lines += ["Nơi nhận:", *recipients, *titles, name]
        for i, text in enumerate(titles):
            self.sheet.print(text, right, y + 6 * i, font(13.5, "Bold"), "m")
        self.sheet.y = y + 6 * len(titles) + 26
        self.sheet.print(name, right, self.sheet.y, font(13.5, "Bold"), "m")


HEADER = {"@left", "@issuer", "@number", "@vv", "@place"}
CLOSING = {"@recipients", "@sign", "@name"}


def render(source: str) -> Document:
    """The document that a source describes; each page's truth ends with its footer."""
    document = Document()
    lines = iter(source.strip().splitlines())
    head: dict[str, str] = {}
    tail: dict[str, list[str]] = {tag: [] for tag in CLOSING}
    part = ""
    for line in lines:
        tag, _, text = line.partition(" ") if line.startswith("@") else ("", "", line)
        part = tag if tag in HEADER | CLOSING else part
        if tag in HEADER:
            head[tag[1:]] = text
        elif part in CLOSING:
            tail[part] += [text] if text else []
        else:
            _header_once(document, head)
            _body(document, tag, text, lines)
    document.closing(tail["@recipients"], tail["@sign"], tail["@name"][0])
    for page in document.pages:
        page.lines.append(FOOTER)
    return document


def _header_once(document: Document, head: dict[str, str]) -> None:
    if head:
        document.header(head)
        head.clear()


def _body(document: Document, tag: str, text: str, lines: Iterator[str]) -> None:
    face = font(13.5)
    if tag == "@break":
        document.turn()
    elif tag == "@table":
        rows = [[cell.strip() for cell in row.split("|")] for row in iter(lines.__next__, "@end")]
        document.table([int(width) for width in text.split()], rows)
    elif tag == "@to":
        document.line(text, face, 62 if text.startswith("K") else 72)
    elif tag in {"@type", "@sub"}:
        document.sheet.y += 2.5
        document.centred(text, 14 if tag == "@type" else 13.5)
    elif tag == "@subject":
        document.centred(text, 13.5)
        document.sheet.y += 3
    else:
        document.paragraph(text, "Bold" if tag == "@h" else "Regular")
