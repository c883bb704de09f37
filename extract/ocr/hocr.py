"""Tesseract's hOCR to lines of words with pixel boxes, confidences and alternative readings.

With `lstm_choice_mode=2` a word holds, for each letter, the letters the network weighed. Traps: the first listed is not
always the one emitted; a word but the first of a line begins with a choice for the space before it; entries of
confidence 0 are noise; where letters were merged or split the counts differ, and the word then has no alternatives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from xml.etree import ElementTree as ET

from extract.image import Rect
from extract.model import Alternative

_BOX = re.compile(r"bbox (\d+) (\d+) (\d+) (\d+)")
_SURENESS = re.compile(r"x_wconf (\d+)")
_LINE_CLASSES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_LEAST_CHOICE = 2.0  # of 100
_MOST_ALTERNATIVES = 12
# Share of right words among those of a confidence, measured on 30 real pages (conf 95 up: 99.7 %, 90 to 94: 94.4 %,
# 80 to 89: 79 %, 70 to 79: 64 %, below: 50 %).
_CALIBRATION = (
    (0, 0.30),
    (60, 0.50),
    (75, 0.64),
    (85, 0.79),
    (92, 0.944),
    (96, 0.997),
    (100, 0.999),
)


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A word as the engine gave it, NFC, with its box in pixels of what it was given; `hand`: a hand wrote it."""

    text: str
    rect: Rect
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    hand: bool = False


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of words and its box."""

    words: tuple[ReadWord, ...]
    rect: Rect


def read_hocr(data: bytes) -> tuple[ReadLine, ...]:
    """The lines of an hOCR page in Tesseract's order; lines without a word are left out."""
    root = ET.fromstring(data)  # noqa: S314 - written by our own engine, entities unused
    lines = (_line(node) for node in root.iter() if node.get("class") in _LINE_CLASSES)
    return tuple(line for line in lines if line.words)


def _line(node: ET.Element) -> ReadLine:
    words = (_word(child) for child in node if child.get("class") == "ocrx_word")
    return ReadLine(tuple(word for word in words if word.text), _rect(node))


def _word(node: ET.Element) -> ReadWord:
    text = unicodedata.normalize("NFC", _own_text(node).strip())
    sureness = _SURENESS.search(node.get("title", ""))
    confidence = probability(int(sureness[1])) if sureness else 0.0
    return ReadWord(text, _rect(node), confidence, _alternatives(text, list(_choices(node))))


def _own_text(node: ET.Element) -> str:
    """A word's text: bare, or inside <strong> and <em>, but never that of its letter choices."""
    inner = (_own_text(child) for child in node if child.get("class") != "ocrx_cinfo")
    return (node.text or "") + "".join(inner)


def _rect(node: ET.Element) -> Rect:
    found = _BOX.search(node.get("title", ""))
    return Rect(*map(int, found.groups())) if found else Rect(0, 0, 0, 0)


Choices = Sequence[tuple[str, float]]


def _choices(node: ET.Element) -> Iterator[Choices]:
    """The weighed letters of each letter of a word."""
    for group in node:
        if group.get("class") == "ocrx_cinfo":
            yield [
                (choice.text or "", float(choice.get("title", "x_confs 0").rpartition(" ")[2]))
                for choice in group
            ]


def _alternatives(text: str, groups: list[Choices]) -> tuple[Alternative, ...]:
    """Readings of the word with one letter exchanged, likeliest first."""
    if groups and not groups[0][0][0].strip():
        groups = groups[1:]
    if len(groups) != len(text):
        return ()
    found = [
        Alternative(text[:at] + letter + text[at + 1 :], round(share, 3))
        for at, group in enumerate(groups)
        if len(group) > 1 or group[0][0] != text[at]
        for letter, share in _shares(text[at], group)
    ]
    found.sort(key=lambda one: (-one.confidence, one.text))
    return tuple(found[:_MOST_ALTERNATIVES])


