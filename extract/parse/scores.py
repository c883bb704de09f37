"""Criteria with their points (scores.csv): from score tables, and from lists whose items end in their points.

A list's index, year and body are those spoken of last before it. Items under a heading of causes or lost points are
reasons, not scores.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.parse.context import Context
from extract.parse.outline import MarkKind, Node
from extract.parse.passage import Passage
from extract.parse.reasons_walk import reason_nodes
from extract.parse.results_bodies import Body
from extract.parse.results_index import Mention, last
from extract.parse.results_sentences import Reader, read_groups
from extract.parse.results_setting import (
    Names,
    Setting,
    make_names,
    make_reader,
    setting_at,
    settled,
    subject_setting,
)
from extract.parse.score_tables import read_score_tables
from extract.parse.scores_areas import Areas, areas
from extract.parse.scores_levels import levels
from extract.parse.scores_lists import Item, find_items
from extract.parse.scores_points import share
from extract.records import Score

#: Measured on the user's document and the shapes of tests/cases/parse: lists with a maximum, without one.
_WITH_MAXIMUM, _WITHOUT_MAXIMUM = 0.92, 0.75
_RANKS = {
    MarkKind.ROMAN: 0, MarkKind.CAPITAL: 0, MarkKind.NUMBER: 1, MarkKind.LETTER: 8, MarkKind.DASH: 9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list: where it stands, what it says, whose and which index's it is."""

    node: Node
    item: Item
    setting: Setting
    body: Body | None


def read_scores(context: Context) -> tuple[Score, ...]:
    """The rows of scores.csv of one document, in reading order."""
    tables = read_score_tables(context)
    rows = [*tables.scores, *_read_lists(context, tables.lines)]
    names = make_names(context.dictionaries)
    rows.sort(key=lambda row: (row.at.page or 0, row.at.line_start))
    filled = [_finish(row, context, names) for row in rows]
    return tuple(replace(row, order=order) for order, row in enumerate(filled, 1))


def _finish(row: Score, context: Context, names: Names) -> Score:
    entity = row.entity or context.header.issuer
    family = settled(row.index_family, entity, None, names) if row.index_family else None
    return replace(row, entity=entity, index_family=family)


def _read_lists(context: Context, taken: frozenset[tuple[int | None, int]]) -> Iterator[Score]:
    known = areas(context.dictionaries)
    for run in _runs(list(_entries(context))):
        free = [
            e for e in run if (e.node.own.lines[0].page, e.node.own.lines[0].number) not in taken
        ]
        if _counts(free, known):
            yield from _rows(free, known)


def score_starts(context: Context) -> dict[int, int]:
    """For each node (by identity) whose items are scores, where in its text the first of them begins."""
    known = areas(context.dictionaries)
    runs = [run for run in _runs(list(_entries(context))) if _counts(run, known)]
    starts: dict[int, int] = {}
    for entry in (entry for run in runs for entry in run):
        starts.setdefault(id(entry.node), entry.item.start)
    return starts


def _entries(context: Context) -> Iterator[Entry]:
    names, reader = make_names(context.dictionaries), make_reader(context.dictionaries)
    subject = subject_setting(context, names)
    reasons = reason_nodes(context)
    recent: Mention | None = None
    body: Body | None = None
    for above, node in context.body.walk():
        if node.mark.kind is MarkKind.ROW or not node.own.text or id(node) in reasons:
            continue
        setting = setting_at(above, recent, subject, names)
        items = [item for item in find_items(node.own) if not _is_rated(item, reader, node)]
        lead = node.own.cut(0, items[0].start) if items else node.own
        said = last(names.strong.find(lead.folded)) if items else None
        setting = replace(setting, mention=said or setting.mention)
        body = _body(lead, reader, setting.mention) or body
        recent = last(names.strong.find(node.own.folded)) or recent
        for item in items:
            yield Entry(node, item, setting, body)


def _body(lead: Passage, reader: Reader, mention: Mention | None) -> Body | None:
    """The body that the paragraph before a list rates."""
    groups = [group for group in read_groups(lead, reader, mention) if group.body]
    return groups[-1].body if groups else None


def _is_rated(item: Item, reader: Reader, node: Node) -> bool:
    """An item that is a body's or an index's own score is a result; a target is nothing."""
    if reader.bodies.heads.match(item.name) or reader.targets_before.search(item.name.lower()):
        return True
    provinces = reader.bodies.provinces
    if provinces and provinces.match(item.name):
        return True
    return bool(reader.indexes.find(node.own.folded[item.start : item.end]))


def _runs(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Entries under one index and body, unbroken by another."""
    run: list[Entry] = []
    for entry in entries:
        if run and (run[-1].setting != entry.setting or run[-1].body is not entry.body):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _counts(run: Sequence[Entry], known: Areas) -> bool:
    """Whether a run is a list of scores: two items or more of which one has a maximum or names an area."""
    named = sum(known.key(entry.item.name) != "other" for entry in run)
    topped = sum(entry.item.maximum is not None for entry in run)
    ranked = sum(entry.item.rank is not None for entry in run)
    return (len(run) > 1 and topped + ranked > 1) or named > 1 or (named == 1 and topped > 0)


def _rows(run: Sequence[Entry], known: Areas) -> Iterator[Score]:
    family = run[0].setting.mention.family if run[0].setting.mention else None
    ranks = [_RANKS.get(entry.node.mark.kind, 9) + entry.node.mark.depth - 1 for entry in run]
    found = levels(ranks, [entry.item.name for entry in run], known, family)
    area = "other"
    for entry, level in zip(run, found, strict=True):
        own = known.key(entry.item.name)
        area = own if level == "area" or area == "other" else area
        yield _row(entry, level, area, family)


def _row(entry: Entry, level: str, area_key: str, family: str | None) -> Score:
    item = entry.item
    sure = _WITHOUT_MAXIMUM if item.maximum is None else _WITH_MAXIMUM
    return Score(
        entity=entry.body.name if entry.body else None,
        index_family=family,
        index_year=entry.setting.index_year,
        level=level,
        criterion=item.name,
        area_key=area_key,
        points=item.points,
        points_max=item.maximum,
        percent=item.percent if item.percent is not None else share(item.points, item.maximum),
        rank=item.rank,
        rank_of=item.rank_of,
        at=entry.node.own.evidence("scores.list", sure, item.start, item.end),
    )
