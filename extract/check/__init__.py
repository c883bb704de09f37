"""Arithmetic and sense: fills the check columns, completes the flags, lists what a person should look at.

Nothing is changed here. A figure that arithmetic proves wrong stays as read; the repair stands in the review list.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from extract import dictionaries
from extract.check.arithmetic import check_nested, check_printed, check_score
from extract.check.cells import Place, evidence_of, places, rows
from extract.check.dates import check_dates, check_ratio, check_reference
from extract.check.headless import placed, unread_header
from extract.check.naming import names
from extract.check.results import (
    RESULT_COLUMNS,
    SCORE_COLUMNS,
    CheckedResults,
    check_commas,
    check_ranked,
    check_results,
    check_years,
)
from extract.check.review import Listing, changed_digits, order
from extract.check.sureness import (
    SignedCell,
    Sureness,
    answered,
    calibrated,
    chance_wrong,
    moved,
    signed_cells,
    weights,
)
from extract.check.unused import known_words, unused_text
from extract.model import Correction, Restored, TextLine
from extract.records import Checked, Extracted, Result, Score


def check(
    extracted: Extracted,
    restored: Restored,
    as_of: date,
    lists: dictionaries.Dictionaries | None = None,
) -> Checked:
    """The document with check columns, confidences, flags and review items; `as_of` is the day the future begins after."""
    lists = lists or dictionaries.load()
    sensed = _sensed(extracted, restored, as_of, lists)
    sure, listing, by_column = Sureness.of(sensed), Listing(), answered(lists)
    for cell in signed_cells(sensed, restored, names(lists)):  # one by one: a book has a million
        chance = chance_wrong(cell.signs, weights())
        sure.add(cell, chance)
        listing.add(cell, moved(chance, by_column.get((cell.cell.table, cell.cell.column), 0.0)))
    checked = calibrated(sensed, sure)
    lines = _lines_of_part(checked, restored.lines)
    numbered = list(_numbered(restored, lines))
    corrections = tuple(correction for _, correction in numbered)
    items = (
        *listing.items(sensed, _first_and_last_page(lines)),
        *changed_digits(numbered),
        *unused_text(lines, _used(checked), known_words(lists)),
    )
    return Checked(checked, tuple(sorted(items, key=order)), corrections)


def _first_and_last_page(lines: Sequence[TextLine]) -> tuple[int | None, int | None]:
    """Where a header and a signature stand that were not read."""
    return (lines[0].page, lines[-1].page) if lines else (None, None)


def _numbered(restored: Restored, lines: Sequence[TextLine]) -> Iterator[tuple[int, Correction]]:
    """The corrections of these lines, each with its number among all of the file."""
    corrections = restored.corrections
    if lines is restored.lines or not lines:
        yield from enumerate(corrections if lines else (), 1)
        return
    first, last = ((line.page or 0, line.number) for line in (lines[0], lines[-1]))
    start = bisect_left(corrections, first, key=lambda c: (c.page or 0, c.line))
    end = bisect_right(corrections, last, key=lambda c: (c.page or 0, c.line))
    yield from enumerate(corrections[start:end], start + 1)


def signed(
    extracted: Extracted, restored: Restored, as_of: date, lists: dictionaries.Dictionaries
) -> tuple[SignedCell, ...]:
    """The cells of a document with their signs: what the calibration is fitted on."""
    return tuple(signed_cells(_sensed(extracted, restored, as_of, lists), restored, names(lists)))


def _sensed(
    extracted: Extracted, restored: Restored, as_of: date, lists: dictionaries.Dictionaries
) -> Extracted:
    """The document with check columns, doubts and flags."""
    lines = _lines_of_part(extracted, restored.lines)
    dated = check_years(check_dates(extracted, as_of, lines), lines)
    sums = check_sums(dated.results, dated.scores)
    flags = tuple(dict.fromkeys((*dated.flags, *sums.flags)))
    return replace(
        dated,
        doubts=tuple(
            placed((*dated.doubts, *unread_header(dated, lines)), dated, restored.reading.pages)
        ),
        results=sums.results,
        scores=sums.scores,
        reasons=tuple(map(check_ratio, dated.reasons)),
        references=tuple(check_reference(row, lists) for row in dated.references),
        flags=flags,
    )


def check_sums(results: Sequence[Result], scores: Sequence[Score]) -> CheckedResults:
    """All arithmetic of ratings: check columns, doubts and flags."""
    scored = check_nested(tuple(check_printed(check_score(row)) for row in scores))
    sums = check_results(results, check_commas(scored, SCORE_COLUMNS))
    return replace(sums, results=check_ranked(check_commas(sums.results, RESULT_COLUMNS)))


def _used(extracted: Extracted) -> dict[Place, frozenset[str]]:
    """Every line that a row or a header field was read from, with their tables."""
    found: defaultdict[Place, set[str]] = defaultdict(set)
    named = [(at.table, at.row.at) for at in rows(extracted)]
    for table, at in [*named, *(("documents", one.at) for one in extracted.fields)]:
        for place in places(at):
            found[place].add(table)
    return {place: frozenset(tables) for place, tables in found.items()}


def _lines_of_part(extracted: Extracted, lines: Sequence[TextLine]) -> Sequence[TextLine]:
    """The lines of this part: all of a part with pages or a file's only part, else those around what was read from it."""
    if "two_documents_in_file" not in extracted.flags and extracted.part == 1:
        return lines
    if extracted.pages is not None:
        return lines
    found = [(page or 0, line) for at in evidence_of(extracted) for page, line in places(at)]
    if not found:
        return ()
    first, last = min(found), max(found)
    return [line for line in lines if first <= (line.page or 0, line.number) <= last]


__all__ = ["check", "check_sums", "signed"]
