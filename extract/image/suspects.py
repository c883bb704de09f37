"""Words that may be a stamp of secrecy: framed, turned or in colour, each cut out and set upright (promise S5).

Ordinary black words that stand upright are read with the page and are not sought here. What is sought is a few large letters
of one height on one line, or a small frame with letters in it; seals, signatures and tables have another size or shape.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.image.page import CleanPage, PageBlock, Rect
from extract.image.tone import grey, page_dpi, smaller
from extract.ingest import PageImage, Pixels
from extract.model import Region

_COARSE = 100.0  # dots an inch at which words are sought
_NEARLY = 0.01  # of that, which costs no second scaling
_COLOUR = 45  # largest less smallest of red, green and blue: JPEG's colour noise lies below
_TINTED = 0.35  # share of coloured pixels from which the whole page is tinted
_WINDOW, _DARKER = 0.31, 15  # inches around, and by how much ink is darker than its surroundings
_LETTER = (0.06, 0.6)  # inches: the longer side of a letter, diacritics aside
_WORD_LONG, _WORD_HIGH = (0.28, 4.2), (0.09, 0.8)  # inches of a word
_LETTER_FILL = 0.1  # of its box
_FRAME_LONG, _FRAME_HIGH = (0.4, 4.5), (0.2, 1.4)  # inches of a frame
_FRAME_FILL, _FRAME_EDGE = 0.6, 0.7  # ink in the box at most; of its edge that is ink at least
_CELLS = 6  # holes of a frame's size in one piece of ink: a table
_LINE = 1.4  # inches from which letters in a row are a line of text
# the same where only words are sought that are turned by more degrees
_SHORT_LINE, _STEEP = 0.5, 30.0
_LINE_HIGH = (
    0.45  # inches of a line of text at most, with what its letters' marks and a slight skew add
)
_REACH = (0.03, 0.08, 0.14)  # inches between letters of a word, set close and spaced
_ROOM = 0.08  # inches around a word for its letters' marks
_TURNED = 6.0  # degrees: less is the page's own skew, and read with it
_MOST, _READ = 40, 12  # words cut out of a page, and those with letters that are read
_TALL, _TALL_FRAMED = 56, 96  # pixels down of a word that is cut out; a frame is half of it
_GAP = 20  # pixels of white around it
# of the strip, in a frame and without; of a letter's height; ink in the box of letters grown together
_LOW, _HIGH, _WIDE, _BOLD = 0.2, 0.3, 1.6, 0.35
_LEVEL = 0.12  # of the strip's height by which letters may differ
# of the strip's height: letters off its middle, letters' marks; pixels of a mark
_MIDDLE, _SMALL, _SPECK = 0.2, 0.2, 5
_NEAR, _THIN = np.ones((5, 5), np.uint8), np.ones((3, 3), np.uint8)
_FRAME_LINE = 0.55  # of the strip's height: longer straight lines are a frame's
_APART = 0.22  # of the strip's height between letters at most

Outline = cv2.typing.MatLike


@dataclass(frozen=True, slots=True)
class Suspect:
    """A word that may be a stamp: its rectangle (middle, size, degrees) in inches, and whether it has a frame and colour."""

    middle: tuple[float, float]
    size: tuple[float, float]
    angle: float
    framed: bool
    coloured: bool


def suspects(page: PageImage, *, black: bool = True) -> list[Suspect]:
    """Framed, turned and coloured words of a page, those in frames first; `black`: not the coloured alone."""
    small = _coarse(page.pixels, page_dpi(page))
    found = [] if small.ndim == 2 else _coloured(small)  # noqa: PLR2004
    if black:
        ink = _ink(grey(small))
        found += [*_framed(ink, coloured=False), *_framed(_rules(ink), coloured=False)]
        found += _turned_words(ink)
    return _once(sorted(found, key=lambda one: not one.framed))[:_MOST]


def _coloured(small: Pixels) -> list[Suspect]:
    tint = _tint(small)
    if not 0 < np.count_nonzero(tint) < _TINTED * tint.size:
        return []
    return [*_framed(tint, coloured=True), *_grouped(_letters(tint), coloured=True)]


def _once(found: Sequence[Suspect]) -> list[Suspect]:
    """Each place once, with its frame and in its colour where it has them."""
    kept: list[Suspect] = []
    for one in found:
        if not any(_is_inside(one, other) for other in kept):
            kept.append(one)
    return kept


def _is_inside(one: Suspect, other: Suspect) -> bool:
    far = np.hypot(*np.subtract(one.middle, other.middle))
    return bool(far < other.size[1] / 2 and one.size[0] < 1.1 * other.size[0])


def _rules(ink: Pixels) -> Pixels:
    """What is drawn straight across or down and longer than a letter: a frame that lies over text hangs together with it."""
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(0.35 * _COARSE)), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(0.25 * _COARSE), 1), np.uint8))
    return np.asarray(cv2.dilate(cv2.bitwise_or(across, down), np.ones((3, 3), np.uint8)), np.uint8)


def cut_out(page: PageImage, found: Sequence[Suspect]) -> list[tuple[CleanPage, CleanPage]]:
    """Each word as a page of its own to be read, upright and on its head; strokes without letters left out.

    Words one below the other were a little cheaper, but a layout of broken letters hid the good ones beside them.
    """
    dpi = page_dpi(page)
    strips = [strip for one in found if (strip := _strip(page.pixels, dpi, one)) is not None]
    return [
        (_alone(page.number, strip), _alone(page.number, strip[::-1, ::-1])) for strip in strips
    ]


def _alone(number: int, strip: Pixels) -> CleanPage:
    """A strip with white around it."""
    pixels = np.pad(strip, _GAP, constant_values=255)
    height, width = pixels.shape
    block = PageBlock(Region.BODY, Rect(0, 0, width, height))
    return CleanPage(number, pixels, 200.0, (block,), np.diag([1 / width, 1 / height, 1.0]))


def _coarse(pixels: Pixels, dpi: float) -> Pixels:
    factor = max(1, round(dpi // _COARSE))
    pixels = np.asarray(smaller(pixels, factor), np.uint8)
    scale = _COARSE * factor / dpi
    if abs(scale - 1) < _NEARLY:  # 199.9996 dpi, as files say
        return pixels
    return np.asarray(
        cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR), np.uint8
    )


def _ink(plain: Pixels) -> Pixels:
    side = round(_WINDOW * _COARSE) | 1
    how = cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV
    return np.asarray(cv2.adaptiveThreshold(plain, 255, *how, side, _DARKER), np.uint8)


def _tint(pixels: Pixels) -> Pixels:
    red, green, blue = cv2.split(pixels)
    most, least = cv2.max(cv2.max(red, green), blue), cv2.min(cv2.min(red, green), blue)
    return np.asarray(
        cv2.threshold(cv2.subtract(most, least), _COLOUR, 255, cv2.THRESH_BINARY)[1], np.uint8
    )


def _framed(ink: Pixels, *, coloured: bool) -> Iterator[Suspect]:
    """Rectangles of the size of a stamp whose edge is ink; a table's cells are read with the page."""
    thick: Pixels | None = None
    for outline in _frames(ink):
        one = _suspect(cv2.minAreaRect(outline), framed=True, coloured=coloured)
        if not _fits(one, _FRAME_LONG, _FRAME_HIGH):
            continue
        thick = np.asarray(cv2.dilate(ink, _NEAR), np.uint8) if thick is None else thick
        if _edge_share(thick, one) >= _FRAME_EDGE:
            yield one


