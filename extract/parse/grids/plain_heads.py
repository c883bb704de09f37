"""Heads of tables without cell marks: their words in reading order, what each heads, columns of notes at their end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import TextLine
from extract.parse.grids.cuts import ENDS, NUMBER, text_of

_MOST_HEAD_LINES, _MOST_NOTED_LINES = 6, 3
_NUMBERED = re.compile(r"\W*(?:S?TT|Số TT)\b")
_YEAR = re.compile(r" \(?(?:nam )?(?:19|20)\d\d\b\)?")
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


@dataclass(frozen=True, slots=True)
class HeadWord:
    """A word of a head: what is printed, and whether it heads names, values, notes, an index or a body."""

    text: str
    kind: str
    ranks: bool = False  # it opens the head and says "rank": the running numbers are ranks
    parts: tuple[str, ...] = ()  # two headings that are one together (`Tăng/giảm` + `Thứ hạng`)


def head_above(
    lines: Sequence[TextLine | None], first: int, dictionaries: Dictionaries
) -> tuple[tuple[HeadWord, ...], tuple[str, ...]]:
    """The head's words in reading order, and the lines above the rows that hold them (blank ones too)."""
    above: list[str] = []
    found = False
    for line in reversed(lines[max(0, first - _MOST_HEAD_LINES) : first]):
        text = text_of(line)
        if line is None or (found and not _is_upper_head(text, dictionaries)):
            break
        above.insert(0, text)
        found = found or _opens_head(text, dictionaries)
    if not found:
        return (), ()
    return _ranked(_head_words(" ".join(above), dictionaries), dictionaries), tuple(above)


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
            width = _figures_before_notes(_head_words(_up_to_row(head), dictionaries))
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
    words = _head_words(text, dictionaries)
    named = sum(len(word.text) for word in words if word.kind in ("place", "family"))
    several = sum(word.kind in ("place", "family") for word in words) > 1
    return any(word.kind == "value" for word in words) or (several and 2 * named > len(text))


def _opens_head(text: str, dictionaries: Dictionaries) -> bool:
    words = _head_words(text, dictionaries)
    return len(words) > 1 and any(word.kind == "name" for word in words)


def _head_words(text: str, dictionaries: Dictionaries) -> tuple[HeadWord, ...]:
    folded = fold(text)
    pattern, kinds = _vocabulary(_entries(dictionaries))
    found = []
    for match in pattern.finditer(folded):
        kind, end = kinds[match[0].replace(" ", "")], _end(folded, match)
        parts = _parts(match, text[:end], kinds) if kind == "value" else ()
        found.append(HeadWord(text[match.start() : end], kind, parts=parts))
    return tuple(found)


def _parts(word: re.Match[str], text: str, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """The two columns that a heading may be the headings of, as it is printed."""
    for blank in re.finditer(" ", word[0]):
        left, right = word[0][: blank.start()], word[0][blank.end() :]
        if all(kinds.get(part.replace(" ", "")) == "value" for part in (left, right)):
            at = word.start() + blank.start()
            return text[word.start() : at], text[at + 1 :]
    return ()


def _end(folded: str, word: re.Match[str]) -> int:
    """The end of a heading, its year among it (`Giá trị năm 2025`)."""
    year = _YEAR.match(folded, word.end())
    return year.end() if year else word.end()


@lru_cache(maxsize=4)
def _entries(dictionaries: Dictionaries) -> tuple[tuple[str, str], ...]:
    names = {
        "number": "number", "body": "name", "criterion": "name", "index": "index", "note": "note", "reason": "note",
    }  # fmt: skip
    columns = [
        (fold(e["wording"]), names.get(e["role"], "value"))
        for e in dictionaries.rows("score_columns")
    ]
    known = [
        (fold(e["wording"]), "value")
        for name in ("areas", "components")
        for e in dictionaries.lists.get(name, ())
    ]
    families = [
        (fold(e["wording"]), "family")
        for e in dictionaries.rows("index_families")
        if e["strength"] == "strong"
    ]
    places = [(fold(e["name"]), "place") for e in dictionaries.lists.get("provinces", ())]
    return (*columns, *families, *known, *places)


@cache
def _vocabulary(entries: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    words = sorted({word for word, _ in entries}, key=lambda word: (-len(word), word))
    kinds = {word.replace(" ", ""): kind for word, kind in reversed(entries)}
    # recognised heads lose the blanks between their words ("Noidung")
    loose = "|".join(" ?".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![a-z0-9])(?:{loose})(?![a-z0-9])"), kinds


def broken_head(above: Sequence[str], width: int) -> tuple[str, ...]:
    """The columns of a head whose words stand crosswise, where as many are known as rows have figures."""
    folded = fold(" ".join(above))
    found = tuple(text for text, pattern in _BROKEN_HEAD if pattern.search(folded))
    return found if len(found) == width else ()
