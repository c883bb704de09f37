"""The bytes of an input, read in one go and unchanged meanwhile (promise I7), or why that could not be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from extract.errors import EncryptedInput, InputChanged, UnreadableInput
from extract.ingest.inputs import show_name
from extract.ingest.sniff import HEAD_BYTES, OLD_OFFICE, RICH_TEXT, Kind, sniff

_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")  # the name of a stream in such a file
_ZIP = b"PK\x03\x04"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; one that changed meanwhile is read once more.

    Errors: `UnreadableInput` (no file, or one that the system refuses), `InputChanged` (vanished or changed twice).
    """
    shown = show_name(path.name)
    for _ in range(2):
        try:
            data = _read(path, shown)
        except FileNotFoundError as error:
            raise InputChanged(f"Input {shown}", "it vanished", "Run again.") from error
        except OSError as error:
            raise UnreadableInput(
                f"Input {shown}",
                f"the system refused to read it ({error.strerror})",
                "Check that it is a file you may read.",
            ) from error
        if data is not None:
            return data
    raise InputChanged(
        f"Input {shown}", "it changed while it was read", "Run again when it is complete."
    )


def _read(path: Path, shown: str) -> bytes | None:
    """The bytes, `None` where they changed. Without O_NONBLOCK opening a pipe would wait for a writer for ever."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode) and not stat.S_ISDIR(before.st_mode):
            why = "it is a pipe, a socket or a device, and no file"
            raise UnreadableInput(f"Input {shown}", why, "Save its content as a file first.")
        data = file.read()
    after = path.stat()
    same = (before.st_mtime_ns, before.st_ino, len(data)) == (
        after.st_mtime_ns,
        after.st_ino,
        after.st_size,
    )
    return data if same else None


def refusal(shown: str, data: bytes) -> UnreadableInput | EncryptedInput:
    """The error for content of no kind we read, with what a person can do about the commonest ones."""
    what = f"Input {shown}"
    if data.startswith(OLD_OFFICE) and _ENCRYPTED_OFFICE in data:
        do = "Remove the password and run again."
        return EncryptedInput(what, "it is an office file that needs a password", do)
    if data.startswith((OLD_OFFICE, RICH_TEXT)):
        why = "it is an old office file (.doc, .xls, .ppt or .rtf)"
        do = "Open it in Word or LibreOffice and save it as .docx or PDF."
        return UnreadableInput(what, why, do)
    if sniff(data[:HEAD_BYTES]) in {Kind.ARCHIVE, Kind.MAIL}:
        why = "it is an archive or a mail, which holds files"
        return UnreadableInput(what, why, "Give it to `vanban extract`, or take the files out.")
    if data.startswith(_ZIP):
        why = "it is an archive or an office file, but no Word document"
        return UnreadableInput(what, why, "Unpack it, or save it as .docx or PDF.")
    why = "it is empty (0 bytes)" if not data else "its content is no PDF, image, Word file or text"
    do = "Give a PDF, PNG, JPEG, TIFF, Word (.docx) or plain text file."
    return UnreadableInput(what, why, do)
