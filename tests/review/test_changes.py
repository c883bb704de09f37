"""All changed digits of a paper are one question: each change can be taken back or mended by itself."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from reviewing import rows
from scripted import Scripted, run_scripted

from extract.decisions import Judgement, read_decisions
from extract.review.asked import Asked, Wanted
from extract.review.desk import Desk
from extract.review.sight import sight_of, told_of
from extract.tables.definition import REVIEW

SAMPLE = Path(__file__).parents[2] / "samples" / "inputs" / "cong-van-2009.txt"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    (tmp_path / "in").mkdir()
    shutil.copy(SAMPLE, tmp_path / "in")
    again(tmp_path)
    (paper,) = rows(tmp_path / "out", "documents")
    about = {"table": "corrections", "field": "after", "value": "Số", "raw": "S6 → Số; s6 → số", "reason": "repaired_number", "priority": 0.5}  # fmt: skip
    with (tmp_path / "out" / "review.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in REVIEW.columns])
        writer.writeheader()
        writer.writerow({"doc_id": paper["doc_id"], "part": 1, **about})
    found = Desk(tmp_path / "out", "Lan")
    found.refresh()
    return found


def again(folder: Path) -> None:
    run_scripted([folder / "in"], folder / "out", Scripted(folder / "log"))


def shown(desk: Desk, asked: Asked) -> dict[str, str]:
    with desk.journal() as journal:
        told = told_of(journal, asked.paper.sha256)
        assert told is not None
        return {change.name: change.before for change in sight_of(journal, told, asked).typed}


def test_all_changes_are_right_at_once(desk: Desk) -> None:
    (asked,) = desk.queue(Wanted())
    assert set(shown(desk, asked).values()) == {"S6", "s6"}
    desk.answer([asked], Judgement.RIGHT, asked.value)
    assert asked.id in desk.answered
    made = read_decisions(desk.out).all
    assert len(made) == len(shown(desk, asked))
    assert {said.verdict for said in made} == {"right"}
    again(desk.out.parent)
    changed = [row for row in rows(desk.out, "corrections") if row["rule"] == "person"]
    assert len(changed) == len(made)
    assert not [row for row in rows(desk.out, "review") if row["table"] == "corrections"]


def test_one_change_is_taken_back_and_the_others_stay(desk: Desk) -> None:
    (asked,) = desk.queue(Wanted())
    name, before = next(iter(shown(desk, asked).items()))
    desk.answer([asked], Judgement.CORRECTED, "", {name: before})
    again(desk.out.parent)
    text = (desk.out / "text" / f"{asked.paper.doc_id}.txt").read_text(encoding="utf-8")
    assert before in text
    assert text.count("số") + text.count("Số") >= len(shown(desk, asked)) - 1
