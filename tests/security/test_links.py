"""No planted link is followed, no removed lock admits a second run, a folder that is moved is noticed (promise S11)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from scripted import Scripted, draw, run_scripted

from extract.batch import Silent
from extract.batch.folder import opened_place
from extract.batch.plan import look
from extract.errors import NotWritable, OutputLocked
from extract.image import CleanPage
from extract.ingest import Input, look_through
from extract.model import Page


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return draw(tmp_path / "a.png", 3)


def test_S11_a_file_that_became_a_link_is_refused_and_named(tmp_path: Path, scan: Path) -> None:
    secret = tmp_path / "elsewhere.txt"
    secret.write_text("of another", encoding="utf-8")
    listed = Input(scan, "a.png")
    scan.unlink()
    scan.symlink_to(secret)
    failure = look(listed).failure
    assert failure is not None
    assert "link" in failure.why


def test_a_link_that_a_person_names_is_read_where_it_leads(tmp_path: Path, scan: Path) -> None:
    (tmp_path / "link.png").symlink_to(scan)
    (found,) = look_through([tmp_path / "link.png"]).inputs
    assert (found.source, look(found).failure) == ("link.png", None)


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm", "-journal"])
def test_S11_a_link_in_the_place_of_the_journal_is_refused(
    tmp_path: Path, scan: Path, suffix: str
) -> None:
    victim, out = tmp_path / "victim", tmp_path / "out"
    victim.write_bytes(b"of another")
    (out / ".vanban").mkdir(parents=True)
    (out / f".vanban/journal.sqlite3{suffix}").symlink_to(victim)
    with pytest.raises(NotWritable, match="link"):
        run_scripted([scan], out, Scripted(tmp_path / "log"))
    assert victim.read_bytes() == b"of another"


def test_S11_a_removed_lock_file_admits_no_second_run(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with opened_place(out, Silent(), fresh=False):
        (out / ".vanban/lock").unlink()
        with pytest.raises(OutputLocked), opened_place(out, Silent(), fresh=False):
            pass
    with opened_place(out, Silent(), fresh=False):
        pass


@dataclass(frozen=True)
class Moving(Scripted):
    """Moves the output folder away while it reads."""

    def read(self, page: CleanPage) -> Page:
        os.rename(self.log.parent / "out", self.log.parent / "moved")  # noqa: PTH104
        return super().read(page)


def test_S11_an_output_folder_that_is_moved_is_noticed(tmp_path: Path, scan: Path) -> None:
    with pytest.raises(NotWritable, match="moved"):
        run_scripted([scan], tmp_path / "out", Moving(tmp_path / "log"))
    assert not (tmp_path / "out").exists()
    engine = Scripted(tmp_path / "log")
    assert run_scripted([scan], tmp_path / "moved", engine).read == 0
