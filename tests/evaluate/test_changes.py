"""How right the changes are that restoration was sure of."""

from __future__ import annotations

import pytest

from benchmarks.trust import JudgedChange, bins_of, judge_changes, show_bins
from extract.model import Correction


def change(start: int, before: str, after: str, sure: float, rule: str = "channel") -> Correction:
    return Correction(
        None, 1, start, start + len(before), before, after=after, rule=rule, confidence=sure
    )


def test_a_change_is_right_where_the_truth_has_its_words_in_place() -> None:
    raw = "S6 hieu van ban"
    changes = [
        change(0, "S6", "Số", 0.9),
        change(3, "hieu", "hiếu", 0.6),
        change(8, "van ban", "văn bản", 0.8),
    ]
    found = list(judge_changes("Số hiệu văn bản", [raw], [changes]))
    assert found == [JudgedChange(0.9, True), JudgedChange(0.6, False), JudgedChange(0.8, True)]


def test_a_word_that_the_truth_lacks_makes_its_change_wrong_and_no_other() -> None:
    changes = [change(0, "| ke", "lẽ", 0.4), change(5, "hoach", "hoạch", 0.99)]
    found = list(judge_changes("kế hoạch", ["| ke hoach"], [changes]))
    assert found == [JudgedChange(0.4, False), JudgedChange(0.99, True)]


def test_case_counts_and_the_tone_marks_place_does_not() -> None:
    changes = [change(0, "hoa", "hoà", 0.9), change(4, "So", "Sổ", 0.9), change(7, "Bo", "bộ", 0.9)]
    found = list(judge_changes("hòa Sổ Bộ", ["hoa So Bo"], [changes]))
    assert [change.right for change in found] == [True, True, False]


def test_what_is_no_guess_is_not_judged() -> None:
    changes = [change(0, "Ð", "Đ", 0.99, "unicode"), change(2, "-", "–", 0.9)]
    assert list(judge_changes("Đ –", ["Ð -"], [changes])) == []


def test_bins_say_what_was_said_and_what_was_right() -> None:
    changes = (
        [JudgedChange(0.92, True)] * 9 + [JudgedChange(0.94, False)] + [JudgedChange(1.0, True)]
    )
    one, two = bins_of(changes)
    assert (one.low, one.high, one.size) == (0.9, 0.95, 10)
    assert one.said == pytest.approx(0.922)
    assert one.right == pytest.approx(0.9)
    assert (two.low, two.high, two.right, two.size) == (0.99, 1.0, 1.0, 1)
    assert "0.90-0.95 0.900 (10)" in show_bins(changes)
