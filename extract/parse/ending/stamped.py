"""A signer's name that is stamped, not printed: read apart on its own ink, so it comes with a region of the page.

A printed name wins. A stamped one stays as it was read, with the reader's confidence, and is always looked at; several stamps side by
side are several signers, from left to right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.model import Evidence, Page, PageRegion, RegionKind, TextLine, pages_at
from extract.parse.header.draft import Draft

_TITLES = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|Ths|BS|DS|KS|CN|CKI|CKII|BSCKI|BSCKII|LS)\.?\s*)+|^(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy)\s+|^(?:Đại tướng)\s+"
)
_LEAST = 0.5  # how sure a name is that is written into the table; others are offered
_FEWEST, _MOST = 2, 5  # syllables of a name


def bare_name(text: str) -> str:
    """A name without titles, ranks and specks at its ends."""
    text = re.sub(r"^[^\w]+|[^\w]+$", "", text)
    return _TITLES.sub("", text)


def read_stamps(draft: Draft, lines: Sequence[TextLine], pages: Sequence[Page]) -> None:
    """The stamped names of the last page of a part that has some, where no name is printed."""
    if draft.values.get("signer_name"):
        draft.values["signer_source"] = "print"
        return
    here = sorted({line.page or 1 for line in lines})
    seen = (page for number in here for page in pages_at(pages, number, number))
    by_page = [(page.number, list(_names(page))) for page in seen]
    page, found = next(((n, names) for n, names in reversed(by_page) if names), (None, []))
    if not found:
        return
    sure = min(region.confidence or 0.0 for _, region in found)
    name = "|".join(name for name, _ in found)
    draft.doubts = [doubt for doubt in draft.doubts if doubt.field != "signer_name"]
    if sure < _LEAST:
        draft.doubt("signer_name", "unreadable", name)
        return
    last = max((line.number for line in lines if line.page == page), default=1)
    at = Evidence(page, last, last, name, sure, "ending.stamp", found[-1][1].box)
    draft.put("signer_name", name, at)
    draft.values["signer_source"] = "stamp"
    draft.flags.append("name_uncertain")
    draft.doubt("signer_name", "low_confidence")


def _names(page: Page) -> Iterator[tuple[str, PageRegion]]:
    """What can be names among the name stamps of a page, from left to right."""
    stamps = [region for region in page.regions if region.kind is RegionKind.NAME_STAMP]
    for region in sorted(stamps, key=lambda region: region.box.x0):
        name = bare_name(" ".join(region.text.split()))
        syllables = name.split()
        if _FEWEST <= len(syllables) <= _MOST and all(s.isalpha() for s in syllables):
            yield name, region
