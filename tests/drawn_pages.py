"""Pages of bars that look like lines of words, for tests of cleaning that need no letters."""

from __future__ import annotations

import numpy as np


def text_page(height: int = 1400, width: int = 1000, lines: int = 30) -> np.ndarray:
    """A page of bars that look like lines of words."""
    page = np.full((height, width), 255, np.uint8)
    random = np.random.default_rng(3)
    for line in range(lines):
        y, x = 120 + line * 38, 110
        while x < width - 160:
            word = int(random.integers(20, 70))
            for stroke in range(x, x + word, 7):
                page[y : y + 16, stroke : stroke + 3] = 30
            x += word + 12
    return page
