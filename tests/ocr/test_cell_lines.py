"""The text of a table's cells on the sheet: one base line for what stands in a row, whatever its height in the cell."""

from __future__ import annotations

import numpy as np
import pytest

from extract.image import CleanPage, GridCell, PageBlock, Rect
from extract.model import Region
from extract.ocr.assemble import cut_to_widths
from extract.ocr.sheet import cell_rows, compose

HIGH, WIDE = 160, 400  # pixels at 100 dpi


def a_table(*ink: tuple[int, int, int, int]) -> CleanPage:
    """A row of two cells with bars of ink (x0, y0, x1, y1) for lines of text."""
    pixels = np.full((HIGH, WIDE), 255, np.uint8)
    for x0, y0, x1, y1 in ink:
        pixels[y0:y1, x0:x1] = 0
    cells = (
        GridCell(Rect(0, 0, 200, HIGH), 0, 0),
        GridCell(Rect(200, 0, WIDE, HIGH), 0, 1),
    )
    block = PageBlock(Region.TABLE, Rect(0, 0, WIDE, HIGH), cells)
    back = np.diag([1 / WIDE, 1 / HIGH, 1.0])
    return CleanPage(1, pixels, 100.0, (block,), back)


TWO_LINES = ((20, 40, 120, 60), (20, 90, 100, 110))
ONE_LINE = (230, 65, 290, 85)  # centred beside them


def test_a_centred_cell_stands_beside_the_first_line_of_its_neighbour() -> None:
    page = a_table(*TWO_LINES, ONE_LINE)
    rows = [[text.cell for text in row] for row in cell_rows(page, page.blocks[0])]
    assert rows == [[0, 1], [0]]
    first, beside, below = compose(page).strips
    assert first.y + first.rect.height == beside.y + beside.rect.height < below.y
    assert beside.x == first.x + first.rect.width


def test_nothing_of_the_white_between_columns_is_left_but_the_space_between_words() -> None:
    page = a_table((20, 40, 60, 60), (330, 40, 390, 60))
    sheet = compose(page)
    first, second = sheet.strips
    inked = np.flatnonzero((sheet.pixels == 0).any(axis=0))
    assert np.diff(inked).max() - 1 == 8  # 0.09 inch of white, in whole pixels on each side
    assert first.y == second.y


def test_lines_that_touch_stay_together_and_alone() -> None:
    page = a_table((20, 40, 120, 60), (20, 60, 100, 80), ONE_LINE)
    rows = [[text.cell for text in row] for row in cell_rows(page, page.blocks[0])]
    assert rows == [[1], [0]]


def test_marks_above_and_below_letters_belong_to_their_line() -> None:
    hat, letters, dot = (30, 50, 40, 54), (20, 56, 120, 66), (50, 68, 53, 71)
    page = a_table(hat, letters, dot)
    ((text,),) = cell_rows(page, page.blocks[0])
    assert (text.rect.y0, text.rect.y1) == (50, 71)
    assert text.base == 65  # where the letters stand, not the dot


def test_the_rest_of_a_rule_at_a_cells_edge_is_no_text() -> None:
    page = a_table((2, 10, 4, 150), (20, 40, 120, 60))
    ((text,),) = cell_rows(page, page.blocks[0])
    sheet = compose(page)
    assert (text.rect.y0, text.rect.y1) == (40, 60)
    assert (sheet.pixels == 0).sum() == 100 * 20


STOP = (62, 58, 64, 60)  # right behind a figure


@pytest.mark.parametrize(
    ("mark", "width"),
    [((90, 56, 92, 58), 60), (STOP, 64), ((90, 50, 96, 52), 96)],
    ids=["a speck apart from all letters", "a stop", "a dash"],
)
def test_a_speck_beside_a_figure_is_no_text(mark: tuple[int, int, int, int], width: int) -> None:
    page = a_table((20, 40, 60, 60), mark)
    ((text,),) = cell_rows(page, page.blocks[0])
    inked = np.flatnonzero((compose(page).pixels == 0).any(axis=0))
    assert inked[-1] - inked[0] == width - 20 - 1
    assert text.rect.height == 20


def test_an_empty_cell_and_one_smaller_than_its_rims_have_no_text() -> None:
    page = a_table()
    assert not list(cell_rows(page, page.blocks[0]))
    small = PageBlock(Region.TABLE, Rect(0, 0, 4, 4), (GridCell(Rect(0, 0, 4, 4), 0, 0),))
    assert not list(cell_rows(page, small))


@pytest.mark.parametrize(
    ("read", "widths", "cells"),
    [
        ("998,5", [15, 15, 36], ["9", "9", "8,5"]),
        ("17,2516,6", [64, 50], ["17,25", "16,6"]),
        ("12", [15, 14, 15], ["1", "2"]),
    ],
)
def test_figures_read_as_one_word_go_to_the_cells_they_are_as_wide_as(
    read: str, widths: list[int], cells: list[str]
) -> None:
    assert cut_to_widths(read, widths) == cells
