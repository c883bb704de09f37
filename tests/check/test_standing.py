"""Where a row's words stand, which lines serve two tables, what is odd in a header: the notes the calibration counts. All invented."""

from __future__ import annotations

import pytest

from extract import dictionaries
from extract.check.cells import RowAt
from extract.check.columns import row_notes, sharing_notes
from extract.check.standing import KnownNames, heading_notes, names
from extract.model import Evidence
from extract.records import (
    Assignment,
    Header,
    Reason,
    Recipient,
    Reference,
    Result,
    Row,
    Score,
)

HEADER = Header(issuer="Sở Mẫu", subject="kết quả Chỉ số hài lòng của tỉnh năm 2022")


@pytest.fixture(scope="module")
def known() -> KnownNames:
    return names(dictionaries.load())


def at(raw: str, line: int = 1) -> Evidence:
    return Evidence(1, line, line, raw, 0.9, rule="a rule")


def notes_of(table: str, row: Row, known: KnownNames) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for (_, _, column), notes in row_notes([RowAt(table, 1, row)], HEADER, known).items():
        found.setdefault(column, set()).update(notes)
    return found


def task(raw: str, known: KnownNames, **cells: str) -> dict[str, set[str]]:
    return notes_of("assignments", Assignment(at=at(raw), **cells), known)


@pytest.mark.parametrize(
    ("raw", "item_no", "note"),
    [
        ("Yêu cầu các phòng nghiêm túc thực hiện", "6", "mark above words"),
        ("- Rà soát hồ sơ", "3", "mark above a dash"),
    ],
)
def test_a_mark_that_stands_on_a_line_above_is_noted(
    raw: str, item_no: str, note: str, known: KnownNames
) -> None:
    assert note in task(raw, known, item_no=item_no, task=raw)["item_no"]


@pytest.mark.parametrize(
    ("raw", "item_no"), [("6. Sở Nội vụ rà soát", "6"), ("Điều 3. Chánh Văn phòng", "Điều 3")]
)
def test_a_mark_on_its_own_line_is_not_noted(raw: str, item_no: str, known: KnownNames) -> None:
    found = task(raw, known, item_no=item_no).get("item_no", set())
    assert not any(note.startswith("mark above") for note in found)


def test_a_task_that_opens_with_a_body_or_has_one_in_a_later_sentence_is_noted(
    known: KnownNames,
) -> None:
    opening = task("1. x", known, task="Sở Xây dựng kiểm tra các hồ chứa")
    assert "opens with a body" in opening["task"] & opening["unit_scope"]
    inside = task("1. x", known, task="kiểm tra các hồ chứa. Sở Xây dựng bố trí lực lượng")
    assert "body opens a sentence" in inside["task"] & inside["deadline_kind"]
    plain = task("1. x", known, task="kiểm tra các hồ chứa. Bố trí lực lượng của Sở Xây dựng")
    assert not plain.get("task", set()) & {"opens with a body", "body opens a sentence"}


@pytest.mark.parametrize(
    ("unit", "note"),
    [
        ("Sở tham mưu", "holds a verb"),
        ("Ban Thường vụ Huyện ủy và", "ends open"),
        ("Văn phòng Sở, Trung tâm Công nghệ thông tin", "several bodies"),
    ],
)
def test_a_name_that_goes_on_is_noted(unit: str, note: str, known: KnownNames) -> None:
    assert note in task("1. x", known, unit=unit)["unit"]


@pytest.mark.parametrize("unit", ["Sở Xây dựng", "Ban Tổ chức", "các sở, ban, ngành"])
def test_verbs_that_are_part_of_a_name_are_not_noted(unit: str, known: KnownNames) -> None:
    found = task("1. x", known, unit=unit).get("unit", set())
    assert not found & {"holds a verb", "ends open", "several bodies"}


