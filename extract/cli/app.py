"""The Typer application: the commands put together, each with its examples below its options."""

from __future__ import annotations

from typing import Annotated

import typer

from extract import __version__
from extract.cli import (
    check,
    doctor,
    evaluate,
    explain,
    extract,
    forget,
    inspect,
    restore,
    retry,
    review,
    schema,
    status,
    train,
    watch,
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


app.command(epilog=_examples(extract.EXAMPLES))(extract.extract)
app.command(epilog=_examples(watch.EXAMPLES))(watch.watch)
app.command(epilog=_examples(status.EXAMPLES))(status.status)
app.command(epilog=_examples(check.EXAMPLES))(check.check)
app.command(epilog=_examples(retry.EXAMPLES))(retry.retry)
app.command(epilog=_examples(review.EXAMPLES))(review.review)
app.command(epilog=_examples(forget.EXAMPLES))(forget.forget)
app.command(epilog=_examples(restore.EXAMPLES))(restore.restore)
app.command(epilog=_examples(explain.EXAMPLES))(explain.explain)
app.command(epilog=_examples(inspect.EXAMPLES))(inspect.inspect)
app.command(epilog=_examples(schema.EXAMPLES))(schema.schema)
app.command(epilog=_examples(evaluate.EXAMPLES))(evaluate.evaluate)
app.command(epilog=_examples(train.EXAMPLES))(train.train)
app.command(epilog=_examples(doctor.EXAMPLES))(doctor.doctor)


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
