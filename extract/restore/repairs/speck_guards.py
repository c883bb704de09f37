"""What specks are never taken for: a unit, the letter of a label or a list, a Roman number, the end of a name, a number in a column.

A number of one figure may be specks (`tỉnh. 7 _`: four of ten tails on poor copies have one, most of them a 7), but only beside
lone marks or other specks, and not where lines near end in numbers too; longer numbers, points (`a)`), codes and shares stay.
"""

from __future__ import annotations

import re

from extract.restore.decoding.labels import is_initial, is_roman
from extract.restore.decoding.numbered import NUMBERED
from extract.restore.repairs.speck_signs import LONGEST, Ending, Sheet, Token
from extract.unaccent import unaccent

_NO_WORD = re.compile(r"[^\w()/&@]*[^\W\d_]+[^\w()/&@]*")  # `a)` is a point's letter
_NO_NUMBER = re.compile(r"[^\w()/&@%°]*\d[^\w()/&@%°]*")
_UNITS = frozenset({"m", "km", "cm", "mm", "kg", "g", "ha", "l", "ml"})
_LISTED = frozenset({"", ",", ";"})
# lines before and behind; words of a line that are its end; so many lines that end in numbers make a column
_NEAR, _LAST, _COLUMN = 2, 2, 2


def is_figure(token: Token) -> bool:
    """Whether a token is a number of one figure."""
    return len(token.letters) == 1 and token.letters.isdigit()


def may_be_specks(token: Token) -> bool:
    """Whether a token is of the shape that specks are read as."""
    if is_figure(token):
        return _NO_NUMBER.fullmatch(token.text) is not None
    return len(token.letters) <= LONGEST and _NO_WORD.fullmatch(token.text) is not None


def may_be_text(place: Ending, line: str) -> bool:
    """Whether it may be a unit, the letter of a label or a list (`điểm . a`, `bên B`), a Roman number or the end of a name."""
    before, token = place.before, place.token
    letters = token.letters
    if before is None:
        return True  # a line's first word: no line is emptied
    if before.text[-1].isdigit() or (before.text[-1] == ")" and letters in _UNITS):
        return not place.marks
    beside, alone = not place.marks and not place.mark, len(letters) == 1
    if beside and letters[0].isupper() and before.letters[0].isupper():
        return True
    listed = len(before.letters) == 1 or before.letters[-1].isdigit()
    if alone and not place.marks and place.mark in _LISTED and listed:
        return True
    return _is_counted(place, alone=alone) or is_initial(line, token.start, token.end)


def _is_counted(place: Ending, *, alone: bool) -> bool:
    assert place.before is not None
    texts = (place.before.text, *(word.text for word in place.before.words[-1:]))
    counts = any(unaccent(text).lower() in NUMBERED for text in texts)
    return counts and (alone or is_roman(place.token.letters))


def in_column(page: Sheet, line: int) -> bool:
    """Whether lines near end in numbers, or nearly."""
    near = (*page.lines[max(0, line - _NEAR) : line], *page.lines[line + 1 : line + 1 + _NEAR])
    ends = ([token for token in tokens if token.letters][-_LAST:] for tokens in near)
    return sum(any(token.letters[-1].isdigit() for token in end) for end in ends) >= _COLUMN
