"""`vanban explain FILE[:LINE]`: what each stage did with a document or with one line of it, and why."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.flags import Dictionaries, IncludeSecret, Lang

if TYPE_CHECKING:
    from extract.batch.tasks import Subject

EXAMPLES = """\
Examples:
  vanban explain tb-15.pdf           the whole document
  vanban explain tb-15.pdf:12        line 12 (of page 1)
  vanban explain tb-15.pdf:2:12      line 12 of page 2
"""
_PLACE = re.compile(r"(?P<file>.+?)(:(?P<page>[0-9]+))?:(?P<line>[0-9]+)\Z", re.DOTALL)


def explain(
    place: Annotated[
        str,
        typer.Argument(
            metavar="FILE[:[PAGE:]LINE]", help="A document, or a line of it.", show_default=False
        ),
    ],
    lang: Lang = "vie",
    dictionary: Dictionaries = None,
    include_secret: IncludeSecret = False,
) -> None:
    """Show what each stage did and why."""
    from extract.batch import machine
    from extract.batch.workers.executors import ask
    from extract.errors import UsageError
    from extract.ocr import TesseractEngine
    from extract.options import Options

    file, page, line = split_place(place)
    if not file.exists():
        raise UsageError(f"Input {file}", "no such file", "Check the spelling of the path.")
    options = Options(
        lang=lang,
        dictionaries=tuple(dictionary or ()),
        as_of=machine.today(),
        include_secret=include_secret,
    )
    engine = TesseractEngine.start(lang, options.timeout)
    told = ask(file, options, engine, partial(_told, page=page, line=line), options.max_seconds)
    sys.stdout.write(told.decode("utf-8", "surrogatepass"))


def _told(subject: Subject, page: int | None, line: int | None) -> bytes:
    from extract import pipeline
    from extract.cli.explanation import explain_document, explain_line

    document = pipeline.process(subject.path, subject.options, subject.engine)
    told = explain_document(document) if line is None else explain_line(document, page, line)
    return ("\n".join(told) + "\n").encode("utf-8", "surrogatepass")


def split_place(place: str) -> tuple[Path, int | None, int | None]:
    """File, page and line of an argument; a file that is called so itself wins."""
    match = _PLACE.match(place)
    if match is None or Path(place).exists():
        return Path(place), None, None
    page = match["page"]
    return Path(match["file"]), int(page) if page else None, int(match["line"])
