"""Our figures are those of the acceptance scorers, on the seed and on real documents (needs VANBAN_DATA)."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from benchmarks.trust import calibration_error, judge
from extract.evaluate import micro, read_gold, read_tables, score_page, score_tables, score_text

DATA = Path(os.environ.get("VANBAN_DATA", ""))
pytestmark = pytest.mark.skipif(
    not (DATA / "tools" / "score_text.py").exists(), reason="VANBAN_DATA names no folder with tools"
)
TEXTS = [
    ("seed/truth.txt", "seed/raw.txt"),
    ("eval/real/r06.txt", "eval/real/r06.vie.txt"),
    ("eval/dev/kg-syt-2275.txt", "eval/dev/kg-syt-2275.eng.txt"),
]
GOLDS = ["seed/gold.json", "eval/real/r14.json", "eval/real/s06.json", "eval/dev/kg-syt-2275.json"]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.syspath_prepend(str(DATA / "tools"))
    names = ("score_text", "score_page", "score_tables", "score_trust", "run_set")

    def load(name: str) -> ModuleType:
        return importlib.import_module(name)

    yield load
    for name in names:
        sys.modules.pop(name, None)


def texts(pair: tuple[str, str]) -> tuple[str, str]:
    truth, hyp = ((DATA / name).read_text(encoding="utf-8") for name in pair)
    return truth, hyp


@pytest.mark.parametrize("pair", TEXTS, ids=str)
def test_text_figures_are_the_same(tools: Any, pair: tuple[str, str]) -> None:
    truth, raw = texts(pair)
    text = raw.replace("cong", "công").replace("dan", "dân")
    theirs, ours = tools("score_text").score(truth, text, raw), score_text(truth, text, raw)
    same = [name for name in theirs if hasattr(ours, name) and name != "digit_strings"]
    assert {name: getattr(ours, name) for name in same} == {name: theirs[name] for name in same}
    assert len(same) >= 14


@pytest.mark.parametrize("pair", TEXTS, ids=str)
def test_page_figures_are_the_same(tools: Any, pair: tuple[str, str]) -> None:
    truth, hyp = texts(pair)
    theirs, ours = tools("score_page").score(truth, hyp), score_page(truth, hyp)
    assert {name: getattr(ours, name) for name in theirs} == theirs


def damaged(path: Path) -> None:
    """Every fifth row gone, every seventh cell changed, one row twice."""
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [row for i, row in enumerate(lines[1:]) if i % 5 != 4]
    cells = [row.split(",") for row in rows if '"' not in row]
    changed = [
        ",".join(c if (i + k) % 7 or not k else c + "x" for k, c in enumerate(row))
        for i, row in enumerate(cells)
    ]
    kept = [row for row in rows if '"' in row]
    path.write_text("\n".join([lines[0], *changed, *kept, *kept[:1]]) + "\n", encoding="utf-8")


@pytest.mark.parametrize("gold", GOLDS)
def test_table_figures_are_the_same(tools: Any, gold: str, tmp_path: Path) -> None:
    scorer = tools("score_tables")
    want = scorer.read_gold(DATA / gold)
    scorer.write_tables(want, tmp_path)
    for damage in (False, True):
        if damage:
            for path in tmp_path.glob("*.csv"):
                damaged(path)
        theirs = scorer.summary(scorer.score(want, tmp_path))
        ours = score_tables(read_gold(DATA / gold), read_tables(tmp_path))
        figures = {name: counts(table["micro"]) for name, table in theirs["tables"].items()}
        assert {
            n: (t.cells.right, t.cells.spurious, t.cells.missing) for n, t in ours.items()
        } == figures
        assert micro(ours).f1 == theirs["micro"]["f1"]


@pytest.mark.parametrize("gold", GOLDS)
def test_trust_figures_are_the_same(tools: Any, gold: str, tmp_path: Path) -> None:
    scorer, trust = tools("score_tables"), tools("score_trust")
    want = scorer.read_gold(DATA / gold)
    scorer.write_tables(want, tmp_path, "d")
    for path in tmp_path.glob("*.csv"):
        damaged(path)
    found = read_tables(tmp_path)
    for name, rows in found.items():
        found[name] = [{**row, "confidence": f"0.{i % 9}"} for i, row in enumerate(rows)]
    review = [
        {"doc_id": "d", "table": "documents", "field": "issued_date", "row": "1", "value": ""},
        {"doc_id": "d", "table": "scores", "field": "points", "row": "2", "value": ""},
        {
            "doc_id": "d",
            "table": "assignments",
            "field": "due_date",
            "row": "99",
            "value": "2025-12-31",
        },
    ]
    theirs = [
        cell
        for name, rows in want.items()
        for cell in trust.judge(name, [rows] if name == "documents" else rows, found[name], "d")
    ]
    ours = judge(read_gold(DATA / gold), {**found, "review": review})
    assert [c.right for c in ours] == [c.right for c in theirs]
    assert [c.place is not None for c in ours] == [trust.pointed(c, review) for c in theirs]
    assert calibration_error(ours) == pytest.approx(trust.ece(theirs)[0], abs=0.02)  # other ties
    assert [c.numeric for c in ours] == [c.column in trust.NUMERIC for c in theirs]


def counts(figures: dict[str, int]) -> tuple[int, int, int]:
    return figures["tp"], figures["fp"], figures["fn"]
