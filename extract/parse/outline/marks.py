"""Item marks: what a line's first characters may mean (`Phần I`, `Điều 2.`, `A.`, `II.`, `1.1`, `đ)`, `-`), misread section numerals among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extract.fold import fold, roman, roman_value
from extract.model import TextLine

# Section numerals as engines misread them before headings in capitals: `Il.`, `H.`, `11.` for `II.`, `1.` for `I.`. What a
# damaged numeral is worth is told by its strokes, and it counts only where it continues its row. `1. MỤC TIÊU` opens numbers or
# Roman numerals: the next heading in capitals that bears a mark decides, `2.` against `II.`.

#: What strokes of capitals are read as: `H` for two of them, `l`, `1`, `|` or `!` for one.
_STROKES = {"l": "I", "1": "I", "|": "I", "!": "I", "H": "II", "Y": "V"}
_NUMERAL = re.compile(r"(?P<label>[IVXHYl1|!]{1,5})\s?[.,)]\s*(?=\S)")
_UNDOTTED = re.compile(r"(?P<label>[IVX][IVXl1|!]{1,4})\s+(?=\S)")
_NUMBER = re.compile(r"\d{1,2}\s?[.,)]\s+(?=\S)")
_MAY_LACK = 2  # a second `II.` is `III.` with a stroke lost; a second `I.` opens another part
_OPENS = re.compile(r"\s*[\dIVXHYl|!]")
_FEWEST_LETTERS = 2  # of a heading


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral before a heading in capitals: its value, where the heading begins, whether it is as it should be."""

    ordinal: int
    offset: int
    sound: bool


def numeral_at(text: str) -> Numeral | None:
    """The numeral that a heading in capitals begins with, by its strokes.

    >>> [found.ordinal for text in ("H. CHI TIÊU", "1V. CHI TIÊU", "II. CHI TIÊU") if (found := numeral_at(text))]
    [2, 4, 2]
    >>> numeral_at("H. Chi tiêu"), numeral_at("2. CHI TIÊU")
    (None, None)
    >>> numeral_at("II CHI TIÊU")  # the dot was lost
    Numeral(ordinal=2, offset=3, sound=False)
    """
    dotted = _NUMERAL.match(text)
    match = dotted or _UNDOTTED.match(text)
    if not match or not _is_heading(text[match.end() :]):
        return None
    label = match["label"]
    ordinal = roman_value("".join(_STROKES.get(sign, sign) for sign in label))
    sound = dotted is not None and bool(roman_value(label))
    return Numeral(ordinal, match.end(), sound) if ordinal else None


def misread_ones(lines: Sequence[TextLine]) -> frozenset[int]:
    """The indexes of lines that open with a misread `I.`, for `II.` comes next among the headings."""
    found: set[int] = set()
    one: int | None = None
    for at, line in enumerate(lines):
        if not _OPENS.match(line.text):
            continue
        text = " ".join(line.text.split())
        numeral = numeral_at(text)
        if numeral and numeral.ordinal == 2 and one is not None:  # noqa: PLR2004
            found.add(one)
        if numeral or _is_numbered_heading(text):
            one = at if numeral and numeral.ordinal == 1 and not numeral.sound else None
    return frozenset(found)


def _is_numbered_heading(text: str) -> bool:
    match = _NUMBER.match(text)
    return match is not None and _is_heading(text[match.end() :])


def _is_heading(rest: str) -> bool:
    return rest.upper() == rest and sum(map(str.isalpha, rest)) >= _FEWEST_LETTERS


# A damaged mark (`S. ` for `5. `, `H. ` for `II. `, `d)` for `đ)`) is only a candidate: `Rows` says whether it continues the
# row that is open, and only then is it taken. Order of letters: Vietnamese (a b c d đ e g h ...), with f, j, w, z allowed.
# Sources: NĐ 30/2020/NĐ-CP, Phụ lục I, II.6 (phần, chương, mục, điều, khoản, điểm); measured damage of digits and marks.


class MarkKind(StrEnum):
    """Kinds of item marks, highest rank first; `NONE` is a plain paragraph or a heading without a mark."""

    PART = "part"  # Phần I, Chương I, Mục 1
    ARTICLE = "article"  # Điều 2.
    CAPITAL = "capital"  # A.
    ROMAN = "roman"  # II.
    NUMBER = "number"  # 1., 1.1., 1.1.1
    LETTER = "letter"  # a), đ)
    DASH = "dash"  # -, +, *, •
    ROW = "row"  # a table's row, cells separated by " | "
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ItemMark:
    """An item's mark.

    `label` is as printed and repaired ("5", "II", "đ", "Điều 3"; "" for a dash), `depth` its number of parts
    ("1.1.2" has 3; a "+" under dashes has 2).
    """

    kind: MarkKind
    label: str = ""
    depth: int = 1


