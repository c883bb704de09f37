"""The review page is killed at any moment (promise D16): an answer that the page was told is on the disk, and every line of the file is whole."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest
from processes import below
from reviewing import Visitor, ended, questioned, started

from extract.decisions import read_decisions
from extract.review.asked import read_asked
from extract.review.desk import Desk

KILLS = int(os.environ.get("VANBAN_REVIEW_KILLS", "50"))
LONGEST = 0.4  # seconds that a server lives after its first answer
pytestmark = pytest.mark.slow


def answer_until_killed(visitor: Visitor, ids: list[str], moment: float, pid: int) -> list[str]:
    """The answers of which the page was told that they are kept, till the kill."""
    told, until = [], time.monotonic() + moment
    for id_ in ids:
        if time.monotonic() > until and told:
            os.kill(pid, signal.SIGKILL)
        try:
            if "html" in visitor.answer(id_, "empty"):
                told.append(id_)
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            break
    return told


def test_D16_no_answer_that_was_told_is_lost(tmp_path: Path) -> None:
    out = questioned(tmp_path, papers=KILLS * 2)
    moments, kept = random.Random(8), set[str]()
    ids = [asked.id for asked in read_asked(out)]
    for kill in range(KILLS):
        process, visitor = started(out, f"who {kill % 2}")
        workers = below(process.pid)
        still = [id_ for id_ in ids if id_ not in kept]
        if kill % 2:  # while an answer is on its way
            killer = subprocess.Popen(["/bin/sh", "-c", f"sleep {moments.uniform(0.01, LONGEST):.3f}; kill -9 {process.pid}"])  # fmt: skip
            kept |= set(answer_until_killed(visitor, still, 3600, process.pid))
            killer.wait()
        else:
            kept |= set(answer_until_killed(visitor, still, moments.uniform(0, 0.1), process.pid))
        ended(process)
        read = read_decisions(out)
        assert len(read.all) >= len(kept)
        assert len(read.unreadable) <= kill + 1  # a line that the kill cut off, told and left alone
        assert all(_gone(pid) for pid in workers)
    last = Desk(out, "last")
    last.refresh()
    assert kept <= last.answered
    assert len(kept) > KILLS


def _gone(pid: int) -> bool:
    """Whether a worker of the killed server ends too, within some seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        try:
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False
