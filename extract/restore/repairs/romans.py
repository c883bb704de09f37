"""Roman numerals that were read as letters (`quy Il`, `Phu luc Ill`, `Tv/2011`): by their strokes, always listed (rule `numeric`).

A decoder would make words of them and lose a stroke: `Il` is II, and I would be another quarter. Only a token behind a word
that is numbered so, or one before a year, is asked; one whose strokes make no numeral stays as it was read. The right model reads strokes as other letters than the wrong
one does (`thứ XHI`, `Quý Ì`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extract.fold import fold
from extract.restore.edits import Edit
from extract.roman import roman_value

_SURE = 0.8  # as of every number that was read as something else (promise R2)
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
                yield index, Edit(*match.span("form"), numeral, "numeric", _SURE)


def _numeral(form: str, strokes: Mapping[str, str]) -> str:
    """What the strokes of a token make; the token itself where they are digits, which stay."""
    return form if form.isdigit() else "".join(strokes.get(sign, sign) for sign in form)


def _is_numbered(line: str, match: re.Match[str]) -> bool:
    """Whether the word before is one that Roman numerals follow."""
    before = _BEFORE.search(line, 0, match.start())
    return before is not None and fold(before["label"]) in _LABELS
