"""Sentences that order: the lead sentence above a list, orders inside a paragraph, the subject who orders.

Notes of the study: an order sentence ending in ":" gives the assigner (its subject), the force (its verb) and the unit of
items that name none (what follows the verb); inside paragraphs several orders may stand, each cut at the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.parse.assignments.model import TaskWords
from extract.parse.passage import Passage
from extract.parse.units import UnitPrefix, first_verb, unit_prefix
from extract.parse.units.lists import partners_at, scope_of, unit_head

_VERB = re.compile(
    r"\b(?:yeu cau|de nghi|giao(?: nhiem vu)?(?: cho)?|phan cong|de xuat|kien nghi|chi dao)\b"
)
# words before that make the verb a noun or a passive: "theo yêu cầu", "được giao", "và giao" of a cited document
_NO_ORDER = re.compile(
    r"\b(?:duoc|da|ban|theo|dap ung|cac|nhung|chuyen|ve|va|y kien|muc dich|viec|tu|khi co|phat sinh|nhu cau|thoi gian|nhiem vu) $"
    # one of several things to do: "tham mưu, đề xuất UBND tỉnh ...", "báo cáo và kiến nghị Sở ..."
    r"|\b(?:tham muu|bao cao|tong hop|nghien cuu|ra soat|danh gia)(?:, (?:kip thoi |chu dong )?| va )$"
)
_LISTING = re.compile(r"(?::|\bsau(?: day)?[.:;]?)$")
_REMEDY = re.compile(
    r"^(?:de xuat |cac )?(?:giai phap|bien phap|huong)(?: khac phuc| thuc hien| xu ly)?: ?"
)
_TROUBLE = re.compile(r"(?:vuong mac|phat sinh|kho khan)[^,;.:]{0,90}[,:] ?(?:kip thoi )?(?=\w)")
_SUBJECT_TAIL = re.compile(
    r"(?<!\s)\s+(?:(?:đã )?(?:có|có ý kiến|thống nhất|kết luận|ghi nhận|biểu dương|quyết định)|giao|kính|trân trọng)?(?:,? và)?$"
)
_TOLD = re.compile(r"\s(?:đã|vừa|đang|cũng)\s")  # `Thủ tướng Chính phủ đã ký Công điện ... yêu cầu`
_COMMA = re.compile(r"[,;] (?=\w)")
_GROUPS = frozenset({"collective", "list"})
_APPEAL = re.compile(
    r"(?:nghiem tuc|kip thoi|khan truong|trien khai|to chuc|chu dong|phan anh|bao cao|thuc hien)\b"
)
_SENTENCE = re.compile(r"[.;]\s+(?=[A-ZĐ])")
_NEXT = re.compile(r"[.;]\s+(?=[A-ZĐ])|;\s+(?=các )")
_BEFORE, _SUBJECT = 24, 160  # letters looked at before an order verb
_WEAK = ("chi dao",)


@dataclass(frozen=True, slots=True)
class Opening:
    """A lead sentence: who orders, with what force, and whom."""

    force: str
    assigner: str | None
    target: UnitPrefix | None
    strong: bool  # an order verb with a subject or a unit, not merely "các nội dung sau"
    hands_out: bool = False  # `phân công`, `giao`: also in a report the issuer's own order


@dataclass(frozen=True, slots=True)
class Order:
    """An order inside a paragraph; its task is `text[prefix.task:end]`."""

    prefix: UnitPrefix
    start: int
    end: int
    force: str
    assigner: str | None


def read_opening(passage: Passage, words: TaskWords) -> Opening | None:
    """The lead sentence that a paragraph ends with, or `None`."""
    if not _LISTING.search(passage.folded.rstrip()):
        return None
    start = max(passage.text.rfind(". ", 0, len(passage.text) - 2) + 1, 0)
    verbs = list(_VERB.finditer(passage.folded, start))
    for verb in [v for v in verbs if v[0] not in _WEAK] or []:
        if verb is not verbs[-1] and passage.folded.startswith(":", verb.end()):
            continue  # a topic: `Kiến nghị, đề xuất: Trung tâm kính đề xuất UBND tỉnh:`
        target = unit_prefix(passage, words.units, _skip(passage, verb.end()))
        if target is not None or passage.folded[verb.end() :].strip(" .") in {
            ":",
            "nhu sau:",
            "sau:",
        }:
            orderer = subject(passage, verb.start(), words)
            hands_out = verb[0].startswith(("giao", "phan cong"))
            return Opening(_force(verb[0]), orderer, target, strong=True, hands_out=hands_out)
    return _listing(passage, start, words)


def _listing(passage: Passage, start: int, words: TaskWords) -> Opening | None:
    found = [
        (passage.folded.rfind(entry, start), entry)
        for entry in words.openings
        if entry in passage.folded and re.search(rf"\b{re.escape(entry)}\b", passage.folded[start:])
    ]
    if not found:
        return None
    at, entry = max(found)
    return Opening(words.openings[entry], subject(passage, at, words), None, strong=False)


def read_orders(passage: Passage, words: TaskWords) -> tuple[Order, ...]:
    """The orders inside a paragraph, in reading order."""
    found = list(_starts(passage, words))
    ends = ([start for start, *_ in found] + [len(passage.text)])[1:]
    return tuple(
        Order(prefix, start, end, force, assigner)
        for (start, prefix, force, assigner), end in zip(found, ends, strict=True)
    )


def _starts(
    passage: Passage, words: TaskWords
) -> Iterator[tuple[int, UnitPrefix, str, str | None]]:
    remedy = _REMEDY.match(passage.folded)
    if remedy and (prefix := unit_prefix(passage, words.units, remedy.end())):
        yield remedy.end(), prefix, "order", None
    reached = remedy.end() + 1 if remedy else 0
    orderer: str | None = None  # a verb that opens its clause is that of the one who ordered before
    for verb in _VERB.finditer(passage.folded):
        if verb.start() < reached or _NO_ORDER.search(
            passage.folded[max(0, verb.start() - _BEFORE) : verb.start()]
        ):
            continue
        prefix = unit_prefix(passage, words.units, _skip(passage, verb.end()))
        if prefix is None or prefix.how == "alone" or verb[0] in _WEAK:
            continue
        reached = prefix.task
        if not passage.text[: verb.start()].rstrip().endswith((";", ".")):
            orderer = subject(passage, verb.start(), words)
        yield verb.start(), prefix, _force(verb[0]), orderer


def read_appeal(passage: Passage, words: TaskWords) -> Order | None:
    """What a closing asks without an order verb: `nếu có vướng mắc, các cơ quan kịp thời báo cáo ...`.

    Or `căn cứ nội dung trên, các đơn vị nghiêm túc thực hiện`: there only a group is meant, a single body may report itself.
    """
    for match in _TROUBLE.finditer(passage.folded):
        prefix = unit_prefix(passage, words.units, match.end())
        if prefix and prefix.how == "verb":
            return Order(prefix, match.end(), len(passage.text), "general", None)
    for match in _COMMA.finditer(passage.folded):
        prefix = unit_prefix(passage, words.units, match.end())
        if prefix and prefix.scope in _GROUPS and _APPEAL.match(passage.folded, prefix.task):
            return Order(prefix, match.end(), len(passage.text), "general", None)
    return None


def read_others(
    passage: Passage, words: TaskWords, orders: Sequence[Order], dated: Callable[[Passage], bool]
) -> tuple[Order, ...]:
    """The orders and the sentences that open with another named body and a verb (`... . Sở Xây dựng bố trí lực lượng`).

    A group counts where its part has a deadline of its own (`; các phòng rà soát ... trong quý I`).
    """
    known = {order.start for order in orders}
    found = list(orders)
    first, last = partners_at(passage, words.units)
    for match in _NEXT.finditer(passage.text):
        passed = match.end() in known or first < match.end() < last
        prefix = None if passed else unit_prefix(passage, words.units, match.end())
        apart = passage.folded.startswith(words.circumstances, match.end())  # `. Riêng Sở Nội vụ`
        if prefix is None or prefix.how != "verb" or (prefix.lead_in and not apart):
            continue
        late = prefix.scope == "collective" and dated(_clause(passage, prefix.task))
        if late or _is_other(passage, prefix, words):
            found.append(Order(prefix, match.end(), len(passage.text), "order", None))
    found.sort(key=lambda order: order.start)
    ends = ([order.start for order in found] + [len(passage.text)])[1:]
    return tuple(replace(order, end=end) for order, end in zip(found, ends, strict=True))


def _is_other(passage: Passage, prefix: UnitPrefix, words: TaskWords) -> bool:
    """A body or an office by its whole name: no group, no bare type word (`Sở tổng hợp`, `Giám đốc chỉ đạo`)."""
    head = unit_head(passage.text[prefix.start : prefix.end], words.units)
    named = head is not None and prefix.start + head.end() + 1 < prefix.end
    return named and prefix.scope in {"single", "list", "person"}


def _clause(passage: Passage, start: int) -> Passage:
    end = passage.text.find(";", start)
    return passage.cut(start, end if end >= 0 else len(passage.text))


def read_executions(passage: Passage, words: TaskWords) -> tuple[Order, ...]:
    """`... Chánh Văn phòng, Giám đốc Sở A chịu trách nhiệm thi hành Quyết định này` behind another sentence."""
    for match in _SENTENCE.finditer(passage.text):
        prefix = unit_prefix(passage, words.units, match.end())
        if prefix and passage.folded.startswith("chiu trach nhiem", prefix.task):
            return (Order(prefix, match.end(), len(passage.text), "general", None),)
    return ()


def subject(passage: Passage, verb: int, words: TaskWords) -> str | None:
    """Who orders: the unit or office right before the verb (`..., Giám đốc sở yêu cầu`), or `None`."""
    before = passage.text[max(0, verb - _SUBJECT) : verb].rstrip()
    for match in reversed(list(re.finditer(r"[,;.:]\s+|^|\bmà\s|(?<=\s)và\s", before))):
        candidate = _SUBJECT_TAIL.sub("", before[match.end() :])
        head = unit_head(candidate, words.units)
        if head and len(candidate) > 2:  # noqa: PLR2004 - a letter or two is noise
            at = max(0, verb - _SUBJECT) + match.end()
            return _named(passage, at, at + head.end(), at + len(candidate), words)
    return None


def _named(passage: Passage, start: int, head: int, end: int, words: TaskWords) -> str | None:
    """The name alone; a group that does something (`các địa phương triển khai ..., đề xuất`) orders nobody."""
    verb = first_verb(passage, start, head, end, words.units)
    told = _TOLD.search(passage.text, head, end)
    ends = [at for at in (verb, told.start() if told else -1) if at >= 0]
    name = passage.text[start : min(ends, default=end)].strip(" ,")
    group = scope_of((name,), words.units) == "collective" if name else True
    return None if ends and group else name


def _skip(passage: Passage, offset: int) -> int:
    while passage.text[offset : offset + 1] in {" ", ",", ":"}:
        offset += 1
    return offset


def _force(verb: str) -> str:
    if verb == "de nghi":
        return "request"
    return "proposal" if verb in {"de xuat", "kien nghi"} else "order"
