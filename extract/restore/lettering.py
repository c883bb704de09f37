"""The letters of points: `b)` is no word, and a second `d)` in a list is `đ)` that lost its bar (rule `template`).

The alphabet of the points of a clause: Decree 34/2016/NĐ-CP, Article 54 and its appendix I (a, b, c, d, đ, e).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.restore.edits import Edit

_ITEM = re.compile(r"\s*(?P<letter>[a-zđA-ZĐ])(?P<mark>[.)])\s")
_LABEL = re.compile(r"[a-zđA-ZĐ]\d?")
_ROMAN = re.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")  # `thứ XI`; one letter alone may be any word
_SURE = 0.9
_BAR = {"d": "đ", "D": "Đ"}


def lettering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs: a `d` behind the item `d` of the same kind of list."""
    last: dict[str, str] = {}
    for index, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            continue
        letter, mark = match["letter"], match["mark"]
        if letter in _BAR and last.get(mark) == letter:
            last[mark] = _BAR[letter]
            yield (
                index,
                Edit(match.start("letter"), match.end("letter"), _BAR[letter], "template", _SURE),
            )
        else:
            last[mark] = letter


def is_label(line: str, start: int, end: int) -> bool:
    """Whether a letter, with a digit or without, is a point's: `b)` with no bracket open before it, or `b.` at the line's start.

    >>> is_label("a) Cơ quan", 0, 1), is_label("(tờ trình b)", 10, 11), is_label("điểm b1) này", 5, 7)
    (True, False, True)
    """
    text, mark = line[start:end], line[end : end + 1]
    if mark not in {")", "."} or not _LABEL.fullmatch(text):
        return False
    if mark == ")":
        return line.rfind("(", 0, start) <= line.rfind(")", 0, start)
    return mark == "." and not line[:start].strip()


def is_roman(text: str) -> bool:
    """Whether a token is a Roman number of two letters or more.

    >>> is_roman("XI"), is_roman("VIII"), is_roman("I"), is_roman("XA")
    (True, True, False, False)
    """
    return text.isupper() and _ROMAN.fullmatch(text) is not None
