"""What went wrong, in the words of documents.csv: the flag, the exit code and the message of a failure, and a page given up.

No text of a document is in any of them (promise S6).
"""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

from extract.batch.journal.stages import pack
from extract.batch.tasks import (
    SOFT,
    Ask,
    CountTask,
    Failure,
    Finish,
    LookTask,
    PictureTask,
    ReadPage,
    Subject,
    Task,
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
from extract.ingest import failed_page
from extract.model import Page, TextSource
from extract.ocr import with_form_feed

# What went wrong, in the words of documents.csv: the flag, the exit code and the message of a failure, and a page given up.
#
# No text of a document is in any of them (promise S6).

#: The flag of documents.csv (enumeration `flag`) for each way to fail.
FLAGS: dict[type[VanbanError], str] = {
    UnreadableInput: "unreadable",
    EncryptedInput: "encrypted",
    TooLargeInput: "too_large",
    TimedOut: "timed_out",
    InputChanged: "changed",
    MissingProgram: "program_missing",
}

#: Words by which a page's failure says what the limit was, with the flag and exit code of a file that has no other page.
_LIMITS = (
    (("too long", "longer than", "timed out"), "timed_out", ExitCode.TIMED_OUT),
    (("more memory",), "out_of_memory", ExitCode.TOO_LARGE),
    (("megapixels",), "too_large", ExitCode.TOO_LARGE),
)


def failure_of(subject: Subject, error: Exception) -> Failure:
    """The failure of a task in which an error was raised."""
    if isinstance(error, MemoryError):
        return out_of_memory(subject.source, "than there is")
    if isinstance(error, EngineDied):
        return Failure("crashed", error.code, subject.source, error.why, error.do, lost=True)
    if not isinstance(error, VanbanError):
        return _bug(subject, error)
    flag = "empty" if subject.size == 0 else FLAGS.get(type(error), "unreadable")
    return Failure(flag, error.code, error.what, error.why, error.do)


def hopeless(subject: Subject, pages: Sequence[Page]) -> Failure:
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


def out_of_memory(source: str, than: str, *, lost: bool = False) -> Failure:
    """The failure of what needs more memory than some limit."""
    why = f"it needs more memory {than}"
    do = "Give it more with --memory; or reduce its resolution, or split it."
    return Failure("out_of_memory", ExitCode.TOO_LARGE, source, why, do, lost=lost)


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
    """The worker was killed since it, with its engine, used more memory than its limit."""
    return out_of_memory(
        task.subject.source, f"than the limit of {limit / 2**30:.2g} GiB", lost=True
    )


def lost_to_death(task: Task, exitcode: int | None) -> Failure:
    """The worker died: of a crash, of the system's lack of memory, by somebody's hand."""
    why = f"its worker process died (exit {exitcode})"
    do = "Look at the file; `vanban retry` lets it be tried again."
    return Failure("crashed", ExitCode.SOME_FAILED, task.subject.source, why, do, lost=True)
