"""The stamps, seals and notes of a page as regions: what they are, and what they say.

What it is follows from its words (`dictionaries/stamp_words.tsv`), else from its form and place.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from extract.image import CleanPage, Mark, Shape
from extract.model import Page, PageRegion, RegionKind
from extract.ocr.engine import Engine
from extract.ocr.panels import inside, without_words
from extract.ocr.stamp_figures import pencilled, with_figures
from extract.ocr.stamp_names import named
from extract.ocr.stamp_words import kind_of, names_a_person
from extract.ocr.stamps import NOTHING, Said, read_marks

#: Black stamps whose words were read among the text and leave it; a mark of secrecy stays there as well (promise S5).
_LEAVING = frozenset({RegionKind.INCOMING_STAMP, RegionKind.URGENCY_STAMP, RegionKind.COPY_STAMP})
_ENDING = 0.35  # share of the page's height above which no signer's name stands
_NAME = (0.12, 0.5)  # inches: the height of a stamped name, tilted a little
_LONG = 3.0  # times as long as high: a line of words
_BELIEVED = 0.4  # mean probability from which words without a known form are told as text
_SURE = 0.5  # the same from which blue words are a stamp: a pen writes in blue
_EDGE = 0.15  # inches from the page's right edge
_PART = 0.5  # inches of a seal's part from top to bottom, at least
_SIGNED = 0.25  # inches: lower strokes are figures or words, not a signature


def with_regions(tidy: CleanPage, read: Page, engine: Engine) -> Page:
    """The page as read, with its regions from top to bottom."""
    if tidy.straight is None:
        return read
    said = read_marks(tidy, engine)
    found = ((mark, said.get(at, NOTHING)) for at, mark in enumerate(tidy.marks))
    regions = [_region(tidy, *pair) for pair in found if not _is_printed(*pair)]
    regions.sort(key=lambda region: (region.box.y0, region.box.x0))
    for region in regions:
        if region.colour == "black" and region.kind in _LEAVING:
            read = without_words(read, inside(read, region.box))
    return replace(read, regions=(*read.regions, *regions))


def _is_printed(mark: Mark, said: Said) -> bool:
    """Whether a black frame is part of the text: its words are no stamp's."""
    return mark.shape is Shape.FRAME and mark.colour == "black" and kind_of(said.text) is None


def _region(tidy: CleanPage, mark: Mark, said: Said) -> PageRegion:
    assert tidy.straight is not None, "marks are read from it"
    kind = _kind(tidy, mark, said)
    text, sure = said.text, said.confidence
    if kind is RegionKind.PENCIL:
        text, sure = pencilled(tidy.straight, mark)
    elif kind is RegionKind.INCOMING_STAMP:
        text, sure = with_figures(said)
    elif kind is RegionKind.NAME_STAMP:
        text, sure = named(said)
    elif kind_of(text) is not kind and sure < _BELIEVED:
        text = ""
    box = tidy.original(mark.rect)
    return PageRegion(kind, box, mark.colour, text, round(sure, 3) if text else None)


def _kind(tidy: CleanPage, mark: Mark, said: Said) -> RegionKind:
    if mark.shape is Shape.RING or _is_across_sheets(mark, tidy):
        return RegionKind.SEAL
    if mark.shape is Shape.PENCIL:
        return RegionKind.PENCIL
    known = kind_of(said.text)
    if known is not None:
        return known
    at_end = mark.rect.y1 > _ENDING * tidy.pixels.shape[0]
    penned = mark.colour == "blue" and said.confidence < _SURE
    if mark.shape is Shape.STROKES or (penned and mark.shape is Shape.WORDS):
        signed = at_end and mark.rect.height >= _SIGNED * tidy.dpi
        return RegionKind.SIGNATURE if signed else RegionKind.HANDWRITING
    named = _is_line(mark, tidy.dpi) or names_a_person(said.text)
    if mark.shape is Shape.WORDS and at_end and named:
        return RegionKind.NAME_STAMP
    return RegionKind.STAMP


def _is_across_sheets(mark: Mark, tidy: CleanPage) -> bool:
    """Whether red ink at the page's right edge is the part of a seal set across the edges of several sheets."""
    rect = mark.rect
    at_edge = rect.x1 > tidy.pixels.shape[1] - _EDGE * tidy.dpi
    upright = rect.height >= max(_PART * tidy.dpi, rect.width)
    return mark.colour == "red" and mark.shape is not Shape.FRAME and at_edge and upright


def _is_line(mark: Mark, dpi: float) -> bool:
    """Whether a mark has the size of one line of words."""
    width, height = mark.rect.width, mark.rect.height
    high = height - width * abs(np.tan(np.radians(mark.tilt)))
    return bool(_NAME[0] * dpi <= height and high <= _NAME[1] * dpi and width >= _LONG * high)
