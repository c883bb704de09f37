"""The text files of a document: restored and as recognised, with the same lines and form feeds.

A page's first line carries its form feed in `raw` (see `extract.model`); the restored line has none, so it is put back.
"""

from __future__ import annotations

from extract.tables.document import Document

FORM_FEED = "\f"


def texts_of(document: Document) -> dict[str, bytes]:
    """Path in the output folder to bytes; nothing for a document without text."""
    if document.restored is None or document.doc_id is None:
        return {}
    raw = document.restored.reading.raw
    return {
        f"text/{document.doc_id}.txt": restored_text(document).encode("utf-8", "replace"),
        f"text/{document.doc_id}.raw.txt": raw.encode("utf-8", "replace"),
    }


def restored_text(document: Document) -> str:
    """The restored lines joined again, form feeds where the raw text has them."""
    assert document.restored is not None
    return "\n".join(
        FORM_FEED + line.text if line.raw.startswith(FORM_FEED) else line.text
        for line in document.restored.lines
    )