@dataclass(frozen=True, slots=True)
class MarkCandidate:
    """A possible mark: `offset` is where the item's own text begins, `ordinal` its place in a row (1 opens one).

    `damaged` marks count only where they continue a row; ordinal 0 stands for "whatever is expected".
    """

    mark: ItemMark
    offset: int
    ordinal: int = 0
    damaged: bool = False


LETTERS = "abcdđefghijklmnopqrstuvwxyz"
_SKIPPED = frozenset("đfjwz")  # letters that a row may leave out
CAPITALS = "ABCDĐEFGHIKLMNOPQRSTUVXY"
_WORD_ORDINALS = ("", "nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi")

_LONGEST_MARK = 7  # letters of a mark that is no word, its sign among them: `XVIII .`
_PART = re.compile(
    r"(?P<word>phan|chuong|muc)\s+(?:thu\s+)?(?P<label>[a-z]{2,5}|[ivxl1]{1,5}|\d{1,2})(?P<end>\s*[.:,-]\s*|\s+|$)"
)
_ARTICLE = re.compile(r"dieu\s+(?P<label>\d{1,3}[a-z]?)(?:\s*[.:,]\s*|$)")
_CAPITAL = re.compile(r"(?P<label>[A-ZĐ])\s?[.)/-]\s+(?=\S)")
_ROMAN = re.compile(r"(?P<label>[IVX]{1,5})\s?[.)/-]\s*(?=\S)")
_ITEM_NUMBER = re.compile(r"(?P<label>\d{1,2})\s?(?:[.)/]\s+(?=\S)|\.(?=[^\W\d_])|-\s+(?=\S))")
_PATH = re.compile(r"(?P<label>\d{1,2}(?:\.\d{1,2}){1,3})\s?[.)-]?\s+(?=\S)")
_NUMBER_DAMAGED = re.compile(r"(?P<label>[^\s(.]{1,2})\s?[.,]\s+(?=[^\W\d_])")
_LETTER = re.compile(r"(?P<label>[a-zđ])\s?[.)/]\s*(?=\S)")
_BRACKETED = re.compile(r"\((?P<label>\d{1,2}|[a-zđ])\)\s+(?=\S)")
_LETTER_DAMAGED = re.compile(r"(?P<label>[^\s(]{1,2})\s?\)\s+(?=\S)")
_DASH = re.compile(r"(?P<label>[-–—−•●○▪■□►➢✓·\uf000-\uf0ff])\s*(?=[^\W_]|[“\"(])")
_DASH_LIKE = re.compile(r"(?P<label>[+*~=«_])\s*(?=[^\W\d_]|[“\"(])")


def candidates(text: str) -> Iterator[MarkCandidate]:
    """Possible readings of the mark at the beginning of a line, the likeliest first.

    >>> [(c.mark.kind.value, c.mark.label) for c in candidates("V. TỔ CHỨC THỰC HIỆN")]
    [('roman', 'V'), ('capital', 'V'), ('number', '')]
    """
    yield from _parts(text)
    if text[:_LONGEST_MARK].replace(" ", "").isalpha():
        yield from _misread_numeral(text)
        return  # all other marks have a figure or a sign
    yield from _romans(text)
    yield from _capitals(text)
    yield from _numbers(text)
    yield from _letters(text)
    yield from _behind_dash(text)
    yield from _dashes(text)
    yield from _damaged(text)


def expected_label(kind: MarkKind, ordinal: int) -> str:
    """The mark that stands at `ordinal` (1-based) of a row of this kind."""
    if kind is MarkKind.ROMAN:
        return roman(ordinal)
    if kind is MarkKind.LETTER:
        return LETTERS[ordinal - 1] if ordinal <= len(LETTERS) else ""
    return str(ordinal)


def follows(kind: MarkKind, before: int, ordinal: int) -> bool:
    """Whether `ordinal` comes next after `before`; letters that lists leave out may be jumped."""
    if kind is not MarkKind.LETTER or ordinal <= before:
        return ordinal == before + 1
    return all(letter in _SKIPPED for letter in LETTERS[before : ordinal - 1])


def _parts(text: str) -> Iterator[MarkCandidate]:
    if not text[:1].isupper():
        return
    folded = fold(text)
    part = _PART.match(folded)
    ordinal = _part_ordinal(part["label"]) if part else 0
    if part and ordinal and _closes_part(part["end"], text[part.end() :]):
        yield MarkCandidate(ItemMark(MarkKind.PART, text[: part.end("label")]), part.end(), ordinal)
    article = _ARTICLE.match(folded)
    if article:
        ordinal = int(re.sub(r"\D", "", article["label"]))
        label = f"Điều {text[slice(*article.span('label'))]}"
        yield MarkCandidate(ItemMark(MarkKind.ARTICLE, label), article.end(), ordinal)


