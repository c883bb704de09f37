"""The tiny print of signing software leaves the lines that it was read among, and stays with the page. All of it is invented."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from extract.image import CleanPage, PageBlock, Rect
from extract.model import Box, Line, Page, Region, RegionKind, Table, TextSource, Word, around
from extract.ocr.panels import with_panels
from tests.ocr.test_reading import Script

WIDE, TALL = 1000, 1400
TINY, USUAL = 0.008, 0.016  # shares of the page's height


def placed(text: str, x: float, y: float, high: float, confidence: float = 0.9) -> tuple[Word, ...]:
    """Words side by side."""
    words = []
    for part in text.split():
        wide = 0.4 * high * len(part)
        words.append(Word(part, 0, Box(x, y, x + wide, y + high), confidence))
        x += wide + 0.4 * high
    return tuple(words)


def a_line(*words: Word, region: Region = Region.BODY) -> Line:
    at, kept = 0, []
    for word in words:
        kept.append(replace(word, start=at))
        at += len(word.text) + 1
    return Line(
        " ".join(w.text for w in words),
        tuple(kept),
        around([w.box for w in words if w.box]),
        region,
    )


PROSE = [
    a_line(*placed("một hai ba bốn năm sáu bảy tám", 0.1, 0.3 + 0.03 * row, USUAL))
    for row in range(5)
]
MERGED = a_line(
    *placed("CỘNG HÒA XÃ HỘI", 0.4, 0.05, USUAL),
    *placed("Người ký: Trần Thị Mẫu", 0.8, 0.054, TINY),
)
BELOW = a_line(*placed("Thời gian ký: 12/03/2021", 0.8, 0.068, TINY))


def a_page(*lines: Line) -> Page:
    return Page(1, (*lines, *PROSE), TextSource.OCR)


def clean_page() -> CleanPage:
    white = np.full((TALL, WIDE), 255, np.uint8)
    block = PageBlock(Region.BODY, Rect(0, 0, WIDE, TALL))
    return CleanPage(1, white, 120.0, (block,), np.diag([1 / WIDE, 1 / TALL, 1.0]), straight=white)


def apart(page: Page, again: str = "") -> Page:
    return with_panels(clean_page(), page, Script([again]))


def test_a_panels_words_leave_the_line_that_they_were_read_in() -> None:
    page = apart(a_page(MERGED, BELOW))
    texts = [(line.raw, line.region) for line in page.lines]
    assert texts[0] == ("CỘNG HÒA XÃ HỘI", Region.BODY)
    assert texts[-2:] == [
        ("Người ký: Trần Thị Mẫu", Region.MARGIN),
        ("Thời gian ký: 12/03/2021", Region.MARGIN),
    ]
    (panel,) = page.regions
    assert panel.kind is RegionKind.SIGNATURE_PANEL
    assert panel.text == "Người ký: Trần Thị Mẫu\nThời gian ký: 12/03/2021"
    assert sum(len(line.words) for line in page.lines) == sum(
        len(line.words) for line in a_page(MERGED, BELOW).lines
    )


def test_a_better_second_reading_of_the_panel_wins() -> None:
    page = apart(
        a_page(MERGED, BELOW),
        "Người ký: Trần Thị Mẫu Email: mau@mau.example Cơ quan: Sở Mẫu 12/03/2021",
    )
    assert "Sở Mẫu" in page.regions[0].text


@pytest.mark.parametrize("high", [0.76 * USUAL, USUAL])
def test_the_same_words_in_larger_type_are_text(high: float) -> None:
    page = a_page(a_line(*placed("Người ký: Trần Thị Mẫu", 0.1, 0.2, high)))
    assert apart(page) == page


def test_tiny_print_without_such_labels_is_text() -> None:
    page = a_page(a_line(*placed("Ghi chú: số liệu năm 2021", 0.1, 0.9, TINY)))
    assert apart(page) == page


def test_tables_know_their_rows_when_a_line_above_them_goes() -> None:
    row = a_line(*placed("1 hai", 0.1, 0.6, USUAL), region=Region.TABLE)
    page = replace(a_page(BELOW), lines=(BELOW, *PROSE, row), tables=(Table(6, ()),))
    made = apart(page)
    assert made.lines[made.tables[0].first_line] == row
