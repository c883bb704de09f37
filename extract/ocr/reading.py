"""A source read whole: layer words arranged, pixels cleaned and read, a failed page carried along as such."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import cast

from rapidfuzz import fuzz

from extract.errors import EngineDied, VanbanError
from extract.fold import fold
from extract.image import CleanPage, GridCell, Rect, condition_of, gutter_of, mended
from extract.ingest import (
    AnyPage,
    PageImage,
    PageLayer,
    PageText,
    Source,
    decoded,
    failed_page,
)
from extract.model import (
    Box,
    Line,
    Mapped,
    NoteCode,
    Page,
    Reading,
    Region,
    Size,
    Table,
    TextSource,
    note_code,
    noted,
)
from extract.ocr.again import read_upright
from extract.ocr.engine import Engine
from extract.ocr.layer import arrange_layer, disagreement, with_strips
from extract.ocr.noise import with_stamped_mark
from extract.ocr.old_layer import with_old_layer
from extract.ocr.panels import with_layer_panels, with_panels
from extract.ocr.regions import with_regions

# Running heads and feet: lines that stand at the edge of several pages of one document alike are margin, no part of the text.
#
# Scanning programs stamp a line at the foot of each page, offices print a file's name or a code there. Figures count alike,
# since page numbers run. A volume repeats the headers of its letters and the names of its signers: so each page that opens with the
# national header begins a document of its own here, and its first lines run nowhere.

_HEAD, _FOOT = 0.07, 0.90  # shares of the page's height: what lies above, below, may run on
_HEAD_PAGES, _FOOT_PAGES = 3, 2  # pages that must have it: the same title may open two annexes
_REACH = 4  # pages after a line's own in which it is sought: the time stays linear in the pages
_ALIKE = 88.0  # rapidfuzz ratio of folded lines that are the same, read twice
_SHORTEST = 4  # letters
_FIXED = frozenset({Region.TABLE, Region.HEADER_LEFT, Region.HEADER_RIGHT, Region.MARGIN})
_FORMS = ("cong hoa xa hoi chu nghia viet nam", "dang cong san viet nam")
_FIRST = 14  # filled lines of a page in which such a form stands
_CAPITALS = 8  # letters of it that were read as capitals
_FORM_ALIKE = 78.0  # rapidfuzz ratio, as in `extract.parse.passage`
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class _Edges:
    """What stands at a page's edges, as keys, and whether the page opens a document."""

    heads: tuple[str, ...]
    feet: tuple[str, ...]
    opens: bool


@dataclass(frozen=True, slots=True)
class _Running:
    """The keys of the running heads and feet of a document."""

    heads: tuple[str, ...]
    feet: tuple[str, ...]


def with_running_lines(reading: Reading) -> Reading:
    """The reading with running heads and feet marked as margin; texts without boxes have none."""
    if len(reading.pages) < _FOOT_PAGES:
        return reading
    running: dict[int | None, _Running] = {}
    for numbers, edges in _documents(reading.pages):
        heads = _repeated([page.heads for page in edges], _HEAD_PAGES)
        feet = _repeated([page.feet for page in edges], _FOOT_PAGES)
        if heads or feet:
            running |= dict.fromkeys(numbers, _Running(heads, feet))
    if not running:
        return reading
    marked = Mapped(reading.pages, partial(_marked, running=running))
    if isinstance(reading.pages, tuple):
        return replace(reading, pages=tuple(marked))
    return replace(reading, pages=cast("tuple[Page, ...]", marked))


def _documents(pages: Sequence[Page]) -> Iterator[tuple[list[int | None], list[_Edges]]]:
    """The numbers and edges of the pages of each document."""
    numbers: list[int | None] = []
    edges: list[_Edges] = []
    for page in pages:
        found = _edges(page)
        if found.opens and numbers:
            yield numbers, edges
            numbers, edges = [], []
        numbers.append(page.number)
        edges.append(found)
    yield numbers, edges


def _edges(page: Page) -> _Edges:
    opens = _opens(page)
    heads = () if opens else tuple(_key(line) for line in page.lines if _at_edge(line, foot=False))
    feet = tuple(_key(line) for line in page.lines if _at_edge(line, foot=True))
    return _Edges(heads, feet, opens)


def _opens(page: Page) -> bool:
    """Whether a page opens with the national header or the Party's, read well or badly."""
    first = [line.raw for line in page.lines if line.raw.strip()][:_FIRST]
    return any(
        sum(map(str.isupper, text)) >= _CAPITALS
        and any(fuzz.partial_ratio(form, fold(text), score_cutoff=_FORM_ALIKE) for form in _FORMS)
        for text in first
    )


def _repeated(pages: Sequence[Sequence[str]], least: int) -> tuple[str, ...]:
    """The keys of lines that so many pages of a document have at their edge; each key once."""
    found: list[str] = []
    for at, mine in enumerate(pages):
        near = pages[at + 1 : at + 1 + _REACH]
        for key in filter(None, mine):
            often = 1 + sum(_among(key, page) for page in near)
            if often >= least and not _among(key, found):
                found.append(key)
    return tuple(found)


def _at_edge(line: Line, *, foot: bool) -> bool:
    if line.box is None or line.region in _FIXED:
        return False
    return line.box.y0 > _FOOT if foot else line.box.y1 < _HEAD


def _key(line: Line) -> str:
    """A line's folded text, figures alike; empty where it has too few letters."""
    text = _DIGITS.sub("0", fold(" ".join(line.raw.split())))
    return text if sum(map(str.isalpha, text)) >= _SHORTEST else ""


