"""What lies on a page beside its text is found by its colour and form: seals, frames, strokes of a pen, stamped words."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.image import InkMark, Rect, Shape
from extract.image.marks import find_frames, find_marks
from extract.image.stains import find_pencil
from extract.image.tone import is_coloured, tints_of
from extract.ingest import Pixels

DPI = 200.0
RED, BLUE, BLACK = (205, 30, 60), (40, 60, 170), (20, 20, 20)
Colour = tuple[int, int, int]


def page() -> Pixels:
    """White, with lines of black type."""
    pixels = np.full((1400, 1100, 3), 255, np.uint8)
    for y in range(60, 700, 50):
        pixels[y : y + 20, 100:1000:12] = BLACK
    return pixels


def with_seal(pixels: Pixels, x: int, y: int, radius: int = 130, colour: Colour = RED) -> Pixels:
    """A seal's two rings and some letters in it."""
    cv2.circle(pixels, (x, y), radius, colour, 5)
    cv2.circle(pixels, (x, y), radius - 30, colour, 3)
    letters(pixels, x - 50, y - 10, 6, colour)
    return pixels


def letters(pixels: Pixels, x: int, y: int, count: int, colour: Colour) -> Pixels:
    """Uprights and bars side by side, as letters of 13 points are."""
    for at in range(count):
        left = x + 22 * at
        cv2.rectangle(pixels, (left, y), (left + 14, y + 28), colour, 2)
    return pixels


def found(pixels: Pixels) -> list[InkMark]:
    tints = tints_of(pixels)
    return [] if tints is None else list(find_marks(tints, DPI))


def shapes(pixels: Pixels) -> list[Shape]:
    return [mark.shape for mark in found(pixels)]


def test_a_seal_is_a_ring_with_all_that_is_in_it() -> None:
    (seal,) = found(with_seal(page(), 600, 1000))
    assert (seal.shape, seal.colour) == (Shape.RING, "red")
    rect = seal.rect
    assert [rect.x0, rect.y0, rect.x1, rect.y1] == pytest.approx([470, 870, 730, 1130], abs=16)


@pytest.mark.parametrize(("millimetres", "is_seal"), [(22, False), (30, True), (42, True)])
def test_seals_measure_30_to_42_millimetres(millimetres: int, *, is_seal: bool) -> None:
    radius = round(millimetres / 25.4 * DPI / 2)
    pixels = page()
    cv2.circle(pixels, (600, 1000), radius, RED, 5)
    assert (Shape.RING in shapes(pixels)) is is_seal


def test_of_a_seal_over_several_sheets_the_edge_of_one_bears_a_part() -> None:
    seal = found(with_seal(page(), 1120, 900))[0]
    assert seal.shape is Shape.RING
    assert seal.rect.x1 == 1100


def test_a_name_stamped_over_the_rim_of_a_seal_stands_apart() -> None:
    pixels = with_seal(page(), 600, 1000)
    seal, name = found(letters(pixels, 690, 1090, 12, RED))
    assert (seal.shape, name.shape) == (Shape.RING, Shape.WORDS)
    assert name.rect.x0 == pytest.approx(690, abs=8)
    assert name.rect.height < 48


@pytest.mark.parametrize("tilt", [0.0, 9.0, -14.0])
def test_a_frame_goes_with_its_words_and_tells_its_tilt(tilt: float) -> None:
    stamp = np.full((300, 500, 3), 255, np.uint8)
    cv2.rectangle(stamp, (100, 100), (400, 180), RED, 5)
    letters(stamp, 150, 128, 8, RED)
    turn = cv2.getRotationMatrix2D((250, 140), -tilt, 1.0)
    pixels = page()
    pixels[900:1200, 300:800] = cv2.warpAffine(stamp, turn, (500, 300), borderValue=(255,) * 3)
    (frame,) = found(pixels)
    assert frame.shape is Shape.FRAME
    assert frame.tilt == pytest.approx(tilt, abs=1.5)
    assert frame.ink is not None
    assert frame.ink.any()


