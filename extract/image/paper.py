"""The sheet of paper in a picture, cut out and set square where something darker lies around it.

Scanners leave black at the edges of a page, phones show the table it lies on, aslant; an engine reads letters into both. The
paper's corners are sought on a thumbnail; what does not look like a sheet on a darker ground stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import Homography
from extract.image.tone import grey, smaller
from extract.ingest import Pixels

_SIDE = 400  # pixels of the thumbnail's longer side
_TEXT = 9  # pixels of it that letters are narrower than
_SPECKLE = 5
_DARKER = 0.72  # of the paper's grey: brighter ground is shade or show-through
_LEAST, _MOST = 0.5, 0.985  # share of the picture that a sheet on some ground covers
_STRAIGHT = 0.965  # of the paper's outline that four straight edges hold
_CORNER = 0.35  # most of a corner's cosine: 70 to 110 degrees
_RIM = 0.004  # of the sheet's sides cut off: its edge is not sharp
_BENDS = np.linspace(0.01, 0.08, 8)  # of the outline's length that its corners may be off

Corners = NDArray[np.float32]  # 4 x 2, clockwise from the top left


@dataclass(frozen=True, slots=True)
class Paper:
    """The sheet's pixels, and the way from them to shares of the picture."""

    pixels: Pixels
    to_picture: Homography


def paper_of(picture: Pixels) -> Paper:
    """The sheet in a picture (8 bits, grey or RGB); the whole picture where there is no other ground."""
    height, width = picture.shape[:2]
    share = np.diag([1 / width, 1 / height, 1.0])
    corners = find_corners(picture)
    if corners is None:
        return Paper(picture, share)
    size, there = _size(corners), _inset(corners)
    here = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    matrix = cv2.getPerspectiveTransform(there, here)
    flat = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255,) * 3)
    return Paper(np.asarray(flat, np.uint8), np.asarray(share @ np.linalg.inv(matrix)))


def find_corners(picture: Pixels) -> Corners | None:
    """The corners of the sheet on a picture, in its pixels; `None` where none stands out from a darker ground."""
    factor = max(1, max(picture.shape[:2]) // _SIDE)
    small = grey(np.asarray(smaller(picture, factor), np.uint8))
    if min(small.shape) < 4 * _TEXT:
        return None
    plain = cv2.dilate(cv2.medianBlur(small, _SPECKLE), np.ones((_TEXT, _TEXT), np.uint8))
    _, light = cv2.threshold(plain, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = cv2.erode(light, np.ones((_TEXT, _TEXT), np.uint8), borderValue=255)
    corners = _quadrilateral(light)
    if corners is None or not _stands_out(small, corners):
        return None
    return np.asarray((corners + 0.5) * factor - 0.5, np.float32)


def _quadrilateral(light: cv2.typing.MatLike) -> Corners | None:
    """The four corners of the largest light area, where straight lines between them hold it and not much more."""
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not outlines:
        return None
    hull = cv2.convexHull(max(outlines, key=cv2.contourArea))
    share = cv2.contourArea(hull) / light.size
    if not _LEAST <= share <= _MOST:
        return None
    length = cv2.arcLength(hull, closed=True)
    for bend in _BENDS:
        found = cv2.approxPolyDP(hull, bend * length, closed=True).reshape(-1, 2)
        if len(found) == 4:  # noqa: PLR2004
            corners = _from_top_left(found.astype(np.float32))
            return corners if _is_sheet(corners, cv2.contourArea(hull)) else None
    return None


def _from_top_left(corners: Corners) -> Corners:
    """Corners in order: top left, top right, bottom right, bottom left."""
    middle = corners.mean(axis=0)
    around = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    return corners[np.argsort(around)]


def _is_sheet(corners: Corners, area: float) -> bool:
    sides = np.diff(np.vstack([corners, corners[:1]]), axis=0)
    sides /= np.linalg.norm(sides, axis=1, keepdims=True)
    turns = [abs(float(a @ b)) for a, b in pairwise([*sides, sides[0]])]
    return max(turns) < _CORNER and _STRAIGHT < cv2.contourArea(corners) / area < 1 / _STRAIGHT


def _stands_out(small: cv2.typing.MatLike, corners: Corners) -> bool:
    """Whether the ground is clearly darker than the sheet."""
    inside = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(corners).astype(np.int32), 255)
    ground = cv2.erode(255 - inside, np.ones((3, 3), np.uint8))
    if not ground.any():
        return False
    sheet, dark = np.median(small[inside > 0]), np.percentile(small[ground > 0], 75)
    return bool(dark < _DARKER * sheet)


def _size(corners: Corners) -> tuple[int, int]:
    """Width and height of the sheet: the means of opposite sides."""
    top, right, bottom, left = np.linalg.norm(
        np.diff(np.vstack([corners, corners[:1]]), axis=0), axis=1
    )
    return round(float(top + bottom) / 2), round(float(left + right) / 2)


def _inset(corners: Corners) -> Corners:
    """The corners moved towards the middle of the sheet, off its rim."""
    middle = corners.mean(axis=0)
    return np.asarray(middle + (corners - middle) * (1 - 2 * _RIM), np.float32)
