"""From words found in the blocks of a page to the page: lines with regions, rows of tables, page numbers.

Both readers end here: `by_place` puts an engine's lines from the sheet back into blocks, `extract.ocr.layer` the words of
a text layer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, islice, pairwise

from extract.image import Block, CleanPage, Rect
from extract.model import Box, Cell, Line, Page, Region, Table, TextSource, Word, around
from extract.ocr.cell_lines import PAD
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.lines import Words, set_in_lines
from extract.ocr.sheet import Sheet, Strip, nearest

CELL_SEPARATOR = " | "
_PAGE_NUMBER = re.compile(r"[-–—.\s]*\d{1,4}[-–—.\s]*")
_OVER = 3  # pixels that a word may reach over the border of its cell
_CUT = (
    0.7  # the most that a part of a word is worth that an engine read over the border of two cells
)
_WAYS = 20_000  # of cutting a word, at most
_NARROW = frozenset(".,:;'’|!ijlI()[]-/")
_MARGIN = 0.12  # share of the page's height at top and bottom where page numbers stand

Place = tuple[int, int | None]  # block, cell
ByPlace = Mapping[Place, Sequence[Words]]  # lines of words


def build_page(page: CleanPage, found: ByPlace, source: TextSource) -> Page:
    """The page that lines of words in its blocks make, in the order of the blocks."""
    lines: list[Line] = []
    tables: list[Table] = []
    for index, block in enumerate(page.blocks):
        if block.cells:
            cells = [_flat(found.get((index, cell), ())) for cell in range(len(block.cells))]
            tables.append(_table(page, block, cells, len(lines)))
            lines += _rows(block, cells)
        else:
            made = (make_line(words, block.region) for words in found.get((index, None), ()))
            lines += map(_with_margin, made)
    return Page(page.number, tuple(lines) or (Line(""),), source, tuple(tables), page.notes)


def by_place(page: CleanPage, sheet: Sheet, lines: Sequence[ReadLine]) -> ByPlace:
    """An engine's lines of a sheet by the block that their middle falls on, those of a table by cell."""
    found: dict[Place, list[Words]] = {}
    loose: dict[Place, list[Word]] = {}
    pad = round(PAD * page.dpi)
    for line in lines:
        row = sheet.row_at((line.rect.y0 + line.rect.y1) // 2)
        parts = [part for word in line.words for part in _by_strip(row, word, pad)]
        strips = [nearest(row, (part.rect.x0 + part.rect.x1) / 2) for part in parts]
        words = list(map(_word, strips, parts))
        if row[0].cell is None:
            found.setdefault((row[0].block, None), []).append(_as_it_came(page, words))
            continue
        for strip, word in zip(strips, words, strict=True):
            loose.setdefault((strip.block, strip.cell), []).append(word)
    for place, words in loose.items():
        found[place] = [_as_it_came(page, line) for line in set_in_lines(words)]
    return found


def _by_strip(row: Sequence[Strip], word: ReadWord, pad: int) -> Iterator[ReadWord]:
    """A word of one piece of the sheet; one that runs over the border of two cells cut there.

    `pad`: pixels of white at both sides of a cell's ink.
    """
    x0, x1 = word.rect.x0, word.rect.x1
    borders = [strip.x for strip in row[1:] if x0 + _OVER < strip.x < x1 - _OVER]
    if not borders:
        yield word
        return
    edges = [x0, *(edge for border in borders for edge in (border - pad, border + pad)), x1]
    inked = list(zip(edges[::2], edges[1::2], strict=True))
    parts = cut_to_widths(word.text, [max(1, right - left) for left, right in inked])
    for part, (left, right) in zip(parts, inked, strict=False):
        rect = Rect(left, word.rect.y0, right, word.rect.y1)
        yield ReadWord(part, rect, min(word.confidence, _CUT))


def cut_to_widths(text: str, widths: Sequence[int]) -> list[str]:
    """The text in as many parts as there are widths, those that come nearest to them; fewer where it has fewer letters.

    >>> cut_to_widths("998,5", [15, 15, 36])
    ['9', '9', '8,5']
    """
    cuts = min(len(widths), len(text)) - 1
    ways = combinations(range(1, len(text)), cuts)
    parts = [[text[a:b] for a, b in pairwise([0, *way, len(text)])] for way in islice(ways, _WAYS)]
    pixels = sum(widths) / _width(text)
    return min(
        parts,
        key=lambda way: sum(
            abs(_width(part) * pixels - width) for part, width in zip(way, widths, strict=False)
        ),
    )


def _width(text: str) -> float:
    """A text's width in figures, about."""
    return sum(0.5 if letter in _NARROW else 1.0 for letter in text)


def _word(strip: Strip, word: ReadWord) -> Word:
    """The word with its box in pixels of the clean page, where lines are level: on a page askew they are not."""
    rect = strip.on_page(word.rect)
    box = Box(rect.x0, rect.y0, rect.x1, rect.y1)
    return Word(word.text, 0, box, word.confidence, word.alternatives, word.hand)


def _as_it_came(page: CleanPage, words: Words) -> Words:
    """Words with their boxes on the page as it came."""
    boxes = [word.box for word in words if word.box]
    places = page.originals([Rect(*map(int, (b.x0, b.y0, b.x1, b.y1))) for b in boxes])
    return [replace(word, box=place) for word, place in zip(words, places, strict=True)]


def make_line(words: Words, region: Region) -> Line:
    """A line of words joined by spaces, each with its place in the line."""
    return _joined([words], region)


def _joined(cells: Sequence[Words], region: Region) -> Line:
    """Words joined by spaces, groups of words by the cell separator."""
    raw = ""
    placed: list[Word] = []
    for number, cell in enumerate(cells):
        raw += CELL_SEPARATOR if number else ""
        for index, word in enumerate(cell):
            raw += " " if index else ""
            placed.append(replace(word, start=len(raw)))
            raw += word.text
    return Line(raw, tuple(placed), around([word.box for word in placed if word.box]), region)


def _with_margin(line: Line) -> Line:
    """The line, marked as margin where it is a page number at the head or foot of the page."""
    at_edge = line.box is not None and (line.box.y1 < _MARGIN or line.box.y0 > 1 - _MARGIN)
    number = at_edge and _PAGE_NUMBER.fullmatch(line.raw)
    return replace(line, region=Region.MARGIN) if number else line


def _flat(lines: Sequence[Words]) -> Words:
    """A cell's words, those apart that are the rest of a rule."""
    return [word for words in lines for word in words if word.text.strip("_|")]


def _rows(block: Block, cells: Sequence[Words]) -> list[Line]:
    """A line for each row; a cell that spans rows stands in its first."""
    columns = 1 + max(cell.column for cell in block.cells)
    table: dict[int, list[Words]] = {}
    for cell, words in zip(block.cells, cells, strict=True):
        table.setdefault(cell.row, [()] * columns)[cell.column] = words
    return [_joined(table[row], Region.TABLE) for row in sorted(table)]


def _table(page: CleanPage, block: Block, cells: Sequence[Words], first_line: int) -> Table:
    made = (
        Cell(
            cell.row,
            cell.column,
            " ".join(word.text for word in words),
            page.original(cell.rect),
            cell.row_span,
            cell.column_span,
        )
        for cell, words in zip(block.cells, cells, strict=True)
    )
    return Table(first_line, tuple(made), page.original(block.rect))
