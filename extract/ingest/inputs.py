"""Which files a run reads: the files named by the user, and in folders those whose content or name is of our kinds.

Promises D12, D15, I6, I7 and I11: names are kept as bytes give them, links are not followed, the output folder is no input, and
what is passed over in a folder is named with the reason.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extract.errors import UnreadableInput, UsageError, VanbanError
from extract.ingest.archives import CONTAINERS, MESSAGE, Inner, look_inside
from extract.ingest.sniff import HEAD_BYTES, OFFICE_NAMES, OLD_OFFICE, RICH_TEXT, FileKind, sniff

_NAMES = frozenset({
    ".txt", ".text", ".pdf", ".docx", ".docm", ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif",
    ".tiff", ".bmp", ".webp", ".gif", ".jp2", ".j2k", ".jpx", ".jpf", ".heic", ".heif",
})  # fmt: skip
_KINDS = frozenset({FileKind.PDF, FileKind.IMAGE})
_LINK = "it is a link, and links are not followed"
_NO_FILE = "it is a pipe, a socket or a device, and no file"
_REFUSED = "the system refuses to list this folder"
_NO_DOCUMENT = "it is no PDF, image, Word or .txt file (named by itself it is tried)"
_EMPTY = "it is an archive without a file in it"
_TOO_DEEP = "it is an archive in an archive in an archive: unpack it first"
_MESSAGE = "it is what the mail says itself; its attachments are read"
_OLD = "it is an office file of a kind that is not read (.doc, .xls, .xlsx, .rtf, .odt ...): save it as PDF or .docx"
NOT_READ, NO_FILE = "kind_not_read", "no_file"
PASSED_OVER = frozenset({NOT_READ, NO_FILE})  # flags of documents.csv


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read and the name it has in the tables.

    `inside`: its place in the archive or mail that `path` is. `error`: why it cannot be read, where that is known already.
    """

    path: Path
    source: str
    inside: tuple[int, ...] = ()
    error: VanbanError | None = None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """Something in a folder that is no input, and why, in words and as a flag of documents.csv."""

    path: Path
    source: str
    why: str
    flag: str = NOT_READ


@dataclass(frozen=True, slots=True)
class InputList:
    """All that `paths` hold, sorted by source: what to read, and what was passed over in folders."""

    inputs: tuple[Input, ...]
    passed: tuple[PassedOver, ...]


def find_inputs(paths: Sequence[Path], skip: Path | None = None) -> list[Input]:
    """The files to read of `look_through`; its errors, and `UnreadableInput` where there is none to read."""
    found = list(look_through(paths, skip).inputs)
    if not found:
        raise nothing_to_read(paths)
    return found


def nothing_to_read(paths: Sequence[Path]) -> UnreadableInput:
    """The error of paths that hold no document."""
    return UnreadableInput(
        f"Nothing to read in {', '.join(show_name(os.fspath(path)) for path in paths)}",
        "no PDF, image or text file was found there",
        "Give a folder or file with PDF, PNG, JPEG, TIFF or text documents.",
    )


def look_through(paths: Sequence[Path], skip: Path | None = None) -> InputList:
    """The files that `paths` stand for, and what else lies there; nothing below `skip` (the output folder).

    A file given by name is always tried. `UsageError`: a path does not exist. `UnreadableInput`: nothing is there at all.
    """
    barred = None if skip is None else os.path.realpath(skip)
    seen = [item for path in paths for item in _expand(path, barred, several=len(paths) > 1)]
    found = [item for item in seen if isinstance(item, Input)]
    if not seen:
        raise nothing_to_read(paths)
    unique = {(item.path.absolute(), item.inside): item for item in reversed(found)}
    inputs = sorted(unique.values(), key=lambda item: (item.source, os.fsencode(item.path)))
    passed = {item.source: item for item in seen if isinstance(item, PassedOver)}
    return InputList(tuple(inputs), tuple(passed[source] for source in sorted(passed)))


def show_name(name: str) -> str:
    r"""A file name as text: bytes that are no UTF-8 and control characters written `\xNN`.

    >>> show_name("b\udce1o c\u00e1o.pdf")
    'b\\xe1o cáo.pdf'
    """
    return "".join(map(_show_character, name))


