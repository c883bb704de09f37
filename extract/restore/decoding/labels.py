"""Tokens that are no words: the letter of a point (`b)`), a Roman number."""

from __future__ import annotations

import re

_LABEL = re.compile(r"[a-zđA-ZĐ]\d?")
_ROMAN = re.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")  # `thứ XI`; one letter alone may be any word


def is_label(line: str, start: int, end: int) -> bool:
    """Whether a letter, with a digit or without, is a point's: `b)` with no bracket open before it, or `b.` at the line's start.

    >>> is_label("a) Cơ quan", 0, 1), is_label("(tờ trình b)", 10, 11), is_label("điểm b1) này", 5, 7)
    (True, False, True)
    """
    mark = line[end : end + 1]
    if mark not in {")", "."} or not _LABEL.fullmatch(line, start, end):
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
