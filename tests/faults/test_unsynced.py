"""A power cut that loses every write that was not synced, after any call: outputs are whole or absent, and the next run
ends as if nothing had been (promises D3, D4, D13)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import scripted
from power_cut import CALLS, states
from scripted import Scripted, contents, draw, run_scripted

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
CUTS = int(os.environ.get("VANBAN_CUTS", "24"))


def test_D3_D4_D13_unsynced_writes_are_lost_after_any_call(
    tmp_path: Path, figure: Callable[[str, str, object], None]
) -> None:
    folder, out, trace = tmp_path / "in", tmp_path / "out", tmp_path / "trace"
    folder.mkdir()
    draw(folder / "a.tif", 3, 4, 5)
    (folder / "t.txt").write_text("THÔNG BÁO\nSở Nội vụ\n", encoding="utf-8")
    command = [
        sys.executable,
        scripted.__file__,
        str(folder),
        "--out",
        str(out),
        "--log",
        str(tmp_path / "log"),
    ]
    traced = [
        "strace",
        "-f",
        "-qq",
        "-y",
        "-xx",
        "-s",
        "10000000",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(trace),
    ]
    subprocess.run([*traced, *command], check=True, timeout=300)
    calm = contents(out)
    text = trace.read_text(encoding="latin-1")
    count = sum(1 for _ in states(text, str(out)))
    assert count > 100, "the trace tells what the run wrote"
    wanted = {count * n // CUTS for n in range(CUTS)}
    kept = 0
    for number, disk in enumerate(states(text, str(out))):
        if number not in wanted:
            continue
        left = tmp_path / f"left-{number}"
        left.mkdir()
        disk.lay(str(out), left)
        whole = contents(left)
        assert all(calm.get(name) == data for name, data in whole.items() if "/." not in f"/{name}")
        kept += bool(whole)
        log = tmp_path / f"log-{number}"
        summary = run_scripted([folder], left, Scripted(log))
        assert summary.adds_up()
        assert contents(left) == calm
    figure(
        "D3",
        "power cuts that lose all unsynced writes: cuts, of so many calls, with outputs there",
        f"{len(wanted)}, {count}, {kept}",
    )
    assert kept, "some cuts come after outputs were published"
