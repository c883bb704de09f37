"""Short forms of recipients that lost their bar get it back in the list of recipients."""

from __future__ import annotations

from extract.restore import Restorer


def test_a_list_of_recipients_is_restored_whole(restorer: Restorer) -> None:
    text = (
        "Noi nhan: KT. GIAM DOC\n- Nhu tren; PHO GIAM DOC\n- GD, PGD So (b/c);\n"
        "- Bao Soc Trang, Dai PTTH tinh;\n- Luu: VT."
    )
    assert restorer.restore_text(text)[0] == (
        "Nơi nhận: KT. GIÁM ĐỐC\n- Như trên; PHÓ GIÁM ĐỐC\n- GĐ, PGĐ Sở (b/c);\n"
        "- Báo Sóc Trăng, Đài PTTH tỉnh;\n- Lưu: VT."
    )
