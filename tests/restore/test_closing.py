"""Short forms of recipients and of the file note: damaged ones are mended by the dictionary, right ones stay, others are left."""

from __future__ import annotations

import pytest
from misread import PAGE

from extract.restore import Restorer


def last_line(restorer: Restorer, line: str) -> str:
    return restorer.restore_text(f"{PAGE}\n{line}")[0].split("\n")[-1]


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("- UBND tinh (b/€);", "(b/c);"),
        ("- UBND tinh (d&b/c);", "(để b/c);"),
        ("- UBND tinh (dé bíc);", "(để b/c);"),
        ("- GD, PGD So (b/c);", "(b/c);"),
        ("- Cac phong (dé th/hién);", "(để th/hiện);"),
        ("- Cac don vi (dé p/h);", "(để p/h);"),
        ("- Luu: VI, TH, KT.", "VT, TH, KT."),
    ],
)
def test_a_short_form_is_mended(restorer: Restorer, read: str, true: str) -> None:
    assert last_line(restorer, read).endswith(true)


@pytest.mark.parametrize(
    ("read", "kept"),
    [
        ("- Cac don vi (15/7);", "(15/7)"),
        ("- Luu: V7, NC.", "V7"),
        ("- Cac khu A (12/5);", "(12/5)"),
    ],
)
def test_what_is_no_short_form_stays(restorer: Restorer, read: str, kept: str) -> None:
    assert kept in last_line(restorer, read)


def test_a_line_with_one_marked_letter_follows_its_document(restorer: Restorer) -> None:
    assert last_line(restorer, "- Cac co quan cua tinh (bíc);") == "- Các cơ quan của tỉnh (b/c);"


def test_a_right_line_of_a_stripped_document_stays(restorer: Restorer) -> None:
    body = "Bao cao ket qua thuc hien nhiem vu cong tac nam 2024 cua tinh, de nghi cac don vi."
    line = "Nơi nhận: Sở Nội vụ (để b/c)"
    assert restorer.restore_text(f"{body}\n{line}")[0].split("\n")[-1] == line
