"""The XML of Word files, and the numbers that Word draws before the paragraphs of a list: they stand nowhere in the text and are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from extract.fold import roman

# Small things about the XML of Word files: names, attributes, what holds no text.

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = f"{W}txbxContent"

#: Elements whose content is not shown as running text: properties, revisions taken back, field codes, second versions.
NO_TEXT = frozenset(
    f"{W}{name}"
    for name in ("pPr", "rPr", "del", "moveFrom", "instrText", "delText", "txbxContent", "sectPr")
) | {f"{_MC}Fallback"}


def child(node: ET.Element | None, name: str) -> ET.Element | None:
    """The first child of that WordprocessingML name, `None` where there is none."""
    return None if node is None else node.find(f"{W}{name}")


def value(node: ET.Element | None) -> str | None:
    """The attribute `w:val`."""
    return None if node is None else node.get(f"{W}val")


def flag(properties: ET.Element | None, name: str) -> bool:
    """Whether a property that is on or off is on; it is on where it is there without a value."""
    node = child(properties, name)
    return node is not None and node.get(f"{W}val", "true") not in {"0", "false", "off"}


def paragraphs_in(node: ET.Element) -> Iterator[ET.Element]:
    """The paragraphs of the text boxes anchored in a paragraph, each box once (Word writes it twice for old readers)."""
    for inner in node:
        if inner.tag == _BOX:
            yield from inner.iter(f"{W}p")
        elif inner.tag != f"{_MC}Fallback":
            yield from paragraphs_in(inner)


# The numbers that Word draws before the paragraphs of a list: they stand nowhere in the text and are counted as Word counts.
#
# Levels count from their start, deeper ones begin anew below a higher one, and lists that share a definition go on counting
# unless one says where it starts. Source: ECMA-376, part 1, section 17.9.

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_DEEPEST = 12  # styles that rest on styles


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str


class ListCounters:
    """Gives each paragraph its number; it remembers how far every list has counted."""

    def __init__(self, numbering: ET.Element | None, styles: Mapping[str, ET.Element]) -> None:
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if numbering is not None:
            self._read(numbering)

    def label(self, properties: ET.Element | None) -> str:
        """The number of the next paragraph with these properties, "" where it is in no list; a bullet is "-"."""
        number, depth = self._place(properties)
        definition = self._lists.get(number or "", "")
        level = self._definitions.get(definition, {}).get(depth)
        if number is None or level is None or level.form == "none":
            return ""
        counts = self._count(number, definition, depth)
        if level.form == "bullet":
            return "-"
        levels = self._definitions[definition]
        return _PLACE.sub(lambda found: _told(counts, levels, int(found[1]) - 1), level.text)

    def _place(self, properties: ET.Element | None) -> tuple[str | None, int]:
        """The list and level that a paragraph, or the style it rests on, names."""
        node, style = properties, value(child(properties, "pStyle"))
        for _ in range(_DEEPEST):
            stated = child(node, "numPr")
            if stated is not None:
                depth = value(child(stated, "ilvl")) or "0"
                known = depth.isdigit() and int(depth) < _LEVELS
                return value(child(stated, "numId")), int(depth) if known else 0
            above = self._styles.get(style or "")
            if above is None:
                break
            node, style = child(above, "pPr"), value(child(above, "basedOn"))
        return None, 0

    def _count(self, number: str, definition: str, depth: int) -> list[int | None]:
        counts = self._counts.setdefault(definition, [None] * _LEVELS)
        levels = self._definitions[definition]
        for at, start in self._starts.pop(number, {}).items():
            counts[at] = start - 1
        first = levels[depth].start
        so_far = counts[depth]
        counts[depth] = first if so_far is None else so_far + 1
        counts[depth + 1 :] = [None] * (_LEVELS - depth - 1)
        return counts

    def _read(self, numbering: ET.Element) -> None:
        for node in numbering.iter(f"{W}abstractNum"):
            levels = {
                _number(level.get(f"{W}ilvl"), 0): _level(level)
                for level in node.findall(f"{W}lvl")
            }
            self._definitions[str(node.get(f"{W}abstractNumId"))] = levels
        for node in numbering.iter(f"{W}num"):
            name = str(node.get(f"{W}numId"))
            self._lists[name] = value(child(node, "abstractNumId")) or ""
            self._starts[name] = {
                _number(over.get(f"{W}ilvl"), 0): _number(value(child(over, "startOverride")), 1)
                for over in node.findall(f"{W}lvlOverride")
                if child(over, "startOverride") is not None
            }


def _level(node: ET.Element) -> _Level:
    return _Level(
        _number(value(child(node, "start")), 1),
        value(child(node, "numFmt")) or "decimal",
        value(child(node, "lvlText")) or "",
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdigit() and len(text) < 6 else otherwise  # noqa: PLR2004


def _told(counts: list[int | None], levels: Mapping[int, _Level], at: int) -> str:
    level = levels.get(at)
    count = counts[at]
    if level is None:
        return ""
    return _formed(level.start if count is None else count, level.form)


def _formed(count: int, form: str) -> str:
    """A count as the list writes it.

    >>> [_formed(4, form) for form in ("decimal", "decimalZero", "lowerLetter", "upperRoman")]
    ['4', '04', 'd', 'IV']
    """
    if form == "decimalZero":
        return f"{count:02d}"
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in {"lowerRoman", "upperRoman"}:
        return roman(count) if form == "upperRoman" else roman(count).lower()
    return str(count)
