"""What a run has to do: for each document the stages and pages whose results the journal lacks."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from extract.batch.journal import Journal, try_again
from extract.batch.recipe import Keys, Recipe
from extract.batch.tasks import Failure, OpenedDocument, Subject
from extract.batch.view import LOST_RUNS, DocumentStatus
from extract.errors import ExitCode, VanbanError
from extract.ingest import Input, PassedOver
from extract.ingest.archives import place_of, read_inside, split_place
from extract.ingest.sniff import HEAD_BYTES, FileKind, sniff
from extract.ocr import Engine
from extract.options import Options
from extract.records import Status

# What the inputs are before anything is read: their bytes' hash, and whether they are plain text.

_LINK = "it became a link after it was listed, and links are not followed"


@dataclass(frozen=True, slots=True)
class InputFile:
    """An input: its name in the tables, its hash, size in bytes; or the reason why its bytes cannot be read."""

    path: Path
    source: str
    sha256: str = ""
    size: int = 0
    text: bool = False
    failure: Failure | None = None
    inside: tuple[int, ...] = ()


def take_inventory(inputs: Iterable[Input]) -> list[InputFile]:
    """Every input looked at once."""
    return [look(item) for item in inputs]


def look(item: Input) -> InputFile:
    """One input looked at; why its bytes cannot be read is its `failure`."""
    if item.inside or item.error is not None:
        return _look_inside(item)
    try:
        # Without O_NONBLOCK opening a FIFO would wait for a writer for ever (promise I7).
        # A link was none when it was listed (promise S11).
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(item.path, flags)
        with os.fdopen(descriptor, "rb") as file:
            _must_be_file(descriptor)
            text = sniff(file.read(HEAD_BYTES)) in {FileKind.TEXT, FileKind.DOCX}
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return InputFile(item.path, item.source, digest, file.tell(), text)
    except OSError as error:
        why = _LINK if error.errno == errno.ELOOP else error.strerror or "it cannot be opened"
        do = "Check that it is a file you may read, then run the same command again."
        failure = Failure("unreadable", ExitCode.UNREADABLE, item.source, why, do)
        return InputFile(item.path, item.source, failure=failure)


def _look_inside(item: Input) -> InputFile:
    """A piece of an archive looked at, in memory."""
    try:
        if item.error is not None:
            raise item.error
        data = read_inside(item.path, item.inside)
    except VanbanError as error:
        what = f"{error.what} {item.source}"
        failure = Failure(error.flag, error.code, what, error.why, error.do)
        return InputFile(item.path, item.source, failure=failure, inside=item.inside)
    text = sniff(data[:HEAD_BYTES]) in {FileKind.TEXT, FileKind.DOCX}
    digest = hashlib.sha256(data).hexdigest()
    return InputFile(item.path, item.source, digest, len(data), text, inside=item.inside)


def _must_be_file(descriptor: int) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise OSError(errno.EINVAL, "it is a pipe, a socket or a device, and no file")


# Inputs that changed between the look at their bytes and their reading: looked at again and read once more, in the same run (I7).

CHANGED = "changed"


def looked_again(
    found: Iterable[InputFile], changed: Collection[str], journal: Journal
) -> tuple[list[InputFile], list[InputFile]]:
    """What there is now: all inputs, and those of them whose bytes (by their hash) were no longer there.

    The journal forgets what it began under a hash that no file has any more.
    """
    every = [_again(item) if item.sha256 in changed else item for item in found]
    for sha256 in changed:
        journal.forget(sha256)
    return every, [now for now, before in zip(every, found, strict=True) if now is not before]


def _again(item: InputFile) -> InputFile:
    now = look(Input(item.path, item.source, item.inside))
    if now.failure is None:
        return now
    do = "Put it back, or wait until it is written completely, then run the same command again."
    gone = Failure(CHANGED, ExitCode.TEMPORARY, item.source, "it vanished while it was read", do)
    return replace(now, failure=gone)


DEATHS = 2  # W4: after two attempts that did not come back a page, or document, is left alone


@dataclass(frozen=True, slots=True)
class Job:
    """A document to work on, its keys, and whether an earlier attempt did not come back.

    `opened`: its reading was begun, `left` are the pages that are missing, `suspects` those of them that took a run down.
    """

    subject: Subject
    keys: Keys
    suspect: bool = False
    opened: OpenedDocument | None = None
    left: tuple[int, ...] = ()
    suspects: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Planner:
    """Decides what each document needs in this run; `moved` collects old and new names of files that were moved."""

    journal: Journal
    recipe: Recipe
    options: Options
    engine: Engine
    moved: list[tuple[str, str]] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)

    def jobs(self, found: Iterable[InputFile]) -> list[Job]:
        """A job for each document that needs one; the same bytes under several names are one document."""
        jobs: dict[str, Job] = {}
        with self.journal.together():
            for item in found:
                if item.failure is not None:
                    self.journal.see_unreadable(item.source, item.failure.flag)
                elif (job := self.job(item)) is not None:
                    jobs.setdefault(item.sha256, job)
        return list(jobs.values())

    def note_passed(self, passed: Iterable[PassedOver]) -> None:
        """What was found and is of no kind that is read has a row too (promise I11)."""
        with self.journal.together():
            for item in passed:
                self.journal.see_unreadable(item.source, item.flag)

    def job(self, found: InputFile) -> Job | None:
        """The work that an input needs, `None` where the journal has its result or it is quarantined."""
        entry = self.journal.see(found.source, found.sha256, place_of(found.path, found.inside))
        self._notice_move(found)
        keys = self.recipe.keys(found.sha256, text=found.text)
        if is_done(entry, keys, self.options):
            return None
        if _may_go_further(entry, keys):
            try_again(self.journal, entry.sha256)
        begun, died = (entry.begun, entry.died) if entry.tried == keys.tried else (0, 0)
        if died >= DEATHS or begun >= LOST_RUNS:
            if entry.failure is None:
                self.journal.quarantine(entry.sha256, quarantined(found.source))
            return None
        job = Job(self._subject(found), keys, suspect=begun + died > 0)
        return self._resumed(job, self.journal.reading(found.sha256, keys.words))

    def _subject(self, found: InputFile) -> Subject:
        return Subject(
            path=found.path,
            source=found.source,
            sha256=found.sha256,
            size=found.size,
            text=found.text,
            options=self.options,
            engine=self.engine,
            inside=found.inside,
        )

    def _resumed(self, job: Job, opened: OpenedDocument | None) -> Job:
        """The job with the pages that are missing, where its reading was begun."""
        if opened is None:
            return job
        known = self.journal.page_entries(job.subject.sha256, job.keys.words)
        done = {page.number for page in known if page.done}
        suspects = tuple(
            page.number for page in known if not page.done and page.begun + page.died > 0
        )
        left = (n for n in range(1, opened.pages + 1) if n not in done and n not in set(suspects))
        return Job(job.subject, job.keys, job.suspect, opened, tuple(left), suspects=suspects)

    def _notice_move(self, found: InputFile) -> None:
        """Names under which the same bytes were seen at a place where nothing is any more give way to the new one.

        Looked at once for each content: thousands of copies of one would be looked at as often as there are of them.
        """
        if found.sha256 in self.looked:
            return
        self.looked.add(found.sha256)
        for source, path in self.journal.paths(found.sha256):
            gone = path is not None and not os.path.lexists(split_place(path)[0])
            if source != found.source and gone:
                self.journal.unsee(source, found.sha256)
                self.moved.append((source, found.source))


def is_done(entry: DocumentStatus, keys: Keys, options: Options) -> bool:
    """Whether the journal has what a run would make of a document."""
    if entry.status is Status.WITHHELD:
        return entry.key == keys.secrecy and not options.include_secret
    done = entry.status in {Status.OK, Status.PARTIAL} and entry.key == keys.records
    return done and not _may_go_further(entry, keys)


def _may_go_further(entry: DocumentStatus, keys: Keys) -> bool:
    """Whether pages met a limit of time or memory that is another one now."""
    return entry.limited and entry.tried != keys.tried


def quarantined(source: str) -> Failure:
    """The failure of a document whose attempts did not come back."""
    why = "it brought its process down at each attempt"
    do = "Look at the file; `vanban retry` or another version of vanban tries it again."
    return Failure("quarantined", ExitCode.SOME_FAILED, source, why, do)
