"""What the inputs are before anything is read: their bytes' hash, and whether they are plain text."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extract.batch.tasks import Failure
from extract.batch.workers.failures import FLAGS
from extract.errors import ExitCode, VanbanError
from extract.ingest import Input
from extract.ingest.archives import read_inside
from extract.ingest.sniff import HEAD_BYTES, Kind, sniff

_LINK = "it became a link after it was listed, and links are not followed"


@dataclass(frozen=True, slots=True)
class Found:
    """An input: its name in the tables, its hash, size in bytes; or the reason why its bytes cannot be read."""

    path: Path
    source: str
    sha256: str = ""
    size: int = 0
    text: bool = False
    failure: Failure | None = None
    inside: tuple[int, ...] = ()


def take_inventory(inputs: Iterable[Input]) -> list[Found]:
    """Every input looked at once."""
    return [look(item) for item in inputs]


def look(item: Input) -> Found:
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
            text = sniff(file.read(HEAD_BYTES)) in {Kind.TEXT, Kind.DOCX}
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return Found(item.path, item.source, digest, file.tell(), text)
    except OSError as error:
        why = _LINK if error.errno == errno.ELOOP else error.strerror or "it cannot be opened"
        do = "Check that it is a file you may read, then run the same command again."
        failure = Failure("unreadable", ExitCode.UNREADABLE, item.source, why, do)
        return Found(item.path, item.source, failure=failure)


def _look_inside(item: Input) -> Found:
    """A piece of an archive looked at, in memory."""
    try:
        if item.error is not None:
            raise item.error
        data = read_inside(item.path, item.inside)
    except VanbanError as error:
        flag = FLAGS.get(type(error), "unreadable")
        what = f"{error.what} {item.source}"
        failure = Failure(flag, error.code, what, error.why, error.do)
        return Found(item.path, item.source, failure=failure, inside=item.inside)
    text = sniff(data[:HEAD_BYTES]) in {Kind.TEXT, Kind.DOCX}
    digest = hashlib.sha256(data).hexdigest()
    return Found(item.path, item.source, digest, len(data), text, inside=item.inside)


def _must_be_file(descriptor: int) -> None:
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise OSError(errno.EINVAL, "it is a pipe, a socket or a device, and no file")
