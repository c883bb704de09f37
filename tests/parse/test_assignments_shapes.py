"""The shapes tasks come in: a small body of a document, and the cells its rows must hold."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extract.dictionaries import load
from extract.model import TextLine
from extract.parse.assignments import read_assignments
from extract.parse.outline import Context, build_outline
from extract.records import Assignment, Header

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "parse" / "assignments.json").read_text("utf-8")
)


def rows(case: dict[str, Any]) -> tuple[Assignment, ...]:
    lines = [TextLine(1, n, text, text) for n, text in enumerate(case["text"], 1)]
    header = Header(doc_type=case["doc_type"], issuer="Sở Mẫu", issued_date=date(2024, 1, 15))
    dictionaries = load()
    body = build_outline(lines, dictionaries)
    return read_assignments(Context(header, body, lines, dictionaries))


def cell(value: object) -> str:
    if value is None:
        return ""
    return "|".join(value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_shape_gives_its_rows(case: dict[str, Any]) -> None:
    found = [
        {column: cell(getattr(row, column)) for column in wanted}
        for row, wanted in zip(rows(case), case["rows"], strict=False)
    ]
    assert found == case["rows"]
    assert len(rows(case)) == len(case["rows"])


def test_shapes_have_names_of_their_own_and_rows_count_from_one() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) >= 60
    for case in CASES:
        assert [row.order for row in rows(case)] == list(range(1, len(case["rows"]) + 1))
