"""Whether a unit at the head of a node makes an assignment, what else names who is to do it, and labelled lines below a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extract.fold import GAP, fold
from extract.parse.assignments.model import (
    Actor,
    Inherited,
    TaskDraft,
    TaskWords,
    column_of,
    gather,
    pieces_of,
)
from extract.parse.assignments.orders import read_opening
from extract.parse.assignments.walk import Walk, is_lead, named_partners
from extract.parse.outline import MarkKind, Node
from extract.parse.outline.blocks import is_capitals
from extract.parse.passage import Passage
from extract.parse.units import COUNTED, UnitPrefix, unit_prefix
from extract.parse.units.lists import partners, scope_of, split_units

# Whether a unit at the head of a node makes an assignment, and what else in the node names who is to do it.

PARTS = frozenset({MarkKind.LETTER, MarkKind.DASH})
# share of right cells by rule in 206 rows of 17 real papers: colon .99, alone .99, verb .97, giao .95; half of these papers
# were read while the rules were written, so each stands some points lower here
_SURE = {"colon": 0.95, "alone": 0.95, "verb": 0.93, "giao": 0.93}
_LEADS = re.compile(rf"{GAP}\((?:đơn vị |cơ quan )?(?:chủ trì|CT)\)", re.IGNORECASE)
_HELPS = re.compile(rf"{GAP}\((?:đơn vị |cơ quan )?(?:phối hợp|PH)\)", re.IGNORECASE)
_DUTY = re.compile(
    r"(?:chu tri|co trach nhiem|chiu trach nhiem|co nhiem vu|(?:theo|can cu) chuc nang"
    r"|can cu (?:ke hoach|huong dan|chi thi|quyet dinh|nghi quyet|noi dung|chuong trinh) (?:nay|tren)(?!,))\b"
)
# what a lead line says between its unit and its list: nothing but to carry out what follows
_TAKE_UP = re.compile(
    r"(?:(?:theo|can cu) (?:chuc nang|nhiem vu)[^:;.]{0,40}? |co trach nhiem |tap trung |chu dong |khan truong |to chuc |trien khai ){0,3}"
    r"thuc hien (?:tot |nghiem tuc |co hieu qua )?(?:cac |mot so |nhung )?(?:nhiem vu|noi dung|cong viec|giai phap)[^:;.]{0,40}:$"
)
_TOPIC = re.compile(r"^[^:.;]{3,110}: ?")
_COMMA = re.compile(r", (?=\w)")
_GROUP = re.compile(r"(?:các|từng|mỗi) ")
_PAST, _NEAR_VERB = re.compile(r"\b(?:da|duoc|con|chua|dang|vua|bi)\b"), 12  # letters behind a unit
#: A verb that asks others, so that its body is the one who orders.
_ASKING = re.compile(
    r"(?:kinh |tran trong )?(?:de nghi|yeu cau|giao|phan cong|kien nghi|de xuat|thong bao|nhan duoc)\b"
)
_SEVERAL = frozenset({"list", "collective"})
_CIRCUMSTANCE = 320  # letters looked at for the unit behind a circumstance
_BRACKET = re.compile(r"\(([^()]{3,160})\)[\s.;]*(?:/\.)?$")
_ISSUING = re.compile(r"(?:ban hanh|xay dung|bao cao|trinh|de nghi|yeu cau|nhan duoc|thong bao)\b")


def named_unit(walk: Walk, node: Node, frame: Inherited) -> UnitPrefix | None:
    """The unit the node opens with, where its zone lets it be one."""
    prefix = (
        unit_prefix(node.own, walk.words.units)
        or _behind_topic(walk, node)
        or _behind_circumstance(walk, node)
    )
    return prefix if prefix and _allowed(walk, node, frame, prefix) else None


def without_unit(node: Node, prefix: UnitPrefix) -> tuple[Node, int]:
    """The node and where its task begins; a circumstance before the unit is moved to where the unit stood."""
    if not prefix.behind:
        return node, prefix.task
    pieces = (node.own.cut(0, prefix.behind), node.own.cut(prefix.task))
    return replace(node, own=gather(("", piece) for piece in pieces)), 0


def actor_of(walk: Walk, node: Node, prefix: UnitPrefix) -> Actor:
    """Who the prefix names, with what a lead line says for the letters below it."""
    rest = node.own.cut(prefix.task)
    hands_over = prefix.lead_in is not None and not prefix.lead_in.colon
    rule = "giao" if hands_over else prefix.how
    lead_line = rest.text.endswith(":")
    actor = Actor(
        prefix.units, prefix.scope, f"unit_{rule}", _SURE[rule],
        lead=lead_line and is_lead(rest.folded),
        partners=partners(rest, walk.words.units) if lead_line else (),
        force=walk.force(prefix.lead_in.force if prefix.lead_in and hands_over else None, prefix.units),
    )  # fmt: skip
    return with_roles(walk, actor)


def with_roles(walk: Walk, actor: Actor) -> Actor:
    """`Sở A (chủ trì), Sở B (phối hợp): ...`: the bracket says who leads."""
    leads = tuple(unit for unit in actor.units if _LEADS.search(unit))
    if not leads:
        return actor
    units = tuple(_LEADS.sub("", unit) for unit in leads)
    others = tuple(_HELPS.sub("", unit) for unit in actor.units if unit not in leads)
    return replace(
        actor, units=units, scope=scope_of(units, walk.words.units), lead=True, partners=others
    )


def bracketed_unit(walk: Walk, node: Node) -> tuple[Actor, int] | None:
    """`... (Văn phòng Sở thực hiện, hoàn thành trong quý II/2024)`: the unit, and where the bracket begins."""
    match = _BRACKET.search(node.own.text)
    if match is None or node.mark.kind is MarkKind.NONE:
        return None
    inside = node.own.cut(match.start(1), match.end(1))
    prefix = unit_prefix(inside, walk.words.units)
    if prefix is None or prefix.scope == "person":
        return None
    lead, co_units = is_lead(inside.folded[prefix.task :]), partners(inside, walk.words.units)
    return Actor(
        prefix.units, prefix.scope, "unit_bracket", 0.7, lead, partners=co_units
    ), match.start()


def opens_with_unit(walk: Walk, node: Node) -> bool:
    """Whether a paragraph opens with a unit of its own."""
    prefix = unit_prefix(node.own, walk.words.units)
    return prefix is not None and prefix.how != "alone"


def states(walk: Walk, letter: Node) -> bool:
    """Whether a letter states a deadline, partner, unit or lead of its own (then letters are a row each)."""
    prefix = unit_prefix(letter.own, walk.words.units)
    if prefix and (prefix.lead_in or prefix.how == "colon" or prefix.scope == "single"):
        return True
    if is_lead(letter.own.folded) or partners(letter.own, walk.words.units):
        return True
    return walk.deadline(letter.own, None) is not None


def belongs(walk: Walk, child: Node, actor: Actor) -> bool:
    """Whether a child is part of its item's text: letters, dashes, plain paragraphs whose unit does not take over."""
    if child.mark.kind in PARTS:
        return True
    if child.mark.kind is not MarkKind.NONE or is_capitals(child.own.text):
        return False
    if child.own.folded.startswith(walk.words.closings) or read_opening(child.own, walk.words):
        return False
    prefix = unit_prefix(child.own, walk.words.units)
    if prefix is None or prefix.how == "alone":
        return True
    duty = bool(_DUTY.match(child.own.folded, prefix.task))
    hands_over = prefix.lead_in is not None and not prefix.lead_in.colon
    return not (actor.weak or hands_over or _takes_over(prefix, duty=duty))


