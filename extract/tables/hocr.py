"""A document's pages as hOCR 1.2: areas, lines and words with boxes, in reading order, for other tools.

The words are the restored ones; `data-raw` keeps what was read where that differs, `data-rule` why it was changed. An area is one
`ocr_par`, without which OCRmyPDF reads nothing; a line is as high as its words, and its baseline the lower edge. `x_wconf` is the calibrated probability, in percent, that the word is right; a text layer states none. Boxes are pixels of the
page as it came. Source: hOCR 1.2, https://kba.github.io/hocr-spec/1.2/ (media type `text/vnd.hocr+html`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import metadata
from xml.etree import ElementTree as ET

from msgspec import structs

from extract.model import (
    Box,
    Correction,
    Line,
    Page,
    Region,
    Restored,
    Size,
    Word,
    around,
    note_words,
)
from extract.records import Document
from extract.restore.lines import replay_line

# Restored words with the places they were read at: what hOCR and `vanban inspect` show.
#
# Corrections may join, split or shift words. A line is therefore cut at the spaces that no correction covers; within a
# piece, words are paired one by one where as many stand before as after, else the box of the whole piece is shared out by length.

_GAPS = re.compile(r"\s+")
# A word that restoration looked at and left is right more often than its reader said: odds five times those of the reading
# (two sets of real scans, 19,500 words; a reading of 0.95 was right in 0.992). Figures are not restored.
_LEFT_ODDS, _MOST_LEFT = 5.0, 0.998
_DIGIT = re.compile(r"\d")
_SEPARATOR = "|"  # between the cells of a table's row; no word of the page


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """A restored word: where it stands, what was read there, how sure it is, and the corrections that made it."""

    text: str
    raw: str
    box: Box | None
    confidence: float | None
    start: int  # of what was read, in the raw line
    corrections: tuple[Correction, ...] = ()
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """Lines that stand together: those of one region in a row, or of one ruled table; `first` is 0-based."""

    region: Region
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Part of a line between two spaces that no correction covers: its offsets, words and corrections."""

    start: int
    end: int
    words: tuple[Word, ...]
    corrections: tuple[Correction, ...]


def placed_words(line: Line, corrections: Sequence[Correction]) -> tuple[PlacedWord, ...]:
    """The restored words of a line that were read as words; `corrections` are those of this line."""
    return tuple(word for piece in _pieces(line, corrections) for word in _placed(line, piece))


def areas(page: Page) -> list[Area]:
    """The page's lines in areas, in reading order."""
    tables = {table.first_line for table in page.tables}
    found: list[Area] = []
    for index, line in enumerate(page.lines):
        if found and found[-1].region is line.region and index not in tables:
            found[-1] = replace(found[-1], count=found[-1].count + 1)
        else:
            found.append(Area(line.region, index, 1))
    return found


def _pieces(line: Line, corrections: Sequence[Correction]) -> Iterator[_Piece]:
    start = 0
    for end in (*_cuts(line.raw, corrections), len(line.raw)):
        words = tuple(word for word in line.words if start <= word.start < end)
        if words:
            inside = tuple(c for c in corrections if start <= c.start and c.end <= end)
            yield _Piece(start, end, words, inside)
        start = end


def _cuts(raw: str, corrections: Sequence[Correction]) -> Iterator[int]:
    """Ends of spaces that no correction covers or touches from both sides."""
    for gap in _GAPS.finditer(raw):
        if not any(c.start < gap.end() and gap.start() < c.end for c in corrections):
            yield gap.end()


def _placed(line: Line, piece: _Piece) -> Iterator[PlacedWord]:
    moved = [
        structs.replace(c, start=c.start - piece.start, end=c.end - piece.start)
        for c in piece.corrections
    ]
    restored = replay_line(line.raw[piece.start : piece.end], moved)
    texts = [text for text in restored.split() if text != _SEPARATOR]
    if len(texts) == len(piece.words):
        yield from (_paired(*pair, piece) for pair in zip(texts, piece.words, strict=True))
    else:
        yield from _shared(texts, piece)


