"""Assignments: who is to do what by when. A walk over the outline in reading order (contract: docs/tables.md).

Headings hand down a section path, a zone, a year and a deadline; a unit's heading or lead line hands down its unit; an
order sentence opens a zone for all that follows. Letters are a row each where one of them states a deadline, a partner, a
unit or a lead, else one row with all; numbers are always rows of their own. What rests on no rule gives no row.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.fold import fold
from extract.parse.assignments.model import (
    Actor,
    Inherited,
    SectionState,
    TaskDraft,
    gather,
    is_report,
    load_words,
    pieces_of,
    zone_of_heading,
)
from extract.parse.assignments.orders import (
    Opening,
    Order,
    read_appeal,
    read_executions,
    read_opening,
    read_orders,
    read_others,
)
from extract.parse.assignments.tables import TaskTable
from extract.parse.assignments.unmarked import with_marks
from extract.parse.assignments.walk import Walk, below, is_general, rows_of
from extract.parse.assignments.who import (
    PARTS,
    actor_of,
    add_labelled,
    adopted,
    belongs,
    bracketed_unit,
    is_lead_or_due,
    leads_list,
    named_unit,
    opens_with_unit,
    says_it,
    states,
    without_unit,
)
from extract.parse.outline import Context, MarkKind, Node, build_outline
from extract.parse.passage import Passage
from extract.parse.units import UnitPrefix, unit_prefix
from extract.records import Assignment, Header

# Paragraphs that order: lead sentences open a zone, orders inside a text are rows, closings ask for general things.

_HEADS = re.compile(
    r"^(?:pho )?(?:chu tich|giam doc|truong ban|chi cuc truong|cuc truong|chanh thanh tra)\b"
)
_GROUPS = frozenset({"collective", "list"})
_ITEMS = frozenset({MarkKind.NUMBER, MarkKind.LETTER})
_BEFORE = 12  # letters looked at before an order: blanks, a mark, "kính"


def open_zone(walk: Walk, node: Node) -> bool:
    """Whether the node is a lead sentence; its zone then holds for all that follows."""
    opening = read_opening(node.own, walk.words)
    if opening is None or not _opens(walk, node, opening) or leads_list(walk, node):
        return False
    asks = walk.is_report and not (opening.assigner and opening.hands_out)
    walk.zone = SectionState("proposal" if asks else opening.force, walk.seen)
    walk.assigner = opening.assigner or walk.assigner
    walk.target = _target(walk, opening)
    return True


def _opens(walk: Walk, node: Node, opening: Opening) -> bool:
    plain = node.mark.kind is MarkKind.NONE
    if opening.target and _is_lead_line(walk, node):
        return False
    if not opening.strong:
        return plain and not walk.is_report
    return plain or opening.assigner is not None or _heads_group(node, opening)


def _heads_group(node: Node, opening: Opening) -> bool:
    """`2. Để khắc phục ..., đề nghị các cơ quan thực hiện một số nội dung sau:` above items of its own."""
    asked = opening.target is not None and opening.target.scope in _GROUPS
    return asked and any(child.mark.kind in _ITEMS for child in node.children)


def _is_lead_line(walk: Walk, node: Node) -> bool:
    """Whether the node itself begins with `Giao X` above children of its own: then it heads X's items only."""
    prefix = unit_prefix(node.own, walk.words.units)
    if prefix is None or prefix.lead_in is None:
        return False
    return bool(node.children) or node.mark.kind is not MarkKind.NONE


def _target(walk: Walk, opening: Opening) -> Actor | None:
    """Who is meant by items that name nobody; what a superior is to order (`đề xuất UBND tỉnh chỉ đạo`) names nobody."""
    prefix = opening.target
    if prefix is None or (walk.is_report and prefix.how == "verb"):
        return None
    return Actor(prefix.units, prefix.scope, "order_sentence", 0.55, force=walk.force(), weak=True)


def orders_of(walk: Walk, node: Node, frame: Inherited) -> tuple[Order, ...]:
    """The orders of a paragraph that count: those of a remedy or of a closing, or with a subject of their own."""
    closing = node.own.folded.startswith(walk.words.closings)
    found = read_orders(node.own, walk.words)
    counting = tuple(o for o in found if closing or _counts(walk, o, node, frame))
    if counting:
        return counting
    trouble = read_appeal(node.own, walk.words) if closing else None
    return (trouble,) if trouble else read_executions(node.own, walk.words)