def says_it(walk: Walk, node: Node, child: Node) -> bool:
    """`3. Các phòng chuyên môn:` above `Căn cứ Kế hoạch này xây dựng ...`: the task, though closings open so."""
    if child.mark.kind is not MarkKind.NONE or not child.own.folded.startswith("can cu"):
        return False
    head = unit_prefix(node.own, walk.words.units)
    bare = head is not None and not node.own.text[head.task :].strip(" :.")
    return bare and _behind_circumstance(walk, child) is None


def _behind_topic(walk: Walk, node: Node) -> UnitPrefix | None:
    """`Về thể chế: giao Thanh tra Sở ...`: a topic, a colon, then the unit."""
    match = _TOPIC.match(node.own.text)
    plain = node.mark.kind is MarkKind.NONE
    if match is None or (plain and not match[0].startswith("Về ")):
        return None
    prefix = unit_prefix(node.own, walk.words.units, match.end())
    return prefix if prefix and (prefix.lead_in or prefix.how == "verb") else None


def _behind_circumstance(walk: Walk, node: Node) -> UnitPrefix | None:
    """`Định kỳ hằng quý, các đơn vị báo cáo ...`: the first unit with a verb behind a comma."""
    if not node.own.folded.startswith(walk.words.circumstances):
        return None
    for comma in _COMMA.finditer(node.own.text, 0, _CIRCUMSTANCE):
        if not node.own.text[comma.end()].isupper() and not _GROUP.match(
            node.own.text, comma.end()
        ):
            continue
        prefix = unit_prefix(node.own, walk.words.units, comma.end())
        if prefix and prefix.how in {"verb", "colon"} and prefix.scope != "person":
            return replace(prefix, behind=comma.end())
    return None


