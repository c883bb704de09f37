"""A page's picture made such as cleaning expects it: ink dark on light ground, in full contrast, without specks, stains, folds or the print of the back.

Each step is taken only where the page was measured to need it; any other page stays the very picture it was.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from extract.image.blur import sharpened
from extract.image.condition import Condition, condition_of
from extract.image.stains import unfolded, unstained
from extract.image.tone import grey, grown, smaller, tints_of
from extract.ingest import PageImage, Pixels

_FULL = 220.0  # greys between ink and paper of a good page
_COARSER = 8
_GROUND = 21  # pixels at that scale that no stroke is as wide as
_SPECK = 60  # greys that a speck differs by from what is around it
_MOST = 3  # pixels of a speck: the smallest dots have 4
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
    small = (stats[:, 4] <= _MOST).astype(np.uint8)
    return np.asarray(small[labels], np.uint8)


def smoothed(page: PageImage) -> PageImage:
    """The page without what is thinner than strokes are: specks of more than a few pixels, the dots of dithering."""
    return replace(page, pixels=np.asarray(cv2.medianBlur(page.pixels, 3), np.uint8))


def stretched_more(page: PageImage) -> PageImage:
    """The page in full contrast, whatever it was measured to have."""
    found = condition_of(page.pixels)
    return replace(page, pixels=stretched(page.pixels, replace(found, contrast=found.contrast / 2)))
