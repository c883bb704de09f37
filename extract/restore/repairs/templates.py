"""Small fixed forms that the wrong model misreads the same way everywhere: `V/v`, `Số:`, `Lưu: VT`, `tụt 2 hạng` (rule `template`).

`tụt` is one because `từ` is the commoner word before a number, and `từ 2 hạng` says nothing of a rank; a grade alone between
figures or in a cell (`| Kha |`) because it has no words around it, and `Kha` is a name; `(20d)` behind a part's name are points (điểm).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.fold import GAP
from extract.restore.edits import Edit

_SURE = 0.95
_HEAD_LINES = 40  # the subject stands in the head of a document
_STROKE = "[/lI|1ií!]"  # `Viv`, `Vi/v`, `V/y`, `VWv`; `Vy` is a name
_SUBJECT = re.compile(
    rf"{GAP}(?P<form>[VW][vVwW]|V(?:{_STROKE}{{1,2}}|W)[vVwW]|V{_STROKE}{{1,2}}y)(?=[ :])"
)
_FILED = re.compile(rf"{GAP}[-–]?{GAP}L[uưw]+u?{GAP}:{GAP}(?P<form>V[IlYíÍ])(?=[,.;]|$)")
_NUMBER = re.compile(rf"{GAP}(?P<form>S[oOéôốởơ°])(?=[ ]?:[ ]?\d+[ ]?/)")
_FALLEN = re.compile(
    r"(?<!\w)(?P<form>t[uiụ]t)(?= \d{1,2} (?:h[aạ]ng|b[aâậ]c|v[iị] tr[iíị])(?!\w))"
)
_GRADE = re.compile(r"[\d|%]\s{1,8}(?P<form>Kha)(?=[.;]?\s*(?:$|\||\d))")
_POINTS = re.compile(r"\(\d{2,3}(?P<form>d)\)")
_MARKLESS = (
    (_NUMBER, "Số"),
    (_FALLEN, "tụt"),
    (_GRADE, "Khá"),
    (_POINTS, "đ"),
)  # text without marks needs them too
_FORMS = ((_SUBJECT, "V/v"), (_FILED, "VT"), *_MARKLESS)
_OPENING = frozenset({"V/v", "Số"})  # at the beginning of a line in the head of a document


def template_edits(lines: Sequence[str], *, markless: bool = False) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of the fixed forms; `markless`: those of text that lost its marks alone."""
    forms = _MARKLESS if markless else _FORMS
    for index, line in enumerate(lines):
        for pattern, form in forms if line else ():
            if form in _OPENING:
                found = pattern.match(line) if index < _HEAD_LINES else None
                matches = [found] if found else []
            else:
                matches = list(pattern.finditer(line))
            for match in matches:
                if match["form"] != form:
                    yield index, Edit(*match.span("form"), form, "template", _SURE)
