"""A document's context from plain text: no header to be cut, the header's fields given."""

from __future__ import annotations

from extract.dictionaries import load
from extract.model import TextLine
from extract.parse.outline import Context, build_outline
from extract.parse.passage import text_lines
from extract.records import Header


def context_of(text: str, **header: str | None) -> Context:
    words = load()
    page, number, lines = (1 if "\f" in text else None), 0, []
    for raw in text.split("\n"):
        if raw.startswith("\f") and page:
            page, number = page + 1, 0
        number += 1
        lines.append(TextLine(page, number, raw, raw.lstrip("\f")))
    body = text_lines(lines)
    return Context(Header(**header), build_outline(body, words), body, words)
