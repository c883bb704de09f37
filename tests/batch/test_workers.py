"""Several workers give the same bytes; one that dies or hangs costs its own document and nothing else (D1, D10, W4)."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripted import Scripted, calls, contents, draw, run_scripted

from extract.batch.work import FLAGS
from extract.dictionaries import read_enumerations
from extract.errors import ExitCode


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for marks in (3, 4, 5):
        draw(folder / f"{marks}.png", marks)
    return folder


def test_D10_one_and_two_workers_write_the_same_bytes(scans: Path, tmp_path: Path) -> None:
    run_scripted([scans], tmp_path / "one", Scripted(tmp_path / "log"))
    run_scripted([scans], tmp_path / "two", Scripted(tmp_path / "log"), jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


@pytest.mark.slow
def test_D1_a_killed_worker_costs_its_document_and_after_two_deaths_it_is_left_alone(
    scans: Path, tmp_path: Path
) -> None:
    run_scripted([scans], tmp_path / "calm", Scripted(tmp_path / "calm.log"))
    draw(scans / "10.png", 10)
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    first = run_scripted([scans], out, engine, jobs=2)
    assert [(name, why.flag) for name, why in first.failed] == [("10.png", "crashed")]
    assert len(first.done) == 3
    for name, data in contents(tmp_path / "calm").items():
        if name.startswith("text/"):
            assert contents(out)[name] == data
    run_scripted([scans], out, engine)  # jobs=1: what died before is tried in a worker of its own
    third = run_scripted([scans], out, engine)
    assert [why.flag for _, why in third.failed] == ["quarantined"]
    assert third.exit_code is ExitCode.SOME_FAILED
    assert calls(engine.log) == 3 + 2


@pytest.mark.slow
def test_W1_a_worker_that_hangs_is_killed(scans: Path, tmp_path: Path) -> None:
    draw(scans / "20.png", 20)
    engine = Scripted(tmp_path / "log")
    summary = run_scripted([scans], tmp_path / "out", engine, jobs=2, timeout=2.0)
    assert [(name, why.flag) for name, why in summary.failed] == [("20.png", "timed_out")]
    assert len(summary.done) == 3


def test_S6_a_bug_in_a_stage_fails_one_document_and_quotes_nothing_of_it(
    scans: Path, tmp_path: Path
) -> None:
    draw(scans / "40.png", 40)
    summary = run_scripted([scans], tmp_path / "out", Scripted(tmp_path / "log"))
    ((name, failure),) = summary.failed
    assert (name, failure.flag, failure.code) == ("40.png", "crashed", ExitCode.BUG)
    assert "ValueError" in failure.why
    assert "sentence" not in f"{failure}"
    assert summary.exit_code is ExitCode.BUG


def test_every_flag_of_a_failure_is_in_the_closed_list() -> None:
    known = set(read_enumerations()["flag"])
    own = {"crashed", "quarantined", "out_of_memory", "empty", "page_failed", "no_text"}
    assert own | set(FLAGS.values()) | {"source_not_utf8", "formula_like"} <= known
