"""Rows of a table that no rule parts: where the first column counts on in one cell, its row is cut between the numbers.

A frame with rules down alone is read as one row; its first cell then says `1`, `2`, `3` one below the other. The cut goes
through the white that all cells of the row have between two numbers, and where there is none nothing is cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.image import Block, CleanPage, GridCell, Rect
from extract.ocr.assemble import ByPlace, Place
from extract.ocr.lines import Words

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
                at: [_Line(words, _rows(page, words)) for words in placed.get((number, at), ())]
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


def _rows(page: CleanPage, words: Words) -> Band:
    """The rows of the clean page that words stand on."""
    boxes = [word.box for word in words if word.box]
    places = [page.place((b.x0 + b.x1) / 2, y)[1] for b in boxes for y in (b.y0, b.y1)]
    return min(places, default=0.0), max(places, default=0.0)


def _cuts(block: Block, lines: Mapping[int, Sequence[_Line]]) -> list[float]:
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
    block: Block, row: int, cuts: Sequence[float], lines: Mapping[int, Sequence[_Line]]
) -> tuple[Block, list[tuple[int, Band]]]:
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
