"""A page before its letters are read: pixels with what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from extract.model import Box, Line, Page, PageRegion, Signature, TextSource, noted

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PageOverlay:
    """What lies on a page and is no part of its text, known from the file: regions and digital signatures.

    `patches`: places where the page looks otherwise than the pixels that are read, as it is shown there.
    """

    regions: tuple[PageRegion, ...] = ()
    signatures: tuple[Signature, ...] = ()
    patches: tuple[tuple[Box, Pixels], ...] = ()


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as pixels: uint8, height x width (grey) or height x width x 3 (RGB), white paper high.

    `number` is 1-based; `dpi` is the resolution where the file states a believable one. `full` is the size in pixels
    (across, down) that the page has in the file, where it was reduced. `beside`: what the file says lies beside the text.
    """

    number: int
    pixels: Pixels
    dpi: float | None = None
    notes: tuple[str, ...] = ()
    full: tuple[int, int] | None = None
    beside: PageOverlay = field(default_factory=PageOverlay)


@dataclass(frozen=True, slots=True)
class PageText:
    """A page that needs no reading of pixels: its text stood in the file, or it failed (`page.failure`)."""

    page: Page


def failed_page(number: int | None, flag: str, reason: str) -> PageText:
    """A page that could not be opened, with the flag of the reason and its words; its text is one empty line."""
    failure = noted(flag, reason)
    return PageText(Page(number, (Line(""),), TextSource.OCR, failure=failure))


@dataclass(frozen=True, slots=True)
class LayerWord:
    """A word of a PDF's text layer and where it stands on the page as shown (shares of the page)."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class FieldStrip:
    """A small field whose text is a picture: its pixels alone, and those of its line across the page (`rows`)."""

    box: Box
    field: PageImage
    rows: Box
    line: PageImage


@dataclass(frozen=True, slots=True)
class PageLayer:
    """A page with a text layer that can be trusted: its words, and the page as pixels to find the layout in.

    `scanned`: the pixels are those of a scan at its own resolution, so that the layer can be compared with a reading. `code`: the
    name of the code before Unicode that the words are in. `strips`: small fields whose text is a picture. `held`: the share of
    the print that lies in the words, where known.
    """

    image: PageImage
    words: tuple[LayerWord, ...]
    scanned: bool = False
    code: str | None = None
    strips: tuple[FieldStrip, ...] = ()
    held: float | None = None
