"""docs/analysts.md cannot lie: its blocks run on the sample documents; `vanban schema` says what the files hold."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from extract.errors import UsageError
from extract.tables import TABLES
from extract.tables.package import as_json, as_markdown

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "analysts.md").read_text(encoding="utf-8")
INPUTS = ("thong-bao-2012.txt", "cong-van-2009.txt", "chi-thi-2024.pdf", "bao-cao-2021.txt")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `out/`, written from the samples that need no OCR and the true text of a report."""
    folder = tmp_path_factory.mktemp("analysts")
    (folder / "in").mkdir()
    for name in INPUTS:
        source = ROOT / "samples" / ("truth" if name.startswith("bao-cao") else "inputs") / name
        (folder / "in" / name).write_bytes(source.read_bytes())
    command = [sys.executable, "-m", "extract", "extract", "in", "--out", "out"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


def test_the_page_has_examples_of_both() -> None:
    assert len(blocks("python")) >= 4
    assert len(blocks("sql")) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("python"))
def test_pandas_examples_run_and_show_something(block: str, folder: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", block], cwd=folder, capture_output=True, check=False
    )
    assert run.returncode == 0, run.stderr.decode()
    assert run.stdout.strip()


@pytest.mark.slow
@pytest.mark.parametrize("block", blocks("sql"))
def test_duckdb_examples_run_and_show_something(
    block: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with duckdb.connect() as database:
        assert database.execute(block).fetchall()


@pytest.mark.slow
def test_files_have_the_columns_and_values_that_the_schema_says(folder: Path) -> None:
    tables = json.loads(as_json())["tables"]
    assert list(tables) == [*(table.name for table in TABLES), "bodies"]
    for name, schema in tables.items():
        with (folder / "out" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = [field["name"] for field in schema["fields"]]
        assert all(list(row) == names for row in rows), name
        assert all(
            _allowed(field, row[field["name"]]) for field in schema["fields"] for row in rows
        )


def _allowed(field: Mapping[str, object], cell: str) -> bool:
    constraints = field.get("constraints", {})
    assert isinstance(constraints, dict)
    return not cell or "enum" not in constraints or cell in constraints["enum"]


def test_schema_of_one_table_and_of_none() -> None:
    assert list(json.loads(as_json(["scores.csv"]))["tables"]) == ["scores"]
    assert as_markdown(["scores"]).startswith("## scores.csv")
    assert as_markdown() == (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    with pytest.raises(UsageError):
        as_json(["marks"])


def test_every_row_belongs_to_a_document() -> None:
    for name, schema in json.loads(as_json())["tables"].items():
        keys = schema.get("foreignKeys", [])
        owners = [key["reference"]["resource"] for key in keys]
        assert owners == ([] if name in {"documents", "bodies"} else ["documents"])
