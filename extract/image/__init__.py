"""The stage `image`: a page image made straight, even and free of coloured ink, with its blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.clean import clean, cleaned, layout_of
from extract.image.condition import condition_of
from extract.image.mending import in_positive, mended, smoothed, stretched_more
from extract.image.page import CleanPage, GridCell, InkMark, PageBlock, Rect, Shape
from extract.image.skew import lies_sideways
from extract.image.stains import Fold
from extract.image.tone import grey, smaller
from extract.ingest import Pixels

__all__ = [
    "CleanPage",
    "GridCell",
    "InkMark",
    "PageBlock",
    "Rect",
    "Shape",
    "clean",
    "cleaned",
    "condition_of",
    "grey",
    "gutter_of",
    "in_positive",
    "layout_of",
    "lies_sideways",
    "mended",
    "smoothed",
    "stretched_more",
]


# The gutter of an open book, or between two copies on one sheet: where a landscape picture falls into two upright pages.
#
# Over the whole height nothing is printed there; lines of a landscape page and its tables run across the middle. The shade of a
# fold is no print, since it is the same in all rows; where it is seen, it says where pages of unequal size meet. What lies on its side is one
# page, though white may part its paragraphs: without asking for lines that run across, 31 of 152 turned pages were parted.

_LANDSCAPE = (1.2, 1.8)  # width by height of two upright pages side by side
_SIDE = 1000  # pixels of the thumbnail's width
_EDGE = 0.04  # share of the height at its ends where black edges may lie
_MIDDLE = (0.45, 0.55)  # share of the width that a gutter lies in
_UNEQUAL, _BESIDE = (0.3, 0.7), 0.015  # the same where a fold is seen there, and how far from it
_CLEAR = (
    16  # pixels of the thumbnail that nothing is printed in: a quarter of an inch of two A4 pages
)
_INK = 40  # greys darker than the column is else
_STAINED = 0.004  # share of inked pixels that may be dust
_WIDE, _TALL = 0.5, 0.1  # of a half: the columns that have ink, the rows


def gutter_of(picture: Pixels, folds: tuple[Fold, ...] = ()) -> int | None:
    """The column of a picture, with these folds, where its second page begins; `None` for a single page."""
    height, width = picture.shape[:2]
    places = list(_places(width / height, folds))
    if not places or width < _SIDE:
        return None
    factor = width // _SIDE
    small = grey(np.asarray(smaller(picture, factor), np.uint8))
    edge = round(_EDGE * len(small))
    inner = small[edge : len(small) - edge]
    usual = np.median(inner, axis=0).astype(np.uint8)[None, :]
    ink = np.asarray(cv2.subtract(np.repeat(usual, len(inner), axis=0), inner) > _INK)
    for place in places:
        at = _clearest(ink, place)
        if at is not None and _is_page(ink[:, :at]) and _is_page(ink[:, at:]):
            return None if lies_sideways(grey(picture)) else at * factor
    return None


def _places(shape: float, folds: tuple[Fold, ...]) -> Iterator[tuple[float, float]]:
    """Where a gutter may lie in a picture of this width by height, in shares of the width."""
    for fold in folds:
        if fold.down and shape > 1 and _UNEQUAL[0] < fold.at < _UNEQUAL[1]:
            yield fold.at - _BESIDE, fold.at + _BESIDE
    if _LANDSCAPE[0] <= shape <= _LANDSCAPE[1]:
        yield _MIDDLE


def _clearest(ink: NDArray[np.bool_], place: tuple[float, float]) -> int | None:
    """The middle of the widest strip in or beside a place that bears no print."""
    first, last = (round(share * ink.shape[1]) for share in place)
    free = ink.mean(axis=0)[first - _CLEAR : last + _CLEAR] <= _STAINED
    edges = np.flatnonzero(np.diff(np.concatenate(([0], free.astype(np.int8), [0]))))
    runs = [(b - a, (a + b) // 2) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    widest, middle = max(runs, default=(0, 0))
    return int(first - _CLEAR + middle) if widest >= _CLEAR else None


def _is_page(ink: NDArray[np.bool_]) -> bool:
    """Whether a half has lines over most of its width."""
    columns, rows = ink.any(axis=0).mean(), (ink.mean(axis=1) > _STAINED).mean()
    return bool(columns > _WIDE and rows > _TALL)
