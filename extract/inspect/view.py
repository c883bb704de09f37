"""A document read page by page with the pictures it was read from: as it came, and as the reader got it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from extract import pipeline
from extract.errors import UsageError
from extract.image import CleanPage, clean, layout_of
from extract.ingest import AnyPage, PageImage, PageLayer, PageText, Pixels, open_source
from extract.inspect.pictures import as_shown, webp
from extract.model import Page, Reading
from extract.ocr import Engine, read_page, with_form_feed
from extract.options import Options
from extract.tables.document import Document, Status


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
