"""The inbox: a file is read when it rests, once for each state, and never while it is being copied."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.batch.watch import Inbox


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def inbox(folder: Path) -> Inbox:
    return Inbox(folder, folder / "out", settle=10)


def put(folder: Path, name: str, content: bytes = b"van ban") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def names(inbox: Inbox, now: float) -> list[str]:
    return [item.source for item in inbox.rested(now).inputs]


def test_an_inbox_may_be_empty(inbox: Inbox) -> None:
    assert names(inbox, 0) == []


def test_a_file_is_given_when_it_has_rested(inbox: Inbox, folder: Path) -> None:
    put(folder, "day/a.txt")
    assert names(inbox, 0) == []
    assert names(inbox, 9.9) == []
    assert names(inbox, 10) == ["day/a.txt"]


def test_what_is_no_document_is_told_once_when_it_rests(inbox: Inbox, folder: Path) -> None:
    put(folder, "list.xlsx", b"PK\x03\x04")
    inbox.rested(0)
    found = inbox.rested(10)
    assert [item.source for item in found.passed] == ["list.xlsx"]
    inbox.done(found)
    assert inbox.rested(30).passed == ()


def test_a_file_that_grows_is_waited_for(inbox: Inbox, folder: Path) -> None:
    path = put(folder, "a.txt")
    for now in range(0, 50, 5):
        assert names(inbox, now) == []
        path.write_bytes(path.read_bytes() + b"more")
    assert names(inbox, 50) == []
    assert names(inbox, 60) == ["a.txt"]


def test_a_file_that_was_read_is_given_again_only_if_it_changed(inbox: Inbox, folder: Path) -> None:
    path = put(folder, "a.txt")
    inbox.rested(0)
    inbox.done(inbox.rested(10))
    assert names(inbox, 100) == []
    path.write_bytes(b"scanned again")
    assert names(inbox, 101) == []
    assert names(inbox, 111) == ["a.txt"]


def test_a_file_replaced_by_one_of_the_same_size_and_time_is_seen(
    inbox: Inbox, folder: Path
) -> None:
    path = put(folder, "a.txt")
    inbox.rested(0)
    inbox.done(inbox.rested(10))
    other = put(folder, ".new", b"ban van")
    os.utime(other, ns=(0, path.stat().st_mtime_ns))
    other.replace(path)
    inbox.rested(20)
    assert names(inbox, 30) == ["a.txt"]


def test_a_run_that_was_refused_gives_the_file_again(inbox: Inbox, folder: Path) -> None:
    put(folder, "a.txt")
    inbox.rested(0)
    assert names(inbox, 10) == names(inbox, 12) == ["a.txt"]


def test_an_empty_file_waits_ten_times_as_long(inbox: Inbox, folder: Path) -> None:
    put(folder, "a.pdf", b"")
    inbox.rested(0)
    assert names(inbox, 99) == []
    assert names(inbox, 100) == ["a.pdf"]


@pytest.mark.parametrize(
    "name", ["a.pdf.part", "b.tmp", ".c.pdf.Xy12", ".sync/d.pdf", "e.CRDOWNLOAD"]
)
def test_unfinished_copies_wait_for_their_name(inbox: Inbox, folder: Path, name: str) -> None:
    path = put(folder, name, b"%PDF-1.4 half")
    inbox.rested(0)
    assert names(inbox, 1000) == []
    path.rename(folder / "whole.pdf")
    inbox.rested(1001)
    assert names(inbox, 1011) == ["whole.pdf"]


def test_a_file_that_goes_is_forgotten_and_the_output_folder_is_no_inbox(
    inbox: Inbox, folder: Path
) -> None:
    put(folder, "out/text/0.txt")
    path = put(folder, "a.txt")
    inbox.rested(0)
    inbox.done(inbox.rested(10))
    path.unlink()
    assert names(inbox, 20) == []
    assert inbox.read == {}
