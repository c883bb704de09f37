"""Curved lines: measured where they bend, drawn flat again, left alone where they are straight."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from drawn_pages import text_page

from extract.image import Rect, clean
from extract.image.skew import find_curve, flat_lines, rotate
from extract.ingest import PageImage, Pixels

Drop = Callable[[np.ndarray, np.ndarray], np.ndarray]

#: Pixels that a point of a page lies too low, by its place from 0 to 1 across and down.
BENDS: dict[str, Drop] = {
    "a sheet that bulges under a phone": lambda x, y: 24 * np.sin(np.pi * x) * (1 - y / 2),
    "a book whose gutter is at the left": lambda x, y: 70 * np.exp(-4 * x) * (1 - 1.4 * y),
    "a sheet that was rolled": lambda x, y: 18 * np.sin(2 * np.pi * x + 0.5) * (0.5 + y / 2),
}


def bent(page: Pixels, drop: Drop) -> Pixels:
    height, width = page.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    rows = (y - drop(x / width, y / height)).astype(np.float32)
    return np.asarray(cv2.remap(page, x, rows, cv2.INTER_CUBIC, borderValue=255), np.uint8)


@pytest.mark.parametrize("name", BENDS)
def test_a_bend_is_measured_and_taken_out(name: str) -> None:
    page = bent(text_page(), BENDS[name])
    curve = find_curve(page)
    assert curve is not None
    assert find_curve(flat_lines(page, curve)) is None


@pytest.mark.parametrize("name", BENDS)
def test_lines_come_back_to_their_rows(name: str) -> None:
    """Along a line of text, in the part of the page that bears text, what is taken out is what was put in."""
    curve = find_curve(bent(text_page(), BENDS[name]))
    assert curve is not None
    x = np.linspace(130, 830, 30)
    for row in (200.0, 600.0, 1000.0):
        away = curve.drop(x, row) - BENDS[name](x / 1000, np.full_like(x, (row / 1400)))
        assert np.ptp(away) < 4  # pixels; letters are 16 high


STRAIGHT = {
    "level lines": text_page(),
    "lines that fall": rotate(text_page(), -1.0),
    "a few lines": text_page(lines=3),
    "paper alone": np.full((1400, 1000), 255, np.uint8),
    "noise": np.random.default_rng(5).integers(180, 255, (1400, 1000), np.uint8),
}


@pytest.mark.parametrize("name", STRAIGHT)
def test_straight_lines_are_left_alone(name: str) -> None:
    assert find_curve(STRAIGHT[name]) is None


def test_a_stamp_put_on_askew_bends_no_page() -> None:
    """In the margin, where nothing else stands, something printed that falls by 4 degrees."""
    page = text_page()
    page[:, :380] = 255
    page[300:400, 70:370] = rotate(text_page(), -4.0)[500:600, 300:600]
    assert find_curve(page) is None


@pytest.mark.parametrize(
    "size", [(1, 1), (1, 30_000), (30_000, 1), (150, 150), (230, 210)], ids=str
)
def test_specks_and_strips_have_no_lines(size: tuple[int, int]) -> None:
    assert find_curve(np.full(size, 128, np.uint8)) is None


def test_a_clean_page_says_that_it_was_unbent_and_where_its_marks_are() -> None:
    """A mark stands at 700, 1150 of the flat page, and 8 pixels lower on the bent one."""
    drop = BENDS["a sheet that bulges under a phone"]
    flat = text_page()
    flat[1290:1310, 690:710] = 0
    picture = bent(flat, drop)
    page = clean(PageImage(1, picture, 200.0))
    assert any(note.startswith("[photo] lines unbent by") for note in page.notes)
    rows, columns = np.nonzero(page.pixels[1270:1330, 660:740] == 0)
    middle = round(float(columns.mean())) + 660, round(float(rows.mean())) + 1270
    box = page.original(Rect(middle[0] - 10, middle[1] - 10, middle[0] + 10, middle[1] + 10))
    there = (np.array([box.x0 + box.x1, box.y0 + box.y1]) / 2) * (1000, 1400)
    true = 1300 + float(drop(np.array(0.7), np.array(1300 / 1400)))
    assert there == pytest.approx((700, true), abs=3)
    assert page.place(0.7, true / 1400) == pytest.approx(middle, abs=3)
