"""The review list: which cells a person should look at, the likeliest wrong first.

`priority` is the estimated probability that looking changes something. A figure that arithmetic contradicts is wrong more
often than not; an unsure correction as often as it is unsure; text that no table took is worth a look where it orders or
scores something. One item a cell: its strongest reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extract.check.cells import RowAt, places, rows, written
from extract.check.odd import is_odd
from extract.model import Correction, Doubt, Evidence
from extract.records import Extracted, ReviewItem

#: Estimated share of cells with this reason that are wrong; to be measured again on every new set.
PRIORITY = {
    "repaired_number": 0.9, "failed_check": 0.8, "conflict": 0.7, "unreadable": 0.6, "low_confidence": 0.4,
}  # fmt: skip
_SURE = 0.7  # rows and corrections below this are listed
_SURE_LINE = 0.6  # words of a line below this make its figures unsure
_GUARDED = frozenset({"numeric", "code"})
_ODD = 0.65  # most such cells that `vie` readings gave were wrong; an estimate
_SEPARATOR = 0.15  # few figures with a comma put back were wrong; an estimate
_DIGIT = re.compile(r"\d")
_FIGURES = frozenset(
    [
        "score",
        "score_max",
        "rank",
        "rank_of",
        "rank_change",
        "rank_prev",
        "score_prev",
        "score_change",
        "points",
        "points_max",
        "self_points",
        "appraised_points",
        "survey_points",
        "percent",
        "ratio_num",
        "ratio_den",
        "due_date",
        "start_date",
        "ref_date",
        "code",
        "number",
        "index_year",
        "base_year",
        "decided_by",
        "copies",
    ]
)
_WORDS = frozenset(
    ["entity", "criterion", "text", "unit", "task", "name", "issuer", "product", "co_units"]
)


def review(
    extracted: Extracted,
    corrections: Sequence[Correction],
    unsure: dict[tuple[int | None, int], float],
) -> tuple[ReviewItem, ...]:
    """Every item of rows, header and corrections, the highest priority first, one a cell.

    `unsure` gives, for each (page, line) that an OCR engine was unsure of, the lowest probability of its words.
    """
    by_line = _by_line(corrections)
    items = [*_header_items(extracted, by_line)]
    for at in rows(extracted):
        items += _row_items(at, by_line, unsure)
    return tuple(_strongest(items))


def changed_digits(numbered: Iterable[tuple[int, Correction]]) -> Iterator[ReviewItem]:
    """Every change of a digit, by its row number in corrections.csv (promise R2), the surest ones last."""
    for number, correction in numbered:
        if _digits_differ(correction):
            yield ReviewItem(
                page=correction.page,
                table="corrections",
                row=number,
                field="after",
                value=correction.after,
                raw=correction.before,
                alternatives=_alternatives([correction]),
                reason="repaired_number",
                priority=round((1 - correction.confidence) / 2, 3),
            )


def _by_line(corrections: Sequence[Correction]) -> dict[tuple[int | None, int], list[Correction]]:
    found: dict[tuple[int | None, int], list[Correction]] = {}
    for correction in corrections:
        found.setdefault((correction.page, correction.line), []).append(correction)
    return found


def _header_items(
    extracted: Extracted, by_line: dict[tuple[int | None, int], list[Correction]]
) -> Iterator[ReviewItem]:
    where = {field.name: field.at for field in extracted.fields}
    for doubt in extracted.doubts:
        value = written(getattr(extracted.header, doubt.field, None))
        yield _item("documents", extracted.part, doubt, value, where.get(doubt.field))
    for field in extracted.fields:
        changed = _changed(field.name, field.value, field.at, by_line)
        if is_odd(field.value):
            odd = Doubt(field.name, "low_confidence")
            yield _item("documents", extracted.part, odd, field.value, field.at, _ODD)
        if changed:
            yield _item("documents", extracted.part, changed[0], field.value, field.at, changed[1])
        elif field.at.confidence < _SURE:
            low = Doubt(field.name, "low_confidence")
            yield _item(
                "documents", extracted.part, low, field.value, field.at, 1 - field.at.confidence
            )


def _row_items(
    at: RowAt,
    by_line: dict[tuple[int | None, int], list[Correction]],
    unsure: dict[tuple[int | None, int], float],
) -> Iterator[ReviewItem]:
    cells, evidence = at.cells(), at.row.at
    for doubt in at.row.doubts:
        value = cells.get(doubt.field, "")
        priority = _SEPARATOR if _only_separators(value, doubt) else None
        yield _item(at.table, at.number, doubt, value, evidence, priority)
    worst = min((unsure.get(line, 1.0) for line in places(evidence)), default=1.0)
    sure = min(evidence.confidence, worst if worst < _SURE_LINE else 1.0)
    for name, value in cells.items():
        changed = _changed(name, value, evidence, by_line)
        if name in _WORDS and is_odd(value):
            odd = Doubt(name, "low_confidence")
            yield _item(at.table, at.number, odd, value, evidence, _ODD)
        if changed:
            yield _item(at.table, at.number, changed[0], value, evidence, changed[1])
        elif sure < _SURE and name in _FIGURES | _WORDS:
            low = Doubt(name, "low_confidence")
            yield _item(at.table, at.number, low, value, evidence, (1 - sure) * 0.8)


def _only_separators(value: str, doubt: Doubt) -> bool:
    """Whether a figure and all its other readings have the same digits: only a comma was put back."""
    digits = {"".join(_DIGIT.findall(text)) for text in (value, *doubt.alternatives)}
    return doubt.reason == "repaired_number" and bool(doubt.alternatives) and len(digits) == 1


def _changed(
    name: str, value: str, at: Evidence, by_line: dict[tuple[int | None, int], list[Correction]]
) -> tuple[Doubt, float] | None:
    """The doubt of a cell in which a digit, a code, a person's name or an unsure word was changed."""
    inside = [
        correction
        for line in places(at)
        for correction in by_line.get(line, ())
        if correction.after.strip() and correction.after.strip() in value
    ]
    guarded = [c for c in inside if c.rule in _GUARDED or _digits_differ(c)]
    if guarded and (name in _FIGURES or _DIGIT.search(value)):
        return Doubt(name, "repaired_number", _alternatives(guarded)), 0.5
    if inside and name == "signer_name":
        return Doubt(name, "low_confidence", _alternatives(inside)), 0.5
    unsure = [c for c in inside if c.confidence < _SURE]
    if not unsure or name not in _WORDS | {
        "subject",
        "issuer",
        "parent_agency",
        "place",
        "addressees",
    }:
        return None
    right = 1.0
    for correction in unsure:
        right *= correction.confidence
    return Doubt(name, "low_confidence", _alternatives(unsure)), min(0.65, 1 - right)


