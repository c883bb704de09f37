"""What is asked next, and that each answer is a decision that the next run puts into the tables."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from reviewing import questioned, rows
from scripted import Scripted, run_scripted

from extract.decisions import Judgement, read_decisions
from extract.errors import JournalBusy
from extract.review.asked import Asked, ShownFile, Wanted
from extract.review.desk import Desk
from extract.review.recording import line_of
from extract.review.typed import NoValue, column_of, typed
from extract.tables.definition import TABLES, encode


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return questioned(tmp_path_factory.mktemp("desk"), papers=3)


@pytest.fixture
def out(read: Path, tmp_path: Path) -> Path:
    shutil.copytree(read.parent, tmp_path / "copy")
    return tmp_path / "copy" / "out"


def desk(out: Path, who: str = "Lan") -> Desk:
    found = Desk(out, who)
    found.refresh()
    return found


def again(out: Path) -> None:
    run_scripted([out.parent / "in"], out, Scripted(out.parent / "log"))


def one(desk: Desk, table: str, field: str) -> Asked:
    return next(a for a in desk.work.all if (a.table, a.field) == (table, field))


def test_the_list_asks_in_the_order_of_review_csv(out: Path) -> None:
    asked = desk(out).work.all
    assert len(asked) == len(rows(out, "review")) > 10
    assert [a.value for a in asked] == [row["value"] for row in rows(out, "review")]
    assert len({a.id for a in asked}) == len(asked)


def test_files_for_spreadsheets_are_read_as_others_are(out: Path) -> None:
    usual = desk(out).work.all
    for name in ("documents", "review"):
        table = next(table for table in TABLES if table.name == name)
        cells = [tuple(row[column.name] for column in table.columns) for row in rows(out, name)]
        (out / f"{name}.csv").write_bytes(encode(table, cells, excel=True))
    assert desk(out).work.all == usual


def test_an_answer_is_kept_and_not_asked_again(out: Path) -> None:
    mine = desk(out)
    first, second = mine.queue(Wanted())
    mine.answer([first], Judgement.RIGHT, first.value)
    assert mine.queue(Wanted())[0] == second
    assert mine.progress(Wanted())[0] == 1
    assert desk(out).queue(Wanted())[0] == second  # a new start knows it too
    (said,) = read_decisions(out).all
    assert (said.who, said.verdict, said.after) == ("Lan", "right", first.value)


def test_a_correction_stands_in_the_tables_after_the_next_run(out: Path) -> None:
    mine = desk(out)
    asked = one(mine, "documents", "signer_name")
    mine.answer([asked], Judgement.CORRECTED, "Nguyễn Văn Tám")
    again(out)
    row = next(r for r in rows(out, "documents") if r["source"] == asked.paper.source)
    assert row["signer_name"] == "Nguyễn Văn Tám"
    assert asked.id not in desk(out).work.by_id


def test_undo_asks_again_and_leaves_nothing_in_the_tables(out: Path) -> None:
    mine = desk(out)
    asked = one(mine, "documents", "signer_name")
    mine.answer([asked], Judgement.CORRECTED, "Trần Thị Chín")
    assert mine.undo() == asked.id
    assert asked.id not in mine.answered
    assert mine.undo() is None
    again(out)
    assert "Trần Thị Chín" not in {row["signer_name"] for row in rows(out, "documents")}


def test_what_is_put_off_comes_last(out: Path) -> None:
    mine = desk(out)
    first, second = mine.queue(Wanted())
    mine.put_off(first)
    assert mine.queue(Wanted())[0] == second
    for asked in mine.work.all[1:]:
        mine.put_off(asked)
    assert mine.queue(Wanted())[0] == first


def test_equal_errors_are_answered_as_one_and_taken_back_as_one(out: Path) -> None:
    mine = desk(out)
    asked = one(mine, "documents", "signer_name")
    alike = mine.series(asked)
    assert len(alike) == 3  # of three papers
    mine.answer(alike, Judgement.CORRECTED, "Nguyễn Văn Tám")
    assert {a.id for a in alike} <= mine.answered
    again(out)
    signers = [r["signer_name"] for r in rows(out, "documents") if r["source"].startswith("a/")]
    assert signers == ["Nguyễn Văn Tám"] * 3
    fresh = desk(out)
    fresh.said = mine.said
    fresh.undo()
    assert not fresh.answered


@pytest.mark.parametrize("field", ["number", "issued_date", "code"])
def test_numbers_and_dates_that_look_alike_are_no_series(out: Path, field: str) -> None:
    asked = desk(out).work.all[0]
    fake = Asked(
        "",
        asked.paper,
        1,
        None,
        "documents",
        row=1,
        field=field,
        value="12",
        raw="",
        alternatives=(),
        reason="conflict",
        cells=1,
    )
    assert fake.series is None


def test_two_people_see_and_keep_each_others_answers(out: Path) -> None:
    lan, minh = desk(out), desk(out, "Minh")
    mine, yours = lan.queue(Wanted())
    lan.answer([mine], Judgement.RIGHT, mine.value)
    minh.answer([yours], Judgement.EMPTY, "")
    lan.refresh()
    assert {mine.id, yours.id} == lan.answered == minh.answered
    assert {said.who for said in read_decisions(out).all} == {"Lan", "Minh"}


def test_the_filters_show_a_folder_a_file_a_table_a_reason(out: Path) -> None:
    mine = desk(out)
    for wanted in (Wanted(folder="a"), Wanted(document="GIẤY 1"), Wanted(table="documents"), Wanted(reason="low_confidence")):  # fmt: skip
        found = mine.work.wanted(wanted)
        assert 0 < len(found) < len(mine.work.all)
        assert list(found) == [a for a in mine.work.all if wanted.takes(a)]
    assert not mine.work.wanted(Wanted(folder="ngoài"))


LINE = (None, 8)
HEARD = "của Sở Nội vụ như"  # "Nội vu" stood there, which restoration changed


def line_now(desk: Desk, asked: Asked) -> str:
    with desk.journal() as journal:
        return line_of(journal, desk.standing, asked, LINE).text


def test_words_of_a_line_are_corrected_in_the_text(out: Path) -> None:
    mine = desk(out)
    asked = next(a for a in mine.work.all if a.paper.source == "a/giấy 0.txt")
    assert HEARD in line_now(mine, asked)
    changed = line_now(mine, asked).replace(HEARD, "của Sở Nội vu, như")
    mine.correct_line(asked, LINE, changed)
    assert line_now(mine, asked) == changed
    again(out)
    text = (out / "text" / f"{asked.paper.doc_id}.txt").read_text(encoding="utf-8")
    assert text.split("\n")[7] == changed


def test_a_second_change_of_a_line_keeps_the_first_and_undo_takes_back_one(out: Path) -> None:
    mine = desk(out)
    asked = next(a for a in mine.work.all if a.paper.source == "a/giấy 0.txt")
    before = line_now(mine, asked)
    once = before.replace(HEARD, "của Sở Y tế như")
    twice = once.replace("thông báo", "công bố")
    mine.correct_line(asked, LINE, once)
    mine.correct_line(asked, LINE, twice)
    assert line_now(mine, asked) == twice
    mine.undo()
    assert line_now(mine, asked) == once
    mine.undo()
    assert line_now(mine, asked) == before


def test_lines_that_were_not_read_become_the_row_that_a_person_types(out: Path) -> None:
    mine = desk(out)
    asked = next(a for a in mine.work.all if a.reason == "unread")
    mine.answer([asked], Judgement.CORRECTED, '{"kind": "cause_other", "text": "thong báo chậm"}')
    again(out)
    (row,) = rows(out, "reasons")
    assert (row["doc_id"], row["text"]) == (asked.paper.doc_id, "thong báo chậm")


def test_a_row_that_is_not_there_goes_and_its_neighbours_keep_their_answers(out: Path) -> None:
    mine = desk(out)
    asked = next(a for a in mine.work.all if a.table == "results" and a.row and not a.field)
    before = len(rows(out, "results"))
    mine.answer([asked], Judgement.EMPTY, "")
    again(out)
    assert len(rows(out, "results")) == before - 1


def test_a_column_is_answered_once_for_all_its_rows(out: Path) -> None:
    mine = desk(out)
    asked = next(a for a in mine.work.all if a.row is None)
    mine.answer([asked], Judgement.CORRECTED, "", {"Sở Nội vụ": "Sở Y tế"})
    again(out)
    own = [row["entity"] for row in rows(out, "results") if row["doc_id"] == asked.paper.doc_id]
    assert set(own) == {"Sở Y tế"}


def points(out: Path, asked: Asked) -> list[str]:
    return [row["points"] for row in rows(out, "scores") if row["doc_id"] == asked.paper.doc_id]


def test_a_value_of_a_column_is_changed_where_it_stands_and_the_others_are_right(out: Path) -> None:
    mine = desk(out)
    asked = next(a for a in mine.work.all if a.row is None and a.table == "scores")
    assert points(out, asked) == ["8.5", "9.0", "9.0"]
    mine.answer([asked], Judgement.CORRECTED, "", {"9.0": "9.5"})
    assert asked.id in mine.answered
    again(out)
    assert points(out, asked) == ["8.5", "9.5", "9.5"]
    said = [r for r in rows(out, "evidence") if r["field"] == "points" and r["doc_id"] == asked.paper.doc_id]  # fmt: skip
    assert [(r["value"], r["rule"]) for r in said] == [("8.5", "person"), ("9.5", "person"), ("9.5", "person")]  # fmt: skip
    fresh = desk(out)
    fresh.said = mine.said
    fresh.undo()
    again(out)
    assert points(out, asked) == ["8.5", "9.0", "9.0"]


def test_a_table_is_answered_by_the_columns_that_its_question_names(out: Path) -> None:
    mine = desk(out)
    column = next(a for a in mine.work.all if a.row is None and a.table == "scores")
    asked = replace(column, field="", value="points, criterion")
    mine.answer([asked], Judgement.EMPTY, "")
    assert not read_decisions(out).all, "nobody empties a table with one key"
    mine.answer([asked], Judgement.CORRECTED, "", {"points: 9.0": "9.5"})
    again(out)
    assert points(out, asked) == ["8.5", "9.5", "9.5"]
    told = {r["field"] for r in rows(out, "evidence") if r["rule"] == "person"}
    assert told == {"points", "criterion"}
    assert not [a for a in desk(out).queue(Wanted()) if a.id == column.id], (
        "its columns are answered"
    )


def test_a_column_is_not_illegible_as_a_whole(out: Path) -> None:
    mine = desk(out)
    asked = next(a for a in mine.work.all if a.row is None)
    mine.answer([asked], Judgement.ILLEGIBLE, "")
    assert not read_decisions(out).all


def test_a_journal_that_is_busy_for_a_moment_hides_no_answer(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    asked = desk(out).queue(Wanted())[0]
    desk(out).answer([asked], Judgement.RIGHT, asked.value)
    mine = Desk(out, "Lan")
    with monkeypatch.context() as busy:
        busy.setattr(Desk, "journal", _busy)
        with pytest.raises(JournalBusy):
            mine.refresh()
    mine.refresh()
    assert asked.id in mine.answered


def _busy(_: Desk) -> NoReturn:
    raise JournalBusy("", "", "")


def test_a_clock_that_was_set_back_does_not_bring_old_answers_back(out: Path) -> None:
    mine = desk(out)
    asked = mine.queue(Wanted())[0]
    mine.answer([asked], Judgement.RIGHT, asked.value)
    last = read_decisions(out).all[-1]
    mine.decisions = (*mine.decisions[:-1], type(last)(**{**{f: getattr(last, f) for f in last.__struct_fields__}, "when": last.when.replace(year=2099)}))  # fmt: skip
    mine.undo()
    assert read_decisions(out).all[-1].when.year == 2099


@pytest.mark.parametrize(("cell", "text", "written"), [
    ("scores.points", " 8,50 ", "8.50"), ("results.rank", "3", "3"), ("documents.issued_date", "1/3/2024", "2024-03-01"),
    ("documents.issued_date", "2024-03-01", "2024-03-01"), ("documents.subject", "a  b", "a b"), ("assignments.role", "lead", "lead"),
    ("documents.is_copy", "true", "true"),
])  # fmt: skip
def test_values_are_typed_as_people_write_them(cell: str, text: str, written: str) -> None:
    assert typed(column_of(*cell.split(".")), text) == written


@pytest.mark.parametrize(("cell", "text"), [
    ("scores.points", "8,5,1"), ("scores.points", "tám"), ("results.rank", "3,5"), ("documents.issued_date", "31/2/2024"),
    ("documents.issued_date", "hôm qua"), ("assignments.role", "boss"), ("documents.is_copy", "yes"),
])  # fmt: skip
def test_what_a_column_cannot_hold_is_told(cell: str, text: str) -> None:
    with pytest.raises(NoValue):
        typed(column_of(*cell.split(".")), text)


@pytest.mark.parametrize(("value", "other", "whole"), [
    ("kiến nghị rước đây của Sở", "trước", "kiến nghị trước đây của Sở"),  # review.csv names the word alone
    ("Đỗ Văn Giá", "Do Van Gia", "Do Van Gia"), ("85.50", "86.50", "86.50"), ("", "507", "507"),
    ("Hoàng Văn Vi", "Vĩ", "Hoàng Văn Vĩ"), ("12/TB-SNV", "72/TB-SNV", "72/TB-SNV"),
])  # fmt: skip
def test_another_reading_of_a_word_is_offered_within_its_value(value: str, other: str, whole: str) -> None:  # fmt: skip
    paper = ShownFile("", "", "a.png")
    asked = Asked(
        "",
        paper,
        1,
        1,
        "reasons",
        row=1,
        field="text",
        value=value,
        raw="",
        alternatives=(other,),
        reason="low_confidence",
        cells=1,
    )
    assert list(asked.readings) == [whole]


def test_a_reading_that_is_like_no_word_is_not_offered(out: Path) -> None:
    paper = ShownFile("", "", "a.png")
    given = ("reasons", 1, "text", "kiến nghị của Sở Y tế", "", ("15",), "low_confidence", 1)
    assert not Asked("", paper, 1, 1, *given).readings
