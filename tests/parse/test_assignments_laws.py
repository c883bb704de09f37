"""Laws of assignments: damaged text is read without an error, evidence points at its lines, doubts are told."""

from __future__ import annotations

import random
from datetime import date

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from parse.test_assignments_shapes import CASES

from extract.dictionaries import load
from extract.model import TextLine
from extract.parse.assignments import read_assignments
from extract.parse.assignments.model import is_report
from extract.parse.outline import Context, build_outline
from extract.records import Assignment, Header

POOL = [line for case in CASES for line in case["text"]] + ["", "12", "- 2 -", "| |", "“Điều"]
TYPES = ["ke_hoach", "cong_van", "bao_cao", "quyet_dinh", "thong_bao", "to_trinh", None]


def read(
    text: list[str], doc_type: str | None = "ke_hoach", issued: date | None = date(2024, 1, 15)
) -> tuple[Assignment, ...]:
    lines = [TextLine(2, n, line, line) for n, line in enumerate(text, 1)]
    header = Header(doc_type=doc_type, issuer="Sở Mẫu", issued_date=issued)
    dictionaries = load()
    return read_assignments(
        Context(header, build_outline(lines, dictionaries), lines, dictionaries)
    )


def damaged(rng: random.Random) -> list[str]:
    lines = rng.sample(POOL, rng.randint(0, 14))
    return [line[rng.randint(0, 6) : rng.randint(0, 160)] for line in lines]


@given(st.integers(0, 2**32), st.sampled_from(TYPES))
@settings(max_examples=150)
def test_cut_and_shuffled_text_is_read_without_an_error(seed: int, doc_type: str | None) -> None:
    rng = random.Random(seed)
    for row in read(damaged(rng), doc_type, rng.choice([date(2024, 1, 15), None])):
        assert row.task
        assert row.at.line_start <= row.at.line_end
        assert 0 <= row.at.confidence <= 1
        assert row.force in {"order", "request", "proposal", "general"}
        assert row.deadline_kind in {
            "absolute", "period", "recurrent", "relative", "open", "none"
        }  # fmt: skip
        if row.due_rrule:
            rrulestr(row.due_rrule)


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text.splitlines())


def test_reading_twice_gives_the_same_rows() -> None:
    for case in CASES:
        assert read(case["text"], case["doc_type"]) == read(case["text"], case["doc_type"])


def test_evidence_holds_the_lines_of_the_whole_item() -> None:
    row = read(
        ["1. Sở Y tế", "Mở lớp tập huấn", "cho nhân viên trạm.", "2. Sở Xây dựng: Lập hồ sơ."]
    )[0]
    assert (row.at.page, row.at.line_start, row.at.line_end) == (2, 1, 3)
    assert row.at.raw == "1. Sở Y tế\nMở lớp tập huấn\ncho nhân viên trạm."


def test_a_named_unit_is_surer_than_an_inherited_one() -> None:
    lead = "Giám đốc Sở yêu cầu các phòng, đơn vị thực hiện các nội dung sau:"
    named, inherited = read(
        [lead, "1. Phòng Kế hoạch: Lập biểu.", "2. Rà soát hồ sơ tồn."], "cong_van"
    )
    assert named.at.confidence > inherited.at.confidence
    assert inherited.unit == "các phòng, đơn vị"
    assert [(d.field, d.reason) for d in inherited.doubts] == [("unit", "low_confidence")]


def test_a_deadline_before_the_date_of_issue_is_a_conflict_of_the_row() -> None:
    row = read(["1. Sở Y tế: Báo cáo trước ngày 15/6/2023."])[0]
    assert row.due_date == date(2023, 6, 15)
    assert [(d.field, d.reason) for d in row.doubts] == [("due_date", "conflict")]


def test_an_assumed_year_is_a_doubt_of_the_row_and_lowers_its_confidence() -> None:
    row = read(["1. Sở Y tế: Báo cáo trước ngày 15/6."])[0]
    assert row.due_date == date(2024, 6, 15)
    assert [(d.field, d.reason) for d in row.doubts] == [("due_date", "low_confidence")]
    assert row.at.confidence < 0.8


def test_a_number_in_the_middle_of_nothing_is_no_task() -> None:
    assert read(["1.", "2.", "a)", "-", ":", "Giao", "Giao:", "Giao Sở"]) == ()


def test_reflowing_the_lines_changes_no_cell() -> None:
    text = "1. Giao Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát quỹ nhà, báo cáo trước ngày 05/8/2024."
    words = text.split()
    folded = [" ".join(words[:6]), " ".join(words[6:13]), " ".join(words[13:])]
    for one, other in zip(read([text]), read(folded), strict=True):
        columns = ("item_no", "unit", "co_units", "task", "deadline_raw", "due_date", "role")
        assert [getattr(one, c) for c in columns] == [getattr(other, c) for c in columns]


@pytest.mark.parametrize(
    ("subject", "addressee", "reports"),
    [
        ("báo cáo tình hình cải thiện môi trường đầu tư", "Ủy ban nhân dân tỉnh", True),
        ("báo cáo kết quả cải cách hành chính quý I", "Các sở, ban, ngành", False),
        ("rà soát danh mục hồ sơ", "UBND tỉnh Nam Định", False),
    ],
)
def test_a_letter_that_reports_upwards_proposes(
    subject: str, addressee: str, *, reports: bool
) -> None:
    header = Header(doc_type="cong_van", subject=subject, addressees=(addressee,))
    assert is_report(header) is reports
