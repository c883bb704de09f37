"""Criteria with their points (scores.csv): from score tables, and from lists and sentences that state their points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.fold import GAP
from extract.parse.criteria import OWN_PARTS, Areas, areas, levels, share
from extract.parse.outline import Context, MarkKind, Node
from extract.parse.passage import Passage
from extract.parse.ratings.bodies import Body, Mention, last
from extract.parse.ratings.sentences import SentenceVocabulary, read_groups
from extract.parse.ratings.setting import (
    IndexContext,
    RatingNames,
    TableRows,
    make_names,
    make_reader,
    name_of,
    owner_named,
    rated,
    setting_at,
    settled,
    subject_setting,
)
from extract.parse.reasons.walk import ReasonItem
from extract.parse.values import SPACED, read_decimal
from extract.records import Score

# Scores in lists and sentences: `name (a/b)`, `name: a/b điểm`, `name đạt a điểm, xếp hạng r/n`, `name: a điểm`. A figure
# behind a bar is a maximum only in brackets or with "điểm" ("20/27 nhiệm vụ" and "24/12/2020" are none). Items count in runs of
# two or more, or where the name is an area; bullets may be lost, so a paragraph is cut at every such tail.

_RATIO = rf"(?<![\d/.,])(?P<a>{SPACED})\s*(?:diem\s*)?(?:/|\btren\b)\s*(?P<b>{SPACED})(?!\d|\s*/)"
_SHARE = rf"(?:\s*+[,;(\-]*+\s*+(?:(?:ty le|ti le|chiem|tuong duong|bang)\s*)?(?:dat\s*)?(?P<percent>{SPACED})\s*%\s*\)?)?"
_RANK = r"(?:\s*+[,;(\-]*+\s*+(?:va\s+)?(?:xep|dung)\s+(?:(?:vi tri|hang|thu|thu hang)\s*+){1,4}(?P<rank>\d{1,3})(?:\s*/\s*(?P<of>\d{1,3}))?\s*\)?|\s?\(\s?(?P<place>\d{1,3})\s?/\s?(?P<places>\d{2,3})\s?\))?"
TAIL = re.compile(
    rf"""(?P<link>(?<!\s)\s+(?=\d{{1,3}}(?:[.,]\d{{1,4}})?\s*/\s*\d{{1,3}}(?:[.,]\d{{1,4}})?\s*diem\b)|(?<=['"])\s+(?=\d{{1,3}}(?:[.,]\d{{1,4}})?\s*diem\b)|{GAP}(?::|\(|\bdat(?:\s+duoc)?|\bduoc|\bla|-)\s*+(?:dat\s*+|duoc\s*+|la\s*+){{0,4}}(?:so\s+diem\s*+|diem\s*+(?:so\s*+)?)?(?:la\s*+|:\s*+)?)
    (?:{_RATIO}\s*(?P<unit>diem(?:\s+toi\s+da)?)?
      |(?P<alone>(?<![\d/.,]){SPACED})\s*diem(?!\s*(?:cau|den|nong|thuong|cong|tru))
      |(?P<bare>(?<![\d/.,])\d{{1,3}}[.,]\d{{1,4}})(?=\s*+[,;(]*+\s*+(?:va\s+)?(?:xep|dung)\s)
      |(?P<part>(?<![\d/.,])\d{{1,3}}(?:[.,]\d{{1,2}})?)\s*%(?=\s*(?:[;.,(]|$)))
    (?P<closed>\s*\))?(?:\s?\((?:diem\s)?toi\sda:?\s(?P<top>{SPACED})(?:\s?diem)?\))?{_SHARE}{_RANK}\s*\)?""",
    re.VERBOSE,
)
_LOSS = re.compile(r"\b(?:tru|mat|thieu|giam|cong them)\W*$")
_NAMED = re.compile(
    r"(?:[Ll]ĩnh vực|[Cc]hỉ số (?:nội dung|thành phần)|(?:[Tt]rục )?[Nn]ội dung|[Tt]iêu chí|[Yy]ếu tố|[Tt]rụ cột)\s+[“\"'‘]?(?P<name>[^“”\"]+?)[”\"'’]?|[“\"](?P<quoted>[^“”\"]+)[”\"]"
)
_LONGEST_NAME = 220
_JUDGED = re.compile(
    rf"""\s\((?:diem\s)?toi\sda:?\s(?P<b>{SPACED})\s?diem\)\s?[:,]?\s[^.;:]{{0,40}}?\btu\s(?:cham|danh\sgia)(?:\sdiem)?(?:\s(?:la|dat|duoc)|:)?\s(?P<own>{SPACED})\s?diem
    [^.;:]{{0,60}}?\b(?:tham\sdinh|cham|danh\sgia)(?:\sdiem)?(?:\s(?:la|dat|duoc)|:)?\s(?P<given>{SPACED})\s?diem""",
    re.VERBOSE,
)
_MARKS = " -–—=~+«•*:;,.("


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion with its figures, at `start`..`end` of its passage."""

    name: str
    points: Decimal
    maximum: Decimal | None
    percent: Decimal | None
    rank: int | None
    rank_of: int | None
    start: int
    end: int
    share: bool = False  # nothing but a percent: a factor of an index that is one
    own: Decimal | None = None  # what the body gave itself, where points were appraised


# `tổng điểm tự đánh giá là 90,5 điểm, điểm thẩm định 86,25/100`: what a body got as a whole
_TOTAL = re.compile(
    r"\W*(?:voi |co |trong do,? )?(?:(?:tong(?: so)? )?diem (?:tu|tham dinh|danh gia|dieu tra|khao sat|dat duoc)|tong(?: so)? diem)\b"
)


#: A figure with what makes it points; most paragraphs hold none, and looking for whole items is slow.
_FIGURE = re.compile(r"\d\s*+(?:diem|%|(?:/|\btren\b)\s*+\d|[,;(]*+\s*+(?:va\s++)?(?:xep|dung)\s)")


def find_items(passage: Passage) -> tuple[Item, ...]:
    """Every criterion with points in a passage, in reading order."""
    return tuple(_items(passage)) if _FIGURE.search(passage.folded) else ()


def _items(passage: Passage) -> Iterator[Item]:
    begin = 0
    judged = list(_judged(passage)) if "tu cham" in passage.folded else []
    yield from judged
    for match in TAIL.finditer(passage.folded):
        if any(item.start <= match.start() < item.end for item in judged):
            begin = match.end()
            continue
        start = _name_start(passage, begin, match.start())
        begin = match.end()
        name = _bare(passage.text[start : match.start()].strip(_MARKS + " "))
        group = next(group for group in ("a", "alone", "bare", "part") if match[group])
        points = _number(passage, match, group)
        if points is None or not _is_item(name, match, passage.folded[start : match.start()]):
            continue
        rank, of = match["rank"] or match["place"], match["of"] or match["places"]
        yield Item(
            name, points, _number(passage, match, "b") or _number(passage, match, "top"),
            points if group == "part" else _number(passage, match, "percent"),
            int(rank) if rank else None, rank_of=int(of) if of else None, start=start, end=match.end(), share=group == "part",
        )  # fmt: skip


def _judged(passage: Passage) -> Iterator[Item]:
    """Criteria of an explanation: `Tiêu chí "X" (tối đa 2 điểm): Sở tự chấm 2 điểm, Hội đồng thẩm định 1 điểm`."""
    for match in _JUDGED.finditer(passage.folded):
        points = _number(passage, match, "given")
        start = _name_start(passage, 0, match.start())
        name = _bare(passage.text[start : match.start()].strip(_MARKS + " "))
        if points is not None and name and len(name) <= _LONGEST_NAME:
            top, own = _number(passage, match, "b"), _number(passage, match, "own")
            yield Item(
                name, points, top, None, None, rank_of=None, start=start, end=match.end(), own=own
            )


def _bare(name: str) -> str:
    """The criterion's name alone, without the word for what it is and quotes (`Chỉ số nội dung “Công khai”`)."""
    named = _NAMED.fullmatch(name)
    return (named["name"] or named["quoted"]) if named else name


def _name_start(passage: Passage, begin: int, end: int) -> int:
    """Where the criterion's name begins: behind the last item, semicolon, full stop or colon."""
    text = passage.text[begin:end]
    ends = re.finditer(r"[;:]\s+|[.!?]\s+(?=\S)|^\W+", text)
    cuts = [m.end() for m in ends if m[0][0] not in ".!?" or not text[m.end() :][:1].islower()]
    return begin + max(cuts, default=0)


def _is_item(name: str, match: re.Match[str], folded_name: str) -> bool:
    """Whether name and form are those of a criterion: closed brackets or the word "điểm", no loss, no sentence."""
    if not name or len(name) > _LONGEST_NAME or not any(map(str.isalpha, name)):
        return False
    if _LOSS.search(folded_name[-40:]) or name[0].isdigit() or _TOTAL.match(folded_name.strip()):
        return False
    bracketed = "(" in match["link"] and bool(match["closed"])
    return bool(match["alone"] or match["bare"] or match["part"] or match["unit"] or bracketed)


def _number(passage: Passage, match: re.Match[str], group: str) -> Decimal | None:
    if not match[group]:
        return None
    return read_decimal(passage.text[match.start(group) : match.end(group)], spaced=True)


# A list's index, year and body are those spoken of last before it. Items under a heading of causes or lost points are reasons,
# not scores.

#: Estimates, not counted by a command: lists with a maximum, without one.
_WITH_MAXIMUM, _WITHOUT_MAXIMUM = 0.92, 0.75
_SLACK = 4  # marks between an item's start and its name
_RANKS = {
    MarkKind.ROMAN: 0, MarkKind.CAPITAL: 0, MarkKind.NUMBER: 1, MarkKind.LETTER: 8, MarkKind.DASH: 9,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An item of a list: where it stands, what it says, whose and which index's it is."""

    node: Node
    item: Item
    setting: IndexContext
    body: str | None


@dataclass(frozen=True, slots=True)
class Scored:
    """The rows of scores.csv, and for each node (by identity) of a list where in its text the first item begins."""

    rows: tuple[Score, ...]
    starts: Mapping[int, int]


def read_scored(context: Context, tables: TableRows, reasons: Sequence[ReasonItem]) -> Scored:
    """The rows of a document's score tables and of its lists, whose items are no reasons, in reading order."""
    runs = _score_runs(context, tables.lines, frozenset(id(item.node) for item in reasons))
    known = areas(context.dictionaries)
    lists = [row for run in runs for row in _rows(run, known)]
    names = make_names(context.dictionaries)
    rows = sorted((*tables.scores, *lists), key=lambda row: (row.at.page or 0, row.at.line_start))
    filled = [_finish(row, context, names) for row in rows]
    starts: dict[int, int] = {}
    for entry in (entry for run in runs for entry in run):
        starts.setdefault(id(entry.node), entry.item.start)
    return Scored(tuple(replace(r, order=order) for order, r in enumerate(filled, 1)), starts)


def _finish(row: Score, context: Context, names: RatingNames) -> Score:
    entity = row.entity or rated(context, names, row.index_family, row.rank_of)
    family = settled(row.index_family, entity, None, names) if row.index_family else None
    return replace(row, entity=entity, index_family=family)


def _score_runs(
    context: Context, taken: frozenset[tuple[int | None, int]], reasons: frozenset[int]
) -> list[list[ListEntry]]:
    """The runs of items that are scores, those in tables and of the nodes (by identity) of reasons left out."""
    known = areas(context.dictionaries)
    entries = [
        entry
        for entry in _entries(context, reasons)
        for at in entry.node.own.lines[:1]
        if (at.page, at.number) not in taken
    ]
    return [run for run in _runs(entries) if _counts(run, known)]


def _entries(context: Context, reasons: frozenset[int]) -> Iterator[ListEntry]:
    names, reader = make_names(context.dictionaries), make_reader(context.dictionaries)
    subject = subject_setting(context, names)
    recent: Mention | None = None
    body: str | None = None
    spoken: Mention | None = None
    before: list[Passage] = []
    for above, node in context.body.walk():
        if node.mark.kind is MarkKind.ROW or not node.own.text or id(node) in reasons:
            continue
        items = [item for item in find_items(node.own) if not _is_rated(item, reader, node)]
        if items:
            lead = node.own.cut(0, items[0].start)
            near = [*before[-1:], lead]
            said = next(filter(None, (last(names.strong.find(p.folded)) for p in near[::-1])), None)
            setting = setting_at(above, recent, subject, names)
            spoken = said if before or said else spoken
            setting = replace(setting, mention=spoken or setting.mention)
            if before or said:
                owners = filter(None, (owner_named(p, names) for p in near[::-1]))
                rating = _rated_in([*before, lead], reader, setting.mention)
                body = next(owners, None) or (name_of(rating, context.header) if rating else None)
            entries = (ListEntry(node, item, setting, body) for item in items)
            yield from (entry for entry in entries if not _is_share(entry))
        before = [] if items else [*before[-1:], node.own]
        recent = last(names.strong.find(node.own.folded)) or recent


def _is_share(entry: ListEntry) -> bool:
    """A bare percent is a score only as a factor of SIPAS or with its rank; elsewhere it is a share of something."""
    mention = entry.setting.mention
    return (
        entry.item.share
        and entry.item.rank is None
        and (mention is None or mention.family != "sipas")
    )


def _rated_in(
    leads: Sequence[Passage], reader: SentenceVocabulary, mention: Mention | None
) -> Body | None:
    """The body that the last of the paragraphs before a list rates, None for the issuer."""
    for lead in reversed(leads):
        groups = list(read_groups(lead, reader, mention)) if lead.text else []
        if groups:
            return groups[-1].body
    return None


def _is_rated(item: Item, reader: SentenceVocabulary, node: Node) -> bool:
    """An item that is a body's or an index's own score is a result; a target is nothing."""
    if reader.targets_before.search(item.name.lower()):
        return True
    named = node.own.cut(item.start, item.start + len(item.name) + _SLACK)
    bodies = reader.bodies.find(named)
    if any(item.name.endswith(body.name or "\0") or body.start == 0 for body in bodies):
        return True
    return bool(reader.indexes.find(node.own.folded[item.start : item.end]))


def _runs(entries: Sequence[ListEntry]) -> Iterator[list[ListEntry]]:
    """Entries under one index and body, unbroken by another."""
    run: list[ListEntry] = []
    for entry in entries:
        if run and (run[-1].setting != entry.setting or run[-1].body != entry.body):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _counts(run: Sequence[ListEntry], known: Areas) -> bool:
    """Whether a run is a list of scores: two items or more of which one has a maximum or names an area."""
    named = sum(known.key(entry.item.name) != "other" for entry in run)
    topped = sum(entry.item.maximum is not None for entry in run)
    ranked = sum(entry.item.rank is not None for entry in run)
    mention = run[0].setting.mention if run else None
    parts = len(run) > 1 and mention is not None and mention.family in OWN_PARTS
    several = len(run) > 1 and topped + ranked > 1
    return parts or several or named > 1 or (named == 1 and topped > 0)


def _rows(run: Sequence[ListEntry], known: Areas) -> Iterator[Score]:
    family = run[0].setting.mention.family if run[0].setting.mention else None
    ranks = [_RANKS.get(entry.node.mark.kind, 9) + entry.node.mark.depth - 1 for entry in run]
    found = levels(ranks, [entry.item.name for entry in run], known, family)
    area = "other"
    for entry, level in zip(run, found, strict=True):
        own = "other" if family in OWN_PARTS else known.key(entry.item.name)
        area = own if level == "area" else area
        yield _row(entry, level, own if area == "other" else area, family)


def _row(entry: ListEntry, level: str, area_key: str, family: str | None) -> Score:
    item = entry.item
    sure = _WITHOUT_MAXIMUM if item.maximum is None else _WITH_MAXIMUM
    return Score(
        entity=entry.body,
        index_family=family,
        index_year=entry.setting.index_year,
        level=level,
        criterion=item.name,
        area_key=area_key,
        points=item.points,
        points_max=item.maximum,
        self_points=item.own,
        appraised_points=item.points if item.own is not None else None,
        percent=item.percent if item.percent is not None else share(item.points, item.maximum),
        rank=item.rank,
        rank_of=item.rank_of,
        at=entry.node.own.evidence("scores.list", sure, item.start, item.end),
    )
