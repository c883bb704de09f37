"""Text to compare by: letters without their marks, the fold, any word of a list as one expression, Roman numerals.

The fold has the text's own length, so that a match on it gives offsets in the text. Each character becomes its small base letter ("Ộ" to "o", "đ" to
"d"); dashes become "-", quotes "'", every kind of space " ". Anchors, headings and verbs are matched on the fold; values are always cut from
the text itself. The fold loses what decides in a few words ("thứ tư" = "thứ tự"), so a numeral or a stop word needs a second look at the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

from unidecode import unidecode

# The one door to Unidecode (GPL-2.0-or-later, chosen by the project's user): letters without their marks.
#
# Nothing else in the project imports Unidecode. An office that cannot use GPL code replaces the body of `unaccent` with
# `unicodedata` and a table for đ; docs/dependencies.md says what changes.


@lru_cache(maxsize=4096)
def unaccent_letter(letter: str) -> str:
    """The ASCII reading of one character: "ế" gives "e", "Đ" gives "D"; may be empty or longer than one.

    >>> unaccent_letter("Ộ"), unaccent_letter("đ")
    ('O', 'd')
    """
    return unidecode(letter, errors="ignore")


def unaccent(text: str) -> str:
    """The text in ASCII letters.

    >>> unaccent("Thực hiện Kế hoạch số")
    'Thuc hien Ke hoach so'
    """
    return text if text.isascii() else "".join(map(unaccent_letter, text))


# The fold: text to compare by, of the same length, so that a match on the fold gives offsets in the text.
#
# Each character becomes its small base letter ("Ộ" to "o", "đ" to "d"); dashes become "-", quotes "'", every kind of space
# " ". Anchors, headings and verbs are matched on the fold; values are always cut from the text itself. The fold loses what
# decides in a few words ("thứ tư" = "thứ tự"), so a numeral or a stop word needs a second look at the text.

#: Blanks before something, sought from their first one only, so that a search through many stays linear (promise S8).
GAP = r"(?:(?<!\s)\s+)?"

_DASHES = frozenset("-‐‑‒–—―−~")
_QUOTES = frozenset("'’‘`´\"“”„")


@lru_cache(maxsize=8192)
def _fold_letter(letter: str) -> str:
    if letter in _DASHES:
        return "-"
    if letter in _QUOTES:
        return "'"
    if letter.isspace():
        return " "
    base = unaccent_letter(letter).lower()
    return base if len(base) == 1 else letter


@lru_cache(maxsize=8192)  # of 94,500 folds of 17 documents 6,100 were new
def fold(text: str) -> str:
    """The comparison form of NFC `text`, of equal length.

    >>> fold("QUYẾT ĐỊNH – số")
    'quyet dinh - so'
    """
    return "".join(map(_fold_letter, text))


# Any word of a list as a regular expression, written as the tree of the words' letters: what they share is looked at once.
#
# `\b(?:sở nội vụ|sở tư pháp|...)` tries every word of the list at every place. The tree finds the same, the longest word that
# fits, and took a third to an eighth of the time with our lists (83 names of indexes, 306 heads of units, 443 verbs).

_Tree: TypeAlias = dict[str, "_Tree"]
_END = ""
_NEVER = "(?!)"


def any_of(words: Iterable[str]) -> str:
    r"""A pattern that matches each of the words to the letter, the longest first; one that never matches if there are none.

    >>> print(any_of(["sở", "sở y tế", "xã"]))
    (?:sở(?:\ y\ tế)?|xã)
    """
    tree: _Tree = {}
    for word in words:
        below = tree
        for letter in word:
            below = below.setdefault(letter, {})
        below[_END] = {}
    return _pattern(tree) if tree else _NEVER


def _pattern(tree: _Tree) -> str:
    """What may follow; a run of letters without a fork is walked, so that only forks nest."""
    run = ""
    while len(tree) == 1 and _END not in tree:
        ((letter, tree),) = tree.items()
        run += re.escape(letter)
    ways = [re.escape(letter) + _pattern(below) for letter, below in tree.items() if letter]
    if not ways:
        return run
    return f"{run}(?:{'|'.join(ways)}){'?' if _END in tree else ''}"


# Roman numerals: of a value its form, of a section's mark its value.

_NUMERALS = (
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
    for worth, sign in _NUMERALS:
        count, value = divmod(value, worth)
        label += sign * count
    return label
