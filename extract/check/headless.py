"""A header that stands on the page and that nothing was read from: the first thing to look at, as every row hangs on it.

Kind and rules of a document without a header (a page of an appendix) are `unknown` and rightly so; where the words that open every
official paper are there, `unknown` says that their lines were not understood (a second language between them, columns out of order).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from extract.fold import fold
from extract.model import Doubt, TextLine
from extract.records import Header

_LINES = 20  # a header has no more
_OPENING = re.compile(
    r"cong hoa xa hoi|doc lap\W+tu do|dang cong san viet nam|^\W*kinh gui\b|^\W*so\s*:\s*\d"
)
_FEW = 2  # such lines: one may stand in any text
_FIELDS = ("doc_type", "rule_set")


def unread_header(header: Header, lines: Iterable[TextLine]) -> Iterator[Doubt]:
    """A doubt for each field that is unknown although the lines of a header are there; `lines` are the document's own."""
    unknown = [name for name in _FIELDS if getattr(header, name) == "unknown"]
    if unknown:
        opening = sum(bool(_OPENING.search(fold(line.text))) for line in islice(lines, _LINES))
        yield from (Doubt(name, "unreadable") for name in unknown if opening >= _FEW)
