"""What one document may cost, so that none keeps a run for itself (promise I10): seconds of a processor, pages given up, bytes kept.

The number of pages and the size of the file are looked at when it is opened (`extract.batch.workers.work`). Beyond its budget the
pages that are left are given up, and what was read stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.batch.tasks import Failure
from extract.errors import ExitCode
from extract.options import Options


@dataclass(slots=True)
class Spent:
    """What a document has cost in this run."""

    seconds: float = 0.0
    failures: int = 0
    bytes: int = 0


def overdrawn(spent: Spent, source: str, options: Options) -> Failure | None:
    """Why no more of a document's pages are read; `None` while it is within its budget."""
    if spent.seconds > options.max_seconds:
        why, do = f"its pages took more than {options.max_seconds:g} processor seconds", "seconds"
    elif spent.failures > options.max_failures:
        why, do = f"more than {options.max_failures} of its pages were given up", "failures"
    elif spent.bytes > options.max_megabytes * 1e6:
        why, do = f"its pages hold more than {options.max_megabytes:g} MB", "megabytes"
    else:
        return None
    do = f"Look at the file; raise the limit with --max-{do}, or split it."
    return Failure("timed_out", ExitCode.TIMED_OUT, source, why, do)
