"""Thresholds of the checks, with a case on either side."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from extract.check import check_dates
from extract.check.arithmetic import repairs
from extract.check.signs import form_of
from extract.model import Evidence
from extract.records import Assignment, Extracted, Header

AT = Evidence(1, 1, 1, "", 0.9, rule="test")


@pytest.mark.parametrize(
    ("due", "doubted"),
    [
        (date(2028, 5, 1), False),  # four years from issue
        (date(2029, 5, 1), True),
        (date(2040, 12, 31), False),  # the end of a span of years: sixteen
        (date(2044, 12, 31), True),  # no end of a span of five years
        (date(2045, 12, 31), True),  # an end, twenty-one years away
        (date(2040, 12, 30), True),
    ],
)
def test_a_day_far_from_issue_is_doubted_unless_it_ends_a_span(due: date, *, doubted: bool) -> None:
    row = Assignment(task="việc", due_date=due, at=AT)
    issued = date(2024, 1, 2)
    part = Extracted(1, Header(issued_date=issued), assignments=(row,))
    (after,) = check_dates(part, date(2026, 1, 1)).assignments
    assert any(doubt.field == "due_date" for doubt in after.doubts) is doubted


@pytest.mark.parametrize(
    ("share", "form"),
    [(0.0, "clean"), (0.0039, "clean"), (0.004, "light"), (0.249, "light"), (0.25, "heavy")],
)
def test_how_much_was_restored_has_three_steps(share: float, form: str) -> None:
    assert form_of(share, recognised=False) == form
    assert form_of(share, recognised=True) == "image"


@pytest.mark.parametrize(("read", "meant"), [("18.5", "8.5"), ("11", "1"), ("950", "9.50")])
def test_a_rule_read_as_one_and_a_lost_comma_are_mended(read: str, meant: str) -> None:
    assert Decimal(meant) in repairs(Decimal(read), lambda value: value == Decimal(meant))


def test_a_one_alone_is_no_rule() -> None:
    assert Decimal(0) not in repairs(Decimal(1), lambda _: True)
