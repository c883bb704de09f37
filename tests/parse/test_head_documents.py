"""Headers and closing blocks of invented documents of every form: each value exact, and laws that hold for all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from head_support import cases, labels, restored_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.dictionaries import load
from extract.model import Region
from extract.parse import parse
from extract.parse.header.names import agency_words, nearest_province
from extract.records import Extracted

DOCUMENTS = cases("header_synthetic") + cases("header_recognised")
WORDS = load()


def read(text: str) -> Extracted:
    found = parse(restored_of(text), WORDS)
    assert len(found) == 1
    return found[0]


def shown(found: Extracted, column: str) -> str:
    value = found.flags if column == "flags" else getattr(found.header, column)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "|".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


@pytest.mark.parametrize(
    ("office", "position"),
    [
        ("KHỐI TRƯỞNG", ""),  # stands in no list
        ("TRƯỞNG KHÓM", ""),  # one letter from another office, which it is not
        ("TRƯỞNG KHỐI", "Trưởng khối"),
        ("TRƯỞNG KHOẢ", "Trưởng khoa"),
        ("TRUONG KH0A", "Trưởng khoa"),
        ("PHÓ COANE VĂN PHÒNG", "Phó Chánh Văn phòng"),  # a misread word is no other word
    ],
)
def test_an_office_is_mended_but_not_exchanged(office: str, position: str) -> None:
    text = "\n".join(DOCUMENTS[0]["text"])
    found = read(text.replace("KT. GIÁM ĐỐC", office).replace("PHÓ GIÁM ĐỐC", ""))
    assert (found.header.signer_position or "") == position


@pytest.mark.parametrize(
    ("office", "doubted"),
    [
        ("SỞ CHI CỤC CHĂN NUÔI MẪU", ["issuer"]),  # over `SỞ Y TẾ`, whose end the new line covers
        ("CỤC SỞ HỮU TRÍ TUỆ", []),
        ("CỤC BỔ TRỢ TƯ PHÁP", []),
        ("SỞ Y TẾ TỈNH MẪU", []),
    ],
)
def test_an_office_with_two_heads_is_doubted(office: str, doubted: list[str]) -> None:
    text = f"{office}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 12/TB-ABC\nTHÔNG BÁO\nVề mẫu\n"
    found = read(text)
    assert found.header.issuer
    assert [doubt.field for doubt in found.doubts if doubt.field == "issuer"] == doubted


@pytest.mark.parametrize("case", DOCUMENTS, ids=labels(DOCUMENTS))
def test_document_gives_its_fields(case: dict[str, Any]) -> None:
    found = read("\n".join(case["text"]))
    wrong = {
        column: f"{shown(found, column)!r}, expected {value!r}"
        for column, value in case["expected"].items()
        if shown(found, column) != value
    }
    assert wrong == {}


@pytest.mark.parametrize("case", DOCUMENTS, ids=labels(DOCUMENTS))
def test_every_value_states_where_it_was_read(case: dict[str, Any]) -> None:
    found = read("\n".join(case["text"]))
    lines = case["text"]
    for field in found.fields:
        assert 0 < field.at.line_start <= field.at.line_end <= len(lines)
        assert lines[field.at.line_start - 1] in field.at.raw
        assert 0 < field.at.confidence <= 1


@pytest.mark.parametrize("case", DOCUMENTS, ids=labels(DOCUMENTS))
def test_carriage_returns_and_wide_spaces_change_nothing(case: dict[str, Any]) -> None:
    plain = read("\n".join(case["text"]))
    other = read("\r\n".join(line.replace(" ", "\u00a0") for line in case["text"]))
    assert other.header == plain.header
    assert [row.name for row in other.recipients] == [row.name for row in plain.recipients]


def test_header_columns_merged_or_apart_give_the_same_fields() -> None:
    merged = "UBND TỈNH HÀ NAM CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ TƯ PHÁP Độc lập - Tự do - Hạnh phúc\nSố: 8/STP-VP Hà Nam, ngày 02 tháng 02 năm 2023\n"
    apart = "UBND TỈNH HÀ NAM\nSỞ TƯ PHÁP\nSố: 8/STP-VP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHà Nam, ngày 02 tháng 02 năm 2023\n"
    rest = "\nKính gửi: Sở Y tế\n\nSở Tư pháp trả lời như sau.\n"
    assert read(merged + rest).header == read(apart + rest).header


def test_a_name_that_restoration_changed_is_at_most_80_percent_sure_and_doubted() -> None:
    text = "Trên đây là báo cáo./.\n\nNơi nhận: GIÁM ĐỐC\n- Lưu: VT.\n\nTrần Văn Mẫu"
    recognised = text.replace("Trần Văn Mẫu", "Tran Van Mau")
    (found,) = parse(restored_of(text, recognised), WORDS)
    field = next(field for field in found.fields if field.name == "signer_name")
    assert field.value == "Trần Văn Mẫu"
    assert field.at.confidence <= 0.8
    assert field.at.raw == "Tran Van Mau"
    assert "name_uncertain" in found.flags
    assert [doubt.field for doubt in found.doubts] == ["signer_name"]


def test_a_name_read_as_printed_is_no_doubt() -> None:
    found = read("Trên đây là báo cáo./.\n\nNơi nhận: GIÁM ĐỐC\n- Lưu: VT.\n\nTrần Văn Mẫu")
    assert "name_uncertain" not in found.flags


def test_an_unreadable_number_stays_empty_and_is_doubted() -> None:
    found = read(
        "SỞ TƯ PHÁP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: J‡9 /STP-VP Hà Nam, ngày 2% tháng 02 năm 2023\n\nKính gửi: Sở Y tế\n"
    )
    assert found.header.number is None
    assert found.header.issued_date is None
    assert found.header.rule_set == "nd30"
    assert {(d.field, d.reason) for d in found.doubts} == {
        ("number", "unreadable"),
        ("issued_date", "unreadable"),
    }
    places = {field.name: (field.at.line_start, field.at.confidence) for field in found.unread}
    assert places == {"number": (3, 0.0), "issued_date": (3, 0.0)}


def test_letters_read_for_digits_are_repaired_and_doubted() -> None:
    found = read(
        "SỞ TƯ PHÁP CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: I87 /STP-VP Hà Nam, ngày 2l tháng 02 năm 2023\n\nKính gửi: Sở Y tế\n"
    )
    assert (found.header.number, found.header.issued_date) == ("187", date(2023, 2, 21))
    assert {d.reason for d in found.doubts} == {"repaired_number"}


@pytest.mark.parametrize(
    ("printed", "code"),
    [("Số: 18NQ-HĐND", "18/NQ-HĐND"), ("Số: 18 STP-VP", "18/STP-VP"), ("Số: 18 STP", None)],
)
def test_a_lost_bar_of_a_code_is_put_back_and_doubted(printed: str, code: str | None) -> None:
    found = read(f"UBND TỈNH HÀ NAM\nSỞ TƯ PHÁP\n{printed}\nHà Nam, ngày 02 tháng 02 năm 2023\n")
    assert found.header.code == code
    assert "number" in [doubt.field for doubt in found.doubts]


def test_a_number_that_the_reader_is_unsure_of_is_doubted() -> None:
    restored = restored_of("SỞ TƯ PHÁP\nSố: 8011/STP-VP\nHà Nam, ngày 02 tháng 02 năm 2023\n")
    lines = tuple(replace(line, confidence=0.3) for line in restored.lines)
    (found,) = parse(replace(restored, lines=lines), WORDS)
    assert found.header.number == "8011"
    assert {f.name: f.at.confidence for f in found.fields}["number"] == 0.3
    assert {d.field for d in found.doubts} == {"number", "code", "issued_date"}


def test_margin_lines_are_no_text() -> None:
    restored = restored_of("SỞ TƯ PHÁP\nSố: 8/STP-VP\nMẬT")
    lines = (*restored.lines[:2], replace(restored.lines[2], region=Region.MARGIN))
    (found,) = parse(replace(restored, lines=lines), WORDS)
    assert found.header.secrecy == "none"


def test_a_second_national_header_begins_a_second_document() -> None:
    one = "\n".join(DOCUMENTS[0]["text"])
    parts = parse(restored_of(f"{one}\n\f{one.replace('0321', '0322')}"), WORDS)
    assert [part.header.number for part in parts] == ["0321", "0322"]
    assert [part.part for part in parts] == [1, 2]
    assert all("two_documents_in_file" in part.flags for part in parts)
    assert [len(part.recipients) for part in parts] == [3, 3]


LETTER = (
    "{left}\n{issuer}\nSố: {number}/TB-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Hà Nam, ngày 02 tháng 02 năm 2023\nTHÔNG BÁO\nVề lịch tiếp công dân\nCác đơn vị thực hiện.\n"
)


def volume_of(*numbers: str) -> str:
    """Notices of one page each under the same first line."""
    pairs = zip(("XÃ MẪU AN", "XÃ MẪU SƠN", "XÃ MẪU HÒA", "XÃ MẪU LÂM"), numbers, strict=False)
    return "\f".join(LETTER.format(left="ỦY BAN NHÂN DÂN", issuer=i, number=n) for i, n in pairs)


def test_the_same_first_line_of_several_letters_is_no_running_head() -> None:
    parts = parse(restored_of(volume_of("5", "6", "7", "8")), WORDS)
    assert [part.header.issuer for part in parts] == [
        f"Ủy ban nhân dân xã Mẫu {name}" for name in ("An", "Sơn", "Hòa", "Lâm")
    ]
    assert [part.pages for part in parts] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_a_letter_whose_number_a_pen_garbled_begins_a_document_as_well() -> None:
    assert len(parse(restored_of(volume_of("5", "€2", "J‡9 ")), WORDS)) == 3


def test_pages_of_a_document_are_its_own_whatever_stands_on_them() -> None:
    one, other = volume_of("5", "6").split("\f")
    annex = "PHỤ LỤC\n(Ban hành kèm theo Thông báo số 5/TB-UBND)\nNội dung của phụ lục\n"
    parts = parse(restored_of(f"{one}\f{annex}\f\n\f{other}"), WORDS)
    assert [part.pages for part in parts] == [(1, 3), (4, 4)]


def test_a_form_in_an_appendix_is_no_second_document() -> None:
    one = "\n".join(DOCUMENTS[0]["text"])
    form = "\fMẫu số 01\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 1/ĐĐK\nĐƠN ĐĂNG KÝ"
    assert len(parse(restored_of(f"{one}\n{form}"), WORDS)) == 1


def test_an_empty_text_is_an_empty_document() -> None:
    (found,) = parse(restored_of(""), WORDS)
    assert found.flags == ("no_text",)
    assert (found.header.doc_type, found.header.rule_set) == ("unknown", "unknown")


LINES = sorted({line for case in DOCUMENTS for line in case["text"]})


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=40), max_size=40))
@settings(max_examples=120)
def test_lines_in_any_order_never_raise_and_invent_no_digits(lines: list[str]) -> None:
    text = "\n".join(line.replace("\n", " ").replace("\f", " ") for line in lines)
    for part in parse(restored_of(text), WORDS):
        assert part.header.number is None or any(part.header.number[-1] in line for line in lines)
        assert all(row.name for row in part.recipients)


@given(st.integers(0, len(DOCUMENTS) - 1), st.integers(0, 2000), st.integers(0, 2000))
@settings(max_examples=80)
def test_cut_documents_never_raise(which: int, start: int, length: int) -> None:
    text = "\n".join(DOCUMENTS[which]["text"])
    assert parse(restored_of(text[start : start + length]), WORDS)


@pytest.mark.parametrize(
    ("read", "province"),
    [("ba rja vong tau", "Bà Rịa - Vũng Tàu"), ("quang ngal", "Quảng Ngãi"), ("an mau", None)],
)
def test_only_a_clearly_misread_province_takes_its_known_name(
    read: str, province: str | None
) -> None:
    nearest = nearest_province(read, agency_words(load()))
    assert (nearest["name"] if nearest else None) == province


def test_a_foot_line_behind_the_closing_block_belongs_to_no_item() -> None:
    text = (
        "SỞ NỘI VỤ\nSố: 12/TB-SNV\n\nTHÔNG BÁO\nVề việc họp\n\nGiám đốc Sở yêu cầu:\n"
        "1. Văn phòng Sở: chuẩn bị tài liệu./.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\n"
        "GIÁM ĐỐC\n\nTrang thông tin của đơn vị"
    )
    (document,) = parse(restored_of(text), load())
    assert [row.task for row in document.assignments] == ["chuẩn bị tài liệu"]


def test_a_file_of_running_heads_alone_is_no_bug() -> None:
    """Pages of one and the same line: it is their running head, and nothing is left to parse."""
    (found,) = parse(restored_of("\n\f".join(["Thực hiện Kế hoạch"] * 4)), WORDS)
    assert found.header.doc_type == "unknown"
