"""Lines of a table without cell marks as rows: number, name, the figures at their end, what is noted behind them.

A line that begins small goes on with the name before it. Figures stand at the end of a row, grades in words among them
(`93,65 Tốt 3`). Where a head's last column holds notes (`Giải trình`), its words stand behind the figures; they are told
apart only where as many figures stand together as the head has columns for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model import TextLine

#: Words of a column of grades; accented, since the fold of a name may be one of them.
GRADE = r"(?:[Xx]uất [Ss]ắc|(?:[Rr]ất |[Tt]ương đối )?(?:[Tt]ốt|[Tt]hấp)|[Kk]há|[Tt]rung [Bb]ình(?: khá| cao| thấp)?|[Yy]ếu|[Kk]ém)"
FIGURE = re.compile(
    r"(?:[+-]?\d{1,4}(?:[.,]\d{1,4})?(?:\s?/\s?\d{1,4}(?:[.,]\d{1,4})?)?\s?%?(?:\s?\(\d{1,3}(?:\s?/\s?\d{1,3})?\))?|[-–x])"
)
_CELL = re.compile(rf"{FIGURE.pattern}|{GRADE}")
_TAIL = re.compile(rf"(?<!\S)(?:{_CELL.pattern})(?:\s+(?:{_CELL.pattern})){{0,60}}\s*$")
_RUN = re.compile(rf"(?<!\S){FIGURE.pattern}(?!\S)(?:\s+{FIGURE.pattern}(?!\S)){{0,60}}")
NUMBER = re.compile(
    r"(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}|[IVX]{1,4}|[A-ZĐa-zđ](?=[.)]))[.)]?\s+(?=\D)"
)
ENDS = re.compile(r"[.;:]\s*$")
_BARE_ROW = re.compile(r"(\d{1,3})\s+(?=\d[\d.,/%()+\s-]*$)")
_YEAR_NAME = re.compile(r"(?i)\bnăm$")  # before a year: a caption that ends in it
_YEAR = re.compile(r"(?:19|20)\d\d")
_HEADED = re.compile(r"\W*(?:S?TT|Số TT)\b")
_BARS = re.compile(r"[|_¦\[\]ˆ{}]+")
_MOST_NAME_WORDS, _SHORT = 30, 6


@dataclass(frozen=True, slots=True)
class Cut:
    """A line as number, name, the figures at its end and the note behind them."""

    number: str
    name: str
    figures: tuple[str, ...]
    line: TextLine
    note: str = ""


def text_of(line: TextLine | None) -> str:
    """A line's words without stray cell marks; nothing for a line that a table took."""
    return " ".join(_BARS.sub(" ", line.text).split()) if line else ""


def runs(
    lines: Sequence[TextLine | None], noted: Sequence[int] = ()
) -> Iterator[tuple[int, list[Cut]]]:
    """Runs of lines with figures at their ends, broken names joined, with the position of the first.

    `noted` holds, for each line, how many figures stand before its note, 0 where no head has a column of notes.
    """
    block: list[Cut] = []
    first, waiting = 0, ""
    for position, line in enumerate(lines):
        text = text_of(line)
        width = noted[position] if noted else 0
        cut = _row(line, _with_name(waiting, text), width) if line else None
        if cut:
            first = first if block else position
            block.append(cut)
            waiting = ""
        elif block and (line is None or (text and not _goes_on(text, waiting))):
            yield first, block
            block, waiting = [], ""
        elif block and text and text[0].islower():
            block[-1] = _longer(block[-1], text)
        elif text:
            waiting = text
    if block:
        yield first, block


def _row(line: TextLine, text: str, noted: int) -> Cut | None:
    """The line as a row; below a head with a column of notes the words behind the figures are one."""
    cut = _cut(line, text)
    if noted and (cut is None or len(cut.figures) != noted):
        return _noted(line, text, noted) or cut
    return cut


def _cut(line: TextLine, text: str) -> Cut | None:
    """The line as a row, None where it does not end in figures."""
    tail = _TAIL.search(text)
    if not tail or not tail.start() or not any(map(str.isdecimal, tail[0])):
        return None
    figures = tuple(match[0].strip() for match in _CELL.finditer(tail[0]))
    return _named(line, text, tail.start(), figures)


def _noted(line: TextLine, text: str, width: int) -> Cut | None:
    """A numbered row whose figures stand together before its note; a share may open the note (`42/44 nhiệm vụ`)."""
    number = NUMBER.match(text)
    if number is None:
        return None
    for run in _RUN.finditer(text, number.end()):
        figures = [match[0].strip() for match in FIGURE.finditer(run[0])]
        more = figures[width:]
        if len(figures) >= width and all("/" in figure for figure in more):
            note = " ".join((*more, text[run.end() :].strip()))
            cut = _named(line, text, run.start(), tuple(figures[:width]))
            return replace(cut, note=note) if cut else None
    return None


def _named(line: TextLine, text: str, end: int, figures: tuple[str, ...]) -> Cut | None:
    number = NUMBER.match(text[:end])
    name = text[number.end() if number else 0 : end].strip()
    caption = _YEAR_NAME.search(name) and (not number or _YEAR.fullmatch(figures[0]))
    if not any(map(str.isalpha, name)) or len(name.split()) > _MOST_NAME_WORDS:
        return None
    head = not number and all(map(_YEAR.fullmatch, figures))
    if head or caption or ENDS.search(name):
        return None
    return Cut(number["number"] if number else "", name, figures, line)


def _with_name(waiting: str, text: str) -> str:
    """A row's text with the line of its name above it; a number may stand in the middle of a name of several lines."""
    if not waiting:
        return text
    figures = _BARE_ROW.match(text)
    if figures:  # number and figures stand in the middle of the name's lines
        return f"{figures[1]} {waiting} {text[figures.end() :]}"
    number = NUMBER.match(text)
    rest = text[number.end() :] if number else text
    opened = number is None and NUMBER.match(waiting) is not None
    if not rest[:1].islower() and not opened:
        return text
    return f"{number[0] if number else ''}{waiting} {rest}".strip()


def _goes_on(text: str, waiting: str) -> bool:
    """Whether a line without figures is a broken name: small letters, or one short line that may open the next name."""
    if ENDS.search(text) or len(text.split()) > _MOST_NAME_WORDS:
        return False
    if text.isupper() or _HEADED.match(text):
        return False
    opens = NUMBER.match(text) is not None or len(text.split()) <= _SHORT
    return text[0].islower() or (not waiting and opens)


def _longer(cut: Cut, text: str) -> Cut:
    """The row with one more line of its note, else of its name."""
    if cut.note:
        return replace(cut, note=f"{cut.note} {text}")
    return replace(cut, name=f"{cut.name} {text}")
