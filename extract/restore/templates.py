"""Small fixed forms that the wrong model misreads the same way everywhere: `V/v`, `(b/c)` (rule `template`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.restore.edits import Edit

_SURE = 0.95
_HEAD_LINES = 40  # the subject stands in the head of a document
_SUBJECT = re.compile(r"\s*(?P<form>V[vVwW]|V[/lI|1][vVwW])(?=[ :])")
_REPORT = re.compile(r"\((?:đ[eéể] |[dđ]é )?(?P<form>b[lI1|i]c)(?=[),;])")
_FORMS = ((_SUBJECT, "V/v"), (_REPORT, "b/c"))


def template_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of the fixed forms."""
    for index, line in enumerate(lines):
        for pattern, form in _FORMS:
            match = pattern.match(line) if form == "V/v" else pattern.search(line)
            if match is None or (form == "V/v" and index >= _HEAD_LINES) or match["form"] == form:
                continue
            yield index, Edit(match.start("form"), match.end("form"), form, "template", _SURE)
