"""Signs of specks and seal ink in a text cell: letters and marks that no official text has."""

from __future__ import annotations

import re
import unicodedata

_STRANGE = re.compile(r"[^\w\s.,;:!?()\[\]/\-–—\"'“”‘’%&+*°|§²³…<>≥≤=]|_|[<>=](?!\s*\d)")
_MARK_ALONE = re.compile(r"(?:^|\s)[%&+*°'\"](?:\s|$)|[^\W\d_]['’][^\W\d_]")
#: Names of the Central Highlands: one capital consonant before the mark (`Cư M'gar`, `H'Drai`, `K'Bang`, `N'Thol Hạ`).
_HIGHLAND = re.compile(r"\b([BCĐHKLMNPRST])['’](?=[^\W\d_])")

_GLUED = re.compile(r"lUl|UUUll")
_WORD = re.compile(r"[^\W\d_]+")


def is_odd(value: str) -> bool:
    """Whether a text looks as if a speck or a stamp had been read into it.

    >>> is_odd("VT, NC.c¡¿„"), is_odd("Sở Tư pháp (để b/c)"), is_odd("UBND xã Cư M'gar")
    (True, False, False)
    """
    plain = _HIGHLAND.sub("", value)
    marks = any(sign.search(plain) for sign in (_STRANGE, _MARK_ALONE))
    return marks or any(_has_capital_inside(w) for w in plain.split() if not w[1:].islower())


def _has_capital_inside(word: str) -> bool:
    """A capital between small letters ("SởTư", "sfUý") or small letters glued to capitals ("UBNDxã"); no symbol ("TTg")."""
    cases = "".join(
        "U" if letter.isupper() else "l" if letter.islower() else "." for letter in word
    )
    return _GLUED.search(cases) is not None


_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")  # no abbreviation has one


def has_stray_capitals(value: str) -> bool:
    """Whether a word in small letters' company is in capitals without being an abbreviation, or ends in one.

    >>> has_stray_capitals("SỞ Y tế"), has_stray_capitals("xã Đắk MiI"), has_stray_capitals("UBND xã, TƯ")
    (True, True, False)
    """
    if value.isupper():
        return False
    return any(_is_stray(word) for word in _WORD.findall(value) if word[-1].isupper())


def _is_stray(word: str) -> bool:
    """Of a word whose last letter is a capital."""
    shouted = word.isupper() and not _TONES.isdisjoint(unicodedata.normalize("NFD", word))
    return shouted or (len(word) > 2 and word[-2].islower())  # noqa: PLR2004 - "Qđ"
