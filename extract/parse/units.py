"""Whose task an item is: the unit a sentence opens with, and where its task begins.

`unit_prefix` reads an optional lead-in (`Giao`, `Đối với`), a unit head, and the name up to the first task verb in small
letters, a colon or the end: `how` is `verb`, `colon` or `alone`. DOMAIN 5.2 and 6.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extract.parse.passage import Passage
from extract.parse.units_lists import ends_name, scope_of, split_units, unit_head
from extract.parse.units_vocabulary import LeadIn, Vocabulary

_TOPIC_WORDS = 3
_LONGEST_NAME = 420  # letters; lists of addressees in execution clauses reach 350
_NOT_IN_A_NAME = re.compile(
    r"(?<![\w])(?<!thực )(?<!Hàng )(?:đã|chưa|không|vẫn|bị|đạt|xếp|hiện|hiện nay|còn|sẽ|nếu|vì|do|nên|mà|bao gồm|gồm|như sau|tuy nhiên|với)(?![\w])"
)
_NAMED_BY_A_DUTY = re.compile(r"\bduoc (?:giao|phan cong)\b|\b(?:lien quan|truc thuoc)\b")
_STRONG = re.compile(
    r"\b(?:co trach nhiem|chiu trach nhiem|can cu|phai|can|chu dong|khan truong)\b"
)
_END_OF_SENTENCE = re.compile(r"\.(?=\s+[A-ZĐÂĂÊÔƠƯ])|\.$|\./\.?")
_HANDS_ON = re.compile(r"giao (?:cho )?")
_COLON = re.compile(r"\s*:\s*")
_APPOSITION = re.compile(
    r"\s*[,(–-]\s*(?:la )?(?:co quan|don vi) (?:chu tri|thuong truc|dau moi)\b[^,:)]*[,)]?"
)


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

    @property
    def name(self) -> str:
        """The cell of column `unit`."""
        return "|".join(self.units)


def unit_prefix(passage: Passage, words: Vocabulary, start: int = 0) -> UnitPrefix | None:
    """The unit that the passage names at offset `start`, or `None`."""
    lead, begin = _lead_in(passage, start, words)
    head = unit_head(passage.text[begin:], words)
    if head is None:
        return None
    end, how = _extent(passage, begin, begin + head.end(), words)
    colon = _COLON.match(passage.text, end)
    if lead and lead.colon and how == "verb":
        return None
    if (
        how == "colon"
        and colon
        and (named := _after_topic(passage, begin + head.end(), end, colon.end(), words))
    ):
        return named
    if how == "colon" and colon and (named := _listed(passage, begin, colon.end(), words)):
        return named
    if lead and how == "verb" and (inner := _passed_on(passage, end, words)):
        return replace(inner, lead_in=lead)
    return _checked(passage, begin, end, how, lead, words)


def _passed_on(passage: Passage, verb: int, words: Vocabulary) -> UnitPrefix | None:
    """`Đề nghị Ủy ban nhân dân tỉnh giao Sở Y tế thực hiện ...`: the one who is to do it is the last one named."""
    match = _HANDS_ON.match(passage.folded, verb)
    inner = unit_prefix(passage, words, match.end()) if match else None
    return inner if inner and inner.how == "verb" else None


def _checked(
    passage: Passage, begin: int, end: int, how: str, lead: LeadIn | None, words: Vocabulary
) -> UnitPrefix | None:
    name = passage.text[begin:end]
    apposition = _APPOSITION.search(passage.folded, begin, end)
    if apposition:
        name = passage.text[begin : apposition.start()]
    name = name.strip(" ,;.")
    if not name or _NOT_IN_A_NAME.search(name) or not _whole(name, words, how):
        return None
    units = split_units(name, words)
    colon = _COLON.match(passage.text, end)
    task = colon.end() if how == "colon" and colon else end
    task += len(passage.text[task:]) - len(passage.text[task:].lstrip(" ,"))
    return UnitPrefix(units, scope_of(units, words), begin, begin + len(name), task, how, lead)


def _lead_in(passage: Passage, start: int, words: Vocabulary) -> tuple[LeadIn | None, int]:
    """The lead-in at `start` and the offset behind it (and behind its colon: `Đề nghị: Hiệp hội ...`)."""
    match = words.lead_in.match(passage.folded, start)
    if match is None:
        return None, start
    behind = re.compile(r"[:,]?\s*").match(passage.text, match.end())
    assert behind is not None
    lead = words.lead_ins[match[0]]
    inner, end = _lead_in(passage, behind.end(), words)
    return (lead, end) if inner else (lead, behind.end())


def _extent(passage: Passage, begin: int, head_end: int, words: Vocabulary) -> tuple[int, str]:
    """Where the name ends, and by what."""
    limit = min(len(passage.text), begin + _LONGEST_NAME)
    stop = _END_OF_SENTENCE.search(passage.text, head_end, limit)
    limit = stop.start() if stop else limit
    colon = _colon_outside_brackets(passage.text, head_end, limit)
    verb = _first_verb(passage, begin, head_end, colon if colon >= 0 else limit, words)
    if verb >= 0:
        return verb, "verb"
    if colon >= 0:
        return colon, "colon"
    return limit, "alone" if limit >= len(passage.text.rstrip(" .;,/")) else "none"


def _colon_outside_brackets(text: str, start: int, limit: int) -> int:
    for match in re.finditer(":", text[start:limit]):
        piece = text[start : start + match.start()]
        if piece.count("(") <= piece.count(")"):
            return start + match.start()
    return -1


def _first_verb(passage: Passage, begin: int, head_end: int, limit: int, words: Vocabulary) -> int:
    """The offset of the first task verb that ends the name, -1 without one."""
    head = words.heads.get(passage.folded[begin:head_end])
    bare = head is None or head.bare
    by_duty = _NAMED_BY_A_DUTY.search(passage.folded, head_end, limit)
    line_starts = frozenset(passage.starts)
    for match in words.verb.finditer(passage.folded, head_end, limit):
        at = match.start()
        if not ends_name(passage, begin, match, words):
            continue
        if not (passage.text[at].islower() or at in line_starts):
            continue
        if not bare and not passage.text[head_end:at].strip(" ,"):
            continue  # "Ban chỉ đạo", "Bộ phận tiếp nhận": the verb is the name
        if by_duty and by_duty.start() < at and not _ends_a_duty(passage, by_duty, match):
            continue
        if passage.text[:at].rstrip().endswith((" và", " hoặc")) and not passage.text[
            head_end:at
        ].strip(" ,và"):
            continue
        return at
    return -1


def _ends_a_duty(passage: Passage, duty: re.Match[str], verb: re.Match[str]) -> bool:
    """After `được giao ...` only a verb of duty ends the name; after `liên quan` any does."""
    if not duty[0].startswith("duoc"):
        return True
    return bool(_STRONG.match(passage.folded, verb.start()))


def _listed(passage: Passage, begin: int, start: int, words: Vocabulary) -> UnitPrefix | None:
    """`Các sở, ngành: A, B, C chuẩn bị ...`: the colon opens the list of units, not the task."""
    if not re.match(r"(?:cac|tat ca)\b", passage.folded[begin:]):
        return None
    if start >= len(passage.text) or not passage.text[start].isupper():
        return None
    inner = unit_prefix(passage, words, start)
    return inner if inner and inner.how == "verb" and len(inner.units) > 1 else None


def _after_topic(
    passage: Passage, head: int, end: int, start: int, words: Vocabulary
) -> UnitPrefix | None:
    """`Thanh tra chuyên ngành về y tế: Ủy ban nhân dân các xã tổ chức ...`: the words before the colon were a topic."""
    rest = passage.text[head:end]
    if rest != rest.lower() or len(rest.split()) < _TOPIC_WORDS:
        return None
    inner = unit_prefix(passage, words, start)
    long = inner is not None and len(inner.name.split()) >= _TOPIC_WORDS
    return inner if inner and long and inner.how == "verb" else None


def _whole(name: str, words: Vocabulary, how: str) -> bool:
    """Whether the name is more than a bare type word (`Phòng:` names nobody)."""
    if how == "none":
        return False
    head = unit_head(name, words)
    if head is None:
        return False
    return words.heads[head[0]].bare or len(name) > head.end() + 1
