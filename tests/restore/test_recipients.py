"""Short forms of recipients that lost their bar get it back in the list of recipients, and only what stands alone there."""

from __future__ import annotations

import pytest

from extract.dictionaries import load
from extract.restore import Restorer
from extract.restore.edits import apply
from extract.restore.repairs.phrases import recipient_edits, short_recipients

SHORT = short_recipients(load())


def mended(*lines: str) -> list[str]:
    found = list(lines)
    for index, edit in reversed(list(recipient_edits(lines, SHORT))):
        found[index] = apply(found[index], [edit])
    return found


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("- GD, PGD So (b/c);", "- GĐ, PGĐ So (b/c);"),
        ("- Cac d/c Uy vien; D/c Bi thu;", "- Cac đ/c Uy vien; Đ/c Bi thu;"),
        ("- LD VP;", "- LĐ VP;"),
        # not these
        ("- So GD va DT;", "- So GD va DT;"),
        ("- Phong GD&DT cac huyen;", "- Phong GD&DT cac huyen;"),
        ("- Bo Noi vu (B/c);", "- Bo Noi vu (B/c);"),
        ("- UBND tinh (b/d/c);", "- UBND tinh (b/d/c);"),
    ],
)
def test_what_stands_alone_in_the_list_gets_its_bar(line: str, read: str) -> None:
    assert mended("Noi nhan:", "- Nhu tren;", line) == ["Noi nhan:", "- Nhu tren;", read]


def test_outside_the_list_two_letters_say_nothing() -> None:
    assert mended("nganh GD, nganh y te", "cho vay PGD So 5") == [
        "nganh GD, nganh y te",
        "cho vay PGD So 5",
    ]


def test_a_list_of_recipients_is_restored_whole(restorer: Restorer) -> None:
    text = (
        "Noi nhan: KT. GIAM DOC\n- Nhu tren; PHO GIAM DOC\n- GD, PGD So (b/c);\n"
        "- Bao Soc Trang, Dai PTTH tinh;\n- Luu: VT."
    )
    assert restorer.restore_text(text)[0] == (
        "Nơi nhận: KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- GĐ, PGĐ Sở (b/c);\n"
        "- Báo Sóc Trăng, Đài PTTH tỉnh;\n- Lưu: VT."
    )
