"""Small fixed forms that the wrong model misreads the same way everywhere: `V/v`, `Số:`, `(b/c)` (rule `template`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.restore.edits import Edit

_SURE = 0.95
_HEAD_LINES = 40  # the subject stands in the head of a document
_SUBJECT = re.compile(r"\s*(?P<form>V[vVwW]|V[/lI|1][vVwW])(?=[ :])")
_REPORT = re.compile(r"\((?:đ[eéể] |[dđ]é )?(?P<form>b[lI1|i]c)(?=[),;])")
_NUMBER = re.compile(r"\s*(?P<form>S[oOéôốởơ°])(?=[ ]?:[ ]?\d+[ ]?/)")
_FORMS = ((_SUBJECT, "V/v"), (_NUMBER, "Số"), (_REPORT, "b/c"))
_MARKLESS = (_FORMS[1],)  # what text without marks needs too


def template_edits(lines: Sequence[str], *, markless: bool = False) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of the fixed forms; `markless`: those of text that lost its marks alone."""
    for index, line in enumerate(lines):
        for pattern, form in _MARKLESS if markless else _FORMS:
            opens = form != "b/c"
            match = pattern.match(line) if opens else pattern.search(line)
            if match is None or (opens and index >= _HEAD_LINES) or match["form"] == form:
                continue
            yield index, Edit(match.start("form"), match.end("form"), form, "template", _SURE)
