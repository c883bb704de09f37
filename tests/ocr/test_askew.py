"""Pages that were put in askew or bend, read with the real engine: letter by letter what stands on them."""

from __future__ import annotations

import cv2
import made_pdfs
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from extract.image.skew import rotate
from extract.ingest import PageImage, Pixels
from extract.ocr import TesseractEngine, read_page

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not made_pdfs.FONT.exists(), reason="fonts-croscore not installed"),
]
LINES = made_pdfs.LINES * 3


def level() -> Pixels:
    return np.asarray(made_pdfs.page_of(LINES))


def bulging() -> Pixels:
    """Lines rise by 5 % of the width in their middle."""
    page = level()
    height, width = page.shape
    y, x = np.mgrid[:height, :width].astype(np.float32)
    rise = (0.05 * width * np.sin(np.pi * x / width)).astype(np.float32)
    return np.asarray(cv2.remap(page, x, y + rise, cv2.INTER_CUBIC, borderValue=255), np.uint8)


PAGES = {"level": level, "askew by 7 degrees": lambda: rotate(level(), 7.0), "bulging": bulging}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_however_it_lies(name: str) -> None:
    read = read_page(PageImage(1, PAGES[name](), 200.0), TesseractEngine.start("vie"))
    text = "\n".join(line.raw for line in read.lines)
    assert Levenshtein.normalized_similarity(text, "\n".join(LINES)) > 0.98
