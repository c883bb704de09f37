"""Cells are compared by the kind of their column; rows find their partners; each stated cell counts once."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import UnreadableInput, UsageError
from extract.evaluate import merged, micro, read_gold, read_tables, score_tables, show_tables
from extract.evaluate.cells import equal
from extract.evaluate.tables import best_pairs

CASES = json.loads(
    (Path(__file__).parent.parent / "cases" / "evaluate" / "cells.json").read_text("utf-8")
)


@pytest.mark.parametrize(("column", "gold", "cell"), CASES["equal"])
def test_cells_that_state_the_same(column: str, gold: Any, cell: str) -> None:
    assert equal(column, gold, cell)


@pytest.mark.parametrize(("column", "gold", "cell"), CASES["different"])
def test_cells_that_state_something_else(column: str, gold: Any, cell: str) -> None:
    assert not equal(column, gold, cell)


def counts(
    gold: list[dict[str, Any]], found: list[dict[str, str]], table: str = "results"
) -> tuple[int, ...]:
    cells = micro(score_tables({table: gold}, {table: found}))
    return cells.right, cells.spurious, cells.missing


def test_a_wrong_cell_is_spurious_and_missing() -> None:
    gold = [{"entity": "Sở Mẫu", "score": "85.5", "rank": 3, "grade": ""}]
    assert counts(gold, [{"entity": "Sở Mẫu", "score": "85.50", "rank": "3"}]) == (3, 0, 0)
    assert counts(gold, [{"entity": "Sở Mẫu", "score": "58.5", "rank": "3"}]) == (2, 1, 1)
    assert counts(gold, [{"entity": "Sở Mẫu", "rank": "3", "grade": "Tốt"}]) == (2, 1, 1)
    assert counts(gold, []) == (0, 0, 3)


def test_rows_that_the_gold_lacks_cost_precision() -> None:
    row = {"entity": "Sở Mẫu", "score": "85.5", "grade": "Tốt"}
    assert counts([], [row]) == (0, 2, 0)  # only the columns that matter alone
    assert counts([{"entity": "Sở Mẫu"}], [row, {"entity": "Ban Thử"}]) == (1, 1, 0)


def test_optional_rows_count_neither_way() -> None:
    gold = [{"entity": "Sở Mẫu", "rank": 3, "_optional": True}]
    assert counts(gold, []) == counts(gold, [{"entity": "Sở Mẫu", "rank": "4"}]) == (0, 0, 0)


def test_one_of_several_values_and_perhaps_empty() -> None:
    gold = [{"entity": "Sở Mẫu", "grade": ["", "Tốt"]}]
    assert counts(gold, [{"entity": "Sở Mẫu"}]) == (1, 0, 0)
    assert counts(gold, [{"entity": "Sở Mẫu", "grade": "Khá"}]) == (1, 1, 0)


def test_order_counts_the_rows_of_the_longest_run() -> None:
    gold = [
        {"criterion": name, "order": i}
        for i, name in enumerate(("Thể chế", "Thủ tục", "Bộ máy"), 1)
    ]
    found = [
        {"criterion": str(row["criterion"]), "order": str(n)}
        for row, n in zip(gold, (2, 7, 1), strict=True)
    ]
    assert counts(gold, found, "scores") == (5, 1, 1)


def test_a_task_of_several_units_may_stand_in_several_rows() -> None:
    gold = [{"item_no": "1", "unit": "Sở A, Sở B", "task": "rà soát thủ tục"}]
    split = [{"item_no": "1", "unit": unit, "task": "rà soát thủ tục"} for unit in ("Sở A", "Sở B")]
    assert counts(gold, split, "assignments") == (3, 0, 0)


def test_a_document_cited_twice_may_stand_in_two_rows() -> None:
    cited = {"code": "5/QĐ-UBND", "ref_type": "quyet_dinh"}
    assert counts([cited], [cited, cited], "references") == (2, 0, 0)


def test_sums_over_documents_and_a_page_for_readers() -> None:
    one = score_tables(
        {"results": [{"entity": "A", "rank": 1}]}, {"results": [{"entity": "A", "rank": "1"}]}
    )
    two = score_tables({"results": [{"entity": "B", "rank": 1}]}, {})
    assert micro(merged([one, two])).f1 == 2 / 3
    assert "all cells" in show_tables(merged([one, two]))


@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 10_000))
def test_pairs_have_the_greatest_sum(rows: int, columns: int, seed: int) -> None:
    weights = np.random.default_rng(seed).integers(0, 9, (rows, columns)).astype(float)
    found = best_pairs(weights)
    wide = weights if rows <= columns else weights.T
    best = max(
        sum(wide[i, j] for i, j in enumerate(choice))
        for choice in itertools.permutations(range(wide.shape[1]), wide.shape[0])
    )
    assert sum(weights[i, j] for i, j in found) == best
    assert all(weights[i, j] > 0 for i, j in found)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_tables_of_a_folder_and_of_one_document(tmp_path: Path) -> None:
    write(tmp_path, "results.csv", '\ufeffdoc_id,entity\na,"một\fhai,\nba"\nb,hai\n')
    with pytest.raises(UsageError, match="2 documents"):
        read_tables(tmp_path)
    assert read_tables(tmp_path, "a")["results"] == [{"doc_id": "a", "entity": "một\fhai,\nba"}]
    assert read_tables(tmp_path, "a")["scores"] == []


@pytest.mark.parametrize("text", ["[]", "{", '{"tables": []}'])
def test_what_is_no_gold_is_said(tmp_path: Path, text: str) -> None:
    write(tmp_path, "gold.json", text)
    with pytest.raises(UnreadableInput, match=r"gold\.json"):
        read_gold(tmp_path / "gold.json")


def test_gold_may_be_the_fields_of_documents_alone(tmp_path: Path) -> None:
    write(tmp_path, "gold.json", '{"doc_type": "cong_van"}')
    assert read_gold(tmp_path / "gold.json") == {"documents": [{"doc_type": "cong_van"}]}


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        read_tables(tmp_path / "none")