def _paired(text: str, word: Word, piece: _Piece) -> PlacedWord:
    end = word.start + len(word.text)
    own = tuple(c for c in piece.corrections if c.start < end and word.start < c.end)
    read = tuple(other.text for other in word.alternatives)
    if not own:
        return PlacedWord(
            text,
            word.text,
            word.box,
            left_alone(word),
            word.start,
            corrections=(),
            alternatives=read,
        )
    others = own[0].alternatives if len(own) == 1 else ()
    return PlacedWord(
        text, word.text, word.box, _least(own), word.start, corrections=own, alternatives=others
    )


def left_alone(word: Word) -> float | None:
    """The probability that a word is right which restoration could have changed and did not; `None` where none is said.

    >>> left_alone(Word("xã", 0, confidence=0.8)), left_alone(Word("12", 0, confidence=0.8))
    (0.952, 0.8)
    """
    sure = word.confidence
    if sure is None or _DIGIT.search(word.text):
        return sure
    return max(sure, min(_MOST_LEFT, round(_LEFT_ODDS * sure / (1 + (_LEFT_ODDS - 1) * sure), 3)))


def _shared(texts: Sequence[str], piece: _Piece) -> Iterator[PlacedWord]:
    """Words that were joined or split: each gets its share of the box around what was read."""
    raw = " ".join(word.text for word in piece.words)
    box = around([word.box for word in piece.words if word.box])
    total, at, found = sum(map(len, texts)), 0, piece.corrections
    for text in texts:
        share = box and _share(box, at / total, (at + len(text)) / total)
        yield PlacedWord(text, raw, share, _least(found), piece.words[0].start, corrections=found)
        at += len(text)


def _share(box: Box, start: float, end: float) -> Box:
    width = box.x1 - box.x0
    return replace(box, x0=round(box.x0 + width * start, 5), x1=round(box.x0 + width * end, 5))


def _least(corrections: Sequence[Correction]) -> float | None:
    return min((c.confidence for c in corrections), default=None)


