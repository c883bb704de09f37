"""Numbers: what is one, what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.parse.values import Figure, decimals, read_cell, read_decimal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", "12.5"),
        ("85.745", "85.745"),
        ("13,50", "13.50"),
        ("-0,5", "-0.5"),
        ("–0,5", "-0.5"),
        ("1.000", "1000"),
        ("0", "0"),
    ],
)
def test_number_is_read_with_its_digits(text: str, value: str) -> None:
    assert str(read_decimal(text)) == value


@pytest.mark.parametrize("text", ["", "12,S", "o3 go", "1a", "12,5 kg", "3, 4", "5,", "1.2.3"])
def test_anything_else_is_no_number(text: str) -> None:
    assert read_decimal(text) is None


def test_blank_after_the_comma_is_closed_only_in_scores() -> None:
    assert read_decimal("85, 745", spaced=True) == Decimal("85.745")
    assert read_decimal("85, 745") is None


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("83,1/100", Figure(Decimal("83.1"), Decimal(100))),
        ("62/63", Figure(Decimal(62), Decimal(63))),
        ("93,10%", Figure(Decimal("93.10"), percent=True)),
        ("+3", Figure(Decimal(3), signed=True)),
        ("9,25 điểm", Figure(Decimal("9.25"))),
    ],
)
def test_cell_is_a_figure(text: str, figure: Figure) -> None:
    assert read_cell(text) == figure


@pytest.mark.parametrize("text", ["-", "KĐG", "24/12/2020", "Quý I", "12 hồ sơ", "1/2/3", "10%/5"])
def test_cell_is_no_figure(text: str) -> None:
    assert read_cell(text) is None


@given(st.integers(0, 9999), st.integers(0, 4))
def test_comma_and_point_are_the_same_number(digits: int, places: int) -> None:
    number = Decimal(digits).scaleb(-places)
    text = f"{number:f}"
    if text.endswith(".000"):
        return
    assert read_decimal(text.replace(".", ",")) == number
    assert decimals(number) == places


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    read_decimal(text)
    read_cell(text)
