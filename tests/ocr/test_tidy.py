"""Signs and spaces as printed: invented words of date lines, dashes of items, and what must stay as it was read."""

from __future__ import annotations

import pytest

from extract.image import Rect
from extract.ocr.hocr import ReadLine, ReadWord, tidied

WHOLE = Rect(0, 0, 120, 20)


def texts(*words: str) -> list[str]:
    read = ReadLine(tuple(ReadWord(word, WHOLE, 0.9) for word in words), WHOLE)
    return [word.text for line in tidied([read]) for word in line.words]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("ngày12", ["ngày", "12"]),
        ("ngày2¿tháng", ["ngày", "2¿", "tháng"]),
        ("ngày4†tháng", ["ngày", "4†", "tháng"]),
        ("ngàyz2tháng", ["ngày", "z2", "tháng"]),
        ("tháng10năm", ["tháng", "10", "năm"]),
        ("năm2031", ["năm", "2031"]),
    ],
)
def test_a_day_by_hand_leaves_the_words_of_the_date(read: str, printed: list[str]) -> None:
    assert texts("Huế,", read) == ["Huế,", *printed]


@pytest.mark.parametrize(
    "word", ["ngày", "ngày,", "ngày;", "tháng.", "năm)", "ngày…", "tháng/quý", "hằngngày", "nămcăn"]
)
def test_words_and_their_signs_stay_together(word: str) -> None:
    assert texts("mỗi", word) == ["mỗi", word]


def test_the_parts_share_the_box_of_the_word() -> None:
    read = ReadLine((ReadWord("ngày12", WHOLE, 0.9),), WHOLE)
    (line,) = tidied([read])
    assert [(word.rect.x0, word.rect.x1) for word in line.words] == [(0, 80), (80, 120)]


def test_a_wave_that_opens_an_item_is_its_dash() -> None:
    assert texts("~", "Lưu:", "VT.") == ["-", "Lưu:", "VT."]
    assert texts("10", "~", "20") == ["10", "~", "20"]
    assert texts("~") == ["~"]


def test_two_short_dashes_are_a_long_one() -> None:
    assert texts("Độc", "lập", "--", "Tự", "do") == ["Độc", "lập", "–", "Tự", "do"]
    assert texts("Tự", "do", "—-", "Hạnh") == ["Tự", "do", "–", "Hạnh"]
    assert texts("số", "-", "12") == ["số", "-", "12"]


def test_a_year_is_one_word() -> None:
    assert texts("năm", "203", "1.") == ["năm", "2031."]
    assert texts("năm", "20", "31") == ["năm", "2031"]
    assert texts("năm", "203", "12") == ["năm", "203", "12"]
    assert texts("giao", "203", "1") == ["giao", "203", "1"]
    assert texts("năm", "2031", "5") == ["năm", "2031", "5"]
