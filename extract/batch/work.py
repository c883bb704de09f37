"""What is done for a task, in this process, a worker or a cluster (`work` is the whole interface); and what went wrong, in the words of documents.csv."""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import msgspec

from extract import pipeline
from extract.batch import machine
from extract.batch.stages import pack, reading_of, unpack_restored
from extract.batch.tasks import (
    SOFT,
    Answer,
    Ask,
    CountTask,
    Failure,
    Finish,
    LookTask,
    OpenedDocument,
    Outcome,
    PageRead,
    PictureTask,
    ReadPage,
    Result,
    Subject,
    Task,
    failed,
)
from extract.errors import (
    EngineDied,
    ExitCode,
    TooLargeInput,
    VanbanError,
)
from extract.image.tone import thumbnail
from extract.ingest import AnyPage, FileKind, PageLayer, PageText, Source, failed_page
from extract.ingest.archives import read_inside
from extract.inspect.view import as_shown, webp
from extract.model import Page, Reading, note_code, note_words
from extract.ocr import read_page, read_source, with_form_feed
from extract.options import Options
from extract.records import Status

# What went wrong, in the words of documents.csv: the flag, the exit code and the message of a failure, and a page given up.
#
# No text of a document is in any of them (promise S6).

#: Limits that a page may meet, by the flag of its failure: the exit code of a file that has no other page.
_LIMITS = {
    "timed_out": ExitCode.TIMED_OUT,
    "out_of_memory": ExitCode.TOO_LARGE,
    "too_large": ExitCode.TOO_LARGE,
}
_REFUSALS = ("bad_alloc", "Failed to allocate")


def failure_of(subject: Subject, error: Exception) -> Failure:
    """The failure of a task in which an error was raised."""
    if isinstance(error, MemoryError) or _is_refusal(error):
        return out_of_memory(subject.source, "than there is", lost=True)
    if isinstance(error, EngineDied):
        return Failure("crashed", error.code, subject.source, error.why, error.do, lost=True)
    if not isinstance(error, VanbanError):
        return _bug(subject, error)
    flag = "empty" if subject.size == 0 else error.flag
    return Failure(flag, error.code, error.what, error.why, error.do)


def _is_refusal(error: Exception) -> bool:
    """Whether a library in C++ was refused memory, which it says in its own words."""
    return not isinstance(error, VanbanError) and any(word in f"{error}" for word in _REFUSALS)


def hopeless(subject: Subject, pages: Sequence[Page]) -> Failure:
    """The failure of a file of which no page could be read: that of its first page."""
    why = pages[0].failure or "it has no page"
    met = note_code(why)
    flag = met if met in _LIMITS else "unreadable"
    code = _LIMITS.get(flag, ExitCode.UNREADABLE)
    do = "Look at the file; repair it or scan it again, then run the same command again."
    said = f"none of its pages could be read (the first: {note_words(why).rstrip('.')})"
    return Failure(flag, code, subject.source, said, do)


