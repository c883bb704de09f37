"""Numbers of items that a reading dropped are noticed: ink before a line of the body that no line covers."""

from __future__ import annotations

import numpy as np
import pytest

from extract.image import CleanPage, PageBlock, Rect
from extract.model import Region
from extract.ocr.hocr import ReadLine
from extract.ocr.sheet import compose
from extract.ocr.uncovered import lost_starts

LINE = Rect(80, 40, 300, 60)
NUMBER = Rect(50, 42, 62, 58)


def page(number: Rect = NUMBER, region: Region = Region.BODY) -> CleanPage:
    """A line of ink with a mark before it."""
    pixels = np.full((200, 400), 255, np.uint8)
    for rect in (LINE, number):
        pixels[rect.slices] = 0
    back = np.diag([1 / 400, 1 / 200, 1.0])
    return CleanPage(1, pixels, 100.0, (PageBlock(region, Rect(0, 0, 400, 200)),), back)


def lost(of: CleanPage, *rects: Rect) -> int:
    return lost_starts(of, compose(of), [ReadLine((), rect) for rect in rects])


def test_a_number_that_was_not_read_is_noticed() -> None:
    assert lost(page(), LINE) == 1


@pytest.mark.parametrize(
    "rects", [(Rect(50, 40, 300, 60),), (LINE, NUMBER)], ids=["in its line", "in a line of its own"]
)
def test_a_number_that_was_read_is_not_lost(rects: tuple[Rect, ...]) -> None:
    assert lost(page(), *rects) == 0


@pytest.mark.parametrize(
    "mark",
    [Rect(50, 49, 52, 51), Rect(5, 42, 17, 58), Rect(50, 10, 62, 26)],
    ids=["a speck", "far to the left", "above the line"],
)
def test_other_marks_are_no_numbers(mark: Rect) -> None:
    assert lost(page(mark), LINE) == 0


def test_only_the_body_has_items() -> None:
    assert lost(page(region=Region.SIGNATURE), LINE) == 0
