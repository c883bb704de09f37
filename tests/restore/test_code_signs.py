"""Two figures between a word and a document's code are `số`; a row's number and what counts stay."""

from __future__ import annotations

import pytest

from extract.restore import Restorer
from extract.restore.lines import DIGITS_SURE

BEFORE = "Thye hién Ké hoach s6 12 cla Uy ban nhan dan tinh, céc so, nganh bao cao két qua.\n"


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("Can cit Nghi dinh 86 34/2025/ND-CP cua Chinh phu", "Nghị định số 34/2025/NĐ-CP"),
        ("theo Quyét dinh 56 1234/QD-UBND ngay 5/6/2024", "Quyết định số 1234/QĐ-UBND"),
    ],
)
def test_the_sign_before_a_code_is_read_and_listed(
    restorer: Restorer, read: str, true: str
) -> None:
    text, found = restorer.restore_text(BEFORE + read)
    assert true in text.split("\n")[1]
    (change,) = [c for c in found if c.after == "số" and c.line == 2]
    assert (change.rule, change.confidence) == ("numeric", DIGITS_SURE)
    assert change.before in change.alternatives


@pytest.mark.parametrize(
    "read",
    [
        "86 34/2025/ND-CP Nghi dinh quy dinh chi tiét",  # the number of a row
        "Diéu 86 34/2025/ND-CP",
        "theo Nghi dinh 86 ngay 34/2025",
        "tai trang 86 34/2025/ND-CP",
    ],
)
def test_other_numbers_stay(restorer: Restorer, read: str) -> None:
    text, _ = restorer.restore_text(BEFORE + read)
    assert "86" in text.split("\n")[1].split()
