"""The class of a page: what its letters went through, by which its cells are calibrated apart.

A figure that is read from a clean scan, from a worn one or from a photo is misread at rates of their own; a text that was typed is
not misread at all. The classes are told by what earlier stages wrote down: the source, the notes, how sure the words are.
"""

from __future__ import annotations

from enum import StrEnum
from statistics import fmean

from extract.model import Page, TextSource

#: Words of the notes of a page (`extract.image`) that a camera or a copier leaves behind.
_PHOTO = ("cut out of a darker ground", "lines unbent by")
_SURE = (
    0.9  # mean confidence of the words of a clean scan (own scans .93 to .97, worn ones .70 to .90)
)


class PageClass(StrEnum):
    """What a page's letters went through."""

    TEXT = "text"  # typed, right
    DAMAGED = "damaged text"  # typed or recognised elsewhere, restored here
    LAYER = "text layer"  # of a PDF
    CLEAN = "clean scan"
    WORN = "worn scan"
    PHOTO = "photo"


def page_class(page: Page) -> PageClass:
    """The class of a page; of text that was typed it is told by the whole document whether it is right."""
    if page.text_source in {TextSource.TEXT_INPUT, TextSource.DOCX}:
        return PageClass.TEXT
    if page.text_source is TextSource.TEXT_LAYER:
        return PageClass.LAYER
    if any(words in note for note in page.notes for words in _PHOTO):
        return PageClass.PHOTO
    sure = [w.confidence for line in page.lines for w in line.words if w.confidence is not None]
    return PageClass.CLEAN if sure and fmean(sure) >= _SURE else PageClass.WORN
