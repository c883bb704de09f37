"""Signs and spaces as printed, where Tesseract is known to write others.

A long dash comes as two short ones, the dash that opens an item as a wave, and the day of a date line, often by hand, stuck
to the words around it ("ngày12 tháng").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extract.image import Rect
from extract.ocr.hocr import ReadLine, ReadWord

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
