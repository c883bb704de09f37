"""What is done for a task, in this process, a worker or a cluster: `work` is the whole interface.

The last document opened stays open in its worker, so that each page of a large file costs a page and not the file.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from extract import pipeline
from extract.batch.packed import reading_of
from extract.batch.stages import pack, unpack_restored
from extract.batch.tasks import (
    SOFT,
    Count,
    Failure,
    Finish,
    Look,
    Opened,
    Outcome,
    PageRead,
    Picture,
    Pictured,
    ReadPage,
    Result,
    Subject,
    Task,
    failed,
)
from extract.errors import (
    EncryptedInput,
    EngineDied,
    ExitCode,
    InputChanged,
    MissingProgram,
    TimedOut,
    TooLargeInput,
    UnreadableInput,
    VanbanError,
)
from extract.image.thumbnail import thumbnail
from extract.ingest import AnyPage, Kind, PageLayer, PageText, Source, failed_page
from extract.model import Page, Reading, TextSource
from extract.ocr import read_page, read_source, with_form_feed
from extract.ocr.secrecy import is_mark
from extract.options import Options
from extract.tables.document import Status

#: The flag of documents.csv (enumeration `flag`) for each way to fail.
FLAGS: dict[type[VanbanError], str] = {
    UnreadableInput: "unreadable",
    EncryptedInput: "encrypted",
    TooLargeInput: "too_large",
    TimedOut: "timed_out",
    InputChanged: "changed",
    MissingProgram: "program_missing",
}

_BY_PAGES = {Kind.PDF, Kind.IMAGE}  # each page of them can be had by its number

#: Words by which a page's failure says what the limit was, with the flag and exit code of a file that has no other page.
_LIMITS = (
    (("too long", "longer than", "timed out"), "timed_out", ExitCode.TIMED_OUT),
    (("more memory",), "out_of_memory", ExitCode.TOO_LARGE),
    (("megapixels",), "too_large", ExitCode.TOO_LARGE),
)


def work(task: Task) -> Result:
    """The result of a task. A border: whatever goes wrong inside is this document's failure and no other's."""
    try:
        return _result(task)
    except Exception as error:  # noqa: BLE001 - the border of promise D1
        let_go()  # what was open is in an unknown state
        return failed(_failure(task.subject, error))


def out_of_memory(source: str, than: str, *, lost: bool = False) -> Failure:
    """The failure of what needs more memory than some limit."""
    why = f"it needs more memory {than}"
    do = "Give it more with --memory; or reduce its resolution, or split it."
    return Failure("out_of_memory", ExitCode.TOO_LARGE, source, why, do, lost)


def _result(task: Task) -> Result:
    match task:
        case Look(subject):
            return _look(subject)
        case ReadPage(subject, number):
            return _page(subject, number)
        case Finish(subject, pages, notes, restored):
            return _finish(subject, reading_of(pages, notes), restored)
        case Picture(subject, number):
            return _picture(subject, number)
        case Count(subject):
            source = _reader(subject).source
            return Opened(source.count, source.notes)


def _look(subject: Subject) -> Opened | Outcome:
    source = _reader(subject).source
    if source.kind in _BY_PAGES and source.count > 1:
        return Opened(source.count, source.notes)
    reading = read_source(source, subject.engine)
    outcome = _finish(subject, reading)
    if outcome.records is None:
        return outcome
    return replace(outcome, words=tuple(map(pack, reading.pages)), notes=reading.notes)


def _page(subject: Subject, number: int) -> PageRead:
    page = _reader(subject).read(number, subject)
    marked = any(is_mark(line.raw) for line in page.lines)
    return PageRead(pack(page), flag_of(page.failure), marked)


def _picture(subject: Subject, number: int) -> Pictured:
    page = _reader(subject).page(number)
    if isinstance(page, PageText):
        return Pictured(b"")
    return Pictured(thumbnail((page.image if isinstance(page, PageLayer) else page).pixels))


def flag_of(why: str | None) -> str | None:
    """The flag of a page that could not be read: the limit it met, where it met one; `None`: it was read."""
    if why is None:
        return None
    flag, _ = _limit_of(why) or (SOFT, None)
    return flag


def _limit_of(why: str) -> tuple[str, ExitCode] | None:
    known = ((flag, code) for words, flag, code in _LIMITS if any(word in why for word in words))
    return next(known, None)


def given_up(number: int, failure: Failure) -> bytes:
    """A page, packed, that says why it is given up."""
    page = failed_page(number, f"Page {number}: {failure.why}. {failure.do}", TextSource.OCR).page
    return pack(with_form_feed(page, number - 1))


class Reader:
    """An opened document whose pages are read by number, in any order, without opening it anew for each."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._wanted: deque[int] = deque()
        self._pages = source.pages(iter(self._wanted.popleft, None))

    def page(self, number: int) -> AnyPage:
        """Page `number` as it came."""
        self._wanted.append(number)
        return next(self._pages)

    def read(self, number: int, subject: Subject) -> Page:
        """Page `number` as its engine reads it."""
        return with_form_feed(read_page(self.page(number), subject.engine), number - 1)


def _reader(subject: Subject) -> Reader:
    return _opened(subject.path, subject.sha256, subject.options, subject.data)


@lru_cache(maxsize=1)  # a worker has one document in hand
def _opened(path: Path, sha256: str, options: Options, data: bytes | None) -> Reader:
    return Reader(pipeline.opened(path, options, sha256, data))


def let_go() -> None:
    """Close the document in hand."""
    _opened.cache_clear()


def _finish(subject: Subject, reading: Reading, known: bytes | None = None) -> Outcome:
    if all(page.failure is not None for page in reading.pages):
        return failed(_hopeless(subject, reading.pages))
    if known is None:
        restored = pipeline.restore(reading, subject.options)
    else:
        restored = unpack_restored(known, reading)
    parts = pipeline.extract(restored, subject.options)
    document = pipeline.document(
        (subject.source,), subject.sha256, restored, parts, subject.options
    )
    if document.status is Status.WITHHELD:
        return Outcome(Status.WITHHELD, document.pages, document.secrecy)
    return Outcome(
        document.status,
        document.pages,
        document.secrecy,
        restored=pack(restored),
        records=pack(parts),
    )


def _failure(subject: Subject, error: Exception) -> Failure:
    if isinstance(error, MemoryError):
        return out_of_memory(subject.source, "than there is")
    if isinstance(error, EngineDied):
        return Failure("crashed", error.code, subject.source, error.why, error.do, lost=True)
    if not isinstance(error, VanbanError):
        return _bug(subject, error)
    flag = "empty" if subject.size == 0 else FLAGS.get(type(error), "unreadable")
    return Failure(flag, error.code, error.what, error.why, error.do)


def _hopeless(subject: Subject, pages: Sequence[Page]) -> Failure:
    """The failure of a file of which no page could be read: that of its first page."""
    why = pages[0].failure or "it has no page"
    flag, code = _limit_of(why) or ("unreadable", ExitCode.UNREADABLE)
    do = "Look at the file; repair it or scan it again, then run the same command again."
    said = f"none of its pages could be read (the first: {why.rstrip('.')})"
    return Failure(flag, code, subject.source, said, do)


def _bug(subject: Subject, error: Exception) -> Failure:
    """Where it went wrong in our code, and nothing of the document (promise S6: an error's message may quote text)."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    why = f"this is a bug of vanban ({type(error).__name__} at {where})"
    do = "Please report it with these words, without the document's text."
    return Failure("crashed", ExitCode.BUG, subject.source, why, do)
