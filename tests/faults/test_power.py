"""Kills, power cuts and full disks: outputs are whole, and the next run ends as if nothing had been (D2, D3, D6, D7, D13, D14)."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import scripted
from processes import alive, children
from scripted import Scripted, contents, draw, run_scripted

from extract.batch import machine

pytestmark = pytest.mark.slow
#: Python's own renames of .pyc files would be counted among ours.
QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
STRACE = shutil.which("strace")
ROUNDS = 6  # `make faults ARGS=...` may be run again; each round kills at another moment
needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed")


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for marks in range(3, 9):
        draw(folder / f"{marks}.png", marks)
    (folder / "t.txt").write_text("THÔNG BÁO\nSở Nội vụ\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def undisturbed(scans: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("calm")
    run_scripted([scans], folder / "out", Scripted(folder / "log"))
    return contents(folder / "out")


def program(scans: Path, out: Path, *more: str) -> list[str]:
    log = str(out.parent / "log")
    return [sys.executable, scripted.__file__, str(scans), "--out", str(out), "--log", log, *more]


def finish(scans: Path, out: Path) -> dict[str, bytes]:
    subprocess.run(program(scans, out), check=True, timeout=120)
    return contents(out)


def sound(out: Path) -> bool:
    """Whether the journal passes SQLite's own check."""
    path = out / ".vanban" / "journal.sqlite3"
    if not path.exists():
        return True
    db = sqlite3.connect(path)
    try:
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    finally:
        db.close()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_D2_kill_the_run_at_random_moments_then_end_as_undisturbed(
    scans: Path, undisturbed: dict[str, bytes], tmp_path: Path, jobs: str
) -> None:
    out, moments = tmp_path / "out", random.Random(20 + int(jobs))
    for _ in range(ROUNDS):
        with subprocess.Popen(program(scans, out, "--delay", "0.2", "--jobs", jobs)) as run:
            time.sleep(moments.uniform(0.8, 3.0))
            run.kill()
        assert sound(out)
    assert finish(scans, out) == undisturbed


