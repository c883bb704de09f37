"""`vanban schema [TABLE...]`: the columns of the output tables, for machines (JSON) or people (Markdown)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

EXAMPLES = """\
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
    from extract.tables.package import as_json, as_markdown

    page = as_markdown(tables or ()) if markdown else as_json(tables or ())
    sys.stdout.write(page.rstrip("\n") + "\n")
