"""A copied page: the same seed gives the same pixels, nearly all black or white, and a worse copy has more specks."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks.training.copied import copied_page
from extract.train.pages import TRAINING_FONTS, find_fonts

TEXTS = ["Căn cứ kế hoạch công tác năm 2024, Sở Nội vụ báo cáo kết quả thực hiện nhiệm vụ."] * 40
FONTS = find_fonts(TRAINING_FONTS)
pytestmark = pytest.mark.skipif(not FONTS, reason="none of the fonts that training sets is here")


def pixels(seed: int, *, worse: bool) -> np.ndarray:
    page = copied_page(TEXTS, FONTS, random.Random(seed), worse=worse)
    return np.asarray(page.image)


def test_a_seed_gives_the_same_copy() -> None:
    assert np.array_equal(pixels(3, worse=False), pixels(3, worse=False))
    assert not np.array_equal(pixels(3, worse=False), pixels(4, worse=False))


def test_a_copy_has_little_grey() -> None:
    grey = pixels(3, worse=False)
    assert np.mean((grey < 64) | (grey > 192)) > 0.9
    assert 0.01 < np.mean(grey < 128) < 0.3
