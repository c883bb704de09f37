"""Blocks of invented pages drawn as bars: header columns, tables, recipients and signature."""

from __future__ import annotations

import numpy as np
import pytest

from extract.image.grid import find_grids
from extract.image.layout import find_blocks
from extract.image.page import PageBlock
from extract.model import Region

DPI = 100.0


def blank() -> np.ndarray:
    return np.full((1169, 827), 255, np.uint8)


def line(page: np.ndarray, y: int, x0: int, x1: int) -> None:
    """A line of text: strokes, with spaces that stand elsewhere in each line."""
    for x in range(x0, x1, 4):
        if (x + 17 * y) % 60 < 50:
            page[y : y + 10, x : x + 2] = 0


def header(page: np.ndarray) -> None:
    line(page, 80, 100, 330)
    line(page, 98, 140, 300)
    line(page, 130, 130, 310)
    line(page, 80, 390, 760)
    line(page, 98, 450, 700)
    line(page, 130, 430, 730)


def body(page: np.ndarray, y0: int, lines: int) -> None:
    for number in range(lines):
        line(page, y0 + number * 20, 100, 750 + number % 2)


def ending(page: np.ndarray, y: int) -> None:
    for number in range(5):
        line(page, y + number * 16, 100, 330)
    line(page, y, 500, 680)
    line(page, y + 20, 480, 700)
    line(page, y + 150, 510, 670)


def table(page: np.ndarray, x: list[int], y: list[int]) -> None:
    for at in x:
        page[y[0] : y[-1] + 2, at : at + 2] = 0
    for at in y:
        page[at : at + 2, x[0] : x[-1] + 2] = 0


def regions(page: np.ndarray) -> list[Region]:
    return [block.region for block in find_blocks(page, DPI)]


def only(page: np.ndarray, region: Region) -> PageBlock:
    (found,) = [block for block in find_blocks(page, DPI) if block.region is region]
    return found


def test_a_page_of_prose_is_one_block() -> None:
    page = blank()
    body(page, 90, 45)
    assert regions(page) == [Region.BODY]


def test_a_whole_notice_falls_into_its_blocks() -> None:
    page = blank()
    header(page)
    body(page, 230, 25)
    ending(page, 800)
    assert regions(page) == [
        Region.HEADER_LEFT,
        Region.HEADER_RIGHT,
        Region.BODY,
        Region.RECIPIENTS,
        Region.SIGNATURE,
    ]


def test_the_signers_name_below_the_recipients_belongs_to_the_signature() -> None:
    page = blank()
    body(page, 230, 25)
    ending(page, 800)
    assert only(page, Region.SIGNATURE).rect.y1 >= 960


def test_a_title_below_the_header_is_no_part_of_it() -> None:
    page = blank()
    header(page)
    line(page, 200, 430, 560)  # right of the gutter
    body(page, 230, 25)
    assert only(page, Region.HEADER_RIGHT).rect.y1 < 200


def test_a_subject_below_the_number_stays_in_the_header() -> None:
    page = blank()
    header(page)
    line(page, 150, 120, 330)
    line(page, 166, 140, 310)
    body(page, 230, 25)
    assert only(page, Region.HEADER_LEFT).rect.y1 > 175


def test_addressees_below_the_header_are_no_part_of_it() -> None:
    page = blank()
    header(page)
    for y in (150, 166, 182):
        line(page, y, 120, 330)
    line(page, 215, 260, 330)
    for y in (215, 235, 255):
        line(page, y, 420, 600)
    body(page, 290, 25)
    assert only(page, Region.HEADER_RIGHT).rect.y1 < 212


def test_a_page_number_is_no_header() -> None:
    page = blank()
    line(page, 60, 410, 420)
    body(page, 90, 45)
    assert regions(page) == [Region.BODY]


def test_no_line_is_cut() -> None:
    page = blank()
    header(page)
    body(page, 230, 25)
    ending(page, 800)
    for block in find_blocks(page, DPI):
        ink = (page[:, block.rect.x0 : block.rect.x1] == 0).any(axis=1)
        for edge in {block.rect.y0, block.rect.y1} - {0, len(page)}:
            assert not (ink[edge - 1] and ink[edge]), block.region