def _digits_differ(correction: Correction) -> bool:
    return _DIGIT.findall(correction.before) != _DIGIT.findall(correction.after)


def _alternatives(corrections: Iterable[Correction]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for c in corrections for word in (*c.alternatives, c.before)))[
        :5
    ]


def _item(
    table: str,
    row: int,
    doubt: Doubt,
    value: str,
    at: Evidence | None,
    priority: float | None = None,
) -> ReviewItem:
    rank = PRIORITY.get(doubt.reason, 0.4) if priority is None else priority
    page, raw = (at.page, at.raw) if at else (None, "")
    return ReviewItem(
        page, table, row, doubt.field, value, raw, doubt.alternatives, doubt.reason, round(rank, 3)
    )


def _strongest(items: Iterable[ReviewItem]) -> list[ReviewItem]:
    """One item a cell, the highest priority first; the order is the same for the same items."""
    best: dict[tuple[str, int, str], ReviewItem] = {}
    for item in items:
        key = (item.table, item.row, item.field)
        if key not in best or best[key].priority < item.priority:
            best[key] = item
    return sorted(best.values(), key=order)


def order(item: ReviewItem) -> tuple[float, str, int, str]:
    """The sorting key of review.csv: priority, then table, row and field."""
    return -item.priority, item.table, item.row, item.field