def _among(key: str, known: Sequence[str]) -> bool:
    return any(fuzz.ratio(key, other, score_cutoff=_ALIKE) for other in known if other)


def _marked(page: Page, running: Mapping[int | None, _Running]) -> Page:
    mine = running.get(page.number)
    if mine is None:
        return page
    heads = () if _opens(page) else mine.heads
    lines = (
        replace(line, region=Region.MARGIN)
        if (_at_edge(line, foot=False) and _among(_key(line), heads))
        or (_at_edge(line, foot=True) and _among(_key(line), mine.feet))
        else line
        for line in page.lines
    )
    return replace(page, lines=tuple(lines))


# Two pages in one picture: read one after the other, each by itself, and told as one page whose boxes lie on the whole picture.
#
# Pages are known by their number in the file, in the journal as in evidence; so the two stay one page, its lines in reading order.


def halves_of(page: PageImage) -> tuple[PageImage, ...]:
    """The two pages that a picture shows side by side; none where it shows one."""
    height, width = page.pixels.shape[:2]
    if width <= height:
        return ()
    whole = mended(page)
    at = gutter_of(whole.pixels, condition_of(page.pixels).folds)
    if at is None:
        return ()
    parts = whole.pixels[:, :at].copy(), whole.pixels[:, at:].copy()
    return tuple(replace(whole, pixels=part, dpi=None, full=None, notes=()) for part in parts)


def read_halves(
    page: PageImage, halves: tuple[PageImage, ...], read: Callable[[PageImage], Page]
) -> Page:
    """The page that its halves make, the left before the right."""
    width = page.pixels.shape[1]
    at = halves[0].pixels.shape[1] / width
    left = _moved(read(halves[0]), partial(_across, start=0.0, share=at), 0)
    right = _moved(read(halves[1]), partial(_across, start=at, share=1 - at), len(left.lines))
    return replace(
        left,
        lines=(*left.lines, *right.lines),
        tables=(*left.tables, *right.tables),
        regions=(*left.regions, *right.regions),
        notes=(
            *mended(page).notes,
            f"two pages side by side, parted at {at:.0%} of the width",
            *left.notes,
            *right.notes,
        ),
    )


def _across(box: Box, start: float, share: float) -> Box:
    """A box of a half on the whole picture."""
    x0, x1 = (round(start + share * x, 5) for x in (box.x0, box.x1))
    return replace(box, x0=x0, x1=x1)


Place = Callable[[Box], Box]


def _moved(page: Page, place: Place, lines_before: int) -> Page:
    return replace(
        page,
        lines=tuple(_line(line, place) for line in page.lines),
        tables=tuple(_table(table, place, lines_before) for table in page.tables),
        regions=tuple(replace(region, box=place(region.box)) for region in page.regions),
    )


def _line(line: Line, place: Place) -> Line:
    words = tuple(replace(word, box=word.box and place(word.box)) for word in line.words)
    return replace(line, words=words, box=line.box and place(line.box))


def _table(table: Table, place: Place, lines_before: int) -> Table:
    cells = tuple(replace(cell, box=cell.box and place(cell.box)) for cell in table.cells)
    return replace(
        table,
        first_line=table.first_line + lines_before,
        cells=cells,
        box=table.box and place(table.box),
    )


# What a pen filled in by hand in blue, in cells of a table and on dotted lines: not read, so it is said where something stands.

_DOTS = re.compile(r"[.…_]{4,}")


def with_unread(tidy: CleanPage, read: Page) -> Page:
    """The page as read, with a note on the places that a blue pen filled in."""
    cells = [
        f"row {cell.row + 1}, column {cell.column + 1} of table {number}"
        for number, block in enumerate((b for b in tidy.blocks if b.cells), start=1)
        for cell in block.cells
        if any(_holds(cell, stroke) for stroke in tidy.pen)
    ]
    strokes = [tidy.original(stroke) for stroke in tidy.pen]
    lines = [
        f"line {number}"
        for number, line in enumerate(read.lines, start=1)
        for word in line.words
        if word.box and _DOTS.search(word.text) and any(_meet(word.box, box) for box in strokes)
    ]
    places = "; ".join((*cells, *dict.fromkeys(lines)))
    if not places:
        return read
    said = noted(NoteCode.INK_UNREAD, f"blue ink that was not read: {places}")
    return replace(read, notes=(*read.notes, said))


def _holds(cell: GridCell, stroke: Rect) -> bool:
    x, y = (stroke.x0 + stroke.x1) / 2, (stroke.y0 + stroke.y1) / 2
    return cell.rect.x0 <= x < cell.rect.x1 and cell.rect.y0 <= y < cell.rect.y1


def _meet(one: Box, other: Box) -> bool:
    """Whether two boxes overlap; writing may stand a little above its dots."""
    reach = one.y1 - one.y0 + 0.01
    across = one.x0 < other.x1 and other.x0 < one.x1
    return across and one.y0 - reach < other.y1 and other.y0 < one.y1 + reach


_FINER = (
    3  # a text layer's page is drawn at 100 dpi for its layout; its boxes are told in pixels of 300
)
#: What is said of a layer before it is tried.
_TRUSTED = NoteCode.LAYER_USED, NoteCode.LAYER_DECODED


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
        read = failed_page(image.number, error.flag, str(error)).page
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
    kept = [note for note in page.image.notes if note_code(note) not in _TRUSTED]
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
