"""Time limits without waiting: hours pass for a worker that hangs, and for no other, however busy the machine is."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripted import hanging

from extract.batch import pool

_HOURS = 86_400.0  # seconds


def pass_for_who_hangs(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pool see each worker that hangs as one that has worked for a day; the rule that judges it is the pool's own."""
    judged = pool.Pool._over

    def later(self: pool.Pool, worker: pool.Worker, now: float) -> object:
        hangs = hanging(log, worker.process.pid or 0).exists()
        return judged(self, worker, now + _HOURS * hangs)

    monkeypatch.setattr(pool.Pool, "_over", later)
