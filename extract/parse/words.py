"""Lists of fixed words, folded once, and the fuzzy search for a phrase in a damaged line.

A phrase is looked for on the fold, with spaces and once more without them: small type loses its spaces
(`HOIDONGNHANDAN`, `Doclap-Tudo-Hanhphuc`).
"""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.dictionaries import Dictionaries, Entry
from extract.fold import fold

NATIONAL_SCORE = (
    78.0  # RapidFuzz ratio of the best window; true lines read by `eng` have 84 and more
)
_MOTTO_SCORE = 74.0  # italic and small: worse read


@dataclass(frozen=True, slots=True)
class Span:
    """Where a phrase stands in a text."""

    start: int
    end: int


def entries(dictionaries: Dictionaries, kind: str) -> tuple[Entry, ...]:
    """The header words of a kind."""
    return tuple(entry for entry in dictionaries.rows("header_words") if entry["kind"] == kind)


def find_phrase(folded: str, phrase: str, score: float = NATIONAL_SCORE) -> Span | None:
    """The window of a folded text that is most like a folded phrase, or `None` below `score` (0 to 100).

    >>> find_phrase("so noi vu cong hoa xa hoqi chu nghia viet nam", "cong hoa xa hoi chu nghia viet nam")
    Span(start=10, end=45)
    """
    if len(folded) * 2 < len(phrase):
        return None
    found = fuzz.partial_ratio_alignment(phrase, folded, score_cutoff=score)
    if found is None:
        return None
    return _whole_words(folded, Span(found.dest_start, found.dest_end))


def find_motto(folded: str, phrase: str) -> Span | None:
    """The motto, which is printed smaller and read worse than the national header."""
    return find_phrase(folded, phrase, _MOTTO_SCORE)


def is_like(folded: str, phrase: str, score: float) -> bool:
    """Whether a whole folded line is a folded phrase, spaces and signs at its ends aside."""
    line = folded.strip(" .,:;-_*[](){}|'/\\!=~")
    return fuzz.ratio(line, phrase) >= score or fuzz.ratio(_solid(line), _solid(phrase)) >= score


def capital_share(text: str) -> float:
    """The share of capitals among a text's letters, 0 without letters.

    >>> capital_share("SỞ Nội"), capital_share("123")
    (0.6, 0.0)
    """
    letters = "".join(filter(str.isalpha, text))
    return sum(map(str.isupper, letters)) / len(letters) if letters else 0.0


def _solid(text: str) -> str:
    return "".join(text.split())


def _whole_words(folded: str, span: Span) -> Span:
    """The span widened to the ends of the words that it cuts."""
    start, end = span.start, span.end
    while 0 < start < len(folded) and folded[start - 1] != " " and folded[start] != " ":
        start -= 1
    while end < len(folded) and folded[end] != " ":
        end += 1
    return Span(start, end)


def folded_words(rows: tuple[Entry, ...], column: str = "words") -> tuple[str, ...]:
    """A column of a list, folded."""
    return tuple(fold(entry[column]) for entry in rows)
