"""`vanban export DIR`: the tables as a workbook, in columns, as one database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli.flags import WrittenFolder

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
