"""Commands on one document or text: `restore`, `explain` and `inspect`."""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.flags import Dictionaries, IncludeSecret, Lang, MaxMpixels, Timeout
from extract.options import Options

if TYPE_CHECKING:
    from extract.batch.tasks import Subject

# `vanban restore`: a filter that gives a text its Vietnamese letters back, with as many lines out as in.

RESTORE_EXAMPLES = """\
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
    from extract.cli.messages import say, tell
    from extract.ingest.sniff import decode
    from extract.restore.restorer import text_notes

    data = _text_bytes(file)
    restore_text("", tuple(dictionary or ()))  # what is loaded or compiled once is so by now
    _confine_to(corrections, len(data))
    decoded, _notes = decode(data)
    text = decoded.replace("\0", "")
    if explain:
        for line in explain_text(text, tuple(dictionary or ())):
            sys.stdout.buffer.write(f"{tell(line)}\n".encode("utf-8", "replace"))
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


# `vanban explain FILE[:LINE]`: what each stage did with a document or with one line of it, and why.

EXPLAIN_EXAMPLES = """\
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
    from extract.batch.executors import ask
    from extract.cli.messages import tell
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
    sys.stdout.write("\n".join(map(tell, told.decode("utf-8", "surrogatepass").split("\n"))))


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


# `vanban inspect FILE`: a page for the browser that shows what was read, how surely, and what was changed.

INSPECT_EXAMPLES = """\
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
    from extract.batch.executors import ask
    from extract.cli.messages import language, printable, say
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
    drawn = ask(file, options, engine, partial(_drawn, pages=pages, language=language()), seconds)
    told, _, html = drawn.partition(b"\n")
    target = out or Path(f"{file.name}.html")
    write_file(target, html)
    shown, count = told.decode().split()
    say(f"{shown} of {count} pages; open it in a browser:")
    sys.stdout.write(f"{printable(str(target))}\n")


def _drawn(subject: Subject, pages: int, language: str) -> bytes:
    """How many pages are shown of how many, and on the next lines the page for the browser."""
    from extract.inspect import look, page

    view = look(subject.path, subject.options, subject.engine, pages)
    told = f"{len(view.pages)} {view.count}\n"
    return (told + page(view, language)).encode("utf-8", "replace")
