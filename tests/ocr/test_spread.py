"""Two pages in one picture become their lines in reading order, with boxes on the whole picture; one page stays one."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawn_pages import text_page

from extract.image import CleanPage, gutter_of
from extract.ingest import PageImage
from extract.model import Box, Line, Page, TextSource, Word
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


def test_a_half_without_text_is_no_second_page() -> None:
    one = spread(0.0)
    one[:, 1000:] = 255
    assert gutter_of(one) is None
