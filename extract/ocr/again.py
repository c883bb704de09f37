"""A page whose reading says less than its ink promises: read once more in other ways, the best reading kept, or told as lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.errors import EngineDied, VanbanError
from extract.image import (
    CleanPage,
    cleaned,
    grey,
    in_positive,
    lies_sideways,
    mended,
    smoothed,
    stretched_more,
)
from extract.ingest import PageImage, Pixels
from extract.ingest.legible import is_syllable
from extract.model import NoteCode, Page, Word, noted
from extract.ocr.engine import Engine, Orienting

# How much of a page's print was read: the share of its letters that lie under a word that can be believed.
#
# Letters are pieces of ink of their size. Measured on 61 pages: of scans as offices make them .79 to .99 is believed, of poor ones
# of an archive .43 to .81; of pages smeared or strewn until hardly a word was right .00 to .37.

ENOUGH = 0.65  # share believed below which the page is read once more in another way
LOST = 0.5  # share below which its text counts as lost
_FEWEST = 60  # letters of a page whose share says anything: a seal and a signature have 50
_INKED = 0.3  # square inches: the ink of two or three lines
_FEW = 20  # letters and digits that can be believed, less than a line
_HALF = 2  # letters are counted at half the resolution
_HIGH, _WIDE = (0.045, 0.25), (0.01, 0.6)  # inches of a letter, or of some that hang together
# probability of a word that can be believed, if it is a syllable or a number, and of any
_LIKELY, _SURE = 0.8, 0.93
_NUMBER = re.compile(r"\d[\d.,/:-]*")
_AROUND = ".,;:()\"'-–/…“”"


def believed_share(tidy: CleanPage, read: Page) -> float:
    """The share of the page's letters under words that can be believed; 1.0 where there are hardly any, or words without places."""
    words = [word for line in read.lines for word in line.words]
    if words and all(word.box is None for word in words):
        return 1.0
    columns, rows = _letters(tidy).T
    if len(rows) < _FEWEST:
        return 0.0 if _is_inked(tidy) and believed_letters(read) < _FEW else 1.0
    covered = _covered(tidy, list(_boxes(tidy, read)))
    return float(covered[rows, columns].mean())


def _is_inked(tidy: CleanPage) -> bool:
    """Whether there is the ink of some lines, grown together or smeared."""
    ink = tidy.pixels.size - cv2.countNonZero(tidy.pixels)
    return ink > _INKED * tidy.dpi * tidy.dpi


def believed_letters(read: Page) -> int:
    """The letters and digits of words that can be believed: of two readings of a page the better has more."""
    return sum(sum(map(str.isalnum, word.text)) for word in _believed(read))


def _believed(read: Page) -> Iterator[Word]:
    return (word for line in read.lines for word in line.words if is_believed(word))


def is_believed(word: Word) -> bool:
    """Whether a word is almost sure, or sure enough for a syllable or a number."""
    sure = 1.0 if word.confidence is None else word.confidence
    core = word.text.strip(_AROUND).lower()
    known = sure >= _LIKELY and (is_syllable(core) or _NUMBER.fullmatch(core) is not None)
    return known or (sure > _SURE and any(map(str.isalnum, word.text)))


