"""Small fixed forms that no model can know: a grade alone, points behind a part's name. Words of other lines stay."""

from __future__ import annotations

import pytest

from extract.restore.edits import apply
from extract.restore.repairs.phrases import template_edits


def mended(line: str, *, markless: bool) -> str:
    return apply(line, [edit for _, edit in template_edits([line], markless=markless)])


@pytest.mark.parametrize("markless", [True, False], ids=["stripped", "wrong model"])
@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("| 4 | So Xay dung | 69,44 | Kha | 3 |", "| 4 | So Xay dung | 69,44 | Khá | 3 |"),
        ("4 So Xay dung 69,44 Kha", "4 So Xay dung 69,44 Khá"),
        ("2 Khoi dia phuong 70,125 Kha 2", "2 Khoi dia phuong 70,125 Khá 2"),
        ("Chi dao (20d) The che (10d)", "Chi dao (20đ) The che (10đ)"),
        ("tut 2 hang so voi nam 2020", "tụt 2 hang so voi nam 2020"),
    ],
)
def test_fixed_forms_are_mended(read: str, true: str, *, markless: bool) -> None:
    assert mended(read, markless=markless) == true


@pytest.mark.parametrize(
    "line",
    [
        "ong Nguyen Van Kha 25 tuoi",
        "| Tran Kha | 25 |",
        "2 Kha nang",
        "diem d (khoan 2d)",
        "A4 Kha,",
    ],
)
def test_names_words_and_labels_stay(line: str) -> None:
    assert mended(line, markless=True) == line


@pytest.mark.parametrize("read", ["Vv", "Viv", "Vi/v", "V/y", "Vly", "VWv", "V/V"])
def test_a_subject_opens_with_its_mark(read: str) -> None:
    assert mended(f"{read} tang cuong ky luat", markless=False) == "V/v tang cuong ky luat"


@pytest.mark.parametrize("word", ["Vy", "Vii", "Vi", "Vay", "VIY", "VN"])
def test_a_word_or_a_name_opens_no_subject(word: str) -> None:
    assert mended(f"{word} tang cuong ky luat", markless=False) == f"{word} tang cuong ky luat"
