"""Numbers, Roman numbers and letters of lists that were read as something else, put right by their order or their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.restore.decoding.candidates import case_mode
from extract.restore.decoding.digit_words import COUNTING, NUMBERED
from extract.restore.decoding.names import HIGHEST
from extract.restore.decoding.sequence import Decoded
from extract.restore.decoding.tokens import with_case
from extract.restore.edits import Edit
from extract.restore.model.lexicon import fold_tone
from extract.roman import roman_value
from extract.unaccent import unaccent

# Repairs an item's number that was read as a letter, by the sequence alone: `S.` between 4 and 6 is `5.` (rule `numeric`).

_ITEM = re.compile(r"\s*(?P<number>[0-9SsBlIOo]{1,2})(?P<mark>[.)])\s")
_DIGITS = str.maketrans("SsBlIOo", "5581100")
_SURE = 0.97


def numbering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs: the letter stands for the number that follows the last item's."""
    last: dict[str, int] = {}
    for index, line in enumerate(lines):
        match = _ITEM.match(line)
        if match is None:
            continue
        text, mark = match["number"], match["mark"]
        value = int(text.translate(_DIGITS))
        if text.isdigit():
            last[mark] = value
        elif value > 1 and last.get(mark) == value - 1:
            last[mark] = value
            yield (
                index,
                Edit(match.start("number"), match.end("number"), str(value), "numeric", _SURE),
            )


# The letters of points, put right by their order: a second `d)` in a list is `đ)` that lost its bar (rule `template`).
#
# Likewise `đ)` behind `c)` is `d)` that got one, unless `e)` comes next, for then the `d)` was lost; and `ø)` is `g)`, the only
# letter of points with that shape. The alphabet of the points of a clause: Decree 34/2016/NĐ-CP, Article 54 and its appendix I
# (a, b, c, d, đ, e).

_ITEM_LETTERING = re.compile(r"\s*(?:[-–]\s*)?(?P<letter>[a-zđøA-ZĐØ])(?P<mark>[.)])\s")
_SURE_LETTERING = 0.9
_AFTER = {"d": "đ", "D": "Đ"}
_BEHIND = {("c", "đ"): "d", ("C", "Đ"): "D"}
_SHAPES = {"ø": "g", "Ø": "G"}
_NEXT = {"đ": "e", "Đ": "E"}


class _Point(NamedTuple):
    """A point's letter: its line, its place in it, the mark behind it."""

    line: int
    at: int
    letter: str
    mark: str


def lettering_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of letters that the points before and behind them, of the same kind of list, prove wrong."""
    points = [
        _Point(index, match.start("letter"), match["letter"], match["mark"])
        for index, line in enumerate(lines)
        if (match := _ITEM_LETTERING.match(line))
    ]
    for mark in dict.fromkeys(point.mark for point in points):
        yield from _of_list([point for point in points if point.mark == mark])


def _of_list(points: Sequence[_Point]) -> Iterator[tuple[int, Edit]]:
    last = ""
    for number, point in enumerate(points):
        behind = points[number + 1].letter if number + 1 < len(points) else ""
        last, read = _true_letter(last, point.letter, behind), point.letter
        if last != read:
            yield point.line, Edit(point.at, point.at + 1, last, "template", _SURE_LETTERING)


def _true_letter(before: str, letter: str, behind: str) -> str:
    """What a point's letter is between those of its neighbours."""
    if letter == before:
        return _AFTER.get(letter, letter)
    if behind != _NEXT.get(letter):
        letter = _BEHIND.get((before, letter), letter)
    return _SHAPES.get(letter, letter)


# Roman numerals that were read as letters (`quy Il`, `Phu luc Ill`, `Tv/2011`): by their strokes, always listed (rule `numeric`).
#
# A decoder would make words of them and lose a stroke: `Il` is II, and I would be another quarter. Only a token behind a word
# that is numbered so, or one before a year, is asked; one whose strokes make no numeral stays as it was read. The right model reads strokes as other letters than the wrong
# one does (`thứ XHI`, `Quý Ì`).

_SURE_ROMANS = 0.8  # as of every number that was read as something else (promise R2)
_QUARTERS = 4
_LABELS = frozenset({"quy", "qui", "luc", "chuong", "muc", "phan", "khoa", "ky", "loai", "hang", "dot", "thu"})  # fmt: skip
_STROKES = {"l": "I", "1": "I", "|": "I", "!": "I", "T": "I", "H": "II", "v": "V", "x": "X"}
_SHORT = re.compile("T[TIH]|[IH]T")  # abbreviations: `TT`, `IT`
_READ_AS = re.compile(
    r"(?<![\w/])(?P<form>[IVXlvxTH1|!]{2,6})(?=(?P<year>/(?:19|20)\d\d(?!\d))|[\s,.;:)]|$)"
)
_WITH_MARKS = {"l": "I", "H": "II", **dict.fromkeys("ÌÍÏ", "I")}
_READ_AS_MARKED = re.compile(
    r"(?<![\w/])(?P<form>[IVXlH]{2,6}|[IVX]{0,4}[ÌÍÏ]{1,3})(?=(?P<year>/(?:19|20)\d\d(?!\d))|[\s,.;:)]|$)"
)
_BEFORE = re.compile(r"(?<!\w)(?P<label>\w{1,8})['’]? $")


