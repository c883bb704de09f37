"""Lines added to a file of the output folder: whole, on a line of their own, never into what is no ordinary file."""

from __future__ import annotations

import json
import os
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from extract.errors import UnreadableInput, UsageError, VanbanError
from extract.tables.definition import BODIES, TABLES, read_table
from extract.tables.files import OutputFolder
from extract.tables.package import as_json, as_markdown
from extract.tables.writing import is_ours


@pytest.mark.parametrize(
    ("before", "after"), [("", "new\n"), ("old\n", "old\nnew\n"), ("cut off", "cut off\nnew\n")]
)
def test_what_is_added_begins_a_line(tmp_path: Path, before: str, after: str) -> None:
    (tmp_path / "log").write_text(before)
    with closing(OutputFolder.open(tmp_path)) as folder:
        folder.append("log", b"new\n")
    assert (tmp_path / "log").read_text() == after


def test_nothing_is_added_to_what_is_no_ordinary_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "log")
    with closing(OutputFolder.open(tmp_path)) as folder, pytest.raises(VanbanError):
        folder.append("log", b"new\n")


def test_a_table_that_we_do_not_know_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a\n1\n")
    with pytest.raises(UnreadableInput):
        read_table(tmp_path / "other.csv")


def test_truth_values_are_read_as_such(tmp_path: Path) -> None:
    (tmp_path / "documents.csv").write_text("doc_id,is_copy\na,true\nb,false\nc,\n")
    frame = read_table(tmp_path / "documents.csv")
    assert frame["is_copy"].tolist() == [True, False, pd.NA]


@pytest.mark.parametrize(
    ("name", "ours"),
    [("a.txt", False), ("0123456789abcdef.txt", True), ("0123456789abcdef.txt.csv", False)],
)
def test_only_names_as_ours_are_ours(name: str, *, ours: bool) -> None:
    assert is_ours(name) is ours


def test_the_schema_of_some_tables_or_of_all() -> None:
    one = json.loads(as_json(["results.csv"]))["tables"]
    assert list(one) == ["results"]
    assert list(json.loads(as_json())["tables"]) == [table.name for table in (*TABLES, BODIES)]
    assert as_markdown(["scores"]).startswith("## scores.csv")


def test_a_table_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="Table nothing"):
        as_json(["results", "nothing"])
