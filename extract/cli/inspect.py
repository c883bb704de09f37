"""`vanban inspect FILE`: a page for the browser that shows what was read, how surely, and what was changed."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.flags import Dictionaries, IncludeSecret, Lang, MaxMpixels, Timeout
from extract.options import Options

if TYPE_CHECKING:
    from extract.batch.tasks import Subject

EXAMPLES = """\
Examples:
  vanban inspect tb-15.pdf                      writes tb-15.pdf.html here; open it in a browser
  vanban inspect scan.tif --out look.html
  vanban inspect volume.pdf --pages 5           the first five pages
"""
_PAGES = 30
_BESIDE = 2  # times a page's limit: to open the file, and to draw what was read
_DEFAULT = Options()


def inspect(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="PDF, image, Word or text file.", show_default=False),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="HTML", help="File to write (default: FILE's name with .html, here)."),
    ] = None,
    pages: Annotated[int, typer.Option(min=1, help="How many pages to show.")] = _PAGES,
    lang: Lang = _DEFAULT.lang,
    dictionary: Dictionaries = None,
    max_mpixels: MaxMpixels = _DEFAULT.max_mpixels,
    timeout: Timeout = _DEFAULT.timeout,
    include_secret: IncludeSecret = False,
) -> None:
    """Draw what was read, how surely, and what was changed, as a page for the browser."""
    from extract.batch import machine
    from extract.batch.workers.executors import ask
    from extract.cli.messages import printable, say
    from extract.errors import UsageError
    from extract.ocr import TesseractEngine
    from extract.tables.files import write_file

    if not file.exists():
        raise UsageError(f"Input {file}", "no such file", "Check the spelling of the path.")
    options = Options(
        lang=lang,
        dictionaries=tuple(dictionary or ()),
        as_of=machine.today(),
        max_mpixels=max_mpixels,
        timeout=timeout,
        include_secret=include_secret,
    )
    engine, seconds = TesseractEngine.start(lang, timeout), timeout * (pages + _BESIDE)
    drawn = ask(file, options, engine, partial(_drawn, pages=pages), seconds)
    told, _, html = drawn.partition(b"\n")
    target = out or Path(f"{file.name}.html")
    write_file(target, html)
    say(f"{told.decode()} pages; open it in a browser:")
    sys.stdout.write(f"{printable(str(target))}\n")


def _drawn(subject: Subject, pages: int) -> bytes:
    """How many pages are shown of how many, and on the next lines the page for the browser."""
    from extract.inspect import look, page

    view = look(subject.path, subject.options, subject.engine, pages)
    told = f"{len(view.pages)} of {view.count}\n"
    return (told + page(view)).encode("utf-8", "replace")
