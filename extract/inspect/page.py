"""The whole page: one file that needs nothing else, no script and no network; everything in it is escaped (promise S7). Each page's picture with what was found on it stands beside its text."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from extract.inspect.view import (
    LEVELS,
    DocumentView,
    PageView,
    classes,
    correction_note,
    data_uri,
    level,
    own,
)
from extract.model import (
    Box,
    Correction,
    Evidence,
    Line,
    Page,
    PageRegion,
    Region,
    Restored,
    Word,
    around,
    note_words,
)
from extract.records import Checked, Document, ReviewItem
from extract.tables.definition import DOCUMENTS
from extract.tables.hocr import Area, PlacedWord, areas, placed_words
from extract.tables.package import label
from extract.words import LANGUAGES, both, note, spans

# A page's picture with what was found on it: blocks, tables and words at their places.

_RIGHT, _LOW = 0.6, 0.85  # words beyond open their note to the left, or upwards
Words = Sequence[Sequence[PlacedWord]]  # of each line


def sheet(page: Page, picture: bytes, words: Words) -> str:
    """The picture with its overlays."""
    marks = map(_mark, page.regions)
    parts = (
        *_blocks(page),
        *_tables(page),
        *marks,
        *(_word(word) for line in words for word in line),
    )
    return f'<div class="sheet"><img src="{data_uri(picture)}" alt="">{"".join(parts)}</div>'


def _blocks(page: Page) -> Iterator[str]:
    """Outlines of the page's areas with the names of their regions."""
    for area in areas(page):
        lines = page.lines[area.first : area.first + area.count]
        box = around([line.box for line in lines if line.box])
        if box is not None and area.region is not Region.TABLE:
            name = both(str(area.region), "region")
            yield f'<div class="block" style="{_place(box)}"><small>{name}</small></div>'


def _tables(page: Page) -> Iterator[str]:
    for table in page.tables:
        if table.box is not None:
            yield f'<div class="table" style="{_place(table.box)}"></div>'
        for cell in table.cells:
            if cell.box is not None:
                yield f'<div class="cell" style="{_place(cell.box)}"></div>'


def _mark(region: PageRegion) -> str:
    """The outline of a stamp, seal or note, with its kind, its colour and what was read of it."""
    said = f": {html.escape(' / '.join(region.text.split(chr(10))))}" if region.text else ""
    told = f"{both(str(region.kind), 'beside')}, {both(region.colour, 'colour')}{said}"
    return f'<div class="mark" style="{_place(region.box)}"><small>{told}</small></div>'


def _word(word: PlacedWord) -> str:
    if word.box is None:
        return ""
    side = " left" if word.box.x0 > _RIGHT else ""
    side += " up" if word.box.y0 > _LOW else ""
    return f'<span class="{classes(word)}{side}" style="{_place(word.box)}" tabindex="0">{correction_note(word)}</span>'


def _place(box: Box) -> str:
    """A box as shares of the picture."""
    return (
        f"left:{box.x0:.2%};top:{box.y0:.2%};"
        f"width:{box.x1 - box.x0:.2%};height:{box.y1 - box.y0:.2%}"
    )


# The whole page: one file that needs nothing else, no script and no network; everything in it is escaped (promise S7).
#
# Both languages stand in it; radio buttons and CSS show one, check boxes show or hide words, blocks and tables.

# A page's restored text as HTML: lines in their areas, tables as tables, each word coloured as on the picture.

_SEPARATOR = " | "


def text(page: Page, words: Sequence[Sequence[PlacedWord]]) -> str:
    """The page's text; `words` are those of each of its lines."""
    if not any(words):
        return f'<p class="none">{own("empty")}</p>'
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
        yield f'<span class="{classes(word)}" tabindex="0">{told}{correction_note(word)}</span>'


# What was found in the document, and what a person should look at, as HTML tables.

_SHOWN = 12  # cells to look at; all are in review.csv


def facts(document: Document) -> str:
    """The fields of each part with their probabilities, and the list of cells to look at."""
    several = len(document.parts) > 1
    parts = "".join(_part(part, several=several) for part in document.parts)
    items = [item for part in document.parts for item in part.review]
    return f'<section class="facts"><div><h2>{own("fields")}</h2>{parts}</div><div><h2>{own("review")}</h2>{_review(items)}</div></section>'


def _part(part: Checked, *, several: bool) -> str:
    head = f"<h3>{own('part', number=part.extracted.part)}</h3>" if several else ""
    rows = "".join(
        f"<tr><th>{both(field.name, 'field')}</th><td>{_value(field.name, field.value)}</td>"
        f'<td class="{level(field.at.confidence)}"><i>{field.at.confidence:.0%}</i></td>'
        f"<td>{_where(field.at)}</td></tr>"
        for field in part.extracted.fields
    )
    return head + (f"<table>{rows}</table>" if rows else f"<p>{own('no_fields')}</p>")


_LISTS = {column.name: column.values for column in DOCUMENTS.columns if column.values}


def _value(name: str, value: str) -> str:
    """A value; one of a closed list by its names in both languages."""
    if name not in _LISTS:
        return html.escape(value)
    return spans(label(_LISTS[name], value, "en"), label(_LISTS[name], value, "vi"))


def _where(at: Evidence) -> str:
    if at.page is None:
        return own("line", line=at.line_start)
    told = own("where", page=at.page, line=at.line_start)
    return f'<a href="#page-{at.page}">{told}</a>'


def _review(items: list[ReviewItem]) -> str:
    if not items:
        return f"<p>{own('no_review')}</p>"
    items = sorted(items, key=lambda item: -item.priority)
    more = len(items) - _SHOWN
    rest = f"<p>{own('more_review', number=more)}</p>" if more > 0 else ""
    return f"<table>{''.join(_rows(items[:_SHOWN]))}</table>{rest}"


