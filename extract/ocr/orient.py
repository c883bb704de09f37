"""Pages that lie on their side or stand on their head: read again the right way up.

The cheap tests come first: lines that run down, or a reading that the engine itself does not believe. Only then is the
engine asked which way is up (Tesseract's OSD: right on 54 of 56 turned real pages, but 1 s a page).
"""

from __future__ import annotations

from extract.image import CleanPage, cleaned, grey, lies_sideways, mended
from extract.ingest import PageImage
from extract.model import Page
from extract.ocr.again import read_well
from extract.ocr.engine import Engine, Orienting

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
