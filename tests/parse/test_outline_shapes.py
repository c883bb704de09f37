"""The outline of every shape of body that was met or imagined, as depth, kind and mark of each node."""

from __future__ import annotations

from typing import Any

import pytest
from head_support import cases, labels, text_lines_of
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.parse.outline import build_outline, cells, render
from extract.parse.passage import text_lines

SHAPES = cases("outline")


def outline_of(lines: list[str]) -> list[list[Any]]:
    root = build_outline(text_lines(text_lines_of("\n".join(lines))))
    return [[len(above), str(node.mark.kind), node.mark.label] for above, node in root.walk()]


@pytest.mark.parametrize("case", SHAPES, ids=labels(SHAPES))
def test_shape_has_its_outline(case: dict[str, Any]) -> None:
    assert outline_of(case["text"]) == case["nodes"]


def test_every_line_of_the_body_stands_in_one_node() -> None:
    lines = [line for case in SHAPES for line in case["text"]]
    body = text_lines(text_lines_of("\n".join(lines)))
    root = build_outline(body)
    seen = [line.number for _, node in root.walk() for line in node.own.lines]
    assert seen == [line.number for line in body if line.text.strip()]


def test_items_over_a_page_break_are_one() -> None:
    text = "1. Văn phòng theo dõi việc thực hiện của các đơn vị và tổng hợp\n\f2\n\nbáo cáo Giám đốc.\n2. Thanh tra."
    root = build_outline(text_lines(text_lines_of(text)))
    first = root.children[0].own
    assert first.text.endswith("tổng hợp báo cáo Giám đốc.")
    assert (first.lines[0].page, first.lines[-1].page) == (1, 2)


def test_footnotes_stand_outside_the_body() -> None:
    text = "\n".join(
        ["Dòng của trang thứ nhất có đủ chữ."] * 9
        + ["1", "Theo số liệu năm 2023.", "\f2", "Trang hai."]
    )
    texts = [line.text for line in text_lines(text_lines_of(text))]
    assert "Theo số liệu năm 2023." not in texts
    assert texts[-1] == "Trang hai."


def test_cells_keep_their_place() -> None:
    assert cells("a | | b |") == ("a", "", "b", "")


@given(st.lists(st.sampled_from([line for case in SHAPES for line in case["text"]]), max_size=30))
@settings(max_examples=150)
def test_any_order_of_lines_gives_a_tree_with_all_lines(lines: list[str]) -> None:
    body = text_lines(text_lines_of("\n".join(lines)))
    root = build_outline(body)
    seen = [line.number for _, node in root.walk() for line in node.own.lines]
    assert seen == [line.number for line in body if any(c.isalnum() for c in line.text)]
    assert len(render(root).splitlines()) == sum(1 for _ in root.walk())


def test_a_book_of_forms_whose_pages_all_open_with_the_same_number_is_no_deeper_than_three() -> (
    None
):
    found = outline_of([f"1. Họ và tên người khai mẫu {n}" for n in range(3000)])
    assert len(found) == 3000
    assert max(depth for depth, _, _ in found) < 3
