"""Lines and heads of tables without cell marks cut into cells: numbers, names, figures at their end, the words of a head that lists know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import GAP, fold
from extract.model import TextLine

# Lines of a table without cell marks as rows: number, name, the figures at their end, what is noted behind them. A line that
# begins small goes on with the name before it. Figures stand at the end of a row, grades in words among them (`93,65 Tốt 3`).
# Where a head's last column holds notes (`Giải trình`), its words stand behind the figures; they are told apart only where as
# many figures stand together as the head has columns for.

#: Words of a column of grades; accented, since the fold of a name may be one of them.
GRADE = r"(?:[Xx]uất [Ss]ắc|(?:[Rr]ất |[Tt]ương đối )?(?:[Tt]ốt|[Tt]hấp)|[Kk]há|[Tt]rung [Bb]ình(?: khá| cao| thấp)?|[Yy]ếu|[Kk]ém)"
FIGURE = re.compile(
    r"(?:[+-]?\d{1,4}(?:[.,]\d{1,4})?(?:\s?/\s?\d{1,4}(?:[.,]\d{1,4})?)?\s?%?(?:\s?\(\d{1,3}(?:\s?/\s?\d{1,3})?\))?|[-–x])"
)
_CELL = re.compile(rf"{FIGURE.pattern}|{GRADE}")
_LONGEST = 2_000  # letters that sixty figures at a line's end may fill
_TAIL = re.compile(rf"(?<!\S)(?:{_CELL.pattern})(?:\s+(?:{_CELL.pattern})){{0,60}}\s*$")
_LEAD = re.compile(rf"(?:(?:{_CELL.pattern})(?!\S)\s+){{2,12}}(?=[A-ZĐÀ-Ỹ][^\W\d]*\s)")
_DECIMAL = re.compile(r"\d[.,]\d")
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
class CutLine:
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
) -> Iterator[tuple[int, list[CutLine]]]:
    """Runs of lines with figures at their ends, broken names joined, with the position of the first.

    `noted` holds, for each line, how many figures stand before its note, 0 where no head has a column of notes.
    """
    block: list[CutLine] = []
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


def _row(line: TextLine, text: str, noted: int) -> CutLine | None:
    """The line as a row; below a head with a column of notes the words behind the figures are one."""
    cut = _cut(line, text)
    if noted and (cut is None or len(cut.figures) != noted):
        return _noted(line, text, noted) or cut
    return cut


def _cut(line: TextLine, text: str) -> CutLine | None:
    """The line as a row, None where it does not end in figures."""
    tail = _TAIL.search(text, max(0, len(text) - _LONGEST))
    if not tail or not tail.start() or not any(map(str.isdecimal, tail[0])):
        return _cut_behind(line, text)
    figures = tuple(match[0].strip() for match in _CELL.finditer(tail[0]))
    return _named(line, text, tail.start(), figures)


def _cut_behind(line: TextLine, text: str) -> CutLine | None:
    """The line as a row whose name stands behind its figures (`1 93,40 Xuất sắc Sở Nội vụ`)."""
    lead = _LEAD.match(text)
    name = text[lead.end() :] if lead else ""
    if lead is None or ENDS.search(name) or len(name.split()) > _MOST_NAME_WORDS // 2:
        return None
    figures = tuple(match[0].strip() for match in _CELL.finditer(lead[0]))
    return CutLine("", name, figures, line) if _DECIMAL.search(lead[0]) else None


def _noted(line: TextLine, text: str, width: int) -> CutLine | None:
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


def _named(line: TextLine, text: str, end: int, figures: tuple[str, ...]) -> CutLine | None:
    number = NUMBER.match(text[:end])
    name = text[number.end() if number else 0 : end].strip()
    caption = _YEAR_NAME.search(name) and (not number or _YEAR.fullmatch(figures[0]))
    if not any(map(str.isalpha, name)) or len(name.split()) > _MOST_NAME_WORDS:
        return None
    head = not number and all(map(_YEAR.fullmatch, figures))
    if head or caption or ENDS.search(name):
        return None
    return CutLine(number["number"] if number else "", name, figures, line)


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


def _longer(cut: CutLine, text: str) -> CutLine:
    """The row with one more line of its note, else of its name."""
    if cut.note:
        return replace(cut, note=f"{cut.note} {text}")
    return replace(cut, name=f"{cut.name} {text}")


# Headings that state their maximum: in `Chỉ đạo, điều hành (20đ) Thể chế (10đ) Tổng (30đ)` each bracket ends a column. Lists
# know some names of areas only, and offices shorten them freely; the brackets cut a head whatever the names are.

_TOP = re.compile(
    rf"{GAP}[(\[](?:[Đđ]iểm )?(?:[Tt]ối đa:? ?)?\d{{1,3}}(?:[.,]\d{{1,2}})? ?(?:đ|điểm)?[)\]]"
)
_FEWEST = 2  # brackets: one may be anything
_OPENING = frozenset({"number", "name", "index", "note"})


@dataclass(frozen=True, slots=True)
class HeadMatch:
    """A known word of a head: where it stands, and what it heads."""

    start: int
    end: int
    kind: str


def cut_at_maxima(text: str, pieces: Sequence[HeadMatch]) -> list[HeadMatch]:
    """The pieces, each stretch up to a bracket with a maximum made the heading of one column of figures."""
    tops = list(_TOP.finditer(text))
    if len(tops) < _FEWEST:
        return list(pieces)
    start = _lead(text, pieces)
    found = [piece for piece in pieces if piece.end <= start]
    for top in tops:
        inside = [piece for piece in pieces if start <= piece.start < top.end()]
        found += _stretch(text, inside, start, top)
        start = top.end()
    return [*found, *(piece for piece in pieces if piece.start >= start)]


def _lead(text: str, pieces: Sequence[HeadMatch]) -> int:
    """Where the headings of number and name end that open the head (`STT Đơn vị`)."""
    end = 0
    for piece in pieces:
        if piece.kind not in _OPENING or text[end : piece.start].strip(" ,."):
            break
        end = piece.end
    return end


def _stretch(
    text: str, inside: Sequence[HeadMatch], begin: int, top: re.Match[str]
) -> list[HeadMatch]:
    """The columns of a stretch: the known words where they fill it, else all of it as one."""
    words = text[begin : top.start()]
    begin += len(words) - len(words.lstrip(" ,"))
    if begin >= top.start():
        return []
    known = " ".join(text[piece.start : piece.end] for piece in inside)
    if known.split() == text[begin : top.start()].split():
        *first, last = inside
        return [*first, HeadMatch(last.start, top.end(), last.kind)]
    return [HeadMatch(begin, top.end(), "value")]


# The words of a head without cell marks: those that lists know, years, stretches that a maximum in brackets ends.

_TWO = 2  # rows of a head, years side by side
_HEAD_YEAR = re.compile(r" \(?(?:nam )?(?:19|20)\d\d\b\)?")
_SIDE_BY_SIDE = re.compile(r"\bnam (?:19|20)\d\d,? nam (?:19|20)\d\d\b")
_LONE_YEAR = re.compile(r"\bnam (?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class HeadWord:
    """A word of a head: what is printed, and whether it heads names, values, notes, an index or a body."""

    text: str
    kind: str
    ranks: bool = False  # it opens the head and says "rank": the running numbers are ranks
    parts: tuple[str, ...] = ()  # two headings that are one together (`Tăng/giảm` + `Thứ hạng`)


def head_words(
    text: str, dictionaries: Dictionaries, *, years: bool = False
) -> tuple[HeadWord, ...]:
    """The known words of a head, maxima with them; `years`: a year alone heads figures too (`Năm 2022 Năm 2023`)."""
    folded = fold(text)
    pattern, kinds = _vocabulary(dictionaries)
    found = list(pattern.finditer(folded))
    matches = {match.start(): match for match in found}
    apart = years and _SIDE_BY_SIDE.search(folded) is not None
    pieces = [_piece(folded, match, kinds[_squeezed(match[0])], apart=apart) for match in found]
    if years:
        pieces = _with_years(folded, pieces)
    words = []
    for piece in cut_at_maxima(text, pieces):
        word = matches.get(piece.start)
        whole = word is not None and piece.kind == "value" and piece.end == _end(folded, word)
        parts = _parts(word, text[: piece.end], kinds) if word and whole else ()
        words.append(HeadWord(text[piece.start : piece.end], piece.kind, parts=parts))
    return tuple(words)


def _piece(folded: str, word: re.Match[str], kind: str, *, apart: bool) -> HeadMatch:
    """A word of a head, its year with it, unless it heads names, which have none, or years stand `apart`."""
    end = word.end() if apart or kind in ("number", "name") else _end(folded, word)
    return HeadMatch(word.start(), end, kind)


def _with_years(folded: str, pieces: list[HeadMatch]) -> list[HeadMatch]:
    """The pieces, and the years between them that no heading took."""
    alone = (
        HeadMatch(year.start(), year.end(), "value")
        for year in _LONE_YEAR.finditer(folded)
        if not any(piece.start <= year.start() < piece.end for piece in pieces)
    )
    return sorted((*pieces, *alone), key=lambda piece: piece.start)


def _parts(word: re.Match[str], text: str, kinds: Mapping[str, str]) -> tuple[str, ...]:
    """The two columns that a heading may be the headings of, as it is printed."""
    for blank in re.finditer(" ", word[0]):
        left, right = word[0][: blank.start()], word[0][blank.end() :]
        if all(kinds.get(_squeezed(part)) == "value" for part in (left, right)):
            at = word.start() + blank.start()
            return text[word.start() : at], text[at + 1 :]
    return ()


def _end(folded: str, word: re.Match[str]) -> int:
    """The end of a heading, its year among it (`Giá trị năm 2025`)."""
    year = _HEAD_YEAR.match(folded, word.end())
    return year.end() if year else word.end()


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


@lru_cache(maxsize=4)
def _vocabulary(dictionaries: Dictionaries) -> tuple[re.Pattern[str], Mapping[str, str]]:
    entries = _entries(dictionaries)
    words = sorted({word for word, _ in entries}, key=lambda word: (-len(word), word))
    kinds = {_squeezed(word): kind for word, kind in reversed(entries)}
    # recognised heads lose the blanks between their words ("Noidung"), printed ones the commas
    loose = "|".join(" ?".join(map(re.escape, word.split())).replace(",", ",?") for word in words)
    return re.compile(rf"(?<![a-z0-9])(?:{loose})(?![a-z0-9])"), kinds


def _squeezed(words: str) -> str:
    return words.replace(" ", "").replace(",", "")


def crossed_head(
    above: Sequence[str], width: int, dictionaries: Dictionaries
) -> tuple[tuple[str, ...], ...]:
    """The columns of a head of two rows, years above what each has: `Năm 2022 Năm 2023` over `Điểm Hạng Điểm Hạng`.

    Empty where the second row is no such pattern or the columns are not as many as the figures.
    """
    if len(above) < _TWO:
        return ()
    lower = head_words(above[-1], dictionaries)
    upper = head_words(" ".join(above[:-1]), dictionaries, years=True)
    years = [word for word in upper if _LONE_YEAR.fullmatch(fold(word.text))]
    names = [fold(word.text) for word in lower]
    each = len(lower) // max(1, len(years))
    only = " ".join(names).split() == fold(above[-1]).split()
    if len(years) < _TWO or not each or names != names[:each] * len(years) or not only:
        return ()
    columns: list[tuple[str, ...]] = []
    for word in upper:
        if word in years:
            columns += [(word.text, part.text) for part in lower[:each]]
        elif word.kind == "value":
            columns.append((word.text,))
    return tuple(columns) if len(columns) == width else ()