def _frames(ink: Pixels) -> list[Outline]:
    """Outlines as long as a frame, without the holes of those that have as many as a table."""
    found, links = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    least = _FRAME_LONG[0] * _COARSE * 0.7
    long = [at for at, one in enumerate(found) if max(cv2.boundingRect(one)[2:]) >= least]
    around = Counter(int(links[0, at, 3]) for at in long)
    del around[-1]
    return [found[at] for at in long if around[int(links[0, at, 3])] < _CELLS]


def _edge_share(ink: Pixels, one: Suspect) -> float:
    """How much of a rectangle's edge is ink."""
    corners = cv2.boxPoints((_px(one.middle), _px(one.size), one.angle))
    share = np.linspace(0, 1, 40, endpoint=False)[:, None]
    points = np.concatenate([a + (b - a) * share for a, b in zip(corners, np.roll(corners, -1, 0), strict=True)])  # fmt: skip
    inward = points + (np.asarray(_px(one.middle)) - points) * 0.02
    x, y = np.clip(inward.round().astype(int), 0, np.array(ink.shape[::-1]) - 1).T
    return float(np.mean(ink[y, x] > 0))


def _px(values: tuple[float, float]) -> tuple[float, float]:
    return values[0] * _COARSE, values[1] * _COARSE


def _grouped(
    letters: cv2.typing.MatLike, *, coloured: bool, reaches: Sequence[float] = _REACH
) -> Iterator[Suspect]:
    """Letters that stand together as a word does; each reach goes on from the one before."""
    reached = 0
    for reach in reaches:
        side = 2 * (round(reach * _COARSE) - reached) + 1
        reached = round(reach * _COARSE)
        letters = cv2.dilate(letters, np.ones((side, side), np.uint8))
        for outline in _outlines(letters):
            one = _shrunk(
                _suspect(cv2.minAreaRect(outline), framed=False, coloured=coloured), reach
            )
            if _fits(one, _WORD_LONG, _WORD_HIGH):
                yield one


