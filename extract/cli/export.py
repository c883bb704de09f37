"""What is made of finished folders: `export` (workbook, columns, database), `pdf`, `register`, `follow` (what is due), `index` and `find` (a search)."""

from __future__ import annotations

import json as json_
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from extract.cli.flags import (
    Jobs,
    JsonAnswer,
    JsonEvents,
    MaxMpixels,
    Memory,
    Timeout,
    WrittenFolder,
)
from extract.options import Options

EXPORT_EXAMPLES = """\
Examples:
  vanban export out --xlsx                      out/export/tables.xlsx: a sheet a table
  vanban export out --xlsx --ui vi --wide       the same with Vietnamese names, and a sheet of rated bodies
  vanban export out --parquet --to columns      columns/documents.parquet and so on
  vanban export out --sqlite                    out/export/tables.sqlite
"""
To = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Where to (default: DIR/export).", show_default=False),
]


@contextmanager
def _needed(command: str) -> Iterator[None]:
    """What is imported inside needs packages of the extra `export`."""
    from extract.errors import MissingProgram

    try:
        yield
    except ModuleNotFoundError as error:
        do = "Install it: pip install 'vanban[export]'."
        raise MissingProgram(command, f"{error.name} is not installed", do) from error


def _say_withheld(number: int) -> None:
    from extract.cli.messages import counted, say

    if number:
        say(f"Left out: {counted(number, 'paper')} with a mark of secrecy.")


def export(
    out: WrittenFolder,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook, tables.xlsx.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="A Parquet file a table.")] = False,
    sqlite: Annotated[bool, typer.Option("--sqlite", help="One database, tables.sqlite.")] = False,
    wide: Annotated[
        bool,
        typer.Option("--wide", help="Also a table `wide`: a row a rated body with its document's fields."),
    ] = False,
    to: To = None,
) -> None:  # fmt: skip
    """Write the tables for spreadsheets and analysts; papers that are withheld are left out."""
    from extract.cli.messages import chosen, counted, say
    from extract.errors import UsageError

    if not (xlsx or parquet or sqlite):
        raise UsageError("vanban export", "no form is chosen", "Add --xlsx, --parquet or --sqlite.")
    kinds = [n for n, on in (("xlsx", xlsx), ("parquet", parquet), ("sqlite", sqlite)) if on]
    with _needed("vanban export"):
        from extract.export.handing_on import hand_on
    done = hand_on(out, to or out / "export", kinds, language=chosen() or "en", with_wide=wide)
    say(f"Written to {done.place}: {', '.join(done.names)}.")
    _say_withheld(done.withheld)
    if done.cut:
        say(f"Cut to what a cell holds: {counted(done.cut, 'text')}; whole in the CSV files.")


# `vanban pdf DIR`: searchable PDFs of the scans.

PDF_EXAMPLES = """\
Examples:
  vanban pdf out                               out/pdf/ID.pdf and out/pdf/list.csv
  vanban pdf out --validate                    veraPDF and Ghostscript look too, where installed
  vanban extract scans --out out --pdf         the same in one go
"""
_DEFAULT = Options()


def pdf(
    out: WrittenFolder,
    jobs: Jobs = _DEFAULT.jobs,
    timeout: Timeout = _DEFAULT.timeout,
    max_mpixels: MaxMpixels = _DEFAULT.max_mpixels,
    memory: Memory = _DEFAULT.memory,
    validate: Annotated[
        bool, typer.Option("--validate", help="Let veraPDF and Ghostscript look at the files too.")
    ] = False,
    json: JsonEvents = False,
) -> None:
    """Write each scan as a searchable PDF/A: its own pages, and over them, unseen, what was read and answered."""
    from extract.batch.pool import worker_count

    count = jobs or worker_count(memory)
    options = Options(jobs=count, timeout=timeout, max_mpixels=max_mpixels, memory=memory)
    raise typer.Exit(write_pdfs(out, options, validate=validate, json=json))


def must_make_pdfs(wanted: bool) -> None:
    """`MissingProgram` where PDFs are wanted that cannot be made: before anything is read."""
    if wanted:
        with _needed("vanban extract --pdf"):
            import pikepdf  # noqa: F401


def write_pdfs(out: Path, options: Options, *, validate: bool = False, json: bool) -> int:
    """Write the PDFs of a folder and say what was done; the exit code."""
    from extract.cli.messages import chosen, counted, say
    from extract.cli.progress import progress_for
    from extract.errors import ExitCode

    with _needed("vanban pdf"):
        from extract.export.searchable import make_pdfs
    progress, language = progress_for(json=json), chosen() or "en"
    done = make_pdfs(out, options, progress, language=language, validate=validate)
    say(
        f"Written to {done.place}: {counted(done.made, 'searchable PDF')} ({done.claimed} claim PDF/A-2b, not validated),"
        f" {done.signed} signed and copied unchanged; {done.kept} as before."
    )
    if validate:
        say(f"veraPDF finds {done.valid} valid; it or Ghostscript objects to {done.refused}.")
    if done.without:
        say(f"Without pictures of pages: {counted(done.without, 'paper')}.")
    if done.failed:
        say(f"Not made: {counted(done.failed, 'PDF')}; list.csv says why.")
    _say_withheld(done.withheld)
    return ExitCode.SOME_FAILED if done.failed else ExitCode.OK


# `vanban register DIR --form NAME`: an office's own form, filled.

