"""`vanban restore`: a filter that gives a text its Vietnamese letters back, with as many lines out as in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from extract.cli.flags import Dictionaries

EXAMPLES = """\
Examples:
  vanban restore page.txt > restored.txt
  tesseract page.png - -l eng | vanban restore - --corrections corrections.csv
  vanban restore page.txt --explain | less
"""
_MEMORY, _MEMORY_A_BYTE = 2 << 30, 500  # a text takes 60 bytes a byte, one long line 400


def restore(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="[FILE|-]", help="Text file; - or nothing: standard input.", show_default=False
        ),
    ] = Path("-"),
    corrections: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what was changed to this CSV file.")
    ] = None,
    dictionary: Dictionaries = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Show the evidence for each change instead of the text."),
    ] = False,
) -> None:
    """Restore a text: standard input or FILE to standard output."""
    from extract.api import explain_text, restore_text
    from extract.cli.messages import say
    from extract.ingest.text import decode
    from extract.restore.restorer import text_notes

    data = _text_bytes(file)
    restore_text("", tuple(dictionary or ()))  # what is loaded or compiled once is so by now
    _confine_to(corrections, len(data))
    decoded, _notes = decode(data)
    text = decoded.replace("\0", "")
    if explain:
        for line in explain_text(text, tuple(dictionary or ())):
            sys.stdout.buffer.write(f"{line}\n".encode("utf-8", "replace"))
        return
    restored, changes = restore_text(text, tuple(dictionary or ()))
    for note in text_notes(text):
        say(note)
    if corrections is not None:
        from extract.tables.rows import write_corrections

        write_corrections(corrections, changes)
    sys.stdout.buffer.write(restored.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def _confine_to(corrections: Path | None, size: int) -> None:
    """From here on this process is what a worker is: it may write beside the table alone, start nothing, call nobody (promise S12)."""
    from extract.sandbox import Sandbox, confine, limit_memory

    limit_memory(_MEMORY + _MEMORY_A_BYTE * size)
    confine(Sandbox(() if corrections is None else (corrections.absolute().parent,), ()))


def _text_bytes(file: Path) -> bytes:
    from extract.errors import UnreadableInput
    from extract.ingest.sniff import HEAD_BYTES, FileKind, sniff

    data = _read(file)
    if sniff(data[:HEAD_BYTES]) in {FileKind.PDF, FileKind.IMAGE}:
        raise UnreadableInput(
            f"Input {file}", "it is a PDF or a picture, not a text", "Use vanban extract for it."
        )
    return data


def _read(file: Path) -> bytes:
    from extract.errors import UnreadableInput, UsageError

    if str(file) == "-":
        return sys.stdin.buffer.read()
    if not file.exists():
        raise UsageError(f"Input {file}", "no such file", "Check the spelling of the path.")
    try:
        return file.read_bytes()
    except OSError as error:
        why = f"it cannot be read ({error.strerror})"
        raise UnreadableInput(
            f"Input {file}", why, "Name a text file, or - for standard input."
        ) from error
