"""The state that reading order needs: the rows so far, the zone an order sentence opened, who orders, the table in force."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.fold import fold
from extract.parse.assignments.model import Actor, Frame, Task, Zone
from extract.parse.assignments.reports import is_report
from extract.parse.assignments.rows import is_general
from extract.parse.assignments.words import Words, zone_of_heading
from extract.parse.deadlines import Deadline, Known, read_deadline, year_of_heading
from extract.parse.outline import MarkKind, Node
from extract.parse.outline.blocks import is_capitals
from extract.parse.passage import Passage
from extract.records import Header

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
    words: Words
    tasks: list[tuple[Task, str | None]] = field(default_factory=list)
    zone: Zone = field(default_factory=Zone)
    assigner: str | None = None
    target: Actor | None = None  # the unit of an order sentence, for items that name none
    seen: int = 0

    @property
    def orders(self) -> tuple[Zone, str | None, Actor | None]:
        """What the last order sentence said: zone, assigner, unit."""
        return self.zone, self.assigner, self.target

    @orders.setter
    def orders(self, said: tuple[Zone, str | None, Actor | None]) -> None:
        """Put back what an earlier order sentence said."""
        self.zone, self.assigner, self.target = said

    @property
    def is_report(self) -> bool:
        """A report or submission: what it asks for are proposals."""
        return is_report(self.header)

    def kind(self, frame: Frame) -> str:
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

    def add(self, task: Task, assigner: str | None = None) -> None:
        """Keep a row, if there are words in it."""
        if task.text.text.strip(" .;:/"):
            self.tasks.append((task, assigner or self.assigner))

    def task(self, text: Passage, whole: Passage, actor: Actor, node: Node, frame: Frame) -> Task:
        """A row of a node; dashes and plain paragraphs take the mark of the item above, a closing order none."""
        if node.mark.label:
            return Task(text, whole, actor, node.mark.label, frame.path, frame)
        closing = node.own.folded.startswith(self.words.closings)
        if closing and node.mark.kind is MarkKind.NONE and is_general(text):
            return Task(text, whole, actor, "", (), replace(frame, deadline=None))
        return Task(text, whole, actor, frame.item_no, frame.item_path, frame)

    def deadline(self, passage: Passage, year: int | None) -> Deadline | None:
        """The deadline a passage states."""
        known = Known(self.header.issued_date, year)
        return read_deadline(passage, known, self.words.dictionaries)

    def headed(self, node: Node, frame: Frame) -> Frame:
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
            zone=Zone(zone, self.seen) if zone else frame.zone,
            year=year_of_heading(node.own.text) or frame.year,
            deadline=self._heading_deadline(node.own, frame) or frame.deadline,
        )

    def _demands(self, node: Node) -> bool:
        """`IV. YÊU CẦU` of a notice above numbers; that of a plan says how it is to be carried out."""
        numbered = any(child.mark.kind is MarkKind.NUMBER for child in node.children)
        return numbered and self.header.doc_type not in _AIMED

    def _heading_deadline(self, passage: Passage, frame: Frame) -> Deadline | None:
        """A deadline in a heading; the year it speaks of is none (`NHIỆM VỤ TRONG NĂM 2026`)."""
        found = self.deadline(passage, frame.year)
        return None if found is None or found.rule == "deadline_year" else found


def below(node: Node, frame: Frame, actor: Actor | None) -> Frame:
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
