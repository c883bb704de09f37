"""Cleaning: angles, turns, blank pages, seals, resolution, and the way back to the page as it came."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn_pages import text_page

from extract.image import CleanPage, Rect, clean, grey, lies_sideways
from extract.image.skew import find_skew, rotate
from extract.image.tone import flattened, page_dpi, reading_scale, sauvola, tints_of, without_colour
from extract.ingest import PageImage


def turned(page: np.ndarray, angle: float) -> np.ndarray:
    matrix = cv2.getRotationMatrix2D((page.shape[1] / 2, page.shape[0] / 2), -angle, 1)
    return cv2.warpAffine(page, matrix, page.shape[::-1], borderValue=255)


@pytest.mark.parametrize(
    "angle", [-14.2, -8.6, -4.0, -2.4, -1.0, -0.5, 0.3, 0.74, 1.9, 3.3, 6.5, 12.0]
)
def test_the_angle_is_found(angle: float) -> None:
    assert find_skew(turned(text_page(), angle)) == pytest.approx(angle, abs=0.05)


@pytest.mark.parametrize("angle", [0.0, 0.1])
def test_a_page_that_is_level_is_not_turned(angle: float) -> None:
    assert find_skew(turned(text_page(), angle)) == 0.0


def test_a_page_without_lines_is_not_turned() -> None:
    noise = np.random.default_rng(5).integers(180, 255, (1400, 1000), np.uint8)
    assert find_skew(noise) == 0.0


def test_turning_back_levels_the_lines() -> None:
    page = turned(text_page(), 1.2)
    assert find_skew(rotate(page, find_skew(page))) == 0.0


def test_lines_that_run_down_are_noticed() -> None:
    assert not lies_sideways(text_page())
    assert lies_sideways(np.rot90(text_page()))


@pytest.mark.parametrize("size", [(1, 1), (1, 30_000), (30_000, 1), (3, 3)], ids=str)
def test_specks_and_strips_lie_as_they_are(size: tuple[int, int]) -> None:
    assert not lies_sideways(np.full(size, 128, np.uint8))


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_an_even_page_is_blank(shade: int) -> None:
    pixels = np.full((1400, 1000), shade, np.uint8)
    assert clean(PageImage(1, pixels)).blank


def test_specks_are_no_text_but_a_word_is() -> None:
    page = np.full((1400, 1000), 255, np.uint8)
    specks = np.random.default_rng(1).integers(0, 1400 * 1000, 800)
    page.ravel()[specks] = 0
    assert clean(PageImage(1, page)).blank
    assert not clean(PageImage(1, text_page(lines=2))).blank


def test_a_red_seal_goes_and_black_type_under_it_stays() -> None:
    page = np.full((300, 300, 3), 255, np.uint8)
    cv2.circle(page, (150, 150), 90, (215, 40, 50), 8)
    page[140:160, 40:260] = 20
    result = without_colour(page, tints_of(page))
    assert result[150, 150] < 60
    assert result[:120].min() > 200


def test_a_page_all_in_colour_is_only_made_grey() -> None:
    page = np.full((300, 300, 3), (240, 150, 140), np.uint8)
    assert np.array_equal(without_colour(page, tints_of(page)), grey(page))


def test_uneven_light_is_evened() -> None:
    light = np.linspace(120, 250, 1000)[None, :].repeat(1400, axis=0)
    page = (text_page() / 255 * light).astype(np.uint8)
    flat = flattened(page)
    assert np.median(flat[:, :200]) > 240
    assert np.array_equal(
        sauvola(flat, 120)[130, 100:900] == 0, sauvola(page, 120)[130, 100:900] == 0
    )


def slow_sauvola(page: np.ndarray, side: int) -> np.ndarray:
    """The definition, pixel by pixel."""
    half = side // 2
    padded = np.pad(page.astype(float), half, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side))
    mean, deviation = windows.mean(axis=(2, 3)), windows.std(axis=(2, 3))
    return np.where(page > mean * (1 + 0.2 * (deviation / 128 - 1)), 255, 0)


def test_the_fast_threshold_agrees_with_the_definition() -> None:
    page = text_page(240, 300, 3)
    same = slow_sauvola(page, 21) == sauvola(page, 100)
    assert same.mean() > 0.99


@pytest.mark.parametrize("turns", range(4))
@pytest.mark.parametrize("angle", [0.0, 1.5])
def test_boxes_lead_back_to_the_page_as_it_came(turns: int, angle: float) -> None:
    page = text_page()
    page[600:640, 300:380] = 0  # the mark to find again
    seen = np.ascontiguousarray(np.rot90(turned(page, angle), -turns))
    tidy = clean(PageImage(1, seen, 120.0), turns)
    box = tidy.original(_mark(tidy))
    y0, x0 = box.y0 * seen.shape[0], box.x0 * seen.shape[1]
    y1, x1 = box.y1 * seen.shape[0], box.x1 * seen.shape[1]
    inside = seen[round(y0) : round(y1), round(x0) : round(x1)]
    assert (inside < 128).mean() > 0.75
    assert 40 * 80 * 0.8 < inside.size < 40 * 80 * 1.4


def _mark(page: CleanPage) -> Rect:
    solid = cv2.erode((page.pixels < 128).astype(np.uint8), np.ones((25, 25), np.uint8))
    rows, columns = np.nonzero(cv2.dilate(solid, np.ones((25, 25), np.uint8)))
    return Rect(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)


@pytest.mark.parametrize(
    ("dpi", "wanted"),
    [(72, 300), (100, 300), (150, 200), (200, 200), (220, 220), (300, 200), (600, 200)],
)
def test_pages_are_read_at_a_resolution_that_suits(dpi: float, wanted: float) -> None:
    pixels = np.zeros((round(11.69 * dpi / 8), round(8.27 * dpi / 8)), np.uint8)
    assert dpi * reading_scale(pixels, dpi) == pytest.approx(wanted)


def test_a_huge_page_is_reduced() -> None:
    pixels = np.broadcast_to(np.uint8(255), (10_000, 9_000))
    assert pixels.size * reading_scale(pixels, 200) ** 2 <= 40.1e6


def test_resolution_is_guessed_from_a4_where_it_is_not_stated() -> None:
    page = PageImage(1, np.zeros((2338, 1654), np.uint8))
    assert page_dpi(page) == pytest.approx(200, abs=1)
    assert page_dpi(replace(page, dpi=150.0)) == 150.0
