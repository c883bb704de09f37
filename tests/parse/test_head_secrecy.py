"""Marks of secrecy that are easily missed: in a letter inside the file, or typed in an old code (promise S5). Names are invented."""

from __future__ import annotations

import pytest
from head_support import restored_of

from extract import dictionaries
from extract.parse import parse

WORDS = dictionaries.load()
LETTER = """\
UBND TỈNH HÒA SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc
Số: 12/SNV-VP                    Hòa Sơn, ngày 12 tháng 3 năm 2024

Kính gửi: Sở Tài chính

Sở Nội vụ gửi kèm văn bản của đơn vị để phối hợp.

Nơi nhận:                        GIÁM ĐỐC
- Lưu: VT.                       Nguyễn Văn Tám
"""
INNER = """\
PHÒNG TỔ CHỨC
Số: 7/PTC
{}

Kính gửi: Giám đốc Sở

Phòng Tổ chức báo cáo việc bố trí lực lượng.
"""
BODY = "Đơn vị bảo vệ bí mật nhà nước theo quy định.\n" * 30


def secrecy(text: str) -> set[str]:
    return {part.header.secrecy for part in parse(restored_of(text), WORDS)}


@pytest.mark.parametrize(
    ("mark", "value"), [("MẬT", "mat"), ("TỐI MẬT", "toi_mat"), ("MAT", "mat"), ("MËT", "mat")]
)
@pytest.mark.parametrize("between", ["", "\f"], ids=["same page", "next page"])
def test_S5_a_letter_inside_the_file_is_withheld_by_the_mark_below_its_number(
    mark: str, value: str, between: str
) -> None:
    assert value in secrecy(f"{LETTER}\n{between}{INNER.format(mark)}")


def test_S5_a_mark_above_the_number_of_an_inner_letter_counts_too() -> None:
    inner = INNER.format("").replace("PHÒNG TỔ CHỨC\n", "MẬT\nPHÒNG TỔ CHỨC\n")
    assert "mat" in secrecy(f"{LETTER}\n{inner}")


def test_S5_a_page_that_opens_with_a_mark_withholds_the_file() -> None:
    assert "toi_mat" in secrecy(f"{LETTER}\n\fTỐI MẬT\nDANH SÁCH\n1. Tổ một\n2. Tổ hai\n")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("MËT", "mat"),
        ("mËt", "mat"),  # in a font whose small letters are drawn as capitals
        ("TèI MËT", "toi_mat"),
        ("TUYÖT MËT", "tuyet_mat"),
        ("MAÄT", "mat"),
        ("TUYEÄT MAÄT", "tuyet_mat"),
        ("MA^.T", "mat"),
    ],
)
def test_S5_a_mark_in_an_old_code_is_seen_though_nothing_else_is(typed: str, value: str) -> None:
    text = LETTER.replace("\n\nKính gửi", f"\n{typed}\n\nKính gửi")
    assert secrecy(text) == {value}


@pytest.mark.parametrize(
    "line", ["MẶT TRẬN", "VẮNG MẶT", "Mật", "bí mật", "MÆt trËn", "MỜI", "MAI", "GIẤY MỜI"]
)
def test_other_lines_of_an_inner_letter_withhold_nothing(line: str) -> None:
    assert secrecy(f"{LETTER}\n{INNER.format(line)}") == {"none"}


def test_words_on_secrecy_withhold_nothing() -> None:
    assert secrecy(LETTER + BODY) == {"none"}


def test_S5_a_mark_far_from_any_letter_withholds_the_file() -> None:
    assert secrecy(f"{LETTER}{BODY}MẬT\n{BODY}") == {"mat"}


def test_S5_the_gravest_of_several_marks_counts() -> None:
    assert secrecy(f"{LETTER}{BODY}MẬT\n{BODY}TUYỆT MẬT\n") == {"tuyet_mat"}
