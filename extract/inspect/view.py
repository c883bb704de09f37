"""A document read page by page with the pictures it was read from: as it came, and as the reader got it."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from extract import pipeline
from extract.errors import UsageError
from extract.image import CleanPage, clean, layout_of
from extract.ingest import AnyPage, PageImage, PageLayer, PageText, Pixels, open_source
from extract.model import Page, Reading
from extract.ocr import Engine, read_page, with_form_feed
from extract.options import Options
from extract.records import Document, Status
from extract.tables.hocr import PlacedWord
from extract.words import both

# The pictures of a page, and its words marked by how sure they are, as HTML.


def own(key: str, **facts: object) -> str:
    """A text of this page in both languages as HTML."""
    return both(key, "inspect", **facts)


# A word as HTML: its colour says how sure it is, the note that opens on pointing at it what was read, and why it was changed.

_STEPS = ((0.95, "high"), (0.8, "fair"), (0.5, "low"), (0.0, "poor"))  # colours of the page
LEVELS = (*(name for _, name in _STEPS), "unknown")
_ALTERNATIVES = 3


def level(confidence: float | None) -> str:
    """The step of a probability; "unknown" where none was measured.

    >>> level(0.97), level(0.6), level(None)
    ('high', 'low', 'unknown')
    """
    if confidence is None:
        return "unknown"
    return next(name for least, name in _STEPS if confidence >= least)


def classes(word: PlacedWord) -> str:
    """CSS classes of a word."""
    return f"w {level(word.confidence)}" + (" changed" if word.corrections else "")


def correction_note(word: PlacedWord) -> str:
    """What is said of a word when a person points at it."""
    parts = [f"<b>{html.escape(word.text)}</b>"]
    if word.raw != word.text:
        parts.append(f'<span class="read">{html.escape(word.raw)}</span>')
    if word.confidence is not None:
        parts.append(f'<span class="sure">{word.confidence:.0%}</span>')
    rules = dict.fromkeys(correction.rule for correction in word.corrections)
    parts += [f"<em>{both(rule, 'rule')}</em>" for rule in rules]
    if word.alternatives:
        others = ", ".join(map(html.escape, word.alternatives[:_ALTERNATIVES]))
        parts.append(f'<span class="or">{others}</span>')
    return f'<span class="note">{"".join(parts)}</span>'


# Pictures small enough to stand in a page of HTML, large enough to read.

_WIDTH, _HEIGHT = 1240, 1754  # A4 at 150 dpi: small type is legible, a page takes some 150 kB
_QUALITY = 70
_COLOURED = 3  # dimensions of pixels with colours


def as_shown(image: PageImage) -> Pixels:
    """The page as a person sees it: with what was left out of the pixels that were read."""
    if not image.beside.patches:
        return image.pixels
    pixels = image.pixels if image.pixels.ndim == _COLOURED else np.dstack([image.pixels] * 3)
    whole, (down, across) = pixels.copy(), pixels.shape[:2]
    for box, patch in image.beside.patches:
        coloured = patch if patch.ndim == _COLOURED else np.dstack([patch] * 3)
        top, left = max(0, round(box.y0 * down)), max(0, round(box.x0 * across))
        place = whole[top : top + len(patch), left : left + patch.shape[1]]
        place[:] = coloured[: place.shape[0], : place.shape[1]]
    return whole


def webp(pixels: Pixels) -> bytes:
    """Grey or RGB pixels as WebP, reduced to fit A4 at 150 dpi."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _WIDTH / min(width, height), _HEIGHT / max(width, height))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    buffer = io.BytesIO()
    Image.fromarray(small).save(buffer, "WEBP", quality=_QUALITY, method=4)
    return buffer.getvalue()


def data_uri(picture: bytes) -> str:
    """A WebP picture as an address that holds it."""
    return "data:image/webp;base64," + base64.b64encode(picture).decode("ascii")


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as read, and its pictures (WebP), where it has any."""

    page: Page
    original: bytes | None = None
    cleaned: bytes | None = None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document and its pages; `count` is how many the file has, which may be more than are shown."""

    document: Document
    pages: tuple[PageView, ...]
    count: int


@dataclass(slots=True)
class _Watched:
    """An engine that remembers the clean pages it was given."""

    inner: Engine
    seen: list[CleanPage] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The engine's name."""
        return self.inner.name

    @property
    def version(self) -> str:
        """The engine's version."""
        return self.inner.version

    @property
    def languages(self) -> tuple[str, ...]:
        """The engine's languages."""
        return self.inner.languages

    def fingerprint(self) -> str:
        """The engine's fingerprint."""
        return self.inner.fingerprint()

    def read(self, page: CleanPage) -> Page:
        """Read, and remember what was given."""
        self.seen.append(page)
        return self.inner.read(page)

    def quarter_turns(self, pixels: Pixels) -> int | None:
        """The engine's word on which way is up, `None` where it has none."""
        turns = getattr(self.inner, "quarter_turns", None)
        return turns(pixels) if turns else None


def look(path: Path, options: Options, engine: Engine, most_pages: int) -> DocumentView:
    """The first pages of a file, read, restored and parsed; `options.as_of` must be given.

    `UsageError`: it bears a mark of secrecy and that was not asked for. Else the errors of `open_source`.
    """
    source = open_source(path, options)
    seen = enumerate(_views(islice(source.pages(), most_pages), engine))
    views = tuple(replace(view, page=with_form_feed(view.page, number)) for number, view in seen)
    reading = Reading(tuple(view.page for view in views), source.notes)
    restored = pipeline.restore(reading, options)
    parts = pipeline.extract(restored, options)
    document = pipeline.document((source.name,), source.sha256, restored, parts, options)
    if document.status is Status.WITHHELD:
        raise UsageError(
            f"Input {source.name}",
            f"it bears a mark of secrecy ({document.secrecy} on {document.mark_at}) and is withheld",
            "Such papers must not be processed on a connected machine; --include-secret shows it.",
        )
    return DocumentView(document, views, source.count)


def _views(pages: Iterator[AnyPage], engine: Engine) -> Iterator[PageView]:
    """Each page read; its pixels are let go before the next one comes."""
    for page in pages:
        watched = _Watched(engine)
        read = read_page(page, watched)
        if isinstance(page, PageText):
            yield PageView(read)
        else:
            image = page if isinstance(page, PageImage) else page.image
            yield PageView(read, webp(as_shown(image)), webp(_cleaned(page, read, watched.seen)))


def _cleaned(page: PageImage | PageLayer, read: Page, seen: list[CleanPage]) -> Pixels:
    """The clean page that the reading came from: of those the engine saw the one whose notes the page has."""
    if isinstance(page, PageLayer) and page.words and not seen:
        return layout_of(page.image).pixels
    fitting = [tidy for tidy in seen if read.notes[: len(tidy.notes)] == tidy.notes]
    image = page if isinstance(page, PageImage) else page.image
    whole = max(fitting, key=lambda tidy: (len(tidy.notes), tidy.pixels.size), default=None)
    return (whole or clean(image)).pixels
