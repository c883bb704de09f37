"""Hostile files stay in the limited worker: nothing else opens documents, and no worker writes outside the output folder (S8)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import hostile
import pytest

import extract

STRACE = shutil.which("strace")


def test_S8_documents_are_opened_by_the_task_function_alone() -> None:
    """It runs in a worker; the rest of a batch looks at hashes and at the first bytes."""
    batch = Path(extract.__path__[0]) / "batch"
    openers = re.compile(
        r"\b(open_source|open_bytes|read_source)\b|pipeline\.(opened|read|process)\b"
    )
    sources = {
        path.relative_to(batch).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(batch.rglob("*.py"))
    }
    assert [name for name, text in sources.items() if openers.search(text)] == [
        "work.py",
    ]


@pytest.mark.slow
@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_S8_workers_write_only_where_they_may(tmp_path: Path) -> None:
    assert STRACE
    folder, out, trace = tmp_path / "in", tmp_path / "out", tmp_path / "trace"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(hostile.sound_pdf())
    (folder / "b.png").write_bytes(hostile.sound_png())
    (folder / "c.pdf").write_bytes(hostile.picture_pdf("JBIG2Decode", 50_000))
    run = [sys.executable, "-B", "-m", "extract", "extract", str(folder), "--out", str(out), "--jobs", "2"]  # fmt: skip
    traced = [STRACE, "-f", "-qq", "-o", str(trace), "-e", "trace=openat,open,creat", *run]
    done = subprocess.run(traced, capture_output=True, check=False, timeout=300)
    assert b"3 found" in done.stderr
    calls = [line.split(maxsplit=1) for line in trace.read_text(errors="replace").splitlines()]
    parent = calls[0][0]
    theirs = [call for pid, call in calls if pid != parent and " = -1" not in call]
    assert theirs, "the control: workers open files"
    allowed = re.compile(rf'"({re.escape(str(out))}/|/dev/(null|tty|shm/)|/proc/self/)')
    writes = [call for call in theirs if re.search(r"O_WRONLY|O_RDWR|O_CREAT|creat\(", call)]
    assert not [call for call in writes if not allowed.search(call)]
