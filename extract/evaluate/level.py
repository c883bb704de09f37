"""What makes two texts comparable: one form of Unicode, white space, dashes and quotation marks, and nothing else.

Case and tone placement count. The definitions are those of our acceptance scorers, so that figures compare.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′", "'"),
    }
)
_SYLLABLE = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"[0-9]+")


def level(text: str) -> str:
    """NFC, runs of white space as one blank, plain dashes and quotation marks.

    >>> level(" a –  b")
    'a - b'
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_VARIANTS).split())


def syllables(text: str) -> list[str]:
    """The runs of letters and digits; punctuation is split off.

    >>> syllables("UBND; 85,745")
    ['UBND', '85', '745']
    """
    return _SYLLABLE.findall(level(text))


def digit_strings(text: str) -> list[str]:
    """The runs of ASCII digits, those inside words too."""
    return _DIGITS.findall(level(text))


def numbered(*sequences: Sequence[str]) -> list[list[int]]:
    """The sequences with a number for each token, equal tokens with equal numbers: faster to align."""
    number: dict[str, int] = {}
    return [[number.setdefault(token, len(number)) for token in tokens] for tokens in sequences]


def share(part: float, whole: float, empty: float = 1.0) -> float:
    """Part of a whole, 0 to 1; `empty` where there is nothing to take a part of."""
    return part / whole if whole else empty


def shown(value: float | None) -> str:
    """A figure in seven places for a table; a dash for none."""
    return f"{'-':>7}" if value is None else f"{value:7.4f}"


def aligned(rows: Iterable[Sequence[str]]) -> str:
    """Rows of a table as text: the first column to the left, the others to the right."""
    cells = [list(row) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(
            text.ljust(width) if i == 0 else text.rjust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )
