"""Are words, changes and cells as often right as they say, and does the review point at the wrong ones: a confidence means something only where they are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein

from extract.evaluate import read_text
from extract.evaluate.cells import equal, is_empty, is_numeric, number
from extract.evaluate.sets import Case, cells_of, stated
from extract.evaluate.tables import MATCHINGS, Floats, GoldRow, Row, affinity, best_pairs
from extract.evaluate.text import level, share, syllables
from extract.model import Correction, Restored
from extract.records import Document
from extract.tables.hocr import PlacedWord, placed_words

# How sure restoration was of its changes, and how many of them are right: a confidence means something where the two agree.
#
# Text and truth are aligned as a whole; a change is right where every word that it touches stands in the truth, in its place.

_WORD = re.compile(r"\w+")
_LETTER = re.compile(r"[^\W\d_]")
_EDGES = (
    0.0,
    0.5,
    0.7,
    0.8,
    0.85,
    0.9,
    0.95,
    0.99,
    1.01,
)  # bins, finer where most changes are; the last takes 1
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NO_TONES = dict.fromkeys(map(ord, _TONES))
_NO_GUESSES = frozenset({"unicode", "legacy"})  # rules that know, not guess


class JudgedChange(NamedTuple):
    """A change: how sure restoration was of it, and whether it is right."""

    sure: float
    right: bool


class Bin(NamedTuple):
    """The changes between two confidences: the mean of what was said, the share right, their number."""

    low: float
    high: float
    said: float
    right: float
    size: int


def judge_changes(
    truth: str, raw: Sequence[str], corrections: Sequence[Sequence[Correction]]
) -> Iterator[JudgedChange]:
    """Every change that guesses a word, judged; `corrections` by raw line."""
    found: list[str] = []
    touched: list[tuple[Correction, list[int]]] = []  # a change and the words it stands in
    for line, changes in zip(raw, corrections, strict=True):
        text, places = _restored(line, changes)
        words = [word for word in _WORD.finditer(text) if _LETTER.search(word.group())]
        touched += [
            (change, [n for n, word in enumerate(words, len(found)) if _meet(word, start, end)])
            for change, start, end in places
        ]
        found += [word.group() for word in words]
    right = _right(found, truth)
    for change, numbers in touched:
        if numbers and change.rule not in _NO_GUESSES:
            yield JudgedChange(change.confidence, all(right[n] for n in numbers))


def judge_restored(truth: str, restored: Restored) -> tuple[JudgedChange, ...]:
    """The judged changes of a document."""
    by_place: dict[tuple[int | None, int], list[Correction]] = {}
    for change in restored.corrections:
        by_place.setdefault((change.page, change.line), []).append(change)
    raw = [line.raw for line in restored.lines]
    changes = [by_place.get((line.page, line.number), []) for line in restored.lines]
    return tuple(judge_changes(truth, raw, changes))


def _meet(word: re.Match[str], start: int, end: int) -> bool:
    return start < word.end() and word.start() < end


def _restored(
    line: str, changes: Sequence[Correction]
) -> tuple[str, list[tuple[Correction, int, int]]]:
    """A line with its changes, and where in it each stands."""
    text, at, places = "", 0, []
    for change in sorted(changes, key=lambda change: change.start):
        text += line[at : change.start]
        places.append((change, len(text), len(text) + len(change.after)))
        text += change.after
        at = change.end
    return text + line[at:], places


def _right(words: Sequence[str], truth: str) -> list[bool]:
    """Whether each word stands in the truth, by the best alignment; where the tone mark stands does not count."""
    right = [False] * len(words)
    for block in Levenshtein.opcodes([_form(word) for word in words], forms_of(level(truth))):
        if block.tag == "equal":
            right[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    return right


def forms_of(text: str) -> list[str]:
    """The words of an NFC text that have a letter, each in one form whatever the place of its tone mark."""
    return [_form(word) for word in _WORD.findall(text) if _LETTER.search(word)]


def _form(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    tones = "".join(letter for letter in letters if letter in _TONES)
    return letters.translate(_NO_TONES) + tones


def bins_of(changes: Iterable[JudgedChange]) -> list[Bin]:
    """The changes by what was said of them."""
    known = list(changes)
    found = []
    for low, high in pairwise(_EDGES):
        here = [change for change in known if low <= change.sure < high]
        if here:
            n = len(here)
            said, right = sum(c.sure for c in here) / n, sum(c.right for c in here) / n
            found.append(Bin(low, min(high, 1.0), said, right, n))
    return found


def show_bins(changes: Iterable[JudgedChange]) -> str:
    """One line: for each bin its bounds, the share right and the number of changes."""
    shown = (f"{b.low:.2f}-{b.high:.2f} {b.right:.3f} ({b.size})" for b in bins_of(changes))
    return "said sure: share right (changes): " + ", ".join(shown)


# Are words as often right as they say: restored words with their probabilities, judged without regard to their order.
#
# A word is right where all its syllables stand in the true text, each as often as it is used; words without letters or
# digits are not judged. Bands are of probability said, shares of right words beside them.

#: Edges of the bands; "95 % sure" are the words from 0.93 to 0.97.
BANDS = (0.0, 0.5, 0.8, 0.93, 0.97, 0.99, 1.001)
SURE = (0.93, 0.97)


@dataclass(frozen=True, slots=True)
class SaidWord:
    """The probability that a word says it is right, and whether it is."""

    confidence: float
    right: bool


def said_words(restored: Restored, truth: str) -> tuple[SaidWord, ...]:
    """Every recognised word of a document that states a probability; none for text that was not recognised."""
    left = Counter(syllables(level(truth)))
    found = []
    for word in _placed(restored):
        parts = syllables(level(word.text))
        if parts and word.confidence is not None:
            needed = Counter(parts)
            right = needed <= left
            left -= needed if right else Counter()
            found.append(SaidWord(word.confidence, right))
    return tuple(found)


def _placed(restored: Restored) -> Iterator[PlacedWord]:
    by_line: dict[tuple[int | None, int], list[Correction]] = defaultdict(list)
    for correction in restored.corrections:
        by_line[correction.page, correction.line].append(correction)
    for page in restored.reading.pages:
        for at, line in enumerate(page.lines, start=1):
            yield from placed_words(line, by_line[page.number, at])


def right_among(words: Iterable[SaidWord], least: float, below: float) -> tuple[int, float]:
    """How many words are said to be so sure, and the share of them that are right (1.0 of none)."""
    chosen = [word.right for word in words if least <= word.confidence < below]
    return len(chosen), share(sum(chosen), len(chosen))


def show_words(words: Iterable[SaidWord]) -> str:
    """A line: of each band the share of right words and their number; "95 % sure" is the band around it."""
    known = list(words)
    bands = (
        (f"{low:.2f}-{min(high, 1):.2f}", *right_among(known, low, high))
        for low, high in pairwise(BANDS)
    )
    table = (f"{band}: {right:.3f} ({count})" for band, count, right in bands)
    _, sure = right_among(known, *SURE)
    return f"words said to be 95 % sure that are right: {sure:.3f}; by band (words): {', '.join(table)}"


# Can the tables be trusted: are wrong cells pointed at by review.csv, and does a row's confidence mean something?
#
# Every filled cell whose column the gold states is judged right or wrong; cells of rows that the gold lacks are wrong.

_BINS = 10  # of equal size, for the calibration error


@dataclass(frozen=True, slots=True)
class JudgedCell:
    """A filled cell: whether it holds a number or a date, its row's confidence, whether it is right.

    `where` is its table, row (from 1) and column, `place` the place, from 0, of the first row of the document's review that
    points at it: at the cell, at its row (an empty field), at its column (an empty row) or at its table (both empty).
    """

    where: tuple[str, int, str]
    numeric: bool
    confidence: float | None
    right: bool
    place: int | None


def judge(
    gold: Mapping[str, Sequence[GoldRow]], found: Mapping[str, Sequence[Row]]
) -> tuple[JudgedCell, ...]:
    """Every filled cell of one document that the gold can judge; `found` holds the rows of review too."""
    review = found.get("review", ())
    places: dict[tuple[str, str, str], int] = {}
    for place, row in enumerate(review):
        for pointer in (f"row {row.get('row')}", f"value {row.get('value')}"):
            places.setdefault((row.get("table", ""), row.get("field", ""), pointer), place)
    return tuple(
        _cell(name, n, row, column, places, right=right)
        for name, rows in gold.items()
        for n, row, column, right in _judged(name, rows, found.get(name, ()))
    )


def _cell(
    table: str,
    n: int,
    row: Row,
    column: str,
    places: Mapping[tuple[str, str, str], int],
    *,
    right: bool,
) -> JudgedCell:
    pointers = (
        (column, f"row {n}"),
        (column, f"value {row[column]}"),
        (column, "row "),
        ("", f"row {n}"),
        ("", "row "),
    )
    known = [places[key] for p in pointers if (key := (table, *p)) in places]
    confidence = number(row.get("confidence", ""))
    sure = None if confidence is None else float(confidence)
    return JudgedCell((table, n, column), is_numeric(column), sure, right, min(known, default=None))


def _judged(
    name: str, gold: Sequence[GoldRow], rows: Sequence[Row]
) -> Iterator[tuple[int, Row, str, bool]]:
    """Number of the row (from 1), the row, the column, whether it is right."""
    pairs = paired(name, gold, rows)
    for i, j in pairs:
        for column, want in gold[i].items():
            if not column.startswith("_") and column != "order" and rows[j].get(column):
                right = not is_empty(want) and equal(column, want, rows[j][column])
                yield j + 1, rows[j], column, right
    used = {j for _, j in pairs}
    for j, row in enumerate(rows):
        if j not in used and name in MATCHINGS:
            yield from ((j + 1, row, c, False) for c in MATCHINGS[name].core if row.get(c))


def paired(name: str, gold: Sequence[GoldRow], rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Which gold row each row is, by position in both: the best pairs."""
    if name == "documents":
        return [(0, 0)] if gold and rows else []
    weights: Floats = np.array([[affinity(name, want, row) for row in rows] for want in gold])
    return best_pairs(weights)


