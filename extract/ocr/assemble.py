"""From words found in the blocks of a page to the page: lines with regions, rows of tables, page numbers.

Both readers end here: `by_place` puts an engine's lines from the sheet back into blocks, `extract.ocr.layer` the words of
a text layer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, pairwise

from extract.image import CleanPage, GridCell, PageBlock, Rect
from extract.model import Box, Cell, Line, Page, Region, Table, TextSource, Word, around
from extract.ocr.hocr import ReadLine, ReadWord
from extract.ocr.sheet import PAD, Sheet, SheetStrip, nearest

# Words with boxes set in lines: by their middles from top to bottom, from left to right in each line.

_SAME_LINE = 0.5  # of a word's height: how far its middle may lie off the line's middle

Words = Sequence[Word]  # of a line, their `start` still to be set


def set_in_lines(words: Sequence[Word]) -> list[Words]:
    """Words in lines from top to bottom, from left to right in each."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        if lines and _on_line(lines[-1], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=_left) for line in lines]


def _on_line(line: Sequence[Word], word: Word) -> bool:
    return abs(_middle(word) - _middle(line[-1])) < _SAME_LINE * min(
        _height(word), _height(line[-1])
    )


def _middle(word: Word) -> float:
    return 0.0 if word.box is None else (word.box.y0 + word.box.y1) / 2


def _left(word: Word) -> float:
    return 0.0 if word.box is None else word.box.x0


def _height(word: Word) -> float:
    return 0.0 if word.box is None else word.box.y1 - word.box.y0


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


def _by_strip(row: Sequence[SheetStrip], word: ReadWord, pad: int) -> Iterator[ReadWord]:
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


def _word(strip: SheetStrip, word: ReadWord) -> Word:
    """The word with its box in pixels of the clean page, where lines are level: on a page askew they are not."""
    rect = strip.on_page(word.rect)
    box = Box(rect.x0, rect.y0, rect.x1, rect.y1)
    return Word(word.text, 0, box, word.confidence, word.alternatives, hand=word.hand)


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


def _rows(block: PageBlock, cells: Sequence[Words]) -> list[Line]:
    """A line for each row; a cell that spans rows stands in its first."""
    columns = 1 + max(cell.column for cell in block.cells)
    table: dict[int, list[Words]] = {}
    for cell, words in zip(block.cells, cells, strict=True):
        table.setdefault(cell.row, [()] * columns)[cell.column] = words
    return [_joined(table[row], Region.TABLE) for row in sorted(table)]


def _table(page: CleanPage, block: PageBlock, cells: Sequence[Words], first_line: int) -> Table:
    made = (
        Cell(
            cell.row,
            cell.column,
            " ".join(word.text for word in words),
            page.original(cell.rect),
            cell.row_span,
            column_span=cell.column_span,
        )
        for cell, words in zip(block.cells, cells, strict=True)
    )
    return Table(first_line, tuple(made), page.original(block.rect))


# Rows of a table that no rule parts: where the first column counts on in one cell, its row is cut between the numbers.
#
# A frame with rules down alone is read as one row; its first cell then says `1`, `2`, `3` one below the other. The cut goes
# through the white that all cells of the row have between two numbers, and where there is none nothing is cut.

_NUMBER = re.compile(r"(\d{1,3})[.)]?")
_FIRST = 0.6  # of a line's height that the first number stands off the first line of its row where all stand at the top
_ALIKE = 0.75  # of the widest white: as wide where lines of a cell stand close

