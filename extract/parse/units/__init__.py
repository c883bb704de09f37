"""Whose task an item is: the unit a sentence opens with, and where its task begins.

`unit_prefix` reads an optional lead-in (`Giao`, `Đối với`), a unit head, and the name up to the first task verb in small
letters, a colon or the end: `how` is `verb`, `colon` or `alone`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.fold import GAP
from extract.parse.passage import Passage
from extract.parse.units.lists import (
    LONGEST_HEAD,
    LeadIn,
    UnitPatterns,
    ends_name,
    in_name,
    scope_of,
    split_units,
    unit_head,
)

# Where a unit's name ends: at the first task verb in small letters, a colon, an apposition, or the end of the text. Pitfalls:
# the verb may be part of the name (`Ban chỉ đạo`, `Bộ phận tiếp nhận và trả kết quả`), a group may be named by its duty (`các
# cơ quan được giao chủ trì có trách nhiệm ...`), a colon may open a list of names.

_LONGEST_NAME = 420  # letters; lists of addressees in execution clauses reach 350
_LONGEST_KIND = 90  # letters of what a kind of body is known by
_SHORT = 200  # letters between a name and its apposition
_NAMED_BY_A_DUTY = re.compile(r"\bduoc (?:giao|phan cong)\b|\b(?:quy dinh|neu) tai\b")
_DUTY = re.compile(r"\b(?:co trach nhiem|chiu trach nhiem|can cu|phai|can|chu dong|khan truong)\b")
# a kind of body known by what it does, `các doanh nghiệp khai thác đá có trách nhiệm ...`: its duty comes behind
_LATER_DUTY = re.compile(
    r"(?<!,)(?<! va)(?<! dong thoi)(?<! hoac) (?:co trach nhiem|chiu trach nhiem|co nhiem vu|co nghia vu)\b"
)
# words that no name ends in: what follows them is no verb of the unit's (`các tổ chức thành viên`, `được tổ chức theo ...`)
_HANGING = re.compile(
    r"(?<!\w)(?:được|là|để|theo|của|về|(?<!làm )(?<!công )(?<!vụ )việc|các|những|cho|với|tại|từ|bằng|do|mà|(?<!trực )thuộc|nằm|gồm|có thể|hoặc|người|cùng với|sang|(?<!đi )qua)\s*$"
)
_LAST_NAME = re.compile(r"(?:[,;/]|\svà|\shoặc)\s+(?=[^,;/]{2,40}$)(?!.*(?:[,;/]|\svà|\shoặc)\s)")
_OTHERS = re.compile(
    r"\b(?:can bo|cong chuc|vien chuc|dong chi|thanh vien|lanh dao|bo phan|phong|nguoi|ca nhan|co quan|don vi|to chuc)$"
)
_DOES = re.compile(
    r"(?:su dung|khai thac|hoat dong|cung cap|tham gia|thi cong|tu van|van hanh|giao dich)\b"
)
_MUST = re.compile(r"(?<!,)(?<! va) phai\b")
_END_OF_SENTENCE = re.compile(r"\.(?=\s+[A-ZĐÂĂÊÔƠƯ])|\.$|\./\.?")
_COLON = re.compile(r"\s*:\s*")
_BRACKET_OR_COLON = re.compile(r"[():]")
_APPOSITION = re.compile(
    rf"{GAP}(?:[,(–-]\s*(?:la )?(?:co quan|don vi) (?:chu tri|thuong truc|dau moi)\b|\bvoi (?:vai tro|tu cach)\b)[^,:)]{{0,120}}[,:)]?\s*"
)
_ABOUT = re.compile(r"(?<!\s)\s+(?:về|trong việc|trong công tác|đối với)\s")
_NAMES = re.compile(
    r"(?:[A-ZĐÂĂÊÔƠƯÁÀẢẠÍÝÚÓ][^\s,;:.]*(?: (?:và |- )?[^\s,;:.]+){0,7}(?:[,;] | và ))"
)


@dataclass(frozen=True, slots=True)
class Extent:
    """The end of the name, the offset of the task, and what ended the name (colon, verb, alone)."""

    end: int
    task: int
    how: str


def extent(passage: Passage, begin: int, head_end: int, words: UnitPatterns) -> Extent | None:
    """The extent of a name whose head stands at `begin`; `None` where nothing ends it within reason."""
    limit = _limit(passage, begin, head_end)
    colon = _colon(passage.text, head_end, limit)
    verb = first_verb(passage, begin, head_end, colon if colon >= 0 else limit, words)
    if set_off := _set_off(passage, head_end, verb if verb >= 0 else limit):
        return set_off
    if verb >= 0:
        return Extent(verb, verb, "verb")
    if colon >= 0:
        return _names_after_colon(passage, begin, colon, limit, words) or Extent(
            colon, after_colon(passage, colon), "colon"
        )
    whole = limit >= len(passage.text.rstrip(" .;,/"))
    return Extent(limit, limit, "alone") if whole else None


def title_extent(passage: Passage, begin: int) -> Extent | None:
    """The rest of a heading (`Trách nhiệm của các tổ chức hoạt động trong lĩnh vực ...`) as a name.

    What the responsibility is about (`về bảo hiểm xã hội`, `trong việc kiểm tra`) is no part of it.
    """
    colon = _colon(passage.text, begin, len(passage.text))
    end = colon if colon >= 0 else len(passage.text)
    if colon < 0 and (end - begin > _SHORT or passage.text.endswith((".", ";"))):
        return None
    subject = _ABOUT.search(passage.text, begin, end)
    name = subject.start() if subject else end
    return Extent(name, after_colon(passage, end), "colon" if colon >= 0 else "alone")


def after_colon(passage: Passage, colon: int) -> int:
    """The offset of what follows the colon."""
    match = _COLON.match(passage.text, colon)
    return match.end() if match else colon


def first_verb(passage: Passage, begin: int, head_end: int, limit: int, words: UnitPatterns) -> int:
    """The offset of the first task verb that ends the name, -1 without one."""
    described = _duty_behind_clause(passage, begin, head_end, words)
    if 0 <= described < limit:
        return described
    head = words.heads.get(passage.folded[begin:head_end])
    bare = head is None or head.bare
    duty = _NAMED_BY_A_DUTY.search(passage.folded, head_end, limit)
    later = -1
    for match in _each_verb(passage.folded, head_end, limit, words):
        at = match.start()
        if at < later:
            continue
        if not _may_open(passage, match, head_end, words) or not ends_name(
            passage, begin, match, words
        ):
            continue
        if match[0] not in words.duties and (
            (not bare and not passage.text[head_end:at].strip(" ,"))
            or _ends_in_type(passage.text[begin:at], words)
        ):
            continue  # "Ban chỉ đạo", "Bộ phận tiếp nhận": the verb is the name
        if match[0] not in words.duties and _HANGING.search(passage.text, head_end, at):
            continue
        if duty and duty.start() <= at and not _DUTY.match(passage.folded, at):
            continue
        later = _later_duty(passage, head_end, match, limit, words)
        if later > at:
            continue
        return at
    return -1


def _ends_in_type(name: str, words: UnitPatterns) -> bool:
    """Whether a list ends in a bare word for a kind of body (`Sở A, các Hội đồng` + `thẩm định`)."""
    last = _LAST_NAME.search(name)
    head = unit_head(name[last.end() :], words) if last else None
    if last is None or head is None or head.end() < len(name[last.end() :].rstrip()):
        return False
    return not words.heads[head[0]].bare


#: `các sở chưa hoàn thành kết nối khẩn trương ...`, `các chủ đầu tư có dự án giải ngân thấp phải ...`: a group known by a clause
_CLAUSE = re.compile(
    r"(?:,? [a-z]+){0,5}? (?:chua|con|co|dang|bi|de xay ra|duoc giao)\b(?! (?:trach nhiem|nhiem vu|ke hoach|bao cao|van ban|y kien))"
)
_MUST_THEN = re.compile(
    r"(?<!,)(?<! va)(?<! dong thoi) (?:phai|khan truong|nghiem tuc|tap trung|chu dong|kip thoi|tiep tuc|can|day nhanh|quyet liet|co trach nhiem|chiu trach nhiem)\b"
)


def _duty_behind_clause(passage: Passage, begin: int, head_end: int, words: UnitPatterns) -> int:
    """Where the duty of a group begins that is known by a clause (`chưa ...`, `có ...`), -1 for another name."""
    head = words.heads.get(passage.folded[begin:head_end])
    clause = _CLAUSE.match(passage.folded, head_end) if head and head.kind == "collective" else None
    if clause is None:
        return -1
    stop = min(_limit(passage, begin, head_end), clause.end() + _LONGEST_KIND)
    found = _MUST_THEN.search(passage.folded, clause.end(), stop)
    name = passage.text[head_end : clause.end()]
    return found.start() + 1 if found and name == name.lower() else -1


def _later_duty(
    passage: Passage, head_end: int, verb: re.Match[str], limit: int, words: UnitPatterns
) -> int:
    """Where the duty of a kind of body (no name in capitals) that is known by the verb at `at` begins, -1 without one."""
    at, name = verb.start(), passage.text[head_end : verb.start()]
    if name != name.lower() or verb[0] in words.duties:
        return -1
    end = passage.folded.find(";", at, limit)
    stop = min(limit, at + _LONGEST_KIND, end if end >= 0 else limit)
    found = _LATER_DUTY.search(passage.folded, at, stop)
    if found is None and _DOES.match(passage.folded, at):
        found = _MUST.search(passage.folded, at, stop)
    if found is None or _OTHERS.search(passage.folded[at : found.start()]):
        return -1
    return found.start() + 1


def _each_verb(folded: str, start: int, limit: int, words: UnitPatterns) -> Iterator[re.Match[str]]:
    """Every place where a verb may begin, also within another (`lâm chủ trì` folds to `làm chủ trì`)."""
    match = words.verb.search(folded, start, limit)
    while match:
        yield match
        match = words.verb.search(folded, match.start() + 1, limit)


def _may_open(passage: Passage, verb: re.Match[str], head_end: int, words: UnitPatterns) -> bool:
    """Small letters; capitals only at the head of a line, or where the verb is never part of a name (`Sở A Chủ trì`)."""
    at = verb.start()
    if passage.text[at].islower() or verb[0] in words.duties:
        return True
    name = passage.text[
        head_end:at
    ].rstrip()  # a line may break within a name: "Sở" + "Giáo dục và" + "Đào tạo"
    return at in passage.starts and bool(name) and not name.endswith(("và", ",", "-", "–"))


def _limit(passage: Passage, begin: int, head_end: int) -> int:
    limit = min(len(passage.text), begin + _LONGEST_NAME)
    stop = _END_OF_SENTENCE.search(passage.text, head_end, limit)
    return stop.start() if stop else limit


def _colon(text: str, start: int, limit: int) -> int:
    """The first colon outside brackets, -1 without one."""
    depth = 0
    for sign in _BRACKET_OR_COLON.finditer(text, start, limit):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if sign[0] == ":" and depth <= 0:
            return sign.start()
    return -1


def _set_off(passage: Passage, head_end: int, verb: int) -> Extent | None:
    """`Bộ Nội vụ, cơ quan chủ trì triển khai Đề án:`: the name ends before its apposition."""
    match = _APPOSITION.search(passage.folded, head_end, min(len(passage.text), head_end + _SHORT))
    if match is None or (match.start() > verb):
        return None
    how = "colon" if match[0].rstrip().endswith(":") else "verb"
    how = "alone" if match.end() >= len(passage.text) and how == "verb" else how
    return Extent(match.start(), match.end(), how)


def _names_after_colon(
    passage: Passage, begin: int, colon: int, limit: int, words: UnitPatterns
) -> Extent | None:
    """`Các bộ, cơ quan ngang bộ: Tài chính; Tư pháp phối hợp với ...`: a list of names, then the verb."""
    if not re.match(r"(?:cac|tat ca|uy ban nhan dan cac|ubnd cac)\b", passage.folded[begin:colon]):
        return None
    start = after_colon(passage, colon)
    named = unit_head(
        passage.text[start : start + LONGEST_HEAD], words
    )  # then `units` reads them as a list
    tells = words.verb.match(passage.folded, start) and not in_name(passage, start, start, words)
    if named or tells or not _NAMES.match(passage.text, start, limit):
        return None
    verb = first_verb(passage, begin, start, limit, words)
    return Extent(verb, verb, "verb") if verb >= 0 else None


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


def unit_prefix(passage: Passage, words: UnitPatterns, start: int = 0) -> UnitPrefix | None:
    """The unit that the passage names at offset `start`, or `None`.

    A lead-in that hands over (`Giao`) is kept in `lead_in`; after one that only names (`Đối với`) a verb ends nothing.
    """
    found = _here(passage, words, start)
    if found is None:
        return None
    if found.lead_in and found.how == "verb":
        return _passed_on(passage, found, words) or found
    return found


def _here(passage: Passage, words: UnitPatterns, start: int) -> UnitPrefix | None:
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
    return other or _made(passage, begin, found, lead, words, head_end=head_end)


def _behind_colon(
    passage: Passage, head_end: int, found: Extent, words: UnitPatterns
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
    words: UnitPatterns,
    *,
    head_end: int = 0,
) -> UnitPrefix | None:
    if found is None:
        return None
    name = passage.text[begin : found.end].strip(" ,;.")
    # "giao Trung tâm tiếp tục ...": the issuer's own short name
    bare = lead is not None and found.how == "verb"
    if not name or (head_end and not (bare or _whole(name, words))):
        return None
    if head_end and _STATEMENT.search(name):
        known = found.how == "verb" and _duty_behind_clause(passage, begin, head_end, words)
        if known != found.end:
            return None
    units = split_units(name, words)
    task = found.task
    while passage.text[task : task + 1] in _BLANKS:
        task += 1
    return UnitPrefix(
        units, scope_of(units, words), begin, begin + len(name), task, how=found.how, lead_in=lead
    )


def _lead_in(passage: Passage, start: int, words: UnitPatterns) -> tuple[LeadIn | None, int]:
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


def _passed_on(passage: Passage, found: UnitPrefix, words: UnitPatterns) -> UnitPrefix | None:
    """`Đề nghị Ủy ban nhân dân tỉnh giao Sở Y tế thực hiện ...`: the one who is to do it is the last one named."""
    if _ASKS.match(passage.folded, found.task):  # `Kiến nghị: Trung tâm kính đề xuất UBND tỉnh ...`
        return _here(passage, words, found.task)
    match = _HANDS_ON.match(passage.folded, found.task)
    inner = _here(passage, words, match.end()) if match else None
    return replace(inner, lead_in=found.lead_in) if inner and inner.how == "verb" else None


def _whole(name: str, words: UnitPatterns) -> bool:
    """Whether the name is more than a bare type word (`Phòng:` names nobody)."""
    head = unit_head(name, words)
    return head is not None and (words.heads[head[0]].bare or len(name) > head.end() + 1)