def _part_ordinal(label: str) -> int:
    if label.isdigit():
        return int(label)
    if label in _WORD_ORDINALS:
        return _WORD_ORDINALS.index(label)
    return roman_value(label.replace("1", "i").upper())


def _closes_part(end: str, rest: str) -> bool:
    """A heading goes on in capitals or not at all; "Mục 2 của Thông tư" is running text."""
    return not rest or (end.strip() != "" and not rest[0].islower()) or rest.upper() == rest


def _romans(text: str) -> Iterator[MarkCandidate]:
    match = _ROMAN.match(text)
    if match and roman_value(match["label"]):
        label = match["label"]
        yield MarkCandidate(ItemMark(MarkKind.ROMAN, label), match.end(), roman_value(label))
    if match and match["label"] == "I":
        yield MarkCandidate(ItemMark(MarkKind.NUMBER, "1"), match.end(), 1, damaged=True)


def _capitals(text: str) -> Iterator[MarkCandidate]:
    match = _CAPITAL.match(text)
    if match and match["label"] in CAPITALS:
        ordinal = CAPITALS.index(match["label"]) + 1
        yield MarkCandidate(ItemMark(MarkKind.CAPITAL, match["label"]), match.end(), ordinal)


def _numbers(text: str) -> Iterator[MarkCandidate]:
    path = _PATH.match(text)
    if path:
        parts = path["label"].split(".")
        mark = ItemMark(MarkKind.NUMBER, path["label"], len(parts))
        yield MarkCandidate(mark, path.end(), int(parts[-1]))
    number = _ITEM_NUMBER.match(text)
    if number:
        yield MarkCandidate(
            ItemMark(MarkKind.NUMBER, number["label"]), number.end(), int(number["label"])
        )


def _letters(text: str) -> Iterator[MarkCandidate]:
    match = _LETTER.match(text)
    if match:
        ordinal = LETTERS.index(match["label"]) + 1
        yield MarkCandidate(ItemMark(MarkKind.LETTER, match["label"]), match.end(), ordinal)
    if match and match["label"] == "d":
        yield MarkCandidate(ItemMark(MarkKind.LETTER, "đ"), match.end(), 5, damaged=True)
    if match and match["label"] in "eo":
        yield MarkCandidate(ItemMark(MarkKind.LETTER, "c"), match.end(), 3, damaged=True)
    bracketed = _BRACKETED.match(text)
    if bracketed:
        label = bracketed["label"]
        ordinal = int(label) if label.isdigit() else LETTERS.index(label) + 1
        yield MarkCandidate(ItemMark(MarkKind.LETTER, f"({label})", 2), bracketed.end(), ordinal)


def _behind_dash(text: str) -> Iterator[MarkCandidate]:
    """`- 1. Văn phòng`: the mark behind the dash is the item's; the dash is a speck of the scan, or a typist's habit."""
    dash = _DASH.match(text)
    if dash:
        rest = text[dash.end() :]
        for found in (*_numbers(rest), *_letters(rest)):
            if not found.damaged:
                yield replace(found, offset=dash.end() + found.offset)


def _dashes(text: str) -> Iterator[MarkCandidate]:
    match = _DASH.match(text) or _DASH_LIKE.match(text)
    if match:
        depth = 2 if match["label"] == "+" else 1
        yield MarkCandidate(ItemMark(MarkKind.DASH, "", depth), match.end())


def _misread_numeral(text: str) -> Iterator[MarkCandidate]:
    numeral = numeral_at(text)
    if numeral is None:
        return
    if not numeral.sound:
        yield MarkCandidate(ItemMark(MarkKind.ROMAN), numeral.offset, numeral.ordinal, damaged=True)
    elif numeral.ordinal == _MAY_LACK:
        yield MarkCandidate(
            ItemMark(MarkKind.ROMAN), numeral.offset, numeral.ordinal + 1, damaged=True
        )


def _damaged(text: str) -> Iterator[MarkCandidate]:
    yield from _misread_numeral(text)
    for pattern, kind in (
        (_NUMBER_DAMAGED, MarkKind.NUMBER),
        (_LETTER_DAMAGED, MarkKind.LETTER),
    ):
        match = pattern.match(text)
        if match and _may_be_damage(kind, match["label"], text[match.end() :]):
            yield MarkCandidate(ItemMark(kind, ""), match.end(), damaged=True)


def _may_be_damage(kind: MarkKind, label: str, rest: str) -> bool:
    """Number: one sign, or two with a digit, before a capital; letter: no number."""
    if kind is MarkKind.NUMBER:
        short = len(label) == 1 or any(sign.isdigit() for sign in label)
        return short and not label.isdigit() and rest[0].isupper()
    return not label.isdigit() and label not in LETTERS
