"""What follows from the values that people gave: the code of number and symbol, keys of agency and province, sums.

Only what nobody decided is made anew. The keys come from the project's own lists, so that `vanban check` can reckon them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from extract import dictionaries
from extract.check import check_sums
from extract.check.cells import written
from extract.check.results import CheckedResults
from extract.check.review import order, priority
from extract.decisions.draft import PERSON, REVIEWED, PartDraft
from extract.decisions.record import DOCUMENTS
from extract.model import Evidence
from extract.parse.header import rule_set_on
from extract.parse.header.names import agency_words, issuer_id, province_code
from extract.parse.values import bars, find_codes, join_code
from extract.records import Checked, Field, Header, Result, ReviewItem, Row, Score

_READ = 0.95  # how sure a key is that was found by its words
_SUMMED = ("results", "scores")
_Doubted = tuple[str, int, str]
_EXPECTED = 1.0  # wrong cells behind a sum that a person's figure broke


def derived(checked: Checked, draft: PartDraft) -> Checked:
    """The part with what people decided and what follows from it."""
    _derive_header(draft)
    extracted = checked.extracted
    rows: dict[str, Any] = {name: draft.finished(name) for name in draft.rows}
    flags = {*extracted.flags, *([REVIEWED] if draft.told or draft.gone else [])} - _past(draft)
    review = draft.questions()
    if any(table in _SUMMED for table, _, _ in draft.told):
        before, now = (
            _sums(extracted.results, extracted.scores),
            _sums(rows["results"], rows["scores"]),
        )
        rows["results"], rows["scores"] = _with_checks(rows, now)
        flags = flags - {*before.flags} | {*now.flags}
        review = _asked_of_sums(review, before, now, draft)
    kept = tuple(flag for flag in extracted.flags if flag in flags)
    new = tuple(sorted(flags - {*extracted.flags}))
    doubts = tuple(d for d in extracted.doubts if (DOCUMENTS, 1, d.field) not in draft.told)
    whole = replace(
        extracted, header=draft.header, fields=tuple(draft.fields.values()), flags=kept + new, doubts=doubts, **rows
    )  # fmt: skip
    return replace(checked, extracted=whole, review=review, reviewed=draft.reviewed())


def _derive_header(draft: PartDraft) -> None:
    told = {name for table, _, name in draft.told if table == DOCUMENTS}
    for name, value, source, sure in _consequences(
        draft.header, draft.checked.extracted.header, told
    ):
        if name in told or value is None or value == getattr(draft.header, name):
            continue
        changed: dict[str, Any] = {name: value}
        draft.header = replace(draft.header, **changed)
        at = draft.fields[source].at
        rule = replace(at, rule=f"{PERSON}.derived", confidence=sure)
        draft.fields[name] = Field(name, written(value), rule)
        draft.answered.add((DOCUMENTS, None, name))


_Consequence = tuple[str, str | None, str, float]


def _consequences(now: Header, was: Header, told: set[str]) -> Iterator[_Consequence]:
    """What follows: field, value, the field it follows from, how sure it is."""
    if told & {"number", "symbol"} and now.number and now.symbol:
        source = "number" if "number" in told else "symbol"
        yield "code", _code(now, was), source, 1.0
    elif "code" in told and now.code:
        found = next(find_codes(now.code, bars(dictionaries.load())), None)
        if found is not None:
            yield "number", found.number, "code", 1.0
            yield "symbol", found.symbol, "code", 1.0
    if "issued_date" in told and now.issued_date and now.rule_set != "party":
        yield "rule_set", rule_set_on(now.issued_date), "issued_date", _READ
    if told & {"issuer", "issued_date"} and now.issuer and "|" not in now.issuer:
        source = "issuer" if "issuer" in told else "issued_date"
        words = agency_words(dictionaries.load())
        yield "issuer_id", issuer_id(now.issuer, now.issued_date, words), source, _READ
        names = filter(None, (now.issuer, now.parent_agency))
        codes = {c for name in names if (c := province_code(name, now.issued_date, words))}
        yield "province_code", codes.pop() if len(codes) == 1 else None, source, _READ


def _code(now: Header, was: Header) -> str:
    """The code as it was written, with the number and the symbol of now."""
    number, symbol = now.number or "", now.symbol or ""
    if was.code and was.number and was.symbol and was.code.startswith(was.number):
        rest = was.code.removeprefix(was.number).replace(was.symbol, symbol)
        return number + rest
    return join_code(number, None, symbol, is_party=now.rule_set == "party")


def _past(draft: PartDraft) -> set[str]:
    """Flags that a person's date took away."""
    was, now = draft.checked.extracted.header.issued_date, draft.header.issued_date
    return {"date_in_future"} if was and now and now < was else set()


def _sums(results: tuple[Result, ...], scores: tuple[Score, ...]) -> CheckedResults:
    """The arithmetic of rows alone, whatever else is doubted of them."""
    bare = tuple(replace(row, doubts=()) for row in results)
    return check_sums(bare, tuple(replace(row, doubts=()) for row in scores))


def _with_checks(
    rows: Mapping[str, Any], now: CheckedResults
) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    results = (
        replace(r, sum_check=n.sum_check) for r, n in zip(rows["results"], now.results, strict=True)
    )
    scores = (replace(s, check=n.check) for s, n in zip(rows["scores"], now.scores, strict=True))
    return tuple(results), tuple(scores)


def _doubted(sums: CheckedResults) -> dict[_Doubted, tuple[Row, tuple[str, ...], str]]:
    """The cells that arithmetic doubts: the row, what is offered, the reason."""
    return {
        (table, number, doubt.field): (row, doubt.alternatives, doubt.reason)
        for table in _SUMMED
        for number, row in enumerate(getattr(sums, table), 1)
        for doubt in row.doubts
    }


def _asked_of_sums(
    review: tuple[ReviewItem, ...], before: CheckedResults, now: CheckedResults, draft: PartDraft
) -> tuple[ReviewItem, ...]:
    """The questions without those whose sum is right now, and with those whose sum a person's figure broke."""
    if draft.gone:
        return review  # rows have other numbers before and after
    was, still = _doubted(before), _doubted(now)
    left = [
        i for i in review if (place := (i.table, i.row or 0, i.field)) not in was or place in still
    ]
    asked = {(item.table, item.row, item.field) for item in left}
    new = [
        _question(place, row.at, written(getattr(row, place[2])), offered, reason)
        for place, (row, offered, reason) in still.items()
        if place not in was and place not in asked and place not in draft.told
    ]
    return tuple(sorted((*left, *new), key=order))


def _question(
    place: _Doubted, at: Evidence, value: str, offered: tuple[str, ...], reason: str
) -> ReviewItem:
    table, number, name = place
    return ReviewItem(
        at.page,
        table,
        number,
        name,
        value,
        raw=at.raw,
        alternatives=offered,
        reason=reason,
        priority=priority(_EXPECTED),
    )
