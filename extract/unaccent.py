"""The one door to Unidecode (GPL-2.0-or-later, chosen by the project's user): letters without their marks.

Nothing else in the project imports Unidecode. An office that cannot use GPL code replaces the body of `unaccent` with
`unicodedata` and a table for đ; docs/dependencies.md says what changes.
"""

from __future__ import annotations

from functools import lru_cache

from unidecode import unidecode


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
