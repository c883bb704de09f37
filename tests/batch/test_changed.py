"""A file that changes between the look at its bytes and its reading is read once more in the same run, then named (I7)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from scripted import AS_OF, Scripted, calls, contents, draw, run_scripted

from extract.batch import Silent, Summary, run
from extract.batch.executors import Results, Supply, Workplace
from extract.batch.work import work
from extract.errors import ExitCode
from extract.options import Options


class Meddler(Silent):
    """Does something to the inputs when their bytes were looked at and nothing is read yet."""

    def __init__(self, deed: Callable[[], object]) -> None:
        self.deed = deed
        self.told: list[str] = []

    def start(self, found: int, to_do: int) -> None:  # noqa: ARG002
        self.deed()

    def done(self, source: str, outcome: object) -> None:  # noqa: ARG002
        self.told.append(source)


class Held(Silent):
    """A place of work in which a file has other bytes at each task."""

    def __init__(self, path: Path) -> None:
        self.path, self.number = path, 0

    def place(self) -> Workplace:
        return nullcontext(self.execute)

    def execute(self, supply: Supply) -> Results:
        while tasks := supply(1):
            for task in tasks:
                self.number += 1
                draw(self.path, self.number % 9)
                yield task, work(task)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    draw(folder / "one.png", 3)
    draw(folder / "three.tif", 4, 5, 6)
    return folder


def meddled(scans: Path, out: Path, deed: Callable[[], object], jobs: int) -> tuple[Summary, Meddler]:  # fmt: skip
    engine, progress = Scripted(out.with_name("log")), Meddler(deed)
    return run([scans], out, Options(as_of=AS_OF, jobs=jobs), lambda: engine, progress), progress


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", ["one.png", "three.tif"])
def test_I7_a_changed_file_is_read_as_it_is_now(
    scans: Path, tmp_path: Path, name: str, jobs: int
) -> None:
    out = tmp_path / "out"
    summary, progress = meddled(scans, out, lambda: draw(scans / name, 7, 8), jobs)
    assert sorted(summary.done) == ["one.png", "three.tif"]
    assert (summary.adds_up(), summary.exit_code) == (True, ExitCode.OK)
    assert sorted(progress.told) == ["one.png", "three.tif"], "told once, when it is done"
    run_scripted([scans], tmp_path / "calm", Scripted(tmp_path / "log"))
    assert contents(out) == contents(tmp_path / "calm"), "nothing is left of the bytes that went"


@pytest.mark.parametrize("jobs", [1, 2])
def test_I7_a_vanished_file_is_named_and_a_second_run_may_find_it(
    scans: Path, tmp_path: Path, jobs: int
) -> None:
    out, kept = tmp_path / "out", (scans / "one.png").read_bytes()
    summary, _ = meddled(scans, out, (scans / "one.png").unlink, jobs)
    ((name, failure),) = summary.failed
    assert (name, failure.flag, failure.code) == ("one.png", "changed", ExitCode.TEMPORARY)
    assert (summary.adds_up(), summary.exit_code) == (True, ExitCode.TEMPORARY)
    (scans / "one.png").write_bytes(kept)
    again = run_scripted([scans], out, Scripted(tmp_path / "log"))
    assert (sorted(again.done), again.failed) == (["one.png", "three.tif"], ())


def test_I7_a_copy_that_stayed_is_read(scans: Path, tmp_path: Path) -> None:
    (scans / "another.png").write_bytes((scans / "one.png").read_bytes())
    summary, _ = meddled(scans, tmp_path / "out", lambda: draw(scans / "another.png", 9), 1)
    assert sorted(summary.done) == ["another.png", "one.png", "three.tif"]


def test_I7_a_file_that_keeps_changing_fails_by_name(scans: Path, tmp_path: Path) -> None:
    out, engine = tmp_path / "out", Scripted(tmp_path / "log")
    held = Held(scans / "one.png")
    summary = run([scans], out, Options(as_of=AS_OF), lambda: engine, held, workplace=held.place())
    ((name, failure),) = summary.failed
    assert (name, failure.flag) == ("one.png", "changed")
    assert summary.done == ("three.tif",)
    assert calls(engine.log) == 3
