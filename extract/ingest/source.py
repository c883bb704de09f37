"""A file opened: its bytes read once, what it is by content, and its pages one after the other.

A page that fails is a value (`PageText` with `failure`), so that the others of its file are not lost (promise I2).
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.errors import EncryptedInput, InputChanged, UnreadableInput, VanbanError
from extract.ingest.inputs import show_name
from extract.ingest.page import PageImage, PageLayer, PageText, failed_page
from extract.ingest.sniff import HEAD_BYTES, OLD_OFFICE, RICH_TEXT, FileKind, read_pages, sniff
from extract.options import Options

# The bytes of an input, read in one go and unchanged meanwhile (promise I7), or why that could not be.

_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")  # the name of a stream in such a file
_ZIP = b"PK\x03\x04"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; one that changed meanwhile is read once more.

    Errors: `UnreadableInput` (no file, or one that the system refuses), `InputChanged` (vanished or changed twice).
    """
    shown = show_name(path.name)
    for _ in range(2):
        try:
            data = _read(path, shown)
        except FileNotFoundError as error:
            raise InputChanged(f"Input {shown}", "it vanished", "Run again.") from error
        except OSError as error:
            raise UnreadableInput(
                f"Input {shown}",
                f"the system refused to read it ({error.strerror})",
                "Check that it is a file you may read.",
            ) from error
        if data is not None:
            return data
    raise InputChanged(
        f"Input {shown}", "it changed while it was read", "Run again when it is complete."
    )


def _read(path: Path, shown: str) -> bytes | None:
    """The bytes, `None` where they changed. Without O_NONBLOCK opening a pipe would wait for a writer for ever."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode) and not stat.S_ISDIR(before.st_mode):
            why = "it is a pipe, a socket or a device, and no file"
            raise UnreadableInput(f"Input {shown}", why, "Save its content as a file first.")
        data = file.read()
    after = path.stat()
    same = (before.st_mtime_ns, before.st_ino, len(data)) == (
        after.st_mtime_ns,
        after.st_ino,
        after.st_size,
    )
    return data if same else None


def refusal(shown: str, data: bytes) -> UnreadableInput | EncryptedInput:
    """The error for content of no kind we read, with what a person can do about the commonest ones."""
    what = f"Input {shown}"
    if data.startswith(OLD_OFFICE) and _ENCRYPTED_OFFICE in data:
        do = "Remove the password and run again."
        return EncryptedInput(what, "it is an office file that needs a password", do)
    if data.startswith((OLD_OFFICE, RICH_TEXT)):
        why = "it is an old office file (.doc, .xls, .ppt or .rtf)"
        do = "Open it in Word or LibreOffice and save it as .docx or PDF."
        return UnreadableInput(what, why, do)
    if sniff(data[:HEAD_BYTES]) in {FileKind.ARCHIVE, FileKind.MAIL}:
        why = "it is an archive or a mail, which holds files"
        return UnreadableInput(what, why, "Give it to `vanban extract`, or take the files out.")
    if data.startswith(_ZIP):
        why = "it is an archive or an office file, but no Word document"
        return UnreadableInput(what, why, "Unpack it, or save it as .docx or PDF.")
    why = "it is empty (0 bytes)" if not data else "its content is no PDF, image, Word file or text"
    do = "Give a PDF, PNG, JPEG, TIFF, Word (.docx) or plain text file."
    return UnreadableInput(what, why, do)


_SUFFIXES = {
    ".pdf": FileKind.PDF,
    ".txt": FileKind.TEXT,
    ".docx": FileKind.DOCX,
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".heic"), FileKind.IMAGE),
}

AnyPage = PageImage | PageLayer | PageText


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input: `sha256` of its bytes, `kind` by content, `count` of its pages, notes on the file."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    kind: FileKind
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
        if self.kind is FileKind.TEXT:
            yield from map(PageText, read_pages(self.data))
        elif self.kind is FileKind.DOCX:
            from extract.ingest import docx  # noqa: PLC0415 - XML and zip: 0.02 s that others need not

            yield from map(PageText, docx.read_pages(self.data))
        elif self.kind is FileKind.PDF:
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
                    yield failed_page(number, error.flag, str(error))

    def _image_page(self, number: int) -> AnyPage:
        from extract.ingest import raster  # noqa: PLC0415 - Pillow: 0.03 s that texts need not

        try:
            return raster.read_page(self.data, number, self.max_mpixels)
        except VanbanError as error:
            return failed_page(number, error.flag, str(error))


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
    if kind in {FileKind.UNKNOWN, FileKind.ARCHIVE, FileKind.MAIL}:
        raise refusal(shown, data)
    try:
        count, notes = _count_pages(data, kind, options)
    except VanbanError as error:
        raise type(error)(f"{error.what} {shown}", error.why, error.do) from error
    digest = hashlib.sha256(data).hexdigest()
    noted = (*_name_notes(name, kind), *notes)
    return Source(shown, data, digest, kind, count, notes=noted, max_mpixels=options.max_mpixels)


def _count_pages(data: bytes, kind: FileKind, options: Options) -> tuple[int, tuple[str, ...]]:
    """How many pages there are, and what is to be noted of the file."""
    if kind is FileKind.PDF:
        from extract.ingest import pdf  # noqa: PLC0415

        return pdf.count_pages(data)
    if kind is FileKind.TEXT:
        return sum(1 for _ in read_pages(data)), ()
    if kind is FileKind.DOCX:
        from extract.ingest import docx  # noqa: PLC0415

        return len(docx.read_pages(data)), ()
    from extract.ingest import raster  # noqa: PLC0415

    count = raster.count_pages(data)
    if count == 1:  # what is wrong with the only page is wrong with the file
        raster.probe(data, options.max_mpixels)
    return count, ()


def _name_notes(name: str, kind: FileKind) -> tuple[str, ...]:
    stated = _SUFFIXES.get(Path(name).suffix.lower(), kind)
    return () if stated is kind else (f"named like {stated}, but it is {kind}",)
