"""What is asked of a marked text before anything in it is changed."""

from __future__ import annotations

from itertools import pairwise

from extract.restore.gate import asked

LINE = "các đơn vị thực hiện báo cáo kết quả thực hiện nhiệm vụ"


def test_every_line_of_a_short_text_is_asked() -> None:
    assert asked([LINE] * 100) == list(range(100))
    assert asked([]) == []
    assert asked([""]) == [0]


def test_of_a_long_text_runs_of_lines_from_all_of_it_are_asked() -> None:
    found = asked([LINE] * 9000)
    words = len(found) * len(LINE.split())
    assert 7000 <= words <= 9000
    tenths = {at * 10 // 9000 for at in found}
    assert tenths == set(range(10))
    neighbours = sum(b - a == 1 for a, b in pairwise(found))
    assert neighbours >= 0.9 * len(found)


def test_a_long_line_is_asked_whole_or_not_at_all() -> None:
    found = asked([" ".join([LINE] * 300)] * 20)
    assert found == sorted(set(found))
    assert len(found) < 20
