"""A document with a secrecy mark leaves nothing but its name, hash, number of pages and mark (S5)."""

from __future__ import annotations

import csv
import ctypes
import hashlib
import resource
import sqlite3
import sys
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from scripted import Scripted, calls, contents, count_marks, draw, run_scripted

from extract.batch.stages import seal_key, unsealed
from extract.errors import ExitCode
from extract.image import CleanPage
from extract.model import Line, Page

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


def row_of(out: Path) -> dict[str, str]:
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return row


@pytest.mark.parametrize(
    ("line", "flags", "said"),
    [
        ("TỐI MẬT", "", "toi_mat on page 1, line 4"),
        ("T0I M4T", "secrecy_suspected", "toi_mat on page 1, line 4, read with a doubt"),
    ],
)
def test_S5_what_is_withheld_says_which_mark_where_it_stands_and_whether_there_is_a_doubt(
    tmp_path: Path, line: str, flags: str, said: str
) -> None:
    path, out = tmp_path / "a.txt", tmp_path / "out"
    path.write_text(SECRET.replace("MẬT\n", f"{line}\n"), encoding="utf-8")
    for _ in range(2):  # the second time from the journal
        (mark,) = run_scripted([path], out, Scripted(tmp_path / "log")).marks
        assert mark.startswith(said)
        assert ("doubt" in mark) == bool(flags)
        assert row_of(out)["flags"] == flags


def test_S5_a_mark_on_a_page_is_told_by_its_page(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.tif", 2, 4)
    done = run_scripted([path], tmp_path / "out", Marked(tmp_path / "log"))
    assert done.marks[0].startswith("mat on page 2, a stamp, read with a doubt")


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


@dataclass(frozen=True)
class Cut(Scripted):
    """Reads like the script, and ends the whole run at a page of four marks."""

    def read(self, page: CleanPage) -> Page:
        if count_marks(page) == 4:
            raise KeyboardInterrupt
        return super().read(page)


@dataclass(frozen=True)
class Marked(Scripted):
    """Reads like the script; a page of four marks bears a mark of secrecy."""

    def read(self, page: CleanPage) -> Page:
        read = super().read(page)
        return replace(read, lines=(Line("MẬT"), *read.lines)) if count_marks(page) == 4 else read


NOTICE = "Sở Nội vụ đạt 85,5 điểm"


def pages_kept(out: Path) -> list[bytes]:
    with closing(sqlite3.connect(out / ".vanban" / "journal.sqlite3")) as db:
        return [r for (r,) in db.execute("SELECT result FROM pages WHERE result IS NOT NULL")]


def cut_run(tmp_path: Path) -> tuple[Path, Path]:
    """A document of five pages, and the folder of a run that died after three of them."""
    path, out = draw(tmp_path / "a.tif", 2, 3, 5, 4, 6), tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        run_scripted([path], out, Cut(tmp_path / "log"))
    return path, out


def test_S10_nothing_of_a_document_can_be_read_before_all_of_it_was_judged(tmp_path: Path) -> None:
    path, out = cut_run(tmp_path)
    kept = pages_kept(out)
    assert len(kept) == 3
    assert not [page for page in kept if page[:1] in {b"x", b"{"}]
    key = seal_key(path, hashlib.sha256(path.read_bytes()).hexdigest())
    assert key is not None
    assert NOTICE.encode() in zlib.decompress(unsealed(kept[0], key))  # the control
    assert run_scripted([path], out, Marked(tmp_path / "log")).withheld == ("a.tif",)
    assert pages_kept(out) == []


def test_D2_pages_that_were_kept_sealed_are_not_read_again(tmp_path: Path) -> None:
    path, out = cut_run(tmp_path)
    engine = Scripted(tmp_path / "log")
    done = run_scripted([path], out, engine)
    assert (done.done, calls(engine.log)) == (("a.tif",), 5)
    run_scripted([path], tmp_path / "other", Scripted(tmp_path / "other log"))
    assert contents(out) == contents(tmp_path / "other")
    assert all(page[:1] in {b"x", b"{"} for page in pages_kept(out))


def test_S10_pages_are_kept_in_memory_where_their_file_is_gone(tmp_path: Path) -> None:
    assert seal_key(tmp_path / "none", "0") is None
    path = draw(tmp_path / "a.png", 1)
    assert seal_key(path, "another hash") is None


@dataclass(frozen=True)
class Telling(Scripted):
    """Tells beside its log what its worker would dump."""

    def read(self, page: CleanPage) -> Page:
        limit, _ = resource.getrlimit(resource.RLIMIT_CORE)
        dumpable = ctypes.CDLL(None).prctl(3)  # PR_GET_DUMPABLE
        self.log.with_suffix(".told").write_text(f"{limit} {dumpable}", encoding="ascii")
        return super().read(page)


@pytest.mark.skipif(sys.platform != "linux", reason="a process is bound not to dump on Linux alone")
def test_S10_a_worker_leaves_no_core_dump(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.png", 3)
    run_scripted([path], tmp_path / "out", Telling(tmp_path / "log"), jobs=1)
    assert (tmp_path / "log.told").read_text(encoding="ascii") == "0 0"
