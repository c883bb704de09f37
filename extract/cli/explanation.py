"""The words of `vanban explain`: notes of the pages, corrections with their evidence, and the cells that rest on a line."""

from __future__ import annotations

from collections.abc import Iterator

from extract.errors import UsageError
from extract.model import Correction, Evidence, PageRegion, Restored, TextLine, note_words
from extract.records import Checked, Document, Row, Status
from extract.tables.definition import ROWS, columns_of


def explain_document(document: Document) -> Iterator[str]:
    """File, pages, parts with their fields, rows a table, and what needs a look."""
    yield f"{document.sources[0]}: {document.status}, {document.pages} pages, sha256 {document.sha256}"
    if document.restored is None:
        yield from _withheld(document)
        return
    yield from _reading(document.restored)
    yield from _restoration(document.restored)
    for part in document.parts:
        yield from _part(part)


def explain_line(document: Document, page: int | None, number: int) -> Iterator[str]:
    """A line as recognised and restored, what was changed, and the fields and rows that rest on it."""
    if document.restored is None:
        yield from _withheld(document)
        return
    line = _find(document.restored, page, number)
    yield f"page {line.page or '-'}, line {line.number}, {line.region}, {_sure(line.confidence)}"
    yield f"  recognised  {line.raw.lstrip(chr(12))!r}"
    yield f"  restored    {line.text!r}"
    found = document.restored.corrections
    yield from map(_correction, (c for c in found if (c.page, c.line) == (line.page, line.number)))
    for part in document.parts:
        yield from _resting(part, line)


def _withheld(document: Document) -> Iterator[str]:
    if document.status is Status.WITHHELD:
        doubt = ", read with a doubt" if document.flags else ""
        where = f" on {document.mark_at}{doubt}"
        yield f"It bears a mark of secrecy ({document.secrecy}){where}; --include-secret shows it."


def _find(restored: Restored, page: int | None, number: int) -> TextLine:
    page = page or restored.lines[0].page
    for line in restored.lines:
        if (line.page, line.number) == (page, number):
            return line
    last = restored.lines[-1]
    where = f"page {last.page}, line {last.number}" if last.page else f"line {last.number}"
    raise UsageError(f"Line {number}", f"the last line is {where}", "Name a line that is there.")


def _reading(restored: Restored) -> Iterator[str]:
    yield "Reading"
    yield from (f"  {note_words(note)}" for note in restored.reading.notes)
    for page in restored.reading.pages:
        failed = f", failed: {note_words(page.failure)}" if page.failure else ""
        yield f"  page {page.number or '-'}: {page.text_source}, {len(page.lines)} lines{failed}"
        yield from (f"    {note_words(note)}" for note in page.notes)
        yield from (f"    {_beside(region)}" for region in page.regions)


def _beside(region: PageRegion) -> str:
    """A stamp, seal or note in a line: kind, colour, where, and what it says."""
    box = region.box
    where = f"{box.x0:.0%} to {box.x1:.0%} across, {box.y0:.0%} to {box.y1:.0%} down"
    words = " / ".join(region.text.split("\n"))
    said = f": {words!r}, {_sure(region.confidence)}" if words else ""
    return f"{region.kind.replace('_', ' ')}, {region.colour}, {where}{said}"


def _restoration(restored: Restored) -> Iterator[str]:
    share = f"{restored.restored_share:.1%} of the syllables changed"
    yield f"Restoration: encoding {restored.encoding}, {share}, {len(restored.corrections)} corrections"
    yield from (f"  {note}" for note in restored.notes)


def _part(part: Checked) -> Iterator[str]:
    extracted = part.extracted
    yield f"Part {extracted.part}" + (
        f", flags {', '.join(extracted.flags)}" if extracted.flags else ""
    )
    for field in extracted.fields:
        yield f"  {field.name:<18}{field.value}   [{_where(field.at)}, {field.at.rule}, {_sure(field.at.confidence)}]"
    for table in ROWS:
        rows = getattr(extracted, table.name)
        if rows:
            yield f"  {table.name}: {len(rows)} rows"
            yield from (f"    {_row(row)}" for row in rows)
    for item in part.review:
        cell = f"{item.table}.{item.field}" if item.field else item.table
        row = f", row {item.row}" if item.row else ""
        yield f"  look at {cell}{row}: {item.value!r} ({item.reason})"


def _row(row: Row) -> str:
    cells = ((c.name, getattr(row, c.name)) for c in columns_of(type(row)))
    shown = ", ".join(f"{name}={value}" for name, value in cells if value is not None)
    return f"[{_where(row.at)}, {row.at.rule}] {shown}"


def _correction(change: Correction) -> str:
    others = f", or {', '.join(change.alternatives)}" if change.alternatives else ""
    return f"  {change.start}-{change.end}  {change.before!r} -> {change.after!r}  {change.rule}, {_sure(change.confidence)}{others}"


def _resting(part: Checked, line: TextLine) -> Iterator[str]:
    for field in part.extracted.fields:
        if _covers(field.at, line):
            yield f"  field documents.{field.name} = {field.value!r} ({field.at.rule}, {_sure(field.at.confidence)})"
    for table in ROWS:
        for number, row in enumerate(getattr(part.extracted, table.name), 1):
            if _covers(row.at, line):
                yield f"  {table.name} row {number}: {_row(row)}"


def _covers(at: Evidence, line: TextLine) -> bool:
    return at.page == line.page and at.line_start <= line.number <= at.line_end


def _where(at: Evidence) -> str:
    lines = f"{at.line_start}" if at.line_start == at.line_end else f"{at.line_start}-{at.line_end}"
    return f"page {at.page}, line {lines}" if at.page else f"line {lines}"


def _sure(confidence: float | None) -> str:
    return "confidence unknown" if confidence is None else f"{confidence:.2f} sure"
