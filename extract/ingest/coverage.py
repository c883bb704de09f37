"""How much of a page's print a text layer accounts for: letter-sized marks of the picture that lie in the layer's words.

A scan often carries a layer that says something else than the page: the appearance of a digital signature, a stamp of the
registry, another document's text, nothing but the page number. Pictures and rules are no letters and are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extract.ingest.page import LayerWord, PageImage, Pixels
from extract.model import Box

_DPI = 100.0
_INK = 0.7  # of the paper's grey: darker is ink
_LEAST, _MOST = 0.03, 0.5  # inches: height of a letter
_WIDEST = 2.0  # inches: letters that touch, a word at most
_REACH = 0.03  # inches around a word in which its letters may stand
_FEWEST = 20  # letters: fewer say nothing


def coverage(
    image: PageImage, words: Sequence[LayerWord], pictures: Sequence[Box] = ()
) -> float | None:
    """The share of letter-sized marks outside pictures that stand in words; `None` where there are hardly any marks."""
    grey = _small(image)
    count, _, stats, centres = cv2.connectedComponentsWithStats(_ink(grey))
    height, width = (stats[1:, cv2.CC_STAT_HEIGHT] / _DPI, stats[1:, cv2.CC_STAT_WIDTH] / _DPI)
    letters = (height >= _LEAST) & (height <= _MOST) & (width <= _WIDEST)
    x, y = centres[1:, 0].astype(int), centres[1:, 1].astype(int)
    letters &= ~_inside(grey.shape, pictures, 0.0)[y, x]
    if count == 1 or int(letters.sum()) < _FEWEST:
        return None
    held = _inside(grey.shape, [word.box for word in words], _REACH)[y, x]
    return float(held[letters].mean())


def _small(image: PageImage) -> Pixels:
    pixels = image.pixels
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)  # noqa: PLR2004
    scale = min(1.0, _DPI / (image.dpi or _DPI))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _ink(grey: Pixels) -> Pixels:
    paper = float(np.percentile(grey[::4, ::4], 75))
    return (grey < paper * _INK).astype(np.uint8)


def _inside(
    shape: tuple[int, ...], boxes: Sequence[Box], reach: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The pixels that lie in any of the boxes, or within `reach` inches of one."""
    height, width = shape[:2]
    mask, more = np.zeros((height, width), dtype=np.bool_), round(reach * _DPI)
    for box in boxes:
        rows = slice(max(0, round(box.y0 * height) - more), round(box.y1 * height) + more)
        mask[rows, max(0, round(box.x0 * width) - more) : round(box.x1 * width) + more] = True
    return mask
