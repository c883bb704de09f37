"""`vanban forget DIR DOC_ID...`: remove documents from everything the folder holds (promise P1)."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.cli.flags import WrittenFolder

EXAMPLES = """\
Examples:
  vanban forget out 3f2a9c0d1e4b5a67     by doc_id of documents.csv
"""


def forget(
    out: WrittenFolder,
    ids: Annotated[
        list[str], typer.Argument(metavar="DOC_ID...", help="Documents (doc_id of documents.csv).")
    ],
) -> None:
    """Remove documents from texts, tables and the journal."""
    from extract.batch import upkeep
    from extract.cli.messages import say

    names = upkeep.forget(out, ids)
    for name in names:
        say(f"Forgotten: {name}")
    say(
        "The inputs themselves are untouched: a file that stays among them is read again by the next `extract`."
    )
    for journal in upkeep.set_aside(out):
        say(
            f"Not searched: {out / '.vanban' / journal}, a journal that was set aside; delete it if you may."
        )