def _shrunk(one: Suspect, reach: float) -> Suspect:
    """A word without what linking its letters added around it, but for the room of their marks."""
    off = 2 * max(0.0, reach - _ROOM)
    return replace(one, size=(one.size[0] - off, one.size[1] - off))


def _letters(ink: cv2.typing.MatLike) -> Pixels:
    """What has the size of letters, filled."""
    kept = [outline for outline in _outlines(ink, cv2.RETR_LIST) if _is_letter(outline)]
    return np.asarray(cv2.drawContours(np.zeros_like(ink), kept, -1, 255, cv2.FILLED), np.uint8)


def _is_letter(outline: Outline) -> bool:
    width, height = cv2.boundingRect(outline)[2:]
    fits = _LETTER[0] * _COARSE <= max(width, height) <= _LETTER[1] * _COARSE
    return fits and cv2.contourArea(outline) > _LETTER_FILL * width * height


def _turned_words(ink: Pixels) -> Iterator[Suspect]:
    """Words off the level, sought without the upright lines of text; what hangs together with a line loses its straight rows alone.

    Rows as long as a line first, then shorter ones too, where only words are left that are turned far.
    """
    row = np.asarray(
        cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, round(0.2 * _COARSE) | 1), np.uint8)),
        np.uint8,
    )
    lines = [o for o in _outlines(row) if _is_line(o)]
    rest = np.asarray(cv2.drawContours(ink.copy(), lines, -1, 0, cv2.FILLED), np.uint8)
    letters = _letters(cv2.bitwise_and(rest, cv2.bitwise_not(_rows(row, _LINE))))
    yield from (one for one in _grouped(letters, coloured=False) if abs(one.angle) >= _TURNED)
    left = cv2.bitwise_and(letters, cv2.bitwise_not(_rows(row, _SHORT_LINE)))
    steep = _grouped(left, coloured=False, reaches=_REACH[:2])
    yield from (one for one in steep if abs(one.angle) >= _STEEP)


def _rows(row: Pixels, run: float) -> Pixels:
    """Where ink goes on straight across for so many inches, with the height of letters around; a box filter opens in linear time."""
    side = round(run * _COARSE) | 1, 1
    core = cv2.threshold(cv2.blur(row, side), 254, 255, cv2.THRESH_BINARY)[1]
    whole = cv2.threshold(cv2.blur(core, side), 0, 255, cv2.THRESH_BINARY)[1]
    high = np.ones((round(0.14 * _COARSE) | 1, 1), np.uint8)
    return np.asarray(cv2.dilate(whole, high), np.uint8)


def _is_line(outline: Outline) -> bool:
    if cv2.boundingRect(outline)[2] < _LINE * _COARSE:
        return False
    one = _suspect(cv2.minAreaRect(outline), framed=False, coloured=False)
    return abs(one.angle) < _TURNED and one.size[1] <= _LINE_HIGH


def _outlines(ink: cv2.typing.MatLike, which: int = cv2.RETR_EXTERNAL) -> Sequence[Outline]:
    return cv2.findContours(ink, which, cv2.CHAIN_APPROX_SIMPLE)[0]


def _suspect(rect: tuple[Sequence[float], Sequence[float], float], *, framed: bool, coloured: bool) -> Suspect:  # fmt: skip
    """A rectangle of OpenCV as a word that lies: its longer side is its length, its angle -90 to 90 degrees."""
    (x, y), (width, height), angle = rect
    if width < height:
        width, height, angle = height, width, angle - 90
    angle = (angle + 90) % 180 - 90
    return Suspect((x / _COARSE, y / _COARSE), (width / _COARSE, height / _COARSE), angle, framed, coloured)  # fmt: skip


def _fits(one: Suspect, long: tuple[float, float], high: tuple[float, float]) -> bool:
    width, height = one.size
    return long[0] <= width <= long[1] and high[0] <= height <= high[1] and width >= 1.15 * height


