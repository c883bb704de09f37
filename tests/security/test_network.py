"""Nothing of a run asks for a network: it works where there is none, and no process of it calls out (S3)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bad_files import scan

pytestmark = pytest.mark.slow
UNSHARE, STRACE = shutil.which("unshare"), shutil.which("strace")
#: A dead loopback alone; "lo" is brought up, as some libraries look at it.
ALONE = 'ip link set lo up 2>/dev/null; exec "$@"'


def may_unshare() -> bool:
    if UNSHARE is None:
        return False
    return (
        subprocess.run([UNSHARE, "-rn", "true"], capture_output=True, check=False).returncode == 0
    )


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    (tmp_path / "in").mkdir()
    scan(tmp_path / "in" / "a.png")
    (tmp_path / "in" / "b.txt").write_text("Kính gửi: Sở Nội vụ\n", encoding="utf-8")
    return [sys.executable, "-m", "extract", "extract", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--jobs", "2"]  # fmt: skip


@pytest.mark.skipif(not may_unshare(), reason="no namespace of its own may be made here")
def test_S3_a_run_works_without_a_network(command: list[str], tmp_path: Path) -> None:
    assert UNSHARE
    alone = [UNSHARE, "-rn", "sh", "-c", ALONE, "sh"]
    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 2)"
    control = subprocess.run(
        [*alone, sys.executable, "-c", reach], capture_output=True, check=False
    )
    assert b"unreachable" in control.stderr, "the control: there is no way out"
    done = subprocess.run([*alone, *command], capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    assert b"2 done" in done.stderr


@pytest.mark.skipif(STRACE is None, reason="strace is not installed")
def test_S3_no_process_of_a_run_calls_out(command: list[str], tmp_path: Path) -> None:
    assert STRACE
    trace = tmp_path / "trace"
    calls = "trace=connect,sendto,sendmsg,bind,listen"
    traced = [STRACE, "-f", "-qq", "-o", str(trace), "-e", calls, *command]
    done = subprocess.run(traced, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    lines = trace.read_text(errors="replace").splitlines()
    assert not [line for line in lines if re.search(r"AF_INET6?|AF_PACKET", line)]


def test_S3_P1_no_library_leaves_anything_at_home_to_send(
    command: list[str], tmp_path: Path
) -> None:
    """As onnxruntime does by default: a device id and a database of events."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ORT_"))}
    done = subprocess.run(command, capture_output=True, check=False, env={**environment, "HOME": str(home)}, timeout=300)  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    assert not [path for path in home.rglob("*") if path.is_file() and "vanban" not in path.parts]