def silent_share(cells: Iterable[JudgedCell]) -> float:
    """Share of the cells with numbers or dates that are wrong and that no row of review.csv points at."""
    numeric = [cell for cell in cells if cell.numeric]
    silent = [cell for cell in numeric if not cell.right and cell.place is None]
    return share(len(silent), len(numeric), 0.0)


#: For each document its judged cells and the priorities of its review rows, highest first.
Reviewed = Sequence[tuple[Sequence[JudgedCell], Sequence[float]]]


def pointed_share(reviewed: Reviewed, part: float = 1.0) -> float:
    """Share of the wrong cells that the first part of the joined review list points at, by priority."""
    joined = sorted(
        (-priority, document, place)
        for document, (_, priorities) in enumerate(reviewed)
        for place, priority in enumerate(priorities)
    )
    first = {(document, place) for _, document, place in joined[: round(part * len(joined))]}
    wrong = [
        (document, cell.place)
        for document, (cells, _) in enumerate(reviewed)
        for cell in cells
        if not cell.right
    ]
    return share(sum(look in first for look in wrong), len(wrong))


def reliability(cells: Iterable[JudgedCell]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of cells, in ten bins of equal size, the least sure first."""
    rated = [(c.confidence, c.right) for c in cells if c.confidence is not None]
    known = np.array(sorted(rated, key=lambda pair: pair[0]), dtype=float).reshape(-1, 2)
    parts = [part for part in np.array_split(known, _BINS) if len(part)]
    return [(float(part[:, 0].mean()), float(part[:, 1].mean()), len(part)) for part in parts]


def calibration_error(cells: Iterable[JudgedCell]) -> float:
    """Expected calibration error: how far confidence and share right are apart over the bins of `reliability`."""
    bins = reliability(cells)
    apart = sum(abs(sure - right) * count for sure, right, count in bins)
    return share(apart, sum(count for _, _, count in bins), 0.0)


# A set as a whole.

_PARTS = (0.05, 0.1, 0.25, 0.5, 1.0)  # of the review rows
_PER_PAGE = 2  # rows of the review that a hurried person looks at


@dataclass(frozen=True, slots=True)
class Trust:
    """What a document said of itself, judged."""

    cells: tuple[JudgedCell, ...] = ()
    review: tuple[float, ...] = ()  # the priorities of its review rows, highest first
    changes: tuple[JudgedChange, ...] = ()  # what restoration guessed
    words: tuple[SaidWord, ...] = ()  # those recognised, with what they say of themselves
    pages: int = 1


def trust_of(case: Case, read: Document | Exception) -> Trust:
    """What is read of a case, judged; nothing where nothing was."""
    if isinstance(read, Exception):
        return Trust()
    found, truth, restored = cells_of(read), read_text(case.truth), read.restored
    return Trust(
        judge(stated(case), found),
        tuple(float(row["priority"]) for row in found["review"]),
        judge_restored(truth, restored) if restored else (),
        said_words(restored, truth) if restored else (),
        read.pages or 1,
    )


def trust_figures(found: Sequence[Trust]) -> dict[str, float]:
    """The figures of a set by name: silent errors, calibration error, wrong cells among the first review rows."""
    cells = [cell for one in found for cell in one.cells]
    first, rows = _PER_PAGE * sum(one.pages for one in found), sum(len(one.review) for one in found)
    pointed = pointed_share(looks(found), min(1.0, first / max(1, rows)))
    return {"silent": silent_share(cells), "ece": calibration_error(cells), "found2": pointed}


def looks(found: Iterable[Trust]) -> Reviewed:
    """The wrong cells and review rows of a set, as `pointed_share` takes them."""
    return tuple((one.cells, one.review) for one in found)


def show_trust(found: Sequence[Trust]) -> str:
    """Lines: wrong cells that the first part of the review points at, the reliability of cells, changes and words."""
    rows = sum(len(one.review) for one in found)
    curve = (f"{part:.0%} {pointed_share(looks(found), part):.3f}" for part in _PARTS)
    bins = reliability(cell for one in found for cell in one.cells)
    table = (f"{sure:.3f}:{right:.3f} ({count})" for sure, right, count in bins)
    lines = [
        f"wrong cells found by the first of {rows} review rows: {', '.join(curve)}",
        f"confidence: share right (cells): {', '.join(table)}",
        f"restoration, {show_bins(change for one in found for change in one.changes)}",
    ]
    words = [word for one in found for word in one.words]
    return "\n".join(f"  {line}" for line in [*lines, *([show_words(words)] if words else [])])
