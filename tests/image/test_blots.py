"""Seals and signatures in black leave the page; type beside them, and under a pale seal, stays."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extract.image import Rect, Shape
from extract.image.stains import without_blots

DPI = 100.0
NAME = np.s_[292:310, 240:360]


def page() -> np.ndarray:
    """A grey page with lines of strokes, and a name at the foot."""
    grey = np.full((420, 500), 255, np.uint8)
    for y in (20, 40, 60, 300):
        for x in range(240 if y == 300 else 40, 340 if y == 300 else 440, 6):
            grey[y : y + 10, x : x + 2] = 20
    return grey


def with_seal(grey: np.ndarray, shade: int) -> np.ndarray:
    """A seal whose ring touches the name, and a word inside it."""
    sealed = grey.copy()
    cv2.circle(sealed, (200, 240), 64, shade, 3)
    sealed[236:246, 180:220:5] = shade
    return np.minimum(sealed, grey)


def cleaned(grey: np.ndarray, tables: tuple[Rect, ...] = ()) -> np.ndarray:
    binary = np.where(grey < 200, 0, 255).astype(np.uint8)
    return without_blots(binary, grey, DPI, tables)[0]


@pytest.mark.parametrize("shade", [20, 130])
def test_a_seal_goes_with_what_is_written_in_it(shade: int) -> None:
    result = cleaned(with_seal(page(), shade))
    assert (result[170:290, 130:230] == 255).all()


def test_type_that_touches_a_pale_seal_stays() -> None:
    sealed = with_seal(page(), 130)
    cv2.line(sealed, (250, 280), (241, 302), 130, 3)  # the ring reaches the name
    result = cleaned(sealed)
    assert (result[NAME] == 0).sum() >= 0.9 * (page()[NAME] < 200).sum()


def test_a_page_without_blots_is_left_as_it_is() -> None:
    grey = page()
    assert (cleaned(grey) == np.where(grey < 200, 0, 255)).all()


def test_rules_of_a_table_stay() -> None:
    grey = page()
    cv2.rectangle(grey, (100, 120), (400, 260), 20, 2)
    table = Rect(98, 118, 402, 262)
    assert (cleaned(grey, (table,))[120:122, 100:400] == 0).all()
    assert (cleaned(grey)[120:122, 100:400] == 255).all()


def test_a_picture_is_no_seal() -> None:
    grey = page()
    grey[120:260, 100:300] = 20
    assert (cleaned(grey)[120:260, 100:300] == 0).all()


def test_what_is_taken_out_is_told() -> None:
    sealed = with_seal(page(), 130)
    cv2.line(sealed, (300, 200), (420, 250), 20, 3)
    binary = np.where(sealed < 200, 0, 255).astype(np.uint8)
    _, marks = without_blots(binary, sealed, DPI)
    assert [(mark.shape, mark.colour) for mark in marks] == [
        (Shape.RING, "grey"),
        (Shape.STROKES, "black"),
    ]
