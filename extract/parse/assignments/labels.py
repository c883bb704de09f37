"""Labelled lines below a task: `- Đơn vị chủ trì: X`, `- Đơn vị phối hợp: Y`, `- Thời gian: ...`, `- Sản phẩm: ...`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.parse.assignments.model import Actor, Frame, Task, gather, pieces_of
from extract.parse.assignments.rows import is_lead, named_partners
from extract.parse.assignments.walk import Walk
from extract.parse.assignments.who import with_roles
from extract.parse.assignments.words import Words, column_of
from extract.parse.outline import MarkKind, Node
from extract.parse.passage import Passage
from extract.parse.units import unit_prefix
from extract.parse.units.lists import partners, scope_of, split_units

_LABEL = re.compile(r"[^:]{2,60}?:")
_INNER = re.compile(r"(?:[.;]\s+|\s?[-–+(]\s?)([^\W\d_][^:–+.;()-]{1,45}):\s")
# `Chủ trì: Văn phòng; phối hợp: các phòng`, `Văn phòng chủ trì; các phòng phối hợp`
_ROLES_FIRST = re.compile(
    r"\W*chu tri:? (?P<lead>[^:]{3,160}?)[;,.]? ?-? ?(?:co quan |don vi )?phoi hop(?: thuc hien)?:? (?P<help>[^:]{3,300})$"
)
_ROLES_LAST = re.compile(
    r"(?P<lead>[^:;]{3,160}?) chu tri[;,.] ?(?P<help>[^:]{3,300}?) (?:cung )?phoi hop(?: thuc hien)?\W*$"
)
_UNITS = frozenset({"lead", "unit"})
_KINDS = frozenset({MarkKind.DASH, MarkKind.NONE, MarkKind.LETTER})
_TELLING = frozenset({"lead", "unit", "partners", "time", "product"})


def add_labelled(walk: Walk, node: Node, frame: Frame) -> bool:
    """Whether the node is a task with labelled lines below it; its row is then kept."""
    values = _labels(node, walk.words)
    if not values or walk.kind(frame) == "closed":
        return False
    frame = walk.headed(node, frame)
    partner, product = values.get("partners"), values.get("product")
    walk.add(Task(
        values.get("task") or node.own,
        gather([("", node.own), *(p for child in node.children for p in pieces_of(child))]),
        _actor(walk, values, frame),
        node.mark.label or frame.item_no,
        frame.path if node.mark.label else frame.item_path,
        frame,
        partners=named_partners(partner, walk.words) if partner else None,
        time=values.get("time"),
        product=product.text.strip(" .;)") if product else None,
    ))  # fmt: skip
    return True


def _labels(node: Node, words: Words) -> Mapping[str, Passage]:
    """The labelled lines by column; none where no line names a unit, or a time with another label."""
    values: dict[str, Passage] = {}
    for column, value in (
        *_inside(node.own, words),
        *(f for c in node.children if (f := _label(c, words))),
    ):
        values.setdefault(column, value)
    telling = _TELLING & set(values)
    return values if telling & {"lead", "unit"} or len(telling) > 1 else {}


def _inside(own: Passage, words: Words) -> tuple[tuple[str, Passage], ...]:
    """Labelled parts within the item's text (`Rà soát hồ sơ. Đơn vị chủ trì: X. Thời gian: ...`), and what stands before."""
    found = [
        (match, column)
        for match in _INNER.finditer(own.text)
        if (column := column_of(own.folded[slice(*match.span(1))], words)) and column != "number"
    ]
    if not found or not any(column in _UNITS or column == "task" for _, column in found):
        return ()
    ends = [match.start() for match, _ in found[1:]] + [len(own.text)]
    values = tuple(
        (column, own.cut(match.end(), end))
        for (match, column), end in zip(found, ends, strict=True)
    )
    first = found[0][0]
    before = own.cut(0, first.start() + (first[0][0] == "."))
    return (*values, ("task", before)) if before.text and found[0][1] != "task" else values


def _label(node: Node, words: Words) -> tuple[str, Passage] | None:
    match = _LABEL.match(node.own.text)
    if match is None or node.mark.kind not in _KINDS or node.children:
        return None
    column = column_of(node.own.folded[: match.end() - 1], words)
    return (column, node.own.cut(match.end())) if column else None


def _actor(walk: Walk, values: Mapping[str, Passage], frame: Frame) -> Actor:
    """The unit of the labelled line, the frame's where no line names one."""
    value = values.get("lead") or values.get("unit")
    if value is None:
        return frame.actor or Actor((), "", "unit_label", 0.4)
    return actor_of_cell(walk, value, "unit_label", lead="lead" in values)


def actor_of_cell(walk: Walk, cell: Passage, rule: str, *, lead: bool) -> Actor:
    """The units of a cell or a labelled line; `X chủ trì, phối hợp với Y` names a lead and its partners."""
    words = walk.words.units
    said = _ROLES_FIRST.match(cell.folded) or _ROLES_LAST.match(cell.folded)
    if said:
        leads, helps = (split_units(cell.text[slice(*said.span(n))], words) for n in (1, 2))
        return Actor(leads, scope_of(leads, words), rule, 0.9, lead=True, partners=helps)
    prefix = unit_prefix(cell, words)
    if prefix and is_lead(cell.folded[prefix.task :]):
        return Actor(
            prefix.units, prefix.scope, rule, 0.85, lead=True, partners=partners(cell, words)
        )
    text = cell.text.strip(" .;-")
    units = split_units(text.rstrip(")") if text.count(")") > text.count("(") else text, words)
    return with_roles(walk, Actor(units, scope_of(units, words), rule, 0.9, lead))
