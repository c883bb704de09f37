"""Between runs: status, check, retry, forget, and what a dry run foretells; none of them touches more than it says."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
import scripted
from scripted import DEEDS, Scripted, calls, contents, draw, run_scripted

from extract.cli import main

Vanban = Callable[..., tuple[int, str, str]]
DIE = 10 * DEEDS.index("die")
HANG = 10 * DEEDS.index("hang")


@pytest.fixture
def vanban(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Vanban:
    """Run the command line here; exit code, stdout and stderr."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["vanban", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capfd.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    draw(folder / "a.png", 3)
    draw(folder / "b.tif", 4, 5, 6)
    (folder / "t.txt").write_text("THÔNG BÁO\nSở Nội vụ họp.\n", encoding="utf-8")
    return folder


@pytest.fixture
def out(folder: Path, tmp_path: Path) -> Path:
    run_scripted([folder], tmp_path / "out", Scripted(tmp_path / "log"))
    return tmp_path / "out"


def rows(out: Path) -> dict[str, dict[str, str]]:
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        return {row["source"]: row for row in csv.DictReader(file)}


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_D11_check_finds_nothing_wrong_and_writes_nothing(vanban: Vanban, out: Path) -> None:
    before = everything(out)
    code, _, said = vanban("check", out)
    assert (code, everything(out)) == (0, before)
    assert "all as written" in said


@pytest.mark.parametrize(
    ("harm", "fault"),
    [
        (lambda out: (out / "results.csv").unlink(), ("results.csv", "missing")),
        (lambda out: (out / "documents.csv").write_bytes(b"x"), ("documents.csv", "changed")),
        (lambda out: (out / "text" / f"{'0' * 16}.txt").touch(), (f"text/{'0' * 16}.txt", "stray")),
        (lambda out: (out / "datapackage.json").write_bytes(b"{"), ("datapackage.json", "damaged")),
        (
            lambda out: (out / ".vanban/journal.sqlite3").write_bytes(b"rubbish" * 500),
            (".vanban/journal.sqlite3", "damaged"),
        ),
    ],
    ids=["missing", "changed", "stray", "package", "journal"],
)
def test_D11_check_says_which_file_is_wrong(
    vanban: Vanban, out: Path, harm: Callable[[Path], object], fault: tuple[str, str]
) -> None:
    harm(out)
    code, told, _ = vanban("check", out, "--json")
    found = [(finding["path"], finding["fault"]) for finding in json.loads(told)["findings"]]
    assert code == 3
    assert fault in found


def test_D11_check_says_what_is_older_than_the_journal(vanban: Vanban, out: Path) -> None:
    with closing(sqlite3.connect(out / ".vanban" / "journal.sqlite3")) as db, db:
        db.execute(
            "UPDATE documents SET status = 'failed', flag = 'empty', code = 4 WHERE pages = 3"
        )
    code, told, _ = vanban("check", out, "--json")
    faults = {finding["path"]: finding["fault"] for finding in json.loads(told)["findings"]}
    assert code == 3
    assert faults["documents.csv"] == "old"


@pytest.mark.parametrize("command", ["check", "retry", "status"])
def test_2_a_folder_without_results_is_named(vanban: Vanban, tmp_path: Path, command: str) -> None:
    code, _, said = vanban(command, tmp_path)
    assert code == 2
    assert "holds no results" in said
    assert not list(tmp_path.iterdir())


def test_P1_forget_removes_a_document_from_everything(
    vanban: Vanban, folder: Path, out: Path
) -> None:
    doc_id = rows(out)["t.txt"]["doc_id"]
    texts = [path.read_bytes() for path in out.glob(f"text/{doc_id}*")]
    assert len(texts) == 2
    code, _, said = vanban("forget", out, doc_id)
    assert code == 0
    assert "Forgotten: t.txt" in said
    assert set(rows(out)) == {"a.png", "b.tif"}
    found = b"".join(data for data, _ in everything(out).values())
    for trace in (doc_id.encode(), b"t.txt", "họp".encode()):
        assert trace not in found
    assert vanban("check", out)[0] == 0
    (folder / "t.txt").unlink()
    run_scripted([folder], out, Scripted(out.parent / "log"))
    assert set(rows(out)) == {"a.png", "b.tif"}
    assert calls(out.parent / "log") == 4


def test_2_forget_of_what_is_not_there_changes_nothing(vanban: Vanban, out: Path) -> None:
    before = contents(out)
    code, _, said = vanban("forget", out, rows(out)["a.png"]["doc_id"], "0" * 16)
    assert code == 2
    assert f"Document {'0' * 16}" in said
    assert contents(out) == before


