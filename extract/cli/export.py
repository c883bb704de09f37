"""What is made of finished folders: `export` (workbook, columns, database), `index` and `find` (an archive to search in)."""

from __future__ import annotations

import json as json_
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from extract.cli.flags import JsonAnswer, WrittenFolder

EXPORT_EXAMPLES = """\
Examples:
  vanban export out --xlsx                      out/export/tables.xlsx: a sheet a table
  vanban export out --xlsx --ui vi --wide       the same with Vietnamese names, and a sheet of rated bodies
  vanban export out --parquet --to columns      columns/documents.parquet and so on
  vanban export out --sqlite                    out/export/tables.sqlite
"""
_LANGUAGES = ("en", "vi")


def export(
    out: WrittenFolder,
    xlsx: Annotated[bool, typer.Option("--xlsx", help="A workbook, tables.xlsx.")] = False,
    parquet: Annotated[bool, typer.Option("--parquet", help="A Parquet file a table.")] = False,
    sqlite: Annotated[bool, typer.Option("--sqlite", help="One database, tables.sqlite.")] = False,
    wide: Annotated[
        bool,
        typer.Option("--wide", help="Also a table `wide`: a row a rated body with its document's fields."),
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where to (default: DIR/export).", show_default=False),
    ] = None,
    ui: Annotated[str, typer.Option(help="Names of columns and sheets in the workbook: en or vi.")] = "en",
) -> None:  # fmt: skip
    """Write the tables for spreadsheets and analysts; papers that are withheld are left out."""
    from extract.cli.messages import counted, say
    from extract.errors import MissingProgram, UsageError

    if ui not in _LANGUAGES:
        raise UsageError(f"--ui {ui}", "there is no such language", "Choose en or vi.")
    if not (xlsx or parquet or sqlite):
        raise UsageError("vanban export", "no form is chosen", "Add --xlsx, --parquet or --sqlite.")
    kinds = [n for n, on in (("xlsx", xlsx), ("parquet", parquet), ("sqlite", sqlite)) if on]
    try:
        from extract.export.handing_on import hand_on
    except ModuleNotFoundError as error:
        do = "Install it: pip install 'vanban[export]'."
        raise MissingProgram("vanban export", f"{error.name} is not installed", do) from error
    done = hand_on(out, to or out / "export", kinds, language=ui, with_wide=wide)
    say(f"Written to {done.place}: {', '.join(done.names)}.")
    if done.withheld:
        say(f"Left out: {counted(done.withheld, 'paper')} that bear a mark of secrecy.")
    if done.cut:
        say(f"Cut to what a cell holds: {counted(done.cut, 'text')}; whole in the CSV files.")


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
    from extract.cli.messages import printable, say
    from extract.export.search import Wish
    from extract.export.search import find as found_in

    begin, end = first and first.date(), last and last.date()
    wish = Wish(words, issuer, first=begin, last=end, doc_type=doc_type)
    hits = found_in(db, wish, most)
    if json:
        sys.stdout.write(json_.dumps([asdict(hit) for hit in hits], ensure_ascii=False) + "\n")
        return
    for hit in hits:
        head = ", ".join(filter(None, (hit.source, f"page {hit.page}", hit.code, hit.issued)))
        sys.stdout.write(printable(f"{head}\n  {hit.snippet}\n  {hit.text}\n"))
    if not hits:
        say("Nothing was found.")