def roman_edits(lines: Sequence[str], *, marked: bool = False) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of misread numerals; `marked`: the right model read them."""
    pattern, strokes = (_READ_AS_MARKED, _WITH_MARKS) if marked else (_READ_AS, _STROKES)
    for index, line in enumerate(lines):
        for match in pattern.finditer(line):
            numeral = _numeral(match["form"], strokes)
            value = roman_value(numeral)
            of_year = match["year"] is not None and value <= _QUARTERS
            told = not _SHORT.fullmatch(match["form"]) and (of_year or _is_numbered(line, match))
            if value and numeral != match["form"] and told:
                yield index, Edit(*match.span("form"), numeral, "numeric", _SURE_ROMANS)


def _numeral(form: str, strokes: Mapping[str, str]) -> str:
    """What the strokes of a token make; the token itself where they are digits, which stay."""
    return form if form.isdigit() else "".join(strokes.get(sign, sign) for sign in form)


def _is_numbered(line: str, match: re.Match[str]) -> bool:
    """Whether the word before is one that Roman numerals follow."""
    before = _BEFORE.search(line, 0, match.start())
    return before is not None and fold(before["label"]) in _LABELS


# The number 1 read as a bar or a letter (`khoản | Điều 13`, `hơn | tháng`), rule `numeric`: always a row to review.
#
# Only between words that hardly anything but a number parts. A bar may as well be a ruled line: so only where each lone bar of
# the line stands like that, and none of the lines above and below has one near its place.

_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_GAPS = frozenset({" | ", " l ", " I "})
#: what a number follows and no Roman one (`Điều I`, `Quý I` are), and what goes on behind it: a reference, the rest of a date
_REFERRING = frozenset({"khoản", "ngày"})
_GOES_ON = frozenset(
    ["điều", "điểm", "khoản", "mục", "và", "hoặc", "đến", "này", "nêu", "của", "luật", "nghị", "thông", "tháng"]
)  # fmt: skip
#: what measures, and the units of time that it measures in
_MEASURING = frozenset(
    ["hơn", "quá", "trong", "sau", "trước", "dưới", "trên", "thêm", "đủ", "là", "khoảng", "gần", "mỗi", "từ", "đến", "hạn", "nhất"]
)  # fmt: skip
_UNITS = frozenset({"tháng", "năm", "ngày", "giờ", "tuần", "lần"})
_NEAR = 2  # columns
_SURE_LONE_ONES = 0.8


def lone_one_edits(lines: Sequence[str], decoded: Sequence[Decoded]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs, in lines that a wrong model read (others are empty)."""
    if not any(lines):
        return
    found: dict[int, list[Edit]] = {}
    lettered = [word for word in decoded if word.piece.text not in {"l", "I"}]
    for before, after in pairwise(lettered):
        start, end = before.piece.end, after.piece.start
        if before.line == after.line and end - start == len(" | ") and lines[before.line]:
            gap = lines[before.line][start:end]
            if gap in _GAPS and _parts(before.text.lower(), after.text.lower()):
                edit = Edit(start + 1, end - 1, "1", "numeric", _SURE_LONE_ONES, (gap.strip(),))
                found.setdefault(before.line, []).append(edit)
    for line, edits in found.items():
        if not _is_ruled(lines, line, edits):
            yield from ((line, edit) for edit in edits)


def _parts(before: str, after: str) -> bool:
    """Whether nothing but a number parts the two words."""
    return (before in _REFERRING and after in _GOES_ON) or (
        before in _MEASURING and after in _UNITS
    )


def _is_ruled(lines: Sequence[str], line: int, edits: Sequence[Edit]) -> bool:
    """Whether bars of the line may be a table's."""
    bars = _columns(lines[line])
    beside = [
        *(_columns(lines[line - 1]) if line else ()),
        *(column for text in lines[line + 1 : line + 2] for column in _columns(text)),
    ]
    ruled = any(abs(bar - other) <= _NEAR for bar in bars for other in beside)
    return ruled or not bars <= {edit.start for edit in edits}


def _columns(line: str) -> set[int]:
    return {bar.start() for bar in _BAR.finditer(line)}


# The word Sở read as `80` before the rest of a department's name (`80 Tài chính`), rule `numeric`: always a row to review.
#
# Only inside a line, behind a word that takes no number, and only before a capital: no number of things stands so.

_EIGHTY = re.compile(r"(?<=[^\W\d_] )80(?= [^\W\d_])")
_HEAD = "Sở "
_SURE_NUMBER_WORDS = 0.8


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The first two syllables of departments' names behind Sở, without marks."""

    tails: frozenset[tuple[str, str]]

    def edits(self, lines: Sequence[str], words: Sequence[Decoded]) -> Iterator[tuple[int, Edit]]:
        """Line indexes and repairs, in lines that a wrong model read."""
        matches = [(at, match) for at, line in enumerate(lines) for match in _EIGHTY.finditer(line)]
        if not matches:
            return
        where = {(word.line, word.piece.start): at for at, word in enumerate(words)}
        for index, match in matches:
            at = where.get((index, match.end() + 1))
            if at is not None and self._fits(words, at):
                yield index, Edit(match.start(), match.end(), "Sở", "numeric", _SURE_NUMBER_WORDS)

    def _fits(self, words: Sequence[Decoded], at: int) -> bool:
        before, tail = words[max(at - 1, 0)], words[at : at + 2]
        counted = at == 0 or before.line != tail[0].line or _bare(before) in COUNTING
        named = tail[0].text[:1].isupper() and tuple(map(_bare, tail)) in self.tails
        return named and not counted


