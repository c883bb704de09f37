"""`vanban evaluate`: figures for texts, tables and whole sets of documents against truth."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\
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
    from extract.evaluate import read_text, score_text, show_text

    before = read_text(raw) if raw else None
    return show_text(score_text(read_text(truth), read_text(result), before))


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
