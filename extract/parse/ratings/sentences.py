"""Results in prose: each sentence's facts go to the body and the index named last before them.

A new body or index opens a new group once the old one has a rank or a score; a second rank or score does too. Bodies that
are a source, a partner or a measure ("theo ... của Bộ Nội vụ", "so với Sở Tư pháp") own nothing. Targets, conditions,
averages and parts of an index make no result (list `target_words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from extract.parse.passage import Passage
from extract.parse.ratings import Fact, find_facts
from extract.parse.ratings.bodies import Body, BodyNames, IndexNames, Mention

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
#: Words that make what follows a part of an index (scores), not the index itself.
_PART = re.compile(
    r"\b(?:tieu chi|linh vuc|chi so thanh phan|chi so noi dung|noi dung thanh phan|truc noi dung|tru cot|hop phan|chi tieu|ty le|ti le|nhiem vu|cau hoi|yeu to|ho so|nguoi dan duoc hoi|so nguoi|tien do)\b"
)
_ABOUT = re.compile(r"\b(?:ve|trong|theo|bang|thuc hien|danh gia)\s+(?:[a-z,]+\s+){0,3}$")
#: How far behind an index's name its owner stands, characters.
_OWNER_REACH = 60
#: The place of an index that another paragraph named.
_FAR = -1000
_RANKED = re.compile(
    r"\b(?:xep|hang|thu|vi tri|bac)\b[^.;]{0,24}\d|\b(?:dan|dung) dau\b|\bthu (?:nhat|nhi|hai|ba|tu|nam|sau|bay|tam|chin|muoi)\b"
)
_SCORED = re.compile(r"\d\s*diem\b|\bdat\s+\d+[,.]\d|\b(?:diem|gia tri)\b[^.;]{0,20}\d")
#: A percent right before a rank is the body's score: "Vụ Pháp chế đạt 94,11%, xếp hạng 1/20".
_THEN_RANK = re.compile(r"\s*[,;(]+\s*(?:va )?(?:xep|dung)\b")
_ITEM = re.compile(r"[^\d:]{3,60}:? \d{1,3}(?:[.,]\d{1,3})? ?%[.;]?$")  # `Huyện Bắc Sơn: 88,75%`
_SHARED = re.compile(r"\d\s*%")
_SCALE = re.compile(r"\(?(?:trên |theo )?thang điểm (?:tối đa )?(?:là )?\d{1,4}(?: điểm)?\)?")
_GRADED = re.compile(
    r"\s*(?:xuất sắc|rất tốt|tốt|khá|trung bình(?: cao| thấp)?|cao nhất|thấp nhất|yếu)\s*,"
)
#: `Chỉ số CCHC trung bình của khối ...`, `điểm bình quân các huyện`: nobody's score.
_MEAN = re.compile(r"\b(?:trung binh|binh quan)(?: chung)? (?:cua |cac |khoi |toan |ca )(?!nuoc\b)")
_CLASS = re.compile(r"nhóm\W*$")
_OWN_SCORE = re.compile(r"\b(?:dat|duoc|diem|la|voi|gia tri|xep|chi so)\b|[:(]|\s[–-]\s*$")


@dataclass(frozen=True, slots=True)
class SentenceVocabulary:
    """The vocabulary that sentences are read with."""

    indexes: IndexNames
    bodies: BodyNames
    ordinals: Mapping[str, int]
    targets_before: re.Pattern[str]
    targets_after: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Group:
    """The facts said of one body under one index, and the span of text that says them."""

    facts: tuple[Fact, ...] = ()
    body: Body | None = None
    mention: Mention | None = None

    def has(self, *kinds: str) -> bool:
        """Whether a fact of one of the kinds is there."""
        return any(fact.kind in kinds for fact in self.facts)

    def get(self, kind: str) -> Fact | None:
        """The first fact of a kind, or None."""
        return next((fact for fact in self.facts if fact.kind == kind), None)


def read_groups(
    passage: Passage, reader: SentenceVocabulary, mention: Mention | None
) -> Iterator[Group]:
    """Groups with a rank or a score, in reading order; `mention` is the index the context speaks of."""
    mentions = reader.indexes.find(passage.folded)
    if not (_worth_reading(passage.folded, mentions) or (mention and _ITEM.match(passage.text))):
        return
    bodies = reader.bodies.find(passage)
    facts = find_facts(passage, reader.ordinals)
    state = Group(mention=replace(mention, start=_FAR, end=_FAR) if mention else None)
    for start, end in _sentences(passage.text):
        events = _inside((*bodies, *mentions, *facts), start, end)
        for group in _walk(events, replace(state, facts=()), passage):
            state = group
            kept = _accepted(group, passage, start, reader)
            if kept.has("rank", "leader", "score"):
                yield kept


def _worth_reading(folded: str, mentions: Sequence[Mention]) -> bool:
    """Whether a rank or a score may stand there at all; most paragraphs have none, and names are slow to look for."""
    if _RANKED.search(folded) or _SCORED.search(folded):
        return True
    return bool(mentions) and bool(_SHARED.search(folded))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        opening = text[match.end()]
        if not (opening.islower() or opening.isdecimal()):
            yield start, match.start()
            start = match.end()
    yield start, len(text)


def _inside(
    events: tuple[Body | Mention | Fact, ...], start: int, end: int
) -> list[Body | Mention | Fact]:
    inside = [event for event in events if start <= event.start < end]
    return sorted(inside, key=lambda event: (event.start, event.end))


def _walk(events: list[Body | Mention | Fact], state: Group, passage: Passage) -> Iterator[Group]:
    """The groups of one sentence; the last one is given even when it is empty, as the next sentence's state."""
    group, pending = state, state
    shared: tuple[Fact, ...] = ()
    for event in events:
        if isinstance(event, Fact):
            if _heads_list(event, group, passage):
                shared = (event,)
            if _opens(group, pending, event):
                yield group
                group = replace(pending, facts=shared)
            group = replace(
                group, facts=(*group.facts, event), body=group.body, mention=group.mention
            )
            if not group.has("rank", "score", "leader"):
                group = replace(group, body=pending.body, mention=pending.mention)
        else:
            pending = _heard(pending, event, group)
            if not group.has("rank", "score", "leader"):
                group = replace(group, body=pending.body, mention=pending.mention)
            elif isinstance(event, Mention) and _adopts(group, event, passage):
                group = replace(group, mention=event)
            elif group.has("leader") and not group.has("score") and pending.body is event:
                group = replace(group, body=pending.body)
    yield group


