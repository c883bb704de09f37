"""Word files (.docx, .docm) to pages of lines: paragraphs with their list numbers, tables as rows, text boxes, page breaks.

Only the XML that holds text is unpacked: macros, pictures and links are never touched, and the unpacked size is limited
before anything is parsed (promises I4, S4). A table without rules is a form's layout (the head of every document): its
columns are told one after the other, as a page is read. A ruled table gives a line a row, cells joined by " | ".
Source: ECMA-376, part 1, section 17 (WordprocessingML).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.etree import ElementTree as ET

from extract.errors import EncryptedInput, TooLargeInput, UnreadableInput
from extract.ingest.docx_lists import NO_TEXT, ListCounters, W, child, flag, paragraphs_in, value
from extract.ingest.sniff import paginate
from extract.model import Cell, Line, Page, Region, Table, TextSource
from extract.secret_marks import mark_in

_MOST_BYTES = 48_000_000  # of unpacked XML in one part: some 1,500 pages
_MOST_FILES = 20_000
_DEEPEST = 12  # tables within tables
_DOCUMENT, _LISTS, _STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"
_SEPARATOR = " | "
_PAGE = "\f"
_WRAPS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"})
_NO_RULE = frozenset({"nil", "none"})
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The XML of a Word file that holds text."""

    body: ET.Element
    headers: tuple[ET.Element, ...]
    marks: tuple[str, ...]  # of secrecy, in feet and in letters drawn behind the text
    lists: ListCounters
    styles: dict[str, ET.Element]
    pictures: int


@dataclass(slots=True)
class _Made:
    """Lines and tables while they are made; a page break waits for the next line."""

    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def say(self, text: str, region: Region = Region.BODY) -> None:
        """Add the lines of a text."""
        self.lines += [Line(line, region=region) for line in text.split("\n")]


def read_pages(data: bytes) -> tuple[Page, ...]:
    """The pages of a Word file; numbers are `None` where it has no page break of its own.

    `UnreadableInput`: no Word file, or damaged. `EncryptedInput`. `TooLargeInput`: it unpacks to more than 48 MB a part.
    """
    try:
        return _read(_opened(data))
    except RecursionError as error:
        why, do = "its parts are nested too deeply", "Save it anew with a word processor."
        raise UnreadableInput("Word file", why, do) from error


def _read(parts: _Parts) -> tuple[Page, ...]:
    made = _Made()
    for mark in parts.marks:
        made.say(mark, Region.MARGIN)
    for header in parts.headers:
        _blocks(header, parts, made)
    _blocks(parts.body, parts, made)
    notes = (f"{parts.pictures} pictures in it were not read",) if parts.pictures else ()
    return tuple(_pages(made, notes))


def _pages(made: _Made, notes: tuple[str, ...]) -> Iterator[Page]:
    lines = made.lines or [Line("")]
    starts = paginate([line.raw for line in lines])
    for index, (start, end) in enumerate(pairwise([*starts, len(lines)])):
        number = index + 1 if len(starts) > 1 else None
        tables = tuple(
            Table(table.first_line - start, table.cells)
            for table in made.tables
            if start <= table.first_line < end
        )
        own = () if index else notes
        yield Page(number, tuple(lines[start:end]), TextSource.DOCX, tables, own)


def _opened(data: bytes) -> _Parts:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _taken(archive)
    except _BROKEN as error:
        raise _unreadable("its structure is damaged") from error


