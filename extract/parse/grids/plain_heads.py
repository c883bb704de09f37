"""Heads of tables without cell marks: their words in reading order, what each heads, columns of notes at their end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import TextLine
from extract.parse.grids.cuts import ENDS, NUMBER, text_of
from extract.parse.grids.head_words import HeadWord, head_words

_MOST_HEAD_LINES, _MOST_NOTED_LINES = 6, 3
_MOST_TALL_LINES, _CELL_WORDS = (
    24,
    8,
)  # of a head whose cells stand one below the other; words of one line of it
_NUMBERED = re.compile(r"\W*(?:S?TT|Số TT)\b")
_CAPTION = re.compile(
    r"\W*(?:ket qua|bang|bieu|danh sach|tong hop|phu luc|chi so|diem|ty le|muc do|so sanh|xep loai|xep hang|thu hang)\b.*\b(?:cua|nam (?:19|20)\d\d|theo|cac)\b"
)
_FIRST_ROW = re.compile(r"\s(?:1|I|A)[.)]?\s")
#: Words of broken heads ("Điểm Điểm tự Điểm / chuẩn đánh giá thẩm") in the order such columns stand.
_BROKEN_HEAD = (
    ("Điểm tối đa", re.compile(r"\b(?:toi|da|chuan)\b")),
    ("Điểm tự đánh giá", re.compile(r"\btu\b")),
    ("Điểm thẩm định", re.compile(r"\btham\b")),
    ("Điểm điều tra XHH", re.compile(r"\b(?:xhh|dieu tra|khao sat)\b")),
    ("Tổng điểm", re.compile(r"\btong\b")),
    ("Tỷ lệ (%)", re.compile(r"\b(?:ty|ti)\b|%|\bchi so\b")),
    ("Xếp hạng", re.compile(r"\b(?:xep|thu hang|hang)\b")),
)


def head_above(
    lines: Sequence[TextLine | None], first: int, dictionaries: Dictionaries
) -> tuple[tuple[HeadWord, ...], tuple[str, ...]]:
    """The head's words in reading order, and the lines above the rows that hold them (blank ones too)."""
    above = _tall_head(lines, first)
    found = bool(above)
    for line in reversed(lines[max(0, first - _MOST_HEAD_LINES) : first] if not found else ()):
        text = text_of(line)
        if line is None or (found and not _is_upper_head(text, dictionaries)):
            break
        above.insert(0, text)
        found = found or _opens_head(text, dictionaries)
    if not found:
        return (), ()
    words = head_words(" ".join(above), dictionaries, years=True)
    return _ranked(words, dictionaries), tuple(above)


def _tall_head(lines: Sequence[TextLine | None], first: int) -> list[str]:
    """The lines of a head whose cells stand one below the other, from `STT` on; none where there is no such head."""
    above: list[str] = []
    for line in reversed(lines[max(0, first - _MOST_TALL_LINES) : first]):
        text = text_of(line)
        if line is None or len(text.split()) > _CELL_WORDS or ENDS.search(text):
            return []
        above.insert(0, text)
        if _NUMBERED.match(text):
            return above if len(above) > _MOST_HEAD_LINES else []
    return []


def _ranked(words: tuple[HeadWord, ...], dictionaries: Dictionaries) -> tuple[HeadWord, ...]:
    """The words, the first marked where it heads ranks and names follow (`Hạng Địa phương ... Điểm`)."""
    roles = _column_roles(dictionaries)
    leads = len(words) > 1 and roles.get(fold(words[0].text)) == "rank"
    again = any(roles.get(fold(word.text)) == "rank" for word in words[1:])
    if not leads or again or words[1].kind != "name":
        return words
    return (replace(words[0], ranks=True), *words[1:])


@lru_cache(maxsize=4)
def _column_roles(dictionaries: Dictionaries) -> Mapping[str, str]:
    return {fold(e["wording"]): e["role"] for e in dictionaries.rows("score_columns")}


def note_widths(lines: Sequence[TextLine | None], dictionaries: Dictionaries) -> list[int]:
    """For each line how many figures stand before its note: below a head whose last column holds notes, else 0."""
    widths, width = [], 0
    for position, line in enumerate(lines):
        text = text_of(line)
        if line is None or (text.isupper() and not any(map(str.isdecimal, text))):
            width = 0
        elif _NUMBERED.match(text):
            head = " ".join(map(text_of, lines[position : position + _MOST_NOTED_LINES]))
            width = _figures_before_notes(head_words(_up_to_row(head), dictionaries))
        widths.append(width)
    return widths


def _up_to_row(head: str) -> str:
    """The head's words up to the first row's number."""
    row = _FIRST_ROW.search(head)
    return head[: row.start()] if row else head


def _figures_before_notes(words: Sequence[HeadWord]) -> int:
    kinds = [word.kind for word in words]
    noted = kinds[-1:] == ["note"] and kinds.count("note") == 1 and "name" in kinds
    return kinds.count("value") if noted else 0


def _is_upper_head(text: str, dictionaries: Dictionaries) -> bool:
    """Whether a line right above the head belongs to it: words of columns, no caption."""
    if not text or text.isupper() or NUMBER.match(text) or ENDS.search(text):
        return False
    if _CAPTION.match(fold(text)) or _is_phrase(text):
        return False
    words = head_words(text, dictionaries)
    named = sum(len(word.text) for word in words if word.kind in ("place", "family"))
    several = sum(word.kind in ("place", "family") for word in words) > 1
    return any(word.kind == "value" for word in words) or (several and 2 * named > len(text))


def _is_phrase(text: str) -> bool:
    """Whether a line reads on as a caption does: of several words only the first has a capital; each heading has its own."""
    words = text.split()
    return len(words) > _CELL_WORDS - 2 and sum(word[:1].isupper() for word in words) <= 1


def _opens_head(text: str, dictionaries: Dictionaries) -> bool:
    words = head_words(text, dictionaries)
    kinds = [word.kind for word in words]
    if kinds[:2] == ["number", "index"] and (kinds.count("place") > 1 or "value" in kinds):
        return True
    return len(words) > 1 and "name" in kinds


def broken_head(above: Sequence[str], width: int) -> tuple[str, ...]:
    """The columns of a head whose words stand crosswise, where as many are known as rows have figures."""
    folded = fold(" ".join(above))
    found = tuple(text for text, pattern in _BROKEN_HEAD if pattern.search(folded))
    return found if len(found) == width else ()
