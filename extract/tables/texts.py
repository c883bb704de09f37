"""The text files of a document: restored and as recognised, with the same lines and form feeds; where asked, as hOCR.

The restored text is the raw text with the document's corrections replayed, so that corrections.csv explains every
difference between the two files (promise R3).
"""

from __future__ import annotations

from collections import defaultdict

from extract.model import Correction, Restored
from extract.restore.edits import replay_line
from extract.tables.document import Document
from extract.tables.hocr import hocr_of


def texts_of(document: Document, *, hocr: bool = False) -> dict[str, bytes]:
    """Name in the folder text/ to bytes; nothing for a document without text, hOCR for one with pictures alone."""
    if document.restored is None or document.doc_id is None:
        return {}
    raw = document.restored.reading.raw
    texts = {
        f"{document.doc_id}.txt": restored_text(document.restored).encode("utf-8", "replace"),
        f"{document.doc_id}.raw.txt": raw.encode("utf-8", "replace"),
    }
    placed = hocr_of(document) if hocr else None
    return texts if placed is None else texts | {f"{document.doc_id}.hocr": placed}


def restored_text(restored: Restored) -> str:
    """The whole restored text, as many lines as the raw one."""
    by_line: dict[tuple[int | None, int], list[Correction]] = defaultdict(list)
    for correction in restored.corrections:
        by_line[correction.page, correction.line].append(correction)
    return "\n".join(
        replay_line(line.raw, by_line.get((page.number, number), ()))
        for page in restored.reading.pages
        for number, line in enumerate(page.lines, 1)
    )
