"""Errors as people read them, on stderr: what and where, why, what to do now. Never a word of a document (promise S6)."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from extract.errors import VanbanError

_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) != "\n"
} | {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def printable(text: str) -> str:
    """A message with control characters escaped, lone surrogates too, so that no file name plays with the terminal."""
    return text.translate(_CONTROLS).encode("utf-8", "backslashreplace").decode()


def say(text: str = "") -> None:
    """A line on stderr."""
    sys.stderr.write(printable(text) + "\n")


def counted(number: int, thing: str) -> str:
    """A number with its thing.

    >>> counted(1, "input"), counted(3, "cell")
    ('1 input', '3 cells')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def say_error(error: VanbanError) -> None:
    """The three parts of an error."""
    say(f"vanban: {error.what}: {error.why}.")
    say(f"  {error.do}")


def say_bug(error: Exception) -> None:
    """Where our code went wrong; the error's own words are left out, as they may quote the document."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if "extract" in Path(f.filename).parts
    ]
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    say(f"vanban: something unexpected happened: this is a bug ({type(error).__name__}{where}).")
    say("  Please report it with the line above and the command, without the document's text.")
