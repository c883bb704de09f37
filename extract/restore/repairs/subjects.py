"""A subject (trích yếu) opens with `Về`, read as `Va` below a title of its own (`QUYET DINH`): no subject opens with `Và` (rule `template`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.dictionaries import Dictionaries
from extract.restore.edits import Edit
from extract.unaccent import unaccent

_SURE = 0.9
_READ_AS = re.compile(r"\W*(?P<form>V[aàáâä&4])(?= [^\W\d_])")
_FORM = "Về"


def subject_edits(lines: Sequence[str], titles: frozenset[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of the first words of subjects; `titles`: of document types, without marks."""
    below = False
    for index, line in enumerate(lines):
        if below:
            match = _READ_AS.match(line)
            if match is not None:
                yield index, Edit(*match.span("form"), _FORM, "template", _SURE)
        is_title = line.isupper() and _bare(line) in titles
        below = is_title or (below and not line.strip())


def subject_titles(dictionaries: Dictionaries) -> frozenset[str]:
    """The titles of document types without marks (`QUYET DINH`)."""
    titles = (entry["title"] for entry in dictionaries.lists.get("document_types", ()))
    return frozenset(_bare(title) for title in titles if title)


def _bare(line: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", unaccent(line)))
