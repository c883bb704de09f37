"""The scripted program under a wall clock that jumps back and forth by days at each look."""

from __future__ import annotations

import itertools
import runpy
import sys
from datetime import UTC, datetime, timedelta

import scripted

from extract.batch import machine

JUMPS = itertools.cycle(timedelta(days=days) for days in (0, 400, -400, 3, -20000))


def now() -> str:
    """The time, somewhere."""
    return (datetime.now(UTC) + next(JUMPS)).isoformat(timespec="seconds")


machine.now = now

if __name__ == "__main__":
    sys.argv[0] = scripted.__file__
    runpy.run_path(scripted.__file__, run_name="__main__")
