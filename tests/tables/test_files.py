"""Files are written whole or not at all, inside the folder and nowhere else (D3, D5, D7, S2)."""

from __future__ import annotations

import errno
import os
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from extract.errors import ExitCode, NotWritable, UnreadableInput
from extract.tables.files import OutputFolder
from extract.tables.sheets import sheet_rows


@pytest.fixture
def out(tmp_path: Path) -> OutputFolder:
    return OutputFolder.open(tmp_path / "out")


def put(folder: OutputFolder, name: str, data: bytes) -> None:
    folder.stage(name, data)
    folder.publish([name])


def test_D3_a_file_is_old_until_it_is_published(out: OutputFolder) -> None:
    put(out, "a.csv", b"old")
    out.stage("a.csv", b"new")
    assert (out.path / "a.csv").read_bytes() == b"old"
    out.publish(["a.csv"])
    assert (out.path / "a.csv").read_bytes() == b"new"
    assert out.names() == ["a.csv"]


def test_D3_what_a_killed_run_left_is_replaced(out: OutputFolder) -> None:
    (out.path / ".a.csv.part").write_bytes(b"half")
    put(out, "a.csv", b"whole")
    assert (out.path / "a.csv").read_bytes() == b"whole"
    assert out.names() == ["a.csv"]


@pytest.mark.parametrize("planted", ["a.csv", ".a.csv.part"])
def test_S2_a_planted_link_leads_nowhere(out: OutputFolder, tmp_path: Path, planted: str) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (out.path / planted).symlink_to(victim)
    put(out, "a.csv", b"ours")
    assert victim.read_bytes() == b"mine"
    assert (out.path / "a.csv").read_bytes() == b"ours"
    assert not (out.path / "a.csv").is_symlink()


def test_S2_a_link_in_place_of_an_inner_folder_is_refused(
    out: OutputFolder, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (out.path / "text").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotWritable):
        out.inner("text")


def test_S2_a_folder_swapped_for_a_link_is_still_the_folder(
    out: OutputFolder, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    out.path.rename(tmp_path / "moved")
    out.path.symlink_to(tmp_path / "elsewhere")
    put(out, "a.csv", b"x")
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert (tmp_path / "moved" / "a.csv").read_bytes() == b"x"


@pytest.mark.parametrize("place", ["missing/out", "file"])
def test_D7_a_missing_parent_or_a_file_in_its_place_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotWritable) as refused:
        OutputFolder.open(tmp_path / place)
    assert refused.value.code is ExitCode.NOT_WRITABLE
    assert str(tmp_path / place) in refused.value.what


def failing(times: int, number: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """fsync of files fails so many times."""
    real, seen = os.fsync, []

    def fsync(descriptor: int) -> None:
        seen.append(descriptor)
        if len(seen) <= times:
            raise OSError(number, os.strerror(number))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return seen


def test_D5_after_a_failed_fsync_the_file_is_written_anew_once(
    out: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(1, errno.EIO, monkeypatch)
    put(out, "a.csv", b"x")
    assert (out.path / "a.csv").read_bytes() == b"x"


def test_D5_a_second_failure_ends_the_run_and_leaves_nothing(
    out: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(2, errno.EIO, monkeypatch)
    with pytest.raises(NotWritable):
        put(out, "a.csv", b"x")
    assert out.names() == []


def test_D6_a_full_disk_is_said_with_folder_and_bytes(
    out: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(out, "a.csv", b"old")
    failing(1, errno.ENOSPC, monkeypatch)
    with pytest.raises(NotWritable) as refused:
        put(out, "a.csv", b"x" * 1234)
    assert str(out.path) in refused.value.what
    assert "1234 bytes" in refused.value.why
    assert (out.path / "a.csv").read_bytes() == b"old"
    assert out.names() == ["a.csv"]


def test_D3_what_is_the_same_is_not_written_again(out: OutputFolder) -> None:
    put(out, "a.csv", b"same")
    before = (out.path / "a.csv").stat()
    out.stage("a.csv", b"same")
    assert out.names() == ["a.csv"]
    out.publish(["a.csv"])
    assert (out.path / "a.csv").stat().st_ino == before.st_ino


def test_D5_a_folder_that_cannot_be_made_to_last_keeps_nothing_staged(
    out: OutputFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    out.stage("a.csv", b"x")
    out.stage("b.csv", b"y")
    failing(9, errno.EIO, monkeypatch)
    with pytest.raises(NotWritable):
        out.publish(["a.csv"])
    assert out.names() == ["a.csv"]


def test_D3_a_moved_file_stands_in_its_new_place_alone(out: OutputFolder) -> None:
    inner = out.inner("old")
    put(out, "a.csv", b"x")
    out.move("a.csv", inner, "b.csv")
    assert (out.names(), inner.names()) == (["old"], ["b.csv"])
    with pytest.raises(NotWritable) as refused:
        out.move("a.csv", inner, "b.csv")
    assert str(inner.path) in refused.value.what


def test_the_first_sheet_of_a_workbook_is_read_as_text_by_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["số", None, "ngày"], [12, "", date(2024, 5, 1)], [None] * 27 + ["AB"]):
        book.active.append(row)  # type: ignore[union-attr]
    book.create_sheet("x").append(["not read"])
    book.save(tmp_path / "a.xlsx")
    rows = [
        {at: text for at, text in row.items() if text}
        for row in sheet_rows(tmp_path / "a.xlsx", "")
    ]
    assert rows == [{0: "số", 2: "ngày"}, {0: "12", 2: "45413"}, {27: "AB"}]


@pytest.mark.parametrize(
    "sheet", [b"<!DOCTYPE x><a/>", b"<!ENTITY x 'y'><a/>", b"<a>", b" " * 101 + b"<a/>", None]
)
def test_I4_a_sheet_that_declares_much_or_is_too_large_or_broken_is_refused(
    tmp_path: Path, sheet: bytes | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.tables.sheets._MOST_BYTES", 100)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as book:
        if sheet is not None:
            book.writestr("xl/worksheets/sheet1.xml", sheet)
    with pytest.raises(UnreadableInput) as refused:
        sheet_rows(tmp_path / "a.xlsx", "Save it as CSV.")
    assert refused.value.do == "Save it as CSV."
