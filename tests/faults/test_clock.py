"""A wall clock that jumps changes nothing but the times that are told (promise D10)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from scripted import Scripted, contents, draw, run_scripted

from extract.batch.audit import status_of

pytestmark = pytest.mark.slow
PROGRAM = Path(__file__).with_name("clock.py")


def test_D10_clock_jumps_do_not_show_in_the_outputs(
    tmp_path: Path, figure: Callable[[str, str, object], None]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    draw(folder / "a.tif", *range(3, 9))
    draw(folder / "b.png", 4)
    run_scripted([folder], tmp_path / "calm", Scripted(tmp_path / "log"))
    out = tmp_path / "out"
    command = [sys.executable, str(PROGRAM), str(folder), "--out", str(out), "--log", f"{out}.log"]
    surroundings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(PROGRAM.parents[1]), *sys.path]),
    }
    for jobs in ("1", "2"):
        subprocess.run([*command, "--jobs", jobs], check=True, timeout=240, env=surroundings)
        assert contents(out) == contents(tmp_path / "calm")
    run = status_of(out).run
    assert run is not None
    assert run.seconds >= 0, "rates come of the clock that only goes forward"
    figure("D10", "runs under a clock that jumps by days, same bytes", 2)
