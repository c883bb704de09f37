"""Roman numerals: of a value its form, of a section's mark its value."""

from __future__ import annotations

_SIGNS = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}  # a `C`, `D` or `M` alone is a letter


def roman_value(label: str) -> int:
    """The value of a Roman numeral of I, V, X, L, at most 89; 0 where the signs make none.

    >>> roman_value("XIV"), roman_value("IIX"), roman_value("B")
    (14, 0, 0)
    """
    if not set(label) <= set(_VALUES):
        return 0
    values = [_VALUES[sign] for sign in label]
    total = sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    return total if total > 0 and roman(total) == label else 0


def roman(value: int) -> str:
    """The numeral of a value from 1 on.

    >>> roman(14), roman(1999)
    ('XIV', 'MCMXCIX')
    """
    label = ""
    for worth, sign in _SIGNS:
        count, value = divmod(value, worth)
        label += sign * count
    return label