def later_orders(walk: Walk, node: Node, frame: Inherited) -> tuple[Order, ...]:
    """What bodies are to do behind a sentence that tells of something (`Đã cấp 1.200 giấy. Sở A chủ trì ... trước ngày ...`)."""
    if walk.kind(frame) in {"closed", "report"} or ". " not in node.own.text:
        return ()
    if frame.actor or walk.target or unit_prefix(node.own, walk.words.units) is not None:
        return ()
    found = read_others(node.own, walk.words, (), lambda part: _is_dated(walk, part))
    return tuple(o for o in found if is_lead_or_due(walk, node, o.prefix))


def _counts(walk: Walk, order: Order, node: Node, frame: Inherited) -> bool:
    """Not what another document ordered: the order opens its clause, or its subject orders here."""
    kind = walk.kind(frame)
    before = (
        node.own.folded[max(0, order.start - _BEFORE) : order.start]
        .rstrip()
        .removesuffix("kinh")
        .rstrip()
    )
    open_zone = kind not in {"closed", "report", "planned", "none"}
    ends = (
        (".", ":", ";", ",")
        if open_zone and node.mark.kind is not MarkKind.NONE
        else (".", ":", ";")
    )
    end = node.own.folded.rfind(". ", 0, order.start)
    start = end + 2 if end >= 0 else 0
    if node.own.folded.startswith(walk.words.circumstances, start) and before.endswith(","):
        ends = (*ends, ",")  # `Thời gian tới, giao Sở Nội vụ ...`
    if not before or before.endswith(ends):  # the next order of whoever ordered before
        return kind != "none" or order.assigner is None or _is_ours(walk, order.assigner)
    return order.assigner is not None and (
        open_zone or (kind == "none" and _is_ours(walk, order.assigner))
    )


def _is_ours(walk: Walk, assigner: str) -> bool:
    """Whether the one who orders is the issuer or its head (`Giám đốc Sở`), not the author of a cited document."""
    issuer = fold(walk.header.issuer or "").replace("uy ban nhan dan", "ubnd")
    name = _HEADS.sub("", fold(assigner).replace("uy ban nhan dan", "ubnd")).strip()
    return bool(name) and issuer.startswith(name)


def add_orders(walk: Walk, node: Node, frame: Inherited, orders: tuple[Order, ...]) -> None:
    """A row for each order of a paragraph."""
    closing = node.own.folded.startswith(walk.words.closings) and node.mark.kind is MarkKind.NONE
    item = below(node, frame, None)
    if not closing:
        orders = read_others(node.own, walk.words, orders, lambda part: _is_dated(walk, part))
    for order in orders:
        text = node.own.cut(order.prefix.task, order.end)
        general = closing or (node.mark.kind is MarkKind.NONE and is_general(text))
        plain = general or not (frame.path or node.mark.label)
        no, path = ("", ()) if plain else (item.item_no, item.item_path)
        actor = actor_in_text(walk, order)
        if general:
            actor = replace(actor, force="general")
        task = TaskDraft(
            text, node.own, actor, no, path, frame=replace(frame, deadline=None), force=actor.force
        )
        walk.add(task, order.assigner)


def _is_dated(walk: Walk, part: Passage) -> bool:
    return walk.deadline(part, None) is not None


def actor_in_text(walk: Walk, order: Order) -> Actor:
    """Who an order inside a text names, with the force of its verb."""
    force = walk.force(order.force, order.prefix.units)
    return Actor(order.prefix.units, order.prefix.scope, "order_in_text", 0.8, force=force)


def cut_at_orders(
    walk: Walk, own: Passage
) -> tuple[Passage, tuple[tuple[Passage, Passage, Actor], ...]]:
    """The text up to the first sentence that gives another unit a task of its own; those tasks, their text, their unit."""
    ends = (".", ";")
    orders = [
        o
        for o in read_orders(own, walk.words)
        if own.text[max(0, o.start - _BEFORE) : o.start].rstrip().endswith(ends)
    ]
    later = read_others(own, walk.words, orders, lambda part: _is_dated(walk, part))
    if not later:
        return own, ()
    tasks = tuple(
        (own.cut(o.prefix.task, o.end), own.cut(o.start, o.end), actor_in_text(walk, o))
        for o in later
    )
    return own.cut(0, later[0].start), tasks


