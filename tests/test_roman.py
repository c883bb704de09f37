"""Roman numerals: value and form are each other's inverse, and what is none has no value."""

from __future__ import annotations

import pytest

from extract.fold import roman, roman_value


def test_every_section_numeral_has_its_value() -> None:
    assert [roman_value(roman(value)) for value in range(1, 90)] == list(range(1, 90))


@pytest.mark.parametrize("label", ["", "A", "IIX", "VX", "C", "i", "IIII"])
def test_what_is_no_section_numeral_has_none(label: str) -> None:
    assert roman_value(label) == 0
