"""Inputs that changed between the look at their bytes and their reading: looked at again and read once more, in the same run (I7)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from extract.batch.jobs.inventory import Found, look
from extract.batch.journal.journal import Journal
from extract.batch.tasks import Failure
from extract.errors import ExitCode
from extract.ingest import Input

FLAG = "changed"


def looked_again(
    found: Iterable[Found], changed: Collection[str], journal: Journal
) -> tuple[list[Found], list[Found]]:
    """What there is now: all inputs, and those of them whose bytes (by their hash) were no longer there.

    The journal forgets what it began under a hash that no file has any more.
    """
    every = [_again(item) if item.sha256 in changed else item for item in found]
    for sha256 in changed:
        journal.forget(sha256)
    return every, [now for now, before in zip(every, found, strict=True) if now is not before]


def _again(item: Found) -> Found:
    now = look(Input(item.path, item.source, item.inside))
    if now.failure is None:
        return now
    do = "Put it back, or wait until it is written completely, then run the same command again."
    gone = Failure(FLAG, ExitCode.TEMPORARY, item.source, "it vanished while it was read", do)
    return replace(now, failure=gone)
