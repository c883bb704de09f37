"""`số` before a code, read as two figures: `Quyét dinh 86 34/2025/QD-UBND` (rule `numeric`).

Between a word that counts nothing and a document's code no number can stand; one at a line's start may be a row's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.restore.decoding.names import HIGHEST
from extract.restore.decoding.numbered import NUMBERED
from extract.restore.edits import Edit
from extract.unaccent import unaccent

_SIGN = re.compile(
    r"""
    (?<![^\W_]) (?P<word> [^\W\d_]{2,12} ) [ ]
    (?P<form> [85][60] )
    (?= [ ] \d{1,5} [ ]? / (?: (?:19|20)\d\d [ ]? / )? [A-ZĐ]{2} )
    """,
    re.VERBOSE,
)


def code_sign_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs; `lines`: those that the wrong model read, the others empty."""
    for index, line in enumerate(lines):
        for match in _SIGN.finditer(line):
            if unaccent(match["word"]).lower() not in NUMBERED:
                yield index, Edit(*match.span("form"), "số", "numeric", HIGHEST, (match["form"],))
