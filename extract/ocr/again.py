"""A page whose reading says less than its ink promises: read once more in other ways, the best reading kept, or told as lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from extract.errors import EngineDied, VanbanError
from extract.image import CleanPage, cleaned, in_positive, smoothed, stretched_more
from extract.ingest import PageImage
from extract.model import Page
from extract.ocr.engine import Engine
from extract.ocr.promise import ENOUGH, LOST, believed_letters, believed_share

INK_LOST = "ink that was not read: "  # how the note of a page begins whose text is lost

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
    return tidy, _noted(
        read, f"{INK_LOST}{share:.0%} of the page's print could be read with some certainty"
    )


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
