"""Rated bodies (results.csv): from score tables and from sentences, one row for each body, index and year.

The entity is the body named last, else the issuer; the year is the index's ("chỉ số ... năm N"), else that of the headings
above, of the subject. What two places say alike is one row; where they disagree the first stands, with a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Doubt
from extract.parse.outline import Context, MarkKind
from extract.parse.passage import Passage
from extract.parse.ratings import Fact
from extract.parse.ratings.bodies import Body, Mention, last, years
from extract.parse.ratings.sentences import Group, read_groups
from extract.parse.ratings.setting import (
    PLACE_WORDS,
    IndexContext,
    RatingNames,
    TableRows,
    make_names,
    make_reader,
    place_of,
    rated,
    setting_at,
    settled,
    subject_setting,
    without_lines,
)
from extract.parse.scores import Scored
from extract.parse.values import bars, find_codes
from extract.records import Result, Score

#: Estimates, not counted by a command; kept below certainty.
_SENTENCE = "results.sentence"
_HEAD = re.compile(r"\W*(?:S?TT|S[ốo] TT)\s")  # of a table whose rows were not read: says nothing
_CONFIDENCE = 0.85
_SPOKEN = 300  # characters before a figure in which its year is spoken of
_DECISION = re.compile(r"\b(?:quyet dinh|nghi quyet|thong bao|cong van)\s++(?:so\s*+:?\s*)?$")
_PUBLISHED_BY = re.compile(r"\b(?:cong bo|phe duyet|theo|tai|kem theo)\W+(?:[a-z]+\W+){0,3}$")
_PUBLISHES = re.compile(r"[^.;]{0,110}\b(?:cong bo|phe duyet)\b")
_ORDAINS = re.compile(r"\bban hanh\b[^.;]{0,40}$")
_PROVINCE = re.compile(r"^(?:ubnd |uy ban nhan dan )?(?:tinh|thanh pho)\s+(?=\S)")
_DECIDES = re.compile(r"\b(?:cong bo|phe duyet)\b.{0,40}\b(?:ket qua|chi so|xep hang|danh gia)\b")


def read_results(context: Context, tables: TableRows, scored: Scored) -> tuple[Result, ...]:
    """The rows of results.csv of one document, tables and sentences in reading order; a sentence ends where a list begins."""
    prose = _read_prose(context, tables.lines, scored.starts)
    names = make_names(context.dictionaries)
    rows = [_finish(row, context, names) for row in (*tables.results, *prose)]
    merged = _merge(sorted(rows, key=lambda row: (row.at.page or 0, row.at.line_start)))
    return tuple(replace(row, score_max=_maximum(row, scored.rows)) for row in merged)


def _read_prose(
    context: Context, taken: frozenset[tuple[int | None, int]], starts: Mapping[int, int]
) -> Iterator[Result]:
    reader, names = make_reader(context.dictionaries), make_names(context.dictionaries)
    subject = subject_setting(context, names)
    recent: Mention | None = None
    for above, node in context.body.walk():
        if node.mark.kind is MarkKind.ROW or not node.own.text or _HEAD.match(node.own.text):
            continue
        setting = setting_at(above, recent, subject, names)
        own = node.own.cut(0, starts[id(node)]) if id(node) in starts else node.own
        own = without_lines(own, taken)
        groups = [g for g in read_groups(own, reader, setting.mention) if g.mention]
        decided = _decision(own, context.dictionaries) if groups else None
        yield from (replace(_row(group, own, setting), decided_by=decided) for group in groups)
        recent = last(reader.indexes.find(node.own.folded)) or recent


def _row(group: Group, passage: Passage, setting: IndexContext) -> Result:
    start = min(fact.start for fact in group.facts)
    end = max(fact.end for fact in group.facts)
    mention = group.mention
    family, year = (mention.family, mention.year) if mention else (None, None)
    score, rank = group.get("score"), group.get("rank") or group.get("leader")
    changes = {kind: group.get(kind) for kind in ("rank_change", "score_change", "base_year")}
    former, grade = group.get("former_rank"), group.get("grade")
    return Result(
        index_family=family,
        index_year=year or _spoken_year(passage, start) or setting.year,
        entity=(group.body.name or _place_word(group.body)) if group.body else None,
        score=score.value if score else None,
        score_max=score.of if score else None,
        score_unit=score.unit if score else None,
        rank=_int(rank),
        rank_of=int(rank.of) if rank and rank.of is not None else None,
        rank_change=_int(changes["rank_change"]),
        rank_change_raw=changes["rank_change"].words if changes["rank_change"] else None,
        rank_prev=_int(former),
        score_prev=old.value if (old := group.get("former_score")) else None,
        score_change=changes["score_change"].value if changes["score_change"] else None,
        base_year=_int(changes["base_year"]),
        grade=grade.words if grade else None,
        at=passage.evidence(_SENTENCE, _CONFIDENCE, start, end),
    )


def _place_word(body: Body) -> str | None:
    """`tỉnh`, `huyện` where the text says no more; `_finish` finds whose."""
    return body.word if body.word in PLACE_WORDS else None


def _int(fact: Fact | None) -> int | None:
    return int(fact.value) if fact and fact.value is not None else None


def _spoken_year(passage: Passage, at: int) -> int | None:
    said = years(passage.folded[max(0, at - _SPOKEN) : at])
    return said[-1] if said else None


def _decision(passage: Passage, dictionaries: Dictionaries) -> str | None:
    """The decision said to publish the index, in the same paragraph."""
    for code in find_codes(passage.text, bars(dictionaries)):
        before = passage.folded[max(0, code.start - 80) : code.start]
        kind = _DECISION.search(before)
        if kind is None:
            continue
        named = _PUBLISHED_BY.search(before[: kind.start()]) and not _ORDAINS.search(before)
        if named or _PUBLISHES.match(passage.folded, code.end):
            return code.code
    return None


def _finish(row: Result, context: Context, names: RatingNames) -> Result:
    """Entity, family and decision that the document as a whole decides."""
    named = None if row.entity in PLACE_WORDS else row.entity
    header = context.header
    of_place = place_of(header, row.entity) if row.entity and not named else None
    entity = named or of_place or rated(context, names, row.index_family, row.rank_of)
    told = named and row.at.rule == "results.table"  # settled for the whole table
    family = (told and row.index_family) or settled(row.index_family, entity, row.rank_of, names)
    decided = row.decided_by or _own_decision(context)
    return replace(row, entity=entity, index_family=family, decided_by=decided)


def _own_decision(context: Context) -> str | None:
    """A decision that publishes an index names itself."""
    header = context.header
    if header.doc_type == "quyet_dinh" and _DECIDES.search(fold(header.subject or "")):
        return header.code
    return None


def _merge(rows: Iterable[Result]) -> list[Result]:
    merged: dict[tuple[str | None, str | None, int | None], Result] = {}
    rows = list(rows)
    said = frozenset(fold(row.entity or "") for row in rows)
    for row in rows:
        key = (_plain(row.entity, said), row.index_family, row.index_year)
        undated = (*key[:2], None)
        if key not in merged and undated in merged and row.at.rule == _SENTENCE:
            merged[key] = replace(merged.pop(undated), index_year=row.index_year)
        merged[key] = _unite(merged[key], row) if key in merged else row
    return list(merged.values())


def _plain(entity: str | None, said: frozenset[str]) -> str:
    """A body's name to compare by: "tỉnh Hà Nam", "UBND tỉnh Hà Nam" and "Hà Nam" are one.

    But a town beside its province is another body: "thành phố Lạng Sơn", "tỉnh Lạng Sơn".
    """
    whole = fold(entity or "")
    name = _PROVINCE.sub("", whole).strip()
    town = whole.startswith("thanh pho ") and f"tinh {name}" in said
    return whole if town else name


_UNITED = (
    "score", "score_max", "score_unit", "rank", "rank_of", "rank_change", "rank_change_raw", "rank_prev",
    "score_prev", "score_change", "base_year", "grade", "decided_by",
)  # fmt: skip


def _unite(first: Result, second: Result) -> Result:
    """The first row completed from the second; a score or rank that differs is a doubt of the first."""
    filled = {name: getattr(second, name) for name in _UNITED if getattr(first, name) is None}
    doubts = tuple(
        Doubt(name, "conflict", (str(getattr(second, name)),))
        for name in ("score", "rank")
        if None not in (getattr(first, name), getattr(second, name))
        and getattr(first, name) != getattr(second, name)
    )
    return replace(first, **filled, doubts=(*first.doubts, *doubts))


def _maximum(row: Result, scores: Sequence[Score]) -> Decimal | None:
    """The printed maximum, else 100 where the areas' maxima add up to it."""
    if row.score_max is not None or row.score is None or row.score_unit == "percent":
        return row.score_max
    maxima = [
        score.points_max
        for score in scores
        if score.level == "area"
        and (score.entity, score.index_family, score.index_year)
        == (row.entity, row.index_family, row.index_year)
    ]
    known = [maximum for maximum in maxima if maximum is not None]
    hundred = Decimal(100)
    return hundred if len(known) == len(maxima) and sum(known) == hundred else None
