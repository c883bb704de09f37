"""Kills at random moments, of workers, engines and whole runs; what follows ends with the bytes of an undisturbed run.

How many: VANBAN_KILLS (default 300 with a scripted engine, a third of each kind; a tenth as many times all is stopped for a while, or
an input is a link for a moment) and VANBAN_OCR_KILLS (20 with Tesseract). `make faults-small` takes a tenth.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import scripted
from processes import alive, children, kill_one
from scripted import contents, draw

from extract.batch.files import retry_documents

pytestmark = pytest.mark.slow
KILLS = int(os.environ.get("VANBAN_KILLS", "300"))
OCR_KILLS = int(os.environ.get("VANBAN_OCR_KILLS", "20"))
KINDS = ("worker", "engine", "run")
PAUSED, SWAPPED = 0.3, 0.05  # seconds that all is stopped, that an input is a link
SAMPLES = Path(scripted.__file__).parent.parent / "samples" / "inputs"
Figure = Callable[[str, str, object], None]


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for marks in range(3, 7):
        draw(folder / f"{marks}.png", marks)
    draw(folder / "many.tif", *(n % 7 + 3 for n in range(12)))
    (folder / "t.txt").write_text("THÔNG BÁO\nSở Nội vụ\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A PATH on which `tesseract` is a program that only sleeps."""
    folder = tmp_path_factory.mktemp("bin")
    (folder / "tesseract").write_text('#!/bin/sh\nexec sleep "$1"\n')
    (folder / "tesseract").chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}"}


def disturb(
    command: list[str], kinds: Counter[str], moments: random.Random, between: float, inputs: list[Path], **more: object
) -> set[int]:  # fmt: skip
    """Run a command and kill what `kinds` still wants, at random moments, until it ends; every process that was seen."""
    seen: set[int] = set()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more
    ) as run:  # type: ignore[call-overload]
        while run.poll() is None:
            time.sleep(moments.uniform(0, 2 * between))
            workers = children(run.pid)
            engines = [engine for worker in workers for engine in children(worker)]
            seen |= {*workers, *engines}
            trouble(run.pid, [*workers, *engines], inputs, kinds, moments)
            at_hand = {"worker": workers, "engine": engines, "run": [run.pid] if workers else []}
            wanted = [kind for kind in KINDS if kinds[kind] > 0 and at_hand[kind]]
            # a run dies seldom enough that workers and engines have their turn
            if wanted and moments.random() < 0.15:
                wanted = [kind for kind in wanted if kind == "run"] or wanted
            elif len(wanted) > 1:
                wanted = [kind for kind in wanted if kind != "run"]
            if wanted:
                kind = moments.choice(wanted)
                if kill_one(at_hand[kind], moments):
                    kinds[kind] -= 1
    return seen


def pause(pids: list[int]) -> None:
    """All processes stand still for a while, as under `docker pause`."""
    for signal_ in (signal.SIGSTOP, signal.SIGCONT):
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal_)
        time.sleep(PAUSED if signal_ == signal.SIGSTOP else 0)


def swap(path: Path) -> None:
    """An input is a link to another's file for a moment."""
    aside = path.parent.parent / f"aside-{path.name}"
    path.rename(aside)
    path.symlink_to("/etc/passwd")
    time.sleep(SWAPPED)
    path.unlink()
    aside.rename(path)


def trouble(run: int, seen: list[int], inputs: list[Path], todo: Counter[str], moments: random.Random) -> None:  # fmt: skip
    """Stop all for a while, or swap an input, where that is still wanted."""
    if todo["pause"] > 0 and moments.random() < 0.2:
        pause([run, *seen])
        todo["pause"] -= 1
    elif todo["swap"] > 0 and inputs and moments.random() < 0.2:
        swap(moments.choice(inputs))
        todo["swap"] -= 1


