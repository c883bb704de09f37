"""The words of a legal text's divisions at a line's start, before their number."""

from __future__ import annotations

import pytest

from extract.restore import Restorer

BEFORE = "Quy dinh ve to chuc, hoat dong va phi bao hiem.\n"
BEHIND = "\nBao cao ket qua thuc hien ke hoach cong tac nam cua Uy ban nhan dan tinh."


@pytest.mark.parametrize(
    ("bare", "true"),
    [
        ("Phan I", "Phần I"),
        ("PHAN II. NHIEM VU", "PHẦN II. NHIỆM VỤ"),
        ("Khoan 2. Trach nhiem", "Khoản 2. Trách nhiệm"),
        ("Bang 3.", "Bảng 3."),
        ("Bang so II", "Bảng số II"),
        ("Bieu so 4: Ket qua", "Biểu số 4: Kết quả"),
        ("Muc 3. THUE", "Mục 3."),
        ("Muc 2. GIA TRI BAO HIEM", "Mục 2."),  # the decoder hears a sum (Mức)
        ("MUC 3. THANH TRA TINH", "MỤC 3."),
    ],
)
def test_they_are_read_as_divisions(restorer: Restorer, bare: str, true: str) -> None:
    text, _ = restorer.restore_text(BEFORE + bare + BEHIND)
    assert text.split("\n")[1].startswith(true)


@pytest.mark.parametrize(
    ("bare", "division"),
    [
        ("Bang 3 lan muc luong co so.", "Bảng"),  # three times the basic pay
        ("bang 1 trieu dong.", "bảng"),  # the sentence goes on
        ("Muc 3 Trung binh", "Mục"),  # a level
    ],
)
def test_other_words_before_a_number_are_left_to_the_decoder(
    restorer: Restorer, bare: str, division: str
) -> None:
    _, found = restorer.restore_text(BEFORE + bare + BEHIND)
    assert not [c for c in found if c.line == 2 and c.rule == "template" and c.after == division]