def _shares(emitted: str, group: Choices) -> Iterator[tuple[str, float]]:
    """Other letters than the one emitted, with their shares of all that was weighed."""
    weighed = [
        (unicodedata.normalize("NFC", letter), weight)
        for letter, weight in group
        if weight >= _LEAST_CHOICE
    ]
    total = sum(weight for _, weight in weighed)
    for letter, weight in weighed:
        if letter.strip() and letter != emitted:
            yield letter, weight / total


def probability(confidence: int) -> float:
    """The share of right words among those Tesseract gives this confidence (0 to 100), between measured points.

    >>> probability(96), probability(80)
    (0.997, 0.715)
    """
    for (x0, y0), (x1, y1) in pairwise(_CALIBRATION):
        if confidence <= x1:
            return round(y0 + (y1 - y0) * (confidence - x0) / (x1 - x0), 3)
    return _CALIBRATION[-1][1]


# Signs and spaces as printed, where Tesseract is known to write others.
#
# A long dash comes as two short ones, the dash that opens an item as a wave, and the day of a date line, often by hand, stuck
# to the words around it ("ngày12 tháng").

_LONG_DASH = re.compile("[-–—]{2,3}")
_YEAR = re.compile(r"năm (?:19|20)(?:\d\+\d|\+\d\d)[.,;:)/]*")
_WAVES = frozenset("~¬")
# day, month or year, then what is written by hand or a figure, perhaps stuck to the next word of the date
_HAND = r"""[^\W\d_]{0,2}\d\S*? | [^\w.,;:()\]"'”…/-]\S*?"""
_DATE = re.compile(rf"([Nn]gày|tháng|năm)({_HAND})(tháng|năm|)", re.VERBOSE)


def tidied(lines: Sequence[ReadLine]) -> tuple[ReadLine, ...]:
    """The lines with dashes and spaces as printed."""
    return tuple(replace(line, words=tuple(_years(_tidied(line.words)))) for line in lines)


def _tidied(words: Sequence[ReadWord]) -> Iterator[ReadWord]:
    for at, word in enumerate(words):
        if _LONG_DASH.fullmatch(word.text):
            yield replace(word, text="–", alternatives=())
        elif at == 0 and len(words) > 1 and word.text in _WAVES:
            yield replace(word, text="-", alternatives=())
        else:
            yield from _parted(word)


def _years(words: Iterable[ReadWord]) -> list[ReadWord]:
    """Words whose years are whole: a 1 at their end stands off as far as a word."""
    made: list[ReadWord] = []
    for word in words:
        whole = len(made) > 1 and _YEAR.fullmatch(f"{made[-2].text} {made[-1].text}+{word.text}")
        made.append(joined(made.pop(), word) if whole else word)
    return made


def _parted(word: ReadWord) -> Iterator[ReadWord]:
    """A word of a date line without what is stuck to it."""
    found = _DATE.fullmatch(word.text)
    parts = [part for part in found.groups() if part] if found else []
    yield from split(word, parts) if len(parts) > 1 else (word,)


def split(word: ReadWord, parts: Sequence[str]) -> Iterator[ReadWord]:
    """A word cut into parts, its box by their letters; what was weighed for the whole is no part's."""
    rect, at = word.rect, 0
    step = rect.width / sum(map(len, parts))
    for part in parts:
        x0, x1 = rect.x0 + round(step * at), rect.x0 + round(step * (at + len(part)))
        at += len(part)
        yield ReadWord(part, Rect(x0, rect.y0, x1, rect.y1), word.confidence)


def joined(left: ReadWord, right: ReadWord) -> ReadWord:
    """Two words as one, as sure as the less sure of them."""
    top, low = min(left.rect.y0, right.rect.y0), max(left.rect.y1, right.rect.y1)
    rect = Rect(left.rect.x0, top, right.rect.x1, low)
    return ReadWord(left.text + right.text, rect, min(left.confidence, right.confidence))
