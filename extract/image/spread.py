"""The gutter of an open book, or between two copies on one sheet: where a landscape picture falls into two upright pages.

Over the whole height nothing is printed there; lines of a landscape page and its tables run across the middle. The shade of a
fold is no print, since it is the same in all rows.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.tone import grey, smaller
from extract.ingest import Pixels

_LANDSCAPE = (1.2, 1.8)  # width by height of two upright pages side by side
_SIDE = 1000  # pixels of the thumbnail's width
_EDGE = 0.04  # share of the height at its ends where black edges may lie
_MIDDLE = (0.45, 0.55)  # share of the width that a gutter lies in
_CLEAR = (
    16  # pixels of the thumbnail that nothing is printed in: a quarter of an inch of two A4 pages
)
_INK = 40  # greys darker than the column is else
_STAINED = 0.004  # share of inked pixels that may be dust
_WIDE, _TALL = 0.5, 0.1  # of a half: the columns that have ink, the rows


def gutter_of(picture: Pixels) -> int | None:
    """The column of a picture where its second page begins; `None` for a single page."""
    height, width = picture.shape[:2]
    if not _LANDSCAPE[0] <= width / height <= _LANDSCAPE[1] or width < _SIDE:
        return None
    factor = width // _SIDE
    small = grey(np.asarray(smaller(picture, factor), np.uint8))
    edge = round(_EDGE * len(small))
    inner = small[edge : len(small) - edge]
    usual = np.median(inner, axis=0).astype(np.uint8)[None, :]
    ink = np.asarray(cv2.subtract(np.repeat(usual, len(inner), axis=0), inner) > _INK)
    at = _clearest(ink)
    return None if at is None or not all(map(_is_page, (ink[:, :at], ink[:, at:]))) else at * factor


def _clearest(ink: NDArray[np.bool_]) -> int | None:
    """The middle of the widest strip near the middle that bears no print."""
    first, last = (round(share * ink.shape[1]) for share in _MIDDLE)
    free = ink.mean(axis=0)[first - _CLEAR : last + _CLEAR] <= _STAINED
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    runs = [(b - a, (a + b) // 2) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    widest, middle = max(runs, default=(0, 0))
    return int(first - _CLEAR + middle) if widest >= _CLEAR else None


def _is_page(ink: NDArray[np.bool_]) -> bool:
    """Whether a half has lines over most of its width."""
    columns, rows = ink.any(axis=0).mean(), (ink.mean(axis=1) > _STAINED).mean()
    return bool(columns > _WIDE and rows > _TALL)
