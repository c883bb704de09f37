"""`make soak`: two thousand mixed documents, one in twenty hostile: nothing lost, nothing doubled, the parent's memory flat (D15, I, W2).

Memory is looked at from outside, since a thread of the run's own would change how it starts its workers.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soak

DOCUMENTS = int(os.environ.get("VANBAN_SOAK", "2000"))
MOST_GROWTH = 4.0  # kB a document of the parent, while documents are read (its names alone are some hundred bytes)
LEAST_READ = (
    0.15  # of the documents, before memory is looked at: what is loaded once is loaded by then
)
pytestmark = pytest.mark.slow
Figure = Callable[[str, str, object], None]


def resident(pid: int) -> float:
    """Memory of a process in kB, what it shares with its workers included."""
    fields = Path(f"/proc/{pid}/statm").read_bytes().split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") / 1024


def done_so_far(out: Path) -> int:
    """Documents that came back, as the journal has it."""
    try:
        with closing(sqlite3.connect(f"file:{out}/.vanban/journal.sqlite3?mode=ro", uri=True, timeout=1)) as db:  # fmt: skip
            return int((db.execute("SELECT done FROM run").fetchone() or (0,))[0])
    except sqlite3.Error:
        return 0


def watched(process: subprocess.Popen[bytes], out: Path) -> Iterator[tuple[int, float]]:
    """Documents done and memory in kB, twice a second until it ends."""
    while process.poll() is None:
        try:
            yield done_so_far(out), resident(process.pid)
        except (OSError, IndexError):
            return
        time.sleep(0.5)


def slope(seen: list[tuple[int, float]]) -> float:
    """Growth in kB a document: the line of least squares through what was seen while documents came back."""
    most = max(done for done, _ in seen)
    kept = [(done, memory) for done, memory in seen if LEAST_READ * most <= done < most]
    assert len(kept) >= 10, "too quick to be looked at"
    done, memory = np.array(kept).T
    return float(np.polyfit(done, memory, 1)[0])


def test_D15_W2_a_soak_loses_nothing_and_the_parent_does_not_grow(tmp_path: Path, figure: Figure) -> None:  # fmt: skip
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    expected = soak.fill(folder, DOCUMENTS)
    began = time.monotonic()
    command = [sys.executable, soak.__file__, str(folder), str(out)]
    with (tmp_path / "told").open("wb") as told, (tmp_path / "err").open("wb") as err:
        process = subprocess.Popen(command, stdout=told, stderr=err)
        seen = list(watched(process, out))
    seconds = time.monotonic() - began
    told_back = json.loads((tmp_path / "told").read_bytes())
    growth = slope(seen)
    failed = dict(Counter(flag for flag, *_ in told_back["failed"].values()))
    counts = [len(expected), *(len(told_back[kind]) for kind in ("done", "partial", "failed"))]
    most = max(memory for _, memory in seen) / 1024
    figure("D15", "soak: documents, done, partial, failed", ", ".join(map(str, counts)))
    figure(
        "D15", "soak: reasons of the failed", ", ".join(f"{n} {why}" for why, n in failed.items())
    )
    figure(
        "W2",
        "soak: seconds; the run's memory in MB at most, its growth in kB a document",
        f"{seconds:.0f}; {most:.0f}, {growth:+.2f}",
    )
    assert process.returncode == 3, (tmp_path / "err").read_text(errors="replace")
    assert (tmp_path / "err").read_bytes() == b""
    check_nothing_is_lost_or_doubled(told_back, expected, out)
    assert growth < MOST_GROWTH


def check_nothing_is_lost_or_doubled(
    told: dict[str, object], expected: dict[str, frozenset[str]], out: Path
) -> None:
    assert told["adds_up"]
    assert not told["skipped"]
    found = told["found"]
    assert isinstance(found, list)
    assert sorted(found) == sorted(expected)
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["part"] == "1"]
    named = [name for row in rows for name in (row["source"], *filter(None, row["other_sources"].split("|")))]  # fmt: skip
    assert sorted(named) == sorted(expected), "each name stands in the tables once"
    assert len({row["doc_id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["status"] in expected[row["source"]], row["source"]
    failed = told["failed"]
    assert isinstance(failed, dict)
    for name, (flag, what, why, do) in failed.items():
        assert what, name
        assert why, name
        assert do, name
        assert flag not in {"crashed", "quarantined"}, (name, why)