def _heads_list(fact: Fact, group: Group, passage: Passage) -> bool:
    """Whether a grade before a colon is that of all bodies behind it: "Loại Tốt: xã A (92 điểm), xã B (90 điểm)"."""
    first = fact.kind == "grade" and not group.has("rank", "score", "leader")
    return first and passage.text[fact.end :].lstrip(' )"”').startswith(":")


def _adopts(group: Group, mention: Mention, passage: Passage) -> bool:
    """Whether an index named behind its facts is theirs: "đứng thứ nhì ... về chỉ số CCHC", "đạt 82 điểm chỉ số CCHC"."""
    if group.mention and group.mention.start >= 0:
        return False
    if not passage.folded[group.facts[-1].end : mention.start].strip():
        return group.facts[-1].kind == "score"
    return bool(_ABOUT.search(passage.folded[max(0, mention.start - 24) : mention.start]))


def _opens(group: Group, pending: Group, fact: Fact) -> bool:
    """Whether a fact begins a new group: a second rank or score, or the first after another body or index."""
    if fact.kind not in ("rank", "score", "leader") or not group.has("rank", "score", "leader"):
        return False
    moved = pending.body is not group.body or pending.mention is not group.mention
    ranked = fact.kind != "score"
    return moved or (group.has("rank", "leader") if ranked else group.has("score"))


