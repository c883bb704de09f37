"""Names: one reading throughout a document, syllables of known names first, never sure."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from misread import PAGE as MISREAD

from extract.dictionaries import load
from extract.fold import unaccent
from extract.restore import Restorer, load_restorer

PAGE = """UBND TINH THUONG LAC
Thuong Lac, ngay 17 thang 9 nam 2012
Chu tich Uy ban nhan dan tinh Thuong Lac yeu cau cac don vi thuc hien nghiem tuc.
Giao So Tu phap tinh Thuong Lac theo doi, don doc viec thuc hien thong bao nay.
Noi nhan: cac huyen cua Thuong Lac."""


def test_an_unknown_name_has_one_reading_in_small_letters_and_capitals(restorer: Restorer) -> None:
    restored, _ = restorer.restore_text(PAGE)
    found = re.findall(r"\b(th\w+ng l\w+c)\b", restored.lower())
    assert len(found) == 5
    assert len(set(found)) == 1
    assert unaccent(found[0]) == "thuong lac"


def test_names_whose_letters_make_words_are_not_exchanged_for_better_known_ones(
    restorer: Restorer,
) -> None:
    listed = """
        Dak Sak, Krong No, Dak Wil, Cu Jut, Dak Ha, Dak To, Ea Kar, Ea Sup, Ia Pa, Chu Se, Kon Ray, Tu Mo Rong,
        Muong Nhe, Sop Cop, Pac Nam
    """
    names = [name.strip() for name in listed.split(",")]
    rows = [f"{n} | UBND xa {name} 17,00 | 13,50 | 10,50" for n, name in enumerate(names, 1)]
    head = "Thye hién Ké hoach s6 12 cla Uy ban nhan dan tinh, céc so, nganh bao cao két qua."
    restored, _ = restorer.restore_text("\n".join([head, *rows]))
    found = [unaccent(line) for line in restored.split("\n")[1:]]
    assert [row.split(" xa ")[1].split(" 17")[0] for row in found] == names


def test_a_family_name_is_preferred_in_front(restorer: Restorer) -> None:
    restored, _ = restorer.restore_text(
        "Van phong thong bao de cac co quan, don vi biet va thuc hien.\nKT. CHANH VAN PHONG\nDo Van Tien"
    )
    assert restored.split("\n")[-1].startswith("Đỗ Văn ")


def test_no_letter_of_a_doubted_name_is_sure(restorer: Restorer) -> None:
    _, found = restorer.restore_text(PAGE)
    sure = [c.confidence for c in found if unaccent(c.after).lower() == "lac"]
    assert len(sure) == 5
    assert max(sure) <= 0.8


@pytest.mark.parametrize("name", ["Giàng A Chu", "Thào Xuân Sùng", "Sín Chéng"])
def test_a_name_with_its_marks_stays_on_a_page_without_marks(restorer: Restorer, name: str) -> None:
    restored, found = restorer.restore_text(
        f"{PAGE}\nYeu cau ong {name} bao cao ket qua ve Van phong truoc ngay 20 thang 9."
    )
    marked = [word for word in name.split() if not word.isascii() and word != "Chéng"]
    assert all(word in restored for word in marked)
    assert not {c.before for c in found} & set(marked)


@pytest.mark.parametrize(
    ("bare", "true"),
    [
        ("Ong Nguyen Anh Tuan, giao vien", "Ông Nguyễn Anh Tuấn"),
        ("Ba Tran Thi Hang, ke toan", "Bà Trần Thị Hằng"),
        ("Ong Tran Van Dung, ke toan", "Ông Trần Văn Dũng"),
        ("Giao dong chi Vo Dinh Hai phu trach", "Giao đồng chí Võ Đình Hải"),
        ("Tran Dinh Huu Pho Truong phong", "Trần Đình Hữu Phó Trưởng phòng"),
        ("Uy ban nhan dan tinh Cao Bang", "Ủy ban nhân dân tỉnh Cao Bằng"),  # a place, no Cao
    ],
)
def test_syllables_of_a_name_cost_what_they_cost_among_names(
    restorer: Restorer, bare: str, true: str
) -> None:
    assert restorer.restore_text(f"{PAGE}\n{bare}")[0].split("\n")[-1].startswith(true)


@pytest.mark.parametrize(
    ("bare", "true"),
    [
        ("Cong ty co phan Phu Thinh da nop ho so.", "Công ty cổ phần Phú Thịnh đã nộp hồ sơ."),
        ("Thi cong tai duong Nguyen Trai, doan dau.", "Thi công tại đường Nguyễn Trãi, đoạn đầu."),
        ("Cau qua song Vam Co Dong da xong.", "Cầu qua sông Vàm Cỏ Đông đã xong."),
    ],
)
def test_syllables_of_places_and_firms_cost_what_they_cost_there(
    restorer: Restorer, bare: str, true: str
) -> None:
    assert restorer.restore_text(f"{PAGE}\n{bare}")[0].split("\n")[-1] == true


def test_a_name_in_capitals_alone_in_its_line_is_a_name_and_a_heading_is_none(
    restorer: Restorer,
) -> None:
    lines = "KT. GIAM DOC\nPHO GIAM DOC\n\nNGUYEN VAN TUAN\n\nTRUONG PHONG TAI CHINH"
    restored, found = restorer.restore_text(f"{PAGE}\n{lines}")
    assert restored.endswith("PHÓ GIÁM ĐỐC\n\nNGUYỄN VĂN TUẤN\n\nTRƯỞNG PHÒNG TÀI CHÍNH")
    sure = {c.after: c.confidence for c in found}
    assert max(sure["NGUYỄN"], sure["VĂN"], sure["TUẤN"]) <= 0.8 < sure["TRƯỞNG"]


@pytest.mark.parametrize(
    ("bare", "true"),
    [
        ("VAN BAN MAU - BAN SAO", "VĂN BẢN MẪU - BẢN SAO"),
        ("UY BAN NHAN DAN HUYEN VAN BAN", "ỦY BAN NHÂN DÂN HUYỆN VĂN BÀN"),
    ],
    ids=["a district's name is none", "behind a word before places"],
)
def test_among_capitals_a_places_name_needs_a_sign(
    restorer: Restorer, bare: str, true: str
) -> None:
    assert restorer.restore_text(f"{MISREAD}\n{bare}")[0].split("\n")[-1] == true


def test_letters_of_a_name_that_are_a_word_stay(restorer: Restorer) -> None:
    restored = restorer.restore_text(f"{MISREAD}\nLé Thi Mau")[0].split("\n")[-1]
    assert unaccent(restored) == "Le Thi Mau"


def test_no_syllable_of_a_person_addressed_is_sure(restorer: Restorer) -> None:
    _, found = restorer.restore_text(f"{PAGE}\nHop voi ong Dung va chi Hang, anh Tran Van Tuan.")
    sure = [c.confidence for c in found if c.after in {"Dũng", "Hằng", "Trần", "Văn", "Tuấn"}]
    assert len(sure) == 5
    assert max(sure) <= 0.8


def test_a_users_own_family_name_begins_names(tmp_path: Path) -> None:
    own = tmp_path / "ho.tsv"
    own.write_text("# list: surnames\nsurname\nPhiêu\n", encoding="utf-8")
    line = "Chi tra cho Phieu Van Tuan tien cong thang 5"
    true = "Chi trả cho Phiêu Văn Tuấn tiền công tháng 5"
    assert load_restorer(load((own,))).restore_text(f"{PAGE}\n{line}")[0].endswith(true)


def test_the_word_before_a_name_tells_whose_it_is(restorer: Restorer) -> None:
    lines = "Ong Dung va chi Hang den du.\nTheo anh Tuan, ho so da nop du."
    restored = restorer.restore_text(f"{PAGE}\n{lines}")[0].split("\n")[-2:]
    assert restored[0].startswith("Ông Dũng và chị Hằng")
    assert restored[1].startswith("Theo anh Tuấn,")


def test_a_heading_in_capitals_inside_a_line_is_restored(restorer: Restorer) -> None:
    line = "Quyet dinh nay thay the Quyet dinh ve BAN CHI DAO TRUNG UONG da duoc ban hanh truoc day cua co quan."
    assert "BAN CHỈ ĐẠO TRUNG ƯƠNG" in restorer.restore_text(f"{PAGE}\n{line}")[0]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("Tai xa Tong Tran, cong tac nay duoc quan tam.", "xã Tống Trân,"),
        ("Uy ban nhan dan phuong Nghi Duong bao cao.", "phường Nghi Dương báo"),
        ("UBND XA NGHI DUONG", "UBND XÃ NGHI DƯƠNG"),
    ],
)
def test_a_commune_is_known_behind_the_word_for_it(
    restorer: Restorer, line: str, read: str
) -> None:
    assert read in restorer.restore_text(f"{PAGE}\n{line}")[0]


def test_the_name_of_a_commune_says_nothing_elsewhere(restorer: Restorer) -> None:
    assert "Bó Sinh" not in restorer.restore_text(f"{PAGE}\nTheo ong Bo Sinh, ho so da du.")[0]
