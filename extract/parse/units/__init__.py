"""Whose task an item is: the unit a sentence opens with, and where its task begins.

`unit_prefix` reads an optional lead-in (`Giao`, `Đối với`), a unit head, and the name up to the first task verb in small
letters, a colon or the end: `how` is `verb`, `colon` or `alone`. DOMAIN 5.2 and 6.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.parse.passage import Passage
from extract.parse.units.extent import Extent, extent, title_extent
from extract.parse.units.lists import LONGEST_HEAD, scope_of, split_units, unit_head
from extract.parse.units.vocabulary import LeadIn, Vocabulary

_TOPIC_WORDS = 3
_MOST_LEADS = 2
_BLANKS = frozenset({" ", ","})
# a name holds none of these words; where one stands, the text is a statement (`Sở đã mất điểm ...`)
_STATEMENT = re.compile(
    r"(?<!\w)(?<!thực )(?<!Hàng )(?:đã|chưa|không|vẫn|bị|đạt(?! (?:dưới|trên|từ|loại|mức)\b)|xếp(?! (?:loại|hạng)\b)|hiện|hiện nay|còn(?! lại)|sẽ|kính|nếu|vì|do|nên|mà|bao gồm|gồm"
    r"|như sau|tuy nhiên|với)(?!\w)"
)
#: `Một là, Sở X ...`, `Thứ hai: UBND các xã ...`: the paragraph is an item of a list.
COUNTED = re.compile(
    r"(?:(?:mot|hai|ba|bon|nam|sau|bay|tam|chin|muoi) la|thu (?:nhat|hai|ba|tu|nam|sau|bay|tam|chin|muoi))[,:] ?"
)
_HANDS_ON = re.compile(r"giao (?:cho )?")
_ASKS = re.compile(r"(?:kinh |tran trong )?(?:de nghi|de xuat|kien nghi)\b")
_BEHIND_LEAD = re.compile(r"[:,]?\s*")
_TITLES = re.compile(r"(?:trach nhiem|nhiem vu)\b.* cua$")


@dataclass(frozen=True, slots=True)
class UnitPrefix:
    """A unit at the head of a passage: its names, where they stand, and where the task begins."""

    units: tuple[str, ...]
    scope: str
    start: int
    end: int
    task: int  # offset of the task; the passage's length where there is none
    how: str  # colon, verb, alone
    lead_in: LeadIn | None = None
    behind: int = 0  # length of a circumstance before the unit, which belongs to the task

    @property
    def name(self) -> str:
        """The cell of column `unit`."""
        return "|".join(self.units)


def unit_prefix(passage: Passage, words: Vocabulary, start: int = 0) -> UnitPrefix | None:
    """The unit that the passage names at offset `start`, or `None`.

    A lead-in that hands over (`Giao`) is kept in `lead_in`; after one that only names (`Đối với`) a verb ends nothing.
    """
    found = _here(passage, words, start)
    if found is None:
        return None
    if found.lead_in and found.how == "verb":
        return _passed_on(passage, found, words) or found
    return found


def _here(passage: Passage, words: Vocabulary, start: int) -> UnitPrefix | None:
    """The unit at `start`, without a look at whom it hands the task on to."""
    if not start and (counted := COUNTED.match(passage.folded)):
        start = counted.end()
    lead, begin = _lead_in(passage, start, words)
    head = unit_head(passage.text[begin : begin + LONGEST_HEAD], words)
    if head is None:
        return None
    head_end = begin + head.end()
    if lead and lead.colon and _TITLES.match(passage.folded[start:begin].strip()):
        return _made(passage, begin, title_extent(passage, begin), lead, words)
    found = extent(passage, begin, head_end, words)
    if found is None or (lead and lead.colon and found.how == "verb"):
        return None
    other = _behind_colon(passage, head_end, found, words) if found.how == "colon" else None
    return other or _made(passage, begin, found, lead, words, head_end)


def _behind_colon(
    passage: Passage, head_end: int, found: Extent, words: Vocabulary
) -> UnitPrefix | None:
    """A unit behind the colon that is meant instead of the one before it."""
    inner = _here(passage, words, found.task) if _names_others(passage, head_end, found) else None
    if inner is None or inner.how != "verb":
        return None
    group = "cac" in passage.folded[:head_end].rsplit(" ", 2)[-2:]
    long = len(inner.name.split()) >= _TOPIC_WORDS
    return inner if (long and not group) or (group and len(inner.units) > 1) else None


def _names_others(passage: Passage, head_end: int, found: Extent) -> bool:
    """`Thanh tra chuyên ngành về y tế: Ủy ban ...` (a topic), `Các sở, ngành: Sở A, Sở B ...` (a list)."""
    rest = passage.text[head_end : found.end]
    topic = rest == rest.lower() and len(rest.split()) >= _TOPIC_WORDS
    group = "cac" in passage.folded[:head_end].rsplit(" ", 2)[-2:]
    return topic or (group and passage.text[found.task : found.task + 1].isupper())


def _made(
    passage: Passage,
    begin: int,
    found: Extent | None,
    lead: LeadIn | None,
    words: Vocabulary,
    head_end: int = 0,
) -> UnitPrefix | None:
    if found is None:
        return None
    name = passage.text[begin : found.end].strip(" ,;.")
    # "giao Trung tâm tiếp tục ...": the issuer's own short name
    bare = lead is not None and found.how == "verb"
    if not name or (head_end and (_STATEMENT.search(name) or not (bare or _whole(name, words)))):
        return None
    units = split_units(name, words)
    task = found.task
    while passage.text[task : task + 1] in _BLANKS:
        task += 1
    return UnitPrefix(
        units, scope_of(units, words), begin, begin + len(name), task, found.how, lead
    )


def _lead_in(passage: Passage, start: int, words: Vocabulary) -> tuple[LeadIn | None, int]:
    """The lead-in at `start` and the offset behind it (and behind its colon: `Đề nghị: Hiệp hội ...`); at most two."""
    lead, end = None, start
    for _ in range(_MOST_LEADS):
        match = words.lead_in.match(passage.folded, end)
        if match is None:
            break
        behind = _BEHIND_LEAD.match(passage.text, match.end())
        lead = lead or words.lead_ins[match[0]]
        end = behind.end() if behind else match.end()
    return lead, end


def _passed_on(passage: Passage, found: UnitPrefix, words: Vocabulary) -> UnitPrefix | None:
    """`Đề nghị Ủy ban nhân dân tỉnh giao Sở Y tế thực hiện ...`: the one who is to do it is the last one named."""
    if _ASKS.match(passage.folded, found.task):  # `Kiến nghị: Trung tâm kính đề xuất UBND tỉnh ...`
        return _here(passage, words, found.task)
    match = _HANDS_ON.match(passage.folded, found.task)
    inner = _here(passage, words, match.end()) if match else None
    return replace(inner, lead_in=found.lead_in) if inner and inner.how == "verb" else None


def _whole(name: str, words: Vocabulary) -> bool:
    """Whether the name is more than a bare type word (`Phòng:` names nobody)."""
    head = unit_head(name, words)
    return head is not None and (words.heads[head[0]].bare or len(name) > head.end() + 1)
