"""A row of a table whose first cell counts on is cut between its numbers, in white that all cells have, or not at all."""

from __future__ import annotations

import numpy as np
import pytest

from extract.image import CleanPage, GridCell, PageBlock, Rect
from extract.model import Box, Region, TextSource, Word
from extract.ocr.assemble import ByPlace, build_page, with_cut_rows

HEIGHT, WIDTH, LINE = 1000, 800, 20
HEAD = 100  # where the row below the head of the table begins


def page() -> CleanPage:
    """A table of a head and one high row, two columns each."""
    cells = tuple(
        GridCell(Rect(x0, y0, x1, y1), row, column)
        for row, (y0, y1) in enumerate(((50, HEAD), (HEAD, 400)))
        for column, (x0, x1) in enumerate(((100, 150), (150, 700)))
    )
    table = PageBlock(Region.TABLE, Rect(100, 50, 700, 400), cells)
    pixels = np.full((HEIGHT, WIDTH), 255, np.uint8)
    return CleanPage(1, pixels, 100.0, (table,), np.diag([1 / WIDTH, 1 / HEIGHT, 1.0]))


def line(text: str, x: int, y: int) -> list[Word]:
    box = Box(x / WIDTH, y / HEIGHT, (x + 40) / WIDTH, (y + LINE) / HEIGHT)
    return [Word(text, 0, box, 0.9)]


def rows(numbers: dict[int, str], texts: dict[int, str]) -> list[str]:
    """The lines of the page with these numbers and texts, by where they stand, in its high row."""
    found: ByPlace = {
        (0, 0): [line("STT", 105, 60)],
        (0, 1): [line("Nội dung", 160, 60)],
        (0, 2): [line(text, 105, y) for y, text in numbers.items()],
        (0, 3): [line(text, 160, y) for y, text in texts.items()],
    }
    made = build_page(*with_cut_rows(page(), found), TextSource.OCR)
    return [one.raw for one in made.lines][1:]


def test_rows_of_one_line_each_are_cut() -> None:
    texts = {110: "một", 150: "hai", 190: "ba"}
    assert rows({110: "1", 150: "2", 190: "3"}, texts) == ["1 | một", "2 | hai", "3 | ba"]


def test_numbers_at_the_top_of_their_rows_keep_the_lines_below() -> None:
    texts = {110: "một", 135: "dòng", 160: "hai", 185: "ba"}
    assert rows({110: "1.", 160: "2."}, texts) == ["1. | một dòng", "2. | hai ba"]


def test_numbers_in_the_middle_of_their_rows_have_lines_above_and_below() -> None:
    texts = {110: "a", 132: "b", 154: "c", 190: "d", 212: "e", 234: "g"}
    assert rows({132: "1", 212: "2"}, texts) == ["1 | a b c", "2 | d e g"]


@pytest.mark.parametrize(
    "numbers",
    [{110: "1"}, {110: "Phòng", 150: "họp"}, {110: "1", 150: "3"}, {110: "2019", 150: "2020"}],
    ids=["one number", "words", "not counting on", "years"],
)
def test_a_cell_that_does_not_count_on_is_one_row(numbers: dict[int, str]) -> None:
    said = " ".join(numbers.values())
    assert rows(numbers, {110: "một", 150: "hai"}) == [f"{said} | một hai"]


def test_where_other_cells_have_fewer_lines_than_numbers_nothing_is_cut() -> None:
    assert rows({110: "1", 150: "2"}, {130: "chung"}) == ["1 2 | chung"]


def test_cells_below_and_beside_the_cut_keep_their_words_and_get_new_rows() -> None:
    tidy, found = with_cut_rows(
        page(),
        {
            (0, 1): [line("Nội dung", 160, 60)],
            (0, 2): [line("1", 105, 110), line("2", 105, 150)],
            (0, 3): [line("một", 160, 110), line("hai", 160, 150)],
        },
    )
    (block,) = tidy.blocks
    assert [(cell.row, cell.column) for cell in block.cells] == [
        (row, column) for row in range(3) for column in range(2)
    ]
    assert block.cells[2].rect.y1 == block.cells[4].rect.y0 == 140
    assert [words[0].text for words in found[0, 5]] == ["hai"]