def _allowed(walk: Walk, node: Node, frame: Inherited, prefix: UnitPrefix) -> bool:
    """Whether a unit at the head of a node in this zone is an assignment."""
    kind, plain = walk.kind(frame), node.mark.kind is MarkKind.NONE
    duty = bool(_DUTY.match(node.own.folded, prefix.task))
    if prefix.lead_in and not prefix.lead_in.colon:
        return prefix.how != "alone" or bool(node.children) or not plain
    if kind == "closed" or (prefix.lead_in and _heads_units(walk, node)):
        return False
    if frame.actor and not frame.actor.weak:
        of_a_group = frame.actor.scope in _SEVERAL and node.mark.kind is MarkKind.NUMBER
        one = prefix.how == "verb" and prefix.scope == "single"
        return _takes_over(prefix, duty=duty) or (of_a_group and one)
    if plain and not frame.path:
        tells = (
            prefix.how != "colon"
            and _ISSUING.match(node.own.folded, prefix.task) is not None
            and not COUNTED.match(node.own.folded)
        )
        asked = kind in {"order", "request"} and not tells
        due = kind in {"none", "plan"} and _is_due(walk, node, prefix)
        return asked or (kind == "plan" and duty) or due
    if kind == "money":
        return duty
    if prefix.how == "alone":
        return bool(node.children) and kind != "report"
    if kind == "report":
        return duty
    if kind == "planned":
        return duty or prefix.how == "colon" or not _is_told(walk, node, prefix)
    if kind != "none" or duty or _is_due(walk, node, prefix):
        return True
    return prefix.how == "colon" and _is_item(walk, node, prefix)


def _is_due(walk: Walk, node: Node, prefix: UnitPrefix) -> bool:
    """Whether a body is said to do something by a day to come, though nobody says that it shall: only orders speak so."""
    told = prefix.how != "verb" or _is_told(walk, node, prefix)
    found = None if told else walk.deadline(node.own, None)
    issued = walk.header.issued_date
    if found is None or issued is None:
        return False
    return bool(found.due_rrule) or (found.due_date is not None and found.due_date > issued)


def is_lead_or_due(walk: Walk, node: Node, prefix: UnitPrefix) -> bool:
    """Whether a body inside a text leads something, or does it by a day to come."""
    return is_lead(node.own.folded[prefix.task :]) or _is_due(walk, node, prefix)


def _is_told(walk: Walk, node: Node, prefix: UnitPrefix) -> bool:
    """Whether the sentence tells what was done, or is the issuer's own, or asks others."""
    own = " ".join(node.own.folded[prefix.start : prefix.end].split())
    told = _PAST.search(node.own.folded, prefix.start, prefix.task + _NEAR_VERB)
    asks = _ASKING.match(node.own.folded, prefix.task) or own == fold(walk.header.issuer or "")
    return bool(told or asks)


def _is_item(walk: Walk, node: Node, prefix: UnitPrefix) -> bool:
    """Outside every zone a dash needs a task verb behind its colon (`- Sở Y tế: 92,5 điểm` is a score)."""
    dash = node.mark.kind is MarkKind.DASH
    verb = walk.words.units.verb.match(node.own.folded, prefix.task)
    return not dash or bool(verb) or (bool(node.children) and heads_list(node, prefix))


