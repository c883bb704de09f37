"""What a document says of rated bodies: results, scores and reasons, from tables, lists and items that are read once for all three."""

from __future__ import annotations

from dataclasses import dataclass

from extract.parse.context import Context
from extract.parse.reasons import read_reasons
from extract.parse.reasons.walk import find_reasons
from extract.parse.results import read_results
from extract.parse.score_tables import find_tables, lines_of, read_score_tables
from extract.parse.scores import read_scored
from extract.records import Reason, Result, Score


@dataclass(frozen=True, slots=True)
class Rated:
    """The rows of results.csv, scores.csv and reasons.csv of one document, each in reading order."""

    results: tuple[Result, ...]
    scores: tuple[Score, ...]
    reasons: tuple[Reason, ...]


def read_rated(context: Context) -> Rated:
    """The rows of one document."""
    grids = find_tables(context)
    tables = read_score_tables(context, grids)
    in_tables = frozenset(place for grid in grids for place in lines_of(grid, context))
    found = find_reasons(context, in_tables)
    scored = read_scored(context, tables, found)
    return Rated(
        results=read_results(context, tables, scored),
        scores=scored.rows,
        reasons=read_reasons(context, found, scored.rows, grids),
    )
