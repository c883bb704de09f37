"""A worker that a hostile file took over can write nowhere, start nothing and call nobody (promise S12)."""

from __future__ import annotations

import ctypes
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from scripted import Scripted, draw, run_scripted

import extract.cli
import extract.sandbox
from extract.batch.executors import Tried, _programs, ask, chosen_sandbox, tried_sandboxes
from extract.batch.tasks import Subject
from extract.cli import checks
from extract.cli.checks import _sandbox
from extract.cli.single import _confine_to
from extract.errors import ExitCode, VanbanError
from extract.image import CleanPage
from extract.model import Page
from extract.options import Options
from extract.pipeline import NoEngine
from extract.sandbox import Sandbox, confine

LANDLOCK = sys.platform == "linux" and ctypes.CDLL(None).syscall(444, None, 0, 1) > 0
SECCOMP = Path("/proc/sys/kernel/seccomp/actions_avail").exists()
pytestmark = pytest.mark.skipif(
    not (LANDLOCK and SECCOMP), reason="the kernel has no Landlock or no seccomp"
)


def refusal(deed: Callable[[], object]) -> str:
    """What the kernel says to it."""
    try:
        deed()
    except OSError as error:
        return type(error).__name__
    return "allowed"


def deeds(victim: Path) -> dict[str, Callable[[], object]]:
    """What a worker that was taken over would like to do."""
    program = "import sys; open(sys.argv[1], 'w')"
    return {
        "make a file": lambda: victim.with_name("new").touch(),
        "change a file": lambda: victim.open("r+").close(),
        "cut a file": lambda: os.truncate(victim, 0),
        "remove a file": victim.unlink,
        "move a file": lambda: victim.rename(victim.with_name("moved")),
        "make a folder": lambda: victim.with_name("folder").mkdir(),
        "make a link": lambda: victim.with_name("link").symlink_to("/"),
        "call over IPv4": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close(),
        "call over IPv6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM).close(),
        "call a local service": lambda: socket.socket(socket.AF_UNIX).close(),
        "start a program": lambda: subprocess.run([sys.executable, "-c", program, victim], check=True),
        "start a tool": lambda: subprocess.run(["true"], check=True),
        "stop the run": lambda: os.kill(os.getppid(), 0),
    }  # fmt: skip


@dataclass(frozen=True)
class TakenOver(Scripted):
    """Tries what it must not, and tells beside its log what became of it."""

    def read(self, page: CleanPage) -> Page:
        victim = self.log.parent.parent / "victim"
        found = {name: refusal(deed) for name, deed in deeds(victim).items()}
        (Path(tempfile.gettempdir()) / "own").touch()  # the control: it may write there
        self.log.with_suffix(".told").write_text(json.dumps(found), encoding="utf-8")
        return super().read(page)


def test_S12_a_worker_may_write_nowhere_start_nothing_and_call_nobody(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("whole", encoding="utf-8")
    (tmp_path / "own").mkdir()
    engine = TakenOver(tmp_path / "own" / "log")
    path = draw(tmp_path / "a.png", 3)
    assert run_scripted([path], tmp_path / "out", engine, jobs=1).done == ("a.png",)
    found = json.loads((tmp_path / "own" / "log.told").read_bytes())
    assert found == dict.fromkeys(found, "PermissionError")
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "whole"


def test_the_same_deeds_are_allowed_outside_it(tmp_path: Path) -> None:
    """The control: what refuses is the sandbox."""
    for name, deed in deeds(tmp_path / "victim").items():
        (tmp_path / "victim").write_text("whole", encoding="utf-8")
        assert refusal(deed) == "allowed", name


def test_S12_tesseract_starts_in_a_sandbox_and_other_programs_do_not() -> None:
    found = tried_sandboxes(chosen_sandbox())
    assert found == Tried(network=True, files=True, programs=True, engine=True)
    assert tried_sandboxes(None) == Tried(engine=True)


def test_S12_where_tesseract_needs_other_programs_these_are_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nexec env true\n", encoding="ascii")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    found = chosen_sandbox()
    assert found is not None
    assert found.programs is None
    assert tried_sandboxes(found) == Tried(network=True, files=True, engine=True)


def _confined_by_nobody(place: Path) -> None:
    def lacks(*_: object) -> int:
        raise OSError(38, "Function not implemented")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(extract.sandbox, "_call", lacks)
        confine(Sandbox((), ()))
    (place / "goes on").touch()


def test_S12_a_kernel_that_lacks_it_stops_no_worker(tmp_path: Path) -> None:
    process = multiprocessing.get_context("fork").Process(
        target=_confined_by_nobody, args=(tmp_path,)
    )
    process.start()
    process.join()
    assert (tmp_path / "goes on").exists()


@pytest.mark.parametrize(
    ("found", "ok", "said"),
    [
        (Tried(True, True, True, True), True, "refuses a network, files elsewhere, other programs"),
        (Tried(network=True, engine=True), False, "refuses a network; not files elsewhere, other programs"),
        (Tried(engine=True), False, "refuses nothing; not a network"),
    ],
)  # fmt: skip
def test_S12_doctor_says_what_the_kernel_refuses(
    monkeypatch: pytest.MonkeyPatch, found: Tried, said: str, *, ok: bool
) -> None:
    monkeypatch.setattr(checks, "tried_sandboxes", lambda _: found)
    told = _sandbox()
    assert (told.ok, told.optional) == (ok, True)
    assert told.found.startswith(said)


def test_S12_folders_that_may_not_be_looked_into_are_no_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os.path, "isfile", lambda _: False)
    assert list(_programs("/root/bin")) == []


