"""Breaks paragraphs into lines and lines into pages, as a scan's text has them: a page number opens each new page."""

from __future__ import annotations

import random
import textwrap

RAW = "!"


def wrap(paragraph: str, width: int) -> list[str]:
    """The lines of a paragraph; one that opens with `!` is a row of a table and stays whole."""
    if paragraph.startswith(RAW):
        return [paragraph.removeprefix(RAW)]
    return textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False)


def paginate(lines: list[str], per_page: int) -> str:
    """Pages joined by form feeds, each but the first opened by its number."""
    pages = [lines[i : i + per_page] for i in range(0, len(lines), per_page)]
    texts = ["\n".join(page if n == 1 else [str(n), "", *page]) for n, page in enumerate(pages, 1)]
    return "\n\f".join(texts) + "\n"


def lay_out(head: list[str], paragraphs: list[str], foot: list[str], rng: random.Random) -> str:
    """The text of a document."""
    width, per_page = rng.randint(68, 84), rng.randint(34, 46)
    body: list[str] = []
    for paragraph in paragraphs:
        gap = [""] if paragraph.isupper() or rng.random() < 0.05 else []
        body += [*gap, *wrap(paragraph, width)]
    while (len(head) + len(body)) % per_page > per_page - len(foot) - 3:
        per_page += 1  # the end of a document stands on one page
    return paginate([*head, *body, *foot], per_page)
