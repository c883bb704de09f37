"""What people are told on a terminal, in the language they chose; errors: what and where, why, what to do now. Never a word of a document (promise S6)."""

from __future__ import annotations

import io
import os
import sys
import traceback
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path

from extract.errors import VanbanError
from extract.words import LANGUAGES, told

_LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)
_CHOICE, _LOCALE = "VANBAN_UI", ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


def speak(language: str | None) -> None:
    """Say everything in this language from now on; `None`: in that of the environment."""
    _LANGUAGE.set(language)


def chosen() -> str | None:
    """The language that a person named, by `--ui` or VANBAN_UI; files for people are in it, and never in that of a locale."""
    named = _LANGUAGE.get() or os.environ.get(_CHOICE)
    return named if named in LANGUAGES else None


def language() -> str:
    """The language of what is said: the one chosen, else Vietnamese where the locale is, else English."""
    locale = next(filter(None, map(os.environ.get, _LOCALE)), "")
    return chosen() or ("vi" if locale.startswith("vi") else "en")


def tell(text: str) -> str:
    """A sentence of the catalogue in the language of what is said."""
    return told(text, language())


_CONTROLS = {
    code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) != "\n"
} | {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def printable(text: str) -> str:
    """A message with control characters escaped, lone surrogates too, so that no file name plays with the terminal."""
    return text.translate(_CONTROLS).encode("utf-8", "backslashreplace").decode()


def say(text: str) -> None:
    """A sentence on stderr, in the language of what is said."""
    say_told(tell(text))


def say_told(text: str = "") -> None:
    """A line on stderr as it is: a name, or what was told before."""
    sys.stderr.write(printable(text) + "\n")


def print_line(text: str) -> None:
    """A sentence on stdout, in the language of what is said."""
    print_told(tell(text))


def print_told(text: str) -> None:
    """A line on stdout as it is."""
    sys.stdout.write(printable(text) + "\n")


def counted(number: int, thing: str) -> str:
    """A number with its thing.

    >>> counted(1, "input"), counted(3, "cell")
    ('1 input', '3 cells')
    """
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def say_error(error: VanbanError) -> None:
    """The three parts of an error."""
    say_told(f"vanban: {tell(error.what)}: {tell(error.why)}.")
    say(f"  {error.do}")


def say_bug(error: Exception) -> None:
    """Where our code went wrong; the error's own words are left out, as they may quote the document."""
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if "extract" in Path(f.filename).parts
    ]
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    say(f"vanban: something unexpected happened: this is a bug ({type(error).__name__}{where}).")
    say("  Please report it with the line above and the command, without the document's text.")


# Where messages go may be closed, full or gone; the work goes on, and no file of ours takes its number (a closed 2 would be the journal's).

_STANDARD = (0, 1, 2)


class Patient(io.RawIOBase):
    """A descriptor whose writes never fail: what a full disk, a closed pipe or a gone terminal refuses is lost."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def writable(self) -> bool:
        """It takes messages."""
        return True

    def fileno(self) -> int:
        """The descriptor."""
        return self.descriptor

    def isatty(self) -> bool:
        """Whether a person sees it."""
        return os.isatty(self.descriptor)

    def write(self, data: bytes, /) -> int:  # type: ignore[override] # any buffer
        """Write all that can be written."""
        left = memoryview(data)
        with suppress(OSError):
            while left:
                left = left[os.write(self.descriptor, left) :]
        return len(data)


def make_patient() -> None:
    """Open what is closed of the standard descriptors, and let no message end the program; what tests put in place stays."""
    for descriptor in _STANDARD:
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stderr is sys.__stderr__:
        sys.stderr = io.TextIOWrapper(
            Patient(2),
            encoding="utf-8",
            errors="backslashreplace",
            write_through=True,
        )
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(Patient(1), encoding="utf-8", write_through=True)
