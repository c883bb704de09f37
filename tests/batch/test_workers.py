"""Workers: the same bytes with several of them; one that dies, hangs or swells costs its page and nothing else (D1, W1 to W4)."""

from __future__ import annotations

import csv
import os
import resource
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import hours
import numpy as np
import pytest
from scripted import DEEDS, Scripted, calls, contents, draw, run_scripted

from extract.batch import machine, pool
from extract.batch.pool import resident, worker_count
from extract.batch.tasks import Answer, Ask, Outcome, Subject, Task
from extract.batch.work import lost_to_memory
from extract.dictionaries import read_enumerations
from extract.errors import ExitCode, VanbanError
from extract.options import Options
from extract.pipeline import NoEngine

DIE, HANG, REFUSE, BREAK, SWELL, STUMBLE, EXIT = (10 * DEEDS.index(deed) for deed in DEEDS[1:])


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for marks in (3, 4, 5):
        draw(folder / f"{marks}.png", marks)
    return folder


def texts(out: Path) -> dict[str, bytes]:
    return {name: data for name, data in contents(out).items() if name.startswith("text/")}


def documents(out: Path, source: str) -> list[dict[str, str]]:
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["source"] == source]


@pytest.mark.parametrize("kind", ["tif", "pdf"])
def test_D10_one_and_two_workers_and_none_write_the_same_bytes(
    scans: Path, tmp_path: Path, kind: str
) -> None:
    draw(scans / f"many.{kind}", *range(2, 10))
    found = [
        contents(out)
        for out, jobs in ((tmp_path / "0", {}), (tmp_path / "1", {"jobs": 1}), (tmp_path / "2", {"jobs": 2}))
        if run_scripted([scans], out, Scripted(tmp_path / "log"), **jobs)
    ]  # fmt: skip
    assert found[0] == found[1] == found[2]
    assert calls(tmp_path / "log") == 3 * (3 + 8)


@pytest.mark.slow
def test_D1_W4_a_page_that_kills_its_worker_is_tried_twice_and_costs_itself_alone(
    tmp_path: Path,
) -> None:
    pages = [n % 7 + 3 for n in range(40)]
    calm = draw(tmp_path / "calm.tif", *pages)
    pages[16] = DIE
    poison = draw(tmp_path / "poison.tif", *pages)
    run_scripted([calm], tmp_path / "calm", Scripted(tmp_path / "calm.log"))
    engine = Scripted(tmp_path / "log")
    summary = run_scripted([poison], tmp_path / "out", engine, jobs=2)
    assert summary.partial == ("poison.tif",)
    assert calls(engine.log) == 39 + 2
    (raw,) = (data for name, data in texts(tmp_path / "out").items() if name.endswith(".raw.txt"))
    (good,) = (data for name, data in texts(tmp_path / "calm").items() if name.endswith(".raw.txt"))
    read, expected = raw.split(b"\f"), good.split(b"\f")
    assert read[16].strip() == b""
    assert read[:16] + read[17:] == expected[:16] + expected[17:]
    (failed,) = (
        r for r in documents(tmp_path / "out", "poison.tif") if "page_failed" in r["flags"]
    )
    assert failed["status"] == "partial"
    assert int(failed["page_from"]) <= 17 <= int(failed["page_to"])


@pytest.mark.slow
@pytest.mark.parametrize("deed", [DIE, EXIT])
def test_W3_W4_a_document_that_kills_its_worker_is_quarantined_in_the_same_run(
    scans: Path, tmp_path: Path, deed: int
) -> None:
    run_scripted([scans], tmp_path / "calm", Scripted(tmp_path / "calm.log"))
    draw(scans / "poison.png", deed)
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    first = run_scripted([scans], out, engine, jobs=2)
    assert [(name, why.flag) for name, why in first.failed] == [("poison.png", "quarantined")]
    assert len(first.done) == 3
    assert texts(out) == texts(tmp_path / "calm")
    assert calls(engine.log) == 3 + 2
    second = run_scripted([scans], out, engine, jobs=2)
    assert (second.read, calls(engine.log)) == (0, 5), "it is left alone"
    assert second.exit_code is ExitCode.SOME_FAILED


@pytest.mark.slow
def test_W4_a_worker_that_dies_once_costs_an_attempt_and_nothing_else(
    scans: Path, tmp_path: Path
) -> None:
    draw(scans / "s.png", STUMBLE)
    draw(scans / "s.tif", 3, STUMBLE + 1, 4)
    summary = run_scripted([scans], tmp_path / "out", Scripted(tmp_path / "log"), jobs=2)
    assert len(summary.done) == 5
    assert not summary.failed
    assert calls(tmp_path / "log") == 3 + 2 + 4


