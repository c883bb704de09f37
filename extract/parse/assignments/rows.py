"""A task read from the tree becomes a row: deadline, partners, role, force, provenance, doubts.

Confidence is that of the rule that found the unit (measured: `assignments_who`), lowered where the unit is only inherited
from an order sentence or the year of a deadline is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extract.fold import GAP
from extract.model import Doubt
from extract.parse.assignments.model import Task
from extract.parse.assignments.reports import is_report
from extract.parse.assignments.words import Words
from extract.parse.deadlines import Deadline, Known, read_answer, read_deadline
from extract.parse.passage import Passage
from extract.parse.units.lists import partners, split_units
from extract.records import Assignment, Header

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
_NOTICE = re.compile(
    r"^(?:xin |tran trong |kinh ){1,2}(?:thong bao|cam on)\b"
)  # the last words of a document
_NO_TASK = re.compile(r"^(?:xem xet|phe duyet|cho y kien|quyet dinh)\b")


def rows_of(
    tasks: Iterable[tuple[Task, str | None]], header: Header, words: Words
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


def _row(task: Task, assigner: str | None, header: Header, words: Words) -> Assignment | None:
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
        unit="|".join(task.actor.units) or None,
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


def _confidence(task: Task, deadline: Deadline | None) -> float:
    return round(min(task.actor.confidence, 0.5 + deadline.confidence / 2 if deadline else 1.0), 3)


def _doubts(task: Task, deadline: Deadline | None) -> tuple[Doubt, ...]:
    weak = (Doubt("unit", "low_confidence"),) if task.actor.weak or not task.actor.units else ()
    return (*weak, *(deadline.doubts if deadline else ()))


def _deadline(task: Task, header: Header, words: Words) -> Deadline | None:
    known = Known(header.issued_date, task.frame.year)
    if task.time is not None:
        found = read_answer(task.time, known, words.dictionaries)
        if found:
            return found
    return read_deadline(task.said or task.text, known, words.dictionaries) or task.frame.deadline


def _partners(task: Task, words: Words) -> tuple[str, ...]:
    if task.partners is not None:
        return task.partners
    return partners(task.text, words.units) or task.actor.partners


def _role(task: Task) -> str:
    if is_lead(task.text.folded) or task.actor.lead:
        return "lead"
    return "support" if _SUPPORTS.match(task.text.folded[:400]) else "all"


def _force(task: Task, header: Header) -> str:
    if task.force:
        return task.force
    if _proposes(header):
        return "order" if task.actor.force == "order" else "proposal"
    if is_general(task.text):
        return "general"
    return task.actor.force or "order"


def _asks_addressee(task: Task, header: Header) -> bool:
    """`Kính trình UBND tỉnh xem xét, quyết định`: what is asked of the addressee is no task."""
    asks = bool(_NO_TASK.match(task.text.folded.strip()))
    return asks and (_proposes(header) or task.actor.force == "request")


def _proposes(header: Header) -> bool:
    return header.doc_type == "de_an" or is_report(header)


def named_partners(cell: Passage, words: Words) -> tuple[str, ...]:
    """The partners of a column or a labelled line."""
    return split_units(cell.text.strip(" .;)"), words.units)
