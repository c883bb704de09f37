"""What a person said stands in the tables after every run, and is asked about again only where the paper reads otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import msgspec
import pytest
from answered_papers import NOON, PAPER, read, rows, run, say, say_word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted import contents, draw

from extract.batch import recipe
from extract.batch.audit import audit
from extract.batch.files import forget_documents
from extract.check.cells import rows as every_row
from extract.decisions import (
    Decision,
    Judgement,
    address,
    append,
    read_decisions,
    replayed,
    standing,
    undo,
)
from extract.decisions.record import word_address
from extract.errors import UsageError
from extract.records import Checked, Document, ReviewItem, Score
from extract.tables.files import STATE


def evidence(out: Path, field: str) -> dict[str, str]:
    (found,) = (row for row in rows(out, "evidence") if row["field"] == field)
    return found


def asked(out: Path) -> set[tuple[str, str, str]]:
    return {(row["table"], row["row"], row["field"]) for row in rows(out, "review")}


def test_D16_a_corrected_field_stands_in_the_tables_with_its_source(
    folder: Path, out: Path
) -> None:
    say(out, "documents", "number", "42")
    run(folder, out)
    (document,) = rows(out, "documents")
    assert document["number"] == "42"
    assert "reviewed" in document["flags"]
    said = evidence(out, "number")
    assert (said["value"], said["rule"], said["confidence"]) == ("42", "person", "1")


def test_the_code_follows_its_number_and_the_key_its_agency(folder: Path, out: Path) -> None:
    say(out, "documents", "number", "42")
    say(out, "documents", "issuer", "Sở Y tế")
    run(folder, out)
    (document,) = rows(out, "documents")
    assert (document["code"], document["issuer_id"]) == ("42/TB-SNV", "so_y_te")
    assert evidence(out, "code")["rule"] == "person.derived"


def test_number_and_symbol_follow_the_code(folder: Path, out: Path) -> None:
    say(out, "documents", "code", "7/QĐ-UBND")
    run(folder, out)
    (document,) = rows(out, "documents")
    assert (document["number"], document["symbol"]) == ("7", "QĐ-UBND")


def test_rules_of_the_form_follow_the_date(folder: Path, out: Path) -> None:
    say(out, "documents", "issued_date", "2015-03-12")
    run(folder, out)
    assert rows(out, "documents")[0]["rule_set"] == "tt01_2011"


def test_a_cell_of_a_row_is_corrected_and_its_check_follows(folder: Path, out: Path) -> None:
    say(out, "scores", "points", "9.5", row=2)
    say(out, "scores", "percent", None, row=2)
    run(folder, out)
    first, second = rows(out, "scores")
    assert (first["points"], second["points"], second["check"]) == (
        "8.5",
        "9.5",
        "percent_mismatch",
    )
    cells = [row for row in rows(out, "evidence") if row["table"] == "scores"]
    assert [(c["field"], c["value"], c["rule"]) for c in cells] == [
        ("percent", "90.00", "person"),
        ("points", "9.5", "person"),
    ]


def test_a_figure_that_a_person_broke_is_asked_for_and_one_that_they_mended_is_not(
    folder: Path, out: Path
) -> None:
    say(out, "scores", "points", "9.5", row=2)
    run(folder, out)
    assert ("scores", "2", "percent") in asked(out)
    say(out, "scores", "percent", "95", row=2)
    run(folder, out)
    assert not asked(out) & {("scores", "2", "percent"), ("scores", "2", "points")}
    assert rows(out, "scores")[1]["check"] == "ok"


def test_what_was_answered_is_asked_no_more(folder: Path, out: Path) -> None:
    say(out, "scores", "points", "9.5", row=2)
    run(folder, out)
    assert ("scores", "2", "percent") in asked(out)
    say(out, "scores", "percent", None, row=2)
    run(folder, out)
    assert ("scores", "2", "percent") not in asked(out)


def test_a_row_that_is_confirmed_whole_is_sure(folder: Path, out: Path) -> None:
    say(out, "results", "", None)
    run(folder, out)
    assert rows(out, "results")[0]["confidence"] == "1"
    assert not [place for place in asked(out) if place[0] == "results"]


def test_a_row_that_is_none_goes_and_questions_keep_to_their_rows(folder: Path, out: Path) -> None:
    say(out, "scores", "points", "9.5", row=2)
    say(out, "scores", "", "", row=1, verdict=Judgement.EMPTY)
    run(folder, out)
    (row,) = rows(out, "scores")
    assert row["criterion"] == "Cải cách thể chế"
    assert {place for place in asked(out) if place[0] == "scores"} <= {("scores", "1", "percent")}


def test_a_row_that_was_not_read_is_typed(folder: Path, out: Path) -> None:
    cells = '{"entity": "Sở Y tế", "index_year": "2023", "score": "80.5", "rank": "4"}'
    say(out, "results", "", cells, key="", raw="Sở Y tê 80,5 hạng 4", before="")
    run(folder, out)
    _, typed = rows(out, "results")
    assert (typed["entity"], typed["score"], typed["confidence"]) == ("Sở Y tế", "80.5", "1")
    assert typed["raw"] == "Sở Y tê 80,5 hạng 4"


def test_a_whole_column_is_answered_at_once(folder: Path, out: Path) -> None:
    say(out, "scores", "index_year", "2022", key="", raw="")
    run(folder, out)
    assert [row["index_year"] for row in rows(out, "scores")] == ["2022", "2022"]


def test_empty_and_illegible_cells_are_empty(folder: Path, out: Path) -> None:
    say(out, "documents", "place", "", verdict=Judgement.EMPTY)
    say(out, "documents", "symbol", "", verdict=Judgement.ILLEGIBLE)
    run(folder, out)
    (document,) = rows(out, "documents")
    assert (document["place"], document["symbol"]) == ("", "")
    assert (evidence(out, "place")["confidence"], evidence(out, "symbol")["confidence"]) == (
        "1",
        "0",
    )


def test_R3_a_corrected_word_stands_in_the_text_and_in_corrections(folder: Path, out: Path) -> None:
    say_word(out, "vu", "vụ")
    run(folder, out)
    (change,) = rows(out, "corrections")
    assert (change["before"], change["after"], change["rule"]) == ("vu", "vụ", "person")
    (text,) = (p for p in (out / "text").glob("*.txt") if ".raw." not in p.name)
    assert "Sở Nội vụ như sau" in text.read_text(encoding="utf-8")
    raw = next((out / "text").glob("*.raw.txt")).read_text(encoding="utf-8")
    assert "Sở Nội vu như sau" in raw


def test_D16_fresh_and_a_second_run_keep_answers(folder: Path, out: Path) -> None:
    say(out, "documents", "number", "42")
    run(folder, out)
    once = contents(out)
    run(folder, out)
    assert contents(out) == once
    run(folder, out, fresh=True)
    assert contents(out) == once


def test_D16_a_new_version_and_a_new_dictionary_keep_answers(
    folder: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(out, "documents", "number", "42")
    say(out, "scores", "points", "9.5", row=2)
    run(folder, out)
    once = contents(out)
    ours = tmp_path / "ours.tsv"
    ours.write_text("# list: terms\nterm\nphép thử\n", encoding="utf-8")
    code = recipe.code
    monkeypatch.setattr(recipe, "code", lambda stages: "newer" + code(stages))
    run(folder, out, dictionaries=(ours,))
    assert contents(out) == once


def test_check_knows_what_people_said(folder: Path, out: Path) -> None:
    say(out, "documents", "number", "42")
    assert {found.path for found in audit(out).findings} >= {"documents.csv"}
    run(folder, out)
    assert audit(out).findings == ()


def test_undoing_brings_back_what_was_read(folder: Path, out: Path) -> None:
    before = contents(out)
    said = say(out, "documents", "number", "42")
    run(folder, out)
    undo(out, said, who="Lan", when=NOON + timedelta(seconds=9))
    run(folder, out)
    assert contents(out) == before


def test_a_value_that_no_cell_can_hold_is_refused(out: Path) -> None:
    for field, value in (("issued_date", "hôm qua"), ("doc_type", "thư tình"), ("secrecy", "mat")):
        with pytest.raises(UsageError):
            say(out, "documents", field, value)
    with pytest.raises(UsageError):
        say(out, "scores", "points", "tám", row=1)
    assert read_decisions(out).all == ()


# What the paper says now, against what it said when the person answered.


def changed(document: Document, said: Decision, **now: str) -> Checked:
    """The first part replayed after its first score reads otherwise."""
    (part, *_) = document.parts
    row = part.extracted.scores[0]
    at = replace(row.at, raw=now.get("raw", row.at.raw))
    new: Score = replace(row, at=at, criterion=now.get("criterion", row.criterion))
    new = replace(new, points=type(row.points)(now["points"])) if "points" in now else new  # type: ignore[misc]
    scores = (new, *part.extracted.scores[1:])
    part = replace(part, extracted=replace(part.extracted, scores=scores))
    assert document.restored is not None
    return replayed(document.restored, [part], [said])[1][0]


def again(part: Checked) -> list[ReviewItem]:
    return [item for item in part.review if item.reason == "decision_changed"]


@pytest.fixture
def points(out: Path) -> Decision:
    return say(out, "scores", "points", "8.6")


def test_the_same_words_read_into_another_criterion_keep_the_answer(
    out: Path, points: Decision
) -> None:
    part = changed(read(out), points, criterion="Chỉ đạo, điều hành")
    assert (str(part.extracted.scores[0].points), again(part)) == ("8.6", [])


def test_a_changed_raw_text_with_the_same_value_is_not_asked_again(
    out: Path, points: Decision
) -> None:
    part = changed(read(out), points, raw="- Công tác chi đạo điều hành: 8,5/10 điểm.")
    assert (str(part.extracted.scores[0].points), again(part)) == ("8.6", [])


def test_D16_a_changed_reading_keeps_the_value_and_asks_again(out: Path, points: Decision) -> None:
    part = changed(read(out), points, raw="- Công tác chỉ đạo: 3,5/10 điểm.", points="3.5")
    assert str(part.extracted.scores[0].points) == "8.6"
    (item,) = again(part)
    assert (item.row, item.value, item.alternatives) == (1, "8.6", ("3.5",))


def test_D16_a_row_that_is_gone_is_asked_about_with_what_was_said(
    out: Path, points: Decision
) -> None:
    part = changed(read(out), points, raw="khác", criterion="Nội dung khác")
    assert str(part.extracted.scores[0].points) == "8.5"
    (item,) = again(part)
    assert (item.row, item.raw, item.alternatives) == (0, points.raw, ("8.6",))


def test_D16_a_word_whose_line_reads_otherwise_is_asked_about(out: Path) -> None:
    said = msgspec.structs.replace(say_word(out, "vu", "vụ"), raw="một dòng khác")
    document = read(out)
    assert document.restored is not None
    restored, (part,) = replayed(document.restored, document.parts, [said])
    assert restored.corrections == document.restored.corrections
    assert [(item.table, item.row) for item in again(part)] == [("corrections", 0)]


def test_an_answer_given_after_the_key_of_its_row_was_corrected_finds_it(out: Path) -> None:
    document = read(out)
    assert document.restored is not None
    renamed = say(out, "scores", "criterion", "Chỉ đạo")
    _, (part,) = replayed(document.restored, document.parts, [renamed])
    at = address(part, "scores", 1, "points")
    later = msgspec.structs.replace(renamed, field="points", after="7", key=at.key, raw=at.raw)
    _, (part,) = replayed(document.restored, document.parts, [renamed, later])
    assert (str(part.extracted.scores[0].points), again(part)) == ("7", [])


# Documents that go.


def test_S5_a_paper_that_is_withheld_takes_its_answers_with_it(
    folder: Path, tmp_path: Path
) -> None:
    secret = PAPER.replace("\n\nTHÔNG BÁO", "\nMẬT\n\nTHÔNG BÁO")
    (folder / "a.txt").write_text(secret, encoding="utf-8")
    out = tmp_path / "out"
    run(folder, out, include_secret=True)
    say(out, "documents", "subject", "Sắp xếp lực lượng ở Suối Đá")
    say(out, "documents", "issuer", "Chi cục Quan trắc Địa chấn")
    run(folder, out, include_secret=True)
    assert b"Su\xe1\xbb\x91i" in (out / STATE / "decisions.jsonl").read_bytes()
    assert list((out / STATE / "learned").iterdir())
    run(folder, out)
    assert read_decisions(out).all == ()
    everything = b"".join(p.read_bytes() for p in out.rglob("*") if p.is_file())
    assert "Suối Đá".encode() not in everything
    assert "Quan trắc".encode() not in everything


def test_P1_forget_takes_the_answers_too(folder: Path, out: Path) -> None:
    said = say(out, "documents", "number", "42")
    forget_documents(out, [said.sha256[:16]])
    assert read_decisions(out).all == ()


def test_an_answer_goes_to_its_part_of_a_file(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").unlink()
    draw(folder / "a.tif", 3, 4)  # two notices in one file
    out = tmp_path / "out"
    run(folder, out)
    document = read(out, "a.tif")
    second = document.parts[1]
    at = address(second, "documents", 0, "number")
    assert document.restored is not None
    word = word_address(document.restored, (2, 6), 0, 2)
    told = msgspec.structs.replace(
        _decision(document, "documents", "number", "77", 1, right=False, seconds=0),
        part=2,
        raw=at.raw,
    )
    append(
        out, told,
        msgspec.structs.replace(
            told, table="corrections", field="after", after="Ban", key=word.key, raw=word.raw, row=6, page=2
        ),
    )  # fmt: skip
    run(folder, out)
    assert [row["code"] for row in rows(out, "documents")] == ["3/TB-SNV", "77/TB-SNV"]
    (change,) = rows(out, "corrections")
    assert (change["part"], change["page"], change["after"]) == ("2", "2", "Ban")


_CELLS = (
    ("documents", "number", "42", 1),
    ("documents", "issuer", "Sở Y tế", 1),
    ("scores", "points", "7", 1),
    ("scores", "criterion", "Khác", 2),
    ("results", "rank", "5", 1),
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(_CELLS), st.booleans(), st.integers(0, 2)), max_size=6),
    st.randoms(),
)
def test_replay_is_a_function_of_what_was_said_and_replaying_twice_is_replaying_once(
    read_once: Document, told: list[tuple[tuple[str, str, str, int], bool, int]], random: Random
) -> None:
    said = [_decision(read_once, *cell, right=right, seconds=s) for cell, right, s in told]
    mixed = list(said)
    random.shuffle(mixed)
    assert read_once.restored is not None
    once = replayed(read_once.restored, read_once.parts, standing(said))
    assert replayed(read_once.restored, read_once.parts, standing(mixed)) == once
    twice = replayed(*once, standing(said))
    assert cells(twice[1][0]) == cells(once[1][0])
    assert twice[1][0].review == once[1][0].review


def cells(part: Checked) -> list[object]:
    """What the tables say, confidences aside."""
    return [part.extracted.header, *(at.cells() for at in every_row(part.extracted))]


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Document:
    place = tmp_path_factory.mktemp("once")
    (place / "in").mkdir()
    (place / "in" / "a.txt").write_text(PAPER, encoding="utf-8")
    run(place / "in", place / "out")
    return read(place / "out")


def _decision(
    document: Document, table: str, field: str, after: str, row: int, *, right: bool, seconds: int
) -> Decision:
    at = address(document.parts[0], table, row, field)
    return Decision(
        when=NOON + timedelta(seconds=seconds), who="Lan", sha256=str(document.sha256), part=1, table=table, field=field,
        verdict=Judgement.RIGHT if right else Judgement.CORRECTED, before=at.before, after=at.before if right else after,
        key=at.key, raw=at.raw, row=at.row,
    )  # fmt: skip


def test_two_people_at_one_cell_are_both_kept_and_the_later_wins(folder: Path, out: Path) -> None:
    say(out, "documents", "number", "43", who="Minh", seconds=5)
    append(out)
    say(out, "documents", "number", "42", who="Lan", seconds=1)
    run(folder, out)
    assert rows(out, "documents")[0]["number"] == "43"
    assert len(read_decisions(out).all) == 2