def test_large_thin_strokes_are_a_hands() -> None:
    pixels = page()
    x = np.arange(500, 900)
    y = 1000 + 60 * np.sin(x / 30)
    cv2.polylines(
        pixels, [np.stack([x, y], axis=1).astype(np.int32)], isClosed=False, color=BLUE, thickness=5
    )
    assert shapes(pixels) == [Shape.STROKES]
    assert found(pixels)[0].colour == "blue"


@pytest.mark.parametrize(
    "pixels", [page(), page()[..., 0], np.full((900, 900, 3), (250, 160, 150), np.uint8)]
)
def test_black_type_grey_pages_and_coloured_paper_bear_no_mark(pixels: Pixels) -> None:
    assert found(pixels) == []


def test_a_second_frame_is_no_part_of_the_words_within() -> None:
    pixels = page()
    cv2.rectangle(pixels, (300, 900), (620, 1000), RED, 5)
    cv2.rectangle(pixels, (309, 909), (611, 991), RED, 2)
    letters(pixels, 380, 936, 8, RED)
    (frame,) = found(pixels)
    assert frame.ink is not None
    rows, columns = np.nonzero(frame.ink)
    assert [2 * side for side in (columns.min(), columns.max())] == pytest.approx([80, 250], abs=12)
    assert rows.min() > 12


@pytest.mark.parametrize(
    ("shade", "is_pencil"), [(200, True), (240, True), (252, False), (40, False)]
)
def test_figures_paler_than_type_at_the_top_right_are_pencilled(
    shade: int, *, is_pencil: bool
) -> None:
    flat = np.full((2339, 1654), 255, np.uint8)
    flat[300:320, 200:1400:9] = 30
    for x in (1500, 1532):
        cv2.ellipse(flat, (x, 90), (12, 22), 0, 0, 300, shade, 4)
    binary = np.where(flat < 150, 0, 255).astype(np.uint8)
    mark = find_pencil(flat, binary, DPI)
    assert (mark is not None) is is_pencil
    if mark is not None:
        assert (mark.shape, mark.colour) == (Shape.PENCIL, "grey")
        assert [mark.rect.x0, mark.rect.x1] == pytest.approx([1486, 1546], abs=6)


def test_what_is_pencilled_elsewhere_is_no_number_of_a_sheet() -> None:
    flat = np.full((2339, 1654), 255, np.uint8)
    cv2.ellipse(flat, (700, 90), (12, 22), 0, 0, 300, 200, 4)
    assert find_pencil(flat, np.full_like(flat, 255), DPI) is None


@pytest.mark.parametrize(("colour", "is_so"), [((230, 120, 120), True), ((180, 180, 182), False)])
def test_pale_rests_of_coloured_print_are_no_pencil(colour: Colour, *, is_so: bool) -> None:
    pixels = with_seal(page(), 600, 1000)
    letters(pixels, 900, 20, 4, colour)
    tints = tints_of(pixels)
    assert tints is not None
    assert is_coloured(tints, Rect(900, 20, 990, 50)) == is_so


def test_a_stain_is_no_mark() -> None:
    pixels = page()
    cv2.circle(pixels, (300, 1000), 40, (150, 60, 40), -1)
    assert found(pixels) == []


def test_a_black_frame_is_found_unless_it_is_a_tables() -> None:
    binary = np.full((1400, 1100), 255, np.uint8)
    cv2.rectangle(binary, (200, 300), (500, 380), 0, 4)
    for x in range(240, 460, 24):
        cv2.rectangle(binary, (x, 325), (x + 12, 355), 0, 3)
    (frame,) = find_frames(binary, DPI)
    assert (frame.shape, frame.colour) == (Shape.FRAME, "black")
    assert frame.ink is not None
    assert frame.ink.any()
    assert find_frames(binary, DPI, (Rect(100, 200, 900, 900),)) == ()
