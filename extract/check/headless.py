"""What a header must say and was not read: the first things to look at, as an archive registers a paper by them.

Kind and rules of a document without a header (a page of an appendix) are `unknown` and rightly so; where the words that open every
official paper are there, `unknown` says that their lines were not understood (a second language between them, columns out of order).
Where a header stands, each part of it that the form demands (NĐ 30/2020, Điều 8) and that is empty is asked for: a number that a pen
wrote beside its printed line is missing in no other way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from extract.fold import fold
from extract.model import Doubt, TextLine
from extract.records import Extracted, Header

_LINES = 20  # a header has no more
_OPENING = re.compile(
    r"cong hoa xa hoi|doc lap\W+tu do|dang cong san viet nam|^\W*kinh gui\b|^\W*so\s*:\s*\d"
)
_FEW = 2  # such lines: one may stand in any text
_FIELDS = ("doc_type", "rule_set")
#: What an archive wants to know of a paper without a header (a cover, an appendix): what it is, and whether and how it is signed.
_OF_ANY_PAPER = ("doc_type", "signer_authority")
#: What each paper has; a superior agency and addressees are not on all of them.
DEMANDED = (
    "number", "symbol", "code", "issued_date", "place", "issuer", "subject", "signer_name", "signer_position",
    "signer_authority",
)  # fmt: skip
#: A code that a pen wrote over, a signature on a page that is not there: missing together, they are one cause.
_ONE_CAUSE = (
    ("number", "symbol", "code"),
    ("signer_name", "signer_position", "signer_authority"),
)
_TELLING = ("symbol", "issued_date", "issuer")  # one of them was read: there is a header


def unread_header(extracted: Extracted, lines: Iterable[TextLine]) -> Iterator[Doubt]:
    """A doubt for each field that is unknown or empty although a header is there, for type and signature where none is; `lines` are the document's own."""
    header = extracted.header
    opened = _opens(lines)
    doubted = {doubt.field for doubt in extracted.doubts}
    names = [name for name in _FIELDS if opened and getattr(header, name) == "unknown"]
    if opened or any(getattr(header, name) for name in _TELLING):
        names += [name for name in DEMANDED if getattr(header, name) is None]
    if not names and "header_missing" in extracted.flags:
        names = [name for name in _OF_ANY_PAPER if getattr(header, name) in (None, "unknown")]
    yield from (Doubt(name, "unreadable") for name in names if name not in doubted)


def _opens(lines: Iterable[TextLine]) -> bool:
    """Whether the words that open every official paper stand in the first lines."""
    return sum(bool(_OPENING.search(fold(line.text))) for line in islice(lines, _LINES)) >= _FEW


def missing(header: Header, doubts: Sequence[Doubt]) -> frozenset[str]:
    """The demanded fields that are asked for because nothing was read of them; what is missing for one cause is one of them."""
    asked = {doubt.field for doubt in doubts}
    found = {n for n in DEMANDED if n in asked and getattr(header, n) is None}
    return frozenset(found.difference(*(one[1:] for one in _ONE_CAUSE if found.issuperset(one))))