Band = tuple[float, float]  # rows of the page, from and to


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a cell and the rows of the page it stands on."""

    words: Words
    rows: Band


def with_cut_rows(page: CleanPage, found: ByPlace) -> tuple[CleanPage, ByPlace]:
    """The page with such rows cut, and its words in the new cells."""
    blocks, placed = list(page.blocks), dict(found)
    for number, block in enumerate(page.blocks):
        for row in sorted({cell.row for cell in block.cells}, reverse=True):
            lines = {
                at: [_Line(words, _cut_rows(page, words)) for words in placed.get((number, at), ())]
                for at, cell in enumerate(blocks[number].cells)
                if cell.row == row and cell.row_span == 1
            }
            cuts = _cuts(blocks[number], lines)
            if cuts:
                blocks[number], moved = _cut(blocks[number], row, cuts, lines)
                placed = _moved(placed, number, moved, lines)
    if blocks == list(page.blocks):
        return page, found
    return replace(page, blocks=tuple(blocks)), placed


def _cut_rows(page: CleanPage, words: Words) -> Band:
    """The rows of the clean page that words stand on."""
    boxes = [word.box for word in words if word.box]
    places = [page.place((b.x0 + b.x1) / 2, y)[1] for b in boxes for y in (b.y0, b.y1)]
    return min(places, default=0.0), max(places, default=0.0)


def _cuts(block: PageBlock, lines: Mapping[int, Sequence[_Line]]) -> list[float]:
    """The rows of the page to cut a row of cells at; none where its first cell does not count on."""
    first = next((at for at in lines if block.cells[at].column == 0), None)
    if first is None or not _counts_on(lines[first]):
        return []
    others = [line.rows for at, cell in lines.items() if at != first for line in cell]
    numbers = [line.rows for line in lines[first]]
    if len(others) < len(numbers):
        return []
    top = min(others)[0]
    at_top = abs(numbers[0][0] - top) < _FIRST * (numbers[0][1] - numbers[0][0])
    found = [_cut_between(a, b, others, at_top=at_top) for a, b in pairwise(numbers)]
    return [] if None in found else [cut for cut in found if cut is not None]


def _counts_on(lines: Sequence[_Line]) -> bool:
    """Whether a cell says one number a line, each one more than the last."""
    said = [_NUMBER.fullmatch("".join(word.text for word in line.words)) for line in lines]
    numbers = [int(one[1]) for one in said if one]
    steps = all(b == a + 1 for a, b in pairwise(numbers))
    return len(lines) > 1 and len(numbers) == len(lines) and steps


def _cut_between(upper: Band, lower: Band, others: Sequence[Band], *, at_top: bool) -> float | None:
    """The middle of the white between two numbers: the widest or, where text stands at the top of its row, the last."""
    low, high = (sum(upper) / 2, lower[0] + 1) if at_top else (sum(upper) / 2, sum(lower) / 2)
    edge, white = low, list[Band]()
    for top, bottom in sorted(others):
        if top > edge and top <= high:
            white.append((edge, top))
        edge = max(edge, bottom)
    white += [(edge, high)] if edge < high else []
    if not white:
        return None
    widest = max(b - a for a, b in white)
    chosen = [gap for gap in white if gap[1] - gap[0] >= (0 if at_top else _ALIKE * widest)]
    return sum(chosen[-1]) / 2


def _cut(
    block: PageBlock, row: int, cuts: Sequence[float], lines: Mapping[int, Sequence[_Line]]
) -> tuple[PageBlock, list[tuple[int, Band]]]:
    """The block with a row cut; of each new cell the one that it was and the rows of the page that it has."""
    more = len(cuts)
    made: list[tuple[GridCell, int, Band]] = []
    for at, cell in enumerate(block.cells):
        whole = (float(cell.rect.y0), float(cell.rect.y1))
        if at in lines:
            edges = [whole[0], *cuts, whole[1]]
            made += [(part, at, band) for part, band in _parts(cell, list(pairwise(edges)))]
        elif cell.row > row:
            made.append((replace(cell, row=cell.row + more), at, whole))
        else:
            spans = cell.row + cell.row_span > row
            made.append((replace(cell, row_span=cell.row_span + more * spans), at, whole))
    made.sort(key=lambda one: (one[0].row, one[0].column))
    cells = tuple(cell for cell, _, _ in made)
    return replace(block, cells=cells), [(at, band) for _, at, band in made]


def _parts(cell: GridCell, bands: Sequence[Band]) -> Iterator[tuple[GridCell, Band]]:
    for number, band in enumerate(bands):
        rect = Rect(cell.rect.x0, round(band[0]), cell.rect.x1, round(band[1]))
        yield replace(cell, rect=rect, row=cell.row + number), band


def _moved(
    found: ByPlace,
    block: int,
    moved: Sequence[tuple[int, Band]],
    lines: Mapping[int, Sequence[_Line]],
) -> dict[Place, Sequence[Words]]:
    """The words of all places, those of the cut block in its new cells."""
    placed = {place: words for place, words in found.items() if place[0] != block}
    for new, (old, band) in enumerate(moved):
        if old in lines:
            inside = (line for line in lines[old] if band[0] <= sum(line.rows) / 2 < band[1])
            placed[block, new] = [line.words for line in inside]
        else:
            placed[block, new] = found.get((block, old), ())
    return placed