@pytest.mark.parametrize("dpi", [100.0, 150.0])
def test_cells_of_a_ruled_table(dpi: float) -> None:
    page = blank()
    body(page, 90, 10)
    table(page, [100, 150, 500, 620, 750], [320, 360, 420, 460])
    body(page, 500, 10)
    found = only(page, Region.TABLE)
    assert [(cell.row, cell.column) for cell in found.cells] == [
        (row, column) for row in range(3) for column in range(4)
    ]
    assert all(cell.row_span == cell.column_span == 1 for cell in found.cells)


def test_a_cell_over_two_columns_spans_them() -> None:
    page = blank()
    table(page, [100, 300, 500, 700], [300, 350, 400, 450])
    page[302:350, 300:302] = 255  # the rule between the first two cells of the first row
    first = only(page, Region.TABLE).cells[0]
    assert (first.row_span, first.column_span) == (1, 2)


def test_a_table_that_the_page_breaks_keeps_its_open_row() -> None:
    page = blank()
    table(page, [100, 300, 500, 700], [300, 350, 400])
    for x in (100, 300, 500, 700):
        page[400:470, x : x + 2] = 0
    assert len(only(page, Region.TABLE).cells) == 9


def test_breaks_in_a_rule_are_mended() -> None:
    page = blank()
    table(page, [100, 300, 500, 700], [300, 350, 400])
    page[:, 200:203] = 255
    page[:, 620:623] = 255
    assert len(only(page, Region.TABLE).cells) == 6


def test_a_stamp_box_is_no_table() -> None:
    page = blank()
    table(page, [100, 250], [100, 150])
    assert find_grids(255 - page, DPI) == ()


def test_a_header_whose_columns_nearly_touch_is_still_two() -> None:
    page = blank()
    line(page, 80, 100, 372)
    line(page, 98, 140, 300)
    line(page, 130, 130, 310)
    line(page, 80, 386, 760)
    line(page, 98, 450, 700)
    line(page, 130, 430, 730)
    body(page, 230, 25)
    left = only(page, Region.HEADER_LEFT).rect
    assert left.y0 < 80
    assert 372 <= left.x1 <= 386


def test_recipients_below_two_signers_do_not_end_the_zone() -> None:
    page = blank()
    body(page, 90, 20)
    line(page, 600, 140, 300)
    line(page, 600, 520, 640)
    line(page, 720, 150, 290)
    line(page, 720, 510, 650)
    for number in range(7):
        line(page, 780 + number * 16, 100, 400)
    assert regions(page)[-2:] == [Region.RECIPIENTS, Region.SIGNATURE]


def test_a_title_beside_a_stamp_is_no_part_of_the_header() -> None:
    page = blank()
    header(page)
    for y in range(160, 230, 18):  # an urgency stamp at the left
        line(page, y, 40, 150)
    line(page, 176, 390, 520)  # a title right of the gutter, near the page's middle
    line(page, 196, 380, 530)
    body(page, 260, 30)
    assert only(page, Region.HEADER_RIGHT).rect.y1 <= 176


def test_a_date_below_the_motto_stays_in_the_header() -> None:
    page = blank()
    header(page)
    line(page, 173, 130, 310)  # the number beside the date
    line(page, 173, 470, 740)  # as far off as a title, but right of the motto's middle
    body(page, 260, 30)
    assert only(page, Region.HEADER_RIGHT).rect.y1 >= 183


def test_lines_of_the_body_that_gaps_run_through_are_no_part_of_the_ending() -> None:
    page = blank()
    body(page, 90, 30)
    for y in (700, 720, 740):
        line(page, y, 100, 250)
        line(page, y, 420, 750)
    ending(page, 800)
    assert 750 <= only(page, Region.RECIPIENTS).rect.y0 <= 800
    assert only(page, Region.SIGNATURE).rect.y0 == only(page, Region.RECIPIENTS).rect.y0