def _letters(tidy: CleanPage) -> NDArray[np.int64]:
    """The middles (x, y) of what has the size of letters, at half the resolution."""
    small = cv2.resize(
        255 - tidy.pixels, None, fx=1 / _HALF, fy=1 / _HALF, interpolation=cv2.INTER_AREA
    )
    _, _, stats, middles = cv2.connectedComponentsWithStats(np.asarray(small > 255 // 3, np.uint8))
    across, down = (stats[1:, side] * _HALF / tidy.dpi for side in (2, 3))
    fits = (down > _HIGH[0]) & (down < _HIGH[1]) & (across > _WIDE[0]) & (across < _WIDE[1])
    return middles[1:][fits].astype(np.int64)


def _boxes(tidy: CleanPage, read: Page) -> Iterator[tuple[int, int, int, int]]:
    """Where believed words stand on the clean page, at half the resolution."""
    boxes = [word.box for word in _believed(read) if word.box is not None]
    corners = [(x, y) for box in boxes for x, y in ((box.x0, box.y0), (box.x1, box.y1))]
    places = tidy.places(np.array(corners, np.float64).reshape(-1, 2)).reshape(-1, 2, 2)
    ends = np.concatenate([places.min(axis=1), places.max(axis=1)], axis=1).astype(int) // _HALF
    yield from map(tuple, ends.tolist())


def _covered(tidy: CleanPage, boxes: list[tuple[int, int, int, int]]) -> Pixels:
    height, width = tidy.pixels.shape
    covered = np.zeros((height // _HALF + 1, width // _HALF + 1), np.uint8)
    for left, top, right, bottom in boxes:
        covered[max(0, top) : bottom + 1, max(0, left) : right + 1] = 1
    return covered


Way = Callable[[PageImage, int], CleanPage]
#: Ways to clean a page, the one that helps most often first.
WAYS: dict[str, Way] = {
    "in grey levels": lambda page, turns: cleaned(page, turns, in_grey=True),
    "smoothed": lambda page, turns: cleaned(smoothed(page), turns),
    "in full contrast": lambda page, turns: cleaned(stretched_more(page), turns),
    "as a negative": lambda page, turns: cleaned(_negative(page), turns),
}


def read_well(
    page: PageImage, turns: int, tidy: CleanPage, read: Page, engine: Engine
) -> tuple[CleanPage, Page]:
    """The reading of a mended page, or a better one made in another way; with a note where the page's text is lost."""
    share = believed_share(tidy, read)
    if share >= ENOUGH:
        return tidy, read
    found = [(tidy, read)]
    for other, again, name in _readings(page, turns, engine):
        if believed_letters(again) > believed_letters(found[-1][1]):
            now = believed_share(other, again)
            found.append((other, _noted(again, f"read once more {name}")))
            if now >= ENOUGH:
                break
    tidy, read = found[-1]
    share = believed_share(tidy, read)
    if share >= LOST:
        return tidy, read
    certain = f"{share:.0%} of the page's print could be read with some certainty"
    return tidy, _noted(read, noted(NoteCode.INK_LOST, f"ink that was not read: {certain}"))


def _readings(page: PageImage, turns: int, engine: Engine) -> Iterator[tuple[CleanPage, Page, str]]:
    """The page read in each other way that gives something to read."""
    for name, way in WAYS.items():
        other = way(page, turns)
        if not other.blank:
            try:
                yield other, engine.read(other), name
            except EngineDied:
                raise
            except VanbanError:
                continue


def _noted(read: Page, note: str) -> Page:
    return replace(read, notes=(*read.notes, note))


def _negative(page: PageImage) -> PageImage:
    return replace(page, pixels=in_positive(page.pixels))


# Pages that lie on their side or stand on their head: read again the right way up.
#
# The cheap tests come first: lines that run down, or a reading that the engine itself does not believe. Only then is the
# engine asked which way is up (Tesseract's OSD: right on 54 of 56 turned real pages, but 1 s a page).

_POOR = 0.7  # mean probability of words: 10 real pages have 0.93 to 0.97 upright, 0.46 to 0.50 on their head
_FEWEST_WORDS = 5


def read_upright(page: PageImage, engine: Engine) -> tuple[CleanPage, Page | None]:
    """The page cleaned and, unless it is blank, read; turned before where that makes it better."""
    page = mended(page)
    turns = _turns(page, engine) if lies_sideways(grey(page.pixels)) else 0
    tidy = cleaned(page, turns)
    if tidy.blank:
        return tidy, None
    read = engine.read(tidy)
    if turns == 0 and _is_poor(read):
        turns, tidy, read = _turned(page, engine, tidy, read)
    return read_well(page, turns, tidy, read, engine)


def _turned(
    page: PageImage, engine: Engine, tidy: CleanPage, read: Page
) -> tuple[int, CleanPage, Page]:
    """The page read the way the engine says is up, where that is another way and reads better; by how many quarters."""
    turns = _turns(page, engine)
    if turns == 0:
        return 0, tidy, read
    other = cleaned(page, turns)
    again = engine.read(other)
    return (turns, other, again) if belief(again) > belief(read) else (0, tidy, read)


def _turns(page: PageImage, engine: Engine) -> int:
    return (engine.quarter_turns(grey(page.pixels)) or 0) if isinstance(engine, Orienting) else 0


def _is_poor(read: Page) -> bool:
    count = sum(word.confidence is not None for line in read.lines for word in line.words)
    return count >= _FEWEST_WORDS and belief(read) < _POOR


def belief(read: Page) -> float:
    """Mean probability of a page's words, 0.0 without words."""
    stated = [
        word.confidence for line in read.lines for word in line.words if word.confidence is not None
    ]
    return sum(stated) / len(stated) if stated else 0.0
