"""The purpose of a recipient in brackets, where it is a short form with a stroke: `(để bíc)` and `(d&b/€)` are `(để b/c)`.

The strokes and letters that readers confuse are folded, in the reading as in `dictionaries/purposes.tsv`; a group that is one
wording's and differs from it takes the wording (rule `template`), and one that is right already stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.dictionaries import Dictionaries
from extract.restore.edits import Edit
from extract.unaccent import unaccent

_SURE = 0.95
_GROUP = re.compile(r"\((?P<inner>[^()\s][^()]{1,13})\)")
_ALIKE = str.maketrans({"€": "c", "¢": "c", "e": "c", "o": "c", "&": "c", "l": "/", "|": "/", "i": "/", "1": "/", "!": "/"})  # fmt: skip
_STROKE = re.compile(r"[/lI1|ií!]")


def purpose_edits(lines: Sequence[str], wordings: Mapping[str, str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and edits of the brackets that hold a short form; a right one is laid over itself, so that it stays."""
    for index, line in enumerate(lines):
        for match in _GROUP.finditer(line):
            inner = match["inner"]
            true = wordings.get(_folded(inner)) if _STROKE.search(inner) else None
            if true is not None:
                text = inner if _same(inner, true) else true
                yield index, Edit(*match.span("inner"), text, "template", _SURE)


def purposes(dictionaries: Dictionaries) -> dict[str, str]:
    """The short forms by what they fold to; of two that fold alike the first."""
    found: dict[str, str] = {}
    for entry in dictionaries.lists.get("purposes", ()):
        if "/" in entry["wording"]:
            found.setdefault(_folded(entry["wording"]), entry["wording"])
    return found


def _folded(text: str) -> str:
    return unaccent("".join(text.split()).lower().translate(_ALIKE)).translate(_ALIKE)


def _same(text: str, true: str) -> bool:
    """Whether the text is the wording in any case."""
    return " ".join(text.lower().split()) == true.lower()
