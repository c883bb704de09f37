"""What zip archives and mails hold, as inputs: looked through in memory, two deep, within limits (promises I4, I11, D12).

Nothing is unpacked to a disk. A piece is known by its place in its archive (its number there, and that of the archive in an outer
one), so no name that an archive claims ever becomes a path.
"""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import IO

from extract.errors import EncryptedInput, TooLargeInput, UnreadableInput, VanbanError
from extract.ingest.sniff import HEAD_BYTES, OFFICE_NAMES, FileKind, sniff

CONTAINERS = frozenset({FileKind.ARCHIVE, FileKind.MAIL})
DEEPEST = 2  # archives in each other
_MOST_PIECES = 5_000
_MOST_BYTES = 2 * 2**30  # of an archive with all that is in it, unpacked
_LARGEST = 256 * 2**20  # bytes of one piece
# a piece of so many bytes that was packed to less than their 200th is a bomb
_DENSE, _RATIO = 64 * 2**20, 200
_DIRECTORY = 16 * 2**20  # bytes of a zip's list of contents
_TAIL = 66_000  # bytes in which that list's end is noted
_LOCKED = 0x1  # bit of a piece's flags: it needs a password
_UTF8 = 0x800
_BROKEN = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, MessageError,
    LookupError, UnicodeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArchiveMember:
    """Something that an archive or mail holds: its name, its bytes when unpacked, whether it needs a password."""

    name: str
    size: int
    read: Callable[[int], bytes]
    locked: bool = False
    dense: bool = False


@dataclass(frozen=True, slots=True)
class Inner:
    """A piece found: its name as a path inside, its place, its first bytes, or why it cannot be had."""

    name: str
    inside: tuple[int, ...]
    head: bytes = b""
    error: VanbanError | None = None
    too_deep: bool = False


@dataclass(slots=True)
class _Left:
    """What may still be unpacked of an archive."""

    bytes: int = _MOST_BYTES
    pieces: int = _MOST_PIECES

    def take(self, piece: ArchiveMember) -> None:
        """`TooLargeInput` where a piece, or all so far, is more than there is room for."""
        self.bytes -= piece.size
        self.pieces -= 1
        if piece.dense or piece.size > _LARGEST or self.bytes < 0 or self.pieces < 0:
            raise _too_large("what it holds is more than may be unpacked")


def look_inside(path: Path) -> Iterator[Inner]:
    """All pieces of an archive or mail, those of archives in it too; one without a name says why it cannot be read."""
    with _told("", ()) as told, path.open("rb") as file:
        yield from _walk(file, "", (), _Left())
    yield from told


def read_inside(path: Path, inside: Sequence[int]) -> bytes:
    """The bytes of a piece; `UnreadableInput`, `EncryptedInput`, `TooLargeInput` where they cannot be had."""
    with path.open("rb") as file:
        return _read(file, inside, _Left())


def place_of(path: Path, inside: Sequence[int]) -> bytes:
    """Where an input lies, as the journal keeps it: the path of its file and, behind a NUL, its place inside."""
    real = os.fsencode(os.path.realpath(path))
    return real + b"\0" + "/".join(map(str, inside)).encode() if inside else real


def split_place(place: str) -> tuple[Path, tuple[int, ...]]:
    """The path and the place inside of what `place_of` made."""
    path, _, inside = place.partition("\0")
    return Path(path), tuple(map(int, inside.split("/"))) if inside else ()


def _read(file: IO[bytes], inside: Sequence[int], left: _Left) -> bytes:
    number, *deeper = inside
    with _pieces(file) as found:
        if number >= len(found):
            raise _unreadable("it holds other files by now")
        piece = found[number]
        if piece.locked:
            raise _locked()
        left.take(piece)
        data = piece.read(piece.size)
    return _read(io.BytesIO(data), deeper, left) if deeper else data


def _walk(file: IO[bytes], prefix: str, inside: tuple[int, ...], left: _Left) -> Iterator[Inner]:
    with _pieces(file) as found:
        for number, piece in enumerate(found):
            if piece.name.endswith("/"):
                continue
            place, name = (*inside, number), prefix + _tidy(piece.name)
            with _told(name, place) as told:
                yield from _of_piece(piece, name, place, left)
            yield from told


