"""Set-up says what is missing and how to get it, and the built wheel needs no repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def poor_path(tmp_path: Path) -> str:
    """A PATH with the programs every system has, but no Tesseract, no apt and no sudo."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "uname", "grep", "id", "cat", "ldconfig"):
        if found := shutil.which(name, path="/usr/bin:/bin:/usr/sbin:/sbin"):
            (programs / name).symlink_to(found)
    return str(programs)


def test_missing_packages_are_named_with_the_command_for_each_system(poor_path: str) -> None:
    run = subprocess.run(
        ["/bin/sh", str(ROOT / ".ci/system-packages")],
        env={"PATH": poor_path, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 6
    for words in ("tesseract-ocr-vie", "apt-get install", "dnf install", "brew install"):
        assert words in run.stderr


@pytest.fixture(scope="module")
def installed_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that the wheel alone was installed to."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    wheel = next((folder / "dist").glob("*.whl"))
    shutil.unpack_archive(wheel, folder / "site", "zip")
    return folder / "site"


@pytest.mark.slow
def test_the_wheel_restores_text_from_an_empty_folder(
    installed_wheel: Path, tmp_path: Path
) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "extract", "restore", "-"],
        input="cai cach hanh chinh nha nuoc nam 2021\n",
        env={**os.environ, "PYTHONPATH": str(installed_wheel)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "cải cách hành chính nhà nước năm 2021\n"


@pytest.mark.slow
def test_the_wheel_holds_dictionaries_and_model(installed_wheel: Path) -> None:
    assert list(installed_wheel.glob("extract/_dictionaries/*.tsv"))
    assert list(installed_wheel.glob("extract/data/*"))
