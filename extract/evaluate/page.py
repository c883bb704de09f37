"""How close a page's text is to the true text when the order of lines and columns does not count.

After Clausner, Pletschacher, Antonacopoulos (2020), Flexible character accuracy measure for reading-order-independent
evaluation: the longest true line first chooses the best matching stretch of a line of the text; what matched is cut out,
the rest waits for other lines. Unused true text is lost, unused text is invented. `|` between cells counts as a space.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extract.evaluate.text import aligned, digit_strings, level, share, shown, syllables

_MATCH = 40.0  # rapidfuzz ratio (0 to 100) below which two stretches are no match
_SHORTEST = 3  # characters that a match must have, unless the line is shorter


@dataclass(frozen=True, slots=True)
class PageScore:
    """Counts of one page or, added up, of many; the properties are shares."""

    characters: int = 0  # of the truth
    edits: int = 0  # within matched stretches
    lost: int = 0  # true characters that match nothing
    invented: int = 0  # characters of the text that match nothing
    syllables: int = 0
    wrong: int = 0  # true syllables wrong or lost
    digit_strings: int = 0
    digits_found: int = 0  # true digit strings that the text has anywhere

    def __add__(self, other: PageScore) -> PageScore:
        return PageScore(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def fcer(self) -> float:
        """Flexible character error rate: edits, lost and invented characters per true character."""
        return share(self.edits + self.lost + self.invented, self.characters)

    @property
    def fcer_kept(self) -> float:
        """The same without the invented characters."""
        return share(self.edits + self.lost, self.characters)

    @property
    def fser(self) -> float:
        """Flexible syllable error rate: wrong or lost syllables per true syllable.

        A cut through a syllable makes two of it, so the rate of a very short text may exceed 1.
        """
        return share(self.wrong, self.syllables)

    @property
    def digits(self) -> float:
        """Share of the true digit strings that the text has, wherever they stand."""
        return share(self.digits_found, self.digit_strings)


def score_page(truth: str, text: str) -> PageScore:
    """Compare the text of a page (or of several) with the true one, free of reading order."""
    waiting, pieces = _lines(truth), _lines(text)
    want, have = Counter(digit_strings(truth)), Counter(digit_strings(text))
    score = PageScore(
        characters=sum(map(len, waiting)),
        syllables=sum(len(syllables(line)) for line in waiting),
        digit_strings=want.total(),
        digits_found=(want & have).total(),
    )
    while waiting:
        waiting.sort(key=lambda line: (-len(line), line))
        score += _take_longest(waiting, pieces)
    return score + PageScore(invented=sum(map(len, pieces)))


def _lines(text: str) -> list[str]:
    lines = text.replace("\f", "\n").replace("|", " ").splitlines()
    return [line for line in map(level, lines) if line]


def _take_longest(waiting: list[str], pieces: list[str]) -> PageScore:
    """Match the first waiting line; what of it and of its partner is left goes back to the lists."""
    line = waiting[0]
    found = _best(line, pieces)
    if found is None:
        waiting.pop(0)
        return PageScore(lost=len(line), wrong=len(syllables(line)))
    at, (true_start, true_end, start, end) = found
    mine, theirs = line[true_start:true_end], pieces[at][start:end]
    _cut(waiting, 0, true_start, true_end)
    _cut(pieces, at, start, end)
    true = syllables(mine)
    wrong = min(len(true), Levenshtein.distance(true, syllables(theirs)))
    return PageScore(edits=Levenshtein.distance(mine, theirs), wrong=wrong)


def _best(line: str, pieces: list[str]) -> tuple[int, tuple[int, int, int, int]] | None:
    """The piece that matches best, and where: start and end in the line, start and end in the piece."""
    best, found = _MATCH, None
    for i, piece in enumerate(pieces):
        match = fuzz.partial_ratio_alignment(line, piece, score_cutoff=_MATCH)
        if match is None:
            continue
        size = min(match.src_end - match.src_start, match.dest_end - match.dest_start)
        weight = match.score * min(1.0, 0.5 + size / (2 * len(line)))
        if size >= min(_SHORTEST, len(line)) and weight > best:
            spans = (match.src_start, match.src_end, match.dest_start, match.dest_end)
            best, found = weight, (i, spans)
    return found


def _cut(pool: list[str], at: int, start: int, end: int) -> None:
    text = pool.pop(at)
    pool += [rest for rest in (text[:start].strip(), text[end:].strip()) if rest]


def show_pages(pages: Iterable[tuple[str, PageScore]]) -> str:
    """A line for each page and one for all of them."""
    rows = list(pages)
    rows.append(("all", sum((score for _, score in rows), PageScore())))
    head = ("page", "fcer", "kept", "fser", "digits")
    body = [(n, *map(shown, (s.fcer, s.fcer_kept, s.fser, s.digits))) for n, s in rows]
    return aligned([head, *body])
