"""The Typer application: the commands put together, each with its examples below its options."""

from __future__ import annotations

from typing import Annotated

import typer

from extract import __version__
from extract.cli.export import (
    EXPORT_EXAMPLES,
    FIND_EXAMPLES,
    FOLLOW_EXAMPLES,
    INDEX_EXAMPLES,
    export,
    find,
    follow,
    index,
)
from extract.cli.extract import EXTRACT_EXAMPLES, WATCH_EXAMPLES, extract, watch
from extract.cli.folders import (
    CHECK_EXAMPLES,
    FORGET_EXAMPLES,
    RETRY_EXAMPLES,
    STATUS_EXAMPLES,
    check,
    forget,
    retry,
    status,
)
from extract.cli.review import REVIEW_EXAMPLES, review
from extract.cli.single import (
    EXPLAIN_EXAMPLES,
    INSPECT_EXAMPLES,
    RESTORE_EXAMPLES,
    explain,
    inspect,
    restore,
)
from extract.cli.workshop import (
    DOCTOR_EXAMPLES,
    EVALUATE_EXAMPLES,
    SCHEMA_EXAMPLES,
    TRAIN_EXAMPLES,
    doctor,
    evaluate,
    schema,
    train,
)

_HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings=_HELP,
    help="Scanned Vietnamese government documents into text and tables that people can trust.",
    epilog="Start with: vanban extract FOLDER --out out",
)


def _examples(text: str) -> str:
    r"""Examples that the help page keeps line by line (`\b` tells click not to wrap)."""
    return f"\b\n{text}"


app.command(epilog=_examples(EXTRACT_EXAMPLES))(extract)
app.command(epilog=_examples(WATCH_EXAMPLES))(watch)
app.command(epilog=_examples(STATUS_EXAMPLES))(status)
app.command(epilog=_examples(CHECK_EXAMPLES))(check)
app.command(epilog=_examples(RETRY_EXAMPLES))(retry)
app.command(epilog=_examples(REVIEW_EXAMPLES))(review)
app.command(epilog=_examples(EXPORT_EXAMPLES))(export)
app.command(epilog=_examples(FOLLOW_EXAMPLES))(follow)
app.command(epilog=_examples(INDEX_EXAMPLES))(index)
app.command(epilog=_examples(FIND_EXAMPLES))(find)
app.command(epilog=_examples(FORGET_EXAMPLES))(forget)
app.command(epilog=_examples(RESTORE_EXAMPLES))(restore)
app.command(epilog=_examples(EXPLAIN_EXAMPLES))(explain)
app.command(epilog=_examples(INSPECT_EXAMPLES))(inspect)
app.command(epilog=_examples(SCHEMA_EXAMPLES))(schema)
app.command(epilog=_examples(EVALUATE_EXAMPLES))(evaluate)
app.command(epilog=_examples(TRAIN_EXAMPLES))(train)
app.command(epilog=_examples(DOCTOR_EXAMPLES))(doctor)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vanban {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Scanned Vietnamese government documents into text and tables that people can trust."""
