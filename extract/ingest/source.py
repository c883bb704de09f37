"""A file opened: its bytes read once, what it is by content, and its pages one after the other.

A page that fails is a value (`PageText` with `failure`), so that the others of its file are not lost (promise I2).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.errors import InputChanged, UnreadableInput, VanbanError
from extract.ingest import raster, text
from extract.ingest.inputs import show_name
from extract.ingest.page import PageImage, PageLayer, PageText, failed_page
from extract.ingest.sniff import HEAD_BYTES, Kind, sniff
from extract.model import TextSource
from extract.options import Options

_SUFFIXES = {
    ".pdf": Kind.PDF,
    ".txt": Kind.TEXT,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff"), Kind.IMAGE),
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

    def pages(self) -> Iterator[AnyPage]:
        """All pages in order; a page that cannot be opened comes as a `PageText` that says why."""
        if self.kind is Kind.TEXT:
            yield from map(PageText, text.read_pages(self.data))
        elif self.kind is Kind.PDF:
            yield from self._pdf_pages()
        else:
            yield from map(self._image_page, range(1, self.count + 1))

    def _pdf_pages(self) -> Iterator[AnyPage]:
        from extract.ingest import pdf  # noqa: PLC0415 - PDFium: 0.04 s that pictures and texts need not

        with pdf.open_pdf(self.data) as document:
            for number in range(1, self.count + 1):
                try:
                    yield pdf.read_page(document, number, self.max_mpixels)
                except VanbanError as error:
                    yield failed_page(number, str(error), TextSource.OCR)

    def _image_page(self, number: int) -> AnyPage:
        try:
            return raster.read_page(self.data, number, self.max_mpixels)
        except VanbanError as error:
            return failed_page(number, str(error), TextSource.OCR)


def open_source(path: Path, options: Options) -> Source:
    """Read and identify a file.

    Errors: `UnreadableInput` (empty, damaged, of no kind we read), `EncryptedInput`, `TooLargeInput` (a file of one page
    that is too large), `InputChanged` (it changed while it was read).
    """
    return open_bytes(_read_bytes(path), path.name, options)


def open_bytes(data: bytes, name: str, options: Options) -> Source:
    """A source from bytes already read; errors as `open_source`, which name the file."""
    shown = show_name(name)
    kind = sniff(data[:HEAD_BYTES])
    if kind is Kind.UNKNOWN:
        raise _hopeless(shown, data)
    try:
        count = _count_pages(data, kind, options)
    except VanbanError as error:
        raise type(error)(f"{error.what} {shown}", error.why, error.do) from error
    digest = hashlib.sha256(data).hexdigest()
    return Source(shown, data, digest, kind, count, _name_notes(name, kind), options.max_mpixels)


def _count_pages(data: bytes, kind: Kind, options: Options) -> int:
    if kind is Kind.PDF:
        from extract.ingest import pdf  # noqa: PLC0415

        return pdf.count_pages(data)
    if kind is Kind.TEXT:
        return sum(1 for _ in text.read_pages(data))
    count = raster.count_pages(data)
    if count == 1:  # what is wrong with the only page is wrong with the file
        raster.probe(data, options.max_mpixels)
    return count


def _name_notes(name: str, kind: Kind) -> tuple[str, ...]:
    stated = _SUFFIXES.get(Path(name).suffix.lower(), kind)
    return () if stated is kind else (f"named like {stated}, but it is {kind}",)


def _hopeless(shown: str, data: bytes) -> UnreadableInput:
    why = "it is empty (0 bytes)" if not data else "its content is no PDF, image or text"
    return UnreadableInput(f"Input {shown}", why, "Give a PDF, PNG, JPEG, TIFF or plain text file.")


def _read_bytes(path: Path) -> bytes:
    """The bytes, read in one go; a file that changed meanwhile is read once more (promise I7)."""
    shown = show_name(path.name)
    for _ in range(2):
        try:
            with path.open("rb") as file:
                before = os.fstat(file.fileno())
                data = file.read()
                after = path.stat()
        except FileNotFoundError as error:
            raise InputChanged(f"Input {shown}", "it vanished", "Run again.") from error
        except OSError as error:
            raise UnreadableInput(
                f"Input {shown}",
                f"the system refused to read it ({error.strerror})",
                "Check that it is a file you may read.",
            ) from error
        if (before.st_mtime_ns, before.st_ino, len(data)) == (
            after.st_mtime_ns,
            after.st_ino,
            after.st_size,
        ):
            return data
    raise InputChanged(
        f"Input {shown}", "it changed while it was read", "Run again when it is complete."
    )
