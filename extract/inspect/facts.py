"""What was found in the document, and what a person should look at, as HTML tables."""

from __future__ import annotations

import html
from collections.abc import Iterator

from extract.inspect.marks import level
from extract.inspect.words import both
from extract.model import Evidence
from extract.records import Checked, ReviewItem
from extract.tables.document import Document

_SHOWN = 12  # cells to look at; all are in review.csv


def facts(document: Document) -> str:
    """The fields of each part with their probabilities, and the list of cells to look at."""
    several = len(document.parts) > 1
    parts = "".join(_part(part, several=several) for part in document.parts)
    items = [item for part in document.parts for item in part.review]
    return f'<section class="facts"><div><h2>{both("fields")}</h2>{parts}</div><div><h2>{both("review")}</h2>{_review(items)}</div></section>'


def _part(part: Checked, *, several: bool) -> str:
    head = f"<h3>{both('part', number=part.extracted.part)}</h3>" if several else ""
    rows = "".join(
        f"<tr><th>{both(field.name, 'field')}</th><td>{html.escape(field.value)}</td>"
        f'<td class="{level(field.at.confidence)}"><i>{field.at.confidence:.0%}</i></td>'
        f"<td>{_where(field.at)}</td></tr>"
        for field in part.extracted.fields
    )
    return head + (f"<table>{rows}</table>" if rows else f"<p>{both('no_fields')}</p>")


def _where(at: Evidence) -> str:
    if at.page is None:
        return both("line", line=at.line_start)
    told = both("where", page=at.page, line=at.line_start)
    return f'<a href="#page-{at.page}">{told}</a>'


def _review(items: list[ReviewItem]) -> str:
    if not items:
        return f"<p>{both('no_review')}</p>"
    items = sorted(items, key=lambda item: -item.priority)
    more = len(items) - _SHOWN
    rest = f"<p>{both('more_review', number=more)}</p>" if more > 0 else ""
    return f"<table>{''.join(_rows(items[:_SHOWN]))}</table>{rest}"


def _rows(items: list[ReviewItem]) -> Iterator[str]:
    for item in items:
        page = (
            f'<a href="#page-{item.page}">{both("page", number=item.page)}</a>' if item.page else ""
        )
        others = ", ".join(item.alternatives)
        yield (
            f"<tr><th>{both(item.field or 'row', 'field')}<small>{both(item.table, 'table')}</small></th>"
            f"<td>{html.escape(item.value)}<small>{html.escape(others)}</small></td>"
            f"<td>{both(item.reason, 'reason')}</td><td>{page}</td></tr>"
        )
