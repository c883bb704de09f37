"""What checks must flag and what they must leave alone: tests/cases/check/*.json, all invented."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extract.check import check
from extract.dictionaries import read_enumerations
from extract.model import Evidence, Reading, Restored, TextLine
from extract.records import (
    Assignment,
    Checked,
    Extracted,
    Field,
    Header,
    Reason,
    Reference,
    Result,
    Row,
    Score,
)

RECORDS: Mapping[str, type[Row]] = {
    "results": Result, "scores": Score, "reasons": Reason, "assignments": Assignment, "references": Reference,
}  # fmt: skip
TODAY = date(2024, 1, 1)
CASES = Path(__file__).parents[1] / "cases" / "check"
MUST_FLAG, MUST_NOT_FLAG = (
    json.loads((CASES / name).read_text(encoding="utf-8"))
    for name in ("must_flag.json", "must_not_flag.json")
)


def checked(case: Mapping[str, Any]) -> Checked:
    """The case's rows, each on a line of its own, checked; `lines` is what the document says."""
    header = msgspec.convert(case.get("header", {}), Header)
    fields = tuple(
        Field(n, v, Evidence(1, 1, 1, v, 0.95, rule="test"))
        for n, v in case.get("header", {}).items()
    )
    rows = {table: tuple(_rows(table, found)) for table, found in case["rows"].items()}
    lines = tuple(TextLine(1, n, text, text) for n, text in enumerate(case.get("lines", ()), 1))
    return check(Extracted(1, header, fields, **rows), Restored(Reading(()), lines, ()), TODAY)


def _rows(table: str, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    found = []
    for line, row in enumerate(rows, 2):
        raw = row.get("raw", f"{row.get('item_no', '')}. dòng")
        at = {
            "page": 1,
            "line_start": line,
            "line_end": line,
            "raw": raw,
            "confidence": 0.9,
            "rule": "test",
        }
        cells = {name: value for name, value in row.items() if name != "raw"}
        found.append(msgspec.convert({**cells, "at": at}, RECORDS[table], strict=False))
    return found


@pytest.mark.parametrize("case", MUST_FLAG, ids=[case["label"] for case in MUST_FLAG])
def test_flagged(case: Mapping[str, Any]) -> None:
    found = checked(case)
    listed = {(i.table, i.row, i.field, i.reason): i for i in found.review}
    assert {tuple(place) for place in case["flagged"]} <= set(listed)
    offered = {value for place in case["flagged"] for value in listed[tuple(place)].alternatives}
    assert set(case.get("offered", ())) <= offered
    assert list(found.extracted.flags) == case.get("flags", [])
    assert set(found.extracted.flags) <= set(read_enumerations()["flag"]), (
        "not in enumerations.toml"
    )


@pytest.mark.parametrize("case", MUST_NOT_FLAG, ids=[case["label"] for case in MUST_NOT_FLAG])
def test_left_alone(case: Mapping[str, Any]) -> None:
    found = checked(case)
    assert found.extracted.flags == ()
    reasons = {"failed_check", "repaired_number", "conflict"}
    assert [item for item in found.review if item.reason in reasons] == []
    assert [item for item in found.review if item.field == "item_no"] == []


@pytest.mark.parametrize("case", [*MUST_FLAG, *MUST_NOT_FLAG], ids=lambda case: case["label"])
def test_no_value_is_changed(case: Mapping[str, Any]) -> None:
    found = checked(case).extracted
    for table, rows in case["rows"].items():
        before = _rows(table, rows)
        for old, new in zip(before, getattr(found, table), strict=True):
            same = {n: getattr(old, n) == getattr(new, n) for n in rows[0] if n != "raw"}
            assert all(same.values()), same