def test_an_assigner_is_the_issuer_or_named_or_from_elsewhere(known: KnownNames) -> None:
    assert "assigner the issuer" in task("1. x", known, assigner="Sở Mẫu")["assigner"]
    named = task("Giám đốc Sở yêu cầu", known, assigner="Giám đốc Sở")
    assert "assigner named" in named["assigner"]
    assert "assigner from elsewhere" in task("1. x", known, assigner="Chủ tịch")["assigner"]


def test_an_issuer_rated_in_a_line_about_its_province_is_noted(known: KnownNames) -> None:
    row = Result(entity="Sở Mẫu", at=at("Chỉ số hài lòng chung của tỉnh là 87,42%"))
    found = notes_of("results", row, known)["entity"]
    assert {
        "the issuer",
        "the issuer beside a place",
        "the issuer, another in the subject",
    } <= found
    other = Result(entity="tỉnh Mẫu", at=at("Chỉ số của tỉnh là 87,42%"))
    assert "the issuer" not in notes_of("results", other, known).get("entity", set())


def test_rows_of_other_tables_tell_what_their_lines_open_or_end_with(known: KnownNames) -> None:
    own = Reference(ref_type="cong_van", code="766/SM", at=at("Số: 766/SM ngày 18/3/2019"))
    assert "own number line" in notes_of("references", own, known)["code"]
    basis = Reference(relation="mentions", at=at("- Căn cứ Nghị quyết số 38/CP"))
    assert "mentions behind an opening" in notes_of("references", basis, known)["relation"]
    reason = Reason(text="Báo cáo chậm 02 ngày, tự trừ 1,25 điểm.", at=at("a) x"))
    assert "ends in points" in notes_of("reasons", reason, known)["text"]
    drafter = Recipient(name="VT, LHT. Lữ", at=at("- Lưu: VT, LHT. Lữ"))
    assert "point inside" in notes_of("recipients", drafter, known)["name"]


def test_who_stands_behind_the_line_of_the_store_is_noted(known: KnownNames) -> None:
    rows = [
        RowAt("recipients", n, Recipient(name=name, purpose=purpose, at=at(name)))
        for n, (name, purpose) in enumerate(
            (("Sở Y tế", "none"), ("VT", "luu"), ("Mẫu", "none")), 1
        )
    ]
    found = row_notes(rows, HEADER, known)
    assert "after the store" in found["recipients", 3, "name"]
    assert "after the store" not in found.get(("recipients", 1, "name"), ())


def test_a_line_that_ranks_and_orders_is_noted_in_both_rows() -> None:
    ranked = RowAt("results", 1, Result(entity="Phòng Mẫu", at=at("x")))
    ordered = RowAt("assignments", 1, Assignment(task="rà soát", at=at("x")))
    found = set(sharing_notes([ranked, ordered]))
    assert (("results", 1, "entity"), "results line of assignments too") in found
    assert (("assignments", 1, "task"), "assignments line of results too") in found


def test_a_ranking_with_areas_and_rows_of_other_lines_share_nothing() -> None:
    ranked = RowAt("results", 1, Result(entity="Sở Mẫu", at=at("x")))
    area = RowAt("scores", 1, Score(criterion="Cải cách thể chế", at=at("x")))
    elsewhere = RowAt("assignments", 1, Assignment(task="rà soát", at=at("y", line=2)))
    assert not list(sharing_notes([ranked, area, elsewhere]))


def test_odd_fields_of_a_header_are_noted(known: KnownNames) -> None:
    odd = Header(
        issuer="Sở Mẫu về một hai ba bốn năm sáu bảy tám",
        subject="CỦA ỦY BAN NHÂN DÂN về việc mẫu",
        signer_name="Mẫu Văn Hai",
        signer_position="Thư ký Chủ trì",
    )
    assert list(heading_notes(odd, known)) == [
        ("signer_name", "surname unknown"),
        ("signer_position", "title unknown"),
        ("issuer", "many words"),
        ("subject", "opens with of"),
    ]
    plain = Header(
        issuer="Sở Mẫu", signer_name="Trần Văn Mẫu|Lê Thị Mẫu", signer_position="Chủ tịch"
    )
    assert not list(heading_notes(plain, known))
