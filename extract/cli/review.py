"""`vanban review DIR`: answer the questions of review.csv, in the browser beside the pictures, or in a list that is handed back."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.flags import WrittenFolder

if TYPE_CHECKING:
    from extract.decisions.edits import CellEdit

REVIEW_EXAMPLES = """\
Examples:
  vanban review out                            prints a link; open it in a browser on this machine, Ctrl-C ends it
  vanban review out --export list.xlsx         the questions as a spreadsheet
  vanban review out --import list.xlsx --yes   takes the answers in it
  vanban review out --import out/edited/results.3f2a9c0d.csv     says what somebody changed in a table
  vanban extract scans --out out               every later run keeps the answers in the tables
"""
_SHOWN = 40  # differences told one by one
_LONG = 60


def review(
    out: WrittenFolder,
    name: Annotated[
        str | None, typer.Option(help="Who answers (default: your user name).", show_default=False)
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free.")] = 0,
    handed: Annotated[
        Path | None,
        typer.Option(
            "--import", metavar="FILE", help="An edited table (.csv) or filled list (.xlsx): say what it changes.",
            show_default=False,
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Take what --import says as answers.")] = False,
    export: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the questions as a list (.xlsx).", show_default=False),
    ] = None,
    english: Annotated[bool, typer.Option("--english", help="The list in English.")] = False,
) -> None:  # fmt: skip
    """Answer what the tables ask: in a page that only this machine's browser sees, or in a list."""
    from extract.cli.messages import chosen
    from extract.errors import MissingProgram

    who = name or getpass.getuser()
    try:
        if export is not None:
            _export(out, export, "en" if english else chosen() or "vi")
        elif handed is not None:
            _import(out, handed, who, yes=yes)
        else:
            _serve(out, who, port)
    except ModuleNotFoundError as error:
        do = "Install them: pip install 'vanban[review]'."
        raise MissingProgram("vanban review", f"{error.name} is not installed", do) from error


def _serve(out: Path, who: str, port: int) -> None:
    from extract.cli.messages import language, say
    from extract.review import Served, serve

    def _tell(served: Served) -> None:
        say(
            f"{served.open_questions} of {served.questions} questions are open. Open this link (it works once):"
        )
        typer.echo(served.link)
        say("Ctrl-C ends the page; every answer is kept as soon as the page says so.")

    if serve(out, who, port, _tell, language()):
        _put_into_tables(out)


def _put_into_tables(out: Path) -> None:
    from extract.batch.files import rewrite
    from extract.cli.messages import say
    from extract.errors import OutputLocked

    try:
        rewrite(out)
        say("The answers are in the tables.")
    except OutputLocked as error:
        say(f"The answers are kept; the tables have them after the next run ({error.why}).")


def _export(out: Path, path: Path, language: str) -> None:
    from extract.cli.messages import counted, say, say_told
    from extract.review.handing import export

    number = export(out, path, language)
    say(
        f"{counted(number, 'question')} written to {path}. Fill in its last two columns and hand it back:"
    )
    say_told(f"  vanban review {out} --import {path}")


def _import(out: Path, path: Path, who: str, *, yes: bool) -> None:
    from extract.cli.messages import counted, print_line, say
    from extract.review.handing import offered, take

    found = offered(out, path)
    for edit in found.taken[:_SHOWN]:
        print_line(_told(edit))
    if len(found.taken) > _SHOWN:
        print_line(f"... and {len(found.taken) - _SHOWN} more")
    for why in found.refused:
        print_line(f"not taken: {why}")
    say(f"{path.name} changes {counted(len(found.taken), 'cell')}.")
    if found.taken and not yes:
        say("Nothing was taken: add --yes to take all of it as answers.")
    elif found.taken:
        take(out, found.taken, who)
        say("Taken: the answers are kept, and the tables written anew.")


def _told(edit: CellEdit) -> str:
    """A difference on a line: document, cell, what stands there and what it would be."""
    said = edit.decision
    cell = f"{said.table}.{said.field}" if said.field else f"{said.table}, row {said.row or 'new'}"
    before, after = (
        text if len(text) <= _LONG else f"{text[:_LONG]}..." for text in (said.before, said.after)
    )
    return f"{edit.source}: {cell}: {before!r} -> {after!r} ({said.verdict})"
