"""Invented headers as an engine hands them over: lines with boxes, two columns, a pen's figures garbled; and the same as text.

A case names its columns; the boxes follow from the widths of letters and the spacing of the form (NĐ 30/2020, Phụ lục I).
Marks of the lines below the columns: `c:` centred, `p:` a paragraph (wrapped here), `i:` indented, `l:` at the left, `g` a gap.
"""

from __future__ import annotations

import textwrap
from typing import Any

from extract.model import Box, Line, Page, Reading, Region, Restored, TextLine, TextSource

PITCH, HEIGHT, SMALL, CAPITAL = 0.019, 0.016, 0.0088, 0.0108  # shares of the page
LEFT, RIGHT, MIDDLE = 0.12, 0.92, 0.52
COLUMNS = (0.29, 0.71)
LETTERS = 84  # of a full line

Placed = tuple[str, Box, Region, bool]  # with a gap above


def restored_with_boxes(case: dict[str, Any]) -> Restored:
    """The page as it comes from an image."""
    return restored(placed(case))


def restored(found: list[Placed]) -> Restored:
    """Placed lines as a page that an engine read."""
    lines = tuple(
        TextLine(1, n, text, text, region, box=box)
        for n, (text, box, region, _) in enumerate(found, 1)
    )
    return _restored(lines, TextSource.OCR)


def restored_as_text(case: dict[str, Any]) -> Restored:
    """The same lines as plain text: gaps are blank lines, columns follow each other."""
    texts: list[str] = []
    for text, _, _, gap in placed(case):
        texts += ["", text] if gap else [text]
    lines = tuple(TextLine(1, n, text, text) for n, text in enumerate(texts, 1))
    return _restored(lines, TextSource.TEXT_INPUT)


def _restored(lines: tuple[TextLine, ...], source: TextSource) -> Restored:
    page = Page(1, tuple(Line(line.raw, (), line.box, line.region) for line in lines), source)
    return Restored(Reading((page,)), lines, ())


def placed(case: dict[str, Any]) -> list[Placed]:
    """The case's lines with their boxes, in reading order."""
    left = [(text, COLUMNS[0], 0.06 + PITCH * n) for n, text in enumerate(case["left"])]
    right = [(text, COLUMNS[1], 0.06 + PITCH * n) for n, text in enumerate(case["right"])]
    level = 0.072 + PITCH * max(len(left), len(right))
    left += [(text, COLUMNS[0], level) for text in [case["number"]] if text]
    left += [(text, COLUMNS[0], level + 0.9 * PITCH * n) for n, text in enumerate(case["under"], 1)]
    if not case["left"]:  # the national header alone stands in the middle
        right = [(text, MIDDLE, y) for text, _, y in right]
    right += [(text, COLUMNS[1], level) for text in [case["date"]] if text]
    head = [_centred(*line, Region.HEADER_LEFT) for line in left]
    head += [_centred(*line, Region.HEADER_RIGHT) for line in right]
    top = level + 0.9 * PITCH * len(case["under"]) + PITCH
    return [*(_merged(head) if case["merged"] else head), *_below(case["below"], top)]


def _merged(head: list[Placed]) -> list[Placed]:
    """Lines of one level as one line, as a reader without columns sees them."""
    rows: dict[float, list[Placed]] = {}
    for line in head:
        rows.setdefault(round(line[1].y0, 3), []).append(line)
    return [
        (
            " ".join(line[0] for line in row),
            Box(row[0][1].x0, row[0][1].y0, row[-1][1].x1, row[0][1].y1),
            Region.BODY,
            False,
        )
        for _, row in sorted(rows.items())
    ]


def _below(marked: list[str], y: float) -> list[Placed]:
    found: list[Placed] = []
    gap = False
    for mark in marked:
        if mark == "g":
            y, gap = y + PITCH, True
            continue
        for line in _lines(mark[0], mark[2:], y, gap=gap):
            found.append(line)
            y, gap = y + PITCH, False
    return found


def _lines(kind: str, text: str, y: float, *, gap: bool) -> list[Placed]:
    if kind == "p":
        rows = textwrap.wrap(text, LETTERS)
        indents = [LEFT + 0.05, *[LEFT] * (len(rows) - 1)]
        ends = [RIGHT] * (len(rows) - 1) + [min(RIGHT, indents[-1] + width(rows[-1]))]
        return [
            (row, Box(x0, y + PITCH * n, x1, y + PITCH * n + HEIGHT), Region.BODY, gap and not n)
            for n, (row, x0, x1) in enumerate(zip(rows, indents, ends, strict=True))
        ]
    if kind == "c":
        return [(*_centred(text, MIDDLE, y, Region.BODY)[:3], gap)]
    x0 = LEFT + 0.24 if kind == "i" else LEFT
    return [(text, Box(x0, y, x0 + width(text), y + HEIGHT), Region.BODY, gap)]


def _centred(text: str, middle: float, y: float, region: Region) -> Placed:
    half = width(text) / 2
    return text, Box(middle - half, y, middle + half, y + HEIGHT), region, False


def width(text: str) -> float:
    """The printed width of a text as a share of the page."""
    return sum(CAPITAL if sign.isupper() else SMALL for sign in text)
