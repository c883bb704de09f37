"""A task read from the tree becomes a row; the state that reading order needs: the zone an order opened, who orders, the table in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extract.fold import GAP, fold
from extract.model import Doubt
from extract.parse.assignments.model import (
    Actor,
    Inherited,
    SectionState,
    TaskDraft,
    TaskWords,
    is_report,
    zone_of_heading,
)
from extract.parse.deadlines import Deadline, Known, read_answer, read_deadline, year_of_heading
from extract.parse.outline import MarkKind, Node
from extract.parse.outline.blocks import is_capitals
from extract.parse.passage import Passage
from extract.parse.units.lists import one_spelling, partners, split_units
from extract.records import Assignment, Header

# A task read from the tree becomes a row: deadline, partners, role, force, provenance, doubts. Confidence is that of the rule
# that found the unit (measured: `assignments_who`), lowered where the unit is only inherited from an order sentence or the year
# of a deadline is assumed.

_LEADS = re.compile(
    r"^(?:(?:dong thoi|la (?:co quan|don vi)[^,.;]{0,30}|co trach nhiem|chiu trach nhiem|lam|dau moi|chu dong|khan truong|truc tiep)[, ]{1,2}){0,4}chu tri\b"
)
_SUPPORTS = re.compile(
    r"^phoi hop\b.*\bdo .{3,80} chu tri\b|^phoi hop\b.*\bla (?:co quan|don vi) chu tri\b"
)
_GENERAL = re.compile(
    r"^(?:quan tam|luu y),? (?:chi dao,? |phoi hop,? |to chuc |trien khai ){0,3}thuc hien$|^chiu trach nhiem (?:to chuc |trien khai |chi dao )*(?:thi hanh|thuc hien)|\bnghiem tuc (?:trien khai|to chuc|thuc hien|quan triet)\b.{0,60}$|\bthi hanh (?:quyet dinh|nghi quyet|chi thi) nay|\bthuc hien (?:tot |nghiem |nghiem tuc )?(?:cac |nhung )?(?:noi dung|nhiem vu|y kien|yeu cau)(?: chi dao)?(?: neu| noi)? tren$|\bcan cu (?:quyet dinh|nghi quyet)(?: nay)? (?:thi hanh|thuc hien)(?:\./|$)"
)
_SCORE = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?\s*(?:diem\b|%|/\d)")  # `- Sở A: 92,5 điểm` is no task
_END = re.compile(rf"{GAP}(?:\./\.?|/\.)\s*$")
# the last words of a document
_NOTICE = re.compile(r"^(?:xin |tran trong |kinh ){1,2}(?:thong bao|cam on)\b")
_NO_TASK = re.compile(r"^(?:xem xet|phe duyet|cho y kien|quyet dinh)\b")


def rows_of(
    tasks: Iterable[tuple[TaskDraft, str | None]], header: Header, words: TaskWords
) -> tuple[Assignment, ...]:
    """The rows in reading order, `order` counting from 1; each task comes with its assigner."""
    rows = (row for task, assigner in tasks if (row := _row(task, assigner, header, words)))
    return tuple(replace(row, order=number) for number, row in enumerate(rows, 1))


def is_lead(folded: str) -> bool:
    """Whether a task opens with `chủ trì` (after words of duty)."""
    return bool(_LEADS.match(folded.lstrip(" -")))


def is_general(text: Passage) -> bool:
    """Whether a task only asks to carry out what stands above or to answer for it."""
    return bool(_GENERAL.search(text.folded[:300].rstrip(" .;/")))


def _row(
    task: TaskDraft, assigner: str | None, header: Header, words: TaskWords
) -> Assignment | None:
    text = _END.sub("", task.text.text).strip()
    folded = task.text.folded
    if not text or _asks_addressee(task, header) or _SCORE.match(folded) or _NOTICE.match(folded):
        return None
    deadline = _deadline(task, header, words)
    force = _force(task, header)
    return Assignment(
        item_no=task.item_no or None,
        section=".".join(task.path) or None,
        force=force,
        assigner=assigner or header.issuer,
        unit="|".join(map(one_spelling, task.actor.units)) or None,
        unit_raw="|".join(task.actor.units) or None,
        unit_scope=task.actor.scope if task.actor.units else None,
        role=_role(task),
        co_units=_partners(task, words) or None,
        task=text,
        deadline_raw=deadline.raw if deadline else None,
        deadline_kind=deadline.kind if deadline else "none",
        start_date=deadline.start_date if deadline else None,
        due_date=deadline.due_date if deadline else None,
        due_bound=deadline.due_bound if deadline else None,
        due_rrule=deadline.due_rrule if deadline else None,
        product=task.product,
        at=task.whole.evidence(task.actor.rule, _confidence(task, deadline)),
        doubts=_doubts(task, deadline),
    )


def _confidence(task: TaskDraft, deadline: Deadline | None) -> float:
    return round(min(task.actor.confidence, 0.5 + deadline.confidence / 2 if deadline else 1.0), 3)


def _doubts(task: TaskDraft, deadline: Deadline | None) -> tuple[Doubt, ...]:
    weak = (Doubt("unit", "low_confidence"),) if task.actor.weak or not task.actor.units else ()
    return (*weak, *(deadline.doubts if deadline else ()))


def _deadline(task: TaskDraft, header: Header, words: TaskWords) -> Deadline | None:
    known = Known(header.issued_date, task.frame.year)
    if task.time is not None:
        found = read_answer(task.time, known, words.dictionaries)
        if found:
            return found
    return read_deadline(task.said or task.text, known, words.dictionaries) or task.frame.deadline


def _partners(task: TaskDraft, words: TaskWords) -> tuple[str, ...]:
    if task.partners is not None:
        return task.partners
    return partners(task.text, words.units) or task.actor.partners


def _role(task: TaskDraft) -> str:
    if is_lead(task.text.folded) or task.actor.lead:
        return "lead"
    return "support" if _SUPPORTS.match(task.text.folded[:400]) else "all"


def _force(task: TaskDraft, header: Header) -> str:
    if task.force:
        return task.force
    if _proposes(header):
        return "order" if task.actor.force == "order" else "proposal"
    if is_general(task.text):
        return "general"
    return task.actor.force or "order"


def _asks_addressee(task: TaskDraft, header: Header) -> bool:
    """`Kính trình UBND tỉnh xem xét, quyết định`: what is asked of the addressee is no task."""
    asks = bool(_NO_TASK.match(task.text.folded.strip()))
    return asks and (_proposes(header) or task.actor.force == "request")


def _proposes(header: Header) -> bool:
    return header.doc_type == "de_an" or is_report(header)


def named_partners(cell: Passage, words: TaskWords) -> tuple[str, ...]:
    """The partners of a column or a labelled line."""
    return split_units(cell.text.strip(" .;)"), words.units)


# The state that reading order needs: the rows so far, the zone an order sentence opened, who orders, the table in force.

_HEADINGS = frozenset({MarkKind.PART, MarkKind.CAPITAL, MarkKind.ROMAN})
# headings of a report below which units get tasks; "nội dung", "kết luận" tell what was done
_PLANNED = re.compile(
    r"\W*(?:cac |mot so )?(?:nhiem vu|phuong huong|phan cong|to chuc thuc hien|trach nhiem)\b(?!.*\bda\b)"
)
# headings of minutes below which is told what was said
_TOLD = re.compile(
    r"\W*(?:cac |nhung )?(?:noi dung|dien bien|y kien|thao luan|phan bao cao)\b(?!.*\b(?:ket luan|giao|phan cong|thong nhat)\b)"
)
_DEMANDS = re.compile(r"\W*(?:cac |mot so )?yeu cau\W*")
_AIMED = frozenset({"ke_hoach", "chuong_trinh", "de_an", "phuong_an", "huong_dan", "du_an"})
_COMMITTEES = ("ubnd", "uy ban nhan dan")
_PARTS_OF_OFFICE = re.compile(
    r"(?:van phong|thanh tra) (?:so|cuc|ban|cuc thue)\b|(?:cac |truong )*(?:phong|bo phan|chi cuc)\b|cac don vi (?:truc thuoc|thuoc so)\b"
)
_TITLE = 200  # letters; the longest heading of 17 real papers has 150


@dataclass(slots=True)
class Walk:
    """What has been read so far. `frame` arguments carry what the tree hands down; this carries what order hands on."""

    header: Header
    words: TaskWords
    tasks: list[tuple[TaskDraft, str | None]] = field(default_factory=list)
    zone: SectionState = field(default_factory=SectionState)
    assigner: str | None = None
    target: Actor | None = None  # the unit of an order sentence, for items that name none
    seen: int = 0

    @property
    def orders(self) -> tuple[SectionState, str | None, Actor | None]:
        """What the last order sentence said: zone, assigner, unit."""
        return self.zone, self.assigner, self.target

    @orders.setter
    def orders(self, said: tuple[SectionState, str | None, Actor | None]) -> None:
        """Put back what an earlier order sentence said."""
        self.zone, self.assigner, self.target = said

    @property
    def is_report(self) -> bool:
        """A report or submission: what it asks for are proposals."""
        return is_report(self.header)

    def kind(self, frame: Inherited) -> str:
        """The zone in force: the later of the headings' and the order sentence's."""
        return (self.zone if self.zone.since > frame.zone.since else frame.zone).kind

    def force(self, lead_in: str | None = None, units: Sequence[str] = ()) -> str | None:
        """The force that a lead-in (`giao`) or the zone gives; `None` leaves it to the type of document."""
        if self.is_report:
            handed = lead_in == "order" and self.zone.kind == "none" and self._are_ours(units)
            return "order" if handed or self.zone.kind == "order" else None
        if lead_in in {"order", "request"}:
            return lead_in
        return self.zone.kind if self.zone.kind in {"request", "proposal"} else None

    def _are_ours(self, units: Sequence[str]) -> bool:
        """Whether the issuer itself can order these: a people's committee all below it, a department its own parts."""
        if fold(self.header.issuer or "").startswith(_COMMITTEES):
            return True
        return bool(units) and all(_PARTS_OF_OFFICE.match(fold(unit)) for unit in units)

    def add(self, task: TaskDraft, assigner: str | None = None) -> None:
        """Keep a row, if there are words in it."""
        if task.text.text.strip(" .;:/"):
            self.tasks.append((task, assigner or self.assigner))

    def task(
        self, text: Passage, whole: Passage, actor: Actor, node: Node, frame: Inherited
    ) -> TaskDraft:
        """A row of a node; dashes and plain paragraphs take the mark of the item above, a closing order none."""
        if node.mark.label:
            return TaskDraft(text, whole, actor, node.mark.label, frame.path, frame=frame)
        closing = node.own.folded.startswith(self.words.closings)
        if closing and node.mark.kind is MarkKind.NONE and is_general(text):
            return TaskDraft(text, whole, actor, "", (), frame=replace(frame, deadline=None))
        return TaskDraft(text, whole, actor, frame.item_no, frame.item_path, frame=frame)

    def deadline(self, passage: Passage, year: int | None) -> Deadline | None:
        """The deadline a passage states."""
        known = Known(self.header.issued_date, year)
        return read_deadline(passage, known, self.words.dictionaries)

    def headed(self, node: Node, frame: Inherited) -> Inherited:
        """The frame with what a heading's own words add: its zone, year, deadline."""
        if not is_title(node):
            return frame
        zone = zone_of_heading(node.own.folded, self.words)
        if zone == "order" and self.is_report:
            zone = "planned" if _PLANNED.match(node.own.folded) else None
        elif zone == "closed" and _DEMANDS.fullmatch(node.own.folded) and self._demands(node):
            zone = "order"
        elif self.header.doc_type == "bien_ban" and _TOLD.match(node.own.folded):
            zone = "closed"
        return replace(
            frame,
            zone=SectionState(zone, self.seen) if zone else frame.zone,
            year=year_of_heading(node.own.text) or frame.year,
            deadline=self._heading_deadline(node.own, frame) or frame.deadline,
        )

    def _demands(self, node: Node) -> bool:
        """`IV. YÊU CẦU` of a notice above numbers; that of a plan says how it is to be carried out."""
        numbered = any(child.mark.kind is MarkKind.NUMBER for child in node.children)
        return numbered and self.header.doc_type not in _AIMED

    def _heading_deadline(self, passage: Passage, frame: Inherited) -> Deadline | None:
        """A deadline in a heading; the year it speaks of is none (`NHIỆM VỤ TRONG NĂM 2026`)."""
        found = self.deadline(passage, frame.year)
        return None if found is None or found.rule == "deadline_year" else found


def below(node: Node, frame: Inherited, actor: Actor | None) -> Inherited:
    """What a node hands down to its children."""
    label = node.mark.label
    if not label:
        return replace(frame, actor=actor)
    path = (*frame.path, label)
    if node.mark.kind in _HEADINGS or is_capitals(
        node.own.text
    ):  # no item: its dashes have no mark
        return replace(frame, path=path, item_no="", item_path=path, actor=actor)
    return replace(frame, path=path, item_no=label, item_path=frame.path, actor=actor)


def is_title(node: Node) -> bool:
    """Whether a node is a heading: marked or in capitals, and no sentence."""
    text = node.own.text
    if len(text) >= _TITLE or text.endswith((".", ";")):
        return False
    return node.mark.kind is not MarkKind.NONE or is_capitals(text)
