"""Commands on a folder that `extract` wrote: `status`, `check`, `retry` and `forget`."""

from __future__ import annotations

import json as json_
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.flags import JsonAnswer, WrittenFolder

if TYPE_CHECKING:
    from extract.batch.audit import FolderStatus

# `vanban status DIR`: how a run is getting on, asked from another terminal.

STATUS_EXAMPLES = """\
Examples:
  vanban status out            while `vanban extract ... --out out` runs elsewhere, or later
  vanban status out --json
"""


def status(
    out: WrittenFolder,
    json: JsonAnswer = False,
) -> None:
    """Say how a run on a folder is getting on; changes nothing."""
    from extract.batch.audit import status_of
    from extract.cli.messages import print_line

    found = status_of(out)
    if json:
        told = asdict(found) | {"seconds_left": found.seconds_left}
        sys.stdout.write(json_.dumps(told) + "\n")
    else:
        for line in _lines(found):
            print_line(line)


def _lines(found: FolderStatus) -> Iterator[str]:
    from extract.cli.messages import counted, tell
    from extract.cli.progress import span

    yield f"Running: {found.holder}" if found.holder else "No run works on it now."
    run = found.run
    if run is not None:
        rate = 60 * run.pages / run.seconds if run.seconds else 0
        done = f"{run.done} of {counted(run.to_do, 'document')}, {counted(run.pages, 'page')}"
        progress = f"{done}, {rate:.0f} pages a minute, {run.failed} failed"
        this = (
            f"This run, begun {run.began}" if found.holder else f"The last run, begun {run.began}"
        )
        yield f"{tell(this)}: {tell(progress)}"
    if found.seconds_left is not None:
        yield f"About {span(found.seconds_left)} left."
    counts = ", ".join(tell(f"{number} {status}") for status, number in found.documents.items())
    yield f"In the journal: {counts}; {counted(found.pages, 'page')} read."
    if found.given_up:
        yield f"{found.given_up} given up or with a page given up: `vanban retry` lets them be tried again."


# `vanban check DIR`: are the files those that were written, and what the journal says? (promise D11).

CHECK_EXAMPLES = """\
Examples:
  vanban check out             exit code 3 if a file is missing, changed or old
  vanban check out --json
"""
_WORDS = {
    "missing": "{path} is missing",
    "changed": "{path} was changed after it was written",
    "old": "{path} is older than what the journal says",
    "stray": "{path} belongs to no document",
    "damaged": "{path} cannot be read",
    "harmed": "{path} was damaged in the journal; the next run reads it anew as far as something is missing",
}


def check(
    out: WrittenFolder,
    json: JsonAnswer = False,
) -> None:
    """Compare the files of a folder with their hashes and with the journal."""
    from extract.batch.audit import audit
    from extract.cli.messages import counted, say
    from extract.errors import ExitCode

    found = audit(out)
    if json:
        findings = [{"path": f.path, "fault": f.fault} for f in found.findings]
        sys.stdout.write(json_.dumps({"files": found.files, "findings": findings}) + "\n")
    else:
        for finding in found.findings:
            say(f"  {_WORDS[finding.fault].format(path=finding.path)}")
        files, faults = counted(found.files, "file"), counted(len(found.findings), "fault")
        say(
            f"{files} checked: {faults}." if found.findings else f"{files} checked: all as written."
        )
    if found.findings and not json:
        say("Run the same `extract` command again: it writes all files anew from the journal.")
    raise typer.Exit(ExitCode.SOME_FAILED if found.findings else ExitCode.OK)


# `vanban retry DIR`: let documents that were given up be tried again.

RETRY_EXAMPLES = """\
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
    from extract.batch.files import retry_documents
    from extract.cli.messages import counted, say, say_told

    names = retry_documents(out, ids or [])
    for name in names:
        say_told(f"  {name}")
    if names:
        say(f"{counted(len(names), 'input')} will be tried again: run the same `extract` command.")
    else:
        say("Nothing was given up.")


# `vanban forget DIR DOC_ID...`: remove documents from everything the folder holds (promise P1).

FORGET_EXAMPLES = """\
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
    from extract.batch.files import forget_documents, set_aside
    from extract.cli.messages import say

    names = forget_documents(out, ids)
    for name in names:
        say(f"Forgotten: {name}")
    say(
        "The inputs themselves are untouched: a file that stays among them is read again by the next `extract`."
    )
    for journal in set_aside(out):
        say(
            f"Not searched: {out / '.vanban' / journal}, a journal that was set aside; delete it if you may."
        )
