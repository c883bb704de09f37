"""A page's restored text as HTML: lines in their areas, tables as tables, each word coloured as on the picture."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from extract.inspect.marks import classes, note
from extract.inspect.words import both
from extract.model import Page, Region
from extract.tables.placed import Area, PlacedWord, areas

_SEPARATOR = " | "


def text(page: Page, words: Sequence[Sequence[PlacedWord]]) -> str:
    """The page's text; `words` are those of each of its lines."""
    if not any(words):
        return f'<p class="none">{both("empty")}</p>'
    return "".join(_area(page, area, words) for area in areas(page))


def _area(page: Page, area: Area, words: Sequence[Sequence[PlacedWord]]) -> str:
    numbers = range(area.first, area.first + area.count)
    if area.region is Region.TABLE:
        rows = "".join(_row(page.lines[n].raw, words[n]) for n in numbers)
        return f'<div class="area wide"><table>{rows}</table></div>'
    lines = "".join(f"<p>{_words(words[n])}</p>" for n in numbers if words[n])
    return f'<div class="area {area.region}">{lines}</div>' if lines else ""


def _row(raw: str, words: Sequence[PlacedWord]) -> str:
    """A row's words in the cells that its separators make."""
    cells: list[list[PlacedWord]] = [[] for _ in range(raw.count(_SEPARATOR) + 1)]
    for word in words:
        cells[raw[: word.start].count(_SEPARATOR)].append(word)
    return "<tr>" + "".join(f"<td>{_words(cell)}</td>" for cell in cells) + "</tr>"


def _words(words: Sequence[PlacedWord]) -> str:
    return " ".join(_told(words))


def _told(words: Sequence[PlacedWord]) -> Iterator[str]:
    for word in words:
        told = html.escape(word.text)
        yield f'<span class="{classes(word)}" tabindex="0">{told}{note(word)}</span>'
