"""Kills of whoever writes answers, and of runs that put them into tables: no answer that was said to be kept is lost (promise D16).

How many: a quarter of VANBAN_KILLS (default 210), half of each kind.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import scripted
from answered_papers import PAPER, rows, run, say
from scripted import contents

from extract.decisions import read_decisions

pytestmark = pytest.mark.slow
KILLS = -(-int(os.environ.get("VANBAN_KILLS", "210")) // 8)
Figure = Callable[[str, str, object], None]
#: Says one answer after the other and tells the number of each once it is kept.
APPENDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from extract.decisions import Decision, Judgement, append
out, who = Path(sys.argv[1]), sys.argv[2]
for number in range(10**6):
    said = Decision(when=datetime.now(UTC), who=who, sha256="ab" * 32, part=1, table="documents", field="subject",
                    verdict=Judgement.CORRECTED, after=f"{who} {number} " + "x" * 3000, raw=str(number))
    append(out, said)
    print(number, flush=True)
"""


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(12, 18):
        text = PAPER.replace("12/TB", f"{number}/TB")
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "a.txt").write_text(PAPER.replace("12/TB", "99/TB"), encoding="utf-8")
    run(tmp_path / "in", tmp_path / "out")
    return tmp_path / "out"


def test_D16_a_killed_writer_loses_no_answer_that_it_told(out: Path, figure: Figure) -> None:
    moments, told, torn = random.Random(16), set[str](), 0
    for kill in range(KILLS):
        names = [f"a{kill}", f"b{kill}"]  # two at once
        command = [sys.executable, "-c", APPENDER, str(out)]
        writers = [
            subprocess.Popen([*command, who], stdout=subprocess.PIPE, text=True) for who in names
        ]
        for who, writer in zip(names, writers, strict=True):
            assert writer.stdout is not None
            told.add(f"{who} {writer.stdout.readline().strip()}")  # it has begun
        time.sleep(moments.uniform(0, 0.03))
        for who, writer in zip(names, writers, strict=True):
            writer.kill()
            told |= {f"{who} {line.strip()}" for line in writer.communicate()[0].splitlines()}
        found = read_decisions(out)
        kept = {" ".join(said.after.split()[:2]) for said in found.all}
        assert told - kept == set()
        torn = len(found.unreadable)
        assert torn <= 2 * (kill + 1)
    figure(
        "D16",
        "writers of answers killed, answers told, lost; lines cut off",
        f"{2 * KILLS}, {len(told)}, 0; {torn}",
    )


def test_D16_a_killed_run_loses_no_answer(out: Path, tmp_path: Path, figure: Figure) -> None:
    say(out, "documents", "number", "42")
    say(out, "scores", "points", "9.5", row=2)
    calm = tmp_path / "calm"
    run(tmp_path / "in", calm)
    (calm / ".vanban" / "decisions.jsonl").write_bytes(
        (out / ".vanban" / "decisions.jsonl").read_bytes()
    )
    run(tmp_path / "in", calm)
    said = read_decisions(out).all
    command = [
        sys.executable,
        scripted.__file__,
        str(tmp_path / "in"),
        "--out",
        str(out),
        "--log",
        str(tmp_path / "log"),
    ]
    began = time.monotonic()
    subprocess.run([*command[:3], "--out", str(tmp_path / "timed"), *command[5:]], check=True)
    seconds, moments = time.monotonic() - began, random.Random(17)
    for kill in range(KILLS):
        (tmp_path / "in" / f"new-{kill}.txt").write_text(
            PAPER.replace("12/TB", f"{100 + kill}/TB"), encoding="utf-8"
        )
        with subprocess.Popen(command) as running:
            time.sleep(moments.uniform(0.3, 1.0) * seconds)
            running.kill()
        assert read_decisions(out).all == said
    run(tmp_path / "in", out)
    run(tmp_path / "in", calm)
    assert contents(out) == contents(calm)
    assert {row["number"] for row in rows(out, "documents") if row["source"] == "a.txt"} == {"42"}
    figure("D16", "runs killed while tables say answers; answers lost", f"{KILLS}, 0")
