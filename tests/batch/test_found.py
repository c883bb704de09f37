"""I11: every file that was found has a row, is told and counted, also where nothing else was there."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path

import pytest

from extract.batch import Silent, Summary, run
from extract.batch.executors import in_process
from extract.errors import ExitCode, UnreadableInput
from extract.options import Options
from extract.pipeline import NoEngine

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OPTIONS = Options(as_of=date(2026, 1, 1))


def done(folder: Path, out: Path) -> Summary:
    return run([folder], out, OPTIONS, NoEngine, Silent(), workplace=in_process())


def rows(out: Path) -> list[tuple[str, str, str]]:
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        return [(row["source"], row["status"], row["flags"]) for row in csv.DictReader(file)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/luong.xls").write_bytes(OLD)
    (tmp_path / "in/link.pdf").symlink_to(tmp_path)
    return tmp_path / "in"


def test_I11_what_is_not_read_has_a_row_with_its_reason(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("Kính gửi: Sở Nội vụ", encoding="utf-8")
    summary = done(folder, tmp_path / "out")
    assert summary.exit_code == ExitCode.OK  # a kind that is not read is no failure
    assert summary.adds_up()
    assert [row for row in rows(tmp_path / "out") if row[1] == "skipped"] == [
        ("link.pdf", "skipped", "no_file"),
        ("luong.xls", "skipped", "kind_not_read"),
    ]


def test_I11_the_report_never_says_that_every_file_was_read(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("Kính gửi: Sở Nội vụ", encoding="utf-8")
    done(folder, tmp_path / "out")
    page = (tmp_path / "out/report/index.html").read_text(encoding="utf-8")
    assert "luong.xls" in page
    assert "Every file could be read" not in page
    assert "Every other file could be read" in page


def test_I11_where_nothing_can_be_read_the_rows_stand_there_all_the_same(
    folder: Path, tmp_path: Path
) -> None:
    summary = done(folder, tmp_path / "out")
    assert summary.exit_code == ExitCode.UNREADABLE
    assert {status for _, status, _ in rows(tmp_path / "out")} == {"skipped"}


def test_I11_a_file_that_can_be_read_now_is_skipped_no_longer(folder: Path, tmp_path: Path) -> None:
    done(folder, tmp_path / "out")
    (folder / "luong.xls").unlink()
    (folder / "luong.xls").write_bytes(b"%PDF-1.4 damaged")
    done(folder, tmp_path / "out")
    assert [row[1] for row in rows(tmp_path / "out") if row[0] == "luong.xls"] == ["failed"]


def test_I11_an_empty_folder_is_still_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(UnreadableInput):
        done(tmp_path / "in", tmp_path / "out")


def packed(path: Path, texts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in texts.items():
            archive.writestr(name, data)


LETTER = "Kính gửi: Sở Nội vụ\nĐề nghị báo cáo.\n".encode()


def test_what_an_archive_holds_is_read_under_its_path_inside(tmp_path: Path) -> None:
    (tmp_path / "in/sub").mkdir(parents=True)
    packed(tmp_path / "in/sub/a.zip", {"x/b.txt": LETTER, "c.xls": OLD})
    before = (tmp_path / "in/sub/a.zip").read_bytes()
    summary = done(tmp_path / "in", tmp_path / "out")
    assert summary.exit_code == ExitCode.OK
    assert [(source, status) for source, status, _ in rows(tmp_path / "out")] == [
        ("sub/a.zip/c.xls", "skipped"),
        ("sub/a.zip/x/b.txt", "ok"),
    ]
    (text,) = [p for p in (tmp_path / "out/text").iterdir() if not p.name.endswith(".raw.txt")]
    assert text.read_bytes() == LETTER
    assert (tmp_path / "in/sub/a.zip").read_bytes() == before
    assert sorted(p.name for p in (tmp_path / "in").rglob("*")) == ["a.zip", "sub"]


def test_D9_a_second_run_does_nothing_for_an_archive_that_is_done(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    packed(tmp_path / "in/a.zip", {"b.txt": LETTER})
    assert done(tmp_path / "in", tmp_path / "out").read == 1
    again = done(tmp_path / "in", tmp_path / "out")
    assert (again.read, again.done) == (0, ("a.zip/b.txt",))


def test_the_same_bytes_in_and_beside_an_archive_are_one_document(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    packed(tmp_path / "in/a.zip", {"b.txt": LETTER})
    (tmp_path / "in/c.txt").write_bytes(LETTER)
    done(tmp_path / "in", tmp_path / "out")
    assert [row[0] for row in rows(tmp_path / "out")] == ["a.zip/b.txt"]


def test_an_archive_that_cannot_be_opened_has_a_row_and_fails_the_run(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    packed(tmp_path / "in/a.zip", {"b.txt": LETTER})
    data = (tmp_path / "in/a.zip").read_bytes()
    (tmp_path / "in/a.zip").write_bytes(data[:-20])
    summary = done(tmp_path / "in", tmp_path / "out")
    assert summary.exit_code == ExitCode.UNREADABLE
    assert rows(tmp_path / "out") == [("a.zip", "failed", "unreadable")]


def test_a_moved_archive_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    packed(tmp_path / "in/a.zip", {"b.txt": LETTER})
    done(tmp_path / "in", tmp_path / "out")
    (tmp_path / "in/a.zip").rename(tmp_path / "in/moved.zip")
    assert done(tmp_path / "in", tmp_path / "out").read == 0
    assert [row[0] for row in rows(tmp_path / "out")] == ["moved.zip/b.txt"]
