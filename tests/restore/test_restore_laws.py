"""Laws of restoration over generated text: replay, idempotence, determinism, lines, digits, form."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.dictionaries import load
from extract.fold import unaccent
from extract.model import Correction
from extract.restore import load_restorer, replay

RESTORER = load_restorer(load())
SYLLABLES = [
    "thực",
    "hiện",
    "kế",
    "hoạch",
    "cải",
    "cách",
    "hành",
    "chính",
    "năm",
    "của",
    "tỉnh",
    "về",
    "việc",
    "công",
    "bố",
    "chỉ",
    "số",
    "theo",
    "dõi",
    "đánh",
    "giá",
    "xếp",
    "hạng",
    "các",
    "sở",
    "ban",
    "ngành",
    "đơn",
    "vị",
    "báo",
    "cáo",
    "kết",
    "quả",
    "trước",
    "ngày",
    "quyết",
    "định",
    "quý",
    "hoà",
    "thuý",
    "Ủy",
    "Sở",
    "Nội",
    "UBND",
    "CCHC",
    "QĐ",
]
READ = [
    "s6",
    "S&",
    "v€",
    "dugc",
    "thir",
    "Qb",
    "1a",
    "két",
    "diém",
    "chitc",
    "mg",
    "Viing",
    "(blc)",
    "Vv",
    "sé",
]
OTHER = [
    "12/QĐ-UBND",
    "85,78/100",
    "31/12/2023",
    "4.",
    "S.",
    "-",
    "(1,5",
    "điểm)",
    "./.",
    "a@b.vn",
    "Ð",
    "ƣ",
    "|",
    "\u00a0",
    "Tm",
    "tA",
    "Dòng",
    "hóahồ",
    "Giàng",
    "Chéng",
    "a1",
]
words = st.one_of(
    st.sampled_from(SYLLABLES),
    st.sampled_from(SYLLABLES).map(unaccent),
    st.sampled_from(READ),
    st.sampled_from(OTHER),
)
lines = st.one_of(
    st.lists(words, max_size=9).map(" ".join),
    st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"), max_size=12),
    st.sampled_from(["", "\f", "\fTrang hai của kế hoạch", "  "]),
)
texts = st.lists(lines, min_size=1, max_size=7).map("\n".join)
quick = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def digits(text: str) -> str:
    return re.sub(r"\D", "", text)


@quick
@given(texts)
def test_replaying_the_corrections_gives_the_restored_text(text: str) -> None:
    restored, found = RESTORER.restore_text(text)
    assert replay(text, found) == restored


@quick
@given(texts)
def test_restoring_twice_changes_nothing_more(text: str) -> None:
    restored, _ = RESTORER.restore_text(text)
    assert RESTORER.restore_text(restored)[0] == restored


@quick
@given(texts)
def test_lines_form_feeds_and_blank_lines_are_kept(text: str) -> None:
    restored, _ = RESTORER.restore_text(text)
    assert restored.count("\n") == text.count("\n")
    assert restored.count("\f") == text.count("\f")
    assert [not line.strip() for line in text.split("\n") if line.isprintable()] == [
        not new.strip()
        for line, new in zip(text.split("\n"), restored.split("\n"), strict=True)
        if line.isprintable()
    ]


NUMBERS = [
    "6",
    "16",
    "2024",
    "m2",
    "A4",
    "x4",
    "t6",
    "14",
    "1a",
    "B6",
    "85,78",
    "5km",
    "7",
    "H5N1",
    "0l",
    "3O",
]
with_numbers = st.lists(
    st.lists(st.one_of(st.sampled_from(NUMBERS), words), max_size=9).map(" ".join), min_size=1, max_size=7
).map("\n".join)  # fmt: skip


@quick
@given(st.one_of(texts, with_numbers))
def test_what_may_be_a_number_is_never_exchanged_for_sure(text: str) -> None:
    """Words that no right text writes (`d6ng`) are no numbers: digits behind a small letter, small letters behind them."""
    _, found = RESTORER.restore_text(text)
    for change in found:
        if digits(change.before) != digits(change.after) and change.rule != "unicode":
            is_word = re.search(r"[^\W\d_]\d+\w*[^\W\d_]$", change.before)
            assert is_word or change.confidence < 0.8


@pytest.mark.parametrize(
    ("text", "after", "sure"),
    [("dien tich 2.500 m2 dat cua xa ta", "", 0), ("thuc hi6n ke hoach", "hiện", 0.8), ("t6 chuc", "tổ", 0), ("C6ng tac", "Công", 0.8)],
)  # fmt: skip
def test_how_sure_other_digits_are_said_to_be(text: str, after: str, sure: float) -> None:
    changed = [c for c in RESTORER.restore_text(text)[1] if re.search(r"\d", c.before)]
    assert [c.after for c in changed] == ([after] if after else [])
    assert all((c.confidence >= sure) if sure else (c.confidence < 0.8) for c in changed)


@quick
@given(texts)
def test_a_digit_changes_only_with_a_row_that_says_so(text: str) -> None:
    restored, found = RESTORER.restore_text(text)
    silent = [
        c
        for c in found
        if digits(c.before) != digits(c.after) and c.rule not in {"numeric", "code"}
    ]
    assert not [c for c in silent if c.rule != "unicode"]
    undone = [
        Correction(
            c.page, c.line, c.start, c.end, c.before, after=c.before, rule=c.rule, confidence=1.0
        )
        if digits(c.before) != digits(c.after)
        else c
        for c in found
    ]
    assert digits(replay(text, undone)) == digits(text)
    assert restored == replay(text, found)


@quick
@given(texts)
def test_what_comes_out_is_in_one_form(text: str) -> None:
    restored, _ = RESTORER.restore_text(text)
    assert unicodedata.is_normalized("NFC", restored)
    assert not {unicodedata.category(c) for c in restored if c not in "\n\t\f\r"} & {
        "Cc",
        "Cf",
        "Co",
        "Cn",
    }


@quick
@given(texts)
def test_the_same_text_gives_the_same_result(text: str) -> None:
    assert load_restorer(load()).restore_text(text) == RESTORER.restore_text(text)


@quick
@given(texts)
def test_corrections_are_probabilities_with_other_readings(text: str) -> None:
    _, found = RESTORER.restore_text(text)
    for correction in found:
        assert 0 <= correction.confidence <= 1
        assert correction.after not in correction.alternatives
        assert correction.before != correction.after


NOISE = str.maketrans("ăâđêôơưáàảạốồủệ", "aadeoouaéa?6dué")
damaged = st.one_of(
    st.sampled_from(SYLLABLES).map(lambda word: word.translate(NOISE)), words, st.sampled_from(READ)
)
noisy = st.lists(st.lists(damaged, min_size=6, max_size=14).map(" ".join), min_size=3, max_size=9)


@settings(quick, max_examples=60)
@given(noisy.map("\n".join))
def test_restoring_a_noisy_page_twice_changes_nothing_more(text: str) -> None:
    restored, _ = RESTORER.restore_text(text)
    assert RESTORER.restore_text(restored) == (restored, ())


#: Right sentences of all kinds, invented; `{}` takes a number.
RIGHT = [
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện nghiêm túc các nội dung trên.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các đơn vị phản ánh về Sở Nội vụ để tổng hợp.",
    "Người sử dụng lao động phải trả lương trực tiếp, đầy đủ, đúng hạn cho người lao động.",
    "Điều {}. Phạm vi điều chỉnh và đối tượng áp dụng",
    "Mùa mưa năm ấy, con đường đất dẫn vào làng lầy lội đến nỗi không ai muốn ra khỏi nhà.",
    "Đội tuyển đã thắng {} trận liên tiếp và đứng đầu bảng xếp hạng.",
    "Nhiệt độ trung bình của nước biển tăng lên làm các rạn san hô bị tẩy trắng.",
    "Bấm vào thẻ Tệp, chọn Lưu thành rồi gõ tên của tài liệu.",
    "Giá vàng trong nước hôm nay giảm {} nghìn đồng mỗi lượng so với hôm qua.",
    "Kĩ sư phụ trách đã kí biên bản, uỷ quyền cho thủ quỹ thanh toán và hoà giải với nhà thầu.",
    "UBND huyện; HĐND tỉnh; LĐTBXH; CCHC; QĐ-UBND; VT, TTr.",
    "Số: {}/QĐ-UBND",
    "Nơi nhận: - Như trên; - Lưu: VT.",
    "Thư điện tử: vanthu@moha.example.vn; trang tin https://www.moha.example.vn/tin?so={}",
    "Excel, PowerPoint và Windows là những phần mềm thường dùng; CPU và RAM cần {} GB.",
    "Đắk Lắk, Krông Pắc, Ea H'leo, Kbang, Pleiku và Bù Đăng đều nằm trên cao nguyên.",
    "Tổng cộng: {},5 | 85,78/100 | 31/12/2023 | 12.345.678 đồng",
]
right_texts = st.lists(
    st.tuples(st.sampled_from(RIGHT), st.integers(1, 999)), min_size=3, max_size=25
).map(lambda lines: "\n".join(line.format(number) for line, number in lines))


@quick
@given(right_texts)
def test_right_text_of_any_kind_is_not_changed(text: str) -> None:
    assert RESTORER.restore_text(text) == (text, ())


MIXED = [unaccent(line) for line in RIGHT[:4]] + ["Ké hoach cong tac nam 2024 cia So Noi vu"]


@quick
@given(st.lists(st.sampled_from([*RIGHT[:10], *MIXED]), min_size=4, max_size=16))
def test_right_lines_stay_right_beside_damaged_ones(lines: list[str]) -> None:
    restored, _ = RESTORER.restore_text("\n".join(lines))
    kept = [
        (line, new) for line, new in zip(lines, restored.split("\n"), strict=True) if line in RIGHT
    ]
    words = [pair for line, new in kept for pair in zip(line.split(), new.split(), strict=True)]
    assert sum(one != two for one, two in words) <= 0.001 * len(words) + 1


FOREIGN = [
    "Microsoft Excel",
    "vanthu@moha.example.vn",
    "https://moha.example.vn/a?b=1",
    "H2O",
    "COVID-19",
    "12/QĐ-UBND",
]


@quick
@given(
    st.lists(st.sampled_from(FOREIGN), min_size=1, max_size=4), st.sampled_from(["strip", "eng"])
)
def test_addresses_codes_and_formulas_survive_in_damaged_text(found: list[str], kind: str) -> None:
    read = {
        "strip": "De nghi cac don vi bao cao ket qua thuc hien",
        "eng": "Dé nghi cac don vi bao cdo két qua thuc hién",
    }
    text = "\n".join(f"{read[kind]} {word} truoc ngay 15" for word in found)
    restored, _ = RESTORER.restore_text(text)
    survivors = [word for word in found if word != "Microsoft Excel" and word not in restored]
    assert not survivors


def test_the_laws_fail_where_they_are_broken() -> None:
    """Each law tells a broken restoration from a right one, so none of them holds by itself."""
    text = "Ke hoach cong tac nam 2024\n\f4. Thuc hien"
    restored, found = RESTORER.restore_text(text)
    assert replay(text, found[:-1]) != restored
    assert restored != text
    assert digits(restored.replace("2024", "2023")) != digits(text)
    assert not unicodedata.is_normalized("NFC", unicodedata.normalize("NFD", restored))
    assert restored.replace("\n", " ").count("\n") != text.count("\n")


def test_a_very_long_line_is_worked_in_chunks_as_the_same_text_in_short_lines() -> None:
    sentence = "Đề nghi các dơn vị thực hiên báo cáo kêt quả thực hiện nhiệm vụ được giao. "
    text = sentence * 400
    restored, found = RESTORER.restore_text(text)
    assert len(text) > 20_000
    assert replay(text, found) == restored
    assert restored.count("các đơn vị thực hiện báo cáo kết quả") == 400