def _bare(word: Decoded) -> str:
    return unaccent(word.text).lower()


def number_words(dictionaries: Dictionaries) -> NumberWords:
    """From the departments among the agencies."""
    names = [entry.get("name", "") for entry in dictionaries.lists.get("agencies", ())]
    tails = [unaccent(name).lower().split()[1:3] for name in names if name.startswith(_HEAD)]
    return NumberWords(frozenset((tail[0], tail[1]) for tail in tails if len(tail) > 1))


# What a legal text is divided into, at a line's start before its number: `Phan I` is Phần, `Bang 2.` is Bảng (rule `template`).
#
# A line begins with no word before it that would tell Phần from Phận and Bảng from Bằng. The divisions are those of decree 30/2020/NĐ-CP, annex I
# (phần, chương, mục, tiểu mục, điều, khoản, điểm), and what is attached (phụ lục, mẫu số, bảng, biểu).

_SURE_DIVISIONS = 0.95
_DIVISIONS = (
    ("phần",), ("chương",), ("tiểu", "mục"), ("điều",), ("khoản",), ("điểm",),
    ("phụ", "lục"), ("phụ", "lục", "số"), ("mẫu", "số"), ("bảng",), ("bảng", "số"), ("biểu",), ("biểu", "số"),
)  # fmt: skip
_BY_SKELETON: Mapping[str, tuple[str, ...]] = {
    unaccent(" ".join(division)): division for division in _DIVISIONS
}
_NUMBER = r"(?:\d{1,3}[a-zđ]?|[IVXLC]{1,6})"
_HEADED = r"(?=\s*(?:[.:–-]|$)|\s+[A-ZĐÀ-Ỹ])"  # `Bằng 3 lần mức lương` is none
_LINE = re.compile(
    rf"[^\w]{{0,4}}(?P<words>[^\W\d_]+(?: [^\W\d_]+){{0,2}}) (?P<number>{_NUMBER}){_HEADED}"
)
# a Mục with a heading in capitals behind its number; without one it may be a level (Mức 3)
_SECTION = re.compile(rf"[^\w]{{0,4}}(?P<words>[^\W\d_]+) {_NUMBER}[.:]? +(?=[A-ZĐÀ-Ỹ]{{2}})")


def division_edits(lines: Sequence[str], decoded: Sequence[Decoded]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs of the words of divisions that were decoded otherwise."""
    divisions = {at: of_line for at, line in enumerate(lines) if (of_line := _division(line))[1]}
    found = {(word.line, word.piece.start): word for word in decoded if word.line in divisions}
    for index, (first, division) in divisions.items():
        starts = accumulate((len(true) + 1 for true in division), initial=first)
        for start, true in zip(starts, division, strict=False):
            word = found.get((index, start))
            if word is not None and fold_tone(word.text.lower()) != fold_tone(true):
                text = with_case(true, case_mode(lines[index][start : word.piece.end]))
                yield index, Edit(start, word.piece.end, text, "template", _SURE_DIVISIONS)


def _division(line: str) -> tuple[int, tuple[str, ...]]:
    """Where the words of a division begin, and they; nothing where the line begins otherwise."""
    match = _LINE.match(line)
    if match is not None and match["words"][0].isupper():
        division = _BY_SKELETON.get(unaccent(match["words"]).lower(), ())
        if division:
            return match.start("words"), division
    section = _SECTION.match(line)
    if section is not None and unaccent(section["words"]) in {"Muc", "MUC"}:
        return section.start("words"), ("mục",)
    return 0, ()


# `số` before a code, read as two figures: `Quyét dinh 86 34/2025/QD-UBND` (rule `numeric`).
#
# Between a word that counts nothing and a document's code no number can stand; one at a line's start may be a row's.

_SIGN = re.compile(
    r"""
    (?<![^\W_]) (?P<word> [^\W\d_]{2,12} ) [ ]
    (?P<form> [85][60] )
    (?= [ ] \d{1,5} [ ]? / (?: (?:19|20)\d\d [ ]? / )? [A-ZĐ]{2} )
    """,
    re.VERBOSE,
)


def code_sign_edits(lines: Sequence[str]) -> Iterator[tuple[int, Edit]]:
    """Line indexes and repairs; `lines`: those that the wrong model read, the others empty."""
    for index, line in enumerate(lines):
        for match in _SIGN.finditer(line):
            if unaccent(match["word"]).lower() not in NUMBERED:
                yield index, Edit(*match.span("form"), "số", "numeric", HIGHEST, (match["form"],))
