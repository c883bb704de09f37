"""Roman numerals read as letters: mended by their strokes behind what is numbered so, and left elsewhere."""

from __future__ import annotations

import pytest

from extract.restore.edits import apply
from extract.restore.repairs.numbers import roman_edits


def mended(line: str, *, marked: bool = False) -> str:
    edits = [edit for _, edit in roman_edits([line], marked=marked)]
    assert all(edit.rule == "numeric" and edit.confidence <= 0.8 for edit in edits)
    return apply(line, edits)


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("bao cao quy Il/2011", "bao cao quy II/2011"),
        ("quy 1V nam 2022", "quy IV nam 2022"),
        ("Phu luc Ill kém theo", "Phu luc III kém theo"),
        ("Phu luc HI, Muc lV", "Phu luc III, Muc IV"),
        ("- Tv/2011", "- IV/2011"),
    ],
)
def test_strokes_make_the_numeral(read: str, true: str) -> None:
    assert mended(read) == true


@pytest.mark.parametrize(
    "line",
    [
        "quy 11/2011",  # digits stay, whatever they were
        "quy W/2011",
        "quy II/2011",
        "khoa IT, ky TT",
        "bao cao Il dong",
        "so 12/TT-BNV, TT/2011",
        "hang Vllll",
        "quy IlII/2011",
    ],
)
def test_what_makes_no_numeral_or_is_not_numbered_so_stays(line: str) -> None:
    assert mended(line) == line


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("Đại hội lần thứ XHI của Đảng", "Đại hội lần thứ XIII của Đảng"),
        ("Phụ lục HI, Chương XXXIH", "Phụ lục III, Chương XXXIII"),
        ("báo cáo Quý Ì năm 2012, quý ÍÍ/2012", "báo cáo Quý I năm 2012, quý II/2012"),
    ],
)
def test_the_right_model_reads_other_letters(read: str, true: str) -> None:
    assert mended(read, marked=True) == true


@pytest.mark.parametrize(
    "line", ["khoá XII, loại TV", "Mục H, quý 11/2011", "lần thứ HH", "bà Ì, tổ HI"]
)
def test_the_right_models_numerals_and_letters_stay(line: str) -> None:
    assert mended(line, marked=True) == line
