"""A document has a budget, and no document keeps the others waiting (promises I10, W11)."""

from __future__ import annotations

import csv
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import hostile
import processes
import pytest
import scripted
from scripted import DEEDS, Scripted, calls, draw, run_scripted

from extract.batch import plan
from extract.batch.course import Courses
from extract.batch.plan import Job
from extract.batch.recipe import Keys
from extract.batch.tasks import OpenedDocument, Subject
from extract.options import Options
from extract.pipeline import NoEngine

DIE = 10 * DEEDS.index("die")
FEW = (3, 4, 5, 6, 7)


def flags(out: Path, source: str) -> tuple[str, str]:
    """Status and flags of a document."""
    with (out / "documents.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["source"] == source)
    return row["status"], row["flags"]


def test_I10_a_small_file_of_very_many_pages_is_refused_at_once(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.pdf"
    bomb.write_bytes(hostile.page_bomb(10, 5))
    assert bomb.stat().st_size < 2000
    letter, engine = draw(tmp_path / "a.png", 3), Scripted(tmp_path / "log")
    done = run_scripted([bomb, letter], tmp_path / "out", engine)
    assert (done.done, calls(engine.log)) == (("a.png",), 1)
    assert flags(tmp_path / "out", "bomb.pdf") == ("failed", "too_large")


@pytest.mark.slow
def test_I10_pages_that_take_hours_to_draw_cost_their_limit_and_no_other_document(
    tmp_path: Path,
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    bombs = [hostile.put(folder, case) for case in hostile.drawn_bombs()]
    letter = draw(folder / "z.png", 3)
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = run_scripted([folder], out, Scripted(tmp_path / "log"), jobs=1, timeout=2.0)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert letter.name in done.done
    assert {flags(out, f"i4/{bomb.name}")[1] for bomb in bombs} <= {"timed_out", "out_of_memory"}
    assert ended.ru_utime - began.ru_utime < 60, "each has its seconds of a processor, no more"


@pytest.mark.parametrize(
    ("limit", "flag"), [({"max_pages": 4}, "too_large"), ({"max_megabytes": 0.001}, "too_large")]
)
def test_I10_a_document_beyond_its_budget_is_refused_and_read_under_another_one(
    tmp_path: Path, limit: dict[str, float], flag: str
) -> None:
    path, out, engine = draw(tmp_path / "a.tif", *FEW), tmp_path / "out", Scripted(tmp_path / "log")
    run_scripted([path], out, engine, **limit)
    assert flags(out, "a.tif") == ("failed", flag)
    assert run_scripted([path], out, engine).done == ("a.tif",)


def test_I10_beyond_its_seconds_the_pages_that_are_left_are_given_up_and_the_others_stay(
    tmp_path: Path,
) -> None:
    path, out, engine = draw(tmp_path / "a.tif", *FEW), tmp_path / "out", Scripted(tmp_path / "log")
    assert run_scripted([path], out, engine, max_seconds=0.0).partial == ("a.tif",)
    assert calls(engine.log) == 1
    assert run_scripted([path], out, engine).done == ("a.tif",)
    assert calls(engine.log) == len(FEW)


@pytest.mark.slow
def test_I10_a_document_of_poison_pages_is_given_up_after_some(tmp_path: Path) -> None:
    path = draw(tmp_path / "a.tif", 3, *[DIE + n for n in range(5)], 4)
    done = run_scripted(
        [path], tmp_path / "out", Scripted(tmp_path / "log"), jobs=1, max_failures=1
    )
    assert done.partial == ("a.tif",)
    assert calls(tmp_path / "log") <= 2 + 2 * 5


def courses(*pages: int) -> Courses:
    """Documents of so many pages, none opened yet."""
    keys = Keys("words", "restored", "records", "secrecy", "tried")
    return Courses.of(
        Job(
            Subject(Path(f"{n}"), f"{n}", f"{n}", 1, False, options=Options(), engine=NoEngine()),
            keys,
        )
        for n in pages
    )


def test_I10_letters_do_not_wait_for_a_book() -> None:
    work, order = courses(5000, *([1] * 100)), []
    for _ in range(400):
        step = work.next()
        assert step is not None
        if step.page is None and step.course.sha256 == "5000":
            work.opened(step.course, OpenedDocument(5000, ()))
        order.append(step.course.sha256)
    assert order.count("1") == 100
    assert order.index("1") <= 21


def test_I10_two_books_take_turns_and_a_short_document_goes_first() -> None:
    work = courses(300, 400, 5)
    for _ in range(3):
        step = work.next()
        assert step is not None
        work.opened(step.course, OpenedDocument(int(step.course.sha256), ()))
    order = [step.course.sha256 for _ in range(90) if (step := work.next()) is not None]
    assert {"300", "400"} <= set(order)
    assert max(i for i, name in enumerate(order) if name == "5") < 30


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")
def test_W11_a_run_that_is_stopped_and_goes_on_loses_nothing(tmp_path: Path) -> None:
    path, out = draw(tmp_path / "a.tif", 3, 4, 5), tmp_path / "out"
    program = [sys.executable, scripted.__file__, str(path), "--out", str(out), "--log", str(tmp_path / "log"), "--delay", "1.5", "--timeout", "3"]  # fmt: skip
    with subprocess.Popen(program) as run:
        while calls(tmp_path / "log") < 1:
            time.sleep(0.05)
        tree = [run.pid, *processes.below(run.pid)]
        for pid in tree:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(8)
        for pid in reversed(tree):
            os.kill(pid, signal.SIGCONT)
        assert run.wait(60) == 0
    assert flags(out, "a.tif")[0] == "ok"


def test_S8_copies_of_one_content_are_planned_in_a_time_in_proportion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(300):
        (folder / f"{number}.txt").write_text(f"BÁO CÁO {number % 2}\n", encoding="utf-8")
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    assert len(run_scripted([folder], out, engine).done) == 300
    looked: list[str] = []
    exists = os.path.lexists
    monkeypatch.setattr(
        plan.os.path, "lexists", lambda path: (looked.append(path), exists(path))[1]
    )
    assert run_scripted([folder], out, engine).read == 0
    assert len(looked) < 3 * 300


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="signals as Linux sends them")
def test_W9_a_run_that_is_told_to_stop_while_it_plans_ends_cleanly(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(6000):
        (folder / f"{number}.txt").write_text(f"BÁO CÁO {number % 10}\n", encoding="utf-8")
    command = [sys.executable, "-m", "extract", "extract", str(folder), "--out", str(out), "--jobs", "1"]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as run:
        while not (out / ".vanban" / "journal.sqlite3").exists():
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        _, told = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "Traceback" not in told
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=True, timeout=240)
    assert "6000 done" in done.stderr