def _rows(items: list[ReviewItem]) -> Iterator[str]:
    for item in items:
        page = (
            f'<a href="#page-{item.page}">{own("page", number=item.page)}</a>' if item.page else ""
        )
        others = ", ".join(item.alternatives)
        yield (
            f"<tr><th>{both(item.field or 'row', 'field')}<small>{both(item.table, 'table')}</small></th>"
            f"<td>{html.escape(item.value)}<small>{html.escape(others)}</small></td>"
            f"<td>{both(item.reason, 'reason')}</td><td>{page}</td></tr>"
        )


_STYLE = Path(__file__).parent / "style.css"
_LAYERS = ("words", "blocks", "tables", "marks")
_HEAD = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>{title}</title><style>
{style}</style></head><body>
<input type="radio" name="language" id="vi"{vi}><input type="radio" name="language" id="en"{en}>
{layers}
<main>
"""


def page(view: DocumentView, language: str = LANGUAGES[0]) -> str:
    """The HTML of a document; both languages stand in it, and this one is shown first."""
    return "".join(_parts(view, language))


def _parts(view: DocumentView, language: str) -> Iterator[str]:
    name = view.document.sources[0]
    layers = "".join(f'<input type="checkbox" id="{layer}" checked>' for layer in _LAYERS)
    style = _STYLE.read_text(encoding="utf-8")
    first = {one: " checked" * (one == language) for one in LANGUAGES}
    title = html.escape(name)
    yield _HEAD.format(title=title, style=style, layers=layers, language=language, **first)
    yield _bar(view)
    if view.document.restored is not None:
        yield _notes(view.document.restored.reading.notes)
    yield facts(view.document)
    corrections = _by_place(view.document.restored)
    for number, shown in enumerate(view.pages, 1):
        yield _page(shown, number, corrections)
    yield "</main></body></html>\n"


def _bar(view: DocumentView) -> str:
    """Name, pages, switches and the legend; it stays in sight."""
    document = view.document
    switches = "".join(f'<label for="{layer}">{own(layer)}</label>' for layer in _LAYERS)
    drawn = any(shown.original is not None for shown in view.pages)
    show = f'<div class="show">{own("show")} {switches}</div>' if drawn else ""
    steps = "".join(f'<span class="w {name}">{own(name)}</span>' for name in LEVELS)
    return (
        f"<header><h1>{html.escape(document.sources[0])}</h1>"
        f"<p>{own('pages', shown=len(view.pages), count=view.count)} · {_changed(document)}</p>"
        '<nav><label for="vi">Tiếng Việt</label><label for="en">English</label></nav>'
        f"{show}"
        f'<div class="legend">{own("legend")}: {steps}'
        f'<span class="w changed">{own("changed")}</span></div></header>'
    )


def _changed(document: Document) -> str:
    restored = document.restored
    if restored is None:
        return ""
    share = f"{restored.restored_share:.1%}"
    return own("corrections", number=len(restored.corrections), share=share)


Place = tuple[int | None, int]


def _by_place(restored: Restored | None) -> dict[Place, list[Correction]]:
    found: dict[Place, list[Correction]] = defaultdict(list)
    for correction in restored.corrections if restored else ():
        found[correction.page, correction.line].append(correction)
    return found


def _page(view: PageView, number: int, corrections: dict[Place, list[Correction]]) -> str:
    read = view.page
    head = f"<h2>{own('page', number=number)} <small>{both(str(read.text_source), 'source')}</small></h2>"
    words = [_words_of(line, read, n, corrections) for n, line in enumerate(read.lines, 1)]
    failed = (
        f'<p class="failed">{own("failed")}: {note(note_words(read.failure))}</p>'
        if read.failure
        else ""
    )
    body = failed + _pictures(view, words) + ("" if read.failure else _text(view, words))
    return f'<section class="page" id="page-{number}">{head}{_notes(read.notes)}{body}</section>\n'


def _notes(notes: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{note(note_words(said))}</li>' for said in notes)}</ul>"


def _text(view: PageView, words: Sequence[Sequence[PlacedWord]]) -> str:
    """The restored text; what was read beside it, where no picture shows it."""
    restored = f'<div class="text"><h3>{own("reading")}</h3>{text(view.page, words)}</div>'
    if view.original is not None:
        return restored
    raw = html.escape("\n".join(line.raw.strip("\f") for line in view.page.lines))
    return f'<div class="pictures"><div><h3>{own("raw")}</h3><pre>{raw}</pre></div>{restored}</div>'


def _words_of(
    line: Line, read: Page, at: int, corrections: dict[Place, list[Correction]]
) -> tuple[PlacedWord, ...]:
    """The words of a line; those of a text that was not read from a picture are what stands between its spaces."""
    if not line.words:
        found = (Word(m[0], m.start()) for m in re.finditer(r"\S+", line.raw) if m[0] != "|")
        line = replace(line, words=tuple(found))
    return placed_words(line, corrections.get((read.number, at), ()))


def _pictures(view: PageView, words: Sequence[Sequence[PlacedWord]]) -> str:
    if view.original is None or view.cleaned is None:
        return ""
    cleaned = f'<img src="{data_uri(view.cleaned)}" alt="">'
    return (
        f'<div class="pictures"><figure><figcaption>{own("original")}</figcaption>'
        f"{sheet(view.page, view.original, words)}</figure>"
        f'<figure><figcaption>{own("cleaned")}</figcaption><div class="sheet">{cleaned}</div></figure></div>'
    )
