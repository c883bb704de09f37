"""Messages that can't be told end no run: closed, full or broken channels, a terminal that is gone (promise W12)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from extract.cli.messages import printable

VANBAN = [sys.executable, "-m", "extract"]


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("BÁO CÁO\nSở Y tế đạt 80,5 điểm.\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("closed", ["2>&-", "2>/dev/full", "0<&- 1>&- 2>&-", "2> >(exit)"])
def test_W12_a_run_whose_messages_are_lost_writes_whole_tables(
    text: Path, tmp_path: Path, closed: str
) -> None:
    run = [*VANBAN, "extract", str(text), "--out", str(tmp_path / "out")]
    done = subprocess.run(["bash", "-c", f'exec "$@" {closed}', "bash", *run], check=False)
    assert done.returncode == 0
    assert (tmp_path / "out" / "documents.csv").exists()
    check = subprocess.run([*VANBAN, "check", str(tmp_path / "out")], check=False)
    assert check.returncode == 0


def test_W12_a_hang_up_ends_no_run(text: Path, tmp_path: Path) -> None:
    script = "import os, signal, sys; from extract.batch.progress import watched_signals\nwith watched_signals() as stop:\n os.kill(os.getpid(), signal.SIGHUP)\n sys.exit(stop.asked)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\x85", "\x7f", "\u202e", "\u2066", "\ud800"])
def test_S6_no_name_plays_with_the_terminal(sign: str) -> None:
    assert sign not in printable(f"a{sign}b")
    assert printable("ế, đường - 5 %\n") == "ế, đường - 5 %\n"
