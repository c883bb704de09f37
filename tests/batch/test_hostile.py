"""A folder of nothing but hostile files, and three sound ones: each ends with a clear reason, and the sound ones are read (I1 to I9).

The scripted engine reads, so that what is measured is what we do with the files.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import hostile
import pytest
import soak
from scripted import draw

from extract.dictionaries import read_enumerations
from extract.ingest.inputs import show_name

pytestmark = pytest.mark.slow
MEMORY = 1.6  # GiB that the largest process may have used: the worker's limit, and what it was told too late
SECONDS = 3.0  # of processor time a file, on average


@dataclass(frozen=True)
class Ended:
    """What the run said and left."""

    told: dict[str, object]
    code: int
    stderr: str
    rows: dict[str, dict[str, str]]
    out: Path


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in")
    for case in hostile.cases():
        hostile.put(folder, case)
    hostile.odd_entries(folder / "i7")
    draw(folder / "a-sound.png", 3)
    draw(folder / "z-sound.png", 4)
    (folder / "i4" / "sound.txt").write_text("THÔNG BÁO\nSở Nội vụ\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ended(before: Path, tmp_path_factory: pytest.TempPathFactory) -> Ended:
    place = tmp_path_factory.mktemp("run")
    command = [sys.executable, soak.__file__, str(before), str(place / "out")]
    here = tmp_path_factory.mktemp("here")
    done = subprocess.run(command, capture_output=True, check=False, cwd=here, timeout=900)
    assert not list(here.iterdir()), "nothing is written where the run was started"
    with (place / "out" / "documents.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["source"]: row for row in csv.DictReader(file)}
    told = json.loads(done.stdout)
    return Ended(told, done.returncode, done.stderr.decode(), rows, place / "out")


def test_every_file_is_named_and_the_batch_goes_on(ended: Ended) -> None:
    expected = {show_name(os.fsdecode(case.name)) for case in hostile.cases()}
    assert expected <= set(ended.rows)
    assert ended.told["adds_up"]
    assert ended.code == 3
    for name in ("a-sound.png", "z-sound.png", "i4/sound.txt"):
        assert ended.rows[name]["status"] == "ok"


def test_I1_to_I9_each_hostile_file_ends_as_it_may(ended: Ended) -> None:
    ends = {show_name(os.fsdecode(case.name)): case.ends for case in hostile.cases()}
    ends |= dict.fromkeys(hostile.ODD, hostile.SKIPPED)
    assert not {name: (row["status"], row["flags"]) for name, row in ended.rows.items() if row["status"] not in ends.get(name, hostile.READ)}  # fmt: skip


def test_no_hostile_file_meets_a_bug_or_brings_a_worker_down(ended: Ended) -> None:
    flags = {name: set(row["flags"].split("|")) for name, row in ended.rows.items() if row["status"] != "ok"}  # fmt: skip
    assert not {name: found for name, found in flags.items() if found & {"crashed", "quarantined"}}
    assert all(found & set(read_enumerations()["flag"]) for found in flags.values())


def test_each_failure_says_what_why_and_what_to_do(ended: Ended) -> None:
    failed = ended.told["failed"]
    assert isinstance(failed, dict)
    for name, (_, what, why, do) in failed.items():
        assert Path(name).name in what, name
        assert why, name
        assert do.endswith("."), name
        assert "bug" not in why, (name, why)


def test_I7_what_is_no_file_is_not_read_and_no_link_followed(ended: Ended) -> None:
    """Each has a row that says so; what lies behind a link has none."""
    odd = {name: row["flags"] for name, row in ended.rows.items() if row["status"] == "skipped"}
    assert odd.keys() <= set(hostile.ODD)
    assert set(odd.values()) == {"no_file"}
    assert not [name for name in ended.rows if "loop/" in name or "root/" in name]
    text = b"".join(path.read_bytes() for path in (ended.out / "text").iterdir())
    assert b"root:x:0" not in text
    assert b"/bin/sh" not in text


def test_S4_nothing_in_a_name_or_a_file_is_run(ended: Ended, before: Path) -> None:
    assert not list(before.rglob("hacked"))
    assert not list(ended.out.rglob("hacked"))


def test_S6_stderr_holds_no_traceback(ended: Ended) -> None:
    assert "Traceback" not in ended.stderr
    assert "Warning" not in ended.stderr


def test_time_and_memory_were_bounded(ended: Ended) -> None:
    """Of all children of this test process, which is stricter."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert used.ru_maxrss < MEMORY * 2**20
    assert used.ru_utime + used.ru_stime < SECONDS * len(ended.rows)


def test_I7_an_unreadable_file_is_named(tmp_path: Path) -> None:
    """As another user, since root may read everything."""
    if os.getuid() != 0 or shutil.which("setpriv") is None:
        pytest.skip("only root can become another user")
    place = Path("/tmp") / f"vanban-test-{os.getpid()}"
    place.mkdir(mode=0o777)
    place.chmod(0o777)
    try:
        (place / "in").mkdir(mode=0o755)
        (place / "in" / "closed.pdf").write_bytes(hostile.sound_pdf())
        (place / "in" / "closed.pdf").chmod(0)
        (place / "in" / "open.txt").write_text("Kính gửi: Sở Nội vụ\n", encoding="utf-8")
        become = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sys.executable, "-m", "extract"]  # fmt: skip
        if subprocess.run([*become, "--version"], capture_output=True, check=False).returncode:
            pytest.skip("another user may not read this project")
        command = [*become, "extract", str(place / "in"), "--out", str(place / "out")]
        done = subprocess.run(command, capture_output=True, check=False, cwd="/", env={**os.environ, "HOME": "/nonexistent"})  # fmt: skip
        assert done.returncode == 3
        assert b"closed.pdf" in done.stderr
        assert b"Permission denied" in done.stderr
        assert b"1 done" in done.stderr
    finally:
        shutil.rmtree(place)
