"""Assignments: who is to do what by when. A walk over the outline in reading order (contract: docs/tables.md).

Headings hand down a section path, a zone, a year and a deadline; a unit's heading or lead line hands down its unit; an
order sentence opens a zone for all that follows. Letters are a row each where one of them states a deadline, a partner, a
unit or a lead, else one row with all; numbers are always rows of their own. What rests on no rule gives no row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extract.parse.assignments_labels import Labelled, read_labels
from extract.parse.assignments_model import Actor, Frame, Task, Zone, gather, mark_of, pieces_of
from extract.parse.assignments_orders import Order, read_opening, read_orders, read_trouble
from extract.parse.assignments_rows import is_lead, named_partners, rows_of
from extract.parse.assignments_tables import TaskRow, TaskTable, continues, is_group, joined
from extract.parse.assignments_words import Words, load_words, zone_of_heading
from extract.parse.context import Context
from extract.parse.deadlines import Deadline, Known, read_deadline, year_of_heading
from extract.parse.outline import MarkKind, Node
from extract.parse.outline_blocks import is_capitals
from extract.parse.passage import Passage
from extract.parse.units import UnitPrefix, unit_prefix
from extract.parse.units_lists import partners, scope_of, split_units
from extract.records import Assignment, Header

_PLANS = frozenset({
    "ke_hoach", "quyet_dinh", "chi_thi", "chuong_trinh", "phuong_an", "huong_dan", "quy_che", "quy_dinh",
    "nghi_quyet", "cong_dien", "thong_bao", "de_an", "du_an", "ket_luan",
})  # fmt: skip
_REPORTS = frozenset({"bao_cao", "to_trinh"})
_SURE = {"colon": 0.95, "verb": 0.9, "alone": 0.93, "giao": 0.95}
_PARTS = frozenset({MarkKind.LETTER, MarkKind.DASH})
_DUTY = re.compile(r"(?:chu tri|co trach nhiem|chiu trach nhiem|co nhiem vu)\b")
_TOPIC = re.compile(r"^[^:.;]{3,110}: ?")
_BRACKET = re.compile(r"\(([^()]{3,160})\)[\s.;]*(?:/\.)?$")
_ISSUING = re.compile(
    r"^(?:ban hanh|xay dung|bao cao|trinh|de nghi|yeu cau|nhan duoc|thong bao|da )"
)
_QUOTED = re.compile(r'^["“”]')


def read_assignments(context: Context) -> tuple[Assignment, ...]:
    """The rows of assignments.csv of one document, in reading order."""
    walk = _Walk(context.header, load_words(context.dictionaries))
    walk.nodes(context.body.children, Frame(zone=Zone(_first_zone(context.header))))
    walk.end_table()
    return rows_of(walk.tasks, context.header, walk.words)


def _first_zone(header: Header) -> str:
    if header.doc_type in _REPORTS:
        return "report"
    return "plan" if header.doc_type in _PLANS else "none"


@dataclass(slots=True)
class _Walk:
    """The state that reading order needs: rows so far, the zone an order sentence opened, the table in force."""

    header: Header
    words: Words
    tasks: list[tuple[Task, str | None]] = field(default_factory=list)
    zone: Zone = Zone()
    assigner: str | None = None
    target: Actor | None = None
    table: TaskTable = field(init=False)
    pending: tuple[TaskRow, Frame] | None = None
    group: Actor | None = None
    seen: int = 0

    def __post_init__(self) -> None:
        self.table = TaskTable(self.words)

    def nodes(self, nodes: tuple[Node, ...], frame: Frame) -> None:
        """Read siblings in order."""
        for node in nodes:
            self.node(node, frame)

    def node(self, node: Node, frame: Frame) -> None:
        """Read one node and all below it: the first reading that fits."""
        self.seen += 1
        if node.mark.kind is MarkKind.ROW:
            self.row(node, frame)
            return
        if _QUOTED.match(node.own.text):
            return
        if self.opening(node, frame) or self.labels(node, frame):
            return
        prefix = self.prefix(node, frame)
        several = node.mark.kind is MarkKind.NONE and len(self.orders(node, frame)) > 1
        if prefix is not None and not several:
            self.item(node, frame, self.actor(node, prefix), prefix.task)
        elif not self.paragraph(node, frame):
            self.unnamed(node, frame)

    # ---- zones

    def kind(self, frame: Frame) -> str:
        """The zone in force: the later of the headings' and the order sentence's."""
        return (self.zone if self.zone.since > frame.zone.since else frame.zone).kind

    def opening(self, node: Node, frame: Frame) -> bool:
        """A lead sentence opens a zone for all that follows."""
        opening = read_opening(node.own, self.words)
        if opening is None or (opening.target and self.leads_in(node)):
            return False
        report = self.header.doc_type in _REPORTS
        if not opening.strong and (report or node.mark.kind is not MarkKind.NONE):
            return False
        if opening.strong and node.mark.kind is not MarkKind.NONE and opening.assigner is None:
            return False
        self.zone = Zone("proposal" if report else opening.force, self.seen)
        self.assigner = opening.assigner or self.assigner
        proposed = (
            report or opening.force == "proposal"
        )  # asked of a superior, who is not the one to do it
        self.target = (
            _weak(opening.target, self.force(None)) if opening.target and not proposed else None
        )
        self.nodes(node.children, replace(frame, zone=self.zone))
        return True

    def leads_in(self, node: Node) -> bool:
        """Whether the paragraph itself begins with `Giao X`: then it is a lead line, no order sentence."""
        prefix = unit_prefix(node.own, self.words.units)
        return prefix is not None and prefix.lead_in is not None

    # ---- who

    def prefix(self, node: Node, frame: Frame) -> UnitPrefix | None:
        """The unit the node opens with, where its zone lets it be one."""
        prefix = unit_prefix(node.own, self.words.units) or self.topic(node)
        if prefix is None or not self.allowed(node, frame, prefix):
            return None
        return prefix

    def topic(self, node: Node) -> UnitPrefix | None:
        """`Về thể chế: giao Thanh tra Sở ...`: a topic, a colon, then the unit."""
        match = _TOPIC.match(node.own.text)
        if match is None or node.mark.kind is MarkKind.NONE:
            return None
        prefix = unit_prefix(node.own, self.words.units, match.end())
        return prefix if prefix and (prefix.lead_in or prefix.how == "verb") else None

    def allowed(self, node: Node, frame: Frame, prefix: UnitPrefix) -> bool:
        """Whether a unit at the head of a node in this zone is an assignment."""
        kind = self.kind(frame)
        duty = bool(_DUTY.match(node.own.folded, prefix.task))
        if prefix.lead_in and not prefix.lead_in.colon:
            return (
                prefix.how != "alone" or bool(node.children) or node.mark.kind is not MarkKind.NONE
            )
        if kind == "closed":
            return False
        if frame.actor and not frame.actor.weak:
            # inside a unit's letters only a named unit takes over, never a group (notes: .97 without)
            return prefix.how != "alone" and (
                prefix.how == "colon" or prefix.scope == "single" and duty
            )
        if node.mark.kind is MarkKind.NONE and not frame.path:
            return kind in {"order", "request"} and not _ISSUING.match(
                node.own.folded[prefix.task :]
            )
        if kind == "money":
            return duty
        if prefix.how == "alone":
            return bool(node.children) and kind not in {"report"}
        if kind in {"none", "report"}:
            return duty or (
                prefix.how == "colon" and kind == "none" and node.mark.kind is not MarkKind.DASH
            )
        return True

    def actor(self, node: Node, prefix: UnitPrefix) -> Actor:
        """Who the prefix names, with what a lead line says for the letters below it."""
        rest = node.own.cut(prefix.task)
        rule = "giao" if prefix.lead_in and not prefix.lead_in.colon else prefix.how
        lead_line = rest.text.endswith(":")
        return Actor(
            prefix.units,
            prefix.scope,
            f"unit_{rule}",
            _SURE[rule],
            lead=lead_line and is_lead(rest.folded),
            partners=partners(rest, self.words.units) if lead_line else (),
            force=self.force(prefix),
        )

    def force(self, prefix: UnitPrefix | None) -> str | None:
        """The force of the lead-in or of the zone; `None` leaves it to the type of document."""
        if prefix and prefix.lead_in and prefix.lead_in.force == "request":
            return "request"
        return self.zone.kind if self.zone.kind in {"request", "proposal"} else None

    # ---- items

    def item(self, node: Node, frame: Frame, actor: Actor, start: int) -> None:
        """A node whose unit is known: one row, or a row for each of its letters."""
        own, later = self.cut_at_orders(node.own.cut(min(start, len(node.own.text))))
        frame = self.headed(node, frame)
        parts, apart = self.parts(node, actor)
        below = self.below(node, frame, actor)
        letters = [part for part in parts if part.mark.kind in _PARTS]
        if any(self.states(letter) for letter in letters):
            if own.text and not own.text.rstrip().endswith(":") and len(own.text) > 40:  # noqa: PLR2004 - a sentence
                self.add(own, node.own, actor, node, frame)
            for part in parts:
                self.part(part, below, actor)
        elif not (own.text.endswith(":") and apart and not parts) and not (
            actor.weak and any(self.names(child) for child in apart)
        ):
            pieces = [piece for part in parts for piece in pieces_of(part)]
            self.add(
                gather([("", own), *pieces]), gather([("", node.own), *pieces]), actor, node, frame
            )
        for order in later:
            self.add(*order, node, frame)
        self.nodes(tuple(apart), below)

    def cut_at_orders(self, own: Passage) -> tuple[Passage, list[tuple[Passage, Passage, Actor]]]:
        """The text up to the first sentence that gives another unit a task of its own, and those tasks."""
        later = [
            o
            for o in read_orders(own, self.words)
            if own.text[: o.start].rstrip().endswith((".", ";"))
        ]
        if not later:
            return own, []
        tasks = [
            (own.cut(o.prefix.task, o.end), own.cut(o.start, o.end), self.in_text(o)) for o in later
        ]
        return own.cut(0, later[0].start), tasks

    def in_text(self, order: Order, *, closing: bool = False) -> Actor:
        """Who an order inside a text names, with the force of its verb."""
        asked = "request" if order.force == "request" else self.force(order.prefix)
        force = "general" if closing else None if self.header.doc_type in _REPORTS else asked
        return Actor(order.prefix.units, order.prefix.scope, "order_in_text", 0.8, force=force)

    def part(self, node: Node, frame: Frame, actor: Actor) -> None:
        """A letter or dash of a list that is a row each."""
        prefix = self.prefix(node, frame)
        if prefix is not None:
            self.item(node, frame, self.actor(node, prefix), prefix.task)
        else:
            self.item(node, frame, actor, 0)

    def parts(self, node: Node, actor: Actor) -> tuple[list[Node], list[Node]]:
        """Children that belong to the item's text, and those that are read on their own."""
        parts: list[Node] = []
        for index, child in enumerate(node.children):
            if not self.belongs(child):
                return parts, list(node.children[index:])
            parts.append(child)
        return parts, []

    def belongs(self, child: Node) -> bool:
        if child.mark.kind in _PARTS:
            return True
        if child.mark.kind is not MarkKind.NONE or is_capitals(child.own.text):
            return False
        closing = child.own.folded.startswith(self.words.closings)
        return not closing and not self.names(child) and not read_opening(child.own, self.words)

    def names(self, node: Node) -> bool:
        """Whether a paragraph opens with a unit of its own."""
        prefix = unit_prefix(node.own, self.words.units)
        return prefix is not None and prefix.how != "alone"

    def states(self, node: Node) -> bool:
        """Whether a letter states a deadline, partner, unit or lead of its own."""
        prefix = unit_prefix(node.own, self.words.units)
        if prefix and (prefix.lead_in or prefix.how == "colon" or prefix.scope == "single"):
            return True
        if is_lead(node.own.folded) or partners(node.own, self.words.units):
            return True
        return self.deadline(node.own, None) is not None

    def below(self, node: Node, frame: Frame, actor: Actor | None) -> Frame:
        """What a node hands down to its children."""
        if not node.mark.label:
            return replace(frame, actor=actor)
        return replace(
            frame,
            path=(*frame.path, node.mark.label),
            item_no=node.mark.label,
            item_path=frame.path,
            actor=actor,
        )

    def add(self, text: Passage, whole: Passage, actor: Actor, node: Node, frame: Frame) -> None:
        """A row; dashes and plain paragraphs take the mark of the item above."""
        if not text.text.strip(" .;:/"):
            return
        marked = bool(node.mark.label)
        no, path = (node.mark.label, frame.path) if marked else (frame.item_no, frame.item_path)
        self.tasks.append((Task(text, whole, actor, no, path, frame), self.assigner))

    # ---- items that name nobody at their head

    def unnamed(self, node: Node, frame: Frame) -> None:
        """A unit in brackets at the end, the unit of the frame or of the order sentence, else a heading."""
        kind = self.kind(frame)
        if kind not in {"closed", "report"} and (found := self.bracket(node)):
            self.bracketed(node, frame, *found)
            return
        actor = frame.actor or (self.target if kind in {"order", "request", "proposal"} else None)
        marked = node.mark.kind in _PARTS or node.mark.kind is MarkKind.NUMBER
        if actor and kind != "closed" and marked and not self.is_heading(node, actor):
            self.item(node, frame, actor, 0)
            return
        self.heading(node, frame)

    def is_heading(self, node: Node, actor: Actor) -> bool:
        """A short text without an end above other items; or, where the unit is only the order sentence's, any of
        those that open a zone."""
        text = node.own.text
        if actor.weak and zone_of_heading(node.own.folded, self.words):
            return True
        numbered = any(c.mark.kind is MarkKind.NUMBER for c in node.children)
        named = any(self.names(child) for child in node.children)
        return bool(node.children) and (numbered or named) and not text.endswith((".", ";"))

    def bracket(self, node: Node) -> tuple[Actor, int] | None:
        """`... (Văn phòng Sở thực hiện, hoàn thành trong quý II/2024)`: the unit, and where the bracket begins."""
        match = _BRACKET.search(node.own.text)
        if match is None or node.mark.kind is MarkKind.NONE:
            return None
        inside = node.own.cut(match.start(1), match.end(1))
        prefix = unit_prefix(inside, self.words.units)
        if prefix is None or prefix.scope == "person":
            return None
        lead = is_lead(inside.folded[prefix.task :])
        co_units = partners(inside, self.words.units)
        return Actor(prefix.units, prefix.scope, "unit_bracket", 0.7, lead, co_units), match.start()

    def bracketed(self, node: Node, frame: Frame, actor: Actor, end: int) -> None:
        """The row of an item whose unit stands in brackets; a deadline may stand there too."""
        pieces = [piece for child in node.children for piece in pieces_of(child)]
        whole = gather([("", node.own), *pieces])
        text = gather([("", node.own.cut(0, end)), *pieces])
        no, path = (
            (node.mark.label, frame.path) if node.mark.label else (frame.item_no, frame.item_path)
        )
        self.tasks.append((Task(text, whole, actor, no, path, frame, said=whole), self.assigner))

    def heading(self, node: Node, frame: Frame) -> None:
        """A heading: hand its mark, zone, year and deadline down."""
        frame = self.headed(node, frame)
        below = self.below(node, frame, frame.actor)
        self.nodes(node.children, below)

    def headed(self, node: Node, frame: Frame) -> Frame:
        """The frame with what a heading's own words add."""
        if not _is_title(node):
            return frame
        zone = zone_of_heading(node.own.folded, self.words)
        if zone == "proposal" or (zone == "order" and self.header.doc_type in _REPORTS):
            zone = "proposal" if zone == "proposal" else None
        year = year_of_heading(node.own.text) or frame.year
        return replace(
            frame,
            zone=Zone(zone, self.seen) if zone else frame.zone,
            year=year,
            deadline=self.heading_deadline(node.own, frame) or frame.deadline,
        )

    def heading_deadline(self, passage: Passage, frame: Frame) -> Deadline | None:
        """A deadline in a heading; the year it speaks of is none (`NHIỆM VỤ TRONG NĂM 2026`)."""
        found = self.deadline(passage, frame.year)
        return None if found is None or found.rule == "deadline_year" else found

    def deadline(self, passage: Passage, year: int | None) -> Deadline | None:
        """The deadline a passage states."""
        return read_deadline(passage, Known(self.header.issued_date, year), self.words.dictionaries)

    # ---- paragraphs

    def paragraph(self, node: Node, frame: Frame) -> bool:
        """Orders inside a paragraph, closing appeals; the children are read as well."""
        orders = self.orders(node, frame)
        if not orders:
            return False
        closing = (
            node.own.folded.startswith(self.words.closings) and node.mark.kind is MarkKind.NONE
        )
        for order in orders:
            text = node.own.cut(order.prefix.task, order.end)
            actor = self.in_text(order, closing=closing)
            item = self.below(node, frame, None) if node.mark.label else frame
            no, path = (
                ("", ())
                if closing or not frame.path and not node.mark.label
                else (item.item_no, item.item_path)
            )
            self.tasks.append(
                (
                    Task(
                        text, node.own, actor, no, path, replace(frame, deadline=None), actor.force
                    ),
                    order.assigner or self.assigner,
                )
            )
        self.nodes(node.children, self.below(node, frame, frame.actor))
        return True

    def orders(self, node: Node, frame: Frame) -> tuple[Order, ...]:
        """The orders of a paragraph that count: those of a remedy or of a closing, or with a subject of their own."""
        closing = node.own.folded.startswith(self.words.closings)
        found = tuple(
            o for o in read_orders(node.own, self.words) if closing or self.counts(o, node, frame)
        )
        if found or node.mark.kind is not MarkKind.NONE:
            return found
        trouble = read_trouble(node.own, self.words) if closing else None
        return (trouble,) if trouble else ()

    def counts(self, order: Order, node: Node, frame: Frame) -> bool:
        """Not what another document ordered: the order opens its sentence, or its subject is the issuer's."""
        before = node.own.folded[: order.start].rstrip()
        opens = not before or before.endswith((".", ":", ";"))
        told = order.assigner is not None and self.kind(frame) not in {"closed", "report", "none"}
        return opens or told

    # ---- labelled lines

    def labels(self, node: Node, frame: Frame) -> bool:
        """A task with labelled lines below it."""
        found = read_labels(node, self.words)
        if found is None or self.kind(frame) == "closed":
            return False
        actor = self.labelled_actor(found, frame)
        text = found.values.get("task") or node.own
        time, partner = found.values.get("time"), found.values.get("partners")
        product = found.values.get("product")
        whole = gather([("", node.own), *(p for child in node.children for p in pieces_of(child))])
        self.tasks.append((
            Task(
                text, whole, actor, node.mark.label or frame.item_no, frame.path, self.headed(node, frame),
                partners=named_partners(partner, self.words) if partner else None,
                time=time,
                product=product.text.strip(" .;") if product else None,
            ),
            self.assigner,
        ))  # fmt: skip
        return True

    def labelled_actor(self, found: Labelled, frame: Frame) -> Actor:
        """The unit of the labelled line, the frame's where no line names one."""
        value = found.values.get("lead") or found.values.get("unit")
        if value is None:
            return frame.actor or Actor((), "", "unit_label", 0.4)
        prefix = unit_prefix(value, self.words.units)
        if prefix and is_lead(value.folded[prefix.task :]):
            return Actor(
                prefix.units,
                prefix.scope,
                "unit_label",
                0.8,
                True,
                partners(value, self.words.units),
            )
        units = split_units(value.text.strip(" .;"), self.words.units)
        return Actor(
            units, scope_of(units, self.words.units), "unit_label", 0.88, "lead" in found.values
        )

    # ---- tables

    def row(self, node: Node, frame: Frame) -> None:
        """A row of a table: head, section, continuation or task."""
        if self.table.header_row(node.own):
            return
        row = self.table.read(node.own)
        if row is None:
            return
        if self.pending and continues(row):
            self.pending = (joined(self.pending[0], row), self.pending[1])
            return
        self.end_table()
        if is_group(row):
            self.section(row)
        else:
            self.pending = (row, frame)

    def section(self, row: TaskRow) -> None:
        """A section row; where it is a unit, it is that of the rows below."""
        cell = row.cells.get("task") or row.cells.get("unit")
        prefix = unit_prefix(cell, self.words.units) if cell else None
        alone = prefix is not None and (
            prefix.how == "alone" or prefix.task >= len(cell.text if cell else "")
        )
        self.group = (
            Actor(prefix.units, prefix.scope, "unit_section", 0.85) if prefix and alone else None
        )

    def end_table(self) -> None:
        """Write the row that waited for its continuation."""
        if self.pending is None:
            return
        (row, frame), self.pending = self.pending, None
        task = row.cells.get("task")
        if task is None:
            return
        cell = row.cells.get("lead") or row.cells.get("unit")
        partner, time = row.cells.get("partners"), row.cells.get("time")
        actor = self.cell_actor(cell, row, frame)
        self.tasks.append((
            Task(
                task, row.whole, actor, row.text("number").strip(" ."), frame.path,
                replace(frame, year=row.year or frame.year),
                partners=named_partners(partner, self.words) if partner else None,
                time=time,
                product=row.text("product").strip(" .;") or None,
            ),
            self.assigner,
        ))  # fmt: skip

    def cell_actor(self, cell: Passage | None, row: TaskRow, frame: Frame) -> Actor:
        """The unit of the row's cell, else that of the section or the frame."""
        if cell is None:
            return self.group or frame.actor or Actor((), "", "unit_table", 0.4)
        prefix = unit_prefix(cell, self.words.units)
        if prefix and is_lead(cell.folded[prefix.task :]):
            return Actor(
                prefix.units,
                prefix.scope,
                "unit_table",
                0.85,
                True,
                partners(cell, self.words.units),
            )
        units = split_units(cell.text.strip(" .;-"), self.words.units)
        return Actor(
            units, scope_of(units, self.words.units), "unit_table", 0.92, "lead" in row.cells
        )


def _weak(prefix: UnitPrefix, force: str | None) -> Actor:
    return Actor(prefix.units, prefix.scope, "order_sentence", 0.55, force=force, weak=True)


def _is_title(node: Node) -> bool:
    """Whether a node is a heading: marked or in capitals, and no sentence."""
    text = node.own.text
    return (
        len(text) < 200
        and not text.endswith((".", ";"))
        and (  # noqa: PLR2004 - letters
            node.mark.kind is not MarkKind.NONE or is_capitals(text)
        )
    )
