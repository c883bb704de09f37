"""What a disk has changed is found, taken out and made anew; no flipped bit ends in a traceback or a wrong table (promise D17)."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from scripted import Scripted, calls, contents, draw, run_scripted

from extract.batch import Silent
from extract.batch.audit import Fault, audit
from extract.batch.folder import opened_place
from extract.errors import NotWritable

JOURNAL = ".vanban/journal.sqlite3"
FLIPS = int(os.environ.get("VANBAN_FLIPS", "24"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    draw(folder / "a.png", 3)
    draw(folder / "b.tif", 4, 5)
    (folder / "c.txt").write_text("BÁO CÁO\nSở Y tế đạt 80,5 điểm.\n", encoding="utf-8")
    return folder


def harm(out: Path, statement: str) -> None:
    """Change the journal behind our back."""
    with closing(sqlite3.connect(out / JOURNAL)) as db, db:
        assert db.execute(statement).rowcount > 0


ALL = "substr(result, 1, 20) || X'00' || substr(result, 22)"


@pytest.mark.parametrize(
    ("statement", "read"),
    [
        (f"UPDATE pages SET result = {ALL} WHERE number = 2", 1),  # one page of the second document
        (f"UPDATE stages SET result = {ALL} WHERE stage = 'records'", 0),
        ("UPDATE stages SET key = 'x' WHERE stage = 'restored'", 0),
        ("UPDATE readings SET count = 3 WHERE count = 2", 2),
        ("UPDATE inputs SET source = 'A.png' WHERE source = 'a.png'", 1),
        ("UPDATE documents SET secrecy = 'mat' WHERE pages = 1", 1),
        ("UPDATE documents SET pages = 7 WHERE pages = 2", 0),
        ("UPDATE documents SET status = 'oK' WHERE pages = 2", 0),
        ("DELETE FROM pages WHERE number = 2", 0),
    ],
)
def test_D17_a_damaged_row_is_named_and_made_anew_and_the_others_stay(
    folder: Path, tmp_path: Path, statement: str, read: int
) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([folder], out, engine)
    before, asked = contents(out), calls(engine.log)
    harm(out, statement)
    found = [finding.path for finding in audit(out).findings]
    assert JOURNAL in found
    assert {"a.png", "b.tif", "c.txt", "A.png"} & set(found), "the documents are named"
    assert run_scripted([folder], out, engine).failed == ()
    assert contents(out) == before
    assert calls(engine.log) - asked <= max(read, 2)
    assert audit(out).findings == ()


def test_D17_check_names_the_damaged_document_and_no_other(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run_scripted([folder], out, Scripted(tmp_path / "log"))
    harm(out, f"UPDATE pages SET result = {ALL} WHERE number = 2")
    assert [(f.path, f.fault) for f in audit(out).findings] == [
        (JOURNAL, Fault.DAMAGED),
        ("b.tif", Fault.HARMED),
    ]


def test_D17_a_sound_journal_is_left_as_it_is(folder: Path, tmp_path: Path) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([folder], out, engine)
    assert audit(out).findings == ()
    assert run_scripted([folder], out, engine).read == 0


@pytest.mark.slow
def test_D17_no_flipped_bit_ends_in_a_traceback_or_a_wrong_table(
    folder: Path, tmp_path: Path
) -> None:
    whole = tmp_path / "whole"
    run_scripted([folder], whole, Scripted(tmp_path / "log"))
    before = contents(whole)
    chance = random.Random(17)
    files = [path for path in sorted(whole.rglob("*")) if path.is_file()]
    for number in range(FLIPS):
        out = tmp_path / str(number)
        shutil.copytree(whole, out)
        path = out / (JOURNAL if number % 2 else chance.choice(files).relative_to(whole))
        data = bytearray(path.read_bytes() or b" ")
        at = chance.randrange(len(data))
        data[at] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        audit(out)
        assert run_scripted([folder], out, Scripted(tmp_path / "log")).failed == (), (path, at)
        now = contents(out)
        kept = {name for name in now if name.startswith("edited/")}  # as if a hand had edited it
        assert {name: now[name] for name in now.keys() - kept} == before, (path, at)
        assert len(kept) <= (path.suffix == ".csv")
        shutil.rmtree(out)


def test_D17_a_journal_that_breaks_meanwhile_is_not_said_to_lack_space(tmp_path: Path) -> None:
    broken = sqlite3.DatabaseError("database disk image is malformed")
    broken.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    with pytest.raises(NotWritable) as told, opened_place(tmp_path / "out", Silent(), fresh=False):
        raise broken
    assert "space" not in told.value.do
    assert "damaged" in told.value.why