def _heard(pending: Group, event: Body | Mention, group: Group) -> Group:
    """The state after a body or an index was named."""
    if isinstance(event, Mention):
        same = pending.mention and pending.mention.family == event.family
        if same and event.year is None and pending.mention:
            event = replace(event, year=pending.mention.year)
        return replace(pending, mention=event)
    if event.aside and not (event.owner and _owns(pending, event, group)):
        return pending
    return replace(pending, body=event)


def _owns(pending: Group, body: Body, group: Group) -> bool:
    """Whether the owner stands right behind the index: "Chỉ số PCI năm 2023 của tỉnh X đạt ..."."""
    mention = pending.mention
    return bool(mention and not group.facts and 0 <= body.start - mention.end <= _OWNER_REACH)


def _accepted(group: Group, passage: Passage, start: int, reader: SentenceVocabulary) -> Group:
    reached = group.facts[0].start if group.facts else start
    mean = _MEAN.search(passage.folded, start, reached)
    if mean and (group.body is None or not group.body.name or group.body.start < mean.start()):
        return replace(group, facts=())
    facts = tuple(fact for fact in group.facts if not _is_target(fact, passage, start, reader))
    kept = replace(group, facts=facts)
    scores = tuple(
        fact for fact in facts if fact.kind != "score" or _is_own_score(fact, kept, passage, start)
    )
    ranks = tuple(
        fact for fact in scores if fact.kind != "rank" or not _of_part(fact, kept, passage, start)
    )
    return replace(kept, facts=ranks)


def _is_target(fact: Fact, passage: Passage, start: int, reader: SentenceVocabulary) -> bool:
    """Whether the clause makes the figure a target, a condition or a forecast."""
    before = _SCALE.sub("", passage.text[max(start, fact.start - 120) : fact.start].lower())
    after = passage.text[fact.end : fact.end + 14].lower()
    aimed = reader.targets_before.search(before)
    if aimed and _CLASS.search(aimed[0]):
        # "thuộc nhóm trung bình; PCI đạt ...", "thuộc nhóm tốt, xếp hạng 21": said of its clause alone
        graded = _GRADED.match(before, aimed.end())
        rest = before[graded.end() :] if graded else before.rsplit(";", 1)[-1]
        aimed = reader.targets_before.search(rest)
    return bool(aimed or reader.targets_after.match(after))


def _is_item(fact: Fact, group: Group, passage: Passage) -> bool:
    """Whether the paragraph is nothing but a body and its percent: "Huyện Bắc Sơn: 88,75%"."""
    body = group.body
    if body is None or not body.name or body.start > 0:
        return False
    between, behind = passage.text[body.end : fact.start], passage.text[fact.end :]
    return between.strip(" –-") in {":", "đạt", ""} and not behind.strip(" .;,")


def _of_part(fact: Fact, group: Group, passage: Passage, start: int) -> bool:
    """Whether a criterion, an area or a share was named after the body and the index."""
    anchors = [a.end for a in (group.body, group.mention) if a and start <= a.start < fact.start]
    since = max([start, *anchors])
    return bool(_PART.search(passage.folded, since, fact.start))


def _is_own_score(fact: Fact, group: Group, passage: Passage, start: int) -> bool:
    """A figure is the body's score where a rank stands with it, or an index or a body before it in the sentence."""
    if _of_part(fact, group, passage, start):
        return False
    ranked = group.has("rank", "leader")
    mention = group.mention
    near = mention is not None and start <= mention.start < fact.start
    named = group.body is not None and start <= group.body.start < fact.start
    lead = passage.folded[max(start, fact.start - 30) : fact.start]
    says = (
        bool(_OWN_SCORE.search(lead)) or fact.words[0].isalpha()
    )  # "tổng điểm 71,2" says so itself
    if fact.unit == "percent":
        beside = named and bool(_THEN_RANK.match(passage.folded, fact.end))
        beside = beside or _is_item(fact, group, passage)
        return says and mention is not None and (near or beside)
    return says and mention is not None and (ranked or near or named)
