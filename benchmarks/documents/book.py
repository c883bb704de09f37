"""A book of one invented document: the head and foot of one, the paragraphs of 24 over and over between them.

So a page of a long book is as a page of a short one, and what reading a page costs can be compared.
"""

from __future__ import annotations

import random
from itertools import cycle

from benchmarks.documents.document import make_document
from benchmarks.documents.layout import lay_out
from benchmarks.documents.vocabulary import DEV

PAGE = 350  # words
_KINDS = 24  # documents


def make_book(pages: int) -> str:
    """The text of a single document of about so many pages; the same number gives the same bytes."""
    documents = [make_document(seed, DEV) for seed in range(1, _KINDS + 1)]
    paragraphs: list[str] = []
    words = 0
    for document in cycle(documents):
        if words >= pages * PAGE:
            break
        paragraphs += document.paragraphs
        words += sum(len(paragraph.split()) for paragraph in document.paragraphs)
    rng = random.Random(f"book {pages}")  # noqa: S311 (invented text, no secret)
    return lay_out(documents[0].head.lines, paragraphs, documents[0].foot.lines, rng)
