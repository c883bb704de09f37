"""Collocations of administrative reform are read where the model alone is unsure, and bind nothing else (invented text)."""

from __future__ import annotations

import pytest

from extract.restore import Restorer


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Don vi cham tien do, tu tru 1,25 diem.", "tự trừ"),
        ("Loi phan mem; dong bo trang thai ho so", "đồng bộ trạng thái"),
        ("gui bao cao tu cham tre han so voi ke hoach", "tự chấm trễ hạn"),
    ],
)
def test_terms_of_the_field(restorer: Restorer, text: str, read: str) -> None:
    assert read in restorer.restore_text(text)[0]


def test_a_term_does_not_go_on_from_a_name_into_a_heading_in_capitals(restorer: Restorer) -> None:
    text = "THIEU TUONG\nHo Quoc Dung\nQUY DINH\nMUC CHI CHO CONG TAC KIEM TRA"
    assert "Dũng" in restorer.restore_text(text)[0]
