"""A document with a secrecy mark leaves nothing but its name, hash, number of pages and mark (S5)."""

from __future__ import annotations

import csv
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from scripted import Scripted, run_scripted

from extract.errors import ExitCode

SENTENCE = "Bố trí lực lượng tại cầu Suối Đá"
SECRET = f"""\
UBND TỈNH HÒA SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc
Số: 12/TB-SNV                    Hòa Sơn, ngày 12 tháng 3 năm 2024
MẬT

THÔNG BÁO
Về việc sắp xếp lực lượng

1. {SENTENCE} trước ngày 15 tháng 4 năm 2024.

Nơi nhận:                        GIÁM ĐỐC
- Lưu: VT.                       Nguyễn Văn Tám
"""
COLUMNS = {"doc_id", "part", "source", "sha256", "pages", "status", "secrecy"}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(SECRET, encoding="utf-8")
    (folder / "b.txt").write_text(SECRET.replace("MẬT\n", "\n"), encoding="utf-8")
    return folder


def everything(out: Path) -> bytes:
    """All bytes of an output folder, what is packed in its journal unpacked."""
    data = [path.read_bytes() for path in out.rglob("*") if path.is_file()]
    with closing(sqlite3.connect(out / ".vanban" / "journal.sqlite3")) as db:
        data += [row[0] for row in db.execute("SELECT result FROM stages")]
    return b"".join(zlib.decompress(d) if d[:1] == b"x" else d for d in data)


def test_S5_a_withheld_document_leaves_no_text(secret: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    summary = run_scripted([secret / "a.txt"], out, Scripted(tmp_path / "log"))
    assert summary.withheld == ("a.txt",)
    assert summary.exit_code is ExitCode.OK
    assert SENTENCE.encode() not in everything(out)
    assert not list((out / "text").iterdir())
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert {name for name, value in row.items() if value} == COLUMNS
    assert (row["status"], row["secrecy"]) == ("withheld", "mat")


def test_S5_the_sentence_would_be_found(secret: Path, tmp_path: Path) -> None:
    """The control of the test above: the same document without its mark is there in full."""
    out = tmp_path / "out"
    assert run_scripted([secret], out, Scripted(tmp_path / "log")).done == ("b.txt",)
    assert SENTENCE.encode() in everything(out)


def test_S5_a_withheld_document_is_not_looked_at_again(secret: Path, tmp_path: Path) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([secret], out, engine)
    assert run_scripted([secret], out, engine).read == 0


def test_S5_include_secret_shows_it_and_the_next_run_without_it_takes_it_away(
    secret: Path, tmp_path: Path
) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    shown = run_scripted([secret / "a.txt"], out, engine, include_secret=True)
    assert shown.withheld == ()
    assert SENTENCE.encode() in everything(out)
    hidden = run_scripted([secret / "a.txt"], out, engine)
    assert hidden.withheld == ("a.txt",)
    assert SENTENCE.encode() not in everything(out)
