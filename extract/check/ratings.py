"""What a rated body's row shows of how it was read: from a table, or put together from a sentence and what stands around it.

In a sentence the figures are sure and what they belong to is not: the body, the index and the year may stand far above, and a
word that looks like a rank (`đứng đầu`, `thứ Sáu`) may be none. These notes name what does not stand in the row's own lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.check.cells import RowAt
from extract.fold import fold
from extract.records import Result, Score

_INDEX = re.compile(
    r"\b(?:chi so|index|parindex|papi|pci|ddci|dti|sipas|pii|ict|cchc|cai cach hanh chinh|chuyen doi so|hai long|xep hang)\b"
)
_SENTENCE = "results.sentence"
_DECIMAL = re.compile(r"\d{1,4}[.,]\d{1,4}")
_GLUED = re.compile(r"[^\W\d_]\s+\d{1,4}[.,]\d{1,4}(?!\s*(?:điểm|%))")
_PREFIX = re.compile(r"^(?:ubnd|uy ban nhan dan)\s+")
_FIGURES = (
    "points",
    "points_max",
    "self_points",
    "appraised_points",
    "survey_points",
    "percent",
    "score",
    "score_prev",
    "rank",
)
_COLUMNS = (
    "entity",
    "index_family",
    "index_year",
    "score",
    "rank",
    "rank_of",
    "rank_prev",
    "rank_change",
    "score_unit",
)


def rating_notes(at: RowAt) -> Iterator[tuple[str, str]]:
    """Column and note for each thing seen in a row of results that a sentence gave, and where the body of a score stands."""
    row = at.row
    if isinstance(row, Score) and row.entity:
        here = _bare(row.entity) in " ".join(fold(row.at.raw).split())
        yield "entity", "body here" if here else "body elsewhere"
    if isinstance(row, (Score, Result)):
        yield from ((name, note) for note in _of_cells(at) for name in _FIGURES)
    if not isinstance(row, Result) or row.at.rule != _SENTENCE:
        return
    for note in _seen(row, " ".join(fold(row.at.raw).split())):
        yield from ((column, note) for column in _COLUMNS)


def _of_cells(at: RowAt) -> Iterator[str]:
    """Signs that a row's figures may stand in other columns: one read into a name's cell, one that no column took."""
    raw = at.row.at.raw
    if "|" in raw and any(map(_GLUED.search, raw.split("|"))):
        yield "figure beside words"
    taken = {value for value in at.cells().values() if "." in value}
    printed = {figure.replace(",", ".") for figure in _DECIMAL.findall(raw)}
    if printed - taken and at.row.at.rule != _SENTENCE:
        yield "figures left over"


def _bare(body: str) -> str:
    """A body's folded name without "UBND" before a place."""
    return _PREFIX.sub("", fold(body))


def _seen(row: Result, raw: str) -> Iterator[str]:
    body = _bare(row.entity or "")
    if body and body not in raw:
        yield "body elsewhere"
    if row.score is None:
        yield "rank alone"
    if not _INDEX.search(raw):
        yield "index elsewhere"
    if row.index_year is not None and str(row.index_year) not in raw:
        yield "year elsewhere"
    if row.rank is not None and str(row.rank) not in raw:
        yield "rank in words"
