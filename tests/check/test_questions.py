"""What the review list asks: one question a cause, and about lines that no row uses."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.check.review import ASKED, ASKED_OF_HEADER, Listing, changed_digits
from extract.check.signs import CheckedCell, PageClass, page_class
from extract.check.sureness import SignedCell
from extract.check.unused import known_words, unused_text
from extract.dictionaries import load
from extract.model import Correction, Doubt, Evidence, Line, Page, TextLine, TextSource, Word
from extract.records import Extracted, Header, ReviewItem

KNOWN = known_words(load())
Chances = dict[str, float]


def cell(table: str, row: int, column: str, *doubts: Doubt) -> SignedCell:
    at = Evidence(1, row, row, f"line {row}", 0.9, rule="test")
    return SignedCell(
        row, CheckedCell(table, column, f"{column} {row}", at, doubts, row_doubts=()), (), ()
    )


def asked(table: str, rows: Sequence[Chances]) -> list[ReviewItem]:
    """The questions about rows whose cells are wrong with these chances."""
    listing = Listing()
    for number, chances in enumerate(rows, 1):
        for column, chance in chances.items():
            listing.add(cell(table, number, column), chance)
    return list(listing.items(Extracted(1, Header()), (1, 1)))


def test_a_row_with_several_doubtful_cells_is_one_question_about_the_row() -> None:
    (item,) = asked("assignments", [{"unit": 0.3, "task": 0.3, "deadline_kind": 0.02}])
    assert (item.row, item.field, item.cells) == (1, "", 3)
    assert item.value == "unit: unit 1; task: task 1", "those to be doubted are named"


def test_a_row_with_one_doubtful_cell_is_a_question_about_the_cell() -> None:
    (item,) = asked("assignments", [{"unit": 0.5, "task": 0.01}])
    assert (item.row, item.field, item.value) == (1, "unit", "unit 1")


def test_many_rows_with_the_same_doubtful_column_are_one_question_about_the_column() -> None:
    rows = [{"points": 0.4, "criterion": 0.01}] * 3
    assert [item.row for item in asked("scores", rows)] == [1, 2, 3]
    (item,) = asked("scores", rows * 2)
    assert (item.row, item.field, item.cells) == (None, "points", 6)


def test_many_doubtful_rows_are_one_question_about_the_table_that_names_the_columns_in_doubt() -> (
    None
):
    whole = dict.fromkeys(("unit", "task", "deadline_kind", "co_units"), 0.14) | {"product": 0.05}
    assert [item.row for item in asked("assignments", [whole] * 3)] == [1, 2, 3]
    (item,) = asked("assignments", [whole] * 4)
    assert (item.row, item.field, item.cells) == (None, "", 20)
    assert item.columns == ("co_units", "deadline_kind", "task", "unit")


def test_two_doubtful_columns_are_one_question_about_the_table() -> None:
    rows = [{"points": 0.4, "criterion": 0.01, "rank": 0.4}] * 6
    (item,) = asked("scores", rows)
    assert (item.row, item.field, item.value) == (None, "", "points, rank")


def test_a_column_in_which_wrong_cells_are_to_be_expected_is_asked_although_no_cell_is() -> None:
    """Figures that were taken from the wrong column look right one by one."""
    assert asked("scores", [{"points": 0.09}] * 12) == []
    (item,) = asked("scores", [{"points": 0.09}] * 13)
    assert (item.row, item.field, item.cells) == (None, "points", 13)
    assert asked("scores", [{"points": 0.05}] * 40) == [], "of right papers many cells are so sure"


def test_what_hardly_ever_matters_is_not_written() -> None:
    assert asked("scores", [{"points": ASKED - 0.01}]) == []
    assert len(asked("scores", [{"points": ASKED}])) == 1
    assert asked("documents", [{"subject": ASKED_OF_HEADER - 0.01}]) == []
    assert len(asked("documents", [{"subject": ASKED_OF_HEADER}])) == 1
    assert asked("documents", [{"province_code": 0.9}]) == [], "it is mended with the place"


def test_what_is_contradicted_is_asked_however_sure_it_is() -> None:
    listing = Listing()
    listing.add(cell("scores", 1, "points", Doubt("points", "failed_check", ("8.5",))), 0.01)
    (item,) = listing.items(Extracted(1, Header()), (1, 1))
    assert (item.field, item.reason, item.alternatives) == ("points", "failed_check", ("8.5",))


def test_R2_all_changed_digits_are_one_question_that_names_them() -> None:
    changes = [
        Correction(1, n, 0, 2, f"{n}o", after=f"{n}0", rule="numeric", confidence=0.9)
        for n in (1, 2)
    ]
    (item,) = changed_digits(enumerate(changes, 5))
    assert (item.row, item.field, item.cells) == (None, "after", 2)
    assert item.raw == "1o → 10; 2o → 20"


def unread(*texts: str, used: int | None = None) -> list[tuple[str, str]]:
    lines = [TextLine(1, number, text, text) for number, text in enumerate(texts, 1)]
    taken = {} if used is None else {(1, used): frozenset({"assignments"})}
    return [(item.table, item.raw) for item in unused_text(lines, taken, KNOWN)]


ORDERS = (
    "1. Sở Nội vụ chủ trì, phối hợp với Văn phòng UBND tỉnh tham mưu kế hoạch,",
    "hoàn thành trước ngày 30 tháng 6 năm 2024.",
    "2. Sở Tài chính bố trí kinh phí thực hiện, báo cáo kết quả trước ngày 15/7/2024.",
)


def test_an_order_that_became_no_row_is_told_with_its_lines() -> None:
    assert unread(*ORDERS[:2]) == [("assignments", "\n".join(ORDERS[:2]))]


def test_orders_that_follow_each_other_are_one_question() -> None:
    assert unread(*ORDERS) == [("assignments", "\n".join(ORDERS))]


def test_orders_of_one_page_are_one_question_without_the_lines_that_were_used() -> None:
    found = unread(*ORDERS[:2], "3. Đã đọc.", ORDERS[2], used=3)
    assert found == [("assignments", "\n".join(ORDERS))]


def test_orders_of_two_pages_are_two_questions() -> None:
    lines = [TextLine(page, 1, text, text) for page, text in ((1, ORDERS[0]), (2, ORDERS[2]))]
    taken = {(2, 0): frozenset({"assignments"})}
    blank = TextLine(2, 0, "4. Đã đọc.", "4. Đã đọc.")
    found = unused_text([lines[0], blank, lines[1]], taken, KNOWN)
    assert [(item.page, item.raw) for item in found] == [(1, ORDERS[0]), (2, ORDERS[2])]


def test_a_row_is_asked_beside_its_doubtful_column_for_what_else_is_in_doubt_only() -> None:
    sure = {"unit": 0.5, "task": 0.01}
    alone = [*[sure] * 4, {"unit": 0.5, "task": 0.3}]
    assert {(item.row, item.field) for item in asked("assignments", alone)} == {
        (None, "unit"),
        (5, ""),
    }
    assert [
        item.row for item in asked("assignments", [*[sure] * 4, {"unit": 0.9, "task": 0.01}])
    ] == [None]


@pytest.mark.parametrize(
    "texts",
    [
        ("12",),
        ("Trời hôm nay nhiều mây, có mưa rào vài nơi, gió nhẹ.",),
        (
            "1 | Máy in | Cái | 02 | 4.500.000 | 9.000.000",
            "2 | Bàn | Cái | 10 | 900.000 | 9.000.000",
        ),
    ],
    ids=["a page number", "prose", "a list of things with their prices"],
)
def test_what_is_no_row_is_left_alone(texts: tuple[str, ...]) -> None:
    assert unread(*texts) == []


@pytest.mark.parametrize(
    ("sure", "note", "kind"),
    [
        (0.95, "", PageClass.CLEAN),
        (0.89, "", PageClass.WORN),
        (0.95, "[photo] cut out of a darker ground", PageClass.PHOTO),
    ],
)
def test_the_class_of_a_scanned_page(sure: float, note: str, kind: PageClass) -> None:
    line = Line("Sở", (Word("Sở", 0, confidence=sure),))
    assert page_class(Page(1, (line,), TextSource.OCR, notes=(note,))) is kind
    assert page_class(Page(1, (line,), TextSource.TEXT_LAYER)) is PageClass.LAYER