def _bug(subject: Subject, error: Exception) -> Failure:
    """Where it went wrong in our code, and nothing of the document (promise S6: an error's message may quote text)."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    why = f"this is a bug of vanban ({type(error).__name__} at {where})"
    do = "Please report it with these words, without the document's text."
    return Failure("crashed", ExitCode.BUG, subject.source, why, do)


def out_of_memory(source: str, than: str, *, lost: bool = False) -> Failure:
    """The failure of what needs more memory than some limit."""
    why = f"it needs more memory {than}"
    do = "Give it more with --memory; or reduce its resolution, or split it."
    return Failure("out_of_memory", ExitCode.TOO_LARGE, source, why, do, lost=lost)


def flag_of(why: str | None) -> str | None:
    """The flag of a page that could not be read: the limit it met, where it met one; `None`: it was read."""
    if why is None:
        return None
    met = note_code(why)
    return met if met in _LIMITS else SOFT


def given_up(number: int, failure: Failure) -> bytes:
    """A page, packed, that says why it is given up."""
    page = failed_page(number, failure.flag, f"Page {number}: {failure.why}. {failure.do}").page
    return pack(with_form_feed(page, number - 1))


# How long a task may take, and the words for an attempt that did not come back (promises W1, W2).

_BYTES_A_PAGE = 50_000  # of plain text: the time a page may take is that of so many bytes
_GRACE = 2.0  # seconds: an engine with the same limit may say so first, and more clearly
_PAGES = 20  # restored and extracted in the time one page may take to be read


def limit_of(task: Task) -> float:
    """Seconds after which its worker is killed: `--timeout` for each stage of a page."""
    limit = task.subject.options.timeout
    match task:
        case LookTask(subject) if subject.text:
            return limit * (2 + subject.size // _BYTES_A_PAGE)
        case LookTask() | CountTask():
            return 2 * limit + _GRACE
        case ReadPage() | PictureTask():
            return limit + _GRACE
        case Ask(seconds=seconds):
            return seconds
        case Finish(pages=pages):
            return limit * (1 + len(pages) // _PAGES)


def lost_to_time(task: Task) -> Failure:
    """The worker was killed at the limit."""
    why = f"it took longer than {limit_of(task):g} seconds"
    do = "Give it more time with --timeout, or split it."
    return Failure("timed_out", ExitCode.TIMED_OUT, task.subject.source, why, do, lost=True)


def lost_to_memory(task: Task, limit: int) -> Failure:
    """The worker, with its engine, used more memory than its limit, or was refused it."""
    return out_of_memory(
        task.subject.source, f"than the limit of {limit / 2**30:.2g} GiB", lost=True
    )


def lost_to_death(task: Task, exitcode: int | None) -> Failure:
    """The worker died: of a crash, of the system's lack of memory, by somebody's hand."""
    why = f"its worker process died (exit {exitcode})"
    do = "Look at the file; `vanban retry` lets it be tried again."
    return Failure("crashed", ExitCode.SOME_FAILED, task.subject.source, why, do, lost=True)


# What a worker tells the run: data, never code (promise S12). A worker that a hostile file took over can lie, and nothing else.
#
# So results travel as MessagePack, whose types are checked on the way in, and not as pickles. Tasks go the other way as pickles: the run is trusted.

_KINDS: tuple[type[Result], ...] = (OpenedDocument, PageRead, Outcome, Answer)


class NoResult(ValueError):
    """Bytes that are no result."""


def as_bytes(result: Result) -> bytes:
    """A result: one byte for its kind, then its fields."""
    return bytes([_KINDS.index(type(result))]) + msgspec.msgpack.encode(result)


def result_of(data: bytes) -> Result:
    """The result that bytes tell; `NoResult` where they tell none."""
    try:
        return msgspec.msgpack.decode(memoryview(data)[1:], type=_KINDS[data[0]])
    except (msgspec.MsgspecError, IndexError, ValueError) as error:
        raise NoResult from error


# The document that a worker has in hand: it stays open, so that each page of a large file costs a page and not the file.


class PageReader:
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


def reader(subject: Subject) -> PageReader:
    """The document of a subject: the one in hand, or opened now."""
    file = (subject.path, subject.inside, subject.source)
    return _opened(file, subject.sha256, subject.options, subject.data)


@lru_cache(maxsize=1)  # a worker has one document in hand
def _opened(
    file: tuple[Path, tuple[int, ...], str], sha256: str, options: Options, data: bytes | None
) -> PageReader:
    path, inside, source = file
    if inside:  # known by the name that it has there
        data = read_inside(path, inside) if data is None else data
        path = Path(source)
    return PageReader(pipeline.opened(path, options, sha256, data))


def let_go() -> None:
    """Close the document in hand."""
    _opened.cache_clear()


# What is done for a task, in this process, a worker or a cluster: `work` is the whole interface.

_AWAKE = 0.2  # of the time that a page in work takes of a processor, be it shared by others
_BY_PAGES = {FileKind.PDF, FileKind.IMAGE}  # each page of them can be had by its number


def work(task: Task) -> Result:
    """The result of a task. A border: whatever goes wrong inside is this document's failure and no other's."""
    try:
        return _result(task)
    except Exception as error:  # noqa: BLE001 - the border of promise D1
        let_go()  # what was open is in an unknown state
        return failed(failure_of(task.subject, error))


def _result(task: Task) -> Result:
    match task:
        case LookTask(subject):
            return _look(subject)
        case ReadPage(subject, number):
            return _page(subject, number)
        case Finish(subject, pages, notes, restored):
            return _finish(subject, reading_of(pages, notes), restored)
        case PictureTask(subject, number, legible):
            return _picture(subject, number, legible=legible)
        case Ask(subject, question):
            return Answer(question(subject))
        case CountTask(subject):
            source = reader(subject).source
            return OpenedDocument(source.count, source.notes)


def _look(subject: Subject) -> OpenedDocument | Outcome:
    _must_fit(subject.size / 1e6, subject.options.max_megabytes, "MB", "megabytes")
    source = reader(subject).source
    _must_fit(source.count, subject.options.max_pages, "pages", "pages")
    if source.kind in _BY_PAGES and source.count > 1:
        return OpenedDocument(source.count, source.notes)
    reading = read_source(source, subject.engine)
    outcome = _finish(subject, reading)
    if outcome.records is None:
        return outcome
    return replace(outcome, words=tuple(map(pack, reading.pages)), notes=reading.notes)


def _must_fit(there: float, most: float, what: str, option: str) -> None:
    """The budget of a document that is known before any page is read (promise I10)."""
    if there > most:
        do = f"Raise the limit with --max-{option}, or split it."
        raise TooLargeInput(
            "File too large", f"it has {there:,.0f} {what}, the limit is {most:,.0f}", do
        )


def _page(subject: Subject, number: int) -> PageRead:
    began, since = machine.processor_seconds(), machine.seconds()
    page = reader(subject).read(number, subject)
    took = machine.processor_seconds() - began
    if flag_of(page.failure) == "timed_out" and took < _AWAKE * (machine.seconds() - since):
        page = reader(subject).read(number, subject)  # it was not given the time: the machine slept
        took = machine.processor_seconds() - began
    return PageRead(pack(page), flag_of(page.failure), bool(pipeline.page_marks(page)), took)


def _picture(subject: Subject, number: int, *, legible: bool) -> Answer:
    page = reader(subject).page(number)
    if isinstance(page, PageText):
        return Answer(b"")
    image = page.image if isinstance(page, PageLayer) else page
    return Answer(webp(as_shown(image)) if legible else thumbnail(image.pixels))


def _finish(subject: Subject, reading: Reading, known: bytes | None = None) -> Outcome:
    if all(page.failure is not None for page in reading.pages):
        return failed(hopeless(subject, reading.pages))
    if known is None:
        restored = pipeline.restore(reading, subject.options)
    else:
        restored = unpack_restored(known, reading)
    parts = pipeline.extract(restored, subject.options)
    document = pipeline.document(
        (subject.source,), subject.sha256, restored, parts, subject.options
    )
    if document.status is Status.WITHHELD:
        return Outcome(
            Status.WITHHELD,
            document.pages,
            document.secrecy,
            said=(*document.flags, document.mark_at or ""),
        )
    return Outcome(
        document.status,
        document.pages,
        document.secrecy,
        restored=pack(restored),
        records=pack(parts),
    )
