"""Small fixed forms that the wrong model misreads the same way everywhere: `V/v`, `Số:`, `Lưu: VT`, `tụt 2 hạng` (rule `template`).

The last is one because `từ` is the commoner word before a number, and `từ 2 hạng` says nothing of a rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.fold import GAP
from extract.restore.edits import Edit

_SURE = 0.95
_HEAD_LINES = 40  # the subject stands in the head of a document
_SUBJECT = re.compile(rf"{GAP}(?P<form>[VW][vVwW]|V[/lI|1ií!][vVwW])(?=[ :])")
_FILED = re.compile(rf"{GAP}[-–]?{GAP}L[uưw]+u?{GAP}:{GAP}(?P<form>V[IlYíÍ])(?=[,.;]|$)")
_NUMBER = re.compile(rf"{GAP}(?P<form>S[oOéôốởơ°])(?=[ ]?:[ ]?\d+[ ]?/)")
_FALLEN = re.compile(
    r"(?<!\w)(?P<form>t[uiụ]t)(?= \d{1,2} (?:h[aạ]ng|b[aâậ]c|v[iị] tr[iíị])(?!\w))"
)
_FORMS = ((_SUBJECT, "V/v"), (_NUMBER, "Số"), (_FILED, "VT"), (_FALLEN, "tụt"))
_MARKLESS = (_FORMS[1], _FORMS[3])  # what text without marks needs too
_OPENING = frozenset({"V/v", "Số"})  # at the beginning of a line in the head of a document


def template_edits(lines: Sequence[str], *, markless: bool = False) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of the fixed forms; `markless`: those of text that lost its marks alone."""
    for index, line in enumerate(lines):
        for pattern, form in _MARKLESS if markless else _FORMS:
            opens = form in _OPENING
            match = pattern.match(line) if opens else pattern.search(line)
            if match is None or (opens and index >= _HEAD_LINES) or match["form"] == form:
                continue
            yield index, Edit(match.start("form"), match.end("form"), form, "template", _SURE)
