"""What a legal text is divided into, at a line's start before its number: `Phan I` is Phần, `Bang 2.` is Bảng (rule `template`).

A line begins with no word before it that would tell Phần from Phận and Bảng from Bằng. The divisions are those of decree 30/2020/NĐ-CP, annex I
(phần, chương, mục, tiểu mục, điều, khoản, điểm), and what is attached (phụ lục, mẫu số, bảng, biểu).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from extract.restore.decoding.decoded import Decoded
from extract.restore.decoding.options import with_case
from extract.restore.decoding.stripped import case_mode
from extract.restore.edits import Edit
from extract.restore.model.syllable import fold_tone
from extract.unaccent import unaccent

_SURE = 0.95
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
                yield index, Edit(start, word.piece.end, text, "template", _SURE)


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