@pytest.mark.slow
def test_W4_retry_takes_documents_and_pages_out_of_quarantine(
    vanban: Vanban, folder: Path, tmp_path: Path
) -> None:
    draw(folder / "c.png", DIE)
    draw(folder / "d.tif", 7, DIE, 8)
    log, out = tmp_path / "log", tmp_path / "out"
    first = run_scripted([folder], out, Scripted(log), jobs=1)
    assert [name for name, _ in first.failed] == ["c.png"]
    assert first.partial == ("d.tif",)
    assert run_scripted([folder], out, Scripted(log), jobs=1).read == 0
    code, _, said = vanban("retry", out)
    assert code == 0
    assert said.split()[:2] == ["c.png", "d.tif"]
    before = calls(log)
    assert run_scripted([folder], out, Scripted(log), jobs=1).read == 2
    assert calls(log) == before + 4, "each twice, and no other page"
    assert "Nothing was given up" not in vanban("retry", out, rows(out)["c.png"]["doc_id"])[2]


@pytest.mark.slow
def test_W4_what_is_read_after_a_retry_is_as_if_nothing_had_been(
    vanban: Vanban, folder: Path, tmp_path: Path
) -> None:
    draw(folder / "c.png", DIE)
    draw(folder / "d.tif", 7, DIE, 8)
    log, out = tmp_path / "log", tmp_path / "out"
    run_scripted([folder], out, Scripted(log), jobs=1)
    vanban("retry", out)
    assert vanban("check", out)[0] == 0, "a retry changes no result"
    run_scripted([folder], out, Scripted(log, cured=True))
    run_scripted([folder], tmp_path / "calm", Scripted(log, cured=True))
    assert contents(out) == contents(tmp_path / "calm")


def test_W4_retry_takes_back_a_document_that_many_killed_runs_had_in_hand(
    vanban: Vanban, folder: Path, out: Path
) -> None:
    """Such a document has no result that failed: it is given up when the next run plans."""
    journal = sqlite3.connect(out / ".vanban/journal.sqlite3")
    with journal:
        journal.execute("UPDATE documents SET begun = 25, key = NULL")
    journal.close()
    code, _, said = vanban("retry", out)
    assert code == 0
    assert "a.png" in said
    assert run_scripted([folder], out, Scripted(out.parent / "log")).failed == ()


@pytest.mark.slow
def test_W5_status_tells_of_a_run_from_beside_it(
    vanban: Vanban, folder: Path, tmp_path: Path
) -> None:
    draw(folder / "z.png", HANG)
    log, out = tmp_path / "log", tmp_path / "out"
    program = [sys.executable, scripted.__file__, str(folder), "--out", str(out), "--log", str(log)]
    with subprocess.Popen(program, start_new_session=True) as run:
        try:
            end = time.monotonic() + 60
            while calls(log) < 5 and time.monotonic() < end:
                time.sleep(0.05)
            code, told, _ = vanban("status", out, "--json")
            assert vanban("check", out)[0] == 10
        finally:
            os.killpg(run.pid, 9)
    state = json.loads(told)
    assert code == 0
    assert state["holder"]["pid"] == run.pid
    assert (state["run"]["to_do"], state["run"]["done"]) == (4, 3)
    assert state["documents"]["ok"] == 3
    assert state["seconds_left"] > 0
    assert vanban("status", out)[1].startswith("No run works on it now.")


def test_status_of_a_folder_that_is_done_changes_nothing(vanban: Vanban, out: Path) -> None:
    before = everything(out)
    code, told, _ = vanban("status", out)
    assert code == 0
    assert "3 of 3 documents" in told
    assert everything(out) == before


def test_a_dry_run_foretells_and_writes_nothing(
    vanban: Vanban, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Scripted(tmp_path / "log")
    monkeypatch.setattr("extract.ocr.TesseractEngine.start", lambda *_: engine)
    (folder / "copy.png").write_bytes((folder / "a.png").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    code, told, _ = vanban("extract", folder, "--out", tmp_path / "new", "--dry-run")
    assert code == 0
    assert told.startswith(
        "5 inputs: 0 done already, 1 copies of others, 4 documents to look at, 1 that"
    )
    assert "5 pages to read" in told
    assert "judging by 5 pages read now" in told
    assert "broken.pdf" in told
    assert not (tmp_path / "new").exists()


def test_a_moved_input_is_recognised_and_a_copy_is_listed(folder: Path, out: Path) -> None:
    (folder / "2024").mkdir()
    (folder / "a.png").rename(folder / "2024" / "z.png")
    (folder / "b copy.tif").write_bytes((folder / "b.tif").read_bytes())
    log = out.parent / "log"
    summary = run_scripted([folder], out, Scripted(log))
    assert (calls(log), summary.read) == (4, 0)
    found = rows(out)
    assert "a.png" not in found
    assert found["2024/z.png"]["other_sources"] == ""
    assert found["b copy.tif"]["other_sources"] == "b.tif"
