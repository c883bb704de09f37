"""Two pages in one picture become their lines in reading order, with boxes on the whole picture; one page stays one."""

from __future__ import annotations

import shutil

import cv2
import made_pdfs
import numpy as np
import pytest
from drawn_pages import text_page
from PIL import ImageDraw, ImageFont

from extract.image import CleanPage, condition_of, gutter_of
from extract.ingest import PageImage
from extract.model import Box, Line, Page, TextSource, Word
from extract.ocr import TesseractEngine
from extract.ocr.reading import read_page


def spread(shade: float = 0.5) -> np.ndarray:
    both = np.hstack([text_page(), text_page(lines=20)]).astype(np.float32)
    fold = 1 - shade * np.exp(-np.square((np.arange(both.shape[1]) - 1000) / 25))
    return (both * fold).astype(np.uint8)


class Once:
    """Reads the first page as left, the second as right."""

    name, version, languages = "once", "1", ("vie",)

    def __init__(self) -> None:
        self.texts = ["trái", "phải"]

    def fingerprint(self) -> str:
        return "once"

    def read(self, page: CleanPage) -> Page:
        word = Word(self.texts.pop(0), 0, Box(0.0, 0.0, 1.0, 1.0), 0.95)
        return Page(page.number, (Line(word.text, (word,), word.box),), TextSource.OCR)


@pytest.mark.parametrize("shade", [0.0, 0.3, 0.6])
def test_the_gutter_is_found_with_and_without_a_fold(shade: float) -> None:
    assert gutter_of(spread(shade)) == pytest.approx(1000, abs=60)


def test_the_left_page_comes_first_and_boxes_lie_on_the_whole_picture() -> None:
    page = read_page(PageImage(4, spread(), 120.0), Once())
    assert page.number == 4
    assert [line.raw for line in page.lines] == ["trái", "phải"]
    left, right = (line.words[0].box for line in page.lines)
    assert left is not None
    assert right is not None
    assert (left.x0, right.x1) == (0.0, 1.0)
    assert left.x1 == right.x0 == pytest.approx(0.5, abs=0.03)


def test_a_landscape_page_or_table_and_an_upright_page_are_one() -> None:
    assert gutter_of(text_page(height=1000, width=1400, lines=20)) is None
    table = spread(0.0)
    for y in range(200, 1200, 100):
        cv2.line(table, (100, y), (1900, y), 0, 3)
    assert gutter_of(table) is None
    columns = np.hstack([text_page()[:, 100:850], text_page()[:, 100:850]])
    assert gutter_of(np.vstack([columns, columns])) is None


def test_the_fold_tells_where_pages_of_unequal_size_meet() -> None:
    small = cv2.copyMakeBorder(
        text_page(1000, 700, 18), 0, 400, 0, 0, cv2.BORDER_CONSTANT, value=255
    )
    both = np.hstack([text_page(), small]).astype(np.float32)
    fold = 1 - 0.5 * np.exp(-np.square((np.arange(both.shape[1]) - 1000) / 8))
    picture = (both * fold).astype(np.uint8)
    assert gutter_of(picture) != pytest.approx(1000, abs=60)
    assert gutter_of(picture, condition_of(picture).folds) == pytest.approx(1000, abs=60)


def test_a_page_that_lies_on_its_side_is_one_though_white_parts_its_paragraphs() -> None:
    page = text_page()
    page[640:760] = 255
    for turns in (1, 3):
        assert gutter_of(np.ascontiguousarray(np.rot90(page, turns))) is None


def ruled(words: list[list[str]]) -> np.ndarray:
    """A page of a line and a ruled table of these words."""
    page = made_pdfs.page_of([*made_pdfs.LINES[:2], *[""] * 14, *made_pdfs.LINES[2:4]])
    pen = ImageDraw.Draw(page)
    for row, texts in enumerate(words):
        for column, text in enumerate(texts):
            left, top = 200 + 600 * column, 500 + 120 * row
            pen.rectangle((left, top, left + 600, top + 120), outline=0, width=3)
            pen.text(
                (left + 60, top + 35), text, fill=0, font=ImageFont.truetype(made_pdfs.FONT, 44)
            )
    return np.array(page)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_cells_of_a_spread_come_page_by_page_row_by_row() -> None:
    tables = [
        [["Thành phố", "Số trường"], ["Hà Nội", "215"], ["Hải Phòng", "148"]],
        [["Thành phố", "Số trường"], ["Đà Nẵng", "173"], ["Cần Thơ", "126"]],
    ]
    page = read_page(
        PageImage(1, np.hstack(list(map(ruled, tables))), 200.0), TesseractEngine.start("vie")
    )
    assert len(page.tables) == 2
    for table, words in zip(page.tables, tables, strict=True):
        assert [cell.text for cell in table.cells] == [text for row in words for text in row]
        lines = page.lines[table.first_line : table.first_line + len(words)]
        assert [line.raw for line in lines] == [" | ".join(row) for row in words]
    left, right = (table.box for table in page.tables)
    assert left is not None
    assert right is not None
    assert left.x1 <= 0.5 <= right.x0
    at = [
        next(i for i, line in enumerate(page.lines) if word in line.raw)
        for word in ("Hải Phòng", "Đà Nẵng")
    ]
    assert at == sorted(at)


def test_a_half_without_text_is_no_second_page() -> None:
    one = spread(0.0)
    one[:, 1000:] = 255
    assert gutter_of(one) is None
