"""Cells kept from first sight come back as they were, however often each set of signs was seen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks.first_sight import FILE, Judged, read, sources, written


def test_cells_come_back(tmp_path: Path) -> None:
    cells = [
        Judged(("all", "results.rank", "figures:rank in words"), wrong=True),
        Judged(("all", "results.rank"), wrong=False),
        Judged(("all", "results.rank"), wrong=True),
        Judged(("all", "results.rank"), wrong=False),
    ]
    path = tmp_path / "kept.tsv"
    path.write_text(written(cells, ["one reading", "another"]), encoding="utf-8")
    assert Counter(read(path)) == Counter(cells)
    assert sources(path) == ("one reading", "another")


def test_the_kept_file_has_wrong_cells_and_no_text() -> None:
    cells = list(read(FILE))
    wrong = sum(cell.wrong for cell in cells)
    assert 0.02 * len(cells) < wrong < 0.2 * len(cells)
    assert max(len(sign) for cell in cells for sign in cell.signs) < 60
