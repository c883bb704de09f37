"""Paragraphs that order: lead sentences open a zone, orders inside a text are rows, closings ask for general things."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.fold import fold
from extract.parse.assignments.model import Actor, Frame, Task, Zone
from extract.parse.assignments.orders import (
    Opening,
    Order,
    read_appeal,
    read_executions,
    read_opening,
    read_orders,
    read_others,
)
from extract.parse.assignments.rows import is_general
from extract.parse.assignments.walk import Walk, below
from extract.parse.assignments.who import leads_list
from extract.parse.outline import MarkKind, Node
from extract.parse.passage import Passage
from extract.parse.units import unit_prefix

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
    walk.zone = Zone("proposal" if asks else opening.force, walk.seen)
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


def orders_of(walk: Walk, node: Node, frame: Frame) -> tuple[Order, ...]:
    """The orders of a paragraph that count: those of a remedy or of a closing, or with a subject of their own."""
    closing = node.own.folded.startswith(walk.words.closings)
    found = read_orders(node.own, walk.words)
    counting = tuple(o for o in found if closing or _counts(walk, o, node, frame))
    if counting:
        return counting
    trouble = read_appeal(node.own, walk.words) if closing else None
    return (trouble,) if trouble else read_executions(node.own, walk.words)


def _counts(walk: Walk, order: Order, node: Node, frame: Frame) -> bool:
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
    if not before or before.endswith(ends):
        return True
    return order.assigner is not None and (
        open_zone or (kind == "none" and _is_ours(walk, order.assigner))
    )


def _is_ours(walk: Walk, assigner: str) -> bool:
    """Whether the one who orders is the issuer or its head (`Giám đốc Sở`), not the author of a cited document."""
    issuer = fold(walk.header.issuer or "").replace("uy ban nhan dan", "ubnd")
    name = _HEADS.sub("", fold(assigner).replace("uy ban nhan dan", "ubnd")).strip()
    return bool(name) and issuer.startswith(name)


def add_orders(walk: Walk, node: Node, frame: Frame, orders: tuple[Order, ...]) -> None:
    """A row for each order of a paragraph."""
    closing = node.own.folded.startswith(walk.words.closings) and node.mark.kind is MarkKind.NONE
    item = below(node, frame, None)
    for order in orders:
        text = node.own.cut(order.prefix.task, order.end)
        general = closing or (node.mark.kind is MarkKind.NONE and is_general(text))
        plain = general or not (frame.path or node.mark.label)
        no, path = ("", ()) if plain else (item.item_no, item.item_path)
        actor = actor_in_text(walk, order)
        if general:
            actor = replace(actor, force="general")
        task = Task(text, node.own, actor, no, path, replace(frame, deadline=None), actor.force)
        walk.add(task, order.assigner)


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
    later = read_others(own, walk.words, orders, lambda part: walk.deadline(part, None) is not None)
    if not later:
        return own, ()
    tasks = tuple(
        (own.cut(o.prefix.task, o.end), own.cut(o.start, o.end), actor_in_text(walk, o))
        for o in later
    )
    return own.cut(0, later[0].start), tasks
