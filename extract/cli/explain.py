"""`vanban explain FILE[:LINE]`: what each stage did with a document or with one line of it, and why."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from extract.cli.flags import Dictionaries, IncludeSecret, Lang

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
    from extract.api import extract_file
    from extract.cli.explanation import explain_document, explain_line
    from extract.errors import UsageError
    from extract.options import Options

    file, page, line = split_place(place)
    if not file.exists():
        raise UsageError(f"Input {file}", "no such file", "Check the spelling of the path.")
    options = Options(
        lang=lang, dictionaries=tuple(dictionary or ()), include_secret=include_secret
    )
    document = extract_file(file, options)
    told = explain_document(document) if line is None else explain_line(document, page, line)
    sys.stdout.write("\n".join(told) + "\n")


def split_place(place: str) -> tuple[Path, int | None, int | None]:
    """File, page and line of an argument; a file that is called so itself wins."""
    match = _PLACE.match(place)
    if match is None or Path(place).exists():
        return Path(place), None, None
    page = match["page"]
    return Path(match["file"]), int(page) if page else None, int(match["line"])
