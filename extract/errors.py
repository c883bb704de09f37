"""What can go wrong, in words a clerk understands: one class a situation, each with its exit code.

A message has three parts: what happened and where, why, what to do now. The exit codes are the project's contract
(docs/exit-codes.md is generated from here); codes are only ever added.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of `vanban`; the value's docstring-like text is `EXIT_MEANINGS`."""

    OK = 0
    BUG = 1
    USAGE = 2
    SOME_FAILED = 3
    UNREADABLE = 4
    NOT_WRITABLE = 5
    MISSING_PROGRAM = 6
    ENCRYPTED = 7
    TOO_LARGE = 8
    TIMED_OUT = 9
    LOCKED = 10
    BELOW_FLOOR = 15
    TEMPORARY = 75
    INTERRUPTED = 130
    TERMINATED = 143


EXIT_MEANINGS: dict[ExitCode, tuple[str, str]] = {
    ExitCode.OK: (
        "all inputs done (withheld ones count as done and are named, files of kinds that are not read are named too)",
        "",
    ),
    ExitCode.BUG: ("unexpected: a bug; please report it without the document's text", ""),
    ExitCode.USAGE: ("usage: wrong option or argument, or a path that does not exist", "no"),
    ExitCode.SOME_FAILED: ("some inputs or pages failed; the summary names them", "after repair"),
    ExitCode.UNREADABLE: ("the input cannot be read as what it is", "no"),
    ExitCode.NOT_WRITABLE: (
        "output cannot be written (permission, full disk, I/O error)",
        "after repair",
    ),
    ExitCode.MISSING_PROGRAM: ("a program or language is missing", "after install"),
    ExitCode.ENCRYPTED: ("the input is encrypted", "with password removed"),
    ExitCode.TOO_LARGE: ("too large for the limits", "with `--max-mpixels`"),
    ExitCode.TIMED_OUT: ("timed out", "with `--timeout`"),
    ExitCode.LOCKED: ("another run holds the output folder", "later"),
    ExitCode.BELOW_FLOOR: ("evaluation below a floor", "no"),
    ExitCode.TEMPORARY: (
        "temporary failure (input changed while read, journal busy, cluster lost)",
        "yes",
    ),
    ExitCode.INTERRUPTED: ("interrupted by SIGINT; run again to resume", "yes"),
    ExitCode.TERMINATED: ("ended by SIGTERM; run again to resume", "yes"),
}


class VanbanError(Exception):
    """Something a person can act on: what and where, why, what to do now."""

    code: ExitCode = ExitCode.BUG
    flag = "unreadable"  # what documents.csv says of an input or a page that failed so (enumeration `flag`)

    def __init__(self, what: str, why: str, do: str) -> None:
        super().__init__(what, why, do)
        self.what, self.why, self.do = what, why, do

    def __str__(self) -> str:
        return f"{self.what}: {self.why}. {self.do}"


class UsageError(VanbanError):
    """A wrong option or argument, or a path that does not exist."""

    code = ExitCode.USAGE


class UnreadableInput(VanbanError):
    """The content is empty, broken or of no kind we read."""

    code = ExitCode.UNREADABLE


class EncryptedInput(VanbanError):
    """The file needs a password."""

    code = ExitCode.ENCRYPTED
    flag = "encrypted"


class TooLargeInput(VanbanError):
    """A page has more pixels than the limit."""

    code = ExitCode.TOO_LARGE
    flag = "too_large"


class TimedOut(VanbanError):
    """A page took longer than its limit."""

    code = ExitCode.TIMED_OUT
    flag = "timed_out"


class EngineDied(VanbanError):
    """The engine's process was killed or crashed: no fault of the page's that is known yet, so it is tried once more."""

    code = ExitCode.SOME_FAILED


class InputChanged(VanbanError):
    """The file vanished or changed while it was read."""

    code = ExitCode.TEMPORARY
    flag = "changed"


class MissingProgram(VanbanError):
    """Tesseract or one of its languages is not installed."""

    code = ExitCode.MISSING_PROGRAM
    flag = "program_missing"


class NotWritable(VanbanError):
    """The output folder cannot be written: permission, full disk, a file in its place."""

    code = ExitCode.NOT_WRITABLE


class OutputLocked(VanbanError):
    """Another run works on the output folder."""

    code = ExitCode.LOCKED


class JournalBusy(VanbanError):
    """Another program holds the journal of the output folder."""

    code = ExitCode.TEMPORARY


class ClusterLost(VanbanError):
    """The scheduler of a cluster does not answer, or it has no worker that is fit."""

    code = ExitCode.TEMPORARY


class Interrupted(VanbanError):
    """A run was told to stop before it had begun to read."""

    code = ExitCode.INTERRUPTED


class BadDictionary(VanbanError):
    """A dictionary file does not match its schema."""

    code = ExitCode.USAGE
