"""What workers are given and what they give back: records that cross a process's border, and a cluster's.

A document of one page, and plain text, is one task (`LookTask`). Of any other a `LookTask` only counts the pages; each page is then
a task of its own (`ReadPage`), so that the pages of one large file spread over all workers and one that brings its worker
down costs itself alone (promise D1); `Finish` restores and extracts once all pages are there. `extract.batch.work.work`
does any of them, wherever it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from extract.errors import ExitCode
from extract.ocr import Engine
from extract.options import Options
from extract.records import Status

#: The flag of a page that its engine failed on: it came back, so a document without any other page is tried again.
SOFT = "page_failed"
#: Flags of what met a limit of time or memory: it may succeed under another one.
LIMITED = frozenset({"timed_out", "out_of_memory"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The document that a task is about; `size` in bytes, `text`: plain text, which meets no engine.

    `inside`: its place in the archive that `path` is. `data`: its bytes, for a worker that does not see `path` (a cluster without a shared folder).
    """

    path: Path
    source: str
    sha256: str
    size: int
    text: bool
    options: Options
    engine: Engine
    data: bytes | None = None
    inside: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LookTask:
    """Open a document: do all of it where it is one page or text, else count its pages. Gives `Outcome` or `OpenedDocument`."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Read page `number` (1-based). Gives `PageRead`, or an `Outcome` that failed."""

    subject: Subject
    number: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Restore and extract a document whose pages are read (packed); `restored` where that is known too. Gives `Outcome`."""

    subject: Subject
    pages: tuple[bytes, ...]
    notes: tuple[str, ...] = ()
    restored: bytes | None = None


@dataclass(frozen=True, slots=True)
class PictureTask:
    """Draw page `number` (1-based): small, for the report, or so that it can be read. Gives `Answer`, or an `Outcome` that failed."""

    subject: Subject
    number: int
    legible: bool = False


@dataclass(frozen=True, slots=True)
class CountTask:
    """Count a document's pages and read none, for a forecast. Gives `OpenedDocument`, or an `Outcome` that failed."""

    subject: Subject


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a question about a document within so many seconds. Gives `Answer`, or an `Outcome` that failed."""

    subject: Subject
    question: Callable[[Subject], bytes]
    seconds: float


Task = LookTask | ReadPage | Finish | PictureTask | CountTask | Ask


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document has no result: flag and exit code, and the message's three parts. Holds no text of it.

    `lost`: the attempt did not come back (its worker died or was killed), so it counts towards quarantine (W4).
    """

    flag: str
    code: ExitCode
    what: str
    why: str
    do: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """A document of several pages: how many, and the notes on the file."""

    pages: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page, packed; `flag`: it holds why it could not be read.

    `marked`: a line of it says nothing but a degree of secrecy, so the document is kept in memory only (S5).
    `seconds`: of a processor that it took.
    """

    page: bytes
    flag: str | None
    marked: bool
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document: packed results, or a failure, or only its mark of secrecy (`withheld`).

    `words` are its pages where this task read them. `said` of a withheld one: its flags, and where the mark stands.
    """

    status: Status
    pages: int | None = None
    secrecy: str | None = None
    words: tuple[bytes, ...] = ()
    notes: tuple[str, ...] = ()
    restored: bytes | None = None
    records: bytes | None = None
    failure: Failure | None = None
    said: tuple[str, ...] = ()

    def with_pages(self, pages: tuple[bytes, ...], notes: tuple[str, ...]) -> Outcome:
        """The same with the pages it was made from."""
        return replace(self, words=pages, notes=notes)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question was answered with: of a `PictureTask` a small JPEG or a legible WebP, empty where the page has no pixels."""

    data: bytes


Result = OpenedDocument | PageRead | Outcome | Answer


def failed(failure: Failure) -> Outcome:
    """The outcome of a document, or of an attempt at a page, that failed."""
    return Outcome(Status.FAILED, failure=failure)