def rounds(
    command: list[str], out: Path, kinds: Counter[str], moments: random.Random, between: float, inputs: list[Path], **more: object
) -> set[int]:  # fmt: skip
    """Disturbed runs on one folder until all kills are done; all processes that were seen."""
    seen: set[int] = set()
    while sum(kinds.values()) > 0:
        seen |= disturb(command, kinds, moments, between, inputs, **more)
        if (out / ".vanban").is_dir():
            retry_documents(out, [])  # whom chance has killed twice
        if moments.random() < 0.5 and (out / "datapackage.json").exists():
            break
    return seen


def differences(out: Path, calm: Path) -> list[str]:
    """Lines of files that differ from those of an undisturbed run."""
    mine, theirs = contents(out), contents(calm)
    return [
        f"{name}: {line!r}"
        for name in sorted({*mine, *theirs})
        if mine.get(name) != theirs.get(name)
        for line in sorted(
            {*mine.get(name, b"-").splitlines()} ^ {*theirs.get(name, b"-").splitlines()}
        )
    ]


def test_D1_D2_D14_S11_W4_W11_kills_at_random_moments_of_a_scripted_run(
    scans: Path, surroundings: dict[str, str], tmp_path: Path, figure: Figure
) -> None:
    moments = random.Random(2026)
    todo = Counter({kind: -(-KILLS // len(KINDS)) for kind in KINDS})
    todo |= Counter(dict.fromkeys(("pause", "swap"), -(-KILLS // 10)))
    done, resumed, seen = Counter(todo), 0, set[int]()
    program = [sys.executable, scripted.__file__, str(scans), "--jobs", "2", "--process"]
    calm = tmp_path / "calm"
    subprocess.run(
        [*program, "--out", str(calm), "--log", str(tmp_path / "log")], check=True, env=surroundings
    )
    inputs = sorted(path for path in scans.iterdir() if path.name != "t.txt")
    while sum(todo.values()) > 0:
        out = tmp_path / f"out-{resumed}"
        command = [*program, "--out", str(out), "--log", f"{out}.log"]
        seen |= rounds(
            [*command, "--delay", "0.15"], out, todo, moments, 0.1, inputs, env=surroundings
        )
        retry_documents(out, [])
        subprocess.run(command, check=True, env=surroundings, timeout=300)
        assert differences(out, calm) == []
        resumed += 1
    time.sleep(2)
    assert not [pid for pid in seen if alive(pid)], "nothing outlives its run"
    for kind in KINDS:
        figure("D2", f"kills at random moments, scripted engine: {kind}", done[kind])
    figure("W11", "among them all was stopped for a while", done["pause"])
    figure("S11", "among them an input was a link for a moment", done["swap"])
    figure("D2", "folders resumed to the bytes of an undisturbed run, scripted engine", resumed)
    figure("D14", "workers and engines seen, none of them alive 2 s later", len(seen))


@pytest.mark.skipif(OCR_KILLS == 0, reason="VANBAN_OCR_KILLS=0")
def test_D2_kills_at_random_moments_of_a_run_with_tesseract(tmp_path: Path, figure: Figure) -> None:
    moments = random.Random(20)
    todo = Counter({"worker": OCR_KILLS // 2, "run": OCR_KILLS - OCR_KILLS // 2})
    inputs = [str(SAMPLES / name) for name in ("bao-cao-2021.png", "ke-hoach-2026.tif")]
    command = [sys.executable, "-m", "extract", "extract", *inputs, "--as-of", "2026-01-01"]
    command += ["--jobs", "2", "--out"]
    calm, resumed = tmp_path / "calm", 0
    subprocess.run([*command, str(calm)], check=True, stderr=subprocess.DEVNULL)
    while sum(todo.values()) > 0:
        out = tmp_path / f"out-{resumed}"
        rounds([*command, str(out)], out, todo, moments, 1.0, [])
        retry_documents(out, [])
        subprocess.run([*command, str(out)], check=True, stderr=subprocess.DEVNULL, timeout=600)
        assert differences(out, calm) == []
        resumed += 1
    figure("D2", "kills at random moments, Tesseract: workers and runs", OCR_KILLS)
    figure("D2", "folders resumed to the bytes of an undisturbed run, Tesseract", resumed)
