"""A second run does only what is missing (D9), adds by content, and duplicates are read once."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import hours
import pytest
from scripted import Scripted, calls, contents, draw, run_scripted

from extract.batch.files import forget_documents


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for marks in (3, 4):
        draw(folder / f"{marks}.png", marks)
    (folder / "5.txt").write_text("THÔNG BÁO\nSở Nội vụ", encoding="utf-8")
    return folder


def documents(out: Path) -> list[dict[str, str]]:
    with (out / "documents.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_D9_second_run_asks_the_engine_nothing_and_changes_nothing(
    scans: Path, tmp_path: Path
) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    first = run_scripted([scans], out, engine)
    before = contents(out)
    times = {p: p.stat().st_mtime_ns for p in out.glob("*.csv")}
    second = run_scripted([scans], out, engine)
    assert calls(engine.log) == 2
    assert (first.read, second.read) == (3, 0)
    assert contents(out) == before
    assert {p: p.stat().st_mtime_ns for p in out.glob("*.csv")} == times


def test_D9_a_new_dictionary_line_repeats_parsing_but_never_ocr(
    scans: Path, tmp_path: Path
) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([scans], out, engine)
    own = tmp_path / "own.tsv"
    own.write_text("# list: abbreviations\nabbreviation\tmeaning\n", encoding="utf-8")
    summary = run_scripted([scans], out, engine, dictionaries=(own,))
    assert calls(engine.log) == 2
    assert summary.read == 3, "restored and parsed anew"


def test_D9_another_engine_reads_scans_again_but_not_text(scans: Path, tmp_path: Path) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    run_scripted([scans], out, Scripted(log))
    summary = run_scripted([scans], out, Scripted(log, print_="scripted 2"))
    assert calls(log) == 4
    assert summary.read == 2


def test_D9_only_a_changed_input_is_read_again_and_both_versions_stay(
    scans: Path, tmp_path: Path
) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([scans], out, engine)
    draw(scans / "3.png", 6)
    assert run_scripted([scans], out, engine).read == 1
    assert calls(engine.log) == 3
    assert sorted(d["number"] for d in documents(out)) == ["", "3", "4", "6"]


def test_a_failed_input_is_tried_again(scans: Path, tmp_path: Path) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    draw(scans / "30.png", 30)
    assert [name for name, _ in run_scripted([scans], out, engine).failed] == ["30.png"]
    assert run_scripted([scans], out, engine).read == 1
    assert calls(engine.log) == 4


def test_I7_the_same_bytes_under_several_names_are_read_once(scans: Path, tmp_path: Path) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    (scans / "copy.png").write_bytes((scans / "3.png").read_bytes())
    summary = run_scripted([scans], out, engine)
    assert calls(engine.log) == 2
    assert len(summary.done) == 4
    row = next(d for d in documents(out) if d["source"] == "3.png")
    assert row["other_sources"] == "copy.png"


def test_a_second_run_on_other_inputs_adds_and_fresh_starts_over(
    scans: Path, tmp_path: Path
) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([scans / "3.png"], out, engine)
    run_scripted([scans / "4.png"], out, engine)
    assert [d["source"] for d in documents(out)] == ["3.png", "4.png"]
    assert len(list((out / "text").iterdir())) == 4
    run_scripted([scans / "4.png"], out, engine, fresh=True)
    assert [d["source"] for d in documents(out)] == ["4.png"]
    assert len(list((out / "text").iterdir())) == 2


def test_D12_inputs_are_left_as_they_are_and_the_output_folder_is_no_input(
    scans: Path, tmp_path: Path
) -> None:
    engine = Scripted(tmp_path / "log")
    before = {p: (p.read_bytes(), p.stat().st_mtime_ns, p.stat().st_mode) for p in scans.iterdir()}
    run_scripted([scans], scans / "out", engine)
    summary = run_scripted([scans], scans / "out", engine)
    assert len(summary.found) == 3
    assert {
        p: (p.read_bytes(), p.stat().st_mtime_ns, p.stat().st_mode)
        for p in scans.iterdir()
        if p.name != "out"
    } == before


def test_D9_another_time_limit_reads_nothing_again(scans: Path, tmp_path: Path) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([scans], out, engine, timeout=60.0)
    assert run_scripted([scans], out, engine, timeout=90.0, memory=2.0).read == 0
    assert calls(engine.log) == 2


def test_W1_a_page_that_met_the_time_limit_is_read_under_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out, log = tmp_path / "in", tmp_path / "out", tmp_path / "log"
    folder.mkdir()
    hours.pass_for_who_hangs(log, monkeypatch)
    draw(folder / "three.tif", 3, 25, 5)  # the second hangs
    first = run_scripted([folder], out, Scripted(log), jobs=1, timeout=60.0)
    assert first.partial == ("three.tif",)
    same = run_scripted([folder], out, Scripted(log, cured=True), jobs=1, timeout=60.0)
    assert (same.partial, same.read, calls(log)) == (("three.tif",), 0, 3)
    more = run_scripted([folder], out, Scripted(log, cured=True), jobs=1, timeout=90.0)
    assert (more.done, calls(log)) == (("three.tif",), 4), "the page that was missing, no other"
    run_scripted([folder], tmp_path / "calm", Scripted(log, cured=True))
    assert contents(out) == contents(tmp_path / "calm")


def test_W1_a_document_that_met_the_time_limit_is_read_under_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, log = tmp_path / "out", tmp_path / "log"
    hours.pass_for_who_hangs(log, monkeypatch)
    draw(tmp_path / "one.png", 25)
    inputs = [tmp_path / "one.png"]
    first = run_scripted(inputs, out, Scripted(log), jobs=1, timeout=60.0)
    assert [why.flag for _, why in first.failed] == ["timed_out"]
    assert run_scripted(inputs, out, Scripted(log, cured=True), jobs=1, timeout=60.0).failed
    assert run_scripted(inputs, out, Scripted(log, cured=True), jobs=1, timeout=90.0).done
    assert calls(log) == 2


def test_the_choices_of_a_run_are_recorded(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_scripted([scans], out, Scripted(tmp_path / "log"), excel=True, hocr=True, timeout=60.0)
    told = json.loads((out / ".vanban" / "run.json").read_text(encoding="ascii"))
    assert (told["excel"], told["hocr"]) == (True, True)
    assert told["read_with"] == Scripted(tmp_path / "log").fingerprint()
    assert {name: told[name] for name in ("jobs", "timeout", "memory", "max_mpixels")} == {
        "jobs": 1,
        "timeout": 60.0,
        "memory": 1.5,
        "max_mpixels": 200.0,
    }
    names = (path.name for path in (out / "text").iterdir())
    assert any(name.endswith(".hocr") for name in names)
    (entry,) = (d["doc_id"] for d in documents(out) if d["source"] == "3.png")
    forget_documents(out, [entry])
    assert json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["excel_guard"]
    assert any(path.name.endswith(".hocr") for path in (out / "text").iterdir()), "the form stays"
