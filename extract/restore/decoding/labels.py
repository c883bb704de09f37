"""Tokens that are no words: the letter of a point (`b)`), initials, a Roman number, what a number counts (`100km/h`)."""

from __future__ import annotations

import re

from extract.restore.decoding.pieces import Piece

_LABEL = re.compile(r"[a-zđA-ZĐ]\d?")
_ROMAN = re.compile(r"(?=..)X{0,3}(?:IX|IV|V?I{0,3})")  # `thứ XI`; one letter alone may be any word

_INITIALS = re.compile(r"[^\W\d_]\.[^\W\d_a-z]")
_PER = re.compile(r"(?<![\w.,])\d[\d.,]*+[^\W\d_]{0,3}/")  # `100km/`
_LONGEST_NUMBER = 16
_LONGEST_LABEL = 2
_APART = ("", " ")


def is_plain(line: str, piece: Piece) -> bool:
    """Whether a piece is none of these and has no mark, as nearly all: small letters, three or more, behind a space or at the line's start.

    >>> from extract.restore.decoding.pieces import cut
    >>> [is_plain("co quan 100km/gio", piece) for piece in cut("co quan 100km/gio") if piece.text.isalpha()]
    [False, True, False]
    """
    text, before = piece.text, line[piece.start - 1 : piece.start]
    return len(text) > _LONGEST_LABEL and text.islower() and text.isascii() and before in _APART


def is_no_word(line: str, piece: Piece, *, small_line: bool) -> bool:
    """Whether a piece is one of these; Roman numbers stand in lines of small letters."""
    if is_plain(line, piece):
        return False
    start, end = piece.start, piece.end
    label = is_label(line, start, end) or (small_line and is_roman(piece.text))
    return label or is_initial(line, start, end) or (not piece.glued and is_unit(line, start))


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


def is_initial(line: str, start: int, end: int) -> bool:
    """Whether a capital alone is joined to another by a point.

    >>> is_initial("(N.K)", 3, 4), is_initial("muc B. Theo", 4, 5)
    (True, False)
    """
    if end - start != 1 or not line[start].isupper():
        return False
    return _INITIALS.search(line, max(0, start - 2), end + 2) is not None


def is_roman(text: str) -> bool:
    """Whether a token is a Roman number of two letters or more.

    >>> is_roman("XI"), is_roman("VIII"), is_roman("I"), is_roman("XA")
    (True, True, False, False)
    """
    return text.isupper() and _ROMAN.fullmatch(text) is not None


def is_unit(line: str, start: int) -> bool:
    """Whether what starts there stands right behind a number, or behind a number and a bar: no model knows units.

    >>> is_unit("dai 0,55¢ mm", 8), is_unit("100km/h la", 6), is_unit("nguoi/ho", 6)
    (True, True, False)
    """
    before = line[start - 1 : start]
    if before == "/":
        return any(
            m.end() == start for m in _PER.finditer(line, max(0, start - _LONGEST_NUMBER), start)
        )
    return before.isdigit()
