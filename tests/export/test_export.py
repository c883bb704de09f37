"""`vanban export`: every number, date and id comes back equal from the workbook, Parquet and SQLite; withheld papers never do."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import shutil
import sqlite3
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from reviewing import questioned
from typer.testing import CliRunner

from extract.cli.app import app
from extract.errors import (
    ExitCode,
    MissingProgram,
    OutputLocked,
    TooLargeInput,
    UnreadableInput,
    UsageError,
)
from extract.export import workbook
from extract.export.folder import Cell, TypedTable, read_folder
from extract.export.handing_on import hand_on
from extract.export.workbook import head_of, make_workbook
from extract.tables import TABLES, Column
from extract.tables.definition import ColumnKind

FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented papers, one withheld, with a text in them that a spreadsheet would run."""
    out = questioned(tmp_path_factory.mktemp("export"), hostile=FORMULA)
    described = json.loads((out / "datapackage.json").read_bytes())
    for file in described["resources"]:  # its questions were put in by hand
        file["hash"] = "sha256:" + hashlib.sha256((out / file["path"]).read_bytes()).hexdigest()
    (out / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    return out


def same(cell: Cell, found: object) -> bool:
    """Whether a reader gave the value back, in its own type."""
    if isinstance(cell, Decimal):
        return isinstance(found, int | float) and Decimal(str(found)) == cell
    if isinstance(cell, date):
        return str(found)[:10] == cell.isoformat() and not isinstance(found, int | float)
    return found == cell and isinstance(found, bool) == isinstance(cell, bool)


def differences(table: TypedTable, rows: list[tuple[object, ...]]) -> list[object]:
    assert len(rows) == len(table.rows)
    pairs = (
        (a, b)
        for row, got in zip(table.rows, rows, strict=True)
        for a, b in zip(row, got, strict=True)
    )
    return [(a, b) for a, b in pairs if not same(a, b)]  # fmt: skip


def test_the_workbook_gives_every_value_back(out: Path, tmp_path: Path) -> None:
    hand_on(out, tmp_path, ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    for table in read_folder(out).tables.values():
        if table.name != "review":
            rows = [tuple(row) for row in book[table.name].iter_rows(min_row=2, values_only=True)]
            assert not differences(table, rows[: len(table.rows)]), table.name


def test_the_questions_name_their_file(out: Path, tmp_path: Path) -> None:
    hand_on(out, tmp_path, ["xlsx"])
    sheet = pd.read_excel(tmp_path / "tables.xlsx", sheet_name="review", dtype={"doc_id": str})
    assert len(sheet) == len(read_folder(out).tables["review"].rows)
    assert sheet["source"].str.endswith((".txt", ".png")).all()


def test_no_cell_is_a_formula_and_heads_are_frozen_and_filtered(out: Path, tmp_path: Path) -> None:
    hand_on(out, tmp_path, ["xlsx"])
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as parts:
        sheets = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
    assert all(b'state="frozen"' in sheet and b"<autoFilter" in sheet for sheet in sheets)


@pytest.mark.parametrize("text", [FORMULA, "+1", "-1", "@x", "0012", "3e5", "2024-01-02"])
def test_text_stays_text(text: str) -> None:
    table = TypedTable("t", (Column("value", ColumnKind.STRING, ""),), [(text,)])
    made = make_workbook([table], "en", "text").data
    cell = openpyxl.load_workbook(io.BytesIO(made))["t"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("value", "kind"),
    [(10**15 - 1, "n"), (10**15, "s"), (date(1900, 3, 1), "d"), (date(1900, 2, 28), "s")],
)
def test_what_a_cell_cannot_hold_exactly_is_text(value: Cell, kind: str) -> None:
    table = TypedTable("t", (Column("value", ColumnKind.INTEGER, ""),), [(value,)])
    made = make_workbook([table], "en", "text").data
    assert openpyxl.load_workbook(io.BytesIO(made))["t"]["A2"].data_type == kind


def test_a_text_longer_than_a_cell_is_cut_and_counted() -> None:
    table = TypedTable("t", (Column("value", ColumnKind.STRING, ""),), [("x" * 32_767,), ("x" * 32_768,)])  # fmt: skip
    assert make_workbook([table], "en", "text").cut == 1


def test_a_table_longer_than_a_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_MOST_ROWS", 1)
    table = TypedTable("t", (Column("value", ColumnKind.STRING, ""),), [("a",), ("b",)])
    with pytest.raises(TooLargeInput, match="--parquet"):
        make_workbook([table], "en", "text")


def test_vietnamese_heads_are_words_and_none_comes_twice() -> None:
    for table in TABLES:
        heads = [head_of(column, "vi") for column in table.columns]
        assert len(set(heads)) == len(heads)
        assert not {c.name for c in table.columns} & set(heads)


def test_parquet_gives_every_value_back(out: Path, tmp_path: Path) -> None:
    hand_on(out, tmp_path, ["parquet"])
    for table in read_folder(out).tables.values():
        path = tmp_path / f"{table.name}.parquet"
        assert not differences(table, duckdb.execute(f"SELECT * FROM '{path}'").fetchall())


def test_sqlite_gives_every_value_back(out: Path, tmp_path: Path) -> None:
    hand_on(out, tmp_path, ["sqlite"])
    db = sqlite3.connect(tmp_path / "tables.sqlite")
    for table in read_folder(out).tables.values():
        rows = db.execute(f'SELECT * FROM "{table.name}"').fetchall()
        flags = {n for n, c in enumerate(table.columns) if c.kind is ColumnKind.BOOLEAN}
        told = [tuple(bool(v) if n in flags and v is not None else v for n, v in enumerate(r)) for r in rows]  # fmt: skip
        assert not differences(table, told)
    db.close()


def test_wide_has_a_row_a_rated_body_with_its_documents_number(out: Path, tmp_path: Path) -> None:
    hand_on(out, tmp_path, ["parquet"], with_wide=True)
    bodies, papers = (
        duckdb.execute(f"SELECT * FROM '{tmp_path / name}.parquet'").df()
        for name in ("wide", "documents")
    )
    assert len(bodies) == len(read_folder(out).tables["results"].rows) > 0
    joined = bodies.merge(papers, on=["doc_id", "part"], suffixes=("", "_paper"))
    assert (joined["code"] == joined["code_paper"]).all()
    assert (joined["document_confidence"] == joined["confidence_paper"]).all()


def test_withheld_papers_are_in_none_of_it(out: Path, tmp_path: Path) -> None:
    done = hand_on(out, tmp_path, ["xlsx", "parquet", "sqlite"])
    assert done.withheld == 1
    names = {row["source"] for row in read_folder(out).tables["documents"].by_name()}
    assert names
    assert "mật.txt" not in names
    found = duckdb.execute(f"SELECT source FROM '{tmp_path}/documents.parquet'").fetchall()
    assert {source for (source,) in found} == names
    assert "mật.txt".encode() not in (tmp_path / "tables.sqlite").read_bytes()


def test_the_same_tables_give_the_same_bytes_and_the_folder_is_untouched(
    out: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for place in ("a", "b"):
        hand_on(out, tmp_path / place, ["xlsx", "parquet", "sqlite"], language="vi")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


def copied(out: Path, place: Path) -> Path:
    for path in [".vanban/lock", "datapackage.json", *(f"{t.name}.csv" for t in TABLES)]:
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes((out / path).read_bytes())
    return place


def test_a_folder_that_cannot_be_trusted_is_refused(out: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        read_folder(tmp_path / "none")
    with pytest.raises(UsageError, match="no results"):
        read_folder(tmp_path)
    place = copied(out, tmp_path / "c")
    read_folder(place)
    (place / "scores.csv").write_text("changed")
    with pytest.raises(UnreadableInput, match="changed after"):
        read_folder(place)
    (place / "datapackage.json").unlink()
    with pytest.raises(UnreadableInput, match="not ended"):
        read_folder(place)


def test_a_folder_that_a_run_works_on_is_refused(out: Path, tmp_path: Path) -> None:
    place = copied(out, tmp_path / "c")
    with (place / ".vanban" / "lock").open("rb+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(OutputLocked):
            read_folder(place)


def test_the_command_says_what_it_wrote_and_left_out(out: Path, tmp_path: Path) -> None:
    asked = ["export", str(out), "--xlsx", "--ui", "vi", "--wide", "--to", str(tmp_path / "x")]
    told = CliRunner().invoke(app, asked)
    assert told.exit_code == ExitCode.OK, told.output
    assert "tables.xlsx" in told.output
    assert "1 văn bản có dấu chỉ độ mật" in told.output
    assert "nhiệm vụ" in openpyxl.load_workbook(tmp_path / "x" / "tables.xlsx").sheetnames


@pytest.mark.parametrize("more", [[], ["--xlsx", "--ui", "fr"]])
def test_a_command_without_sense_is_refused(out: Path, more: list[str]) -> None:
    assert isinstance(CliRunner().invoke(app, ["export", str(out), *more]).exception, UsageError)


def test_a_folder_of_another_version_is_told(out: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(out, older)
    table = older / "reasons.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("doc_id", "id", 1), encoding="utf-8")
    described = json.loads((older / "datapackage.json").read_bytes())
    for file in described["resources"]:
        file["hash"] = "sha256:" + hashlib.sha256((older / file["path"]).read_bytes()).hexdigest()
    (older / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    with pytest.raises(UnreadableInput, match="another version"):
        read_folder(older)


@pytest.mark.parametrize("package", ["duckdb", "xlsxwriter"])
def test_a_missing_package_is_told_with_what_to_install(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    for name in ("handing_on", "columns", "workbook"):
        monkeypatch.delitem(sys.modules, f"extract.export.{name}", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    asked = ["export", str(out), "--sqlite", "--to", str(tmp_path / "x")]
    error = CliRunner().invoke(app, asked).exception
    assert isinstance(error, MissingProgram)
    assert "vanban[export]" in error.do
    assert not (tmp_path / "x").exists()