REGISTER_EXAMPLES = """\
Examples:
  vanban register out --form muc-luc                        out/export/muc-luc.xlsx and .csv, a file of papers a folder
  vanban register out --form nd30-den --office "so noi vu"  papers of others, as the register of what came in
  vanban register out --form kho-46 --hoso hoso.csv         the list says which paper lies in which file
  vanban register out --form ours.toml --typed old.xlsx   compared with what was typed
"""


def register(
    out: WrittenFolder,
    form: Annotated[
        str,
        typer.Option(help="muc-luc, nd30-den, nd30-di, tt05, kho-46, or a file of yours (.toml).", show_default=False),
    ],
    hoso: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="CSV list of files of papers: columns file, hoso and more."),
    ] = None,
    typed: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A typed register (.csv, .xlsx) to compare with the papers."),
    ] = None,
    office: Annotated[str, typer.Option(help="The office whose register it is.")] = "",
    to: To = None,
) -> None:  # fmt: skip
    """Fill an office's own form of a register; what is missing is said, never guessed."""
    from extract.cli.messages import chosen, counted, say

    with _needed("vanban register"):
        from extract.export.handing_on import register as written
    place, language = to or out / "export", chosen() or "vi"
    done = written(out, place, form, hoso=hoso, typed=typed, office=office, language=language)
    say(f"Written to {done.place}: {', '.join(done.names)}.")
    say(f"{counted(done.rows, 'row')}, files of papers: {done.files}; {counted(done.open, 'cell')} to fill in or shorten, listed in the workbook.")  # fmt: skip
    if checked := done.checked:
        alone = len(checked.without_paper), len(checked.without_row)
        say(
            f"Typed register: {counted(checked.matched, 'row')} matched, {counted(len(checked.differences), 'difference')};"
            f" {alone[0]} without a paper, {alone[1]} not typed."
        )
    _say_withheld(done.withheld)


# `vanban follow DIR`: what is due, as a register and a calendar.

FOLLOW_EXAMPLES = """\
Examples:
  vanban follow out --as-of 2026-03-31             out/export/follow.xlsx and follow.ics
  vanban follow out --unit "so noi vu" --ui vi     tasks of one unit, with Vietnamese names
"""


def follow(
    out: WrittenFolder,
    unit: Annotated[str, typer.Option(help="Only units with this in their name.")] = "",
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day that overdue is measured on (default: today)."),
    ] = None,
    to: To = None,
) -> None:  # fmt: skip
    """Write tasks with their days as a register and a calendar; answers are proposed, never entered."""
    from extract.batch.machine import today
    from extract.cli.messages import chosen, counted, say

    with _needed("vanban follow"):
        from extract.export.follow import follow as followed_up
    day = as_of.date() if as_of else today()
    done = followed_up(out, to or out / "export", day, unit=unit, language=chosen() or "en")
    say(f"Written to {done.place}: {', '.join(done.names)}.")
    say(
        f"{counted(done.tasks, 'task')}, {done.overdue} overdue on {day}, {counted(done.events, 'event')},"
        f" {done.answered} with a proposed answer."
    )
    _say_withheld(done.withheld)


# `vanban index DIR... --db FILE` and `vanban find WORDS --db FILE`: an archive to search in.

INDEX_EXAMPLES = """\
Examples:
  vanban index out                             archive.sqlite, made or brought up to date
  vanban index 2023 2024 --db archive.sqlite
"""
FIND_EXAMPLES = """\
Examples:
  vanban find "quyet dinh 1085"                with or without marks
  vanban find 1085/QD-UBND --db archive.sqlite --json
  vanban find "cai cach" --type quyet_dinh --issuer "so noi vu" --from 2023-01-01 --to 2023-12-31
"""
_ARCHIVE = Path("archive.sqlite")
Database = Annotated[Path, typer.Option("--db", metavar="FILE", help="The index.")]


def index(
    outs: Annotated[
        list[Path], typer.Argument(metavar="DIR...", help="Folders that `extract` wrote.")
    ],
    db: Database = _ARCHIVE,
) -> None:
    """Put the pages of finished folders into an index to search in; only what changed is read."""
    from extract.cli.messages import counted, say
    from extract.export.search import index as bring_up_to_date

    done = bring_up_to_date(outs, db)
    say(
        f"{db}: {counted(done.added, 'paper')} put in, {done.kept} as before, {done.removed} taken out."
    )


def find(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Words, or a code (1085/QD-UBND).")],
    db: Database = _ARCHIVE,
    issuer: Annotated[str, typer.Option(help="Part of the issuer's name.")] = "",
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], help="Issued on this day or later."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], help="Issued on this day or before."),
    ] = None,
    doc_type: Annotated[
        str, typer.Option("--type", help="Type of document: quyet_dinh, or its name.")
    ] = "",
    most: Annotated[int, typer.Option(min=1, help="Most pages that are told.")] = 10,
    json: JsonAnswer = False,
) -> None:
    """Find pages by words, with or without marks, or by a whole code."""
    from extract.cli.messages import print_told, say, tell
    from extract.export.search import Wish
    from extract.export.search import find as found_in

    begin, end = first and first.date(), last and last.date()
    wish = Wish(words, issuer, first=begin, last=end, doc_type=doc_type)
    hits = found_in(db, wish, most)
    if json:
        sys.stdout.write(json_.dumps([asdict(hit) for hit in hits], ensure_ascii=False) + "\n")
        return
    for hit in hits:
        head = (hit.source, tell(f"page {hit.page}"), hit.code, hit.issued)
        for line in (", ".join(filter(None, head)), f"  {hit.snippet}", f"  {hit.text}"):
            print_told(line)
    if not hits:
        say("Nothing was found.")
