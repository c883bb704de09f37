"""A page's picture made such as cleaning expects it: ink dark on light ground, in full contrast, without specks, stains, folds or the print of the back.

Each step is taken only where the page was measured to need it; any other page stays the very picture it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.condition import Condition, condition_of, sharpened
from extract.image.page import Homography
from extract.image.stains import unfolded, unstained
from extract.image.tone import grey, grown, smaller, tints_of
from extract.ingest import PageImage, Pixels

# The sheet of paper in a picture, cut out and set square where something darker lies around it.
#
# Scanners leave black at the edges of a page, phones show the table it lies on, aslant; an engine reads letters into both. The
# paper's corners are sought on a thumbnail; what does not look like a sheet on a darker ground stays as it is.

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
class SheetPixels:
    """The sheet's pixels, and the way from them to shares of the picture."""

    pixels: Pixels
    to_picture: Homography


def paper_of(picture: Pixels) -> SheetPixels:
    """The sheet in a picture (8 bits, grey or RGB); the whole picture where there is no other ground."""
    height, width = picture.shape[:2]
    share = np.diag([1 / width, 1 / height, 1.0])
    corners = find_corners(picture)
    if corners is None:
        return SheetPixels(picture, share)
    size, there = _size(corners), _inset(corners)
    here = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    matrix = cv2.getPerspectiveTransform(there, here)
    flat = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255,) * 3)
    return SheetPixels(np.asarray(flat, np.uint8), np.asarray(share @ np.linalg.inv(matrix)))


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


_FULL = 220.0  # greys between ink and paper of a good page
_COARSER = 8
_GROUND = 21  # pixels at that scale that no stroke is as wide as
_SPECK = 60  # greys that a speck differs by from what is around it
_MOST_SPECKS = 3  # pixels of a speck: the smallest dots have 4
_GRAIN = 10.0  # noise after stretching above which it is smoothed


def mended(page: PageImage) -> PageImage:
    """The page with what its picture has suffered undone as far as can be, and notes on it; the same where nothing has."""
    found = condition_of(page.pixels)
    if found.blur:
        sharp = sharpened(page.pixels, found.blur)
        page = replace(page, pixels=sharp, notes=(*page.notes, str(found.blur)))
        found = replace(condition_of(sharp), blur=None)
    return by_condition(page, found)


def by_condition(page: PageImage, found: Condition) -> PageImage:
    """The page mended as one in this condition."""
    pixels, notes = page.pixels, []
    if found.inverted:
        pixels, notes = in_positive(pixels), ["printed light on dark: inverted"]
    if found.is_speckled:
        pixels, notes = (
            without_specks(pixels),
            [*notes, f"speckled: {found.specks:.1%} of its pixels"],
        )
    if found.folds:
        pixels = unfolded(pixels, found.folds)
        notes.append(f"{len(found.folds)} folds of the sheet evened")
    if found.stained:
        pixels, notes = unstained(pixels), [*notes, "stained: its light evened between the letters"]
    if found.through:
        pixels = without_back(pixels, found)
        notes.append(f"the back's print shines through by {found.through:.0f} levels: taken out")
    elif found.is_faint:
        pixels = stretched(pixels, found)
        notes.append(f"faint print: contrast of {found.contrast:.0f} levels stretched")
    return replace(page, pixels=pixels, notes=(*page.notes, *notes)) if notes else page


def in_positive(pixels: Pixels) -> Pixels:
    """A negative's positive."""
    return np.asarray(cv2.bitwise_not(pixels), np.uint8)


def stretched(pixels: Pixels, found: Condition) -> Pixels:
    """The page with its ground white and its ink as dark as good print; strong noise is smoothed first."""
    gain = _FULL / found.contrast
    if gain * found.noise > _GRAIN:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.8), np.uint8)
    deep = cv2.subtract(_ground(pixels), pixels)
    return np.asarray(cv2.bitwise_not(cv2.convertScaleAbs(deep, alpha=gain)), np.uint8)


def _ground(pixels: Pixels) -> cv2.typing.MatLike:
    height, width = pixels.shape[:2]
    coarse = np.asarray(smaller(pixels, _COARSER), np.uint8)
    return cv2.resize(cv2.medianBlur(coarse, _GROUND), (width, height))


def without_back(pixels: Pixels, found: Condition) -> Pixels:
    """The page in grey with all white that is no darker than the print of its back, ink in colour as it was."""
    plain, tints = grey(pixels), tints_of(pixels)
    deep = np.asarray(cv2.subtract(_ground(plain), plain)).astype(np.float32) - found.through
    ink = np.clip(deep * (_FULL / (found.contrast - found.through)), 0, 255).astype(np.uint8)
    if tints is None:
        return np.asarray(cv2.bitwise_not(ink), np.uint8)
    coloured = grown(tints, plain.shape)[..., None] > 0
    return np.where(coloured, pixels, cv2.bitwise_not(ink)[..., None])


def without_specks(pixels: Pixels) -> Pixels:
    """The page with each speck of a few pixels, dark or light, as the median around it."""
    plain = grey(pixels)
    around = cv2.medianBlur(pixels, 5)
    off = (
        cv2.subtract(grey(np.asarray(around, np.uint8)), plain),
        cv2.subtract(plain, grey(np.asarray(around, np.uint8))),
    )
    found = cv2.bitwise_or(*(_small(np.asarray(part > _SPECK, np.uint8)) for part in off))
    mask = found if pixels.ndim == 2 else cv2.merge([found] * 3)  # noqa: PLR2004
    return np.asarray(np.where(mask > 0, around, pixels), np.uint8)


def _small(mask: Pixels) -> Pixels:
    """Of a mask what hangs together in a few pixels only."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    small = (stats[:, 4] <= _MOST_SPECKS).astype(np.uint8)
    return np.asarray(small[labels], np.uint8)


def smoothed(page: PageImage) -> PageImage:
    """The page without what is thinner than strokes are: specks of more than a few pixels, the dots of dithering."""
    return replace(page, pixels=np.asarray(cv2.medianBlur(page.pixels, 3), np.uint8))


def stretched_more(page: PageImage) -> PageImage:
    """The page in full contrast, whatever it was measured to have."""
    found = condition_of(page.pixels)
    return replace(page, pixels=stretched(page.pixels, replace(found, contrast=found.contrast / 2)))
