"""The Typer application: the commands put together, each with its examples below its options."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from extract import __version__
from extract.cli.export import (
    EXPORT_EXAMPLES,
    FIND_EXAMPLES,
    FOLLOW_EXAMPLES,
    INDEX_EXAMPLES,
    PDF_EXAMPLES,
    REGISTER_EXAMPLES,
    export,
    find,
    follow,
    index,
    pdf,
    register,
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
from extract.cli.spoken import SpokenCommand, SpokenGroup
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
    cls=SpokenGroup,
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


_COMMANDS: dict[Callable[..., None], str] = {
    extract: EXTRACT_EXAMPLES,
    watch: WATCH_EXAMPLES,
    status: STATUS_EXAMPLES,
    check: CHECK_EXAMPLES,
    retry: RETRY_EXAMPLES,
    review: REVIEW_EXAMPLES,
    export: EXPORT_EXAMPLES,
    pdf: PDF_EXAMPLES,
    register: REGISTER_EXAMPLES,
    follow: FOLLOW_EXAMPLES,
    index: INDEX_EXAMPLES,
    find: FIND_EXAMPLES,
    forget: FORGET_EXAMPLES,
    restore: RESTORE_EXAMPLES,
    explain: EXPLAIN_EXAMPLES,
    inspect: INSPECT_EXAMPLES,
    schema: SCHEMA_EXAMPLES,
    evaluate: EVALUATE_EXAMPLES,
    train: TRAIN_EXAMPLES,
    doctor: DOCTOR_EXAMPLES,
}
for command, examples in _COMMANDS.items():
    app.command(cls=SpokenCommand, epilog=_examples(examples))(command)


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
