"""A folder with one invented paper, and what a run made of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from answered_papers import PAPER, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(PAPER, encoding="utf-8")
    return folder


@pytest.fixture
def out(folder: Path, tmp_path: Path) -> Path:
    run(folder, tmp_path / "out")
    return tmp_path / "out"
