"""A source read whole: layer words arranged, pixels cleaned and read, a failed page carried along as such."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from extract.errors import EngineDied, VanbanError
from extract.ingest import (
    LAYER_USED,
    AnyPage,
    PageImage,
    PageLayer,
    PageText,
    Source,
    decoded,
    failed_page,
)
from extract.model import Line, Page, Reading, Size, TextSource
from extract.ocr.agree import disagreement
from extract.ocr.engine import Engine
from extract.ocr.layer import arrange_layer, with_strips
from extract.ocr.old_layer import with_old_layer
from extract.ocr.orient import read_upright
from extract.ocr.panels import with_layer_panels, with_panels
from extract.ocr.regions import with_regions
from extract.ocr.secrecy import with_stamped_mark
from extract.ocr.spread import halves_of, read_halves
from extract.ocr.unread import with_unread

_FINER = (
    3  # a text layer's page is drawn at 100 dpi for its layout; its boxes are told in pixels of 300
)


def read_source(source: Source, engine: Engine) -> Reading:
    """All pages of a source as one reading; never raises for what is wrong with a single page."""
    pages = [read_page(page, engine) for page in source.pages()]
    return Reading(tuple(map(with_form_feed, pages, range(len(pages)))), source.notes)


def read_page(page: AnyPage, engine: Engine) -> Page:
    """One page read: text as it is, layer words arranged, pixels by the engine. Form feeds are `read_source`'s work."""
    if isinstance(page, PageText):
        return page.page
    image = page if isinstance(page, PageImage) else page.image
    try:
        read = (
            _read_image(page, engine) if isinstance(page, PageImage) else _read_layer(page, engine)
        )
    except EngineDied:
        raise  # not the page's fault as far as is known: whoever asked may ask again
    except VanbanError as error:
        read = failed_page(image.number, str(error), TextSource.OCR).page
    drawn = isinstance(page, PageLayer) and not page.scanned
    return replace(
        read,
        size=_size(image, _FINER if drawn else 1),
        regions=(*image.beside.regions, *read.regions),
        signatures=image.beside.signatures,
    )


def _read_layer(page: PageLayer, engine: Engine) -> Page:
    """The page of a layer; that of a scan is read anew where a quick reading says otherwise. Each may bear a stamped mark."""
    page = with_strips(page, engine) if page.strips else page
    if not page.scanned:
        return with_stamped_mark(page.image, _arranged(page), engine, black=False)
    objection = disagreement(page, engine)
    if objection is None:
        return with_stamped_mark(page.image, _arranged(page), engine)
    kept = [note for note in page.image.notes if not note.startswith(LAYER_USED)]
    said = f"text layer not taken as a whole: {objection}"
    read = _read_image(replace(page.image, notes=(*kept, said)), engine)
    words = [replace(word, text=decoded(word.text, page.code)) for word in page.words]
    return with_old_layer(read, words)


def _arranged(page: PageLayer) -> Page:
    return with_layer_panels(arrange_layer(page))


def _size(image: PageImage, factor: int) -> Size:
    """The size of the page in the file, for a layer's page in finer steps."""
    height, width = image.pixels.shape[:2]
    across, down = image.full or (width * factor, height * factor)
    return Size(across, down, image.dpi and image.dpi * across / width)


def _read_image(page: PageImage, engine: Engine) -> Page:
    """A picture read: each of two pages that lie side by side by itself."""
    if halves := halves_of(page):
        return read_halves(page, halves, partial(_read_single, engine=engine))
    return _read_single(page, engine)


def _read_single(page: PageImage, engine: Engine) -> Page:
    tidy, read = read_upright(page, engine)
    if read is None:
        read = Page(page.number, (Line(""),), TextSource.OCR, notes=tidy.notes)
        return with_stamped_mark(page, read, engine)
    read = with_unread(tidy, with_panels(tidy, with_regions(tidy, read, engine), engine))
    read = with_stamped_mark(page, read, engine)
    if not any(line.raw.strip() for line in read.lines):
        return replace(read, notes=(*read.notes, "no words found"))
    return read


def with_form_feed(page: Page, index: int) -> Page:
    """The page with the form feed that opens it, as every page but the first has one (`extract.model`)."""
    first = page.lines[0]
    if index == 0 or first.raw.startswith("\f"):
        return page
    words = tuple(replace(word, start=word.start + 1) for word in first.words)
    return replace(page, lines=(replace(first, raw="\f" + first.raw, words=words), *page.lines[1:]))