def _strip(pixels: Pixels, dpi: float, one: Suspect) -> Pixels | None:
    """A word set level, its frame taken off; none where it has no letters."""
    part, x, y = _around(pixels, dpi, one)
    tall = _TALL_FRAMED if one.framed else _TALL
    scale = tall / (one.size[1] * dpi)
    turn = cv2.getRotationMatrix2D((x, y), one.angle, scale)
    across, down = round(one.size[0] * dpi * scale) + 12, tall + 12
    turn[:, 2] += np.array((across / 2 - x, down / 2 - y))
    plain = grey(part)
    if one.coloured:
        plain = np.where(_tint(part) > 0, plain, 255).astype(np.uint8)
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    straight = cv2.warpAffine(plain, turn, (across, down), flags=how, borderValue=255)
    strip = np.asarray(straight, np.uint8)
    strip = _without_frame(strip) if one.framed else strip
    if not _has_letters(strip, _LOW if one.framed else _HIGH):
        return None
    return np.asarray(cv2.medianBlur(_close_set(strip), 3), np.uint8)


def _around(pixels: Pixels, dpi: float, one: Suspect) -> tuple[Pixels, float, float]:
    """The part of a page that holds a word, and the word's middle in it."""
    x, y = one.middle[0] * dpi, one.middle[1] * dpi
    far = float(np.hypot(*one.size)) / 2 * dpi + 8
    left, top = max(0, int(x - far)), max(0, int(y - far))
    part = pixels[top : int(y + far) + 1, left : int(x + far) + 1]
    return np.ascontiguousarray(part), x - left, y - top


def _has_letters(strip: Pixels, least: float) -> bool:
    """Whether a strip has two letters of one height on one line, or letters so bold that they grew together; strokes have not."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(_dark(strip))
    _, top, width, height, area = stats[1:].T
    high = height >= least * strip.shape[0]
    fill = area / (width * height)
    if np.any(high & (width > _WIDE * height) & (fill > _BOLD)):
        return True
    letters = high & (width <= _WIDE * height) & (fill > _LETTER_FILL)
    ends = np.stack([top, top + height], axis=1)[letters]
    apart = np.abs(ends[:, None] - ends[None]).max(axis=2)
    return bool(np.any((apart <= _LEVEL * strip.shape[0]).sum(axis=1) > 1))


def _without_frame(strip: Pixels) -> Pixels:
    """A strip without its frame: straight lines longer than letters have, then what goes around it all; letters that touch it stay."""
    dark = _dark(strip)
    long = round(_FRAME_LINE * strip.shape[0])
    lines = [
        cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(side, np.uint8))
        for side in ((1, long), (long, 1))
    ]
    drawn = np.asarray(cv2.dilate(cv2.bitwise_or(*lines), _THIN)) > 0
    rest = np.where(drawn, 0, dark).astype(np.uint8)
    _, labels, found, _ = cv2.connectedComponentsWithStats(rest)
    stats = np.asarray(found, np.int32)
    height, width = strip.shape
    around = (stats[:, 2] > 0.7 * width) | (stats[:, 3] > 0.85 * height)
    around[0] = False
    off = around | ~_is_lettering(stats, height)
    gone = np.asarray(cv2.dilate(off[labels].astype(np.uint8), _THIN)) > 0
    return np.where(gone | drawn, 255, strip).astype(np.uint8)


def _is_lettering(stats: NDArray[np.int32], height: int) -> NDArray[np.bool_]:
    """Which pieces of a strip are letters on its middle line, or stand over or under one as their marks do; print around a stamp is not."""
    left, top, width, high, area = stats.T
    middle = np.abs(top + high / 2 - height / 2) < _MIDDLE * height
    letters = middle & (high >= _SMALL * height)
    letters[0] = False
    centre = left + width / 2
    over = (centre[:, None] >= left[letters]) & (centre[:, None] <= (left + width)[letters])
    marks = over.any(axis=1) & (high < _SMALL * height) & (area >= _SPECK)
    kept: NDArray[np.bool_] = letters | marks
    kept[0] = True
    return kept


def _close_set(strip: Pixels) -> Pixels:
    """A strip whose letters stand no further apart than words do, so that spaced letters are read as a word."""
    dark = _dark(strip)
    at = np.arange(dark.shape[1])
    inked = np.maximum.accumulate(np.where(dark.any(axis=0), at, 0))  # the last column with ink
    return np.ascontiguousarray(strip[:, at - inked <= round(_APART * strip.shape[0])])


def _dark(strip: Pixels) -> Pixels:
    return np.asarray(
        cv2.threshold(strip, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1], np.uint8
    )
