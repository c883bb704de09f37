"""The sheet of paper in a picture: found where darker ground lies around it, left alone where there is none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.image import clean
from extract.image.mending import find_corners, paper_of
from extract.ingest import PageImage, Pixels

WIDE, HIGH = 827, 1169  # A4 at 100 dpi
MARK = (600, 200)  # where a black square of 20 pixels stands on the sheet


def a_sheet() -> Pixels:
    """Rows of words as grey bars, and a mark."""
    sheet = np.full((HIGH, WIDE), 250, np.uint8)
    for y in range(300, 1000, 30):
        for x in range(100, 720, 60):
            sheet[y : y + 10, x : x + 48] = 40
    sheet[MARK[1] : MARK[1] + 20, MARK[0] : MARK[0] + 20] = 0
    return sheet


def on_ground(corners: list[tuple[int, int]], grey: int) -> tuple[Pixels, np.ndarray]:
    """The sheet with its corners at these places of a picture of 1000 x 1350, and the way there."""
    flat = np.array([(0, 0), (WIDE, 0), (WIDE, HIGH), (0, HIGH)], np.float32)
    way = cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))
    return cv2.warpPerspective(a_sheet(), way, (1000, 1350), borderValue=(grey,)), way


GROUNDS = {
    "black at three edges": [(60, 40), (940, 40), (940, 1349), (60, 1349)],
    "a turned page on a scanner's lid": [(90, 40), (960, 70), (915, 1310), (45, 1280)],
    "a photo from below": [(120, 110), (880, 110), (960, 1290), (40, 1290)],
}


@pytest.mark.parametrize("name", GROUNDS)
@pytest.mark.parametrize("grey", [10, 90, 150])
def test_a_sheet_on_darker_ground_is_found(name: str, grey: int) -> None:
    picture, _ = on_ground(GROUNDS[name], grey)
    corners = find_corners(picture)
    assert corners is not None
    assert np.abs(corners - np.array(GROUNDS[name])).max() < 12


@pytest.mark.parametrize("name", GROUNDS)
def test_what_is_read_keeps_its_place_on_the_picture(name: str) -> None:
    picture, way = on_ground(GROUNDS[name], 20)
    paper = paper_of(picture)
    rows, columns = np.nonzero(paper.pixels[:250] < 60)
    there = paper.to_picture @ (float(columns.mean()), float(rows.mean()), 1.0)
    mark = way @ (MARK[0] + 10.0, MARK[1] + 10.0, 1.0)
    assert there[:2] / there[2] * (1000, 1350) == pytest.approx(mark[:2] / mark[2], abs=3)


def test_a_clean_page_says_that_it_was_cut_out_and_where_its_marks_are() -> None:
    picture, way = on_ground(GROUNDS["a photo from below"], 20)
    page = clean(PageImage(1, picture, 100.0))
    assert "[photo] cut out of a darker ground" in page.notes
    rows, columns = np.nonzero(page.pixels[: page.pixels.shape[0] // 5] == 0)
    there = page.to_original @ (float(columns.mean()), float(rows.mean()), 1.0)
    mark = way @ (MARK[0] + 10.0, MARK[1] + 10.0, 1.0)
    assert there[:2] / there[2] * (1000, 1350) == pytest.approx(mark[:2] / mark[2], abs=4)


def with_picture() -> Pixels:
    sheet = a_sheet()
    sheet[100:700, 60:760] = 30
    return sheet


def with_shade() -> Pixels:
    """A book's fold: the grey falls slowly towards one side."""
    shade = np.linspace(0.65, 1, WIDE)[None, :]
    return np.asarray(a_sheet() * shade, np.uint8)


LEFT_ALONE = {
    "a plain page": a_sheet(),
    "a picture on the page": with_picture(),
    "shade at one side": with_shade(),
    "grey paper": np.asarray(a_sheet() * 0.7, np.uint8),
    "a blank page": np.full((HIGH, WIDE), 255, np.uint8),
    "a black page": np.zeros((HIGH, WIDE), np.uint8),
    "a strip": np.full((20, WIDE), 255, np.uint8),
    "a small light note on a table": cv2.copyMakeBorder(
        a_sheet(), 900, 900, 900, 900, cv2.BORDER_CONSTANT, value=(30,)
    ),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_any_other_picture_stays_as_it_is(name: str) -> None:
    assert paper_of(LEFT_ALONE[name]).pixels is LEFT_ALONE[name]


def test_colour_is_kept() -> None:
    picture, _ = on_ground(GROUNDS["black at three edges"], 20)
    coloured = np.dstack([picture, picture // 2 + 100, picture // 2 + 100])
    assert paper_of(coloured).pixels.shape[2] == 3
