"""Words that the wrong model ran together are parted; foreign names, names of data fields and words that the channel explains are not."""

from __future__ import annotations

import pytest

from extract.restore import Restorer

PAGE = (
    "Bdo cdo két qua thuc hién nhi€m vu cong tac nam 2024 cua tinh, dé nghi cdc don vi trién khai."
)


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("cung cap thong tinvé tinh hinh", "thông tin về tình hình"),
        ("quyén va nghia vu cia ngudi lao'déng trong don vi", "người lao động trong đơn vị"),
        ("quy dinh vé cdc néidung sau day", "các nội dung sau"),
        ("hudng dan bdo chi trong nuéc duatinvé tinh hinh", "trong nước đưa tin về tình hình"),
        ("thyc hién déthamdinh hé so cia don vi", "thực hiện để thẩm định hồ sơ"),
        ("CONG TAC QUANLY VAN BAN", "CÔNG TÁC QUẢN LÝ VĂN BẢN"),
        ("CONG TAC QUANLYVANBAN", "CÔNG TÁC QUẢN LÝ VĂN BẢN"),
        ("luc lugng Congannhandan, don vi", "lực lượng Công an nhân dân, đơn vị"),
        ("Uy ban nhan dan tinh vavan phong", "nhân dân tỉnh và văn phòng"),
        ("thuc hién ké hoach vé banCéng tac", "kế hoạch về ban Công tác"),
        ("Nghidinh nay quy dinh vé cdc don vi", "Nghị định này quy định"),
    ],
)
def test_words_are_parted(restorer: Restorer, read: str, true: str) -> None:
    assert true in restorer.restore_text(f"{PAGE}\n{read}")[0]


@pytest.mark.parametrize(
    "word",
    [
        "Truman", "Conchita", "Australia", "modem", "robot", "solanin", "camera", "marketing",
        "nu’éc", "trudng", "vaothang1", "4Nghidinh", "loaiQuyHoach", "phanLoai",
    ],
)  # fmt: skip
def test_a_foreign_name_a_field_or_one_word_stays_one(restorer: Restorer, word: str) -> None:
    text = restorer.restore_text(f"{PAGE}\nTheo bdo cdo cia {word} hém nay.")[0]
    assert len(text.split("\n")[-1].split()) == 7


def test_a_token_has_no_way_into_parts_that_are_no_words(restorer: Restorer) -> None:
    assert restorer.mender.engine.parting.run_together.ways("xzqwk") == ()