def _of_piece(
    piece: ArchiveMember, name: str, place: tuple[int, ...], left: _Left
) -> Iterator[Inner]:
    if piece.locked:
        raise _locked()
    left.take(piece)
    head = piece.read(HEAD_BYTES)
    if sniff(head) not in CONTAINERS or Path(name).suffix.lower() in OFFICE_NAMES:
        yield Inner(name, place, head)
    elif len(place) >= DEEPEST:
        yield Inner(name, place, head, too_deep=True)
    else:
        yield from _walk(io.BytesIO(piece.read(piece.size)), f"{name}/", place, left)


@contextmanager
def _told(name: str, inside: tuple[int, ...]) -> Iterator[list[Inner]]:
    """Errors as pieces that say why."""
    told: list[Inner] = []
    try:
        yield told
    except VanbanError as error:
        told.append(Inner(name, inside, error=error))
    except RecursionError:
        told.append(Inner(name, inside, error=_unreadable("it is nested too deep")))
    except _BROKEN as error:
        told.append(
            Inner(name, inside, error=_unreadable(f"it is damaged ({type(error).__name__})"))
        )


@contextmanager
def _pieces(file: IO[bytes]) -> Iterator[Sequence[ArchiveMember]]:
    """What an archive or mail holds, in its order, while it is open."""
    kind = sniff(file.read(HEAD_BYTES))
    file.seek(0)
    if kind is FileKind.MAIL:
        yield _attachments(file)
        return
    _check_directory(file)
    with zipfile.ZipFile(file) as archive:
        yield [_of_zip(archive, info) for info in archive.infolist()]


def _check_directory(file: IO[bytes]) -> None:
    """`TooLargeInput` where the list of contents is long, before Python reads it whole."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    count, length = (
        int.from_bytes(tail[at + a : at + b], "little") for a, b in ((10, 12), (12, 16))
    )
    if at >= 0 and (count > _MOST_PIECES or length > _DIRECTORY):
        raise _too_large("it holds too many files")


def _of_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> ArchiveMember:
    def _unpacked(most: int) -> bytes:
        with archive.open(info) as file:
            return file.read(most)

    dense = info.file_size > _DENSE and info.file_size > _RATIO * max(1, info.compress_size)
    return ArchiveMember(
        _named(info), info.file_size, _unpacked, bool(info.flag_bits & _LOCKED), dense
    )


def _named(info: zipfile.ZipInfo) -> str:
    """The name in a zip, where programs of Windows wrote UTF-8 without saying so as well."""
    if not info.flag_bits & _UTF8:
        with suppress(UnicodeError):
            return info.filename.encode("cp437").decode("utf-8")
    return info.filename


def _attachments(file: IO[bytes]) -> list[ArchiveMember]:
    """The attachments of a mail, those of mails in it too; its own words are `message.txt` beside them."""
    data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise _too_large("it is very large")
    message = BytesParser(policy=policy.default).parsebytes(data)
    parts = (part for part in message.walk() if not part.is_multipart())
    return [_of_mail(part) for _, part in zip(range(_MOST_PIECES), parts, strict=False)]


def _of_mail(part: EmailMessage) -> ArchiveMember:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    return ArchiveMember(part.get_filename() or MESSAGE, len(data), lambda most: data[:most])


MESSAGE = "message.txt"  # the name of a mail's own words


def _tidy(name: str) -> str:
    """A name inside as a relative one that leads nowhere else."""
    steps = name.replace("\\", "/").split("/")
    return "/".join("_" if step in {"..", "."} else step for step in steps if step) or "_"


def _too_large(why: str) -> TooLargeInput:
    do = "Unpack it with another program and give the folder."
    return TooLargeInput("Archive", why, do)


def _locked() -> EncryptedInput:
    return EncryptedInput(
        "Archive", "it needs a password", "Unpack it with the password and run again."
    )


def _unreadable(why: str) -> UnreadableInput:
    return UnreadableInput("Archive", why, "Get it again, or unpack it with another program.")
