"""Commands for those who set up, build and measure: `doctor`, `schema`, `evaluate` and `train`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

# `vanban doctor`: what is installed, what is missing, and how to get it.

DOCTOR_EXAMPLES = """\
Examples:
  vanban doctor
  vanban doctor --install-command     the command to type for this system
"""


def doctor(
    quiet: Annotated[bool, typer.Option("--quiet", help="Speak only of what is missing.")] = False,
    install_command: Annotated[
        bool,
        typer.Option(
            "--install-command", help="Print only the command that installs what is missing."
        ),
    ] = False,
) -> None:
    """Say what is installed, what is missing and how to get it."""
    from extract.cli.checks import all_checks, install_commands, install_here
    from extract.cli.messages import tell
    from extract.errors import ExitCode

    checks = all_checks()
    missing = [check for check in checks if not check.ok]
    if install_command:
        command = install_here(missing)
        sys.stdout.write(f"{command}\n" if command else "")
        raise typer.Exit(ExitCode.MISSING_PROGRAM if command else ExitCode.OK)
    shown = missing if quiet else checks
    lines = [f"{tell(one.state):<7}  {tell(one.what)}: {tell(one.found)}" for one in shown]
    lines += map(tell, install_commands(missing) if missing else ())
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    needed = any(not check.optional for check in missing)
    raise typer.Exit(ExitCode.MISSING_PROGRAM if needed else ExitCode.OK)


# `vanban schema [TABLE...]`: the columns of the output tables, for machines (JSON) or people (Markdown).

SCHEMA_EXAMPLES = """\
Examples:
  vanban schema > schema.json             all tables, Frictionless Table Schema
  vanban schema scores assignments        these tables only
  vanban schema documents --markdown      a table to read
"""


def schema(
    tables: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TABLE...]", help="Tables by name. All without it.", show_default=False
        ),
    ] = None,
    markdown: Annotated[
        bool, typer.Option("--markdown", help="A page to read instead of JSON.")
    ] = False,
) -> None:
    """Print the schema of the output tables."""
    from extract.cli.messages import language
    from extract.tables.package import as_json, as_markdown

    page = as_markdown(tables or (), language()) if markdown else as_json(tables or ())
    sys.stdout.write(page.rstrip("\n") + "\n")


# `vanban evaluate`: figures for texts, tables and whole sets of documents against truth.

EVALUATE_EXAMPLES = """\
Examples:
  vanban evaluate truth.txt out/text/0123456789abcdef.txt --raw page.txt
  vanban evaluate gold.json out --doc-id 0123456789abcdef
  vanban evaluate documents --kind scan     NAME.txt, NAME.json and NAME.scan.pdf
"""


def evaluate(
    truth: Annotated[
        Path,
        typer.Argument(
            help="True text (.txt), gold tables (.json), or a folder of documents with both.",
            show_default=False,
        ),
    ],
    result: Annotated[
        Path | None,
        typer.Argument(
            help="The text, or the output folder, to score. Not for a folder of documents.",
            show_default=False,
        ),
    ] = None,
    raw: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The text before restoration.")
    ] = None,
    doc_id: Annotated[
        str | None, typer.Option(help="The document, where the output folder holds several.")
    ] = None,
    kind: Annotated[
        str, typer.Option(help="Which inputs of a folder: txt, vie, eng, scan, png, pdf.")
    ] = "txt",
) -> None:
    """Score texts and tables against truth."""
    from extract.errors import UsageError

    if truth.is_dir():
        figures = _set(truth, kind)
    elif result is None:
        why = "there is nothing to compare it with"
        raise UsageError(f"Truth {truth}", why, "Name the text or the output folder to score too.")
    elif truth.suffix == ".json":
        figures = _tables(truth, result, doc_id)
    else:
        figures = _text(truth, result, raw)
    sys.stdout.write(figures.rstrip("\n") + "\n")


def _text(truth: Path, result: Path, raw: Path | None) -> str:
    from extract.cli.messages import tell
    from extract.evaluate import read_text, score_text, show_text

    before = read_text(raw) if raw else None
    return show_text(score_text(read_text(truth), read_text(result), before), tell)


def _tables(gold: Path, out: Path, doc_id: str | None) -> str:
    from extract.evaluate import read_gold, read_tables, score_tables, show_tables

    return show_tables(score_tables(read_gold(gold), read_tables(out, doc_id)))


def _set(folder: Path, kind: str) -> str:
    from extract.batch import machine
    from extract.errors import UsageError
    from extract.evaluate.sets import KINDS, find_cases, run_case, show_set
    from extract.ocr import TesseractEngine
    from extract.options import Options

    if kind not in KINDS:
        raise UsageError(
            f"Kind {kind}", "there is no such kind", f"Name one of {', '.join(KINDS)}."
        )
    options = Options(as_of=machine.today())
    engine = TesseractEngine.start(options.lang, options.timeout)
    return show_set(run_case(case, options, engine) for case in find_cases(folder, kind))


# `vanban train`: builds what restoration uses from plain text.

TRAIN_EXAMPLES = """\
Examples:
  vanban train corpora --out restore.bin
  vanban train laws.txt.xz gazette.txt.xz --out restore.bin --seed 2
"""


def train(
    corpora: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORPUS...",
            help="Folders and files of accented plain text (.txt, .txt.xz).",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The artifact to write.", show_default=False)
    ],
    seed: Annotated[
        int, typer.Option(help="Seed of all choices; the same gives the same bytes.")
    ] = 1,
) -> None:
    """Build what restoration uses: the language model and the channels, and beside them names, the rescorer and the calibration."""
    from extract.cli.messages import say
    from extract.errors import UsageError
    from extract.train import train as build

    missing = [path for path in corpora if not path.exists()]
    if missing:
        raise UsageError(f"Corpus {missing[0]}", "no such file or folder", "Check the spelling.")
    build(corpora, out, seed, say)
