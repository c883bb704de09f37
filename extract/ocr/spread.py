"""Two pages in one picture: read one after the other, each by itself, and told as one page whose boxes lie on the whole picture.

Pages are known by their number in the file, in the journal as in evidence; so the two stay one page, its lines in reading order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from extract.image import condition_of, gutter_of, mended
from extract.ingest import PageImage
from extract.model import Box, Line, Page, Table


def halves_of(page: PageImage) -> tuple[PageImage, ...]:
    """The two pages that a picture shows side by side; none where it shows one."""
    height, width = page.pixels.shape[:2]
    if width <= height:
        return ()
    whole = mended(page)
    at = gutter_of(whole.pixels, condition_of(page.pixels).folds)
    if at is None:
        return ()
    parts = whole.pixels[:, :at].copy(), whole.pixels[:, at:].copy()
    return tuple(replace(whole, pixels=part, dpi=None, full=None, notes=()) for part in parts)


def read_halves(
    page: PageImage, halves: tuple[PageImage, ...], read: Callable[[PageImage], Page]
) -> Page:
    """The page that its halves make, the left before the right."""
    width = page.pixels.shape[1]
    at = halves[0].pixels.shape[1] / width
    left = _moved(read(halves[0]), partial(_across, start=0.0, share=at), 0)
    right = _moved(read(halves[1]), partial(_across, start=at, share=1 - at), len(left.lines))
    return replace(
        left,
        lines=(*left.lines, *right.lines),
        tables=(*left.tables, *right.tables),
        regions=(*left.regions, *right.regions),
        notes=(
            *mended(page).notes,
            f"two pages side by side, parted at {at:.0%} of the width",
            *left.notes,
            *right.notes,
        ),
    )


def _across(box: Box, start: float, share: float) -> Box:
    """A box of a half on the whole picture."""
    x0, x1 = (round(start + share * x, 5) for x in (box.x0, box.x1))
    return replace(box, x0=x0, x1=x1)


Place = Callable[[Box], Box]


def _moved(page: Page, place: Place, lines_before: int) -> Page:
    return replace(
        page,
        lines=tuple(_line(line, place) for line in page.lines),
        tables=tuple(_table(table, place, lines_before) for table in page.tables),
        regions=tuple(replace(region, box=place(region.box)) for region in page.regions),
    )


def _line(line: Line, place: Place) -> Line:
    words = tuple(replace(word, box=word.box and place(word.box)) for word in line.words)
    return replace(line, words=words, box=line.box and place(line.box))


def _table(table: Table, place: Place, lines_before: int) -> Table:
    cells = tuple(replace(cell, box=cell.box and place(cell.box)) for cell in table.cells)
    return replace(
        table,
        first_line=table.first_line + lines_before,
        cells=cells,
        box=table.box and place(table.box),
    )
