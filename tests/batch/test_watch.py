"""`vanban watch`: what arrives is read once it rests, a busy folder is waited for, a signal ends it (W9, D8)."""

from __future__ import annotations

import csv
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extract.batch import watch as module
from extract.batch.reporting import Summary
from extract.errors import OutputLocked, UsageError
from extract.ingest import InputList

pytestmark = pytest.mark.slow


@contextmanager
def watching(tmp_path: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    (tmp_path / "in").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "extract", "watch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--settle", "0.5", *more]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr
            assert "Watching" in process.stderr.readline()
            yield process
        finally:
            process.kill()


def until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def sources(tmp_path: Path) -> list[str]:
    path = tmp_path / "out" / "documents.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row["source"] for row in csv.DictReader(file)]


def put(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"Kính gửi: Sở Nội vụ, về {name}\n", encoding="utf-8")


def test_W9_files_are_read_as_they_come_and_sigterm_ends_it_cleanly(tmp_path: Path) -> None:
    with watching(tmp_path) as process:
        put(tmp_path, "a.txt")
        until(lambda: sources(tmp_path) == ["a.txt"])
        put(tmp_path, "day/b.txt")
        until(lambda: sources(tmp_path) == ["a.txt", "day/b.txt"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 143
        assert process.stderr
        assert "Traceback" not in process.stderr.read()
    assert not [p for p in (tmp_path / "out" / ".vanban").iterdir() if p.name.startswith("tmp-")]


def test_D8_a_second_watcher_is_refused(tmp_path: Path) -> None:
    with watching(tmp_path):
        command = [sys.executable, "-m", "extract", "watch", str(tmp_path / "in"), "--out", str(tmp_path / "out")]  # fmt: skip
        second = subprocess.run(command, capture_output=True, check=False, timeout=240)
    assert second.returncode == 10
    assert b"process" in second.stderr


def test_a_run_that_holds_the_folder_is_waited_for(tmp_path: Path) -> None:
    (tmp_path / "out" / ".vanban").mkdir(parents=True)
    held = os.open(tmp_path / "out" / ".vanban" / "lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(held, fcntl.LOCK_EX)
    with watching(tmp_path) as process:
        put(tmp_path, "a.txt")
        assert process.stderr
        assert "the new files wait" in process.stderr.readline()
        os.close(held)
        until(lambda: sources(tmp_path) == ["a.txt"])


def test_a_missing_inbox_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder"):
        module.watch(tmp_path / "none", tmp_path / "out", 1, lambda _: Summary(), print)


def test_a_failed_file_is_not_tried_for_ever(tmp_path: Path) -> None:
    """A run is asked once for it, not at each look."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.pdf").write_bytes(b"%PDF-1.4 broken")
    asked: list[list[str]] = []

    def read(found: InputList) -> Summary:
        asked.append([item.source for item in found.inputs])
        if len(asked) == 1:
            raise OutputLocked("out", "busy", "Wait.")
        if len(asked) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        else:
            put(tmp_path, "b.txt")
        return Summary()

    ended = module.watch(tmp_path / "in", tmp_path / "out", 0.1, read, lambda _: None)
    assert ended == signal.SIGTERM
    assert asked == [["a.pdf"], ["a.pdf"], ["b.txt"]]


def test_the_next_round_waits_nine_times_as_long_as_the_tables_took(tmp_path: Path) -> None:
    put(tmp_path, "a.txt")
    began: list[float] = []

    def read(_inputs: object) -> Summary:
        began.append(time.monotonic())
        if len(began) == 2:
            os.kill(os.getpid(), signal.SIGTERM)
        put(tmp_path, "b.txt")
        return Summary(writing=0.4)

    assert module.watch(tmp_path / "in", tmp_path / "out", 0.1, read, lambda _: None) == 15
    assert began[1] - began[0] >= 9 * 0.4
