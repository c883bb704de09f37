"""The stamps, seals and notes of a page as regions: what they are, and what they say.

Each mark that may have words is cut out on its own ink, set level, and read with all others of the page on one sheet. What
it is follows from its words (`dictionaries/stamp_words.tsv`), else from its form and place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.image import Block, CleanPage, Mark, Rect, Shape
from extract.ingest import Pixels
from extract.model import Line, Page, PageRegion, Region, RegionKind
from extract.ocr.engine import Engine
from extract.ocr.stamp_words import kind_of, names_a_person

_WHITE = 0.12  # inches of white around what is cut out
_LEVEL = 1.0  # degrees of tilt that are left as they are
_ENDING = 0.35  # share of the page's height above which no signer's name stands
_NAME = (0.12, 0.5)  # inches: the height of a stamped name, tilted a little
_LONG = 3.0  # times as long as high: a line of words
_BELIEVED = 0.4  # mean probability from which words without a known form are told as text
_SIGNED = 0.25  # inches: lower strokes are figures or words, not a signature


def with_regions(tidy: CleanPage, read: Page, engine: Engine) -> Page:
    """The page as read, with its regions from top to bottom."""
    said = _said(tidy, engine)
    regions = [_region(tidy, mark, said.get(at, _NOTHING)) for at, mark in enumerate(tidy.marks)]
    regions.sort(key=lambda region: (region.box.y0, region.box.x0))
    return replace(read, regions=(*read.regions, *regions))


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a mark, its lines parted by line feeds, and how sure they are."""

    text: str
    confidence: float


_NOTHING = _Said("", 0.0)


def _region(tidy: CleanPage, mark: Mark, said: _Said) -> PageRegion:
    kind = _kind(tidy, mark, said)
    known = kind_of(said.text) is kind
    told = said.text if known or said.confidence >= _BELIEVED else ""
    sure = round(said.confidence, 3) if told else None
    return PageRegion(kind, tidy.original(mark.rect), mark.colour, told, sure)


def _kind(tidy: CleanPage, mark: Mark, said: _Said) -> RegionKind:
    if mark.shape is Shape.RING:
        return RegionKind.SEAL
    if mark.shape is Shape.PENCIL:
        return RegionKind.PENCIL
    known = kind_of(said.text) if said.text else None
    if known is not None:
        return known
    at_end = mark.rect.y1 > _ENDING * tidy.pixels.shape[0]
    if mark.shape is Shape.STROKES:
        signed = at_end and mark.rect.height >= _SIGNED * tidy.dpi
        return RegionKind.SIGNATURE if signed else RegionKind.HANDWRITING
    if (
        mark.shape is Shape.WORDS
        and at_end
        and (_is_line(mark, tidy.dpi) or names_a_person(said.text))
    ):
        return RegionKind.NAME_STAMP
    return RegionKind.STAMP


def _is_line(mark: Mark, dpi: float) -> bool:
    """Whether a mark has the size of one line of words."""
    width, height = mark.rect.width, mark.rect.height
    high = height - width * abs(np.tan(np.radians(mark.tilt)))
    return _NAME[0] * dpi <= height and high <= _NAME[1] * dpi and width >= _LONG * high


def _said(tidy: CleanPage, engine: Engine) -> dict[int, _Said]:
    """What the engine reads in each mark that may have words, by the mark's place among all."""
    if tidy.straight is None:
        return {}
    wordy = {at: mark for at, mark in enumerate(tidy.marks) if _may_say(mark)}
    if not wordy:
        return {}
    pieces = [_cut(tidy.straight, mark, tidy.dpi) for mark in wordy.values()]
    sheet, rects = _stacked(tidy, pieces)
    lines = engine.read(sheet).lines
    height = sheet.pixels.shape[0]
    return {at: _of(lines, rect, height) for at, rect in zip(wordy, rects, strict=True)}


def _may_say(mark: Mark) -> bool:
    return (
        mark.shape in (Shape.WORDS, Shape.FRAME) and mark.ink is not None and bool(mark.ink.any())
    )


def _of(lines: Sequence[Line], rect: Rect, height: int) -> _Said:
    """What was read between two rows of a sheet."""
    mine = [
        line
        for line in lines
        if line.box and rect.y0 <= (line.box.y0 + line.box.y1) / 2 * height < rect.y1
    ]
    sure = [w.confidence for line in mine for w in line.words if w.confidence is not None]
    text = "\n".join(line.raw for line in mine if line.raw.strip())
    return _Said(text, sum(sure) / len(sure)) if text and sure else _NOTHING


def _stacked(tidy: CleanPage, pieces: Sequence[Pixels]) -> tuple[CleanPage, list[Rect]]:
    """Pieces one below the other, each a block of its own."""
    width = max(piece.shape[1] for piece in pieces)
    rects = list(_rows(pieces, width))
    pixels = np.full((rects[-1].y1, width), 255, np.uint8)
    for piece, rect in zip(pieces, rects, strict=True):
        pixels[rect.y0 : rect.y1, : piece.shape[1]] = piece
    back = np.diag([1 / pixels.shape[1], 1 / pixels.shape[0], 1.0])
    blocks = tuple(Block(Region.BODY, rect) for rect in rects)
    return CleanPage(tidy.number, pixels, tidy.dpi, blocks, back), rects


def _rows(pieces: Sequence[Pixels], width: int) -> Iterator[Rect]:
    y = 0
    for piece in pieces:
        yield Rect(0, y, width, y + len(piece))
        y += len(piece)


def _cut(straight: Pixels, mark: Mark, dpi: float) -> Pixels:
    """A mark's own ink in grey on white, level, with a margin."""
    assert mark.ink is not None, "only marks with ink may have words"
    part = straight[mark.rect.slices]
    grown = cv2.dilate(mark.ink, np.ones((3, 3), np.uint8))
    own = np.asarray(
        cv2.resize(grown, part.shape[1::-1], interpolation=cv2.INTER_NEAREST), np.uint8
    )
    plane = part if part.ndim == 2 else part[..., 0 if mark.colour == "blue" else 1]  # noqa: PLR2004
    ink = np.where(own > 0, _stretched(plane, own), 255).astype(np.uint8)
    side = round(_WHITE * dpi)
    framed = cv2.copyMakeBorder(ink, side, side, side, side, cv2.BORDER_CONSTANT, value=255)
    return _levelled(np.asarray(framed, np.uint8), mark.tilt)


def _stretched(plane: Pixels, own: Pixels) -> Pixels:
    """Grey from the darkest of a mark's ink, 0, to paper, 255."""
    dark = float(np.percentile(plane[own > 0], 5))
    return np.asarray(np.clip((plane - dark) * (255 / max(255 - dark, 1)), 0, 255), np.uint8)


def _levelled(ink: Pixels, tilt: float) -> Pixels:
    if abs(tilt) < _LEVEL:
        return ink
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    size = (int(height * sin + width * cos), int(height * cos + width * sin))
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    level = cv2.warpAffine(ink, turn, size, flags=cv2.INTER_CUBIC, borderValue=(255,))
    return np.asarray(level, np.uint8)
