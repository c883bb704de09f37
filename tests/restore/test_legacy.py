"""Texts in the codes before Unicode come back as they were typed; other text with the same signs stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typed_codes import CODES, tcvn3, utf8, viqr

from extract.dictionaries import load
from extract.model import Line, Page, Reading, TextSource
from extract.restore import load_restorer, replay
from extract.restore.legacy import decode_legacy
from extract.restore.lexicon import fold_tone, is_syllable
from extract.restore.lines import apply

RESTORER = load_restorer(load())
#: invented
TEXT = """\
ỦY BAN NHÂN DÂN TỈNH HẢI MINH
SỞ NỘI VỤ
Số: 507/SNV-CCHC
V/v báo cáo kết quả thực hiện nhiệm vụ quý III

Kính gửi: Các sở, ban, ngành; Ủy ban nhân dân các huyện, thị xã, thành phố.
Thực hiện Kế hoạch số 166/KH-UBND ngày 15/3/2012 của Ủy ban nhân dân tỉnh về cải cách hành chính, đề nghị các đơn vị:
1. Rà soát những thủ tục không còn phù hợp, gửi về trước ngày 20/9/2012.
2. Tổng hợp ý kiến của người dân và doanh nghiệp; giữ đủ hồ sơ, nghĩa là cả bản gốc lẫn bản sao.
Ở những nơi chưa kịp thực hiện thì nêu rõ lý do, kể cả khi lỗi thuộc về đơn vị khác."""


@pytest.mark.parametrize("code", CODES)
def test_a_letter_typed_in_a_code_comes_back_whole(code: str) -> None:
    typed = CODES[code](TEXT)
    restored, found = RESTORER.restore_text(typed)
    assert restored == TEXT
    assert {change.rule for change in found} == {"legacy"}
    assert replay(typed, found) == restored


NAMES = {"utf8": "unicode", "vps": "mixed"}  # what the contract's names leave


@pytest.mark.parametrize("code", CODES)
def test_the_documents_column_says_the_code(code: str) -> None:
    lines = tuple(map(Line, CODES[code](TEXT).split("\n")))
    restored = RESTORER.restore(Reading((Page(None, lines, TextSource.TEXT_INPUT),)))
    assert restored.encoding == NAMES.get(code, code)


@pytest.mark.parametrize("code", CODES)
def test_a_paragraph_in_a_code_is_found_between_others(code: str) -> None:
    restored, _ = RESTORER.restore_text(f"{TEXT}\n\n{CODES[code](TEXT)}\n\n{TEXT}")
    assert restored == f"{TEXT}\n\n{TEXT}\n\n{TEXT}"


def test_utf8_that_was_taken_twice_for_windows_1252_comes_back() -> None:
    assert RESTORER.restore_text(utf8(utf8(TEXT)))[0] == TEXT


def test_what_a_program_made_of_the_bytes_that_windows_1252_lacks_is_mended_where_it_is_certain() -> (
    None
):
    typed = utf8(TEXT.replace("đề", "Đề")).replace("\u0090", "").replace("\u00a0", " ")
    assert "Äá»" in typed
    assert "Ã " in typed
    restored, _ = RESTORER.restore_text(typed)
    assert "Đ" in restored
    assert " là cả" in restored
    assert "Rà soát" in restored


OTHER = {
    "French": "Le café près de la forêt où l’été naît; ça va? “Voilà” l’œuvre très âgée, déjà bientôt là où même l’élève s’arrête à côté de la fenêtre.",
    "English": "It's so. Don't you see me? We're here, aren't we; he said: no! (a) x+y, a^b, C++ and foo(bar) are one. She'd come to us. I'll go to a. Who? You?",
    "code": "for (i=0; i<n; i++) { a[i] = b(i) ^ c(i+1); do? e.g. dd if=/dev/zero of=/tmp/o* } /* aa' bb` cc~ */ sudo add address middle",
    "German": "Die Überprüfung der Übungen für größere Häuser und Straßen müßte natürlich früher erfolgt sein; schöne Grüße aus München.",
    "Russian": "Он сказал: всё хорошо. Мы были там вчера, а сегодня пойдём домой и будем пить чай с мёдом.",
    "Spanish": "El niño comió la piña en el jardín de la señora Núñez; mañana irán todos a España con el señor Muñoz.",
    "quoted capitals": "“MÔ TẢ” và “GHI CHÚ”, “CHỮ KÝ” của “ÔNG” hay “BÀ”; “HỌ VÀ TÊN”, “ĐÃ KÝ”, “MÔ”, “MÃ”, “MÃ” – “XÔ”.",
}


@pytest.mark.parametrize("text", OTHER.values(), ids=OTHER)
def test_other_text_with_the_same_signs_is_in_no_code(text: str) -> None:
    lines = (Line(text),) * 3
    restored = RESTORER.restore(Reading((Page(None, lines, TextSource.TEXT_INPUT),)))
    assert not [change for change in restored.corrections if change.rule == "legacy"]
    assert restored.encoding == "unicode"


def test_addresses_foreign_names_and_abbreviations_in_viqr_stay_theirs() -> None:
    text = f"{viqr(TEXT)}\nGu+?i ve^` vanthu@moha.example.vn, www.moha.example.vn; C.Ty TNHH A.B, QDD-UBND, DDTM, v.v..."
    assert RESTORER.restore_text(text)[0].endswith(
        "Gửi về vanthu@moha.example.vn, www.moha.example.vn; C.Ty TNHH A.B, QĐ-UBND, ĐTM, v.v..."
    )


def test_the_codes_own_sentence_ends_are_no_tones() -> None:
    lines = viqr(TEXT) + "\nDDo.c ky~ ro^`i ky'. Ai la` ngu+o+`i ky'? To^i. Co`n ai hu+u. Ho. ddi."
    assert RESTORER.restore_text(lines)[0].endswith(
        "Đọc kỹ rồi ký. Ai là người ký? Tôi. Còn ai hưu. Họ đi."
    )


def test_toned_capitals_that_tcvn3_lacks_follow_the_sentence_and_the_line() -> None:
    right = f"{TEXT}\nÝ kiến của các đơn vị. Ở đây có ý kiến khác.\n- Ấn phẩm;\nỦY BAN VÀ Ý KIẾN"
    assert RESTORER.restore_text(tcvn3(right))[0] == right


@pytest.mark.parametrize(
    "right",
    [
        "Trang có dòng chữ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM ở trên cùng.",
        "QUY CHẾ HOẠT ĐỘNG CỦA CÁC ĐẠI LÝ VÀ ĐIỂM TRUY NHẬP TRÊN ĐỊA BÀN TỈNH",
        "Các nước châu Á, Đông Nam Á và Ấn Độ; một á hậu, một bài báo và ý kiến khác của xã.",
        "Đoàn của Ủy ban nhân dân xã và Ủy ban Mặt trận Tổ quốc Việt Nam; các ủy ban khác.",
        "UBND xã, HĐND xã và UBMTTQ xã cùng họp về vụ việc.",
        "Họp với Ủy ban Dân tộc, Ủy ban này và Ủy ban TDTT; có thể thành lập các ủy ban, hai á quân và một tòa án Á Âu, áp dụng ở đây.",
        "HĐND, Sở TNMT, Vụ KGVX và Bộ NN cùng làm; năm Ất Tỵ bà Nguyễn Thị Ánh được ấn định ở Úc, ảnh và ánh sáng ở đó.",
        "Bà Trần Minh Ánh và bà Lê Ước được ông Nguyễn Văn ấn định, ảnh của ông Phạm Lương ước tính, mắt ánh lên.",
        "Đường bay Đà Lạt, Đà Lạt TP HCM; gồm: I. VỀ HOÀN THIỆN THỂ CHẾ 1. Bộ trưởng các Bộ, Sở.",
        "QUYẾT ĐỊNH VỀ ĐẠI LÝ INTERNET VÀ LÝ LỊCH Ở ĐỊA BÀN Căn cứ Luật số 15/2019/QH14 và ý kiến các xã",
    ],
)
def test_toned_capitals_that_tcvn3_lacks_are_told_by_the_words_beside(right: str) -> None:
    typed = tcvn3(f"{TEXT}\n{right}")
    assert RESTORER.restore_text(typed)[0] == f"{TEXT}\n{right}"


def test_lines_that_all_begin_large_begin_large_where_tcvn3_hides_it() -> None:
    cells = ["Tên văn bản", "Đơn vị nhận", "Ý kiến phân phối", "Ngày tháng", "Số ký hiệu", "Ở đâu", "Nơi lưu", "Ghi chú", "Trích yếu"]  # fmt: skip
    right = "\n".join([TEXT, *cells])
    assert RESTORER.restore_text(tcvn3(right))[0] == right
    wrapped = "Các đơn vị gửi báo cáo và nêu rõ\ný kiến của từng đơn vị về các việc đã làm\nở nơi mình, gửi về\nnơi nhận báo cáo"
    right = f"{TEXT}\n{wrapped}"
    assert RESTORER.restore_text(tcvn3(right))[0] == right


def test_a_wrong_font_table_gives_its_graves_back_where_a_vocabulary_knows_the_word() -> None:
    text = (
        "CỘNG HÕA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCơ quan nhà nƣớc nêu rõ những văn bản đã có; õ trống."
    )
    assert RESTORER.restore_text(text)[0] == (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCơ quan nhà nước nêu rõ những văn bản đã có; õ trống."
    )
    assert RESTORER.restore_text("CỘNG HÕA XÃ HỘI")[0] == "CỘNG HÕA XÃ HỘI"


syllables = st.sampled_from(
    sorted(
        {
            word.lower()
            for word in TEXT.split()
            if word.isalpha() and not word.isascii() and is_syllable(fold_tone(word.lower()))
        }
    )
)


@settings(max_examples=60, derandomize=True)
@given(st.lists(syllables, min_size=20, max_size=60, unique=True), st.sampled_from([*CODES]))
def test_any_small_text_survives_any_code(words: list[str], code: str) -> None:
    typed = CODES[code](" ".join(words))
    (edits,) = decode_legacy([typed], RESTORER.mender.engine.lexicon).edits
    assert apply(typed, edits).lower() == " ".join(words)