def _show_character(character: str) -> str:
    if "\udc80" <= character <= "\udcff":  # how Python keeps a byte that is no UTF-8 (PEP 383)
        return f"\\x{ord(character) - 0xDC00:02x}"
    return f"\\x{ord(character):02x}" if character < " " or character == "\x7f" else character


def _expand(path: Path, barred: str | None, *, several: bool) -> Iterator[Input | PassedOver]:
    if not os.path.lexists(path):
        raise UsageError(
            f"Input {show_name(os.fspath(path))}",
            "no such file or folder",
            "Check the spelling of the path.",
        )
    if not path.is_dir():
        yield from _opened(_followed(path), show_name(path.name))
        return
    prefix = f"{path.resolve().name}/" if several else ""
    for file, why in _walk(path, barred):
        source = prefix + show_name(file.relative_to(path).as_posix())
        if why is None:
            yield from _opened(file, source)
        else:
            yield PassedOver(file, source, why, _flag(why))


def _followed(path: Path) -> Path:
    """Where a link that a person named leads now: what is read later is opened as no link (promise S11)."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _opened(path: Path, source: str) -> Iterator[Input | PassedOver]:
    """A file, or what the archive or mail holds that it is."""
    if not _is_container(path):
        yield Input(path, source)
        return
    found = list(look_inside(path))
    if not found:
        yield PassedOver(path, source, _EMPTY)
    for inner in found:
        name = f"{source}/{show_name(inner.name)}" if inner.name else source
        why = _objection_inside(inner)
        if why is None:
            yield Input(path, name, inner.inside, inner.error)
        else:
            yield PassedOver(path, name, why)


def _is_container(path: Path) -> bool:
    if path.suffix.lower() in _NAMES | OFFICE_NAMES:
        return False
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            return stat.S_ISREG(os.fstat(descriptor).st_mode) and (
                sniff(file.read(HEAD_BYTES)) in CONTAINERS
            )
    except OSError:
        return False


def _objection_inside(inner: Inner) -> str | None:
    """Why a piece of an archive is no document."""
    if inner.error is not None:
        return None
    if inner.too_deep:
        return _TOO_DEEP
    name = PurePosixPath(inner.name)
    if name.name == MESSAGE:
        return _MESSAGE
    return None if name.suffix.lower() in _NAMES else _of_kind(name.suffix.lower(), inner.head)


def _flag(why: str) -> str:
    return NO_FILE if why in {_LINK, _NO_FILE, _REFUSED} else NOT_READ


def _walk(folder: Path, barred: str | None) -> Iterator[tuple[Path, str | None]]:
    """Everything in a folder with the reason to pass it over, `None` for a document; folders themselves are not told."""
    refused: list[OSError] = []
    for at, folders, files in os.walk(folder, onerror=refused.append, followlinks=False):
        here = os.path.realpath(at)
        if barred is not None and (here == barred or here.startswith(barred + os.sep)):
            folders.clear()
            continue
        folders.sort()
        links = [name for name in folders if Path(at, name).is_symlink()]
        for name in sorted([*files, *links]):
            yield Path(at, name), _objection(Path(at, name))
    yield from ((Path(os.fsdecode(error.filename)), _REFUSED) for error in refused)


def _objection(path: Path) -> str | None:
    """Why something found in a folder is no document: a document is known by its content, or by a name that says so."""
    named = path.suffix.lower() in _NAMES
    try:
        mode = path.lstat().st_mode
        if not stat.S_ISREG(mode):
            return _LINK if stat.S_ISLNK(mode) else _NO_FILE
        if named:
            return None
        with path.open("rb") as file:
            return _of_kind(path.suffix.lower(), file.read(HEAD_BYTES))
    except OSError:
        return None if named else _NO_DOCUMENT


def _of_kind(suffix: str, head: bytes) -> str | None:
    """Why a file without a document's name is none, by its first bytes; Word files are called .doc too."""
    kind = sniff(head)
    if kind in CONTAINERS and suffix not in OFFICE_NAMES:
        return None
    if kind in _KINDS or (kind is FileKind.DOCX and suffix == ".doc"):
        return None
    is_office = suffix in OFFICE_NAMES or head.startswith((OLD_OFFICE, RICH_TEXT))
    return _OLD if is_office else _NO_DOCUMENT
