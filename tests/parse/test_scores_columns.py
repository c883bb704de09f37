"""Columns of figures: lost commas, lost headings, stray marks; what proves them and what does not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from results_support import context_of

from extract.parse.grids import find_grids, is_broken
from extract.parse.grids.columns import mend
from extract.parse.outline import Context
from extract.parse.ratings.setting import TableRows
from extract.parse.score_tables import find_tables
from extract.parse.score_tables import read_score_tables as read_tables

HEAD = "CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022\nTT | Đơn vị | Tổng điểm\n"
NAMES = ("Sở Y tế", "Sở Tư pháp", "Sở Nội vụ", "Sở Xây dựng", "Sở Công Thương")


def table(*figures: str) -> str:
    rows = zip(range(1, 9), NAMES, figures, strict=False)
    return HEAD + "\n".join(f"{number} | {name} | {figure}" for number, name, figure in rows)


def mended(*figures: str) -> list[str]:
    (grid,) = find_grids(context_of(table(*figures)).lines)
    return [row.cells[2] for row in mend(grid).rows]


@pytest.mark.parametrize(
    ("read", "meant"),
    [("87/25", "87,25"), ("87:25", "87,25"), ("8725", "87,25"), ("87 25", "87,25")],
)
def test_misread_comma_is_put_back(read: str, meant: str) -> None:
    assert mended("92,50", "91,25", "90,00", read) == ["92,50", "91,25", "90,00", meant]


@pytest.mark.parametrize("read", ["100", "87/255", "8", "87/100", "Không", "87,255"])
def test_what_does_not_fit_the_column_stays(read: str) -> None:
    assert mended("92,50", "91,25", "90,00", read)[3] == read


def test_two_figures_prove_no_form() -> None:
    assert mended("92,50", "91,25", "8725") == ["92,50", "91,25", "8725"]


def test_mended_figure_is_left_in_doubt() -> None:
    context = context_of(table("92,50", "91,25", "90,00", "8725"), issuer="UBND tỉnh Nam Định")
    rows = read_score_tables(context).results
    assert [row.score for row in rows][3] == Decimal("87.25")
    assert [(d.field, d.reason, d.alternatives) for d in rows[3].doubts] == [
        ("score", "repaired_number", ("8725",))
    ]
    assert all(not row.doubts for row in rows[:3])


def read_score_tables(context: Context) -> TableRows:
    return read_tables(context, find_tables(context))


def test_columns_of_points_that_nothing_tells_apart_are_not_read() -> None:
    text = "Chỉ số CCHC năm 2022\n\nTT Đơn vị Điểm Điểm\n1 Sở Y tế 12,5 10,5\n2 Sở Tư pháp 12,5 10,25\n3 Sở Nội vụ 12,5 11"
    rows = read_score_tables(context_of(text, issuer="UBND tỉnh Nam Định"))
    assert (rows.results, rows.scores) == ((), ())


def test_lost_headings_come_from_the_table_before() -> None:
    text = (
        "LĨNH VỰC CẢI CÁCH THỂ CHẾ NĂM 2024\nI. CẤP SỞ\nSTT | Đơn vị | Điểm tối đa | Điểm thẩm định\n1 | Sở Y tế | 10 | 8,5\n\n"
        "II. CẤP XÃ\nSTT | Đơn vị | | \n1 | Xã An Hòa | 10 | 7"
    )
    rows = read_score_tables(context_of(text)).scores
    assert [(r.entity, r.points, r.points_max) for r in rows] == [
        ("Sở Y tế", Decimal("8.5"), Decimal(10)),
        ("Xã An Hòa", Decimal(7), Decimal(10)),
    ]


def test_stray_marks_are_no_cells() -> None:
    text = "TT | Đơn vị | Điểm | Hạng\n1 | Sở Y tế 92,50 1 | 3\n2 | Sở Tư pháp 91,25 2 | 4"
    (grid,) = find_grids(context_of(text).lines)
    assert is_broken(grid)
    (sound,) = find_grids(context_of(table("92,50", "91,25", "90,00")).lines)
    assert not is_broken(sound)


def test_a_decimal_too_many_is_left_in_doubt() -> None:
    names = [f"Sở Số {letter}" for letter in "ABCDEF"]
    figures_ = ("92,50", "91,25", "90,00", "88,75", "87,50", "86,608")
    rows_ = "\n".join(
        f"{n} | {x} | {f}" for n, (x, f) in enumerate(zip(names, figures_, strict=True), 1)
    )
    rows = read_score_tables(context_of(HEAD + rows_, issuer="UBND tỉnh Nam Định")).results
    assert [[d.reason for d in row.doubts] for row in rows] == [
        [],
        [],
        [],
        [],
        [],
        ["failed_check"],
    ]
    assert rows[5].score == Decimal("86.608"), "as read"
