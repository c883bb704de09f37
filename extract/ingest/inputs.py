"""Which files a run reads: the files named by the user, and in folders those whose content or name is of our kinds.

Promises I6, I7 and D12: names are kept as bytes give them, links are not followed, the output folder is no input.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import UnreadableInput, UsageError
from extract.ingest.sniff import HEAD_BYTES, Kind, sniff

_TEXT_NAMES = frozenset({".txt", ".text"})
_PAGE_NAMES = frozenset(
    {".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".tif", ".tiff", ".bmp", ".webp", ".gif"}
)


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read and the name it has in the tables."""

    path: Path
    source: str


def find_inputs(paths: Sequence[Path], skip: Path | None = None) -> list[Input]:
    """The files that `paths` stand for, sorted by source; nothing below `skip` (the output folder).

    A file given by name is always tried. `UsageError`: a path does not exist. `UnreadableInput`: nothing to read.
    """
    barred = None if skip is None else os.path.realpath(skip)
    found = [item for path in paths for item in _expand(path, barred, several=len(paths) > 1)]
    if not found:
        raise UnreadableInput(
            f"Nothing to read in {', '.join(show_name(os.fspath(path)) for path in paths)}",
            "no PDF, image or text file was found there",
            "Give a folder or file with PDF, PNG, JPEG, TIFF or text documents.",
        )
    unique = {item.path.absolute(): item for item in reversed(found)}
    return sorted(unique.values(), key=lambda item: (item.source, os.fsencode(item.path)))


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


def _expand(path: Path, barred: str | None, *, several: bool) -> Iterator[Input]:
    if not os.path.lexists(path):
        raise UsageError(
            f"Input {show_name(os.fspath(path))}",
            "no such file or folder",
            "Check the spelling of the path.",
        )
    if not path.is_dir():
        yield Input(path, show_name(path.name))
        return
    prefix = f"{path.resolve().name}/" if several else ""
    for file in _walk(path, barred):
        yield Input(file, prefix + show_name(file.relative_to(path).as_posix()))


def _walk(folder: Path, barred: str | None) -> Iterator[Path]:
    for at, folders, files in os.walk(folder, followlinks=False):
        here = os.path.realpath(at)
        if barred is not None and (here == barred or here.startswith(barred + os.sep)):
            folders.clear()
            continue
        folders.sort()
        yield from (path for name in sorted(files) if _is_ours(path := Path(at, name)))


def _is_ours(path: Path) -> bool:
    """Whether a file found in a folder is a document: by its content, or by a name that says so."""
    suffix = path.suffix.lower()
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        if suffix in _PAGE_NAMES or suffix in _TEXT_NAMES:
            return True
        with path.open("rb") as file:
            return sniff(file.read(HEAD_BYTES)) in {Kind.PDF, Kind.IMAGE}
    except OSError:
        return suffix in _PAGE_NAMES or suffix in _TEXT_NAMES
