"""Rules of restoration act where they are wired in, and stop where they should: each through `restore_text`."""

from __future__ import annotations

import pytest

from extract.restore import Restorer

CASES = {
    "stripped marks": ("Uy ban nhan dan tinh giao So Tai chinh chu tri, phoi hop", "Ủy ban nhân dân tỉnh"),
    "an agency's name": ("Can cu to trinh cua So Ke hoach va Dau tu", "Sở Kế hoạch và Đầu tư"),
}  # fmt: skip
KEPT = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Số: 1234/QĐ-UBND ngày 02/01/2024",
    "Công ty TNHH ABC (MST 0101234567)",
    "Quý I, quý II và 6 tháng đầu năm",
]


@pytest.mark.parametrize("name", CASES)
def test_a_rule_acts_in_the_whole_restorer(restorer: Restorer, name: str) -> None:
    raw, wanted = CASES[name]
    assert wanted in restorer.restore_text(raw)[0]


@pytest.mark.parametrize("line", KEPT)
def test_what_is_right_stays(restorer: Restorer, line: str) -> None:
    assert restorer.restore_text(line) == (line, ())
