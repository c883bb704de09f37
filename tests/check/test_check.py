"""Checks: what fills the check columns, what is flagged, what is offered, what is listed for review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from extract.check import check
from extract.check.arithmetic import repairs, score_check
from extract.check.columns import order_notes
from extract.check.signs import is_odd
from extract.model import Correction, Doubt, Evidence, Reading, Restored, Strange, TextLine
from extract.records import (
    Assignment,
    Checked,
    Extracted,
    Field,
    Header,
    Reference,
    Result,
    ReviewItem,
    Score,
)

AT = Evidence(1, 1, 1, "dòng", 0.9, rule="test")
TODAY = date(2024, 1, 1)


def checked(
    extracted: Extracted,
    lines: tuple[TextLine, ...] = (),
    *corrections: Correction,
    share: float = 0.0,
) -> Checked:
    restored = Restored(Reading(()), lines, corrections, restored_share=share)
    return check(extracted, restored, TODAY)


def area(points: str, maximum: str | None, **more: object) -> Score:
    top = None if maximum is None else Decimal(maximum)
    base = Score(
        entity="Sở A",
        index_family="cchc",
        index_year=2022,
        level="area",
        points=Decimal(points),
        points_max=top,
        at=AT,
    )
    return replace(base, **more)  # type: ignore[arg-type]


def result(score: str | None, **more: object) -> Result:
    value = None if score is None else Decimal(score)
    base = Result(entity="Sở A", index_family="cchc", index_year=2022, score=value, at=AT)
    return replace(base, **more)  # type: ignore[arg-type]


def document(*rows: Result | Score, **header: object) -> Extracted:
    results = tuple(row for row in rows if isinstance(row, Result))
    scores = tuple(row for row in rows if isinstance(row, Score))
    return Extracted(1, Header(**header), results=results, scores=scores)  # type: ignore[arg-type]


def listed(found: Checked) -> dict[tuple[str, int, str], ReviewItem]:
    return {(item.table, item.row, item.field): item for item in found.review}


@pytest.mark.parametrize(
    ("score", "verdict"),
    [
        (area("9,5".replace(",", "."), "10"), "ok"),
        (area("10", "10"), "ok"),
        (area("18.5", "10"), "over_max"),
        (area("9", "10", percent=Decimal("90.00")), "ok"),
        (area("54.2", "61.5", percent=Decimal("88.13")), "ok"),
        (area("9", "10", percent=Decimal(80)), "percent_mismatch"),
        (area("9", None), "na"),
        (area("0", "0"), "ok"),
    ],
)
def test_check_of_a_score(score: Score, verdict: str) -> None:
    assert score_check(score) == verdict


def test_sum_of_all_areas() -> None:
    good = checked(document(result("88.5"), area("40.25", "45"), area("48.25", "55"))).extracted
    assert good.results[0].sum_check == "ok"
    assert good.flags == ()


def test_sum_that_fails_is_flagged_and_its_one_repair_offered() -> None:
    found = checked(document(result("88.5"), area("40.25", "45"), area("49.25", "55")))
    assert found.extracted.results[0].sum_check == "fail"
    assert "sum_mismatch" in found.extracted.flags
    assert found.extracted.scores[1].points == Decimal("49.25"), "a figure is never changed"
    item = listed(found)["scores", 2, "points"]
    assert (item.reason, item.alternatives) == ("repaired_number", ("48.25",))


def test_sum_of_some_areas_says_nothing() -> None:
    found = checked(document(result("88.5"), area("40.25", "45"), area("20", "25"))).extracted
    assert (found.results[0].sum_check, found.flags) == ("na", ())


def test_criteria_below_the_areas_are_not_added_twice() -> None:
    rows = (result("90"), area("44", "50"), area("46", "50"), area("44", "50", level="criterion"))
    assert checked(document(*rows)).extracted.results[0].sum_check == "ok"


def test_rule_read_as_one_is_offered() -> None:
    item = listed(checked(document(area("18.5", "10"))))["scores", 1, "points"]
    assert "8.5" in item.alternatives


def test_lost_comma_is_offered() -> None:
    fits = repairs(Decimal(950), lambda value: value == Decimal("9.50"))
    assert fits == (Decimal("9.50"),)


@pytest.mark.parametrize(
    ("row", "flag"),
    [
        (result(None, rank=64, rank_of=63), "rank_conflict"),
        (result(None, rank=10, rank_prev=8, rank_change=2), "rank_conflict"),
        (result("80", base_year=2022), "base_year_suspect"),
    ],
)
def test_contradictions_are_flagged(row: Result, flag: str) -> None:
    assert checked(document(row)).extracted.flags == (flag,)


@pytest.mark.parametrize(
    "row",
    [
        result(None, rank=10, rank_of=63, rank_prev=8, rank_change=-2),
        result("80", base_year=2021, rank_change=6, score_change=Decimal("-0.77")),
    ],
)
def test_what_agrees_is_not_flagged(row: Result) -> None:
    found = checked(document(row))
    assert found.extracted.flags == ()
    assert {item.reason for item in found.review} <= {"low_confidence"}


def test_better_score_with_worse_rank_in_one_list() -> None:
    rows = (result("90", rank=2, rank_of=5), result("85", entity="Sở B", rank=1, rank_of=5))
    assert checked(document(*rows)).extracted.flags == ("rank_conflict",)


def test_two_lists_are_not_compared() -> None:
    rows = (result("90", rank=2, rank_of=5), result("85", entity="Huyện B", rank=1, rank_of=9))
    assert checked(document(*rows)).extracted.flags == ()


def test_date_in_the_future() -> None:
    found = checked(document(issued_date=date(2024, 1, 2)))
    assert found.extracted.flags == ("date_in_future",)
    assert ("documents", 1, "issued_date") in listed(found)
    assert checked(document(issued_date=TODAY)).extracted.flags == ()


def test_dates_before_and_after_the_document() -> None:
    late = Reference(code="12/QĐ-UBND", ref_date=date(2023, 5, 1), at=AT)
    early = Assignment(task="Rà soát", due_date=date(2022, 5, 1), at=AT)
    header = Header(issued_date=date(2023, 1, 1))
    found = listed(checked(Extracted(1, header, references=(late,), assignments=(early,))))
    assert {("references", 1, "ref_date"), ("assignments", 1, "due_date")} <= set(found)


def test_year_of_a_code_and_its_date() -> None:
    row = Reference(code="19/2012/QĐ-UBND", ref_date=date(2013, 5, 1), at=AT)
    assert ("references", 1, "ref_date") in listed(
        checked(Extracted(1, Header(), references=(row,)))
    )


def test_changed_digits_are_listed() -> None:
    row = area("12.5", "15")
    raw = Evidence(1, 1, 1, "12,S/15", 0.9, rule="test")
    fixed = Correction(1, 1, 0, 4, "12,S", after="12.5", rule="numeric", confidence=0.9)
    line = TextLine(1, 1, "12,S/15", "12.5/15")
    found = checked(document(replace(row, at=raw)), (line,), fixed)
    assert listed(found)["scores", 1, "points"].reason == "repaired_number"
    assert found.corrections == (fixed,)


def test_a_digit_changed_inside_a_word_is_listed_by_its_correction() -> None:
    word = Correction(
        1, 1, 4, 6, "x4", after="xã", rule="numeric", confidence=0.98, alternatives=("xá",)
    )
    plain = Correction(1, 1, 0, 3, "Uy", after="Ủy", rule="channel", confidence=0.9)
    found = checked(document(), (TextLine(1, 1, "Uy, x4", "Ủy, xã"),), plain, word)
    item = listed(found)["corrections", 2, "after"]
    assert (item.reason, item.raw, item.alternatives) == ("repaired_number", "x4", ("xá", "x4"))
    assert len(found.review) == 1


def test_repaired_name_is_listed_with_its_readings() -> None:
    at = Evidence(1, 1, 1, "Trân Văn Binh", 0.8, rule="test")
    document_ = Extracted(
        1, Header(signer_name="Trần Văn Bình"), fields=(Field("signer_name", "Trần Văn Bình", at),)
    )
    fixed = Correction(
        1, 1, 9, 13, "Binh", after="Bình", rule="lexicon", confidence=0.8, alternatives=("Bính",)
    )
    found = checked(document_, (TextLine(1, 1, at.raw, "Trần Văn Bình"),), fixed)
    assert listed(found)["documents", 1, "signer_name"].alternatives == ("Bính", "Binh")


def test_of_many_repaired_words_those_in_doubt_are_offered_the_least_sure_first() -> None:
    at = Evidence(1, 1, 1, "Tran Van Binh", 0.8, rule="test")
    document_ = Extracted(
        1, Header(signer_name="Trần Văn Bình"), fields=(Field("signer_name", "Trần Văn Bình", at),)
    )
    changes = (
        Correction(
            1,
            1,
            0,
            4,
            "Tran",
            after="Trần",
            rule="channel",
            confidence=0.79,
            alternatives=("Trân",),
        ),
        Correction(1, 1, 5, 8, "Van", after="Văn", rule="channel", confidence=0.8),
        Correction(
            1,
            1,
            9,
            13,
            "Binh",
            after="Bình",
            rule="channel",
            confidence=0.6,
            alternatives=("Bính", "Bỉnh"),
        ),
    )
    found = checked(document_, (TextLine(1, 1, at.raw, "Trần Văn Bình"),), *changes)
    offered = listed(found)["documents", 1, "signer_name"].alternatives
    assert offered == ("Bính", "Bỉnh", "Trân")


def test_unused_text_is_listed_with_row_zero() -> None:
    task = "2. Sở Y tế chủ trì rà soát thủ tục, báo cáo trước ngày 20/5/2024."
    lines = (
        TextLine(1, 1, "Cải cách thể chế đạt 7,5 điểm", "Cải cách thể chế đạt 7,5 điểm"),
        TextLine(1, 2, "", ""),
        TextLine(1, 3, task, task),
        TextLine(1, 4, "Ngoài trời có nắng", "Ngoài trời có nắng"),
    )
    found = [
        (item.table, item.row, item.raw[:2])
        for item in checked(Extracted(1, Header()), lines).review
    ]
    assert sorted(found) == [("assignments", 0, "2."), ("scores", 0, "Cả")]


def test_used_text_is_not_listed() -> None:
    line = TextLine(1, 1, "Cải cách thể chế (7,5/8)", "Cải cách thể chế (7,5/8)")
    assert all(item.row for item in checked(document(area("7.5", "8")), (line,)).review)


def test_most_valuable_comes_first_and_once_a_cell() -> None:
    unsure = replace(area("18.5", "10"), doubts=(Doubt("points", "low_confidence"),))
    items = checked(document(unsure)).review
    points = listed(checked(document(unsure)))["scores", 1, "points"]
    assert points.reason == "repaired_number", "the strongest of two reasons"
    assert [item.priority for item in items] == sorted(
        (item.priority for item in items), reverse=True
    )
    keys = [(item.table, item.row, item.field) for item in items]
    assert len(keys) == len(set(keys))


def test_a_row_is_less_sure_where_a_check_failed_and_where_a_word_is_strange() -> None:
    def confidence(score: Score, line: TextLine) -> float:
        found = checked(document(score), (line,), share=0.05)
        return found.extracted.scores[0].at.confidence

    plain = TextLine(1, 1, "Cải cách thể chế", "Cải cách thể chế (7,5/8)")
    good = area("7.5", "8", criterion="Cải cách thể chế")
    assert confidence(good, plain) > confidence(replace(good, points=Decimal("18.5")), plain)
    bad = replace(plain, strange=(Strange("thẻ chê", known=False),))
    worse = replace(good, criterion="Cải cách thẻ chê")
    assert confidence(good, plain) > confidence(worse, bad)


def test_marks_are_read_in_their_order() -> None:
    def item(mark: str, line: int, raw: str = "") -> Assignment:
        at = Evidence(1, line, line, raw or f"{mark}) việc", 0.9, rule="test")
        return Assignment(item_no=mark, task="việc", at=at)

    rows = [item("a", 1), item("b", 2), item("b", 2), item("đ", 3), item("đ", 4), item("1", 5)]
    dash = item("1", 6, "- việc")
    assert list(order_notes([*rows, dash])) == [
        "first", "follows", "same item", "jump", "printed again", "first", "first"
    ]  # fmt: skip
    assert list(order_notes([item("3", 1), item("3", 2, "- việc")])) == ["alone", "same item"]


def test_equal_cells_of_a_shared_column_are_one_item() -> None:
    rows = [area("7.5", "8", criterion="CÔNG TÁC ĐIÈU HÀNH") for _ in range(4)]
    line = TextLine(1, 1, "", "", strange=(Strange("ĐIÈU", known=False),))
    found = checked(document(*rows), (line,), share=0.05).review
    assert [(item.row, item.columns, item.cells) for item in found] == [
        (None, ("criterion", "entity"), 8)
    ], "one look mends four cells of each"


@pytest.mark.parametrize(
    "text", ["VT, NC.c¡¿„", "SởTưpháp", "UBNDxã Tà Đùng", "cá» sfUý Vi", "Du lịch / 3⁄2 >%"]
)
def test_specks_in_a_text_cell_are_odd(text: str) -> None:
    assert is_odd(text)


@pytest.mark.parametrize(
    "text",
    [
        "Sở Tư pháp (để b/c)",
        "CÔNG TÁC CHỈ ĐẠO ĐIỀU HÀNH",
        "50/QĐ-TTg",
        "Công an nhân dân (QyĐ)",
        "đạt trên 90% kế hoạch",
        "chỉ số “xanh”",
        "CCHC&VTLT",
    ],
)
def test_official_text_is_not_odd(text: str) -> None:
    assert not is_odd(text)


def test_comma_put_back_ranks_below_a_failed_check() -> None:
    mended = replace(area("9.50", "10"), doubts=(Doubt("points", "repaired_number", ("950",)),))
    found = listed(checked(document(area("18.5", "10"), mended)))
    assert found["scores", 2, "points"].priority < found["scores", 1, "points"].priority


def test_a_sign_that_became_a_word_is_no_changed_figure_of_its_cell() -> None:
    """`s6` for `số` is listed once for the document; a cell is asked about where a figure in it was changed."""

    def asked(before: str, after: str) -> list[str]:
        text = f"Thống kê {after} 12 máy"
        line = TextLine(1, 1, text.replace(after, before), text)
        change = Correction(1, 1, 9, 9 + len(before), before, after, "channel", 0.99)
        order = Assignment(task=text, at=Evidence(1, 1, 1, text, 0.9, "x"))
        found = check(
            Extracted(1, Header(), assignments=(order,)),
            Restored(Reading(()), (line,), (change,)),
            date(2024, 1, 1),
        )
        return [i.table for i in found.review if i.reason == "repaired_number"]

    assert asked("s6", "số") == ["corrections"]
    assert sorted(asked("l2", "12")) == ["assignments", "corrections"]
