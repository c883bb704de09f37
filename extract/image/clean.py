"""From a page image to a clean page: cut out of its ground, scale, straighten, unbend, take colour out, even the light, find blocks, binarise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np

from extract.image.layout import find_blocks, find_tables
from extract.image.marks import find_frames, find_marks
from extract.image.mending import mended, paper_of
from extract.image.page import CleanPage, Homography, InkMark, PageBlock, Rect, Shape
from extract.image.skew import Curve, find_curve, find_skew, flat_lines, rotate
from extract.image.stains import find_pencil, pen_strokes, without_blots
from extract.image.tone import (
    Tints,
    flattened,
    grey,
    is_blank,
    is_coloured,
    page_dpi,
    reading_scale,
    sauvola,
    scaled,
    tints_of,
    without_colour,
)
from extract.ingest import PageImage, Pixels
from extract.model import NoteCode, Region, noted

_HEAD = 0.4  # share of a page's height that headers lie in
_DRAWN_INK = 160  # darker is ink on a page that was drawn, not scanned


def clean(page: PageImage, turns: int = 0) -> CleanPage:
    """The page mended and made ready to be read, first turned by so many quarters counter-clockwise."""
    return cleaned(mended(page), turns)


def cleaned(page: PageImage, turns: int = 0, *, in_grey: bool = False) -> CleanPage:
    """A mended page made ready to be read; `in_grey`: as one block of grey levels, for the engine to make of it what it can."""
    paper = paper_of(page.pixels)
    upright = np.ascontiguousarray(np.rot90(paper.pixels, turns))
    dpi = page_dpi(replace(page, pixels=paper.pixels))
    scale = reading_scale(upright, dpi)
    straight, angle, curve = _straightened(scaled(upright, scale))
    tints = tints_of(straight)
    flat = flattened(without_colour(straight, tints))
    back = paper.to_picture @ _to_paper(straight, angle, turns, paper.pixels)
    from_ground = paper.pixels is not page.pixels
    cut = [noted(NoteCode.PHOTO, "cut out of a darker ground")] if from_ground else []
    notes = (*page.notes, *cut, *_notes(turns, angle, scale, dpi), *_bent(curve, dpi * scale))
    made = CleanPage(page.number, flat, dpi * scale, (), back, notes=notes, curve=curve)
    if is_blank(flat):
        return replace(made, blank=True, notes=(*notes, "blank"))
    if in_grey:
        whole = PageBlock(Region.BODY, Rect(0, 0, flat.shape[1], flat.shape[0]))
        return replace(made, blocks=(whole,), head=_head(straight))
    binary, blocks, marks = _laid_out(flat, dpi * scale, tints)
    pen = () if tints is None else pen_strokes(tints, dpi * scale)
    made = replace(made, pixels=binary, blocks=blocks, head=_head(straight), pen=pen)
    return replace(made, marks=marks, straight=straight)


def _head(straight: Pixels) -> Pixels:
    """The upper part of a page in grey: its red channel, in which blue and black ink are dark and red ink is pale."""
    plane = straight if straight.ndim == 2 else straight[..., 0]  # noqa: PLR2004
    return np.ascontiguousarray(plane[: round(_HEAD * len(plane))])


Marks = tuple[InkMark, ...]


def _laid_out(
    flat: Pixels, dpi: float, tints: Tints | None
) -> tuple[Pixels, tuple[PageBlock, ...], Marks]:
    """The binary page without seals and signatures, its blocks, and what lies beside its text."""
    binary = sauvola(flat, dpi)
    tables = find_tables(binary, dpi)
    marks = () if tints is None else find_marks(tints, dpi)
    pencil = find_pencil(flat, binary, dpi)
    if pencil and tints and is_coloured(tints, pencil.rect):
        pencil = None
    ruled = tuple(table.rect for table in tables)
    frames = find_frames(binary, dpi, ruled)
    binary, blots = without_blots(binary, flat, dpi, ruled)
    beside = (*marks, *_apart(blots, (*marks, *frames)), *frames, *([pencil] if pencil else []))
    return binary, find_blocks(binary, dpi, tables), beside


def _apart(blots: Marks, others: Marks) -> Iterator[InkMark]:
    """What is no rest of a mark that was found by its colour or frame already."""
    known = list(others)
    for blot in sorted(blots, key=lambda blot: list(Shape).index(blot.shape)):
        x, y = (blot.rect.x0 + blot.rect.x1) / 2, (blot.rect.y0 + blot.rect.y1) / 2
        if not any(m.rect.x0 <= x < m.rect.x1 and m.rect.y0 <= y < m.rect.y1 for m in known):
            known.append(blot)
            yield blot


def layout_of(page: PageImage) -> CleanPage:
    """A page whose letters are known, drawn from a PDF: straight and clean already, only its blocks are sought."""
    plain = grey(page.pixels)
    height, width = plain.shape
    dpi = page_dpi(page)
    binary = np.where(plain < _DRAWN_INK, 0, 255).astype(np.uint8)
    back = np.diag([1 / width, 1 / height, 1.0])
    blocks = find_blocks(binary, dpi, find_tables(binary, dpi))
    return CleanPage(page.number, binary, dpi, blocks, back, notes=page.notes)


def _straightened(pixels: Pixels) -> tuple[Pixels, float, Curve | None]:
    """The page turned level and, where its lines bend, unbent."""
    angle = find_skew(grey(pixels))
    level = rotate(pixels, angle)
    curve = find_curve(grey(level))
    return (level if curve is None else flat_lines(level, curve)), angle, curve


def _to_paper(straight: Pixels, angle: float, quarter: int, paper: Pixels) -> Homography:
    """The map from pixels of the level page to pixels of the sheet of paper."""
    height, width = straight.shape[:2]
    turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0), [0, 0, 1]])
    share = np.diag([1 / width, 1 / height, 1.0])
    quarters = np.linalg.matrix_power(_QUARTER_BACK, quarter % 4)
    size = np.diag([paper.shape[1], paper.shape[0], 1.0])
    return np.asarray(size @ quarters @ share @ np.linalg.inv(turn), dtype=np.float64)


# A page turned counter-clockwise by a quarter shows at (x, y) what stood at (1 - y, x).
_QUARTER_BACK = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])


def _bent(curve: Curve | None, dpi: float) -> list[str]:
    if curve is None:
        return []
    return [noted(NoteCode.PHOTO, f"lines unbent by {25.4 * curve.bend / dpi:.1f} mm")]


def _notes(quarter: int, angle: float, scale: float, dpi: float) -> list[str]:
    notes = []
    if quarter % 4:
        notes.append(f"turned by {90 * (quarter % 4)} degrees counter-clockwise")
    if abs(angle) >= 1.0:
        notes.append(f"straightened by {angle:.1f} degrees")
    if scale != 1.0:
        notes.append(f"scaled from {dpi:.0f} to {dpi * scale:.0f} dpi")
    return notes