def test_D14_nothing_outlives_a_killed_run_and_the_next_removes_its_temporary_files(
    scans: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(program(scans, out, "--delay", "60", "--jobs", "2")) as run:
        end = time.monotonic() + 20
        while not (tmp_path / "log").exists() and time.monotonic() < end:
            time.sleep(0.05)
        left = [p for p in (out / ".vanban").iterdir() if p.name.startswith("tmp-")]
        assert len(left) == 1
        assert left[0].stat().st_mode & 0o777 == 0o700
        assert len(mentioning(str(out))) + len(children(run.pid)) >= 3
        workers = children(run.pid)
        run.kill()
    time.sleep(2)
    assert not [pid for pid in workers if alive(pid)]
    run_scripted([scans / "3.png"], out, Scripted(tmp_path / "log"))
    assert not [p for p in (out / ".vanban").iterdir() if p.name.startswith("tmp-")]


@pytest.mark.skipif(machine.engine_wrapper("sleep") is None, reason="setpriv is not installed")
def test_D14_an_engine_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    script = tmp_path / "sleep"
    script.write_bytes(machine.engine_wrapper("sleep") or b"")
    script.chmod(0o700)
    code = f"import subprocess; print(subprocess.Popen([{str(script)!r}, '60']).pid, flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=-1, stdin=-1, text=True) as parent:
        assert parent.stdout
        engine = int(parent.stdout.readline())
        time.sleep(0.5)
        assert alive(engine)
        parent.kill()
    time.sleep(0.5)
    assert not alive(engine)


def mentioning(text: str) -> list[int]:
    found = []
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text.encode() in line.read_bytes():
                found.append(int(line.parent.name))
        except OSError:
            continue
    return found


@needs_strace
@pytest.mark.parametrize("call", ["rename,renameat,renameat2", "fsync", "openat"])
def test_D3_abort_at_a_call_leaves_each_file_whole(
    scans: Path, undisturbed: dict[str, bytes], tmp_path: Path, call: str
) -> None:
    """The abort loop, over a sample of N for the many calls of openat and fsync."""
    numbers = [1, 2, 3, 8, 14] if call != "openat" else [2200, 2800, 3200, 3600]
    for number in numbers:
        out = tmp_path / f"{number}" / "out"
        out.parent.mkdir()
        inject = f"inject={call}:signal=KILL:when={number}"
        traced = [STRACE, "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject]
        subprocess.run(
            [*traced, *program(scans / "t.txt", out)], check=False, timeout=120, env=QUIET
        )
        assert sound(out)
        whole = finish(scans / "t.txt", out)
        for path in (p for p in out.rglob("*.part")):
            pytest.fail(f"{path} is left over")
        assert set(whole) >= {"documents.csv", "datapackage.json"}
        assert b"t.txt" in whole["documents.csv"]


@needs_strace
def test_D3_each_rename_follows_an_fsync_of_its_file_and_is_followed_by_one_of_its_folder(
    scans: Path, tmp_path: Path
) -> None:
    out, trace = tmp_path / "out", tmp_path / "trace"
    calls = "trace=fsync,fdatasync,rename,renameat,renameat2"
    command = [STRACE, "-f", "-y", "-qq", "-o", str(trace), "-e", calls]
    subprocess.run([*command, *program(scans / "t.txt", out)], check=True, timeout=120, env=QUIET)
    lines = trace.read_text(errors="replace").splitlines()
    renames = [n for n, line in enumerate(lines) if "rename" in line and '.part"' in line]
    assert len(renames) >= 13, "ten tables, two texts, datapackage.json"
    for n in renames:
        folder, temporary = re.findall(r'<([^>]*)>, "([^"]*)"', lines[n])[0]
        before = [
            line for line in lines[:n] if "fsync" in line and f"{folder}/{temporary}>" in line
        ]
        after = [line for line in lines[n:] if "fsync" in line and f"<{folder}>" in line]
        assert before, f"no fsync of {temporary} before its rename"
        assert after, f"no fsync of {folder} after the rename of {temporary}"
    last = [line for line in lines if "rename" in line and str(out) in line and '.part"' in line]
    package = max(n for n, line in enumerate(last) if "datapackage.json" in line)
    aside = ("/report", "/.vanban")
    assert all(any(a in line for a in aside) for line in last[package + 1 :]), "the last table"


FULL = """
set -e
mount -t tmpfs -o size=2m tmpfs "$1"
head -c {used} /dev/zero > "$1/ballast"
set +e
"$2" "$3" "$4" --out "$1/out" --log "$5" 2> "$6"
echo "code $?" >> "$6"
find "$1" -name '*.part' >> "$6"
rm "$1/ballast"
"$2" "$3" "$4" --out "$1/out" --log "$5"
echo "code $?" >> "$6"
rm -rf "$7"; cp -r "$1/out" "$7"
"""
UNSHARE = shutil.which("unshare")


def may_mount() -> bool:
    if UNSHARE is None:
        return False
    tried = subprocess.run(
        [UNSHARE, "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    return tried.returncode == 0


needs_mount = pytest.mark.skipif(not may_mount(), reason="no file system may be mounted here")


@needs_mount
@pytest.mark.parametrize("free", [20_000, 90_000, 150_000, 220_000])
def test_D6_a_full_disk_leaves_nothing_half_written_and_space_lets_the_run_finish(
    scans: Path, undisturbed: dict[str, bytes], tmp_path: Path, free: int
) -> None:
    disk, said, copy = tmp_path / "disk", tmp_path / "said", tmp_path / "copy"
    disk.mkdir()
    script = FULL.format(used=2 * 1024 * 1024 - free)
    arguments = [disk, sys.executable, scripted.__file__, scans, tmp_path / "log", said, copy]
    command = [UNSHARE, "-rm", "sh", "-c", script, "sh", *map(str, arguments)]
    subprocess.run(command, check=True, timeout=120)
    told = said.read_text()
    assert ".part" not in told
    assert "code 5" in told or "NotWritable" in told, told
    assert told.splitlines()[-1] == "code 0"
    assert contents(copy) == undisturbed


@needs_mount
def test_D7_a_read_only_disk_is_said_within_a_second(scans: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounts = 'mount -t tmpfs tmpfs "$1"; mkdir "$1/out"; mount -o remount,ro "$1"; '
    run = '"$2" -m extract extract "$3" --out "$1/out"; exit $?'
    command = [UNSHARE, "-rm", "sh", "-c", mounts + run, "sh", disk, sys.executable, scans]
    done = subprocess.run(list(map(str, command)), capture_output=True, check=False, timeout=60)
    assert done.returncode == 5
    assert b"read-only" in done.stderr


@pytest.mark.parametrize(
    "surroundings",
    [{"PYTHONHASHSEED": "0"}, {"PYTHONHASHSEED": "1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {"TZ": "Pacific/Kiritimati"}, {"HOME": "/nowhere"}],
    ids=str,
)  # fmt: skip
def test_D10_P2_surroundings_do_not_show_in_the_outputs(
    scans: Path, undisturbed: dict[str, bytes], tmp_path: Path, surroundings: dict[str, str]
) -> None:
    out = tmp_path / "Thư mục ra" / "out"
    out.parent.mkdir()
    environment = {**os.environ, **surroundings}
    subprocess.run(program(scans, out), check=True, timeout=120, env=environment)
    assert contents(out) == undisturbed


def test_W9_the_second_signal_ends_at_once(scans: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(program(scans, out, "--delay", "60")) as run:
        while not (tmp_path / "log").exists():
            time.sleep(0.05)
        run.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert run.poll() is None, "ten seconds of grace"
        run.send_signal(signal.SIGTERM)
        assert run.wait(3) == 143
    assert sound(out)