@pytest.mark.slow
def test_W1_a_worker_that_hangs_is_killed_and_only_its_page_is_lost(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(scans / "one.png", HANG)
    draw(scans / "two.tif", 3, HANG, 4)
    engine, out = Scripted(tmp_path / "log"), tmp_path / "out"
    hours.pass_for_who_hangs(engine.log, monkeypatch)
    summary = run_scripted([scans], out, engine, jobs=2)
    assert [(name, why.flag) for name, why in summary.failed] == [("one.png", "timed_out")]
    assert summary.partial == ("two.tif",)
    assert len(summary.done) == 3
    assert calls(engine.log) == 3 + 1 + 3, "what was too slow is not tried twice"
    single = run_scripted([scans / "one.png"], tmp_path / "b", engine, jobs=1)
    assert single.exit_code is ExitCode.TIMED_OUT


@pytest.mark.slow
@pytest.mark.skipif(not resident(1), reason="memory is watched on Linux only")
def test_W2_a_worker_that_needs_too_much_memory_is_killed_and_the_run_goes_on(
    scans: Path, tmp_path: Path
) -> None:
    draw(scans / "one.png", SWELL)
    draw(scans / "two.tif", 3, SWELL, 4)
    engine, out = Scripted(tmp_path / "log"), tmp_path / "out"
    summary = run_scripted([scans], out, engine, jobs=2, memory=0.6)
    ((name, failure),) = summary.failed
    assert (name, failure.flag, failure.code) == ("one.png", "out_of_memory", ExitCode.TOO_LARGE)
    assert "more memory than the limit of 0.6 GiB" in failure.why
    assert summary.partial == ("two.tif",)
    assert len(summary.done) == 3
    assert run_scripted([scans], out, engine, jobs=2, memory=0.6).read == 0


def fill(subject: Subject) -> bytes:
    """Memory written to as fast as can be; the file says how much was resident."""
    kept: list[object] = []
    while subject.source != "calm":
        kept.append(np.ones(2**23, np.uint8))
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with subject.path.open("a") as file:
            file.write(f"{most * 1024}\n")
    return b"calm"


@pytest.mark.skipif(not resident(1), reason="memory is limited on Linux only")
@pytest.mark.parametrize("tick", [0.1, 60.0])
def test_W2_a_worker_never_outgrows_its_limit_between_two_looks_and_the_next_document_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tick: float
) -> None:
    monkeypatch.setattr(pool, "_TICK", tick)
    limit, file = resident(os.getpid()) + 2**28, tmp_path / "resident"
    subject = Subject(file, "", "", 1, False, options=Options(), engine=NoEngine())
    tasks: list[Task] = [
        Ask(replace(subject, source=name), fill, 60.0) for name in ("calm", "wild")
    ]
    workers = pool.Pool(1, limit)
    try:
        workers.start()
        wild, calm = (
            result
            for _, result in workers.results(lambda room: [tasks.pop() for _ in tasks[:room]])
        )
    finally:
        workers.stop()
    assert isinstance(wild, Outcome)
    assert wild.failure == lost_to_memory(Ask(replace(subject, source="wild"), fill, 60.0), limit)
    assert limit * 0.8 < int(file.read_text().split()[-1]) < limit * 1.3
    assert calm == Answer(b"calm")


LIMITED = """
import os, subprocess, sys
from extract.batch.pool import resident
from extract.sandbox import limit_memory, must_have_room
limit_memory(resident(os.getpid()) + 2**27)
must_have_room(2**26)
try:
    must_have_room(2**28)
except MemoryError:
    subprocess.run([sys.argv[1], "-c", "ulimit -d"], check=True)
"""


@pytest.mark.skipif(machine.engine_wrapper("sh") is None, reason="setpriv is not installed")
def test_W2_an_engine_has_what_its_worker_has_left(tmp_path: Path) -> None:
    script = tmp_path / "sh"
    script.write_bytes(machine.engine_wrapper("sh") or b"")
    script.chmod(0o700)
    limited = [sys.executable, "-c", LIMITED, str(script)]
    done = subprocess.run(limited, capture_output=True, text=True, check=True)
    assert 2**26 < int(done.stdout) * 1024 < 2**28
    unlimited = subprocess.run(
        [script, "-c", "ulimit -d"], capture_output=True, text=True, check=True
    )
    assert unlimited.stdout == "unlimited\n"


@pytest.mark.slow
def test_W2_workers_are_replaced_before_they_grow_old(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "_TASKS", 2)
    draw(scans / "many.tif", *range(3, 8))
    summary = run_scripted([scans], tmp_path / "out", Scripted(tmp_path / "log"), jobs=1)
    assert len(summary.done) == 4


def test_S6_a_bug_in_a_stage_fails_one_document_and_quotes_nothing_of_it(
    scans: Path, tmp_path: Path
) -> None:
    draw(scans / "bug.png", BREAK)
    summary = run_scripted([scans], tmp_path / "out", Scripted(tmp_path / "log"))
    ((name, failure),) = summary.failed
    assert (name, failure.flag, failure.code) == ("bug.png", "crashed", ExitCode.BUG)
    assert "ValueError" in failure.why
    assert "sentence" not in f"{failure}"
    assert summary.exit_code is ExitCode.BUG


def test_S6_a_bug_on_a_page_fails_that_page(scans: Path, tmp_path: Path) -> None:
    draw(scans / "bug.tif", 3, BREAK, 4)
    out = tmp_path / "out"
    summary = run_scripted([scans], out, Scripted(tmp_path / "log"))
    assert summary.partial == ("bug.tif",)
    assert b"sentence" not in b"".join(texts(out).values())


def test_W2_the_number_of_workers_follows_affinity_and_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "cores", lambda: 16)
    monkeypatch.setattr(pool, "memory", lambda: 7 * 2**30)
    assert worker_count(1.5) == 4
    monkeypatch.setattr(pool, "memory", lambda: 2**29)
    assert worker_count(1.5) == 1
    monkeypatch.setattr(pool, "memory", lambda: 0)
    assert worker_count(1.5) == 16


def test_every_flag_of_a_failure_is_in_the_closed_list() -> None:
    by_kind = {kind.flag for kind in VanbanError.__subclasses__()}
    others = {"crashed", "timed_out", "quarantined", "empty", "out_of_memory"}
    assert by_kind | others <= set(read_enumerations()["flag"])
