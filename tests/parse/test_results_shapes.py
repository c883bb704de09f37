"""Every shape of a result, a score or a reason that was met or imagined: text and the rows it gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from results_support import context_of

from extract.parse import read_rated

CASES = Path(__file__).parents[1] / "cases" / "parse"


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return found


SHAPES = cases("scores_shapes.json")
NOTHING = cases("scores_must_not_change.json")
FAILURES = cases("scores_known_failures.json")


def same(expected: Any, value: Any) -> bool:
    if isinstance(value, Decimal):
        return expected is not None and Decimal(expected) == value and str(value) == expected
    return expected == value


def differences(expected: Sequence[dict[str, Any]], rows: Sequence[Any]) -> list[str]:
    found = [f"{len(rows)} rows for {len(expected)}"] if len(rows) != len(expected) else []
    for number, (want, row) in enumerate(zip(expected, rows, strict=False), 1):
        found += [
            f"row {number} {name}: {getattr(row, name)!r} for {value!r}"
            for name, value in want.items()
            if not same(value, getattr(row, name))
        ]
    return found


def all_differences(shape: dict[str, Any]) -> dict[str, list[str]]:
    rated = read_rated(context_of(shape["text"], **shape["header"]))
    found = {
        table: differences(shape[table], getattr(rated, table))
        for table in ("results", "scores", "reasons")
    }
    return {table: lines for table, lines in found.items() if lines}


@pytest.mark.parametrize("shape", SHAPES, ids=[shape["label"] for shape in SHAPES])
def test_shape_gives_its_rows(shape: dict[str, Any]) -> None:
    assert all_differences(shape) == {}


@pytest.mark.parametrize("shape", NOTHING, ids=[shape["label"] for shape in NOTHING])
def test_what_looks_like_a_score_and_is_none(shape: dict[str, Any]) -> None:
    assert all_differences(shape) == {}


@pytest.mark.xfail(reason="known failures", strict=True)
@pytest.mark.parametrize("shape", FAILURES, ids=[shape["label"] for shape in FAILURES])
def test_known_failures(shape: dict[str, Any]) -> None:
    assert all_differences(shape) == {}