def leads_list(walk: Walk, node: Node) -> bool:
    """`Các sở A, B theo chức năng thực hiện các nhiệm vụ sau:`: who is to do what the list below says."""
    if not node.own.text.endswith(":") or node.mark.kind is not MarkKind.NONE:
        return False
    prefix = unit_prefix(node.own, walk.words.units)
    duty = prefix is not None and prefix.how == "verb" and prefix.scope != "person"
    return duty and bool(_TAKE_UP.match(node.own.folded[prefix.task :] if prefix else ""))


def heads_list(node: Node, prefix: UnitPrefix) -> bool:
    """Whether a line is nothing but a unit and a colon (`Phòng Tư pháp:`), the head of a list."""
    bare = not node.own.text[prefix.task :].strip() and node.own.text.endswith(":")
    return bare and prefix.how == "colon" and prefix.scope == "single"


def adopted(walk: Walk, nodes: Sequence[Node]) -> Iterator[Node]:
    """The nodes, where a plain line that is a unit and a colon takes the dashes and letters after it as its own."""
    head: Node | None = None
    for node in nodes:
        if head is not None and node.mark.kind in PARTS:
            head = replace(head, children=(*head.children, node))
            continue
        if head is not None:
            yield head
        head = node if _is_plain_head(walk, node) else None
        if head is None:
            yield node
    if head is not None:
        yield head


def _is_plain_head(walk: Walk, node: Node) -> bool:
    if node.mark.kind is not MarkKind.NONE or not node.own.text.endswith(":"):
        return False
    prefix = unit_prefix(node.own, walk.words.units)
    bare = prefix is not None and prefix.lead_in is None and heads_list(node, prefix)
    return bare or leads_list(walk, node)


def _heads_units(walk: Walk, node: Node) -> bool:
    """`TRÁCH NHIỆM CỦA CÁC CƠ QUAN` above `1. Sở A`, `2. Sở B`: a heading, not a unit."""
    first = next((child for child in node.children if child.mark.kind is MarkKind.NUMBER), None)
    return first is not None and unit_prefix(first.own, walk.words.units) is not None


def _takes_over(prefix: UnitPrefix, *, duty: bool) -> bool:
    """Inside a unit's letters only a named unit takes over, never a group (notes: .97 without)."""
    named = prefix.how == "colon" or ":" in prefix.name or (prefix.scope == "single" and duty)
    return named and prefix.how != "alone"


# Labelled lines below a task: `- Đơn vị chủ trì: X`, `- Đơn vị phối hợp: Y`, `- Thời gian: ...`, `- Sản phẩm: ...`.

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


def add_labelled(walk: Walk, node: Node, frame: Inherited) -> bool:
    """Whether the node is a task with labelled lines below it; its row is then kept."""
    values = _labels(node, walk.words)
    if not values or walk.kind(frame) == "closed":
        return False
    frame = walk.headed(node, frame)
    partner, product = values.get("partners"), values.get("product")
    walk.add(TaskDraft(
        values.get("task") or node.own,
        gather([("", node.own), *(p for child in node.children for p in pieces_of(child))]),
        _actor(walk, values, frame),
        node.mark.label or frame.item_no,
        frame.path if node.mark.label else frame.item_path,
        frame=frame,
        partners=named_partners(partner, walk.words) if partner else None,
        time=values.get("time"),
        product=product.text.strip(" .;)") if product else None,
    ))  # fmt: skip
    return True


def _labels(node: Node, words: TaskWords) -> Mapping[str, Passage]:
    """The labelled lines by column; none where no line names a unit, or a time with another label."""
    values: dict[str, Passage] = {}
    for column, value in (
        *_inside(node.own, words),
        *(f for c in node.children if (f := _label(c, words))),
    ):
        values.setdefault(column, value)
    telling = _TELLING & set(values)
    return values if telling & {"lead", "unit"} or len(telling) > 1 else {}


def _inside(own: Passage, words: TaskWords) -> tuple[tuple[str, Passage], ...]:
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


def _label(node: Node, words: TaskWords) -> tuple[str, Passage] | None:
    match = _LABEL.match(node.own.text)
    if match is None or node.mark.kind not in _KINDS or node.children:
        return None
    column = column_of(node.own.folded[: match.end() - 1], words)
    return (column, node.own.cut(match.end())) if column else None


def _actor(walk: Walk, values: Mapping[str, Passage], frame: Inherited) -> Actor:
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
