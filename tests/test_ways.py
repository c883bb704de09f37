"""How many files of the package a line of text and a scanned page pass through: what a newcomer must open to follow them.

Issue 18 asks for 22 and 120. The figures here are what it takes now; they may only shrink.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import extract
from extract import extract_file
from extract.dictionaries import load
from extract.restore import load_restorer

ROOT = Path(__file__).parent.parent
OF_A_LINE, OF_A_PAGE = 22, 120  # measured in December 2026
WRONG_MODEL_LINE = (
    "UBND tinh giao So Noi vu chu tri, phoi hop voi So Tai chinh bao cao truoc ngay 15/12/2024"
)


def files_of(work: Callable[[], object]) -> set[str]:
    """The files of the package whose functions are called; all are loaded before, since to load a module is not to pass through it."""
    for module in pkgutil.walk_packages(extract.__path__, "extract."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    called: set[str] = set()
    before = sys.gettrace()
    sys.settrace(lambda frame, *_: called.add(frame.f_code.co_filename))
    try:
        work()
    finally:
        sys.settrace(before)
    return {name for name in called if name.startswith(str(ROOT / "extract"))}


def passed(line: str) -> set[str]:
    """The files that a line passes through."""
    restorer = load_restorer(load())
    return files_of(lambda: restorer.restore_text(line))


def test_a_line_of_wrong_model_text_passes_through_few_files() -> None:
    files = passed(WRONG_MODEL_LINE)
    assert len(files) <= OF_A_LINE, sorted(files)


@pytest.mark.slow
def test_a_scanned_page_passes_through_few_files() -> None:
    files = files_of(lambda: extract_file(ROOT / "samples" / "inputs" / "bao-cao-2021.png"))
    assert len(files) <= OF_A_PAGE, sorted(files)


def test_the_story_of_a_line_names_the_files_that_it_passes_through() -> None:
    told = (ROOT / "extract" / "restore" / "mending.py").read_text("utf-8").split('"""')[1]
    files = {Path(name).name for name in passed(WRONG_MODEL_LINE)}
    around = {"mending.py", "restorer.py", "artifact.py", "lexicon.py", "fold.py"}
    assert not [name for name in files - around if name not in told]
