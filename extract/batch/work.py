"""What is done for one document, in this process or in a worker: the stages whose results the journal lacks."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path

from extract import pipeline
from extract.batch.stages import pack, unpack_restored, unpack_words
from extract.errors import (
    EncryptedInput,
    ExitCode,
    InputChanged,
    MissingProgram,
    TimedOut,
    TooLargeInput,
    UnreadableInput,
    VanbanError,
)
from extract.model import Reading
from extract.ocr import Engine
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

#: Words by which a page's failure says that the engine took too long.
_TIMED_OUT = ("too long", "longer than", "timed out")


@dataclass(frozen=True, slots=True)
class Task:
    """A document to work on, and the stage results that are known already (packed)."""

    path: Path
    source: str
    sha256: str
    size: int
    options: Options
    engine: Engine
    words: bytes | None = None
    restored: bytes | None = None


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
class Outcome:
    """What became of a document: packed results, or a failure, or only its mark of secrecy (`withheld`)."""

    status: Status
    pages: int | None = None
    secrecy: str | None = None
    words: bytes | None = None
    restored: bytes | None = None
    records: bytes | None = None
    failure: Failure | None = None


def work(task: Task) -> Outcome:
    """The outcome of a task. A border: whatever goes wrong inside is this document's failure and no other's."""
    try:
        return _stages(task)
    except VanbanError as error:
        return failed(_failure(task, error))
    except MemoryError:
        why, do = "it needs more memory than there is", "Split the file or reduce its resolution."
        return failed(Failure("out_of_memory", ExitCode.UNREADABLE, task.source, why, do))
    except Exception as error:  # noqa: BLE001 - the border of promise D1
        return failed(_bug(task, error))


def failed(failure: Failure) -> Outcome:
    """The outcome of a document that could not be read."""
    return Outcome(Status.FAILED, failure=failure)


def _failure(task: Task, error: VanbanError) -> Failure:
    flag = "empty" if task.size == 0 else FLAGS.get(type(error), "unreadable")
    return Failure(flag, error.code, error.what, error.why, error.do)


def _stages(task: Task) -> Outcome:
    if task.words is None:
        _, reading = pipeline.read(task.path, task.options, task.engine, task.sha256)
    else:
        reading = unpack_words(task.words)
    if all(page.failure is not None for page in reading.pages):
        return failed(_hopeless(task, reading))
    if task.words is None or task.restored is None:
        restored = pipeline.restore(reading, task.options)
    else:
        restored = unpack_restored(task.restored, reading)
    parts = pipeline.extract(restored, task.options)
    known = pipeline.document((task.source,), task.sha256, restored, parts, task.options)
    if known.status is Status.WITHHELD:
        return Outcome(Status.WITHHELD, known.pages, known.secrecy)
    results = (pack(reading), pack(restored), pack(parts))
    return Outcome(known.status, known.pages, known.secrecy, *results)


def _hopeless(task: Task, reading: Reading) -> Failure:
    """The failure of a file of which no page could be read: that of its first page."""
    why = reading.pages[0].failure or "it has no page"
    flag, code = next(
        (("timed_out", ExitCode.TIMED_OUT) for words in _TIMED_OUT if words in why),
        ("unreadable", ExitCode.UNREADABLE),
    )
    do = "Look at the file; repair it or scan it again, then run the same command again."
    said = f"none of its pages could be read (the first: {why.rstrip('.')})"
    return Failure(flag, code, task.source, said, do)


def _bug(task: Task, error: Exception) -> Failure:
    """Where it went wrong in our code, and nothing of the document (promise S6: an error's message may quote text)."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    why = f"this is a bug of vanban ({type(error).__name__} at {where})"
    do = "Please report it with these words, without the document's text."
    return Failure("crashed", ExitCode.BUG, task.source, why, do)
