"""A text as a restored document, without files: what ingest and restore hand to the parser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extract.model import Line, Page, Reading, Restored, TextLine, TextSource

CASES = Path(__file__).parent / "cases" / "parse"


def cases(name: str) -> list[Any]:
    loaded: list[Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def labels(found: list[Any]) -> list[str]:
    return [case["label"] for case in found]


def text_lines_of(text: str) -> tuple[TextLine, ...]:
    page, number, lines = (1 if "\f" in text else None), 0, []
    for raw in text.split("\n"):
        if raw.startswith("\f") and page:
            page, number = page + 1, 0
        number += 1
        lines.append(TextLine(page, number, raw, raw.replace("\f", "").rstrip("\r")))
    return tuple(lines)


def restored_of(text: str, recognised: str | None = None) -> Restored:
    """`recognised` is the raw text where restoration changed letters (as many lines)."""
    lines = text_lines_of(text)
    raws = (recognised or text).split("\n")
    lines = tuple(
        TextLine(line.page, line.number, raw, line.text)
        for line, raw in zip(lines, raws, strict=True)
    )
    pages: dict[int | None, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(Line(line.raw))
    read = tuple(Page(p, tuple(found), TextSource.TEXT_INPUT) for p, found in pages.items())
    return Restored(Reading(read), lines, ())
