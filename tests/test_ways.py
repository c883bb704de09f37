"""How many files of the package a line of text and a scanned page pass through: what a newcomer must open to follow them.

Issue 18 asks for 22 and 120. The figures here are what it takes now; they may only shrink.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from extract import extract_file
from extract.dictionaries import load
from extract.restore import load_restorer

ROOT = Path(__file__).parent.parent
OF_A_LINE, OF_A_PAGE = 27, 221  # measured in December 2026


def files_of(work: Callable[[], object]) -> set[str]:
    """The files of the package whose functions are called; what is called while modules are loaded does not count."""
    called: set[str] = set()
    before = sys.gettrace()
    sys.settrace(lambda frame, *_: called.add(frame.f_code.co_filename))
    try:
        work()
    finally:
        sys.settrace(before)
    return {name for name in called if name.startswith(str(ROOT / "extract"))}


def test_a_line_of_wrong_model_text_passes_through_few_files() -> None:
    restorer = load_restorer(load())
    line = (
        "UBND tinh giao So Noi vu chu tri, phoi hop voi So Tai chinh bao cao truoc ngay 15/12/2024"
    )
    files = files_of(lambda: restorer.restore_text(line))
    assert len(files) <= OF_A_LINE, sorted(files)


@pytest.mark.slow
def test_a_scanned_page_passes_through_few_files() -> None:
    files = files_of(lambda: extract_file(ROOT / "samples" / "inputs" / "bao-cao-2021.png"))
    assert len(files) <= OF_A_PAGE, sorted(files)


def test_the_story_of_a_line_names_the_files_that_it_passes_through() -> None:
    restore = ROOT / "extract" / "restore"
    told = (restore / "mending.py").read_text("utf-8").split('"""')[1]
    paths = [path for of in ("decoding", "repairs") for path in (restore / of).glob("*.py")]
    assert not [p.name for p in paths if p.name != "__init__.py" and p.name not in told]
