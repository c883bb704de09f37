"""A word that opens the names of units in a document is read so where it stands alone, and nowhere else (invented text)."""

from __future__ import annotations

import pytest

from extract.restore import Restorer

NAMED = "UBND TINH HAI MINH\nSO NOI VU\nSo Noi vu da gui ho so tham dinh.\n"
FUND = (
    "Quy Bao ve moi truong tinh hoat dong theo quy che.\nGiam doc Quy Bao ve moi truong bao cao.\n"
)
RANKS = "Cac xa, phuong gui bao cao tu cham diem.\n1 | Phuong My Tho | 67\n"


def last_line(restorer: Restorer, text: str) -> str:
    return restorer.restore_text(text)[0].rpartition("\n")[2]


@pytest.mark.parametrize(
    ("named", "line", "read"),
    [
        (NAMED, "Diem tru 2,1: vi So da nop du tai lieu.", "vì Sở đã nộp"),
        (NAMED, "ho so cua So bi tinh sai.", "của Sở bị"),
        (FUND, "Theo de nghi cua Quy, So chi tra lai kinh phi.", "của Quỹ,"),
        (RANKS, "2 | Phuong Cao Lanh | 68", "Phường Cao Lãnh"),
        (
            "",
            "- Bao Soc Trang, Dai PTTH tinh;",
            "Báo Sóc Trăng",
        ),  # the head of an item needs no other
    ],
)
def test_a_unit_named_in_full_is_known_by_its_first_word(
    restorer: Restorer, named: str, line: str, read: str
) -> None:
    assert read in last_line(restorer, named + line)


@pytest.mark.parametrize(
    ("named", "line", "read"),
    [
        (NAMED, "So 12 ngay 05/6/2019 cua tinh.", "Số 12"),
        (NAMED, "So: 58/TB-VP", "Số: 58"),
        (NAMED, "So luong ho so la 15.", "Số lượng"),
        (FUND, "Bao cao gui truoc ngay 15 cua Quy IV nam 2020.", "Quý IV"),
        (NAMED, "Nguoi ky la Bui Quoc So", "Bùi Quốc"),
        ("", "Cong chung vao so. So chung thuc duoc ghi day du.", "Sổ chứng thực"),
    ],
)
def test_a_number_or_another_word_stays(
    restorer: Restorer, named: str, line: str, read: str
) -> None:
    assert read in last_line(restorer, named + line)