_PLANS = frozenset({
    "ke_hoach", "quyet_dinh", "chi_thi", "chuong_trinh", "phuong_an", "huong_dan", "quy_che", "quy_dinh",
    "nghi_quyet", "cong_dien", "thong_bao", "de_an", "du_an", "ket_luan",
})  # fmt: skip
_SENTENCE = 40  # letters; shorter words before letters are a lead line, not a task
# `Về thi đua: Kết quả ... . Bộ X tổng kết`: told, then a task
_ABOUT = re.compile(r"ve [^:.;]{3,110}: ?")
_QUOTED = re.compile(r'["“”]')


def read_assignments(context: Context) -> tuple[Assignment, ...]:
    """The rows of assignments.csv of one document, in reading order; never raises on damaged text."""
    walk = Walk(context.header, load_words(context.dictionaries))
    lines = with_marks(context.lines, walk.words)
    same = lines == tuple(context.lines)
    body = context.body if same else build_outline(lines, context.dictionaries)
    reader = _Reader(walk, TaskTable(walk))
    reader.nodes(body.children, Inherited(zone=SectionState(_first_zone(context.header))))
    reader.table.end()
    return rows_of(walk.tasks, context.header, walk.words)


def _first_zone(header: Header) -> str:
    if is_report(header):
        return "report"
    return "plan" if header.doc_type in _PLANS else "none"


