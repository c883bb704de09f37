"""`vanban status DIR`: how a run is getting on, asked from another terminal."""

from __future__ import annotations

import json as json_
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from extract.cli.flags import JsonAnswer, WrittenFolder

if TYPE_CHECKING:
    from extract.batch.audit import FolderStatus

EXAMPLES = """\
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

    found = status_of(out)
    if json:
        told = asdict(found) | {"seconds_left": found.seconds_left}
        sys.stdout.write(json_.dumps(told) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _lines(found)))


def _lines(found: FolderStatus) -> Iterator[str]:
    from extract.cli.messages import counted
    from extract.cli.summary import span

    yield f"Running: {found.holder}" if found.holder else "No run works on it now."
    run = found.run
    if run is not None:
        rate = 60 * run.pages / run.seconds if run.seconds else 0
        yield (
            f"{'This' if found.holder else 'The last'} run, begun {run.began}: {run.done} of"
            f" {counted(run.to_do, 'document')}, {counted(run.pages, 'page')},"
            f" {rate:.0f} pages a minute, {run.failed} failed"
        )
    if found.seconds_left is not None:
        yield f"About {span(found.seconds_left)} left."
    counts = ", ".join(f"{number} {status}" for status, number in found.documents.items())
    yield f"In the journal: {counts}; {counted(found.pages, 'page')} read."
    if found.given_up:
        yield f"{found.given_up} given up or with a page given up: `vanban retry` lets them be tried again."
