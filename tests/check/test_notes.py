"""What a row shows of how it was cut or put together: the notes that the calibration counts. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extract.check import check_dates
from extract.check.cells import RowAt
from extract.check.columns import column_notes, task_notes
from extract.check.standing import rating_notes
from extract.model import Evidence, TextLine
from extract.records import Assignment, Extracted, Header, Result, Score

VERBS = ("tham muu", "trien khai", "thuc hien", "bao cao")


def notes_of_task(task: str, **cells: str) -> dict[str, set[str]]:
    raw = cells.pop("raw", f"1. {cells.get('unit', 'Sở Mẫu')}: {task}")
    row = Assignment(task=task, **cells, at=Evidence(1, 1, 1, raw, 0.9, rule="unit_colon"))
    found: dict[str, set[str]] = {}
    for column, note in task_notes(RowAt("assignments", 1, row), VERBS):
        found.setdefault(column, set()).add(note)
    return found


@pytest.mark.parametrize(
    ("task", "note"),
    [
        ("Triển khai kế hoạch. Đề nghị các đơn vị thực hiện", "sentences"),
        ("Triển khai kế hoạch. Báo cáo. Đề nghị các đơn vị thực hiện", "many sentences"),
        ("Triển khai kế hoạch. 1 Số liệu tính đến hết tháng trước", "footnote inside"),
        ("Thực hiện Quyết định này./. PHỤ LỤC", "end of text inside"),
        ("báo cáo: chỉ số năm nay tăng hai bậc", "tells"),
        ("đã hoàn thành bảy nhiệm vụ", "tells"),
        ("công nhận sáng kiến tổng hợp danh sách", "no verb"),
        ("thực hiện một số nội dung sau:", "ends in a colon"),
    ],
)
def test_a_task_cut_at_the_wrong_place_is_noted(task: str, note: str) -> None:
    assert note in notes_of_task(task)["task"]


@pytest.mark.parametrize(
    "task",
    [
        "Tham mưu kế hoạch năm 2024 của tỉnh.",
        "có trách nhiệm báo cáo",
        "Triển khai mục 1.2 của kế hoạch",
    ],
)
def test_a_plain_task_has_no_note_of_its_cut(task: str) -> None:
    found = notes_of_task(task).get("task", set())
    assert not found & {
        "sentences",
        "many sentences",
        "tells",
        "footnote inside",
        "ends in a colon",
    }


def test_a_date_inside_the_sentence_and_a_time_left_unread_are_noted() -> None:
    inside = notes_of_task(
        "Tham mưu sau ngày 05/3/2024 phương án cho toàn tỉnh", deadline_raw="ngày 05/3/2024"
    )
    assert "deadline inside" in inside["due_date"]
    assert (
        "time unread" in notes_of_task("Tham mưu trong ba ngày, trước cuối tuần")["deadline_kind"]
    )


def test_where_the_unit_stands_and_how_its_name_ends_is_noted() -> None:
    assert "unit first" in notes_of_task("Triển khai", unit="Sở Mẫu")["unit"]
    assert "unit above" in notes_of_task("Triển khai", unit="Sở Mẫu", raw="- Triển khai")["unit"]
    cut = notes_of_task("triển khai thi công", unit="Sở Mẫu|cơ quan chủ quản đang")
    assert "open end" in cut["unit"]
    assert "after an open end" in cut["task"]


def notes_of_result(raw: str, **cells: object) -> set[str]:
    row = Result(at=Evidence(1, 1, 1, raw, 0.9, rule="results.sentence"), **cells)  # type: ignore[arg-type]
    return {note for _, note in rating_notes(RowAt("results", 1, row))}


def test_a_rank_that_is_only_a_word_is_noted_with_all_that_stands_elsewhere() -> None:
    found = notes_of_result(
        "báo cáo vào thứ Sáu tuần cuối tháng", entity="Phòng Mẫu", index_year=2023, rank=6
    )
    expected = {
        "body elsewhere",
        "rank alone",
        "index elsewhere",
        "year elsewhere",
        "rank in words",
    }
    assert found == expected


def test_a_sentence_that_says_all_itself_has_no_note() -> None:
    raw = "Chỉ số PAPI năm 2023 của tỉnh Mẫu đạt 43,07 điểm, xếp thứ 12"
    cells = {"entity": "tỉnh Mẫu", "index_year": 2023, "score": Decimal("43.07"), "rank": 12}
    assert notes_of_result(raw, **cells) == set()


def test_a_figure_between_the_steps_of_its_table_is_noted() -> None:
    points = ["3.25", "4.5", "10.04", "8", "6.75", "2", "1.5", "9.25"]
    rows = [
        RowAt("scores", n, Score(points=Decimal(p), at=Evidence(1, n, n, p, 0.9, rule="test")))
        for n, p in enumerate(points, 1)
    ]
    off = [place for place, notes in column_notes(rows).items() if "off the grain" in notes]
    assert off == [("scores", 3, "points")]


@pytest.mark.parametrize(
    ("raw", "notes"),
    [
        ("1 | Cải cách thể chế | 9,50 | 8,25", set()),
        ("1 | Cải cách thể chế 9,50 | 8,25", {"figure beside words"}),
        ("1 | Cải cách thể chế | 9,50 | 7,75 | 8,25", {"figures left over"}),
    ],
)
def test_a_row_whose_figures_may_have_moved_is_noted(raw: str, notes: set[str]) -> None:
    row = Score(
        points=Decimal("8.25"),
        points_max=Decimal("9.50"),
        at=Evidence(1, 1, 1, raw, 0.9, rule="test"),
    )
    assert {note for _, note in rating_notes(RowAt("scores", 1, row))} == notes


@pytest.mark.parametrize(
    ("doc_type", "line", "doubted"),
    [
        ("thong_bao", "Ngày 07/11/2025, đồng chí Phó Chủ tịch chủ trì cuộc họp.", True),
        ("thong_bao", "Ngày 01/11/2025, đồng chí Phó Chủ tịch chủ trì cuộc họp.", False),
        ("giay_moi", "Ngày 07/11/2025, mời các đồng chí dự cuộc họp.", False),
        ("thong_bao", "Ngày 37/11/2025, đồng chí Phó Chủ tịch chủ trì cuộc họp.", False),
        ("thong_bao", "trước ngày 15/11/2025, các đơn vị báo cáo.", False),
    ],
)
def test_a_day_of_issue_before_what_the_document_tells_is_doubted(
    doc_type: str, line: str, *, doubted: bool
) -> None:
    header = Header(rule_set="nd30", doc_type=doc_type, issued_date=date(2025, 11, 3))
    told = TextLine(1, 12, line, line)
    found = check_dates(Extracted(1, header, ()), date(2026, 12, 31), [told])
    assert [doubt.reason for doubt in found.doubts] == (["conflict"] if doubted else [])
