"""Signs of specks and seal ink in a text cell: letters and marks that no official text has."""

from __future__ import annotations

import re

_STRANGE = re.compile(r"[^\w\s.,;:!?()\[\]/\-–—\"'“”‘’%&+*°|§²³…<>≥≤=]|_|[<>=](?!\s*\d)")
_MARK_ALONE = re.compile(r"(?:^|\s)[%&+*°'\"](?:\s|$)|[^\W\d_]['’][^\W\d_]")

_GLUED = re.compile(r"lUl|UUUll")


def is_odd(value: str) -> bool:
    """Whether a text looks as if a speck or a stamp had been read into it.

    >>> is_odd("VT, NC.c¡¿„"), is_odd("Sở Tư pháp (để b/c)")
    (True, False)
    """
    marks = any(sign.search(value) for sign in (_STRANGE, _MARK_ALONE))
    return marks or any(map(_has_capital_inside, value.split()))


def _has_capital_inside(word: str) -> bool:
    """A capital between small letters ("SởTư", "sfUý") or small letters glued to capitals ("UBNDxã"); no symbol ("TTg")."""
    cases = "".join(
        "U" if letter.isupper() else "l" if letter.islower() else "." for letter in word
    )
    return _GLUED.search(cases) is not None