def _taken(archive: zipfile.ZipFile) -> _Parts:
    names = archive.namelist()
    if _DOCUMENT not in names or len(names) > _MOST_FILES:
        raise _unreadable("it is a ZIP archive or an office file, but no Word document")
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise EncryptedInput("Word file", "it is encrypted", "Remove the password and run again.")
    document = _xml(archive, _DOCUMENT)
    body = child(document, "body")
    styles = _xml(archive, _STYLES) if _STYLES in names else ET.Element("none")
    lists = _xml(archive, _LISTS) if _LISTS in names else None
    headers = [_xml(archive, name) for name in _numbered(names, "word/header")]
    feet = (_xml(archive, name) for name in _numbered(names, "word/footer"))
    known = {str(style.get(f"{W}styleId")): style for style in styles.iter(f"{W}style")}
    return _Parts(
        body if body is not None else document,
        _different(headers),
        tuple(dict.fromkeys(mark for part in (*headers, *feet, document) for mark in _marks(part))),
        ListCounters(lists, known),
        known,
        pictures=sum(name.startswith("word/media/") for name in names),
    )


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    """A part parsed; entity declarations, which Word never writes, are refused."""
    with archive.open(name) as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise TooLargeInput(
            "Word file", f"its text unpacks to more than {_MOST_BYTES // 10**6} MB", "Split it."
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _unreadable("it declares entities, as no word processor does")
    try:
        return ET.fromstring(data)  # noqa: S314 - declarations were refused, the size is limited
    except ET.ParseError as error:
        raise _unreadable("its XML is damaged") from error


def _numbered(names: Sequence[str], start: str) -> list[str]:
    return sorted(name for name in names if name.startswith(start) and name.endswith(".xml"))


def _marks(part: ET.Element) -> Iterator[str]:
    """Marks of secrecy among the drawn letters of a part, and the paragraphs of a foot (promise S5)."""
    texts = (node.get("string", "") for node in part.iter() if node.tag.endswith("}textpath"))
    feet = part.iter(f"{W}p") if part.tag == f"{W}ftr" else ()
    paragraphs = ("".join(_texts(node)) for node in feet)
    yield from (text.strip() for text in (*texts, *paragraphs) if mark_in(text) is not None)


def _different(headers: Sequence[ET.Element]) -> tuple[ET.Element, ...]:
    """Running heads that say something (no page number), each once."""
    said: dict[str, ET.Element] = {}
    for header in headers:
        text = " ".join("".join(node.itertext()) for node in header.iter(f"{W}t")).strip()
        if any(letter.isalpha() for letter in text):
            said.setdefault(text, header)
    return tuple(said.values())


def _blocks(parent: ET.Element, parts: _Parts, made: _Made, depth: int = 0) -> None:
    """Paragraphs and tables in the order of the file."""
    for node in parent:
        if node.tag == f"{W}p":
            made.say("\n".join(line.rstrip(" ") for line in _paragraph(node, parts).split("\n")))
        elif node.tag == f"{W}tbl" and depth < _DEEPEST:
            _table(node, parts, made, depth)
        elif node.tag not in NO_TEXT:
            _blocks(node, parts, made, depth)


def _paragraph(node: ET.Element, parts: _Parts) -> str:
    """The text boxes anchored in a paragraph, a line each, then its own text behind its number."""
    boxes = [_paragraph(inner, parts) for inner in paragraphs_in(node)]
    properties = child(node, "pPr")
    label = parts.lists.label(properties)
    text = "".join(_texts(node))
    broken = text.startswith(_PAGE) or flag(properties, "pageBreakBefore")
    own = f"{label} {text.removeprefix(_PAGE)}" if label else text.removeprefix(_PAGE)
    said = (_PAGE if broken else "") + own.replace(_PAGE, f"\n{_PAGE}")
    return "\n".join([*filter(None, boxes), said])


def _texts(node: ET.Element) -> Iterator[str]:
    """The text of a paragraph: runs inserted by revisions, links and fields too; deleted ones and boxes not."""
    for inner in node:
        kind = inner.tag.rpartition("}")[2]
        if kind == "t":
            yield inner.text or ""
        elif kind == "br":
            yield _PAGE if inner.get(f"{W}type") == "page" else "\n"
        elif kind in _SIGNS:
            yield _SIGNS[kind]
        elif inner.tag not in NO_TEXT:
            yield from _texts(inner)


_SIGNS = {"tab": " ", "cr": "\n", "noBreakHyphen": "-"}


def _table(node: ET.Element, parts: _Parts, made: _Made, depth: int) -> None:
    rows = [list(_inner(row, "tc")) for row in _inner(node, "tr")]
    if _is_ruled(node, parts):
        _rows(rows, parts, made)
        return
    for column in range(max(map(len, rows), default=0)):
        for row in rows:
            if column < len(row):
                _blocks(row[column], parts, made, depth + 1)


def _inner(node: ET.Element, name: str) -> Iterator[ET.Element]:
    """The rows of a table or the cells of a row; forms wrap some of them."""
    for inner in node:
        if inner.tag == f"{W}{name}":
            yield inner
        elif inner.tag in _WRAPS:
            yield from _inner(inner, name)


def _rows(rows: Sequence[Sequence[ET.Element]], parts: _Parts, made: _Made) -> None:
    first, cells = len(made.lines), []
    for number, row in enumerate(rows):
        texts: list[str] = []
        for node in row:
            text = " ".join(_cell(node, parts).split())
            cells.append(Cell(number, len(texts), text, None, 1, column_span=_span(node)))
            texts += [text] + [""] * (_span(node) - 1)
        made.say(_SEPARATOR.join(texts), Region.TABLE)
    made.tables.append(Table(first, tuple(cells)))


def _cell(node: ET.Element, parts: _Parts) -> str:
    """A cell on one line; one that only continues the cell above is empty."""
    merged = child(child(node, "tcPr"), "vMerge")
    if merged is not None and merged.get(f"{W}val") != "restart":
        return ""
    inner = _Made()
    _blocks(node, parts, inner, _DEEPEST - 1)
    return " ".join(line.raw.replace(_PAGE, "") for line in inner.lines)


def _span(node: ET.Element) -> int:
    stated = value(child(child(node, "tcPr"), "gridSpan"))
    return min(max(int(stated), 1), 100) if stated and stated.isdigit() else 1


def _is_ruled(table: ET.Element, parts: _Parts) -> bool:
    """Whether lines are drawn in the table: by itself, by its style, or by half of its cells."""
    properties = child(table, "tblPr")
    own = child(properties, "tblBorders")
    if own is not None and any(_is_drawn(side) for side in own):
        return True
    cells = list(table.iter(f"{W}tc"))
    drawn = sum(any(map(_is_drawn, child(child(c, "tcPr"), "tcBorders") or ())) for c in cells)
    if drawn * 2 >= max(1, len(cells)):
        return True
    return own is None and _style_is_ruled(value(child(properties, "tblStyle")), parts)


def _style_is_ruled(name: str | None, parts: _Parts) -> bool:
    for _ in range(_DEEPEST):
        style = parts.styles.get(name or "")
        if style is None:
            return False
        borders = child(child(style, "tblPr"), "tblBorders")
        if borders is not None:
            return any(_is_drawn(side) for side in borders)
        name = value(child(style, "basedOn"))
    return False


def _is_drawn(side: ET.Element) -> bool:
    return side.get(f"{W}val", "none") not in _NO_RULE


def _unreadable(why: str) -> UnreadableInput:
    return UnreadableInput("Word file", why, "Open it in Word or LibreOffice and save it anew.")
