"""The second language of a bilingual header: English lines below the Vietnamese ones, or beside them, are no part of the names.

Offices for foreign affairs, universities and customs print `SOCIALIST REPUBLIC OF VIET NAM`, their own name and `No.:` in English too.
"""

from __future__ import annotations

import re

from extract.parse.passage import Passage
from extract.parse.words import find_phrase

_HINT = re.compile(r"republ|social|indep|freed|happi|\bof\b|people|\bno\b|minist|depart|commit")
_FIXED = ("socialist republic of viet nam", "independence - freedom - happiness")
_SAME_LINE = 74.0  # as the motto: small type
_NUMBER = re.compile(r"\W*no\.?\s?:")
_OFFICE = re.compile(
    r"\b(?:of|the|people.?s|committee|department|ministry|republic|province|university|bureau|office|authority)\b"
)


def without_foreign(line: Passage) -> Passage:
    """A header's line without what it says in English; empty where that is all."""
    if not _HINT.search(line.folded):
        return line
    for phrase in _FIXED:
        span = find_phrase(line.folded, phrase, _SAME_LINE)
        if span:
            line = line.cut(0, span.start)
    plain = line.text.replace("’", "'").isascii()
    english = _NUMBER.match(line.folded) or (plain and _OFFICE.search(line.folded))
    return line.cut(0, 0) if english else line
