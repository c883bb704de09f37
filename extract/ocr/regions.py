"""The stamps, seals and notes of a page as regions: what they are, and what they say.

What it is follows from its words (`dictionaries/stamp_words.tsv`), else from its form and place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.fold import fold
from extract.image import CleanPage, InkMark, Rect, Shape, grey
from extract.ingest import Pixels
from extract.model import Page, PageRegion, RegionKind
from extract.ocr.engine import Engine
from extract.ocr.hand import read_place, weighed
from extract.ocr.hand.places import DAYS, MONTHS, Gap, HandPlace, Window
from extract.ocr.noise import kind_of, names_a_person
from extract.ocr.panels import inside, without_words
from extract.ocr.stamps import NOTHING, StampText, named, read_marks

# Figures that a hand put beside the text: a pencilled number, number and date of an incoming stamp.
#
# They are read by the networks for handwriting (`extract.ocr.hand`) as type as large as the figures are high: of 34 pencilled
# numbers of real sheets 19 are read right.

_TYPE = 1.0  # of the height of figures: the size of type whose line they fill
_BESIDE = 0.3  # of it that is shown at both sides
_ROOM = 0.3  # of their height, at each side
_ABOVE = 0.35  # of a label's height that figures stand higher and lower
_BAR = 1.3  # times as high as wide: a bar between day and month
_BAR_HIGH = 0.6  # of the height of the highest stroke


Figures = tuple[str, float]  # what was read, "" for nothing, and the chance that it is right
_NOTHING: Figures = ("", 0.0)


def pencilled(straight: Pixels, mark: InkMark) -> Figures:
    """The number in a pencil's mark; sheets are numbered without leading zeros."""
    part, room = _with_room(straight, mark.rect)
    rect = Rect(room, room, part.shape[1] - room, part.shape[0] - room)
    read = _read(part, rect)
    return _NOTHING if read[0].startswith("0") else read


def with_figures(said: StampText) -> Figures:
    """The words of an incoming stamp with what was filled in after `Số` and `Ngày`, as sure as the least sure of it."""
    rows, sure = said.text.split("\n"), []
    for label in _LABELS:
        at, start = next(_found(rows, label), (0, -1))
        read = _NOTHING if start < 0 else _filled(said, label)
        if read[0]:
            rows[at] = f"{rows[at][:start]}{label.says} {read[0]}"
            sure.append(read[1])
    return "\n".join(rows), min(sure, default=said.confidence)


def _found(rows: Sequence[str], label: _Label) -> Iterator[tuple[int, int]]:
    """The rows with a label, and where it begins in them."""
    matches = ((at, label.opens.search(fold(row))) for at, row in enumerate(rows))
    return ((at, match.start()) for at, match in matches if match)


@dataclass(frozen=True, slots=True)
class _Label:
    """A printed word behind which figures stand: its form, how it is told, its width in heights, its reader."""

    opens: re.Pattern[str]
    says: str
    wide: float
    read: Callable[[Pixels, Rect], Figures]


def _filled(said: StampText, label: _Label) -> Figures:
    """The figures behind a label."""
    rect = next((rect for text, rect in said.words if label.opens.match(fold(text))), None)
    if rect is None or said.others is None or said.own is None:
        return _NOTHING
    left = min(rect.x1, rect.x0 + round(label.wide * rect.height))
    right = max(rect.x1 for _, rect in said.words)
    more = round(_ABOVE * rect.height)
    place = Rect(left, max(0, rect.y0 - more), right, rect.y1 + more)
    read = label.read(said.others, place)
    return read if read[0] else label.read(said.own, place)


def _numbered(piece: Pixels, place: Rect) -> Figures:
    return _read(piece, place)


def _dated(piece: Pixels, place: Rect) -> Figures:
    """Day and month, a bar between them."""
    read = []
    for left, right in _halves(piece, place):
        day, month = _read(piece, left, DAYS), _read(piece, right, MONTHS)
        if day[0] and month[0]:
            read.append((f"{day[0]}/{month[0]}", round(day[1] * month[1], 3)))
    return max(read, key=lambda one: one[1], default=_NOTHING)


_LABELS = (  # their widths in heights of a letter, as the usual type is wide
    _Label(re.compile(r"(?<!\w)s[o0]\b(?!\s?[a-z])"), "Số:", 1.9, _numbered),
    _Label(re.compile(r"(?<!\w)ng[a4]y\b"), "Ngày:", 2.7, _dated),
)


def _with_room(straight: Pixels, rect: Rect) -> tuple[Pixels, int]:
    """A rectangle of the page in grey, with paper around it."""
    room = round(_ROOM * rect.height)
    part = grey(straight[rect.slices])
    paper = int(np.percentile(part, 85))
    framed = cv2.copyMakeBorder(part, room, room, room, room, cv2.BORDER_CONSTANT, value=(paper,))
    return np.asarray(framed, np.uint8), room


def _read(piece: Pixels, place: Rect, texts: tuple[str, ...] = ()) -> Figures:
    """The likeliest figures at a place; `texts`: all that can stand there, none for a number."""
    if place.width < 1 or place.height < 1:
        return _NOTHING
    em, middle = _TYPE * place.height, (place.y0 + place.y1) / 2
    gap = Gap(place.x0, place.x1, round(middle), em)
    window = Window(place.x0 - _BESIDE * em, place.x1 + _BESIDE * em, middle, em)
    read = weighed(read_place(piece, HandPlace(0, 0, gap, window, texts)))
    return read.text, read.sure


def _halves(piece: Pixels, place: Rect) -> Iterator[tuple[Rect, Rect]]:
    """What stands before and after each stroke that may be a bar."""
    part = piece[place.slices]
    ink = (part < np.percentile(part, 85) - 40).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    highest = stats[1:, 3].max(initial=0)
    for x, _, width, height, _ in stats[1:].tolist():
        if height >= _BAR * width and height >= _BAR_HIGH * highest:
            left, right = place.x0 + x, place.x0 + x + width
            yield (
                Rect(place.x0, place.y0, left, place.y1),
                Rect(right, place.y0, place.x1, place.y1),
            )


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


def _is_printed(mark: InkMark, said: StampText) -> bool:
    """Whether a black frame is part of the text: its words are no stamp's."""
    return mark.shape is Shape.FRAME and mark.colour == "black" and kind_of(said.text) is None


def _region(tidy: CleanPage, mark: InkMark, said: StampText) -> PageRegion:
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


def _kind(tidy: CleanPage, mark: InkMark, said: StampText) -> RegionKind:
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


def _is_across_sheets(mark: InkMark, tidy: CleanPage) -> bool:
    """Whether red ink at the page's right edge is the part of a seal set across the edges of several sheets."""
    rect = mark.rect
    at_edge = rect.x1 > tidy.pixels.shape[1] - _EDGE * tidy.dpi
    upright = rect.height >= max(_PART * tidy.dpi, rect.width)
    return mark.colour == "red" and mark.shape is not Shape.FRAME and at_edge and upright


def _is_line(mark: InkMark, dpi: float) -> bool:
    """Whether a mark has the size of one line of words."""
    width, height = mark.rect.width, mark.rect.height
    high = height - width * abs(np.tan(np.radians(mark.tilt)))
    return bool(_NAME[0] * dpi <= height and high <= _NAME[1] * dpi and width >= _LONG * high)
