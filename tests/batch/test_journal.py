"""The journal: set aside where it is damaged or newer, one run at a time, the summary adds up (D8, D13, D15)."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
import scripted
from scripted import Scripted, calls, contents, draw, run_scripted

from extract.batch import machine
from extract.batch.folder import LOCK, locked
from extract.batch.journal import Journal
from extract.batch.stages import SCHEMA_VERSION
from extract.errors import ExitCode, NotWritable, OutputLocked
from extract.tables.files import OutputFolder

JOURNAL = ".vanban/journal.sqlite3"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return draw(tmp_path / "3.png", 3)


@pytest.mark.parametrize("damage", ["rubbish", "newer", "torn"])
def test_D13_a_damaged_or_newer_journal_is_set_aside(
    scan: Path, tmp_path: Path, damage: str
) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([scan], out, engine)
    before = contents(out)
    path = out / JOURNAL
    if damage == "rubbish":
        path.write_bytes(b"no database at all" * 300)
    elif damage == "torn":
        data = bytearray(path.read_bytes())
        data[4096 : 3 * 4096] = bytes(2 * 4096)
        path.write_bytes(bytes(data))
    else:
        with sqlite3.connect(path) as db:
            db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        db.close()
    kept = path.read_bytes()
    run_scripted([scan], out, engine)
    assert (out / ".vanban" / "journal.aside-1").read_bytes() == kept
    assert calls(engine.log) == 2
    assert contents(out) == before


def test_D13_the_journal_is_sound_and_cannot_lose_a_finished_document(
    scan: Path, tmp_path: Path
) -> None:
    run_scripted([scan], tmp_path / "out", Scripted(tmp_path / "log"))
    with closing(sqlite3.connect(tmp_path / "out" / JOURNAL)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.slow
def test_D8_the_second_run_on_a_folder_is_refused_and_names_the_first(
    scan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    program = [sys.executable, scripted.__file__, str(scan), "--out", str(out)]
    command = [*program, "--log", str(tmp_path / "log"), "--delay", "30"]
    with subprocess.Popen(command, start_new_session=True) as first:
        try:
            until(lambda: calls(tmp_path / "log") > 0)
            with pytest.raises(OutputLocked) as refused:
                run_scripted([scan], out, Scripted(tmp_path / "log"))
        finally:
            os.killpg(first.pid, 9)
    assert refused.value.code is ExitCode.LOCKED
    assert f"process {first.pid}, since 20" in refused.value.why
    run_scripted([scan], out, Scripted(tmp_path / "log"))  # the lock died with its holder


@pytest.mark.parametrize("dead", [True, False])
def test_D8_a_lock_is_waited_for_only_where_the_run_that_signed_it_is_dead(
    tmp_path: Path, *, dead: bool
) -> None:
    with subprocess.Popen(["true"]) as ended:
        pass
    pid = ended.pid if dead else os.getpid()
    folder = OutputFolder.open(tmp_path)
    held = folder.open_lock(LOCK)
    fcntl.flock(held, fcntl.LOCK_EX)
    os.pwrite(held, json.dumps({"host": machine.host(), "pid": pid, "since": "2026"}).encode(), 0)
    letting_go = threading.Timer(0.3, os.close, [held])  # as a child does that was forked last
    letting_go.start()
    with nullcontext() if dead else pytest.raises(OutputLocked), locked(folder, tmp_path):
        pass
    letting_go.join()
    folder.close()


def until(true: object, seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_D15_the_summary_adds_up(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    draw(folder / "3.png", 3)
    draw(folder / "30.png", 30)
    (folder / "empty.pdf").touch()
    (folder / "gone.png").symlink_to("nowhere")
    (folder / "text.txt").write_text("Kính gửi: Sở Nội vụ", encoding="utf-8")
    summary = run_scripted([folder], tmp_path / "out", Scripted(tmp_path / "log"))
    assert summary.adds_up()
    assert set(summary.found) >= {"3.png", "30.png", "empty.pdf", "text.txt"}
    assert summary.done == ("3.png", "text.txt")
    others = {*summary.done, *summary.skipped}
    assert {name for name, _ in summary.failed} == set(summary.found) - others
    assert summary.exit_code is ExitCode.SOME_FAILED


@pytest.mark.slow
def test_W9_the_first_signal_stops_after_what_runs_and_the_rest_is_done_later(
    tmp_path: Path,
) -> None:
    folder, out, log = tmp_path / "in", tmp_path / "out", tmp_path / "log"
    folder.mkdir()
    for marks in range(3, 8):
        draw(folder / f"{marks}.png", marks)
    program = [sys.executable, scripted.__file__, str(folder), "--out", str(out), "--log", str(log)]
    for number, code in ((2, 130), (15, 143)):
        before = calls(log)
        with subprocess.Popen([*program, "--delay", "0.5"]) as run:
            until(lambda seen=before: calls(log) > seen)
            run.send_signal(number)
            assert run.wait(20) == code
        assert calls(log) == before + 1
    summary = run_scripted([folder], out, Scripted(log))
    assert summary.adds_up()
    assert len(summary.done) == 5
    assert calls(log) == 5, "what the interrupted runs had finished was not read again"


def test_D6_a_disk_that_fills_while_results_are_kept_is_the_error_that_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(tmp_path / "one.png", 3)

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Journal, "store", full)
    with pytest.raises(NotWritable, match="disk is full"):
        run_scripted([tmp_path / "one.png"], tmp_path / "out", Scripted(tmp_path / "log"))
