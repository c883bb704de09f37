"""Codes and dates in every written form, and what looks like one but is none."""

from __future__ import annotations

import time
from typing import Any

import pytest
from head_support import cases, labels

from extract.dictionaries import load
from extract.parse.values import bars, find_codes, find_dates

CODES, DATES = cases("codes"), cases("dates")


@pytest.mark.parametrize("case", CODES, ids=labels(CODES))
def test_codes_are_found_with_case_and_bars_restored(case: dict[str, Any]) -> None:
    assert [code.code for code in find_codes(case["text"], bars(load()))] == case["codes"]


@pytest.mark.parametrize("case", DATES, ids=labels(DATES))
def test_dates_are_found_day_first_and_never_guessed(case: dict[str, Any]) -> None:
    found = [str(d.value) if d.value else None for d in find_dates(case["text"])]
    assert found == case["dates"]


@pytest.mark.parametrize("near_miss", ["1/A-", "12/QĐ-", "ngày 1 tháng ", "A.", "1-"])
def test_near_misses_take_linear_time(near_miss: str) -> None:
    def seconds(size: int) -> float:
        text = near_miss * (size // len(near_miss))
        start = time.process_time()
        list(find_codes(text, {}))
        list(find_dates(text))
        return time.process_time() - start

    seconds(1000)
    assert seconds(80_000) < 8 * max(seconds(20_000), 0.01)
