"""Abbreviations of the document itself: Đ where a phrase of it stands behind them, and only there. All text is invented."""

from __future__ import annotations

import pytest

from extract.restore import Restorer

STRIPPED = """Thong bao ve viec to chuc chuong trinh dao tao va dang ky kinh doanh nam 2019.
Cac don vi thuc hien chuong trinh dao tao, huong dan dang ky kinh doanh theo quy dinh.
Cau lac bo va phong van hoa cung phoi hop; moi cau lac bo dang ky mot noi dung."""
READ_BY_ENG = """Théng bao vé viéc té chirc chuong trinh dao tao va nang cao chat lwgng.
Céc don vi thuc hién chuong trinh dao tao theo quy dinh cia phap luat."""


@pytest.mark.parametrize(
    ("page", "bare", "true"),
    [
        (STRIPPED, "Ket qua CTDT cua cac don vi rat tot.", "CTĐT"),
        (STRIPPED, "Phong DKKD nhan ho so cua nguoi dan.", "ĐKKD"),
        (STRIPPED, "Moi CLB lap danh sach hoi vien cua minh.", "CLB"),  # the B is right
        (STRIPPED, "Giao vien xem VCD ve an toan giao thong.", "VCD"),  # no phrase
        (STRIPPED, "Cac thon dac biet kho khan (DBKK) va xa co thon DBKK duoc ho tro.", "ĐBKK"),
        (READ_BY_ENG, "Két qua CTBT cia céc don vi rat tét.", "CTĐT"),
    ],
)
def test_a_d_takes_its_bar_where_a_phrase_of_the_document_says_so(
    restorer: Restorer, page: str, bare: str, true: str
) -> None:
    last = restorer.restore_text(f"{page}\n{bare}")[0].split("\n")[-1]
    assert true in last.split()


@pytest.mark.parametrize(
    ("bare", "true"),
    [
        ("- Nhu tren; BCD tinh; Luu: VT, LDVP.", "BCĐ"),
        ("Bao cao TGD va cac phong ban.", "TGĐ"),
        ("Thue TTDB va thue GTGT phai nop.", "TTĐB"),
        ("Xem phim DVD va nghe CD o nha van hoa.", "DVD"),
        ("Bao cao USAID ve du an.", "USAID"),
    ],
)
def test_where_the_document_says_nothing_running_text_does(
    restorer: Restorer, bare: str, true: str
) -> None:
    page = "Thong bao ve viec to chuc hoi nghi cua co quan va cac don vi truc thuoc nam 2019."
    last, found = restorer.restore_text(f"{page}\n{bare}")
    assert true in last.split("\n")[-1].replace(";", " ").split()
    assert all(c.confidence <= 0.85 for c in found if c.rule == "code")


def test_the_document_comes_first(restorer: Restorer) -> None:
    page = "Bo danh muc chung la can thiet. Sua bo danh muc chung. So BDMC nay."
    assert "BDMC" in restorer.restore_text(page)[0]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Ke hoach 02-KH/BCDTW ngay 19/3 cua Trung uong", "02-KH/BCĐTW"),
        ("Thong bao so 07-TB/CQTTBCD ngay 15/10", "07-TB/CQTTBCĐ"),
        ("Hinh chu nhat ABCD co hai canh", "ABCD"),  # letters in order
        ("Cong HDMI cua may chieu bi hong", "HDMI"),
    ],
)
def test_a_board_within_a_longer_abbreviation_has_its_bar(
    restorer: Restorer, line: str, read: str
) -> None:
    assert read in restorer.restore_text(line)[0]
