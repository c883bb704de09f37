"""`vanban retry DIR`: let documents that were given up be tried again."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.cli.flags import WrittenFolder

EXAMPLES = """\
Examples:
  vanban retry out                       all that were given up, or have pages that failed
  vanban retry out 3f2a9c0d1e4b5a67      this one (doc_id of documents.csv)
"""


def retry(
    out: WrittenFolder,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[DOC_ID...]", help="Only these documents.")
    ] = None,
) -> None:
    """Let documents that were given up be tried again by the next `extract`."""
    from extract.batch import upkeep
    from extract.cli.messages import counted, say

    names = upkeep.retry(out, ids or [])
    for name in names:
        say(f"  {name}")
    if names:
        say(f"{counted(len(names), 'input')} will be tried again: run the same `extract` command.")
    else:
        say("Nothing was given up.")
