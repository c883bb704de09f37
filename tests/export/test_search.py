"""`vanban index` and `vanban find`: with marks and without, codes whole, incremental, killed at any time, nothing withheld."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from scripted import Scripted, run_scripted
from typer.testing import CliRunner

from extract.batch.files import forget_documents
from extract.cli.app import app
from extract.errors import UnreadableInput, UsageError
from extract.export.search import Hit, Indexed, Wish, _snippet, find, index

PAPER = """\
UBND TỈNH HÒA SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc
Số: {number}/QĐ-SNV                    Hòa Sơn, ngày 12 tháng 3 năm {year}

{mark}QUYẾT ĐỊNH
Về việc ban hành kế hoạch điều động {word}
"""
WORDS = {1085: "thuyền trưởng", 85: "lái đò", 7: "bí ẩn"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three invented decisions, the last of them withheld."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "in").mkdir()
    for number, word in WORDS.items():
        mark = "MẬT\n" if number == 7 else ""
        text = PAPER.format(number=number, year=2000 + number % 24, mark=mark, word=word)
        (folder / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    run_scripted([folder / "in"], folder / "out", Scripted(folder / "log"))
    return folder / "out"


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    index([made], tmp_path / "archive.sqlite")
    return tmp_path / "archive.sqlite"


def sources(hits: list[Hit]) -> list[str]:
    return [hit.source for hit in hits]


@pytest.mark.parametrize("words", ["điều động thuyền trưởng", "dieu dong thuyen truong", "THUYỀN"])
def test_marks_make_no_difference(db: Path, words: str) -> None:
    assert sources(find(db, Wish(words))) == ["1085.txt"]


@pytest.mark.parametrize(
    ("code", "found"),
    [("1085/QĐ-SNV", ["1085.txt"]), ("85/qd-snv", ["85.txt"]), ("5/QĐ-SNV", []), ("085/QĐ-SNV", [])],
)  # fmt: skip
def test_a_code_is_found_whole(db: Path, code: str, found: list[str]) -> None:
    assert sources(find(db, Wish(code))) == found


def test_nonsense_finds_nothing_and_a_query_without_words_is_refused(db: Path) -> None:
    assert find(db, Wish("kế hoạch xyzzy")) == []
    with pytest.raises(UsageError, match="no word"):
        find(db, Wish('"*'))


def test_filters_narrow(db: Path) -> None:
    assert len(find(db, Wish("kế hoạch"))) == 2
    assert sources(find(db, Wish("kế hoạch", first=date(2010, 1, 1)))) == ["85.txt"]
    assert sources(find(db, Wish("kế hoạch", last=date(2010, 1, 1)))) == ["1085.txt"]
    assert len(find(db, Wish("kế hoạch", issuer="so noi vu", doc_type="quyết định"))) == 2
    assert not find(db, Wish("kế hoạch", doc_type="bao_cao"))


def test_a_hit_tells_page_snippet_and_a_file_that_is_there(db: Path) -> None:
    (hit,) = find(db, Wish("lai do"))
    assert (hit.page, "điều động lái đò" in hit.snippet, Path(hit.text).is_file()) == (1, True, True)  # fmt: skip


def test_withheld_papers_are_not_in_it(db: Path) -> None:
    assert not find(db, Wish("bí ẩn"))
    assert not find(db, Wish("7/QĐ-SNV"))


def test_a_second_call_reads_nothing_and_a_forgotten_paper_leaves_no_trace(
    made: Path, db: Path, tmp_path: Path
) -> None:
    assert index([made], db) == Indexed(0, 2, 0)
    out = tmp_path / "out"
    shutil.copytree(made, out)
    other = tmp_path / "other.sqlite"
    index([out], other)
    (hit,) = find(other, Wish("lái đò"))
    forget_documents(out, [Path(hit.text).stem])
    assert index([out], other) == Indexed(0, 1, 1)
    assert not find(other, Wish("lái đò"))
    assert "lái đò".encode() not in other.read_bytes()


def test_a_kill_leaves_the_old_index(made: Path, db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(made, out)
    code = (
        "import extract.export.search as s, pathlib, sys, time\n"
        "add = s._add_pages\n"
        "def slow(*a):\n    add(*a); print('in', flush=True); time.sleep(60)\n"
        "s._add_pages = slow\n"
        "s.index([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(out), str(db)], stdout=subprocess.PIPE
    ) as run:
        assert run.stdout
        assert run.stdout.readline()
        time.sleep(0.05)
        os.kill(run.pid, signal.SIGKILL)
    assert len(find(db, Wish("kế hoạch"))) == 2
    assert index([out], db) == Indexed(2, 0, 0)


def test_what_is_no_index_is_refused(tmp_path: Path, made: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        find(tmp_path / "none", Wish("x"))
    other = tmp_path / "other"
    other.write_bytes(b"something else" * 100)
    with pytest.raises(UnreadableInput, match="no index"):
        find(other, Wish("x"))
    with pytest.raises(UnreadableInput, match="no index"):
        index([made], other)
    assert other.read_bytes() == b"something else" * 100


def test_the_commands(made: Path, tmp_path: Path) -> None:
    db = ["--db", str(tmp_path / "a.sqlite")]
    assert "2 papers put in" in CliRunner().invoke(app, ["index", str(made), *db]).output
    told = CliRunner().invoke(app, ["find", "lai do", "--json", *db])
    assert json.loads(told.stdout)[0]["source"] == "85.txt"
    assert "Nothing was found" in CliRunner().invoke(app, ["find", "xyzzy", *db]).output


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("kế hoạch năm 2024", "kế hoạch năm 2024"),
        (f"{'trước đó ' * 20}kế hoạch{' sau này' * 20}", ("… ", "kế hoạch", " …")),
    ],
)
def test_what_is_shown_of_a_page_begins_and_ends_with_a_word(
    text: str, shown: str | tuple[str, ...]
) -> None:
    found = _snippet(text, "ke hoach")
    if isinstance(shown, str):
        assert found == shown
        return
    opening, phrase, closing = shown
    assert found.startswith(opening)
    assert found.endswith(closing)
    assert phrase in found
    assert set(found.strip("… ").split()) <= set(text.split())
