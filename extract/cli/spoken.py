"""Help pages and mistakes of usage in the language that a person chose: what Typer writes passes through the catalogue."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from extract.cli.messages import say, say_told, speak, tell
from extract.errors import UsageError
from extract.words import LANGUAGES

#: click's UsageError, wherever this version of Typer keeps click.
Misused: type[Exception] = typer.BadParameter.__mro__[1]
_EXAMPLE = re.compile(r"(?P<command> {2}\S.*?\S {2,})(?P<why>\S.*)")
_UNWRAPPED = "\b"  # before a paragraph: click keeps its lines


class _Page(typer.Context.formatter_class):  # type: ignore[valid-type, misc] # click's HelpFormatter
    """A help page; every text is put into the chosen language before it is wrapped."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How the command is called."""
        super().write_usage(
            prog, " ".join(map(tell, re.split(r" (?!\[ARGS)", args))), tell(prefix or "Usage: ")
        )

    def write_heading(self, heading: str) -> None:
        """The head of a list."""
        super().write_heading(tell(heading))

    def write_text(self, text: str) -> None:
        """A paragraph; examples line by line."""
        if text.startswith(_UNWRAPPED):
            text = "\n".join(map(_example, text.split("\n")))
        super().write_text(tell(text))

    def write_dl(self, rows: Sequence[tuple[str, str]], *more: int, **named: int) -> None:
        """Names with what they mean."""
        super().write_dl([(first, _explained(second)) for first, second in rows], *more, **named)


def _example(line: str) -> str:
    """A command is what it is; what stands behind it, or a line of words, is told."""
    found = _EXAMPLE.fullmatch(line)
    return f"{found['command']}{tell(found['why'])}" if found else tell(line)


def _explained(text: str) -> str:
    """The help of an option and, in brackets, its default and range."""
    words, bracket, extra = text.rpartition("[")
    if not (bracket and extra.endswith("]")):
        return tell(text)
    return f"{tell(words)}[{'; '.join(map(tell, extra[:-1].split('; ')))}]"


class _Spoken(typer.Context):
    formatter_class = _Page


class SpokenCommand(TyperCommand):
    """A command that takes `--ui` beside its own options."""

    context_class = _Spoken

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - Typer's own
        super().__init__(*args, **more)
        self.params.append(_language())

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - the page wraps it
        """What the list of commands says of it: all of it, as a part could not be told in another language."""
        return self.help or ""


class SpokenGroup(TyperGroup):
    """The whole of the commands; chooses the language before anything is said."""

    context_class = _Spoken

    def __init__(self, *args: Any, **more: Any) -> None:  # noqa: ANN401 - Typer's own
        super().__init__(*args, **more)
        self.params.append(_language())

    def main(self, args: Sequence[str] | None = None, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - Typer's own
        """Run the command that the arguments name."""
        speak(_asked(sys.argv[1:] if args is None else args))
        return super().main(args, *more, **named)


def _language() -> TyperOption:
    return TyperOption(
        param_decls=["--ui"], metavar="vi|en", expose_value=False, callback=_checked,
        help="Language of what is said (default: the system's, or the variable VANBAN_UI).",
    )  # fmt: skip


def _checked(_context: object, _option: object, value: str | None) -> None:
    if value is not None and value not in LANGUAGES:
        raise UsageError(f"--ui {value}", "there is no such language", "Choose en or vi.")


def _asked(args: Sequence[str]) -> str | None:
    """The language that the arguments name: help and mistakes are told before they are taken apart.

    >>> _asked(["extract", "--ui", "vi", "scans"]), _asked(["--ui=en"]), _asked(["find", "--", "--ui", "vi"])
    ('vi', 'en', None)
    """
    named = None
    for word, following in zip(args, (*args[1:], ""), strict=False):
        if word == "--":
            break
        value = following if word == "--ui" else word.removeprefix("--ui=")
        if word.startswith("--ui") and value in LANGUAGES:
            named = value
    return named


def say_misused(error: Exception) -> int:
    """Say a mistake of usage as click does, and give its exit code."""
    context: typer.Context | None = getattr(error, "ctx", None)
    message: str = error.format_message()  # type: ignore[attr-defined] # click's
    if context is not None and message == context.get_help():  # no arguments at all
        say_told(message)
    else:
        if context is not None:
            say_told(context.get_usage())
            say(f"Try '{context.command_path} --help' for help.")
            say_told()
        say(f"Error: {message}")
    code: int = getattr(error, "exit_code", 2)
    return code