def limits_of_restore(place: Path) -> Iterator[str]:
    """What the process of `vanban restore --corrections` is refused."""
    _confine_to(place / "own" / "table.csv", 0)
    (place / "own" / "table.csv").touch()
    for deed in deeds(place / "victim").values():
        yield refusal(deed)


def _tell(place: Path) -> None:
    told = json.dumps([*limits_of_restore(place)])
    (place / "own" / "told").write_text(told, encoding="utf-8")


def test_S12_restore_puts_itself_into_one(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "victim").touch()
    process = multiprocessing.get_context("fork").Process(target=_tell, args=(tmp_path,))
    process.start()
    process.join()
    told = json.loads((tmp_path / "own" / "told").read_bytes())
    assert told == ["PermissionError"] * len(told)


OPTIONS = Options(memory=0.3)


def _kill(_: Subject) -> bytes:
    os.kill(os.getpid(), 9)
    return b""


def _swell(_: Subject) -> bytes:
    eaten = [bytes([n]) * 2**25 for n in range(40) if time.sleep(0.02) is None]
    time.sleep(30)
    return eaten[0]


def _sleep(_: Subject) -> bytes:
    time.sleep(30)
    return b""


def _write(subject: Subject) -> bytes:
    return refusal(subject.path.touch).encode()


def answer(question: Callable[[Subject], bytes], path: Path) -> bytes:
    return ask(path, OPTIONS, NoEngine(), question, 1.5)


@pytest.mark.parametrize(
    ("question", "code"),
    [(_kill, ExitCode.SOME_FAILED), (_swell, ExitCode.TOO_LARGE), (_sleep, ExitCode.TIMED_OUT)],
)
def test_S8_a_question_about_a_file_has_the_limits_of_a_run(
    tmp_path: Path, question: Callable[[Subject], bytes], code: ExitCode
) -> None:
    with pytest.raises(VanbanError) as told:
        answer(question, tmp_path / "a.pdf")
    assert told.value.code == code
    assert answer(_write, tmp_path / "a.pdf") == b"PermissionError"


def test_S8_inspect_and_explain_open_files_in_such_a_worker_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def ask_nobody(file: Path, *_: object) -> bytes:
        asked.append(file)
        raise VanbanError("Nothing", "was opened", "Go on.")

    monkeypatch.setattr("extract.batch.executors.ask", ask_nobody)
    path = draw(tmp_path / "a.png", 3)
    for command in ("inspect", "explain"):
        monkeypatch.setattr(sys, "argv", ["vanban", command, str(path)])
        with pytest.raises(SystemExit):
            extract.cli.main()
    assert asked == [path, path]


def test_S12_what_a_worker_starts_is_confined_as_well(tmp_path: Path) -> None:
    """The shell above all, which a worker may start since it starts Tesseract."""
    (tmp_path / "own").mkdir()
    sandbox = Sandbox((tmp_path / "own",), None)
    process = multiprocessing.get_context("fork").Process(target=_in_shell, args=(sandbox,))
    process.start()
    process.join()
    assert (tmp_path / "own" / "inside").exists()
    assert not (tmp_path / "outside").exists()


def _in_shell(sandbox: Sandbox) -> None:
    confine(sandbox)
    own = sandbox.folders[0]
    subprocess.run(
        ["sh", "-c", f"echo x > {own}/inside; echo x > {own.parent}/outside"], check=False
    )
