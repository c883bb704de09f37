"""How values become cells, and the guard of --excel (S1, P4)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.tables import TABLES
from extract.tables.definition import (
    NUMERIC,
    Column,
    ColumnKind,
    cell,
    encode,
    guard,
    is_unsafe,
    read_table,
    unguard,
)

CASES = json.loads(
    (Path(__file__).parent.parent / "cases" / "tables" / "cells.json").read_text(encoding="utf-8")
)
MAKE: dict[str, Callable[[Any], object]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "list": tuple,
}
REASONS = next(table for table in TABLES if table.name == "reasons")


@pytest.mark.parametrize("case", CASES["synthetic"], ids=lambda case: case["label"])
def test_a_value_becomes_its_cell(case: dict[str, Any]) -> None:
    value = MAKE.get(case["type"], lambda x: x)(case["value"])
    assert cell(Column("x", ColumnKind(case["kind"]), ""), value) == case["cell"]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_S1_numbers_look_like_numbers_and_keep_their_value(value: Decimal) -> None:
    text = cell(Column("x", ColumnKind.DECIMAL, ""), value)
    assert NUMERIC.match(text)
    assert Decimal(text) == value


def row(**texts: str) -> tuple[str, ...]:
    return tuple(texts.get(column.name, "") for column in REASONS.columns)


def written(tmp_path: Path, rows: list[tuple[str, ...]], *, excel: bool) -> Path:
    path = tmp_path / "reasons.csv"
    path.write_bytes(encode(REASONS, rows, excel=excel))
    return path


def parsed(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))[1:]


def test_S1_default_files_hold_the_exact_text(tmp_path: Path) -> None:
    rows = [row(text=text, raw=text) for text in CASES["hostile"]]
    path = written(tmp_path, rows, excel=False)
    assert parsed(path) == [list(r) for r in rows]
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_S1_every_excel_cell_is_safe_and_numbers_are_untouched(tmp_path: Path) -> None:
    rows = [row(text=text, raw=text, points="-0.5", ratio_num="-3") for text in CASES["hostile"]]
    for cells in parsed(written(tmp_path, rows, excel=True)):
        by_name = dict(zip((column.name for column in REASONS.columns), cells, strict=True))
        assert not is_unsafe(by_name["text"])
        assert not is_unsafe(by_name["raw"])
        assert (by_name["points"], by_name["ratio_num"]) == ("-0.5", "-3")


@pytest.mark.parametrize("excel", [False, True])
def test_S1_read_table_gives_the_text_back(tmp_path: Path, *, excel: bool) -> None:
    texts = [text for text in CASES["hostile"] if text]
    rows = [row(text=text, raw=text, points="-0.50") for text in texts]
    frame = read_table(written(tmp_path, rows, excel=excel))
    assert list(frame["text"]) == texts
    assert list(frame["raw"]) == texts
    assert set(frame["points"]) == {-0.5}
    assert frame["page"].isna().all()


@given(st.text())
def test_S1_the_guard_can_be_undone(text: str) -> None:
    assert not is_unsafe(guard(text))
    assert (unguard(guard(text)) if guard(text) != text else text) == text


@pytest.mark.parametrize("text", ["Sở Nội vụ", "1.2", "a=b", "5 - 3"])
def test_S1_what_is_no_formula_is_left_alone(text: str) -> None:
    assert guard(text) == text


@given(st.lists(st.lists(st.text(), min_size=len(REASONS.columns), max_size=len(REASONS.columns))))
def test_a_table_has_the_bytes_that_pandas_would_write(rows: list[list[str]]) -> None:
    rows_of_cells = [tuple(cells) for cells in rows]
    frame = pd.DataFrame(rows_of_cells, columns=[c.name for c in REASONS.columns], dtype=object)
    bare_return = any("\r" in text for cells in rows for text in cells)
    quoting = csv.QUOTE_ALL if bare_return else csv.QUOTE_MINIMAL
    text = frame.to_csv(index=False, lineterminator="\n", quoting=quoting)
    assert encode(REASONS, rows_of_cells, excel=False) == text.encode("utf-8", "replace")
