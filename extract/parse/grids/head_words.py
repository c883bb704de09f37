"""The words of a head without cell marks: those that lists know, years, stretches that a maximum in brackets ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.parse.grids.topped_heads import Piece, cut_at_maxima

_TWO = 2  # rows of a head, years side by side
_YEAR = re.compile(r" \(?(?:nam )?(?:19|20)\d\d\b\)?")
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


def _piece(folded: str, word: re.Match[str], kind: str, *, apart: bool) -> Piece:
    """A word of a head, its year with it, unless it heads names, which have none, or years stand `apart`."""
    end = word.end() if apart or kind in ("number", "name") else _end(folded, word)
    return Piece(word.start(), end, kind)


def _with_years(folded: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces, and the years between them that no heading took."""
    alone = (
        Piece(year.start(), year.end(), "value")
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
    year = _YEAR.match(folded, word.end())
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