_SPACE = "http://www.w3.org/1999/xhtml"
_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="{_SPACE}" xml:lang="vi" lang="vi">
"""
_CLASSES = ("ocr_page", "ocr_carea", "ocr_table", "ocr_par", "ocr_line", "ocrx_word")
#: Characters that XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEAST_DPI = 1


def hocr_of(document: Document) -> bytes | None:
    """The hOCR file of a document, `None` where no page of it has a picture (text input, withheld, failed)."""
    restored = document.restored
    if restored is None or not any(page.size for page in restored.reading.pages):
        return None
    lines = by_line(restored)
    pages = (
        _page(page, number, document.sources[0], lines.get(page.number, {}))
        for number, page in enumerate(restored.reading.pages)
    )
    return "".join([_HEAD, _head(document), "<body>\n", *pages, "</body>\n</html>\n"]).encode()


def _head(document: Document) -> str:
    head = ET.Element("head")
    ET.SubElement(head, "title").text = clean(document.sources[0])
    pages = document.restored.reading.pages if document.restored else ()
    facts = {
        "ocr-system": f"vanban {metadata.version('vanban')}",
        "ocr-capabilities": " ".join(_CLASSES),
        "ocr-langs": "vi",
        "ocr-number-of-pages": str(len(pages)),
    }
    for name, content in facts.items():
        ET.SubElement(head, "meta", {"name": name, "content": content})
    return written(head)


def written(node: ET.Element) -> str:
    """An element as indented text."""
    ET.indent(node, " ")
    return ET.tostring(node, encoding="unicode", short_empty_elements=False) + "\n"


ByLine = dict[int, list[Correction]]  # by a line's number, 1-based


def by_line(restored: Restored) -> dict[int | None, ByLine]:
    """The corrections by page and line."""
    found: dict[int | None, ByLine] = defaultdict(lambda: defaultdict(list))
    for correction in restored.corrections:
        found[correction.page][correction.line].append(correction)
    return found


def _page(page: Page, index: int, source: str, corrections: ByLine) -> str:
    """A page as text: written one by one, so that a book needs no tree of all its words."""
    size = page.size or Size(0, 0)
    title = [f"image {_quoted(source)}", f"bbox 0 0 {size.width} {size.height}", f"ppageno {index}"]
    if size.dpi is not None and size.dpi >= _LEAST_DPI:
        title.append(f"scan_res {round(size.dpi)} {round(size.dpi)}")
    node = ET.Element("div", _attributes("ocr_page", f"page_{index + 1}", title))
    node.set("data-text-source", str(page.text_source))
    if page.failure is not None:
        node.set("data-failure", clean(note_words(page.failure)))
    for number, area in enumerate(areas(page), 1):
        _area(node, page, area, f"{index + 1}_{number}", corrections)
    return written(node)


def _area(
    parent: ET.Element,
    page: Page,
    area: Area,
    key: str,
    corrections: ByLine,
) -> None:
    lines = [
        words
        for number in range(area.first, area.first + area.count)
        if (words := _boxed(page, number, corrections.get(number + 1, ())))
    ]
    box = around([box for words in lines for box in _boxes(words)])
    if box is None:
        return
    kind = "ocr_table" if area.region is Region.TABLE else "ocr_carea"
    node = _element(parent, "div", kind, f"block_{key}", [_bbox(box, page.size)])
    node.set("data-region", str(area.region))
    paragraph = _element(node, "p", "ocr_par", f"par_{key}", [_bbox(box, page.size)])
    for number, words in enumerate(lines, 1):
        _line(paragraph, page, words, f"{key}_{number}")


def _boxed(page: Page, index: int, corrections: Sequence[Correction]) -> list[PlacedWord]:
    return [word for word in placed_words(page.lines[index], corrections) if word.box and word.text]


def _boxes(words: Sequence[PlacedWord]) -> Iterator[Box]:
    return (word.box for word in words if word.box)


def _line(parent: ET.Element, page: Page, words: Sequence[PlacedWord], key: str) -> None:
    box = around(list(_boxes(words)))
    assert box is not None, "only lines with boxes come here"
    height = round((box.y1 - box.y0) * (page.size.height if page.size else 0))
    title = [_bbox(box, page.size), "baseline 0 0", f"x_size {max(1, height)}"]
    node = _element(parent, "span", "ocr_line", f"line_{key}", title)
    for number, word in enumerate(words, 1):
        _word(node, page, word, f"{key}_{number}")


def _word(parent: ET.Element, page: Page, word: PlacedWord, key: str) -> None:
    assert word.box is not None, "only words with boxes come here"
    title = [_bbox(word.box, page.size)]
    if word.confidence is not None:
        title.append(f"x_wconf {round(100 * word.confidence)}")
    node = _element(parent, "span", "ocrx_word", f"word_{key}", title)
    node.text = clean(word.text)
    if word.raw != word.text:
        node.set("data-raw", clean(word.raw))
    if word.corrections:
        node.set("data-rule", " ".join(dict.fromkeys(c.rule for c in word.corrections)))


def _element(parent: ET.Element, tag: str, kind: str, key: str, title: Sequence[str]) -> ET.Element:
    return ET.SubElement(parent, tag, _attributes(kind, key, title))


def _attributes(kind: str, key: str, title: Sequence[str]) -> dict[str, str]:
    return {"class": kind, "id": key, "title": "; ".join(title)}


def _bbox(box: Box, size: Size | None) -> str:
    """A box in whole pixels, at least one wide and high."""
    width, height = (size.width, size.height) if size else (0, 0)
    x0, y0 = round(box.x0 * width), round(box.y0 * height)
    x1, y1 = max(x0 + 1, round(box.x1 * width)), max(y0 + 1, round(box.y1 * height))
    return f"bbox {x0} {y0} {min(x1, width)} {min(y1, height)}"


def _quoted(text: str) -> str:
    """A file's name as hOCR's delimited string: no line feed, no quotation mark within."""
    return '"' + clean(text).replace('"', "'").replace("\n", " ") + '"'


def clean(text: str) -> str:
    """A text with what XML cannot hold replaced."""
    return _NO_XML.sub("\ufffd", text)
