"""Deadlines: what each phrase means, what is no deadline, and that every rule is canonical and can be read back."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from extract.dictionaries import load
from extract.model import TextLine
from extract.parse.deadlines import Known, read_answer, read_deadline, year_of_heading
from extract.parse.deadlines.grammar import Deadline
from extract.parse.passage import join

CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "parse" / "deadlines.json").read_text("utf-8")
)
ISSUED = date(2024, 4, 10)
CANONICAL = re.compile(
    r"FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)(?:;INTERVAL=\d+)?(?:;BYMONTH=[\d,]+)?(?:;BYMONTHDAY=[-\d,]+)?"
    r"(?:;BYDAY=[A-Z,]+)?(?:;BYSETPOS=-?\d+)?"
)


def read(text: str, mode: str = "prose", known: Known | None = None) -> Deadline | None:
    reader = {"prose": read_deadline, "answer": read_answer}[mode]
    return reader(join([TextLine(1, 1, text, text)]), known or Known(ISSUED), load())


@pytest.mark.parametrize("case", [c for c in CASES if c["raw"]], ids=lambda c: c["text"][:50])
def test_a_phrase_means_its_dates(case: dict[str, Any]) -> None:
    found = read(case["text"], case["mode"])
    assert found is not None
    shown = {
        column: str(getattr(found, column) or "")
        for column in ("raw", "kind", "start_date", "due_date", "due_bound", "due_rrule")
    }
    assert shown == {column: case[column] for column in shown}


@pytest.mark.parametrize("case", [c for c in CASES if not c["raw"]], ids=lambda c: c["text"][:50])
def test_some_words_of_time_are_no_deadline(case: dict[str, Any]) -> None:
    assert read(case["text"]) is None


def test_at_least_eighty_phrases_are_held() -> None:
    assert len([case for case in CASES if case["raw"]]) >= 80


@pytest.mark.parametrize("rule", sorted({c["due_rrule"] for c in CASES if c.get("due_rrule")}))
def test_a_rule_is_canonical_and_can_be_read_back(rule: str) -> None:
    assert CANONICAL.fullmatch(rule)
    days = list(rrulestr(rule, dtstart=datetime(2024, 1, 1))[:8])  # noqa: DTZ001 - days only
    assert len(days) == 8
    assert days == sorted(days)


def test_the_quarterly_rule_names_the_printed_days() -> None:
    found = read("gửi trước ngày 15 của tháng cuối quý")
    assert found is not None
    assert found.due_rrule is not None
    days = rrulestr(found.due_rrule, dtstart=datetime(2024, 1, 1))[:4]  # noqa: DTZ001
    assert [(d.month, d.day) for d in days] == [(3, 15), (6, 15), (9, 15), (12, 15)]


def test_the_raw_words_are_a_slice_of_the_text() -> None:
    for case in CASES:
        found = read(case["text"])
        if found is not None:
            parts = found.raw.split(" | ")
            assert all(part in case["text"] for part in parts)
            assert case["text"][found.start : found.end] in parts


def test_a_year_that_is_not_printed_is_doubted() -> None:
    found = read("hoàn thành trước ngày 30/9")
    assert found is not None
    assert [(d.field, d.reason) for d in found.doubts] == [("due_date", "low_confidence")]
    assert found.confidence <= 0.6


def test_the_year_of_a_heading_is_no_assumption() -> None:
    found = read("hoàn thành trước ngày 30/9", known=Known(ISSUED, year_of_heading("NĂM 2025")))
    assert found is not None
    assert (found.due_date, found.doubts) == (date(2025, 9, 30), ())


def test_without_a_date_of_issue_no_year_is_guessed() -> None:
    found = read("hoàn thành trước ngày 30/9", known=Known())
    assert found is not None
    assert (found.raw, found.due_date) == ("trước ngày 30/9", None)


def test_a_deadline_before_the_documents_own_date_is_a_conflict() -> None:
    found = read("hoàn thành trước ngày 15/6/2023")
    assert found is not None
    assert found.due_date == date(2023, 6, 15)
    assert [d.reason for d in found.doubts] == ["conflict"]


def test_a_day_that_is_none_is_kept_in_words_only() -> None:
    found = read("hoàn thành trước ngày 31/02/2025")
    assert found is not None
    assert found.due_date is None
    assert [d.reason for d in found.doubts] == ["failed_check"]


def test_a_second_deadline_leaves_a_doubt_with_its_words() -> None:
    found = read("Gửi dự thảo trước ngày 05/6/2024; hoàn thành trước ngày 20/6/2024.")
    assert found is not None
    assert found.raw == "trước ngày 05/6/2024 | trước ngày 20/6/2024"
    assert str(found.due_date) == "2024-06-05"
    assert found.doubts[-1].alternatives == ("trước ngày 20/6/2024",)


def test_the_year_of_a_heading_is_read_only_where_it_names_one() -> None:
    assert year_of_heading("Tiến độ năm 2024") == 2024
    assert year_of_heading("Giai đoạn năm 2024 - năm 2030") is None


PIECES = ["trước ngày ", "15/6", "/2024", " hằng tháng", "quý ", "IV", " định kỳ ", "31/13/2024", "ngày ", "(", ")", ", ", "từ ", " đến ", "tháng 6"]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_any_order_of_words_is_read_without_an_error(text: str) -> None:
    for mode in ("prose", "answer"):
        found = read(text, mode)
        if found and found.due_rrule:
            assert CANONICAL.fullmatch(found.due_rrule)
        if found and found.start_date and found.due_date:
            assert found.kind == "period"