@dataclass(frozen=True, slots=True)
class _Reader:
    """The recursion over the tree; what it finds goes to the walk."""

    walk: Walk
    table: TaskTable

    def nodes(self, nodes: Sequence[Node], frame: Inherited) -> None:
        """Read siblings in order."""
        for node in adopted(self.walk, nodes):
            self.walk.seen += 1
            if node.mark.kind is MarkKind.ROW:
                self.table.row(node.own, frame)
            else:
                self.table.end()
                self.node(node, frame)

    def node(self, node: Node, frame: Inherited) -> None:
        """Read one node and all below it: the first reading that fits."""
        if _QUOTED.match(node.own.text):
            return
        before = self.walk.orders
        if open_zone(self.walk, node):
            self.nodes(node.children, replace(below(node, frame, None), zone=self.walk.zone))
            if node.mark.kind is MarkKind.NUMBER and node.children:  # its own items only
                self.walk.orders = before
            return
        if add_labelled(self.walk, node, frame):
            self.nodes([c for c in node.children if self.stands_alone(c)], below(node, frame, None))
            return
        orders = orders_of(self.walk, node, frame)
        several = node.mark.kind is MarkKind.NONE and len(orders) > 1
        prefix = None if several else named_unit(self.walk, node, frame)
        orders = orders or (() if prefix else later_orders(self.walk, node, frame))
        if prefix is not None and not (prefix.behind and orders):
            self.named(node, frame, prefix)
        elif orders:
            add_orders(self.walk, node, frame, orders)
            self.nodes(node.children, below(node, frame, frame.actor))
        else:
            self.unnamed(node, frame)

    def named(self, node: Node, frame: Inherited, prefix: UnitPrefix) -> None:
        """A node that names its own unit."""
        actor = actor_of(self.walk, node, prefix)
        node, start = without_unit(node, prefix)
        self.item(node, frame, actor, start)

    def stands_alone(self, node: Node) -> bool:
        """Whether a child of a task with labels closes the orders above it, or hands a task to a unit of its own."""
        if node.mark.kind is MarkKind.NONE:
            return node.own.folded.startswith(self.walk.words.closings)
        prefix = unit_prefix(node.own, self.walk.words.units)
        return prefix is not None and prefix.lead_in is not None and not prefix.lead_in.colon

    def item(self, node: Node, frame: Inherited, actor: Actor, start: int) -> None:
        """A node whose unit is known: one row, or a row for each of its letters."""
        own, later = cut_at_orders(self.walk, node.own.cut(min(start, len(node.own.text))))
        zone, frame = frame.zone, self.walk.headed(node, frame)
        parts, apart = self.parts(node, actor)
        inner = below(node, frame, actor)
        if actor.scope in _GROUPS and any(map(self.names_one, apart)):
            inner = replace(inner, actor=replace(actor, weak=True), zone=zone)
        if any(states(self.walk, part) for part in parts if part.mark.kind in PARTS):
            if not own.text.endswith(":") and len(own.text) > _SENTENCE:
                self.walk.add(self.walk.task(own, node.own, actor, node, frame))
            for part in parts:
                self.part(part, inner, actor)
        elif not self.is_above(own.text, parts, apart, actor):
            pieces = [piece for part in parts for piece in pieces_of(part)]
            text, whole = gather([("", own), *pieces]), gather([("", node.own), *pieces])
            if not (later and actor.weak and _ABOUT.match(own.folded)):
                self.walk.add(self.walk.task(text, whole, actor, node, frame))
        for text, whole, other in later:
            self.walk.add(self.walk.task(text, whole, other, node, frame))
        self.nodes(apart, inner)

    def parts(self, node: Node, actor: Actor) -> tuple[list[Node], list[Node]]:
        """Children that belong to the item's text, and (from the first other on) those read on their own."""
        leads = node.own.text.endswith(":") and actor.scope in _GROUPS
        for index, child in enumerate(node.children):
            if not index and says_it(self.walk, node, child):
                continue
            if not belongs(self.walk, child, actor) or (leads and self.names_one(child)):
                return list(node.children[:index]), list(node.children[index:])
        return list(node.children), []

    def names_one(self, child: Node) -> bool:
        """Whether a plain line below `Yêu cầu các đơn vị:` gives one named unit its task."""
        prefix = unit_prefix(child.own, self.walk.words.units)
        if prefix is None or child.mark.kind is not MarkKind.NONE:
            return False
        return prefix.how != "alone" and prefix.scope == "single"

    def is_above(self, own: str, parts: list[Node], apart: list[Node], actor: Actor) -> bool:
        """Whether the node only heads what is read apart: a lead line, or a topic above units of their own."""
        leads = own.endswith(":") and bool(apart) and not parts
        return leads or (actor.weak and any(opens_with_unit(self.walk, child) for child in apart))

    def part(self, node: Node, frame: Inherited, actor: Actor) -> None:
        """A letter or dash of a list that is a row each."""
        self.walk.seen += 1
        prefix = named_unit(self.walk, node, frame)
        if prefix is not None:
            self.named(node, frame, prefix)
        else:
            self.item(node, frame, actor, 0)

    def unnamed(self, node: Node, frame: Inherited) -> None:
        """A unit in brackets at the end, the unit of the frame or of the order sentence, else a heading."""
        kind = self.walk.kind(frame)
        found = None if kind in {"closed", "report"} else bracketed_unit(self.walk, node)
        if found:
            self.bracketed(node, frame, *found)
            return
        target = self.walk.target if kind in {"order", "request", "proposal"} else None
        actor = frame.actor or target
        marked = node.mark.kind in PARTS or node.mark.kind is MarkKind.NUMBER
        if actor and kind != "closed" and marked and not self.is_heading(node, actor):
            self.item(node, frame, actor, 0)
            return
        frame = self.walk.headed(node, frame)
        self.nodes(node.children, below(node, frame, frame.actor))

    def bracketed(self, node: Node, frame: Inherited, actor: Actor, end: int) -> None:
        """The row of an item whose unit stands in brackets; a deadline may stand there too."""
        parts, apart = self.parts(node, actor)
        pieces = [piece for part in parts for piece in pieces_of(part)]
        whole = gather([("", node.own), *pieces])
        text = gather([("", node.own.cut(0, end)), *pieces])
        self.walk.add(replace(self.walk.task(text, whole, actor, node, frame), said=whole))
        self.nodes(apart, below(node, frame, None))

    def is_heading(self, node: Node, actor: Actor) -> bool:
        """A text without an end above numbers or units; where only an order sentence named the unit, also zone words."""
        ended = node.own.text.endswith((".", ";"))
        heads = bool(node.children) or not ended  # `Phân công 01 lãnh đạo phụ trách.` is a task
        if actor.weak and heads and zone_of_heading(node.own.folded, self.walk.words):
            return True
        apart = (
            c
            for c in node.children
            if c.mark.kind is MarkKind.NUMBER or opens_with_unit(self.walk, c)
        )
        return any(apart) and not ended
