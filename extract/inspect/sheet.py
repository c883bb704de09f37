"""A page's picture with what was found on it: blocks, tables and words at their places."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from extract.inspect.pictures import both, classes, correction_note, data_uri
from extract.model import Box, Page, PageRegion, Region, around
from extract.tables.hocr import PlacedWord, areas

_RIGHT, _LOW = 0.6, 0.85  # words beyond open their note to the left, or upwards
Words = Sequence[Sequence[PlacedWord]]  # of each line


def sheet(page: Page, picture: bytes, words: Words) -> str:
    """The picture with its overlays."""
    marks = map(_mark, page.regions)
    parts = (
        *_blocks(page),
        *_tables(page),
        *marks,
        *(_word(word) for line in words for word in line),
    )
    return f'<div class="sheet"><img src="{data_uri(picture)}" alt="">{"".join(parts)}</div>'


def _blocks(page: Page) -> Iterator[str]:
    """Outlines of the page's areas with the names of their regions."""
    for area in areas(page):
        lines = page.lines[area.first : area.first + area.count]
        box = around([line.box for line in lines if line.box])
        if box is not None and area.region is not Region.TABLE:
            name = both(str(area.region), "region")
            yield f'<div class="block" style="{_place(box)}"><small>{name}</small></div>'


def _tables(page: Page) -> Iterator[str]:
    for table in page.tables:
        if table.box is not None:
            yield f'<div class="table" style="{_place(table.box)}"></div>'
        for cell in table.cells:
            if cell.box is not None:
                yield f'<div class="cell" style="{_place(cell.box)}"></div>'


def _mark(region: PageRegion) -> str:
    """The outline of a stamp, seal or note, with its kind, its colour and what was read of it."""
    said = f": {html.escape(' / '.join(region.text.split(chr(10))))}" if region.text else ""
    told = f"{both(str(region.kind), 'beside')}, {both(region.colour, 'colour')}{said}"
    return f'<div class="mark" style="{_place(region.box)}"><small>{told}</small></div>'


def _word(word: PlacedWord) -> str:
    if word.box is None:
        return ""
    side = " left" if word.box.x0 > _RIGHT else ""
    side += " up" if word.box.y0 > _LOW else ""
    return f'<span class="{classes(word)}{side}" style="{_place(word.box)}" tabindex="0">{correction_note(word)}</span>'


def _place(box: Box) -> str:
    """A box as shares of the picture."""
    return (
        f"left:{box.x0:.2%};top:{box.y0:.2%};"
        f"width:{box.x1 - box.x0:.2%};height:{box.y1 - box.y0:.2%}"
    )
