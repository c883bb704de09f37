"""A stage's key knows all the code that decides its result: what its folders import belongs to it or to a stage before (D9)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import extract
from extract.batch import recipe

PACKAGE = Path(extract.__path__[0])
#: Words of messages; choices, which are in the keys by their values; limits, by which there is a result or none.
NO_RESULT = {"errors", "options", "sandbox"}
STAGES = {
    "ingest": recipe._INGEST,
    "pixels": (*recipe._INGEST, *recipe._PIXELS),
    "restored, of text": (*recipe._INGEST, *recipe._RESTORED),
    "records, of text": (*recipe._INGEST, *recipe._RESTORED, *recipe._RECORDS),
}


def imported(place: Path) -> Iterator[str]:
    """The parts of the package that a file, or all files of a folder, import."""
    for path in [place] if place.is_file() else place.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("extract"):
                names = (node.module or "").split(".")[1:2] or [name.name for name in node.names]
                yield from names


@pytest.mark.parametrize("stage", STAGES)
def test_D9_a_stage_knows_the_code_that_it_runs(stage: str) -> None:
    named = STAGES[stage]
    known = {Path(name).stem for name in named} | NO_RESULT
    used = {part for name in named for part in imported(PACKAGE / name)}
    assert used <= known


def test_D9_every_part_named_is_there() -> None:
    assert all((PACKAGE / name).exists() for named in STAGES.values() for name in named)


def test_a_key_refuses_a_source_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError):
        recipe.code(("model.py", "no_such_stage"))
