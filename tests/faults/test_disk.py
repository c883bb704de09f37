"""A disk that fails at each kind of write: said with exit 5, nothing half-written, and the next run finishes (D3 to D7, D13)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from scripted import Scripted, contents, draw, run_scripted

from extract.batch.database import NAME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
]
QUIET = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
Figure = Callable[[str, str, object], None]

#: What is written, and by which system calls: the path in OUT (a glob), the calls that may fail there.
WRITES = {
    "the probe": (".probe.part", "openat,write,fsync"),
    "the lock": (".vanban/lock", "openat,ftruncate,pwrite64"),
    "the journal's log": (f".vanban/{NAME}-wal", "openat,pwrite64,fdatasync,fsync"),
    "the journal": (f".vanban/{NAME}", "openat,pwrite64,fdatasync,fsync"),
    "a text": ("text/.*.txt.part", "openat,write,fsync,renameat,rename"),
    "a table": (".results.csv.part", "openat,write,fsync,renameat,rename"),
    "the description": (".datapackage.json.part", "openat,write,fsync,renameat,rename"),
    "the report": ("report/.index.html.part", "openat,write,fsync,renameat,rename"),
    "what was chosen": (".vanban/.run.json.part", "openat,write,fsync,renameat,rename"),
}
ERRORS = ("ENOSPC", "EIO", "EROFS")


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    draw(folder / "3.png", 3)
    (folder / "t.txt").write_text("THÔNG BÁO\nSở Nội vụ\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def calm(scans: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("calm") / "out"
    run_scripted([scans], out, Scripted(out.parent / "log"))
    return out


def program(scans: Path, out: Path) -> list[str]:
    command = [sys.executable, "-m", "extract", "extract", str(scans / "t.txt"), "--out", str(out)]
    return [*command, "--as-of", "2026-01-01"]


def expected(scans: Path, folder: Path) -> dict[str, bytes]:
    out = folder / "expected"
    if not out.exists():
        subprocess.run(program(scans, out), check=True, stderr=subprocess.DEVNULL)
    return contents(out)


def paths(out: Path, pattern: str, like: Path) -> list[str]:
    """The paths in OUT that a pattern means, by the names an undisturbed run left."""
    folder, _, name = pattern.rpartition("/")
    if "*" not in name:
        return [str(out / pattern)]
    found = sorted((like / folder).glob("*.txt"))
    return [str(out / folder / f".{path.name}.part") for path in found]


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("what", WRITES)
def test_D3_D5_D6_a_failing_disk_is_said_and_the_next_run_finishes(
    scans: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, what: str, error: str, figure: Figure
) -> None:  # fmt: skip
    pattern, calls = WRITES[what]
    like = tmp_path_factory.getbasetemp() / "like"
    like.mkdir(exist_ok=True)
    whole = expected(scans, like)
    failed = 0
    for call in calls.split(","):
        out = tmp_path / call / "out"
        out.parent.mkdir()
        for path in paths(out, pattern, like / "expected"):
            if error == "EROFS" and call in {"write", "pwrite64", "fsync", "fdatasync"}:
                continue  # a file system that turned read-only refuses to open, not to write what is open
            done = disturbed(program(scans, out), call, error, path)
            assert "Traceback" not in done.stderr, done.stderr
            assert done.returncode in {0, 5}, done.stderr
            failed += done.returncode == 5
            assert not list(out.rglob("*.part")), "a temporary file is left"
            for name, data in contents(out).items() if out.exists() else ():
                assert data == whole[name], f"{name} is neither whole nor absent"
        subprocess.run(program(scans, out), check=True, stderr=subprocess.DEVNULL, timeout=120)
        assert contents(out) == whole
    figure(
        "D6",
        f"{error} at {what}: calls tried, runs that ended with exit 5",
        f"{len(calls.split(','))}, {failed}",
    )


def disturbed(
    command: list[str], call: str, error: str, path: str
) -> subprocess.CompletedProcess[str]:
    """A run in which each such call on the path fails."""
    inject = f"inject={call}:error={error}"
    traced = [
        "strace",
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-P",
        path,
        "-e",
        f"trace={call}",
        "-e",
        inject,
    ]
    return subprocess.run(
        [*traced, *command], check=False, text=True, capture_output=True, env=QUIET, timeout=240
    )
