"""A file opened: its bytes read once, what it is by content, and its pages one after the other.

A page that fails is a value (`PageText` with `failure`), so that the others of its file are not lost (promise I2).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.errors import VanbanError
from extract.ingest import text
from extract.ingest.inputs import show_name
from extract.ingest.opening import read_bytes, refusal
from extract.ingest.page import PageImage, PageLayer, PageText, failed_page
from extract.ingest.sniff import HEAD_BYTES, Kind, sniff
from extract.model import TextSource
from extract.options import Options

_SUFFIXES = {
    ".pdf": Kind.PDF,
    ".txt": Kind.TEXT,
    ".docx": Kind.DOCX,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".heic"), Kind.IMAGE),
}

AnyPage = PageImage | PageLayer | PageText


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input: `sha256` of its bytes, `kind` by content, `count` of its pages, notes on the file."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    kind: Kind
    count: int
    notes: tuple[str, ...] = ()
    max_mpixels: float = 200.0

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    def pages(self, numbers: Iterable[int] | None = None) -> Iterator[AnyPage]:
        """All pages in order; a page that cannot be opened comes as a `PageText` that says why.

        `numbers` (1-based, of a PDF or picture) are the pages wanted, asked for one by one as pages are taken.
        """
        wanted = range(1, self.count + 1) if numbers is None else numbers
        if self.kind is Kind.TEXT:
            yield from map(PageText, text.read_pages(self.data))
        elif self.kind is Kind.DOCX:
            from extract.ingest import docx  # noqa: PLC0415 - XML and zip: 0.02 s that others need not

            yield from map(PageText, docx.read_pages(self.data))
        elif self.kind is Kind.PDF:
            yield from self._pdf_pages(wanted)
        else:
            yield from map(self._image_page, wanted)

    def _pdf_pages(self, numbers: Iterable[int]) -> Iterator[AnyPage]:
        from extract.ingest import pdf  # noqa: PLC0415 - PDFium: 0.04 s that pictures and texts need not

        with pdf.open_pdf(self.data) as opened:
            for number in numbers:
                try:
                    yield pdf.read_page(opened, number, self.max_mpixels)
                except VanbanError as error:
                    yield failed_page(number, str(error), TextSource.OCR)

    def _image_page(self, number: int) -> AnyPage:
        from extract.ingest import raster  # noqa: PLC0415 - Pillow: 0.03 s that texts need not

        try:
            return raster.read_page(self.data, number, self.max_mpixels)
        except VanbanError as error:
            return failed_page(number, str(error), TextSource.OCR)


def open_source(path: Path, options: Options) -> Source:
    """Read and identify a file.

    Errors: `UnreadableInput` (empty, damaged, of no kind we read), `EncryptedInput`, `TooLargeInput` (a file of one page
    that is too large), `InputChanged` (it changed while it was read).
    """
    return open_bytes(read_bytes(path), path.name, options)


def open_bytes(data: bytes, name: str, options: Options) -> Source:
    """A source from bytes already read; errors as `open_source`, which name the file."""
    shown = show_name(name)
    kind = sniff(data[:HEAD_BYTES])
    if kind in {Kind.UNKNOWN, Kind.ARCHIVE, Kind.MAIL}:
        raise refusal(shown, data)
    try:
        count, notes = _count_pages(data, kind, options)
    except VanbanError as error:
        raise type(error)(f"{error.what} {shown}", error.why, error.do) from error
    digest = hashlib.sha256(data).hexdigest()
    noted = (*_name_notes(name, kind), *notes)
    return Source(shown, data, digest, kind, count, noted, options.max_mpixels)


def _count_pages(data: bytes, kind: Kind, options: Options) -> tuple[int, tuple[str, ...]]:
    """How many pages there are, and what is to be noted of the file."""
    if kind is Kind.PDF:
        from extract.ingest import pdf  # noqa: PLC0415

        return pdf.count_pages(data)
    if kind is Kind.TEXT:
        return sum(1 for _ in text.read_pages(data)), ()
    if kind is Kind.DOCX:
        from extract.ingest import docx  # noqa: PLC0415

        return len(docx.read_pages(data)), ()
    from extract.ingest import raster  # noqa: PLC0415

    count = raster.count_pages(data)
    if count == 1:  # what is wrong with the only page is wrong with the file
        raster.probe(data, options.max_mpixels)
    return count, ()


def _name_notes(name: str, kind: Kind) -> tuple[str, ...]:
    stated = _SUFFIXES.get(Path(name).suffix.lower(), kind)
    return () if stated is kind else (f"named like {stated}, but it is {kind}",)
